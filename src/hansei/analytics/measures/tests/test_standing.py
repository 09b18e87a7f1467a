"""What stands out where a history ends, worked by hand: the data end on day 60 with the last step of case 9."""

from __future__ import annotations

import pytest

from hansei.analytics.log import Log
from hansei.analytics.measures import standing
from hansei.analytics.measures.tests.logs import hours, log_of, path

DAY = 24
WEEK = 7 * DAY
END = 60 * DAY


@pytest.fixture
def log() -> Log:
    """1 old and overdue, 2 without a team, 3 handed on three times, 4 reopened and finished, 5 resolved, 9 new."""
    cases = [
        {"case": 1, "reported_at": hours(10 * DAY), "due_at": hours(50 * DAY), "is_open": True},
        {"case": 2, "reported_at": hours(58 * DAY), "due_at": hours(70 * DAY), "is_open": True},
        {"case": 3, "reported_at": hours(55 * DAY), "is_open": True},
        {"case": 4, "reported_at": hours(50 * DAY), "resolved_at": hours(59 * DAY), "is_open": False},
        {"case": 5, "reported_at": hours(20 * DAY), "resolved_at": hours(57 * DAY), "due_at": hours(21 * DAY)},
        {"case": 9, "reported_at": hours(END), "is_open": True},
        {"case": 10, "reported_at": hours(12 * DAY), "is_open": False},
    ]
    teams = [(55 * DAY, "A"), (56 * DAY, "B"), (57 * DAY, "A"), (58 * DAY, "C")]
    steps = [
        *path(1, (10 * DAY, "New"), team="A"),
        *path(2, (58 * DAY, "New")),
        *path(3, *teams, column="team"),
        *path(4, (50 * DAY, "New"), (51 * DAY, "Resolved"), (54 * DAY, "Active"), (59 * DAY, "Resolved"), team="B"),
        *path(5, (20 * DAY, "New"), (57 * DAY, "Resolved"), team="A"),
        *path(9, (END, "New"), team="A"),
    ]
    return log_of(cases, steps)


def test_an_exception_is_counted_at_the_end_and_on_each_of_the_days_before(log: Log) -> None:
    """Case 10 ended without saying when: it is open on no day."""
    assert standing.end_of(log) == hours(END)
    days = standing.days_behind(log, list(standing.EXCEPTIONS), hours(END))
    assert all(len(behind) == 14 for behind in days.values())
    # Days 47 to 60: 1 always, 5 until 56, 4 from 50 to 58, 3 from 55, 2 from 58, 9 on 60.
    assert days["open"] == [2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 3, 4, 3, 4]
    assert days["old"] == [1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1]
    assert days["overdue"] == [1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1]
    assert days["unassigned"] == [0] * 11 + [1, 1, 1]
    assert days["handed_on"] == [0] * 11 + [1, 1, 1]
    assert days["reopened"] == [0] * 7 + [1] + [0] * 6


@pytest.mark.parametrize(
    ("name", "cases"),
    [
        ("open", [1, 2, 3, 9]),
        ("old", [1]),
        ("overdue", [1]),
        ("unassigned", [2]),
        ("handed_on", [3]),
        ("reopened", [4]),
    ],
)
def test_the_tickets_behind_a_cell_are_those_it_counts(log: Log, name: str, cases: list[int]) -> None:
    found = standing.exceptional(log, name, hours(END))
    assert sorted(found.case.to_pyarrow().to_pylist()) == cases


def test_who_waits_stands_in_the_first_group_it_belongs_to(log: Log) -> None:
    waiting = standing.waiting(log, standing.known(log), hours(END))
    assert {name: [row["case"] for row in rows] for name, rows in waiting.items()} == {
        "overdue": [1],
        "unassigned": [2],
        "handed_on": [3],
        "old": [],
    }
    assert waiting["overdue"][0]["since"] == hours(10 * DAY)


def test_what_came_after_the_end_has_not_happened_to_who_waits() -> None:
    """A history is told as of its last usual week: a straggler that was closed later was open then, and waited."""
    steps = path(1, (0, "New"), (2, "Active"), team="A") + path(1, (END + 5, "Closed"), team="B")
    cases = [{"case": 1, "reported_at": hours(0), "due_at": hours(1), "closed_at": hours(END + 5), "state": "Closed"}]
    (row,) = standing.waiting(log_of(cases, steps), ["overdue"], hours(END))["overdue"]
    assert (row["state"], row["team"], row["since"]) == ("Active", "A", hours(2))


def test_never_more_than_three_of_a_group_the_longest_wait_first() -> None:
    cases = [{"case": n, "reported_at": hours(n), "due_at": hours(40 - n), "is_open": True} for n in range(1, 6)]
    log = log_of(cases, [step for n in range(1, 6) for step in path(n, (n, "New"))] + path(5, (END, "Active")))
    waiting = standing.waiting(log, ["old", "overdue"], hours(END))
    assert [row["case"] for row in waiting["overdue"]] == [5, 4, 3]
    assert [row["case"] for row in waiting["old"]] == [1, 2]


def test_what_the_history_does_not_record_is_not_told() -> None:
    bare = log_of([{"case": 1, "reported_at": hours(0), "is_open": True}], path(1, (0, "odd")))
    assert standing.known(bare) == ["open", "old"]
    assert standing.known(log_of([{"case": 1}], path(1, (0, "New"), team="A"))) == []


def _weeks(cases_a_week: int, straggler_after: int) -> Log:
    """Six weeks of cases, all reported on one day of the week, and one closed some days after the last of them."""
    rows, steps = [], []
    for number in range(6 * cases_a_week):
        reported = number // cases_a_week * WEEK
        rows.append({"case": number, "reported_at": hours(reported)})
        steps += path(number, (reported, "New"), team="A")
    steps += path(0, (5 * WEEK + straggler_after * DAY, "Closed"), team="A")
    return log_of(rows, steps)


@pytest.mark.parametrize(
    ("cases_a_week", "straggler_after", "ends_after"),
    [(20, 5, 5), (20, 30, 0), (5, 30, 30)],
    ids=["an end within the week stands", "stragglers do not move the end", "few cases a week tell nothing"],
)
def test_a_history_ends_with_its_last_usual_week(cases_a_week: int, straggler_after: int, ends_after: int):
    log = _weeks(cases_a_week, straggler_after)
    assert standing.end_of(log) == hours(5 * WEEK + ends_after * DAY)
    assert standing.last_of(log) == hours(5 * WEEK + straggler_after * DAY)
