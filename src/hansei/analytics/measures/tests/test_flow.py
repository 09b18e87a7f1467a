"""Flow over time, hours of the day, closings and causes, worked by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from ibis.common.graph import Graph

from hansei.analytics.measures import filtered, series
from hansei.analytics.measures.instants import local, zone_offsets
from hansei.analytics.measures.tests.logs import answer, at, hours, log_of, path

DAY = 24


def reported(*after: float, **same: Any) -> list[dict[str, Any]]:
    return [{"case": number, "reported_at": hours(gap)} | same for number, gap in enumerate(after, start=1)]


def test_weeks_without_an_arrival_are_rows_of_nothing() -> None:
    told = answer(log_of(reported(1, DAY, 14 * DAY)), "arrivals")
    assert [row["n"] for row in told.rows] == [2, 0, 1]
    assert [row["period"] for row in told.rows] == [hours(0), hours(7 * DAY), hours(14 * DAY)]


def test_a_day_begins_at_midnight_of_the_zone() -> None:
    """22:30 UTC on Monday is Monday in London, Tuesday in Berlin in summer and Monday 23:30 in winter."""
    cases = [{"case": 1, "reported_at": at("2025-03-03 22:30")}, {"case": 2, "reported_at": at("2025-07-07 22:30")}]
    rows = answer(log_of(cases), "arrivals", period="day", zone="Europe/Berlin").rows
    assert [row["period"].isoformat()[:10] for row in rows if row["n"]] == ["2025-03-03", "2025-07-08"]


def test_zone_offsets_change_at_the_second_the_law_says() -> None:
    changes = dict(zone_offsets("Europe/Berlin"))
    assert changes[int(datetime(2025, 3, 30, 1, tzinfo=UTC).timestamp())] == 7_200
    assert changes[int(datetime(2025, 10, 26, 1, tzinfo=UTC).timestamp())] == 3_600
    assert [offset for _, offset in zone_offsets("Asia/Kolkata")] == [19_800]


ZONES = (
    "Europe/Berlin",
    "Africa/Casablanca",
    "Asia/Kolkata",
    "Asia/Almaty",
    "Australia/Lord_Howe",
    "Pacific/Bougainville",
)


@pytest.mark.parametrize("zone", ZONES)
def test_local_time_is_right_to_the_second_at_every_change_and_beyond_the_first_and_the_last(zone: str) -> None:
    changes = zone_offsets(zone)
    wanted: dict[datetime | None, datetime | None] = {None: None}
    for instant in {1, 4_102_444_800, *(change + more for change, _ in changes for more in (-1, 0))}:
        offset = next((offset for change, offset in reversed(changes) if change <= instant), changes[0][1])
        wanted[utc(instant)] = utc(instant + offset)
    cases = log_of([{"case": number, "reported_at": each} for number, each in enumerate(wanted)]).cases
    shown = cases.select(at=cases.reported_at, local=local(cases.reported_at, zone)).to_pyarrow().to_pylist()
    assert {row["at"]: row["local"] for row in shown} == wanted


def utc(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)


def test_a_zone_that_changed_often_makes_no_longer_query() -> None:
    """What an expression is made of is what making its query costs: a comparison for each change were hundreds."""
    cases = log_of(reported(1)).cases
    few, many = (len([*Graph(local(cases.reported_at, zone).op())]) for zone in ("Asia/Almaty", "Africa/Casablanca"))
    assert few == many < 60


def test_throughput_counts_resolutions() -> None:
    cases = [{"case": number, "resolved_at": hours(gap)} for number, gap in enumerate((1, DAY, 14 * DAY))]
    assert [row["n"] for row in answer(log_of(cases), "throughput").rows] == [2, 0, 1]


def test_cumulative_flow_never_falls() -> None:
    ends: list[float] = [1, 15 * DAY, 15 * DAY]
    cases = [{"case": number, "reported_at": hours(0), "resolved_at": hours(end)} for number, end in enumerate(ends)]
    rows = answer(log_of(cases), "cumulative_flow").rows
    assert [(row["reported"], row["resolved"]) for row in rows] == [(3, 1), (3, 1), (3, 3)]


def test_work_in_progress_is_what_came_and_has_not_gone() -> None:
    cases = [
        {"case": 1, "reported_at": hours(1), "resolved_at": hours(DAY + 1), "closed_at": hours(9 * DAY)},
        {"case": 2, "reported_at": hours(2), "closed_at": hours(3 * DAY + 1)},
        {"case": 3, "reported_at": hours(DAY + 2)},
    ]
    assert [row["n"] for row in answer(log_of(cases), "work_in_progress").rows] == [2, 2, 2, 1]


def test_open_age_looks_at_a_given_moment_or_the_last_event() -> None:
    cases = [*reported(0, 18), {"case": 3, "reported_at": hours(0), "resolved_at": hours(5)}]
    told = answer(log_of(cases), "open_age", now=datetime(2025, 3, 4, tzinfo=UTC))
    assert (told.n, told.value, told.rows[0]["mean"]) == (2, 15.0, 15.0)
    assert told.rows[0]["p90"] == pytest.approx(22.2)
    then = answer(log_of(cases), "open_age", now=datetime(2025, 3, 3, 2, tzinfo=UTC))
    assert then.n == 2  # the third was open then, the second not yet reported
    last = answer(log_of(reported(0), path(1, (0, "New"), (10, "New"))), "open_age")
    assert last.value == 10.0


def test_ageing_groups_open_cases() -> None:
    log = log_of(reported(10 * DAY - 6, 10 * DAY - 20, 0))
    rows = answer(log, "ageing", now=datetime(2025, 3, 13, tzinfo=UTC)).rows
    assert [(row["from_days"], row["to_days"], row["n"]) for row in rows] == [(0, 1, 2), (7, 14, 1)]


def test_a_nightly_batch_is_told_from_people() -> None:
    people = [9 + number / 60 for number in range(40)]
    batch = [day * DAY + 3 for day in range(20)]
    rows = answer(log_of(reported(*people, *batch)), "arrivals_by_hour").rows
    assert sum(row["batch"] for row in rows) == 20
    assert {row["hour"] for row in rows if row["batch"]} == {3}
    assert [(row["n"], row["batch"]) for row in rows if row["hour"] == 9] == [(40, 0)]


def test_a_source_that_writes_whole_hours_has_no_batch() -> None:
    rows = answer(
        log_of(reported(*(day * DAY + hour for day in range(20) for hour in (9, 9, 9, 11, 14)))), "arrivals_by_hour"
    )
    assert sum(row["batch"] for row in rows.rows) == 0


def test_closing_by_a_constant_gap_is_a_machine_s() -> None:
    cases = [
        {"case": number, "resolved_at": hours(number), "closed_at": hours(number + (120.4 if number < 24 else number))}
        for number in range(30)
    ]
    told = answer(log_of(cases), "auto_close_share")
    assert (told.value, told.count, told.n) == (0.8, 24, 30)
    assert (told.rows[0]["gap_hours"], told.rows[0]["batch_hour"]) == (120, None)


def test_closing_in_one_hour_of_the_night_is_a_machine_s_on_the_clock_of_its_zone() -> None:
    cases = [
        {"case": day, "resolved_at": hours(day * DAY - day * 7.3), "closed_at": hours(day * DAY + 0.2)}
        for day in range(1, 26)
    ]
    told = answer(log_of(cases), "auto_close_share", zone="Europe/Berlin")
    assert (told.count, told.rows[0]["batch_hour"]) == (25, 1)


def test_few_closings_show_no_rule() -> None:
    cases = [{"case": day, "resolved_at": hours(0), "closed_at": hours(120)} for day in range(19)]
    assert answer(log_of(cases), "auto_close_share").count == 0


def test_recurring_groups_need_every_key() -> None:
    cases = [
        *({"case": number, "category": "mail", "subcategory": "login"} for number in range(3)),
        {"case": 4, "category": "mail", "subcategory": "quota"},
        {"case": 5, "category": "mail"},
    ]
    rows = answer(log_of(cases), "recurring_groups").rows
    assert [(row["columns"], row["key"], row["n"]) for row in rows] == [
        (["category", "subcategory"], ["mail", "login"], 3)
    ]


def test_concentration_is_the_fewest_groups_that_make_the_portion() -> None:
    names = ["a"] * 6 + ["b"] * 2 + ["c", "d"]
    cases = [{"case": number, "category": name, "subcategory": name} for number, name in enumerate(names)]
    (row,) = answer(log_of(cases), "concentration").rows
    assert (row["needed"], row["causes"], row["n"], row["needed_share"]) == (2, 4, 10, 0.5)


def test_a_series_follows_a_measure_by_its_own_anchor() -> None:
    cases = [
        {"case": 1, "reported_at": hours(0), "resolved_at": hours(2)},
        {"case": 2, "reported_at": hours(0), "resolved_at": hours(8 * DAY)},
        {"case": 3, "reported_at": hours(0)},
    ]
    rows = series(log_of(cases), "time_to_resolve", by="week").order_by("period").to_pyarrow().to_pylist()
    assert [(row["period"], row["n"], row["median"]) for row in rows] == [
        (hours(0), 1, 2.0),
        (hours(7 * DAY), 1, 192.0),
    ]


def test_a_measure_that_is_itself_over_time_has_no_series() -> None:
    with pytest.raises(ValueError, match="no dimensions"):
        series(log_of(reported(0)), "arrivals")


def test_a_filter_takes_periods_values_unknown_and_phases() -> None:
    cases: list[dict[str, Any]] = [{"case": 1, "service": "Mail"}, {"case": 2}, {"case": 3, "service": "Web"}]
    log = log_of(
        [case | {"reported_at": hours(case["case"])} for case in cases],
        path(1, (1, "New")) + path(2, (2, "New"), (3, "Waiting")) + path(3, (3, "New")),
    )
    counts = {
        "since": filtered(log, since=datetime(2025, 3, 3, 2, tzinfo=UTC)),
        "before": filtered(log, before=datetime(2025, 3, 3, 2, tzinfo=UTC)),
        "mail or unknown": filtered(log, where={"service": ["Mail", None]}),
        "waited": filtered(log, phase="waiting_user"),
    }
    assert {name: answer(part, "cases").value for name, part in counts.items()} == {
        "since": 2,
        "before": 1,
        "mail or unknown": 2,
        "waited": 1,
    }
    assert answer(counts["waited"], "events").value == 2
