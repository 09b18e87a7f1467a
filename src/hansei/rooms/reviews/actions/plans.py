"""Make plans of reviews, publish their calendars, keep them going."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, time
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import TypedDict

from hansei.blocks import lifecycle
from hansei.blocks.meeting import actions as meetings
from hansei.blocks.meeting.models import Participant
from hansei.kernel import records, seeing
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.models import Account, Identity, Revision
from hansei.rooms.mining import queries as mining
from hansei.rooms.reviews import kinds, levels, planning, queries, workdays
from hansei.rooms.reviews.actions.reviews import local, series_of
from hansei.rooms.reviews.events import CalendarPublished, PlanPersonAdded, PlanPersonTakenAway
from hansei.rooms.reviews.models import Form, Kind, Plan, PlanPerson, Review

MOST_A_YEAR = 60


class PlanFields(TypedDict, total=False):
    """What is written of a plan; what is left out stays as it is."""

    title: str
    customer: str
    manager: int | None
    data_set: int | None
    scope_field: str
    scope_value: str
    zone: str
    country: str
    starts_on: date
    at_time: time
    minutes_long: int
    place: str


@action("review_plan.open", label=gettext_lazy("Plan reviews"), right=kinds.WORK)
def open_plan(act: Act, *, fields: PlanFields) -> Plan:
    """Plan the reviews of a customer or a project, with each level as often as the table of levels says."""
    values = _values(act, dict(fields))
    where = {"organisation": _organisation(act, str(values.get("customer", "")))}
    often = {each.code: each.frequency for each in levels.levels() if each.number > 1}
    if not values.get("customer"):
        often = {Kind.TEAM: often[Kind.TEAM]}
    values["manager"] = values.get("manager") or act.by
    return records.create(act, Plan, state="draft", where=where, frequencies=often, **values)


@action("review_plan.edit", label=gettext_lazy("Save"), on="review_plan", right=kinds.WORK)
def edit_plan(act: Act, *, pk: int, version: int, fields: PlanFields) -> None:
    """Change a plan. Published dates stay as they are; only what is generated later follows."""
    found = act.claim(Plan, pk, kinds.WORK, version=version)
    lifecycle.refuse_unless_open(found)
    values = _values(act, dict(fields))
    if "customer" in values and values["customer"] != found.customer:
        found.identity.organisation = _organisation(act, values["customer"])
        found.identity.save(update_fields=["organisation"])
    records.change(act, found, **values)


def _values(act: Act, values: dict[str, Any]) -> dict[str, Any]:
    """What a person wrote, as the record keeps it; refuses what leads nowhere."""
    if unknown := sorted(set(values) - set(PlanFields.__annotations__)):
        raise Refusal("plan.unknown_field", _("There are no such fields: %(fields)s.") % {"fields": unknown})
    if "manager" in values:
        values["manager"] = Account.objects.filter(pk=values["manager"], is_active=True).first()
    if values.get("data_set") and act.by is not None:
        mining.data_set(act.by, values["data_set"])
    if values.get("scope_field") and values["scope_field"] not in queries.SCOPE_FIELDS:
        raise _wrong("scope_field", _("Cases cannot be chosen by this field."))
    if (zone := values.get("zone", "UTC")) not in available_timezones():
        raise _wrong("zone", _("There is no time zone “%(zone)s”; choose one such as Europe/Berlin.") % {"zone": zone})
    try:
        workdays.calendar_of(values.get("zone", "UTC"), values.get("country", "").upper(), 2025)
    except (ValueError, KeyError, OSError):
        raise _wrong(
            "country", _("No public holidays are known for this country; write two letters, like DE.")
        ) from None
    if "country" in values:
        values["country"] = values["country"].upper()
    return values


def _wrong(field: str, said: str) -> Refusal:
    return Refusal("plan.invalid", said, fields={field: [said]})


def _organisation(act: Act, name: str) -> Identity | None:
    """The one row that stands for a customer, so that a right can be given for it alone."""
    if not name:
        return None
    return Identity.objects.get_or_create(source_id=act.source, kind="organisation", key=name[: records.LONGEST_KEY])[0]


@action("review_plan.add_person", label=gettext_lazy("Add to the plan"), on="review_plan", right=kinds.WORK)
def add_person(
    act: Act,
    *,
    plan: int,
    side: str,
    account: Annotated[int | None, seeing.person()] = None,
    name: str = "",
    email: str = "",
    language: str = "",
    only: list[str] | None = None,
) -> int:
    """Name somebody who comes to the reviews of a plan, or to these kinds only."""
    found = act.claim(Plan, plan, kinds.WORK)
    if side not in Participant.Side.values:
        raise Refusal("participant.side", _("People come for the provider, for the customer, or as a third party."))
    wanted = [each for each in only or [] if each in Kind.values]
    if (why := kinds.why_not_asked(side, wanted)) is not None:
        raise Refusal("participant.uninvited", why, fields={"only": [why]})
    if account is not None:
        meetings.refuse_strangers(found.identity, account)
        if PlanPerson.objects.filter(plan=plan, account=account).exists():
            raise Refusal("participant.twice", _("This person is asked to come already."))
    elif not name.strip():
        raise Refusal("participant.name", _("Choose somebody, or write a name."))
    _refuse_no_address(email)
    meetings.refuse_unknown_language(language)
    said = None
    if account is None:
        kept = {"object_id": plan, "field": "plan.person", "text": name.strip()[:200]}
        said = Revision.objects.create(**kept, author=act.by, at=act.at)
    who = {"account_id": account, "name": said, "email": email.strip().lower(), "language": language}
    made = PlanPerson.objects.create(plan_id=plan, side=side, kinds=wanted, **who)
    act.record(PlanPersonAdded(record=plan, person=made.pk, side=side, account=account))
    return made.pk


def _refuse_no_address(email: str) -> None:
    try:
        if email.strip():
            validate_email(email.strip())
    except ValidationError:
        raise Refusal("participant.email", _("This is not an e-mail address.")) from None


@action("review_plan.take_person_away", label=gettext_lazy("Take off the list"), on="review_plan", right=kinds.WORK)
def take_person_away(act: Act, *, plan: int, person: int) -> None:
    """Somebody comes no more; reviews they were asked to already keep them."""
    act.claim(Plan, plan, kinds.WORK)
    if not PlanPerson.objects.filter(pk=person, plan=plan).delete()[0]:
        raise NotFound("participant.not_found", _("This person is not on the list."))
    act.record(PlanPersonTakenAway(record=plan, person=person))


@action("review_plan.set_frequency", label=gettext_lazy("Change how often"), on="review_plan", right=kinds.WORK)
def set_frequency(act: Act, *, pk: int, version: int, kind: str, frequency: str) -> None:
    """Hold one kind of review more or less often. In a published plan only dates in the future follow."""
    found = act.claim(Plan, pk, kinds.WORK, version=version)
    lifecycle.refuse_unless_open(found)
    if kind not in Kind.values or (frequency and frequency not in planning.FREQUENCIES):
        raise Refusal("plan.frequency", _("There is no such frequency."))
    _hold_so_often(act, found, kind, frequency)


def follow_level(act: Act, *, plans: Collection[int], kind: str, frequency: str) -> None:
    """Hold this kind of review in running plans as often as its level now says, as part of another action."""
    for pk in sorted(set(plans)):
        found = act.claim(Plan, pk, kinds.WORK)
        if found.state != "published" or kind not in found.frequencies:
            raise Refusal("level.plan", _("Choose running plans that hold this review."))
        _hold_so_often(act, found, kind, frequency)


def _hold_so_often(act: Act, found: Plan, kind: str, frequency: str) -> None:
    """Set how often; in a published plan the dates to come are made anew. What is held or prepared stays."""
    often = {name: value for name, value in found.frequencies.items() if name != kind}
    if frequency:
        often[kind] = frequency
    if not records.change(act, found, frequencies=often) or found.state != "published":
        return
    _withdraw_later(act, found, kind)
    _generate(act, found, {kind: frequency}, _today(act, found), found.planned_until or _today(act, found))


def _withdraw_later(act: Act, found: Plan, kind: str | None = None) -> None:
    """Take back reviews of later days that nobody prepares yet: neither a pack nor an invitation is out."""
    rows = Review.objects.select_for_update(of=("self",)).filter(plan=found, state="planned", pack=None)
    rows = rows.filter(planned_on__gt=_today(act, found)).select_related("identity")
    for each in rows.filter(kind=kind) if kind else rows:
        if Participant.objects.filter(meeting=each.pk).exclude(invited=None).exists():
            continue
        lifecycle.move(act, each, "withdrawn", reason="plan.changed")
        meetings.cancel(act, record=each.pk)


@action("review_plan.step", label=gettext_lazy("Go on"), on="review_plan", right=kinds.WORK)
def step_plan(act: Act, *, pk: int, version: int, to: str) -> None:
    """Publish the calendar, which freezes its dates, or end the plan, which takes later dates back."""
    found = act.claim(Plan, pk, kinds.WORK, version=version)
    lifecycle.move(act, found, to)
    if to == "published":
        _generate(act, found, found.frequencies, *planning.span(found, _today(act, found)))
    if to == "ended":
        _withdraw_later(act, found)


@action("review_plan.go_on", label=gettext_lazy("Make the next dates"), on="review_plan", right=kinds.WORK)
def go_on(act: Act, *, pk: int) -> int:
    """Make the dates of a published plan up to a year from now. Returns how many are new."""
    found = act.claim(Plan, pk, kinds.WORK)
    until = _today(act, found) + planning.HORIZON
    if found.state != "published" or found.planned_until is None or found.planned_until >= until:
        return 0
    return _generate(act, found, found.frequencies, found.planned_until, until)


def _generate(act: Act, found: Plan, often: dict[str, str], after: date, until: date) -> int:
    taken = {
        (kind, day)
        for kind, day in Review.objects.filter(plan=found).exclude(state="withdrawn").values_list("kind", "planned_on")
    }
    made = 0
    for kind, frequency in levels.by_level(often):
        set_as = levels.level(kind)
        for day in planning.dates(found, kind, frequency, after, until)[:MOST_A_YEAR]:
            if (kind, day) not in taken:
                _planned(act, found, set_as, frequency, day)
                made += 1
    if found.planned_until is None or until > found.planned_until:
        records.change(act, found, planned_until=until)
    act.record(CalendarPublished(record=found.pk, reviews=made, until=str(until)))
    return made


def _planned(act: Act, found: Plan, set_as: levels.Level, frequency: str, day: date) -> Review:
    """One review of the calendar, with its meeting and the day its pack is due."""
    kind = set_as.code
    first, last = planning.period(day, frequency)
    is_with_customer = kind in kinds.WITH_CUSTOMER or kind == Kind.EVENT
    where = {"organisation_id": found.identity.organisation_id} if is_with_customer else {}
    due = workdays.before(day, set_as.pack_days, found.zone, found.country)
    names = ("data_set", "scope_field", "scope_value", "zone", "manager", "title")
    fields = {name: getattr(found, name) for name in names}
    form = set_as.form if set_as.form in Form.values else Form.CUSTOMER_MEETING
    made = records.create(
        act, Review, state="planned", where=where, source=records.source_of(found), plan=found, kind=kind, form=form,
        first=first, last=last, planned_on=day, pack_due=due, **fields,
    )  # fmt: skip
    starts_at = local(day, found.at_time, found.zone)
    long: dict[str, Any] = {"minutes_long": found.minutes_long, "place": found.place}
    meetings.plan(act, record=made.pk, starts_at=starts_at, zone=found.zone, series=series_of(made), track=kind, **long)
    return made


def _today(act: Act, found: Plan) -> date:
    return act.at.astimezone(ZoneInfo(found.zone)).date()
