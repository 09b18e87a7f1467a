"""Dates: one order for the whole column, offsets kept, clocks that are set forward and back."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ibis.backends.duckdb import Backend

from hansei.analytics.engine import connect
from hansei.analytics.mapping.dates import DateReading, clock_trouble, date_sql, naive_sql, read_dates
from hansei.analytics.mapping.model import DateOrder

CON = connect()


def column(con: Backend, values: list[str]) -> str:
    con.raw_sql("CREATE OR REPLACE TEMP TABLE dates (n BIGINT, v VARCHAR)")
    con.con.executemany("INSERT INTO dates VALUES (?, ?)", list(enumerate(values)))
    return "dates"


def read(values: list[str], zone: str = "UTC", order: DateOrder | None = None) -> tuple[DateReading, list[str | None]]:
    reading = read_dates(CON, column(CON, values), "v", order=order)
    found = CON.raw_sql(f"SELECT CAST({date_sql(reading, 'v', zone)} AS VARCHAR) FROM dates ORDER BY n").fetchall()
    return reading, [row[0] for row in found]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("29/2/2016 01:16", "2016-02-29 01:16:00"),
        ("2/29/2016 1:05 PM", "2016-02-29 13:05:00"),
        ("2010-03-31T15:59:42+01:00", "2010-03-31 14:59:42"),
        ("2014-01-06T06:23:45.841+0000", "2014-01-06 06:23:45.841"),
        ("2014-01-06T06:23:45Z", "2014-01-06 06:23:45"),
        ("2024-01-06 06:23:45,123", "2024-01-06 06:23:45.123"),
        ("2024-01-06T06:23:45.1234567Z", "2024-01-06 06:23:45.123456"),
        ("12/Mar/14 1:05 PM", "2014-03-12 13:05:00"),
        ("31.12.14 10:05", "2014-12-31 10:05:00"),
        ("12. März 2014 10:05", "2014-03-12 10:05:00"),
        ("12 мая 2014 10:05", "2014-05-12 10:05:00"),
        ("2014年3月21日 10:05:11", "2014-03-21 10:05:11"),
        ("Mar 12, 2014 10:05:11 AM", "2014-03-12 10:05:11"),
        ("Wed Mar 12 10:05:11 2014", "2014-03-12 10:05:11"),
        ("1389012345", "2014-01-06 12:45:45"),
        ("1389012345123", "2014-01-06 12:45:45.123"),
        ("20140106062345", "2014-01-06 06:23:45"),
        ("42000.5", "2014-12-27 12:00:00"),
        ("45/02/28", "2045-02-28 00:00:00"),
        ("2024-W03-1", "2024-01-15 00:00:00"),
        ("2020-W53-7 10:05", "2021-01-03 10:05:00"),
        ("2024-W03", "2024-01-15 00:00:00"),
    ],
)
def test_a_date_is_read_as_it_is_meant(written: str, meant: str) -> None:
    assert read([written])[1] == [meant]


def test_one_date_decides_for_the_whole_column() -> None:
    reading, found = read(["1/2/2016 10:00", "3/4/2016 10:00", "25/4/2016 10:00"])
    assert (reading.order, reading.ambiguous) == ("dmy", 0)
    assert found[0] == "2016-02-01 10:00:00"
    reading, found = read(["1/2/2016 10:00", "4/25/2016 10:00"])
    assert (reading.order, found[0]) == ("mdy", "2016-01-02 10:00:00")


def test_a_column_that_nothing_decides_is_reported_and_can_be_told() -> None:
    reading, found = read(["1/2/2016", "3/4/2016", "5/5/2016"])
    assert (reading.order, reading.ambiguous) == ("dmy", 2)  # the fifth of May reads the same either way
    reading, found = read(["1/2/2016", "3/4/2016"], order="mdy")
    assert (reading.ambiguous, found[0]) == (0, "2016-01-02 00:00:00")


def test_dates_against_the_columns_order_are_counted_and_not_read() -> None:
    reading, found = read(["25/1/2016", "26/1/2016", "1/27/2016"])
    assert (reading.order, reading.contradicting, found[2]) == ("dmy", 1, None)


def test_never_is_no_date() -> None:
    found = read(["2016-01-05 10:00:00", "9999-12-31 00:00:00", "0001-01-01 00:00:00"])[1]
    assert found == [
        "2016-01-05 10:00:00",
        None,
        None,
    ]


def test_an_hour_that_comes_twice_is_its_first_and_one_that_never_comes_moves_on() -> None:
    values = ["2024-10-27 02:30:00", "2024-03-31 02:30:00", "2024-07-01 12:00:00"]
    reading, found = read(values, zone="Europe/Berlin")
    assert found == ["2024-10-27 00:30:00", "2024-03-31 01:30:00", "2024-07-01 10:00:00"]
    twice, never = clock_trouble("l", "Europe/Berlin")
    counted = CON.raw_sql(
        f"SELECT count(*) FILTER ({twice}), count(*) FILTER ({never}) "
        f"FROM (SELECT {naive_sql(reading, 'v')} AS l FROM dates)"
    ).fetchall()
    assert counted == [(1, 1)]


EARLIEST, LATEST = datetime.fromisoformat("1971-01-01"), datetime.fromisoformat("2068-12-31")
FORMATS: list[tuple[str, DateOrder]] = [
    ("%d/%m/%Y %H:%M", "dmy"),
    ("%m/%d/%Y %I:%M %p", "mdy"),
    ("%Y-%m-%d %H:%M:%S", "ymd"),
    ("%d.%m.%y %H:%M", "dmy"),
    ("%Y-%m-%dT%H:%M:%S.%f%z", "ymd"),
    ("%d-%b-%Y %H:%M:%S", "dmy"),
]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.datetimes(EARLIEST, LATEST), min_size=1, max_size=20),
    st.sampled_from(FORMATS),
    st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]),
)
def test_any_written_date_comes_back_as_the_instant_it_was(moments: list[datetime], form, zone: str) -> None:
    pattern, order = form
    second, micro = "%S" in pattern, "%f" in pattern
    moments = [m.replace(second=m.second * second, microsecond=m.microsecond * micro) for m in moments]
    aware = [m.replace(tzinfo=UTC) if "%z" in pattern else m.replace(tzinfo=ZoneInfo(zone)) for m in moments]
    written = [m.strftime(pattern) for m in aware]
    if "%y" in pattern:
        aware = [m for m in aware if 1971 <= m.year <= 2068]
    found = read(written, zone=zone, order=order)[1]
    expected = [m.astimezone(UTC).replace(tzinfo=None) for m in aware]
    if zone == "Australia/Lord_Howe" and "%z" not in pattern:
        # Its clocks move by half an hour; an hour that comes twice there is taken as either.
        assert all(
            abs((datetime.fromisoformat(str(f)) - e).total_seconds()) <= 1800
            for f, e in zip(found, expected, strict=True)
        )
        return
    assert [datetime.fromisoformat(str(entry)) for entry in found] == expected


@pytest.mark.parametrize(
    ("order", "good", "meant"),
    [
        ("epoch_s", "1704103200", "2024-01-01 10:00:00"),
        ("epoch_ms", "1704103200000", "2024-01-01 10:00:00"),
        ("serial", "45292.5", "2024-01-01 12:00:00"),
        ("serial_1904", "43830.5", "2024-01-01 12:00:00"),
    ],
)
def test_a_number_beyond_all_years_is_no_date(order: DateOrder, good: str, meant: str) -> None:
    _, found = read([good, "1e300", "-1e300", "inf", "nan", "9223372036854775807"], order=order)
    assert found == [meant, None, None, None, None, None]


@pytest.mark.parametrize(
    ("zone", "written", "meant"),
    [
        ("Australia/Lord_Howe", "2024-04-07 01:40:00", "2024-04-06 14:40:00"),  # half an hour twice
        ("Australia/Lord_Howe", "2024-04-07 01:20:00", "2024-04-06 14:20:00"),
        ("Antarctica/Troll", "2024-10-27 02:30:00", "2024-10-27 00:30:00"),  # two hours twice
        ("Europe/Berlin", "2024-10-27 02:30:00", "2024-10-27 00:30:00"),
    ],
)
def test_what_comes_twice_is_its_first_pass_by_however_much_the_clocks_go_back(
    zone: str, written: str, meant: str
) -> None:
    assert read([written], zone)[1] == [meant]
