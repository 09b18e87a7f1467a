"""Only what something touched is counted again, and what is kept is what would be counted anew."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hansei.analytics.keeping import Kept, Wanted, brought_up
from hansei.analytics.log import Log
from hansei.analytics.measures.tests.logs import log_of
from hansei.worktime.calendar import Calendar

OFFICE = Calendar(zone=ZoneInfo("Europe/Berlin"), hours=dict.fromkeys(range(5), ((time(8), time(17)),)))
MONDAY = datetime.fromisoformat("2024-01-01 10:00")
RESOLVED = '{"what": "end", "end": "resolved"}'
LATE = f'{{"figure": {{"what": "share", "hit": [{{"what": "within", "end": {RESOLVED}, "hours": 200}}]}}}}'
WANTED = [
    Wanted("week", measure="time_to_resolve"),
    Wanted("week", measure="reassigned_share"),
    Wanted("week", measure="arrivals"),
    Wanted("week", definition=f'{{"figure": {{"what": "interval", "end": {RESOLVED}}}}}'),
    Wanted("month", definition='{"figure": {"what": "count"}}'),
    Wanted("week", definition='{"figure": {"what": "count", "of": "steps"}}'),
    Wanted("week", definition=LATE),
]


def history(weeks: int, **changed: Any) -> Log:
    """Each Monday two cases, resolved on Tuesday; the last week's are open. `changed` goes to the case of week 1."""
    cases, steps = [], []
    for week in range(weeks):
        at = MONDAY + timedelta(weeks=week)
        for n in range(2):
            done = None if week == weeks - 1 else at + timedelta(hours=24 + n)
            case = {"case": week * 2 + n, "key": f"{week}-{n}", "reported_at": at, "resolved_at": done, "reassigned": n}
            cases.append(case | {"is_open": done is None} | (changed if (week, n) == (1, 0) else {}))
            steps.append({"case": week * 2 + n, "at": at, "state": "New"})
    return log_of(cases, steps)


def anew(log: Log) -> dict[str, Any]:
    return brought_up(log, OFFICE, WANTED, Kept())[0].points


@pytest.mark.slow
def test_nothing_new_counts_nothing():
    kept, first = brought_up(history(6), OFFICE, WANTED, Kept())
    assert first > 20
    again, counted = brought_up(history(6), OFFICE, WANTED, kept)
    assert (counted, again.points) == (0, kept.points)


@pytest.mark.parametrize(
    "later",
    [
        pytest.param(
            lambda: history(6, reported_at=MONDAY + timedelta(days=60)),
            id="moved to another month",
            marks=pytest.mark.slow,
        ),
        *(
            pytest.param(later, id=said, marks=pytest.mark.slow)
            for said, later in {
                "a week more": lambda: history(7),
                "a date corrected": lambda: history(6, resolved_at=MONDAY + timedelta(days=20)),
                "a counter": lambda: history(6, reassigned=5),
                "opened again": lambda: history(6, resolved_at=None, is_open=True),
                "late": lambda: history(9, resolved_at=None, is_open=True),
                "withdrawn": lambda: history(3),
            }.items()
        ),
    ],
)
def test_what_is_kept_is_what_would_be_counted_anew(later: Any):
    kept, _ = brought_up(history(6), OFFICE, WANTED, Kept())
    now, _ = brought_up(later(), OFFICE, WANTED, kept)
    assert now.points == anew(later())


@pytest.mark.slow
def test_a_correction_counts_its_own_steps_only():
    definition = WANTED[3]
    kept, first = brought_up(history(6), OFFICE, [definition], Kept())
    assert first == 5
    _, counted = brought_up(history(6, reassigned=5), OFFICE, [definition], kept)
    assert counted == 1


def test_another_formula_or_other_hours_have_another_name():
    other = Calendar(zone=ZoneInfo("UTC"), hours=OFFICE.hours)
    names = {each.name(office) for each in WANTED for office in (OFFICE, other)}
    assert len(names) == 2 * len(WANTED)


@pytest.mark.slow
def test_what_cannot_be_read_is_counted_again(tmp_path: Path):
    file = tmp_path / "metrics.json"
    kept, counted = brought_up(history(6), OFFICE, WANTED, Kept.read(file))
    kept.write(file)
    assert Kept.read(file).points == kept.points
    file.write_text("{half")
    assert brought_up(history(6), OFFICE, WANTED, Kept.read(file))[1] == counted
    assert date(2024, 1, 1).isoformat() in kept.points[WANTED[0].name(OFFICE)]


@pytest.mark.slow
def test_time_alone_makes_a_waiting_case_late():
    """Reported in week 1 and open: 168 hours later nobody can tell; 336 hours later it is late, without any event."""
    late, waiting = WANTED[-1], {"resolved_at": None, "is_open": True}
    kept, _ = brought_up(history(3, **waiting), OFFICE, [late], Kept())
    now, _ = brought_up(history(4, **waiting), OFFICE, [late], kept)
    (before,), (after,) = kept.points.values(), now.points.values()
    assert (before["2024-01-08"], after["2024-01-08"]) == ([1.0, 1], [0.5, 2])
