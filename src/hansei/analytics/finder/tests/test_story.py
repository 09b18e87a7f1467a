"""The on-call story of the domain, found whole; each clause falls with its fact; controls stay silent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.compute
import pytest

from hansei.analytics.demonstration import (
    NO_PATTERN,
    ONLY_BENIGN,
    RANDOM_CALLS,
    Conditions,
    Generated,
    as_log,
    generate,
)
from hansei.analytics.engine import connect
from hansei.analytics.finder import FinderSettings, Finding, Findings, OfficeHours, find_recurrences

pc: Any = pyarrow.compute  # makes its functions when it is imported, so no type checker sees them
SIZE = 4_000
SETTINGS = FinderSettings(office=OfficeHours(zone="Europe/Berlin"), minimum_billed_hours=1.0)
CLAUSES = {
    "spread_over_people",
    "long_own_gap",
    "after_hours",
    "unlike_wording",
    "low_priority",
    "no_breach",
    "small_share_of_overtime",
}


def scan(generated: Generated, settings: FinderSettings = SETTINGS) -> Findings:
    return find_recurrences(as_log(connect(), generated), settings)


@pytest.fixture(scope="module")
def story() -> Generated:
    return generate(11, SIZE)


@pytest.fixture(scope="module")
def found(story: Generated) -> Finding:
    (finding,) = [each for each in scan(story).findings if each.facts.burden is None]
    return finding


def test_the_call_nobody_saw_is_found_whole(story: Generated, found: Finding) -> None:
    assert {member.key for member in found.members} == set(story.key.patterns[0].cases)
    assert found.facts.people == 8
    assert (found.facts.clock.from_hour, found.facts.clock.until_hour) == (18, 21)
    assert found.facts.clock.share == 1.0
    gap = found.facts.median_gap_days
    assert gap.low is not None and gap.high is not None
    assert 6.0 <= gap.low <= 7.0 <= gap.high  # weekly; the second calls at quarter ends pull it down a little


@pytest.mark.slow
def test_it_doubles_in_quarter_end_weeks(found: Finding) -> None:
    surge = next(surge for surge in found.facts.surges if surge.code == "quarter_end")
    assert surge.ratio.value is not None
    assert 1.6 <= surge.ratio.value <= 2.4
    assert surge.chance < 0.01


@pytest.mark.slow
def test_a_year_of_it_costs_56_to_60_hours(found: Finding) -> None:
    hours = found.facts.hours
    low, value, high = hours.yearly.low, hours.yearly.value, hours.yearly.high
    assert low is not None and value is not None and high is not None
    assert 56.0 <= value <= 60.0
    assert low < value < high
    assert not hours.extrapolated
    assert hours.basis == "recorded"


def test_every_clause_stands_and_the_release_is_named(story: Generated, found: Finding) -> None:
    assert {clause.code for clause in found.why_unseen} == CLAUSES
    assert [behind.title for behind in found.behind] == [story.key.patterns[0].release]


def test_no_rate_no_money(found: Finding) -> None:
    assert found.facts.yearly_cost is None
    assert found.facts.currency is None


@pytest.mark.slow
def test_a_rate_without_the_billed_minimum_is_no_money(story: Generated) -> None:
    for finding in scan(story, replace(SETTINGS, rate=92.14, currency="EUR", minimum_billed_hours=None)).findings:
        assert finding.facts.yearly_cost is None
        assert finding.facts.currency is None


@pytest.mark.slow
@pytest.mark.parametrize(("name", "clause"), [("priority_rank", "low_priority"), ("due_at", "no_breach")])
def test_what_few_tickets_say_is_not_told_of_all(story: Generated, name: str, clause: str) -> None:
    """Three tickets in ten keep the field."""
    cases = story.cases
    some = pa.array([number % 10 < 3 for number in range(len(cases))])
    column = pc.if_else(some, cases[name], pa.scalar(None, cases[name].type))
    few = replace(story, cases=cases.set_column(cases.column_names.index(name), name, column))
    finding = next(each for each in scan(few).findings if each.facts.burden is None)
    assert clause not in {said.code for said in finding.why_unseen}


@pytest.mark.slow
def test_money_is_hours_times_rate(story: Generated) -> None:
    priced = scan(story, replace(SETTINGS, rate=92.14, currency="EUR")).findings[0]
    assert priced.facts.yearly_cost is not None
    hours = priced.facts.hours.yearly.value
    assert hours is not None
    assert priced.facts.yearly_cost.value == pytest.approx(hours * 92.14)
    assert priced.facts.currency == "EUR"


def test_people_are_marked_in_the_order_of_appearance(found: Finding) -> None:
    marks = [member.mark for member in found.members]
    assert list(dict.fromkeys(marks)) == [1, 2, 3, 4, 5, 6, 7, 8]


def edited(generated: Generated, name: str, value: pa.Scalar) -> Generated:
    """The same history with one field set in the members of the pattern."""
    cases = generated.cases
    member = pc.is_in(cases["key"], pa.array(generated.key.patterns[0].cases))
    column = pc.if_else(member, value, cases[name])
    return replace(generated, cases=cases.set_column(cases.column_names.index(name), name, column))


@pytest.mark.slow
def test_a_quarter_of_all_overtime_is_not_drowned_in_it(story: Generated) -> None:
    """With two and a half hours a call the pattern is far above a fifth of the overtime: the clause is gone."""
    longer = edited(story, "worked_hours", pa.scalar(4.0))
    finding = scan(longer).findings[0]
    share = finding.facts.hours.share_of_overtime
    assert share is not None
    assert share > 0.25
    assert {clause.code for clause in finding.why_unseen} == CLAUSES - {"small_share_of_overtime"}


@pytest.mark.slow
def test_high_priority_is_not_called_low(story: Generated) -> None:
    urgent = scan(edited(story, "priority_rank", pa.scalar(1, pa.int64()))).findings[0]
    assert {clause.code for clause in urgent.why_unseen} == CLAUSES - {"low_priority"}


@pytest.mark.slow
def test_one_wording_is_not_called_unlike(story: Generated) -> None:
    alike = scan(edited(story, "title", pa.scalar("Roster batch stopped"))).findings[0]
    assert {clause.code for clause in alike.why_unseen} == CLAUSES - {"unlike_wording"}


@pytest.mark.slow
def test_broken_promises_are_not_hidden(story: Generated) -> None:
    late = edited(story, "due_at", pc.min(story.cases["due_at"]))
    assert {clause.code for clause in scan(late).findings[0].why_unseen} == CLAUSES - {"no_breach"}


@pytest.mark.slow
def test_three_on_the_rota_meet_it_too_often_for_a_long_gap() -> None:
    """Each of three is on call every third week: the own gap is three weeks, not more than four."""
    finding = scan(generate(12, SIZE, conditions=Conditions(rota=3))).findings[0]
    assert {clause.code for clause in finding.why_unseen} == CLAUSES - {"long_own_gap"}


@pytest.mark.slow
@pytest.mark.parametrize("control", [NO_PATTERN, RANDOM_CALLS, ONLY_BENIGN], ids=["noise", "random calls", "benign"])
@pytest.mark.parametrize("seed", [21, 22])
def test_a_control_yields_no_finding(control: Conditions, seed: int) -> None:
    assert scan(generate(seed, SIZE, conditions=control)).findings == ()


@pytest.mark.slow
def test_benign_regularities_are_called_by_their_kind() -> None:
    known = scan(generate(23, SIZE, conditions=ONLY_BENIGN)).known
    kinds = {found.kind for found in known}
    assert {"request", "planned", "batch", "one_requester"} <= kinds
