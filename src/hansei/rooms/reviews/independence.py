"""Nobody audits their own work: who has a part in an area, who audits, and who may verify what was put right.

Who acted for somebody lately, or was acted for, is one person with them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from hansei.kernel import past, rights
from hansei.kernel.errors import NotAllowed, Refusal
from hansei.kernel.models import Account, EventObject, Identity, ObjectLink
from hansei.kernel.records import KINDS, Record, may_see
from hansei.rooms.governance import queries as governance
from hansei.rooms.reviews.models import AreaPerson, Audit, AuditArea, AuditFinding, AuditMember

LATELY: Final = timedelta(days=365)  # who worked in an area within this time does not audit it
CAPA: Final = "capa"  # a kind of an upper room, known by its links only


def has_part(area: AuditArea, account: Account, on: date | None = None) -> str | None:
    """Return what part somebody has in an area themselves; None for whoever has none."""
    day = on or timezone.localdate()
    name = {"name": account.name, "area": area.title}
    if area.responsible_id == account.pk:
        return _("%(name)s answers for “%(area)s”.") % name
    if account.pk in _workers(area, day):
        return _("%(name)s works in “%(area)s”, or did so in the last twelve months.") % name
    if account.pk in _deciders(area):
        return _("%(name)s decides about the service of “%(area)s”.") % name
    return None


def why_not(area: AuditArea, account: Account, on: date | None = None) -> str | None:
    """Return why somebody does not audit an area; None for whoever is independent of it."""
    if said := has_part(area, account, on):
        return said
    day = on or timezone.localdate()
    concerned = {each for each in (area.responsible_id, *_workers(area, day), *_deciders(area)) if each is not None}
    end = timezone.make_aware(datetime.combine(day, time.max))
    if account.pk in governance.one_person(concerned, end - LATELY, end):
        name = {"name": account.name, "area": area.title}
        return _("%(name)s acted for somebody with a part in “%(area)s”, or they for %(name)s.") % name
    return None


def _workers(area: AuditArea, day: date) -> set[int]:
    lately = AreaPerson.objects.filter(Q(until=None) | Q(until__gt=day - LATELY), area=area)
    return set(lately.values_list("account", flat=True))


def _deciders(area: AuditArea) -> set[int]:
    service = area.service.strip().casefold()
    seats = governance.seats_now() if service else []
    return {each.account_id for each in seats if each.service.casefold() == service}


def refuse_unless_independent(area: AuditArea, accounts: Iterable[Account], *, field: str = "") -> None:
    """Refuse an auditor who has a part in the area."""
    for each in accounts:
        if said := why_not(area, each):
            more = {"fields": {field: [said]}} if field else {}
            sentence = _("%(why)s Nobody audits their own work; name another auditor.") % {"why": said}
            raise Refusal("audit.own_area", sentence, **more)


def team(found: Audit) -> list[Account]:
    """Who audits, the lead first."""
    # A page asks for each of its buttons; what is read once stays with this audit as it was read.
    prefetch_related_objects([found], Prefetch("members", AuditMember.objects.select_related("account")))
    members = [each.account for each in found.members.all()]
    return [*([found.lead] if found.lead is not None else []), *members]


def may_audit(found: Audit, account: Account) -> bool:
    """Whether the rights of somebody let them audit here at all."""
    return may_see(account, found.identity) and rights.allowed(account, "audit.work", found.identity)


def is_auditor(found: Audit, account: Account | None) -> bool:
    """Whether somebody audits here; the system itself may do what an auditor may."""
    return account is None or account in team(found)


def not_an_auditor(found: Audit, account: Account | None) -> str | None:
    """Return the sentence that says who audits; None for an auditor of this audit."""
    if is_auditor(found, account):
        return None
    lead = found.lead.name if found.lead is not None else "–"
    return _("Only the auditors of this audit do this; ask its lead auditor, %(name)s.") % {"name": lead}


def refuse_unless_auditor(found: Audit, account: Account | None) -> None:
    if said := not_an_auditor(found, account):
        raise NotAllowed("audit.not_auditor", said)


def who_answers(found: Any, account: Account | None) -> str | None:
    """Questions are answered by the auditors, while the audit runs."""
    if found.state != "running":
        return _("Questions are answered while the audit runs.")
    return not_an_auditor(found, account)


def not_the_owner(found: AuditFinding, account: Account | None) -> str | None:
    """A finding is answered by its owner."""
    if found.owner is None:
        return _("Name an owner.")
    if account is None or account == found.owner:
        return None
    return _("%(name)s answers this finding.") % {"name": found.owner.name}


def capas(found: AuditFinding) -> list[Record]:
    """The corrective and preventive actions that are linked with a finding."""
    ties = ObjectLink.objects.filter(
        Q(object=found.pk, target__kind=CAPA) | Q(target=found.pk, object__kind=CAPA)
    ).values_list("object_id", "target_id")
    ends = {end for tie in ties for end in tie} - {found.pk}
    if not ends or CAPA not in KINDS:
        return []
    return list(KINDS[CAPA].model._default_manager.filter(pk__in=ends).select_related("identity").order_by("pk"))


def not_somebody_else(found: AuditFinding, account: Account | None) -> str | None:
    """Whoever put it right, owns it or has a part in the area does not verify it."""
    if account is None:
        return None
    if account.pk in _putting_right(found):
        return _("You had a part in putting this right, or acted for somebody who had; somebody else must verify it.")
    if said := has_part(found.audit.area, account):
        return _("%(why)s Somebody independent must verify this.") % {"why": said}
    return None


def _putting_right(found: AuditFinding) -> set[int]:
    """Everybody who ever owned or answered a finding, or owned a CAPA that was ever linked with it.

    Whoever acted for one of them since it was written, or they for them, is one person with them.
    """
    linked = EventObject.objects.filter(object=found.pk, event__kind="record.linked").values("event")
    corrected = EventObject.objects.filter(event__in=linked, object__kind=CAPA).values("object")
    whole = Identity.objects.filter(Q(pk=found.pk) | Q(pk__in=corrected)).values("pk")
    doers = past.ids_ever(whole, ("owner", "answered_by"))
    return governance.one_person(doers, found.created_at, timezone.now())
