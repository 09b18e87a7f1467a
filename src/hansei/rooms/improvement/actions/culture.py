"""The culture of improving: hours set aside, people nominated for a celebration, duties in role descriptions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.kernel import rights, seeing
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.models import Account
from hansei.kernel.records import source_of
from hansei.rooms.improvement.actions.pages import kept_text
from hansei.rooms.improvement.events import (
    Nominated,
    NominationAnswered,
    RoleDutyEnded,
    RoleDutyNoted,
    TimeReserved,
)
from hansei.rooms.improvement.kinds import RESERVE, SEE
from hansei.rooms.improvement.models import Improvement, Nomination, ReservedTime, RoleDuty

MOST_HOURS = 100_000


@action("improvement.reserve_time", label=gettext_lazy("Set hours aside"), right=RESERVE)
def reserve_time(act: Act, *, month: date, team: str, reserved: Decimal, used: Decimal = Decimal(0)) -> None:
    """Say how many hours a team set aside for improving in a month, and how many it used; a later word replaces it."""
    name = " ".join(team.split())
    if not name or len(name) > 200:
        raise Refusal("reserve.no_team", _("Name the team in one line."))
    if not (0 <= reserved <= MOST_HOURS and 0 <= used <= MOST_HOURS):
        raise Refusal("reserve.hours", _("Hours are a number from 0 on."))
    kept = kept_text(act, None, "team", name)
    ReservedTime.objects.update_or_create(
        month=month.replace(day=1), team=name, defaults={"reserved": reserved, "used": used}
    )
    said = TimeReserved(month=month.isoformat()[:7], team=kept.pk, reserved=float(reserved), used=float(used))
    act.record(said)


@action("culture.nominate", label=gettext_lazy("Nominate for a celebration"), right=SEE)
def nominate(
    act: Act,
    *,
    text: str,
    account: Annotated[int | None, seeing.person()] = None,
    improvement: Annotated[int | None, seeing.record("improvement")] = None,
) -> Nomination:
    """Propose to celebrate a colleague, or an improvement in the person of who owns it; they are asked first."""
    found = act.claim(Improvement, improvement, SEE) if improvement is not None else None
    person = _nominated(found, account)
    if act.by is not None and person.pk == act.by.pk:
        raise Refusal("nomination.oneself", _("Nominate somebody else; others may nominate you."))
    if not rights.holds(person, SEE):
        raise Refusal("nomination.stranger", _("This person may not see improvements, so they could not agree."))
    if found is not None and not rights.allowed(person, SEE, found.identity):
        raise Refusal("nomination.unseen", _("This person may not see the improvement, so they could not agree."))
    # Held: of two at once, the second sees the first.
    Account.objects.select_for_update(no_key=True).get(pk=person.pk)
    asked = Nomination.objects.filter(account=person, improvement=found, by=act.by, state=Nomination.State.ASKED)
    if asked.exists():
        raise Refusal("nomination.asked", _("You nominated this person already; they have not answered yet."))
    kept = kept_text(act, found.pk if found else None, "nomination", text)
    made = Nomination.objects.create(account=person, improvement=found, text=kept, by=act.by, at=act.at)
    said = Nominated(nomination=made.pk, account=person.pk, record=made.improvement_id, text=kept.pk)
    act.record(said, source=source_of(found) if found else None)
    return made


def _nominated(found: Improvement | None, account: int | None) -> Account:
    if account is None:
        if found is None or found.owner is None or not found.owner.is_active:
            said = _("Name a person, or an improvement that somebody owns.")
            raise Refusal("nomination.nobody", said, fields={"account": [said]})
        return found.owner
    person = Account.objects.filter(pk=account, is_active=True).first()
    if person is None:
        raise Refusal("account.not_there", _("There is no such account, or it may not sign in any more."))
    return person


@action("culture.answer_nomination", label=gettext_lazy("Answer the nomination"))
def answer_nomination(act: Act, *, nomination: int, agrees: bool) -> None:
    """Say whether everybody may read it. Only the person nominated says so, and may take it back later."""
    rows = Nomination.objects.select_for_update(of=("self",)).select_related("improvement__identity")
    found = rows.filter(pk=nomination, account=act.by).first() if act.by is not None else None
    if found is None:
        raise NotFound("nomination.not_yours", _("There is no such nomination of yours."))
    now = Nomination.State.SHOWN if agrees else Nomination.State.DECLINED
    if found.state == now:
        return
    found.state, found.answered_at = now, act.at
    found.save(update_fields=["state", "answered_at"])
    said = NominationAnswered(nomination=found.pk, record=found.improvement_id, now=now)
    act.record(said, source=source_of(found.improvement) if found.improvement else None)


@action("culture.note_role_duty", label=gettext_lazy("Note a duty of a role"), right=RESERVE)
def note_role_duty(act: Act, *, role: str, duty: str) -> RoleDuty:
    """Write down what a role's description asks of its holder for improving."""
    name = " ".join(role.split())
    if not name or len(name) > 200:
        raise Refusal("role_duty.no_role", _("Name the role in one line."))
    named, words = kept_text(act, None, "role", name), kept_text(act, None, "role_duty", duty)
    made = RoleDuty.objects.create(role=named, duty=words, since=act.at)
    act.record(RoleDutyNoted(duty=made.pk, role=named.pk, text=words.pk))
    return made


@action("culture.end_role_duty", label=gettext_lazy("End the duty"), right=RESERVE)
def end_role_duty(act: Act, *, duty: int) -> None:
    """Say that a role's description no longer says this."""
    found = RoleDuty.objects.select_for_update().filter(pk=duty).first()
    if found is None:
        raise NotFound("role_duty.not_found", _("There is no such duty of a role."))
    if found.until is None:
        found.until = act.at
        found.save(update_fields=["until"])
        act.record(RoleDutyEnded(duty=found.pk))
