"""A cross-team forum: topics that serve a customer goal, what is assumed of customers, help asked for and offered."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.meeting import actions as meetings
from hansei.blocks.meeting.actions.claiming import words
from hansei.kernel import seeing
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Refusal
from hansei.rooms.goals import queries as goals
from hansei.rooms.reviews import kinds
from hansei.rooms.reviews.events import Assumed, AssumptionChecked, HelpSaid, HelpTakenUp
from hansei.rooms.reviews.models import Assumption, CameFrom, Help, Kind, Review

LONGEST_TEAM = 200
Somebody = Annotated[int, seeing.person()]
CustomerGoal = Annotated[int | None, seeing.record("goal")]


@action("forum.add_topic", label=gettext_lazy("Put on the agenda"), right=kinds.WORK)
def add_topic(act: Act, *, review: int, title: str, goal: CustomerGoal, came_from: str = "own", about: str = "") -> int:
    """Put a topic on the agenda of a forum, with the customer goal that it serves; refused without one."""
    _forum(act, review)
    if came_from not in CameFrom.values:
        raise Refusal("forum.source", _("There is no such source of topics."))
    _customer_goal(act, goal)
    facts = {"goal": goal, "came_from": came_from, "about": about[:300]}
    return meetings.add_point(act, record=review, title=title, facts=facts)


@action("forum.assume", label=gettext_lazy("List an assumption"), right=kinds.WORK)
def assume(act: Act, *, review: int, text: str, goal: CustomerGoal) -> int:
    """List what the teams assume that customers need, so that it is checked with them."""
    _forum(act, review)
    _customer_goal(act, goal)
    said = words(act, review, "forum.assumption", text)
    made = Assumption.objects.create(review_id=review, text=said, goal_id=goal)
    act.record(Assumed(record=review, assumption=made.pk, text=said.pk, goal=goal or 0))
    return made.pk


@action("forum.check_assumption", label=gettext_lazy("Note what customers said"), right=kinds.WORK)
def check_assumption(act: Act, *, assumption: int, state: str, said: str) -> None:
    """Note that customers confirmed an assumption, or that it does not hold, and who said so and how."""
    found = Assumption.objects.filter(pk=assumption).first()
    if found is None:
        raise NotFound("assumption.not_found", _("There is no such assumption."))
    _forum(act, found.review_id)
    if state not in (Assumption.State.CONFIRMED, Assumption.State.REFUTED):
        raise Refusal("assumption.state", _("Customers confirm an assumption, or they do not."))
    revision = words(act, found.review_id, "forum.checked", said)
    found.state, found.checked_with, found.checked_at, found.checked_by = state, revision, act.at, act.by
    found.save(update_fields=["state", "checked_with", "checked_at", "checked_by"])
    act.record(AssumptionChecked(record=found.review_id, assumption=found.pk, state=state, text=revision.pk))


@action("forum.say_help", label=gettext_lazy("Ask for help or offer it"), right=kinds.WORK)
def say_help(act: Act, *, review: int, kind: str, text: str, helper: str = "", helped: str = "") -> int:
    """Note that a team asks another for help, or offers it; the other team may be left open."""
    _forum(act, review)
    helper, helped = " ".join(helper.split())[:LONGEST_TEAM], " ".join(helped.split())[:LONGEST_TEAM]
    own = {Help.Kind.OFFER: helper, Help.Kind.REQUEST: helped}.get(kind)  # type: ignore[call-overload]  # asked by a value, kept by a member
    if not own:
        raise Refusal("help.team", _("Say which team asks for help, or which one offers it."))
    _refuse_same(helper, helped)
    said = words(act, review, "forum.help", text)
    made = Help.objects.create(review_id=review, kind=kind, helper=helper, helped=helped, text=said)
    act.record(HelpSaid(record=review, help=made.pk, help_kind=kind, text=said.pk))
    return made.pk


@action("forum.take_up_help", label=gettext_lazy("Commit"), right=kinds.WORK)
def take_up(act: Act, *, asked: int, owner: Somebody, due: date, helper: str = "", helped: str = "") -> int:
    """Commit to help: somebody does it by a day, and the next forum opens with it. Names the team still missing."""
    found = Help.objects.select_for_update(of=("self",)).select_related("text").filter(pk=asked).first()
    if found is None:
        raise NotFound("help.not_found", _("There is no such offer or request."))
    _forum(act, found.review_id)
    if found.agreed_id is not None:
        raise Refusal("help.taken", _("Somebody has committed to this already."))
    found.helper = found.helper or " ".join(helper.split())[:LONGEST_TEAM]
    found.helped = found.helped or " ".join(helped.split())[:LONGEST_TEAM]
    if not found.helper or not found.helped:
        raise Refusal("help.both", _("Say which team helps which."))
    _refuse_same(found.helper, found.helped)
    agreed = meetings.agree(act, record=found.review_id, text=found.text.text, owner=owner, due=due)
    found.agreed_id = agreed
    found.save(update_fields=["helper", "helped", "agreed"])
    act.record(HelpTakenUp(record=found.review_id, help=found.pk, action=agreed))
    return agreed


def _refuse_same(helper: str, helped: str) -> None:
    if helper and helper.casefold() == helped.casefold():
        raise Refusal("help.same", _("A forum is for help between teams: name two different ones."))


def _forum(act: Act, review: int) -> Review:
    found = act.claim(Review, review, kinds.WORK)
    if found.kind != Kind.FORUM:
        raise Refusal("forum.other", _("This review is no forum."))
    return found


def _customer_goal(act: Act, goal: int | None) -> None:
    if goal not in {each.id for each in goals.customer_goals(act.by)}:
        raise Refusal("forum.no_goal", _("Name the customer goal that this serves."))
