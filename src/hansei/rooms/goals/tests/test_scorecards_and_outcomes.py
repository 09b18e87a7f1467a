"""Scorecards warn of what they do not look at; outcomes tell what outputs came to."""

from __future__ import annotations

import pytest
from django.test import Client

from hansei.kernel import check, links
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account
from hansei.rooms.goals import actions, queries
from hansei.rooms.goals.drawn import map_picture
from hansei.rooms.goals.models import Goal, Outcome, Scorecard
from hansei.rooms.goals.scorecards import sides_of
from hansei.rooms.goals.standing import standings
from hansei.rooms.goals.tests.trees import a_goal, act_of, tie

pytestmark = pytest.mark.django_db


def warnings_of(account: Account, card: Scorecard) -> dict[str, tuple[str, ...]]:
    tree = queries.tree_of(account)
    return {side.perspective.value: side.warnings for side in sides_of(card, tree, standings(tree, {}))}


def a_card(account: Account) -> Scorecard:
    return actions.open_scorecard(act_of(account), fields={"title": "Desk"})


def an_objective(account: Account, card: Scorecard, perspective: str, title: str = "Aim", measures: int = 2) -> Goal:
    """An objective with so many measures: the first leads, the others lag."""
    found = a_goal(account, title, scorecard=card.pk, perspective=perspective)
    for at in range(measures):
        measure = a_goal(account, f"{title} {at}", "metric", planned_measure="later")
        tie(account, measure, found, timing="lead" if at == 0 else "lag" if at == 1 else "")
    return found


def test_the_shipped_scorecard_has_two_objectives_a_side_with_a_lead_and_a_lag_each(manager: Account):
    card = actions.load_scorecard(act_of(manager))
    tree = queries.tree_of(manager)
    sides = sides_of(card, tree, standings(tree, {}))
    assert [side.perspective.value for side in sides] == ["financial", "customer", "internal", "learning"]
    assert [len(side.lines) for side in sides] == [2, 2, 2, 2]
    assert [len(side.measures) for side in sides] == [4, 4, 4, 4]
    assert [side.is_leading for side in sides] == [False, False, True, False]
    # Only what no improvement serves is warned of, and all that has no source says so.
    assert [len(side.warnings) for side in sides] == [0, 0, 0, 2]
    unbound = Goal.objects.filter(level="metric", metric=None)
    assert all(unbound.values_list("planned_measure", flat=True))
    assert sorted(Goal.objects.filter(metric__isnull=False).values_list("metric__measure", flat=True)) == [
        "flow_efficiency", "service_level_attainment", "time_to_restore",
    ]  # fmt: skip
    assert list(check.check()) == []


def test_one_metric_serves_the_tree_and_the_scorecard(manager: Account):
    actions.load_tree(act_of(manager))
    card = actions.load_scorecard(act_of(manager))
    shared = Goal.objects.get(level="metric", metric__measure="service_level_attainment")
    assert shared.above.count() == 2
    assert {each.title for each in queries.tree_of(manager).orphans} == set()
    assert card.objectives.count() == 8


def test_an_empty_perspective_a_fifth_measure_and_a_missing_lag_warn(manager: Account):
    card = a_card(manager)
    an_objective(manager, card, "customer", "Heard", measures=5)
    an_objective(manager, card, "internal", "Quick", measures=1)
    said = warnings_of(manager, card)
    assert said["financial"] == ("This perspective is empty: what it would show is not looked at.",)
    assert said["customer"] == ("5 measures: more than 4 a perspective steer nothing. Take one away.",)
    assert said["internal"] == ("“Quick” has no lag measure: nothing tells whether it was reached.",)
    with pytest.raises(Refusal, match="Financial, Learning and growth"):
        actions.move_scorecard(act_of(manager), pk=card.pk, version=1, to="agreed")


def test_learning_without_an_improvement_is_a_wish_until_something_serves_it(manager: Account):
    card = a_card(manager)
    aim = an_objective(manager, card, "learning", "Ready")
    assert "served by no improvement" in warnings_of(manager, card)["learning"][0]
    other = actions.note_outcome(act_of(manager), fields={"title": "Any record", "stakeholder": "Staff"})
    links.link(act_of(manager), record=other.pk, role="serves", target=aim.identity.key)
    assert warnings_of(manager, card)["learning"] == ()
    assert [each.title for each in queries.served_by(manager, record=other.pk)] == ["Ready"]


def test_a_goal_stands_on_a_scorecard_with_its_perspective_or_not_at_all(manager: Account):
    with pytest.raises(Refusal, match="together"):
        a_goal(manager, "Half", perspective="customer")
    assert not Goal.objects.exists()


def test_the_strategy_map_draws_causes_between_objectives_only(manager: Account):
    card = a_card(manager)
    first = an_objective(manager, card, "learning", "Ready")
    second = an_objective(manager, card, "customer", "Trust")
    tie(manager, first, second)
    tree = queries.tree_of(manager)
    picture = map_picture(card, tree, standings(tree, {}), may_work=True)
    assert {each.title for each in picture.nodes} == {"Ready", "Trust"}
    assert [(each.start, each.target) for each in picture.arrows] == [(str(first.pk), str(second.pk))]


def test_in_the_strategy_map_up_is_the_next_perspective(web: Client, manager: Account):
    card = a_card(manager)
    aim = an_objective(manager, card, "learning", "Ready", measures=0)
    response = web.post(f"/goals/place/?card={card.pk}", {"node": f"{aim.pk}:1", "way": "up"})
    assert response.status_code == 302
    assert Goal.objects.get().perspective == "internal"
    again = web.post(f"/goals/place/?card={card.pk}", {"node": f"{aim.pk}:1", "way": "up"})
    assert again.status_code == 412  # somebody moved it since this page was opened
    assert Goal.objects.get().perspective == "internal"


def test_outputs_alone_show_no_outcome(manager: Account):
    """Two outputs. Nothing, then an outcome nobody measured, then one that was: only this shows something."""
    record = a_goal(manager, "Any record that was delivered")
    assert queries.outcomes_shown(manager, outputs=[record.pk], named=1).mark == "no outcome shown"
    outcome = actions.note_outcome(act_of(manager), fields={"title": "Gates open sooner", "stakeholder": "Stations"})
    links.link(act_of(manager), record=record.pk, role="brings_about", target=outcome.identity.key)
    assert queries.outcomes_shown(manager, outputs=[record.pk]).mark == "no outcome shown"
    fields = {"baseline": 54.0, "current": 38.0, "planned": 30.0, "method": "Counted by the stations.", "n": 112}
    actions.edit_outcome(act_of(manager), pk=outcome.pk, version=1, fields=fields)  # type: ignore[arg-type]
    found = queries.outcomes_shown(manager, outputs=[record.pk], named=1)
    assert (found.outputs, found.mark) == (2, "")
    assert found.outcomes[0].realised == pytest.approx(16 / 24)  # 54 to 38 of 54 to 30
    assert queries.outcomes_shown(manager, outputs=[]).mark == ""  # nothing was delivered: nothing is missing


def test_a_baseline_that_was_agreed_stays(manager: Account):
    outcome = actions.note_outcome(act_of(manager), fields={"title": "Sooner", "stakeholder": "Stations"})
    with pytest.raises(Refusal):
        actions.move_outcome(act_of(manager), pk=outcome.pk, version=1, to="agreed")
    actions.edit_outcome(act_of(manager), pk=outcome.pk, version=1, fields={"baseline": 5.0, "method": "Counted."})
    seen = Outcome.objects.get().identity.version
    actions.move_outcome(act_of(manager), pk=outcome.pk, version=seen, to="agreed")
    with pytest.raises(Refusal, match="baseline was agreed"):
        actions.edit_outcome(act_of(manager), pk=outcome.pk, version=seen + 1, fields={"baseline": 9.0})
    assert Outcome.objects.get().baseline == 5.0
    assert list(check.check()) == []
