"""Where a child's target hurts its parent: said, wanted both ways, seen in the series."""

from __future__ import annotations

import pytest

from hansei.kernel.models import Account
from hansei.rooms.goals import queries
from hansei.rooms.goals.conflicts import conflicts
from hansei.rooms.goals.tests.trees import a_goal, metric_of, tie, weeks

pytestmark = pytest.mark.django_db
# Reopened cases and hours to resolve over 24 weeks.
REOPENED = [0.10, 0.12, 0.09, 0.14, 0.08, 0.13, 0.11, 0.15, 0.07, 0.12, 0.10, 0.16,
            0.09, 0.13, 0.08, 0.14, 0.10, 0.12, 0.07, 0.15, 0.09, 0.13, 0.11, 0.14]  # fmt: skip


def test_a_declared_conflict_is_told_with_its_evidence(manager: Account):
    end, child = a_goal(manager, "Back to work", "purpose"), a_goal(manager, "Short calls")
    tie(manager, child, end, effect="hurts", evidence="Callers called again.")
    (found,) = conflicts(queries.tree_of(manager), {})
    assert (found.kind, found.child.title, found.parent.title) == ("declared", "Short calls", "Back to work")
    assert found.said.endswith("Evidence: Callers called again.")


def test_one_metric_wanted_both_ways_is_a_conflict_across_a_node_without_one(manager: Account):
    cases = metric_of("cases")
    end = a_goal(manager, "More work taken", metric=cases.id, better="higher")
    between, child = (
        a_goal(manager, "Between"),
        a_goal(manager, "Fewer calls", "metric", metric=cases.id, better="lower"),
    )
    tie(manager, between, end)
    tie(manager, child, between)
    (found,) = conflicts(queries.tree_of(manager), {})
    assert (found.kind, found.child.title, found.parent.title) == ("contrary", "Fewer calls", "More work taken")


def opposed(manager: Account, hours: list[float]):
    """“Fewer reopened” below “Quicker”: both lower is better."""
    quick, reopened = metric_of("time_to_resolve"), metric_of("reopened_share")
    parent = a_goal(manager, "Quicker", metric=quick.id, target=4.0)
    child = a_goal(manager, "Fewer reopened", "metric", metric=reopened.id, target=0.05)
    tie(manager, child, parent)
    readings = {parent.pk: weeks(quick, [*hours]), child.pk: weeks(reopened, [*REOPENED])}
    return conflicts(queries.tree_of(manager), readings)


def test_a_child_whose_gains_are_its_parents_losses_is_a_conflict_with_n_and_interval(manager: Account):
    """Each week in which fewer come back takes longer: the hours mirror the share."""
    (found,) = opposed(manager, [10 - 40 * each for each in REOPENED])
    assert found.kind == "series"
    assert found.found is not None
    assert found.found.n == 23  # changes of 24 weeks
    assert found.found.high is not None
    assert found.found.high < 0
    assert "n 23 changes" in found.said
    assert "One pair was looked at" in found.said


def test_what_gets_better_together_is_none(manager: Account):
    assert opposed(manager, [10 + 40 * each for each in REOPENED]) == []


def test_eleven_changes_are_too_few_to_call_anything_a_conflict(manager: Account):
    assert opposed(manager, [10 - 40 * each for each in REOPENED[:12]]) == []
