"""The tree of goals: what may be for what, what is for nothing, how status goes up, and what comes with the product."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from django.test import Client

from hansei.kernel import check
from hansei.kernel.errors import NotAllowed, Outdated, Refusal
from hansei.kernel.models import Account, EventRow
from hansei.rooms.goals import actions, queries
from hansei.rooms.goals.models import Contribution, Goal
from hansei.rooms.goals.standing import own_standing, standings
from hansei.rooms.goals.tests.trees import a_goal, act_of, metric_of, tie, weeks
from hansei.rooms.measures.models import Metric
from tests.accounts import make_account

pytestmark = pytest.mark.django_db


def events() -> int:
    return EventRow.objects.count()


def test_the_starter_tree_leads_from_one_purpose_over_six_objectives_to_live_metrics(manager: Account):
    assert actions.load_tree(act_of(manager)) == 23
    levels = dict.fromkeys(("purpose", "objective", "indicator", "metric"), 0)
    for level in Goal.objects.values_list("level", flat=True):
        levels[level] += 1
    assert levels == {"purpose": 1, "objective": 6, "indicator": 8, "metric": 8}
    bound = Goal.objects.filter(metric__state="published").values_list("metric__measure", flat=True)
    assert sorted(bound) == [
        "cases", "reassigned_share", "reopened_share", "service_level_attainment", "service_level_flag_share",
        "time_to_resolve", "time_to_restore",
    ]  # fmt: skip
    assert Goal.objects.filter(metric=None).exclude(planned_measure="").count() == 3
    tree = queries.tree_of(manager)
    assert tree.orphans == []
    assert tree.linked_share == (22, 22)
    assert list(check.check()) == []


def test_a_second_starter_tree_is_refused_and_nothing_is_written(manager: Account):
    a_goal(manager, "Ours", "purpose")
    before = events()
    with pytest.raises(Refusal) as refusal:
        actions.load_tree(act_of(manager))
    assert refusal.value.code == "goal.tree_there"
    assert (Goal.objects.count(), Metric.objects.count(), events()) == (1, 0, before)


def test_the_starter_tree_speaks_the_readers_language(manager: Account, settings):
    from django.utils import translation

    with translation.override("ru"):
        actions.load_tree(act_of(manager))
    purpose = Goal.objects.get(level="purpose")
    assert purpose.title == "Сотрудники могут работать, а организация меньше тратит на сбои"


@pytest.mark.parametrize("length", [2, 3, 4])
def test_a_circle_is_refused_however_long(manager: Account, length: int):
    nodes = [a_goal(manager, f"Node {at}") for at in range(length)]
    for child, parent in pairwise(nodes):
        assert tie(manager, child, parent)
    before = events()
    with pytest.raises(Refusal) as refusal:
        tie(manager, nodes[-1], nodes[0])
    assert refusal.value.code == "goal.circle"
    assert (Contribution.objects.count(), events()) == (length - 1, before)


def test_nothing_contributes_to_itself_or_upside_down(manager: Account):
    purpose, metric = a_goal(manager, "End", "purpose"), a_goal(manager, "Number", "metric")
    with pytest.raises(Refusal, match="itself"):
        tie(manager, purpose, purpose)
    with pytest.raises(Refusal) as refusal:
        tie(manager, purpose, metric)
    assert refusal.value.code == "goal.upside_down"
    assert not Contribution.objects.exists()


def test_the_objective_of_one_tree_may_be_the_purpose_of_another(manager: Account):
    """A unit's purpose is an objective of the house: it plays both roles, and has parents of both trees."""
    house, other = a_goal(manager, "The house", "purpose"), a_goal(manager, "Another end", "purpose")
    unit = a_goal(manager, "The unit", "purpose", also="objective")
    for parent in (house, other):
        assert tie(manager, unit, parent)
    assert unit.above.count() == 2
    # As a purpose it cannot drop the second role while what stands at its own height is its parent… but it may.
    actions.edit(act_of(manager), pk=unit.pk, version=1, fields={"also": ""})
    with pytest.raises(Refusal) as refusal:
        actions.edit(act_of(manager), pk=house.pk, version=1, fields={"level": "indicator"})
    assert refusal.value.code == "goal.upside_down"
    assert Goal.objects.get(pk=house.pk).level == "purpose"


def test_said_twice_is_said_once_and_said_otherwise_is_a_change(manager: Account):
    child, parent = a_goal(manager, "Child"), a_goal(manager, "Parent", "purpose")
    assert tie(manager, child, parent)
    before = events()
    assert not tie(manager, child, parent)
    assert events() == before
    assert tie(manager, child, parent, effect="hurts", strength=3, evidence="Measured in May.")
    found = Contribution.objects.get()
    assert (found.effect, found.strength, found.evidence) == ("hurts", 3, "Measured in May.")
    assert actions.remove_contribution(act_of(manager), pk=child.pk, parent=parent.pk)
    assert not actions.remove_contribution(act_of(manager), pk=child.pk, parent=parent.pk)
    assert list(check.check()) == []


def test_what_leads_to_no_purpose_is_an_orphan(manager: Account):
    """Of four below the end, two are linked: one directly, one through it."""
    end, first, second = a_goal(manager, "End", "purpose"), a_goal(manager, "A"), a_goal(manager, "B", "indicator")
    third, fourth = a_goal(manager, "C"), a_goal(manager, "D", "indicator")
    tie(manager, first, end)
    tie(manager, second, first)
    tie(manager, fourth, third)
    tree = queries.tree_of(manager)
    assert {each.title for each in tree.orphans} == {"C", "D"}
    assert tree.linked_share == (2, 4)
    assert [each.title for each in queries.path_up(manager, goal=second.pk)] == ["B", "A", "End"]


def test_the_way_up_takes_the_stronger_of_two_but_never_one_that_hurts_or_ends_nowhere(manager: Account):
    end = a_goal(manager, "End", "purpose")
    weak, strong, lost, hurt, child = (a_goal(manager, each) for each in ("Weak", "Strong", "Lost", "Hurt", "Child"))
    for each, strength in ((weak, 1), (strong, 2), (hurt, 3)):
        tie(manager, each, end)
        tie(manager, child, each, strength=strength, effect="hurts" if each is hurt else "helps")
    tie(manager, child, lost, strength=3)
    assert [each.title for each in queries.path_up(manager, goal=child.pk)] == ["Child", "Strong", "End"]


def test_status_goes_up_with_its_reason(manager: Account):
    share = metric_of("reopened_share")
    end, one, two = a_goal(manager, "End", "purpose"), a_goal(manager, "Bad one"), a_goal(manager, "Good one")
    silent = a_goal(manager, "Silent one")
    shown = a_goal(manager, "Shown", "metric", metric=share.id, target=0.05)
    tie(manager, one, end)
    tie(manager, two, end)
    tie(manager, silent, end)
    tie(manager, shown, one)
    found = standings(queries.tree_of(manager), {shown.pk: weeks(share, [0.2], 400, low=0.16, high=0.24)})
    assert found[shown.pk].code == found[one.pk].code == found[end.pk].code == "bad"
    assert found[silent.pk].code == "none"
    why = found[end.pk].why
    assert "Off track below it: “Bad one”." in why
    assert "2 of 3 below it cannot tell." in why
    assert "was 20" in found[shown.pk].why
    assert "(n 400)" in found[shown.pk].why


def test_a_goal_without_data_of_its_own_is_not_on_track_by_what_lies_below_it(manager: Account):
    """What is off track below it is told all the same: losing data makes nothing better."""
    share = metric_of("reopened_share")
    end, below = a_goal(manager, "End", "purpose", metric=share.id, target=0.05), a_goal(manager, "Below")
    shown = a_goal(manager, "Shown", "metric", metric=share.id, target=0.05)
    tie(manager, below, end)
    tie(manager, shown, below)
    tree, silent = queries.tree_of(manager), weeks(share, [None])
    found = standings(tree, {shown.pk: weeks(share, [0.02], 400, low=0.01, high=0.04), end.pk: silent})
    assert [found[each.pk].code for each in (shown, below, end)] == ["good", "good", "none"]
    assert "has no data" in found[end.pk].why
    missed = standings(tree, {shown.pk: weeks(share, [0.2], 400, low=0.16, high=0.24), end.pk: silent})
    assert missed[end.pk].code == "bad"


@pytest.mark.parametrize(
    ("value", "low", "high", "code"),
    [(0.04, 0.02, 0.08, "good"), (0.06, 0.03, 0.11, "soon"), (0.2, 0.16, 0.24, "bad"), (None, None, None, "none")],
    ids=["met", "missed, but chance may do that", "missed", "no data"],
)
def test_a_missed_target_is_bad_only_where_chance_cannot_do_it(manager, value, low, high, code):
    share = metric_of("reopened_share")
    goal = a_goal(manager, "Shown", "metric", metric=share.id, target=0.05)
    assert goal.better == "lower"  # as the catalogue says
    found = own_standing(goal, weeks(share, [value], low=low, high=high))
    assert found is not None
    assert found.code == code


def test_a_weak_contribution_off_track_makes_it_unsure_only(manager: Account):
    share = metric_of("reopened_share")
    end = a_goal(manager, "End", "purpose")
    shown = a_goal(manager, "Shown", "metric", metric=share.id, target=0.05)
    tie(manager, shown, end, strength=1)
    found = standings(queries.tree_of(manager), {shown.pk: weeks(share, [0.2], low=0.16, high=0.24)})
    assert (found[shown.pk].code, found[end.pk].code) == ("bad", "soon")


def test_a_goal_is_agreed_only_when_it_says_enough(manager: Account):
    end, goal = a_goal(manager, "End", "purpose", owner=manager.pk), a_goal(manager, "Fewer")
    with pytest.raises(Refusal) as refusal:
        actions.move(act_of(manager), pk=goal.pk, version=1, to="agreed")
    assert refusal.value.details["missing"] == [
        "Name the owner.",
        "Choose a metric of the catalogue that shows it, here or below. Write why it can be reached. "
        "Say which goal it contributes to. Say by when.",
    ]
    share = metric_of("reopened_share")
    fields = {
        "owner": manager.pk,
        "metric": share.id,
        "target": 0.05,
        "reachable": "It was 4 %.",
        "due_on": "2026-12-31",
    }
    actions.edit(act_of(manager), pk=goal.pk, version=1, fields=fields)  # type: ignore[arg-type]
    tie(manager, goal, end)
    seen = Goal.objects.get(pk=goal.pk).identity.version
    actions.move(act_of(manager), pk=goal.pk, version=seen, to="agreed")
    assert Goal.objects.get(pk=goal.pk).state == "agreed"


def test_what_still_carries_something_is_not_retired(manager: Account):
    end, goal = a_goal(manager, "End", "purpose"), a_goal(manager, "Child")
    tie(manager, goal, end)
    with pytest.raises(Refusal):
        actions.move(act_of(manager), pk=end.pk, version=1, to="retired")
    actions.move(act_of(manager), pk=goal.pk, version=1, to="retired")
    actions.move(act_of(manager), pk=end.pk, version=1, to="retired")
    assert queries.goals(manager) == []


def test_two_who_change_the_same_node_overwrite_nothing_unseen(manager: Account):
    goal = a_goal(manager, "As it was")
    actions.edit(act_of(manager), pk=goal.pk, version=1, fields={"title": "The first"})
    with pytest.raises(Outdated):
        actions.edit(act_of(manager), pk=goal.pk, version=1, fields={"title": "The second"})
    with pytest.raises(Outdated):
        actions.place(act_of(manager), pk=goal.pk, version=1, place=9.0)
    assert Goal.objects.get().title == "The first"


@pytest.mark.parametrize(
    "fields", [{"target": float("nan")}, {"metric": 10**9}, {"also": "objective", "level": "objective"}]
)
def test_what_makes_no_sense_is_refused(manager: Account, fields: Any):
    with pytest.raises(Refusal):
        a_goal(manager, "X", **fields)
    assert not Goal.objects.exists()


def test_who_holds_no_right_sees_and_changes_nothing(manager: Account, client: Client):
    goal = a_goal(manager, "Ours")
    stranger = Account.objects.create_user("nobody@test.example", "x" * 20, name="Nobody")
    with pytest.raises(NotAllowed):
        a_goal(stranger, "Theirs")
    with pytest.raises(NotAllowed):
        actions.edit(act_of(stranger), pk=goal.pk, version=1, fields={"title": "Theirs"})
    client.force_login(stranger)
    assert client.get("/goals/").status_code == 403
    assert client.get(f"/goals/nodes/{goal.pk}/").status_code in (403, 404)
    assert Goal.objects.get().title == "Ours"


def test_an_agent_who_may_not_approve_metrics_loads_the_tree_with_what_is_there(manager: Account):
    agent = make_account("agent")
    actions.load_tree(act_of(agent))
    assert not Metric.objects.exists()
    assert Goal.objects.filter(level="metric").exclude(planned_measure="").count() == 8


def test_the_page_of_a_node_tells_all_of_it_and_its_history_names_the_other_end(web: Client, manager: Account):
    end, child = a_goal(manager, "End", "purpose"), a_goal(manager, "Child", "indicator", planned_measure="Calls")
    tie(manager, child, end, effect="hurts", evidence="They called again.")
    actions.remove_contribution(act_of(manager), pk=child.pk, parent=end.pk)
    web.post(f"/goals/nodes/{child.pk}/contribute/", {"parent": end.pk, "effect": "hurts", "strength": 3})
    page = web.get(f"/goals/nodes/{child.pk}/").content.decode()
    for said in (
        "“Calls” has no source yet.",
        "As declared, “Child” getting better makes “End” worse.",
        "GOAL-2 is for GOAL-1: hurts, strong",
        "GOAL-2 is not for GOAL-1 any more",
    ):
        assert said in page
