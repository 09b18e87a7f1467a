"""The pages of goals, scorecards and outcomes."""

from __future__ import annotations

from typing import Any

from tests.site import SitePage


def the_tree(account: Any) -> str:
    """A small tree with a conflict and an orphan."""
    from hansei.rooms.goals.tests.trees import a_goal, tie

    end = a_goal(account, "Люди могут работать", "purpose")
    first, second = a_goal(account, "Быстрее вернуться к работе"), a_goal(account, "Короче звонки", "indicator")
    tie(account, first, end, strength=3, evidence="Замерено в мае.")
    tie(account, second, first, effect="hurts", evidence="После коротких звонков звонят снова.")
    a_goal(account, "Ни для чего")
    return "/goals/"


def a_goal_page(account: Any) -> str:
    from hansei.rooms.goals.models import Goal

    the_tree(account)
    return f"/goals/nodes/{Goal.objects.filter(level='objective', above__isnull=False).latest('pk').pk}/"


def a_card(account: Any) -> str:
    """The starter scorecard with its strategy map."""
    from hansei.rooms.goals import actions
    from hansei.rooms.goals.tests.trees import act_of

    return f"/goals/card/{actions.load_scorecard(act_of(account)).pk}/"


def a_scorecard(account: Any) -> str:
    return a_card(account).replace("card", "scorecards")


def an_outcome(account: Any) -> str:
    from hansei.rooms.goals import actions
    from hansei.rooms.goals.tests.trees import act_of

    found = actions.note_outcome(
        act_of(account), fields={"title": "Двери открываются раньше", "stakeholder": "Станции", "baseline": 54.0}
    )
    actions.add_output(act_of(account), pk=found.pk, name="Порядок переключения изменён")
    return f"/goals/outcomes/{found.pk}/"


def with_more(make: Any, path: str) -> Any:
    def address(account: Any) -> str:
        return f"{make(account)}{path}"

    return address


PAGES = [
    SitePage("goals", "/goals/"),
    SitePage("goals-some", the_tree),
    SitePage("goal", a_goal_page),
    SitePage("goal-edit", with_more(a_goal_page, "edit/")),
    SitePage("goal-new", "/goals/nodes/new/"),
    SitePage("goal-list", "/goals/nodes/"),
    SitePage("scorecard", a_scorecard),
    SitePage("scorecard-edit", with_more(a_scorecard, "edit/")),
    SitePage("scorecard-card", a_card),
    SitePage("scorecard-new", "/goals/scorecards/new/"),
    SitePage("scorecard-list", "/goals/scorecards/"),
    SitePage("outcome", an_outcome),
    SitePage("outcome-edit", with_more(an_outcome, "edit/")),
    SitePage("outcome-new", "/goals/outcomes/new/"),
    SitePage("outcome-list", "/goals/outcomes/"),
]
