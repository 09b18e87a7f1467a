"""What must hold for every calendar, zone and instant."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from hansei.worktime import Calendar, due_at, is_open, open_spans, timetable, worked_time

ZONES = [
    ZoneInfo(name)
    for name in (
        "Europe/Berlin",
        "America/New_York",
        "Asia/Shanghai",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "America/Sao_Paulo",  # put its clock forward at midnight until 2018
        "Pacific/Apia",  # skipped a whole day in 2011
        "Africa/Casablanca",
    )
]
INSTANTS = st.datetimes(datetime(2010, 12, 1), datetime(2026, 3, 1), timezones=st.just(UTC))  # noqa: DTZ001
# Whole minutes between the changes of two clocks are where mistakes live; seconds shrink nothing.
MINUTES = st.integers(0, 24 * 60 - 1)
SPANS = st.timedeltas(timedelta(), timedelta(days=40))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    week: dict[int, list[tuple[time, time]]] = {}
    for day in draw(st.sets(st.integers(0, 6), min_size=1)):
        edges = sorted(draw(st.sets(MINUTES, min_size=2, max_size=6)))
        clocks = [time(minute // 60, minute % 60) for minute in edges]
        week[day] = list(zip(clocks[::2], clocks[1::2], strict=False))
    if draw(st.booleans()):
        week = {day: [(time(21, 30), time(5, 15))] for day in week}
    holidays = draw(st.frozensets(st.dates(date(2010, 12, 1), date(2026, 3, 1)), max_size=5))
    return Calendar(draw(st.sampled_from(ZONES)), week, holidays)


@given(calendars(), INSTANTS, SPANS, SPANS)
def test_working_time_adds_up(calendar: Calendar, start: datetime, first: timedelta, second: timedelta) -> None:
    middle, end = start + first, start + first + second
    assert worked_time(start, end, calendar) == worked_time(start, middle, calendar) + worked_time(
        middle, end, calendar
    )


@given(calendars(), INSTANTS, SPANS, SPANS)
def test_working_time_never_runs_backwards_or_faster_than_time(
    calendar: Calendar, start: datetime, first: timedelta, more: timedelta
) -> None:
    short, long = worked_time(start, start + first, calendar), worked_time(start, start + first + more, calendar)
    assert timedelta() <= short <= long <= short + more


@given(calendars(), INSTANTS, st.timedeltas(timedelta(microseconds=1), timedelta(days=12)))
def test_due_is_the_first_instant_at_which_the_time_is_used(
    calendar: Calendar, start: datetime, allowed: timedelta
) -> None:
    due = due_at(start, allowed, calendar)
    assert worked_time(start, due, calendar) == allowed
    assert worked_time(start, due - timedelta(microseconds=1), calendar) == allowed - timedelta(microseconds=1)


@given(calendars(), INSTANTS)
def test_open_means_that_the_next_moment_counts(calendar: Calendar, at: datetime) -> None:
    counts = worked_time(at, at + timedelta(microseconds=1), calendar) > timedelta()
    assert is_open(at, calendar) is counts


@given(calendars(), INSTANTS)
def test_away_from_a_changed_clock_open_is_what_the_wall_clock_reads(calendar: Calendar, at: datetime) -> None:
    local = at.astimezone(calendar.zone)
    offsets = {(at + timedelta(hours=step)).astimezone(calendar.zone).utcoffset() for step in range(-48, 49, 12)}
    if len(offsets) > 1:
        return
    today = local.date()
    wall = local.time()
    reads_open = any(
        (opens <= wall if closes <= opens else opens <= wall < closes) for opens, closes in calendar.openings(today)
    ) or any(closes <= opens and wall < closes for opens, closes in calendar.openings(today - timedelta(days=1)))
    assert is_open(at, calendar) is reads_open


@settings(max_examples=50)
@given(calendars(), INSTANTS, SPANS, SPANS, SPANS)
def test_the_timetable_gives_the_same_working_time(
    calendar: Calendar, start: datetime, first: timedelta, second: timedelta, third: timedelta
) -> None:
    a, b, end = start + first, start + first + second, start + first + second + third
    rows = timetable(start, end, calendar)

    def worked(at: datetime) -> timedelta:
        passed = [(opens, closes, before) for opens, closes, before in rows if opens <= at]
        if not passed:
            return timedelta()
        opens, closes, before = passed[-1]
        return before + min(at, closes) - opens

    assert worked(b) - worked(a) == worked_time(a, b, calendar)


@given(calendars(), INSTANTS, SPANS)
def test_spans_are_in_order_apart_and_inside(calendar: Calendar, start: datetime, span: timedelta) -> None:
    reached = start
    for position, (opens, closes) in enumerate(open_spans(start, start + span, calendar)):
        assert opens > reached or position == 0
        assert reached <= opens < closes <= start + span
        reached = closes
