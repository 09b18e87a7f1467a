"""Open, move, hold and close a review; ask its people to come; let what is unsolved climb."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import TypedDict

from hansei.blocks import lifecycle
from hansei.blocks.meeting import actions as meetings
from hansei.blocks.meeting import queries as meeting_queries
from hansei.blocks.meeting.actions.claiming import refuse_long_ago
from hansei.blocks.meeting.models import Agreed, Meeting
from hansei.kernel import records
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account, Identity
from hansei.rooms.reviews import kinds, queries, workdays
from hansei.rooms.reviews.models import Form, Kind, Plan, Review
from hansei.worktime.periods import Period

SHORT_NOTICE = 2  # working days


def open_review(
    act: Act,
    *,
    title: str,
    kind: str,
    data_set: int | None,
    first: date | None,
    last: date | None,
    zone: str,
    scope_field: str = "",
    scope_value: str = "",
    starts_at: datetime | None = None,
) -> Review:
    """A review outside of any calendar, as part of another action; its meeting may follow the period at once."""
    form = Form.PROJECT_MEETING if kind in (Kind.TEAM, Kind.MANAGEMENT, Kind.FORUM) else Form.CUSTOMER_MEETING
    fields: dict[str, Any] = {"data_set": data_set, "first": first, "last": last, "zone": zone}
    fields |= {"scope_field": scope_field, "scope_value": scope_value}
    made = records.create(
        act, Review, state="planned", title=title[:200], kind=kind, form=form, manager=act.by, **fields
    )
    begins = starts_at or (Period(first, last, zone).before if first and last else act.at)
    meetings.plan(act, record=made.pk, starts_at=begins, zone=zone, series=series_of(made), track=kind)
    return made


def series_of(found: Review) -> str:
    """Reviews of the same cases follow each other, in a plan or out of it; without data those of the same plan.

    Those of one organisation never follow another's, nor a confidential one an open one; without data and plan none.
    """
    whose = Identity.objects.filter(pk=found.pk).values_list("organisation", "is_confidential").first() or (None, False)
    apart = f":{whose[0] or ''}{'!' if whose[1] else ''}" if any(whose) else ""
    if found.data_set is not None:
        return f"data:{found.data_set}:{found.scope_field}={found.scope_value}{apart}"[:300]
    return f"plan:{found.plan_id}{apart}" if found.plan_id else ""


class ReviewFields(TypedDict, total=False):
    """What is written of a review; what is left out stays as it is."""

    title: str
    kind: str
    form: str
    manager: int | None
    data_set: int | None
    planned_on: date | None
    zone: str


@action("review.open", label=gettext_lazy("Call a review"), right=kinds.WORK)
def call_review(act: Act, *, fields: ReviewFields) -> Review:
    """Call a review that no calendar foresaw: of an incident, of the management system, a forum. It begins at ten."""
    kind, zone = fields.get("kind", ""), fields.get("zone") or timezone.get_current_timezone_name()
    if kind not in Kind.values or fields.get("form") not in (None, *Form.values):
        raise Refusal("review.unknown_kind", _("There is no such kind of review."))
    day = fields.get("planned_on")
    if day is None:
        raise Refusal("review.day", _("Say on which day it is."), fields={"planned_on": [_("Say on which day it is.")]})
    refuse_long_ago(act, day, field="planned_on")
    made = open_review(
        act,
        title=fields.get("title", ""),
        kind=kind,
        data_set=fields.get("data_set"),
        first=None,
        last=None,
        zone=zone,
        starts_at=local(day, time(10), zone),
    )
    more: dict[str, Any] = {name: fields[name] for name in ("form",) if fields.get(name)}
    if fields.get("manager"):
        more["manager"] = _account(fields["manager"])
    records.change(act, made, planned_on=day, **more)
    return made


@action("review.move", label=gettext_lazy("Move the review"), on="review", right=kinds.WORK)
def move_review(act: Act, *, pk: int, version: int, starts_at: datetime, place: str = "") -> None:
    """Put a review at another time. The planned date stays: later than it, the review is not held on time."""
    found = act.claim(Review, pk, kinds.WORK, version=version)
    lifecycle.refuse_unless_open(found)
    meeting = Meeting.objects.get(pk=pk)
    was, now = meeting.day, starts_at.astimezone(ZoneInfo(found.zone)).date()
    meetings.reschedule(act, record=pk, starts_at=starts_at, place=place)
    changes: dict[str, Any] = {}
    if found.planned_on is None:
        changes["planned_on"] = now  # nothing was published: this is the first date anybody hears of
    elif now > was and workdays.between(_today(act, found), was, found.zone, country_of(found)) <= SHORT_NOTICE:
        changes["postponed"] = found.postponed + 1
    records.change(act, found, **changes)


@action("review.gather", label=gettext_lazy("Ask the plan's people to come"), on="review", right=kinds.WORK)
def gather(act: Act, *, pk: int) -> int:
    """Put the people of the plan who may see a review on its list, where they are not yet; return how many are new."""
    found = act.claim(Review, pk, kinds.WORK)
    if found.plan is None:
        return 0
    there = meeting_queries.people_of(pk)
    known = {each.account_id for each in there if each.account_id} | {each.called for each in there}
    asked = queries.people_of_plan(found)
    unseen = {each.pk for each in queries.may_not_see(found, asked)}
    new = [
        each for each in asked if each.pk not in unseen and each.account_id not in known and each.called not in known
    ]
    for each in new:
        name = "" if each.account_id else each.called
        who: dict[str, Any] = {"account": each.account_id, "name": name}
        meetings.put_on_list(act, record=pk, side=each.side, email=each.email, language=each.language, **who)
    return len(new)


@action("review.invite", label=gettext_lazy("Send the invitations"), on="review", right=kinds.WORK)
def invite(act: Act, *, pk: int) -> int:
    """Ask the people of the review and of its plan by mail to come, whom nobody asked yet; return how many."""
    gather(act, pk=pk)
    return meetings.invite(act, record=pk)


@action("review.begin", label=gettext_lazy("Begin the meeting"), on="review", right=kinds.WORK)
def begin(act: Act, *, pk: int) -> None:
    """Sit together: from now on minutes are written."""
    found = act.claim(Review, pk, kinds.WORK)
    if found.state == "running":
        return
    gather(act, pk=pk)
    lifecycle.move(act, found, "running")
    meetings.begin(act, record=pk)


@action("review.hold", label=gettext_lazy("Note as held"), on="review", right=kinds.WORK)
def hold(act: Act, *, pk: int) -> None:
    """Note that a review was held: with minutes and, from level 2 on, with the customer."""
    found = act.claim(Review, pk, kinds.WORK)
    if found.state == "held":
        return
    lifecycle.move(act, found, "held")
    meeting = Meeting.objects.get(pk=pk)
    day = (meeting.begun_at or act.at).astimezone(ZoneInfo(found.zone)).date()
    records.change(act, found, held_on=day)
    meetings.end(act, record=pk)
    _climb(act, found, meeting)


def _climb(act: Act, found: Review, meeting: Meeting) -> None:
    """What was carried over into this review and is still open after its day goes before those one level up."""
    above = kinds.ABOVE.get(Kind(found.kind))
    if above is None:
        return
    today = _today(act, found)
    for each in meeting_queries.carried_over(meeting):
        if each.done_at is None and each.due < today and each.raised_to in ("", found.kind):
            meetings.raise_up(act, agreed=each.pk, track=above)


@action("review.raise", label=gettext_lazy("Raise one level"), right=kinds.WORK)
def raise_action(act: Act, *, agreed: int) -> str:
    """Put an unsolved action before the people one level up; it appears on the agenda of their next review."""
    found = Agreed.objects.select_related("meeting").filter(pk=agreed).first()
    at = (found.raised_to or found.meeting.track) if found is not None else ""
    above = kinds.ABOVE.get(Kind(at)) if at in Kind.values else None
    if above is None:
        raise Refusal("action.top", _("There is no level above this one: decide it here."))
    meetings.raise_up(act, agreed=agreed, track=above)
    return str(above)


@action("review.not_held", label=gettext_lazy("Note as not held"), on="review", right=kinds.WORK)
def not_held(act: Act, *, pk: int, version: int, reason: str) -> None:
    """Say that a planned review was not held, and why; it counts as planned and not held."""
    found = act.claim(Review, pk, kinds.WORK, version=version)
    lifecycle.refuse_unless_open(found)
    records.change(act, found, reason=reason.strip()[:5000])
    lifecycle.move(act, found, "not_held")
    if not Meeting.objects.get(pk=pk).begun_at:
        meetings.cancel(act, record=pk)


@action("review.edit", label=gettext_lazy("Save"), on="review", right=kinds.WORK)
def edit_review(act: Act, *, pk: int, version: int, fields: ReviewFields) -> None:
    """Change title, form or service manager of a review that is still to be held."""
    found = act.claim(Review, pk, kinds.WORK, version=version)
    lifecycle.refuse_unless_open(found)
    taken: dict[str, Any] = dict(fields)
    if "manager" in taken:
        taken["manager"] = _account(taken["manager"])
    for name in ("planned_on", "kind"):
        if taken.pop(name, getattr(found, name)) != getattr(found, name):
            said = _("Its day and kind are published. Move it on its page.")
            raise Refusal("review.published", said, fields={name: [said]})
    records.change(act, found, **taken)


def _account(pk: int | None) -> Account | None:
    return None if pk is None else Account.objects.filter(pk=pk, is_active=True).first()


@action("review.step", label=gettext_lazy("Go on"), on="review", right=kinds.WORK)
def step(act: Act, *, pk: int, version: int, to: str) -> None:
    """Go one way of a review's life: begin it, note it as held, withdraw what no calendar holds."""
    found = act.claim(Review, pk, kinds.WORK, version=version)
    if to == "running":
        return begin(act, pk=pk)
    if to == "held":
        return hold(act, pk=pk)
    if to == "withdrawn" and found.planned_on is not None:
        raise Refusal("review.published", _("Its date is published. Move it, or note it as not held and say why."))
    lifecycle.move(act, found, to)
    if to == "withdrawn":
        meetings.cancel(act, record=pk)
    return None


def country_of(found: Review) -> str:
    return found.plan.country if found.plan_id and isinstance(found.plan, Plan) else ""


def _today(act: Act, found: Review) -> date:
    return act.at.astimezone(ZoneInfo(found.zone)).date()


def local(day: date, at: time, zone: str) -> datetime:
    """An instant of a plan: a day and a time on the clock of its zone."""
    return timezone.make_aware(datetime.combine(day, at), ZoneInfo(zone))
