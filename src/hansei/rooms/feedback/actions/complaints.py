"""Every way to change a complaint or a compliment, and how many users there are."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import TypedDict  # comes with pydantic, which needs it below Python 3.12

from hansei.blocks import lifecycle
from hansei.kernel import records
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account
from hansei.rooms.feedback import alike
from hansei.rooms.feedback.events import ComplaintEscalated, UsersCounted
from hansei.rooms.feedback.kinds import WORK, WORK_VOICE
from hansei.rooms.feedback.models import Complaint, Compliment, UserCount


class ComplaintFields(TypedDict, total=False):
    """What is written about a complaint. `owner` is an account's id, `repeats` the number of an earlier one."""

    title: str
    statement: str
    customer: str
    service: str
    severity: int
    owner: int | None
    received_on: date
    due_on: date | None
    acknowledged_on: date | None
    investigation: str
    correction: str
    prevention: str
    report_on: date | None
    report_evidence: str
    agreed_by: str
    agreed_on: date | None
    repeats: int | None


class ComplimentFields(TypedDict, total=False):
    """What is written about praise. `owner` is an account's id."""

    title: str
    statement: str
    customer: str
    service: str
    for_whom: str
    owner: int | None


@action("complaint.open", label=gettext_lazy("Note a complaint"), right=WORK)
def open_complaint(act: Act, *, fields: ComplaintFields) -> Complaint:
    """Write a complaint down. An earlier one like it is tied at once and stands on top of its page."""
    values = _values(fields)
    if not values.get("repeats"):
        earlier = alike.earlier_like(
            act.by, fields.get("title", ""), fields.get("statement", ""), fields.get("service", "")
        )
        values["repeats"] = earlier[0] if earlier else None
    where = {"requester_id": act.by.person_id if act.by else None}
    return records.create(act, Complaint, state="received", where=where, **values)


@action("complaint.edit", label=gettext_lazy("Edit"), on="complaint", right=WORK)
def edit_complaint(act: Act, *, pk: int, version: int, fields: ComplaintFields) -> list[str]:
    """Change fields; refuses when somebody else did meanwhile."""
    found = act.claim(Complaint, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    values = _values(fields)
    if values.get("repeats") is not None and values["repeats"].pk == found.pk:
        raise Refusal("complaint.itself", _("A complaint does not repeat itself; choose an earlier one."))
    return records.change(act, found, **values)


@action("complaint.move", label=gettext_lazy("Move on"), on="complaint", right=WORK)
def move_complaint(act: Act, *, pk: int, version: int, to: str) -> None:
    """Go one way of the lifecycle."""
    found = act.claim(Complaint, pk, WORK, version=version)
    lifecycle.move(act, found, to)


@action("complaint.escalate_overdue", label=gettext_lazy("Escalate overdue complaints"), right=WORK)
def escalate_overdue(act: Act, *, day: date) -> int:
    """Escalate, once each, the complaints that were to be closed before this day and are not."""
    late = Complaint.objects.filter(due_on__lt=day, escalated_on=None).exclude(state="closed")
    n = 0
    for found in late.select_related("identity").select_for_update(of=("self",)).order_by("pk"):
        records.change(act, found, escalated_on=day)
        fact = ComplaintEscalated(record=found.pk, due=str(found.due_on))
        act.record(fact, source=records.source_of(found))
        n += 1
    return n


@action("compliment.open", label=gettext_lazy("Note a compliment"), right=WORK)
def open_compliment(act: Act, *, fields: ComplimentFields) -> Compliment:
    """Write praise down, so that it reaches whom it is for."""
    where = {"requester_id": act.by.person_id if act.by else None}
    return records.create(act, Compliment, state="received", where=where, **_values(fields))


@action("compliment.edit", label=gettext_lazy("Edit"), on="compliment", right=WORK)
def edit_compliment(act: Act, *, pk: int, version: int, fields: ComplimentFields) -> list[str]:
    """Change fields; refuses when somebody else did meanwhile."""
    found = act.claim(Compliment, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    return records.change(act, found, **_values(fields))


@action("compliment.move", label=gettext_lazy("Move on"), on="compliment", right=WORK)
def move_compliment(act: Act, *, pk: int, version: int, to: str) -> None:
    """Go one way of the lifecycle."""
    found = act.claim(Compliment, pk, WORK, version=version)
    lifecycle.move(act, found, to)


@action("feedback.count_users", label=gettext_lazy("Enter the number of users"), right=WORK_VOICE)
def count_users(act: Act, *, users: int, since: date, source: str, service: str = "") -> int:
    """Enter how many users there are from a day on, and where the number comes from."""
    if not 0 < users < 10**9 or not source.strip():
        raise Refusal(
            "feedback.users", _("Enter how many users there are, more than none, and where the number comes from.")
        )
    made = UserCount.objects.create(
        users=users, since=since, source=source.strip()[:200], service=service.strip()[:200], by=act.by
    )
    act.record(UsersCounted(users=users, since=str(since), count=made.pk))
    return made.pk


def _values(fields: ComplaintFields | ComplimentFields) -> dict[str, Any]:
    values: dict[str, Any] = dict(fields)
    if "owner" in values:
        owner = values["owner"]
        values["owner"] = Account.objects.filter(pk=owner, is_active=True).first() if owner else None
        if owner and values["owner"] is None:
            raise Refusal("account.not_there", _("There is no such account, or it may not sign in any more."))
    if "repeats" in values:
        values["repeats"] = Complaint.objects.filter(pk=values["repeats"]).first() if values["repeats"] else None
    return values
