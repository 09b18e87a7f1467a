"""Clocks run right through breaks, nights, holidays and the nights on which the clock is changed."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from hansei.worktime import (
    Calendar,
    due_at,
    hours_from_text,
    is_open,
    open_spans,
    round_the_clock,
    timetable,
    worked_time,
)

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
OFFICE = Calendar(BERLIN, hours_from_text("Mo-Fr 08:00-17:00"))
LUNCH = Calendar(BERLIN, hours_from_text("Mo-Fr 08:00-12:00,13:00-17:00"))
NIGHTS = Calendar(BERLIN, hours_from_text("22:00-06:00"))


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def berlin(*parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=BERLIN, fold=fold)  # type: ignore[arg-type,misc]


def test_a_promise_waits_over_the_weekend() -> None:
    """Friday 16:00 + 4 working hours, open 08–17: 1 h that day, 3 h on Monday, in summer time."""
    assert due_at(berlin(2025, 3, 28, 16), hours(4), OFFICE) == berlin(2025, 3, 31, 11)


def test_a_four_hour_clock_runs_over_a_changed_night_and_a_holiday() -> None:
    """PLT-07. Night shifts 22–06; Easter 2024: the clock goes forward in the night to Sunday 31 March, Monday is off.

    Sunday 00:30 + 4 h: 00:30–02:00 is 1.5 h, 02:00–03:00 is not on the clock, 2.5 h more end at 05:30.
    Sunday 04:30 + 4 h: 1.5 h until 06:00, 2.5 h of Sunday's shift from 22:00 end on Monday at 00:30.
    Monday 04:30 + 4 h: 1.5 h until 06:00; Monday's own shift is off; Tuesday 22:00 + 2.5 h.
    """
    shifts = Calendar(BERLIN, NIGHTS.hours, {date(2024, 4, 1)})
    assert due_at(berlin(2024, 3, 31, 0, 30), hours(4), shifts) == datetime(2024, 3, 31, 3, 30, tzinfo=UTC)
    assert due_at(berlin(2024, 3, 31, 4, 30), hours(4), shifts) == berlin(2024, 4, 1, 0, 30)
    assert due_at(berlin(2024, 4, 1, 4, 30), hours(4), shifts) == berlin(2024, 4, 3, 0, 30)


def test_a_daytime_promise_waits_over_easter_and_the_changed_clock() -> None:
    """Maundy Thursday 15:00 + 4 h, open 08–17: 2 h, Good Friday to Easter Monday off, Tuesday 10:00 summer time."""
    easter = Calendar(BERLIN, OFFICE.hours, {date(2024, 3, 29), date(2024, 4, 1)})
    due = due_at(berlin(2024, 3, 28, 15), hours(4), easter)
    assert due == datetime(2024, 4, 2, 8, 0, tzinfo=UTC)
    assert worked_time(berlin(2024, 3, 28, 15), due, easter) == hours(4)


def test_a_promise_that_uses_the_last_minute_is_due_at_closing() -> None:
    assert due_at(berlin(2025, 6, 6, 16), hours(1), OFFICE) == berlin(2025, 6, 6, 17)


def test_nothing_allowed_is_due_at_once_even_while_closed() -> None:
    sunday = berlin(2025, 6, 8, 3)
    assert due_at(sunday, timedelta(), OFFICE) == sunday


def test_lunch_does_not_count() -> None:
    assert worked_time(berlin(2025, 6, 4, 11, 30), berlin(2025, 6, 4, 13, 45), LUNCH) == hours(1.25)
    assert due_at(berlin(2025, 6, 4, 11, 30), hours(1), LUNCH) == berlin(2025, 6, 4, 13, 30)


@pytest.mark.parametrize(
    ("night", "expected"),
    [((2024, 3, 30), 7), ((2024, 10, 26), 9), ((2024, 6, 15), 8)],
    ids=["clock forward", "clock back", "ordinary"],
)
def test_a_night_shift_is_as_long_as_the_night_was(night: tuple[int, int, int], expected: int) -> None:
    noon = berlin(*night, 12)
    assert worked_time(noon, noon.astimezone(UTC) + hours(24), NIGHTS) == hours(expected)


@pytest.mark.parametrize(("day", "expected"), [(date(2025, 3, 9), 23), (date(2025, 11, 2), 25)])
def test_a_day_round_the_clock_has_23_or_25_hours(day: date, expected: int) -> None:
    calendar = round_the_clock(NEW_YORK)
    start = datetime.combine(day, time(0), NEW_YORK)
    assert worked_time(start, datetime.combine(day + timedelta(days=1), time(0), NEW_YORK), calendar) == hours(expected)


def test_a_repeated_hour_is_told_apart_by_its_offset() -> None:
    """27 October 2024, 02:30 is read twice; between the two readings a whole hour passes."""
    first, second = berlin(2024, 10, 27, 2, 30), berlin(2024, 10, 27, 2, 30, fold=1)
    assert worked_time(first, second, round_the_clock(BERLIN)) == hours(1)


@pytest.mark.parametrize(
    ("opening", "opens", "closes"),
    [
        ("02:30-05:00", (1, 0), (3, 0)),  # 02:30 is never read: open from the change of the clock
        ("00:00-02:30", (-1, 0), (1, 0)),  # closes at the change
    ],
)
def test_an_hour_that_is_skipped_opens_and_closes_at_the_change(
    opening: str, opens: tuple[int, int], closes: tuple[int, int]
) -> None:
    day = Calendar(BERLIN, hours_from_text(opening)).spans(date(2025, 3, 30))
    midnight = datetime(2025, 3, 30, tzinfo=UTC)
    assert day == [
        (
            midnight + timedelta(hours=opens[0], minutes=opens[1]),
            midnight + timedelta(hours=closes[0], minutes=closes[1]),
        )
    ]


def test_an_opening_that_is_skipped_whole_does_not_exist() -> None:
    assert Calendar(BERLIN, hours_from_text("02:10-02:50")).spans(date(2025, 3, 30)) == []


def test_an_opening_at_a_time_read_twice_means_the_first_reading() -> None:
    """Open from 02:30 on 26 October 2025: 02:30 summer time is 00:30 UTC; 05:00 winter time is 04:00 UTC."""
    (span,) = Calendar(BERLIN, hours_from_text("02:30-05:00")).spans(date(2025, 10, 26))
    assert span == (datetime(2025, 10, 26, 0, 30, tzinfo=UTC), datetime(2025, 10, 26, 4, tzinfo=UTC))


def test_a_day_that_a_country_skipped_has_no_hours() -> None:
    """Samoa crossed the date line: 30 December 2011 never happened there."""
    apia = ZoneInfo("Pacific/Apia")
    calendar = round_the_clock(apia)
    assert calendar.spans(date(2011, 12, 30)) == []
    start = datetime(2011, 12, 29, 12, tzinfo=apia)
    assert worked_time(start, datetime(2011, 12, 31, 12, tzinfo=apia), calendar) == hours(24)


def test_a_zone_that_shifts_by_half_an_hour_is_exact() -> None:
    """Lord Howe Island puts its clock forward by 30 minutes at 02:00 on 5 October 2025."""
    island = ZoneInfo("Australia/Lord_Howe")
    calendar = Calendar(island, hours_from_text("01:00-04:00"))
    assert worked_time(
        datetime(2025, 10, 5, 0, tzinfo=island), datetime(2025, 10, 5, 12, tzinfo=island), calendar
    ) == hours(2.5)


def test_a_holiday_cancels_the_shift_that_begins_on_it_and_no_other() -> None:
    shifts = Calendar(BERLIN, NIGHTS.hours, {date(2025, 12, 25)})
    spans = open_spans(berlin(2025, 12, 24, 12), berlin(2025, 12, 27, 12), shifts)
    assert spans == [
        (berlin(2025, 12, 24, 22), berlin(2025, 12, 25, 6)),
        (berlin(2025, 12, 26, 22), berlin(2025, 12, 27, 6)),
    ]


def test_a_special_day_has_its_own_hours_even_on_a_holiday() -> None:
    eve = date(2025, 12, 24)
    calendar = Calendar(BERLIN, OFFICE.hours, {eve}, {eve: [(time(8), time(12))]})
    assert worked_time(berlin(2025, 12, 24), berlin(2025, 12, 25), calendar) == hours(4)


def test_a_special_morning_and_the_night_shift_before_it_count_once() -> None:
    friday = date(2025, 6, 6)
    calendar = Calendar(BERLIN, {3: [(time(22), time(6))]}, special_days={friday: [(time(5), time(9))]})
    spans = open_spans(berlin(2025, 6, 5), berlin(2025, 6, 7), calendar)
    assert spans == [(berlin(2025, 6, 5, 22), berlin(2025, 6, 6, 9))]


def test_touching_spans_are_one_and_the_question_cuts_them() -> None:
    start, end = berlin(2025, 6, 4, 7), berlin(2025, 6, 9, 7)
    assert open_spans(start, end, round_the_clock(BERLIN)) == [(start, end)]
    assert open_spans(berlin(2025, 6, 4, 9), berlin(2025, 6, 4, 9, 30), LUNCH) == [
        (berlin(2025, 6, 4, 9), berlin(2025, 6, 4, 9, 30))
    ]


def test_the_timetable_answers_working_time_by_subtraction() -> None:
    rows = timetable(berlin(2025, 6, 4), berlin(2025, 6, 6), LUNCH)
    assert [before for _, _, before in rows] == [hours(0), hours(4), hours(8), hours(12)]
    assert rows[1][:2] == (berlin(2025, 6, 4, 13), berlin(2025, 6, 4, 17))


@pytest.mark.parametrize(
    ("clock", "expected"),
    [((2025, 6, 4, 8), True), ((2025, 6, 4, 12), False), ((2025, 6, 4, 12, 59), False), ((2025, 6, 7, 9), False)],
    ids=["opening", "closing for lunch", "lunch", "Saturday"],
)
def test_closing_time_is_closed(clock: tuple[int, ...], expected: bool) -> None:
    assert is_open(berlin(*clock), LUNCH) is expected


def test_a_night_shift_is_open_after_midnight_of_a_holiday() -> None:
    shifts = Calendar(BERLIN, NIGHTS.hours, {date(2025, 12, 25)})
    assert is_open(berlin(2025, 12, 25, 3), shifts)
    assert not is_open(berlin(2025, 12, 25, 23), shifts)


def test_instants_without_a_zone_are_refused() -> None:
    naive = datetime(2025, 6, 4, 9)  # noqa: DTZ001
    for ask in (
        lambda: worked_time(naive, berlin(2025, 6, 4, 10), OFFICE),
        lambda: due_at(naive, hours(1), OFFICE),
        lambda: is_open(naive, OFFICE),
    ):
        with pytest.raises(ValueError, match="zone"):
            ask()


def test_an_end_before_its_start_is_refused() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        worked_time(berlin(2025, 6, 4, 10), berlin(2025, 6, 4, 9), OFFICE)


def test_a_calendar_that_never_opens_again_never_comes_due() -> None:
    closed = Calendar(BERLIN, {})
    once = Calendar(BERLIN, {}, special_days={date(2025, 6, 7): [(time(9), time(11))]})
    assert due_at(berlin(2025, 6, 1), hours(2), once) == berlin(2025, 6, 7, 11)
    for calendar, allowed in ((closed, 1), (once, 3)):
        with pytest.raises(ValueError, match="never comes due"):
            due_at(berlin(2025, 6, 1), hours(allowed), calendar)


def test_less_than_nothing_cannot_be_allowed() -> None:
    with pytest.raises(ValueError, match="less than no time"):
        due_at(berlin(2025, 6, 4, 10), hours(-1), OFFICE)


@pytest.mark.parametrize(
    "openings",
    [
        {0: [(time(8), time(12)), (time(11), time(17))]},
        {0: [(time(22), time(6))], 1: [(time(5), time(9))]},
        {6: [(time(22), time(6))], 0: [(time(0), time(9))]},
    ],
    ids=["same day", "night into morning", "Sunday night into Monday"],
)
def test_openings_that_overlap_are_refused(openings: dict[int, list[tuple[time, time]]]) -> None:
    with pytest.raises(ValueError, match="overlap"):
        Calendar(BERLIN, openings)


def test_a_weekday_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="Monday"):
        Calendar(BERLIN, {7: [(time(8), time(17))]})
