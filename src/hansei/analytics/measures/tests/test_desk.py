"""The service desk's measures, worked by hand: time is in hours after Monday 2025-03-03 00:00 UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from hansei.analytics.log import Log
from hansei.analytics.measures import filtered, series
from hansei.analytics.measures.desk import dispatches
from hansei.analytics.measures.tests.logs import answer, hours, log_of, path

DESK = ("Desk",)
DAY = 24


def sent(
    case: int, *teams: str, resolved: float | None = 9, **more: Any
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A case reported at hour 0 that went from team to team, an hour each."""
    row = {"case": case, "reported_at": hours(0), "resolved_at": None if resolved is None else hours(resolved), **more}
    return row, path(case, *enumerate(teams), column="team")


def together(*told: tuple[dict[str, Any], list[dict[str, Any]]]) -> Log:
    return log_of([row for row, _steps in told], [step for _row, steps in told for step in steps])


def test_a_dispatch_is_right_when_the_first_team_outside_the_desk_resolves() -> None:
    """The example of the page: A; A then B; A, B, A; and one that the desk kept."""
    log = together(sent(1, "Desk", "A"), sent(2, "Desk", "A", "B"), sent(3, "Desk", "A", "B", "A"), sent(4, "Desk"))
    told = answer(log, "dispatch_accuracy", desk=DESK)
    assert (told.count, told.n, told.value) == (2, 3, 2 / 3)
    assert (told.rows[0]["straight"], told.left_out) == (1, {"kept_at_desk": 1})


def test_what_cannot_be_told_of_a_dispatch_is_left_out_and_said_by_its_reason() -> None:
    log = together(
        sent(1, "Desk", "A", resolved=None),
        sent(2, "A", "B"),
        sent(3, "Desk", "A", planned=True),
        sent(4, "Desk", "A", kind="problem"),
        sent(5, "Desk", "A"),
        ({"case": 6, "resolved_at": hours(1)}, path(6, (0, None), column="team")),
    )
    told = answer(log, "dispatch_accuracy", desk=DESK)
    assert (told.count, told.n) == (1, 1)
    assert told.left_out == {"not_ended": 1, "not_at_desk": 1, "no_contact": 2, "no_team": 1}


def test_who_gets_the_case_after_its_resolution_did_not_resolve_it() -> None:
    """A resolves at hour 2; at hour 5 the case goes back to the desk to be closed."""
    row = {"case": 1, "reported_at": hours(0), "resolved_at": hours(2)}
    log = log_of([row], path(1, (0, "Desk"), (1, "A"), (5, "Desk"), column="team"))
    assert answer(log, "dispatch_accuracy", desk=DESK).count == 1


def test_a_case_that_comes_back_and_is_resolved_by_the_desk_was_sent_wrongly() -> None:
    told = answer(together(sent(1, "Desk", "A", "Desk")), "dispatch_accuracy", desk=DESK)
    assert (told.count, told.n) == (0, 1)


def test_two_desks_pass_to_each_other_without_dispatching() -> None:
    log = together(sent(1, "Desk", "Night desk", "A"), sent(2, "Desk", "Night desk"))
    told = answer(log, "dispatch_accuracy", desk=("Desk", "Night desk"))
    assert (told.count, told.n, told.left_out) == (1, 1, {"kept_at_desk": 1})


def test_without_named_teams_the_first_support_line_is_the_desk() -> None:
    steps = [*path(1, (0, "Helpline"), column="team", line=1), *path(1, (1, "A"), column="team", line=2)]
    log = log_of([{"case": 1, "resolved_at": hours(2)}], steps)
    assert answer(log, "dispatch_accuracy").count == 1
    unknown = answer(together(sent(1, "Desk", "A")), "dispatch_accuracy")
    assert (unknown.value, unknown.n, unknown.left_out) == (None, 0, {"not_at_desk": 1})
    assert unknown.reason == "no_data: cases"


def test_each_case_is_judged_as_the_figure_counts_it() -> None:
    log = together(sent(1, "Desk", "A"), sent(2, "Desk", "A", "B"))
    rows = {row["case"]: row for row in dispatches(log, desk=DESK).to_pyarrow().to_pylist()}
    assert [(rows[case]["verdict"], rows[case]["sent_to"]) for case in (1, 2)] == [("hit", "A"), ("miss", "A")]


def asked(case: int, day: float, who: str | None = "Ann", service: str | None = "Mail", **more: Any) -> dict[str, Any]:
    at = hours(day * DAY)
    return {"case": case, "reported_at": at, "last_at": at, "requester": who, "service": service, **more}


def test_a_contact_within_seven_days_of_the_one_before_is_a_repeat() -> None:
    """The example of the page, with a first day so that the history begins early enough."""
    log = log_of([asked(1, 0, "Zoe"), asked(2, 8), asked(3, 10), asked(4, 20), asked(5, 9, "Bob")])
    told = answer(log, "repeat_contact_share")
    assert (told.count, told.n, told.value, told.left_out) == (1, 4, 0.25, {"too_early": 1})


@pytest.mark.parametrize(("gap", "repeats"), [(7.0, 1), (7.01, 0)])
def test_seven_days_are_counted_to_the_hour(gap: float, repeats: int) -> None:
    log = log_of([asked(1, 0, "Zoe"), asked(2, 8), asked(3, 8 + gap)])
    assert answer(log, "repeat_contact_share").count == repeats


def test_another_service_person_or_kind_is_no_repeat() -> None:
    log = log_of([
        asked(1, 0, "Zoe"), asked(2, 8), asked(3, 9, service="Pay"), asked(4, 9, "Bob"), asked(5, 9, kind="change"),
        asked(6, 9, None), asked(7, 9, service=None), asked(8, 9, service=None, ci="db-1"),
        asked(9, 10, service=None, ci="db-1"), asked(10, 9, "Eve", None, category="Access"),
        asked(11, 10, "Eve", None, category="Access"), asked(12, 11, "Eve", None, category="Access", subcategory="VPN"),
    ])  # fmt: skip
    told = answer(log, "repeat_contact_share")
    assert (told.count, told.n) == (2, 8)
    assert told.left_out == {"no_contact": 1, "no_requester": 2, "too_early": 1}


def test_the_contact_before_counts_from_outside_the_part_that_is_asked_for() -> None:
    log = log_of([asked(1, 0, "Zoe"), asked(2, 8), asked(3, 10)])
    part = filtered(log, since=datetime(2025, 3, 13, tzinfo=UTC))  # day 10
    told = answer(part, "repeat_contact_share")
    assert (told.count, told.n, told.left_out) == (1, 1, {})


def first(case: int, day: float, *teams: str, after: float | None = 0.5, who: str = "", **more: Any) -> Any:
    """A matter reported on a day by somebody of their own and resolved so many hours after."""
    at = day * DAY
    resolved = None if after is None else hours(at + after)
    row = asked(case, day, who or f"P{case}", resolved_at=resolved, category="Access", **more)
    return row, path(case, *((at + place / 10, team) for place, team in enumerate(teams)), column="team")


def test_net_leaves_out_what_the_desk_cannot_resolve_and_gross_does_not() -> None:
    """The example of the page: of 6 matters one needs a part, one is not resolved at once, one comes back on day 3."""
    part, *others = (
        first(1, 0, "Desk", symptom="part"),
        first(2, 0, "Desk", after=30),
        first(3, 0, "Desk"),
        first(4, 0, "Desk"),
        first(5, 0, "Desk", who="Eve"),
        first(6, 3, "Desk", who="Eve", kind="incident"),
        first(7, 20, "A"),
    )
    told = answer(together(part, *others), "first_contact_resolution", desk=DESK, beyond=(("symptom", "part"),))
    row = told.rows[0]
    # The contact on day 3 is a matter of its own, and is resolved at once.
    assert (told.count, told.n, row["gross_count"], row["gross_n"]) == (3, 5, 4, 6)
    assert told.left_out == {"beyond": 1, "not_at_desk": 1}


@pytest.mark.parametrize(
    ("matter", "hit"),
    [
        (first(1, 0, "Desk"), True),
        (first(1, 0, "Desk", after=1.0), True),
        (first(1, 0, "Desk", after=1.01), False),
        (first(1, 0, "Desk", after=None), False),
        (first(1, 0, "Desk", "A"), False),
        (first(1, 0, "Desk", "Night desk"), False),
        (first(1, 0, "Desk", reopened=1), False),
        (first(1, 0, "Desk", reopened=0), True),
    ],
    ids=["at once", "sixty minutes", "later", "open", "passed on", "another desk", "reopened", "never reopened"],
)
def test_first_contact_means_at_once_by_one_team_and_for_good(matter: Any, hit: bool) -> None:
    log = together(matter, first(2, 30, "A"))
    told = answer(log, "first_contact_resolution", desk=("Desk", "Night desk"))
    assert (told.count, told.n) == (int(hit), 1)


def test_a_user_who_had_to_be_called_back_was_not_served_at_the_first_contact() -> None:
    row, _steps = first(1, 0, after=0.9)
    waited = [
        {"case": 1, "at": hours(0), "team": "Desk", "phase": "new"},
        {"case": 1, "at": hours(0.2), "team": "Desk", "phase": "waiting_user"},
    ]
    log = together((row, waited), first(2, 30, "A"))
    assert answer(log, "first_contact_resolution", desk=DESK).count == 0


def test_the_last_seven_days_cannot_tell_yet() -> None:
    told = answer(
        together(first(1, 0, "Desk"), first(2, 4, "Desk"), first(3, 10, "Desk")), "first_contact_resolution", desk=DESK
    )
    assert (told.n, told.left_out) == (1, {"too_late": 2})


def test_the_days_of_a_series_add_up_to_the_whole() -> None:
    told = [first(case, case % 5, *(["Desk"] if case % 3 else ["Desk", "A"])) for case in range(1, 31)]
    log = together(*told, first(99, 40, "A"))
    days = series(log, "first_contact_resolution", by="day", desk=DESK).to_pyarrow().to_pylist()
    whole = answer(log, "first_contact_resolution", desk=DESK)
    assert (sum(row["count"] for row in days), sum(row["n"] for row in days)) == (whole.count, whole.n) == (20, 30)
