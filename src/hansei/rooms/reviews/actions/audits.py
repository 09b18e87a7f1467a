"""Every way to change audited areas and audits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import TypedDict  # comes with pydantic, which needs it below Python 3.12

from hansei.blocks import lifecycle
from hansei.blocks.checklist import actions as checklists
from hansei.blocks.meeting.actions.claiming import refuse_long_ago
from hansei.kernel import records, seeing
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.models import Account
from hansei.kernel.records import Record
from hansei.rooms.reviews import clauses, independence
from hansei.rooms.reviews.events import AreaPersonLeft, AreaPersonNamed, AuditorNamed, AuditorReleased
from hansei.rooms.reviews.kinds import AUDIT_SEE, AUDIT_WORK
from hansei.rooms.reviews.models import AreaPerson, Audit, AuditArea, AuditMember

Somebody = Annotated[int, seeing.person()]
WHILE_RUNNING: Final = ("summary", "scope", "title")  # what the auditors still write once an audit has begun


class AreaFields(TypedDict, total=False):
    """What a person writes about an area. `responsible` is an account's id."""

    title: str
    service: str
    responsible: int | None
    every_months: int


class AuditFields(TypedDict, total=False):
    """What a person writes about an audit. `area` is a record's id, `lead` an account's."""

    title: str
    area: int
    scope: str
    criteria: str
    lead: int | None
    planned_on: date | None
    summary: str


@action("audit_area.open", label=gettext_lazy("Add an area"), right=AUDIT_WORK)
def open_area(act: Act, *, fields: AreaFields) -> AuditArea:
    """Name an area that is audited again and again, and who answers for it."""
    where = {"requester_id": act.by.person_id if act.by else None}
    return records.create(act, AuditArea, state="active", where=where, **with_accounts(fields, ("responsible",)))


@action("audit_area.edit", label=gettext_lazy("Edit"), on="audit_area", right=AUDIT_WORK)
def edit_area(act: Act, *, pk: int, version: int, fields: AreaFields) -> list[str]:
    """Change fields. Whoever answers for an area from now on no longer audits it."""
    found = act.claim(AuditArea, pk, AUDIT_WORK, version=version)
    lifecycle.refuse_unless_open(found)
    return records.change(act, found, **with_accounts(fields, ("responsible",)))


@action("audit_area.move", label=gettext_lazy("Move on"), on="audit_area", right=AUDIT_WORK)
def move_area(act: Act, *, pk: int, version: int, to: str) -> None:
    """Say that an area is no longer audited. Its audits and findings stay."""
    lifecycle.move(act, act.claim(AuditArea, pk, AUDIT_WORK, version=version), to)


@action("audit_area.name_person", label=gettext_lazy("Add somebody who works there"), on="audit_area", right=AUDIT_WORK)
def name_area_person(act: Act, *, area: int, account: Somebody, since: date | None = None) -> int:
    """Say that somebody works in an area, today or since an earlier day: they do not audit it."""
    found = act.claim(AuditArea, area, AUDIT_WORK)
    lifecycle.refuse_unless_open(found)
    whom, today = somebody(account), timezone.localdate(act.at)
    known = AreaPerson.objects.filter(area=found, account=whom, until=None).first()
    if known is not None:
        return known.pk
    began = since or today
    if began > today:
        raise Refusal("audit_area.later", _("Write the day from which they work there, not one that is still to come."))
    made = AreaPerson.objects.create(area=found, account=whom, since=began)
    said = AreaPersonNamed(record=area, account=whom.pk, since=began.isoformat())
    act.record(said, source=records.source_of(found))
    return made.pk


@action("audit_area.release_person", label=gettext_lazy("No longer works there"), on="audit_area", right=AUDIT_WORK)
def release_area_person(act: Act, *, area: int, person: int) -> bool:
    """Say that somebody no longer works in an area from today. Returns whether that is new."""
    found = act.claim(AuditArea, area, AUDIT_WORK)
    row = AreaPerson.objects.select_for_update().filter(area=found, pk=person, until=None).first()
    if row is None:
        return False
    row.until = max(timezone.localdate(act.at), row.since)
    row.save(update_fields=["until"])
    said = AreaPersonLeft(record=area, account=row.account_id, until=row.until.isoformat())
    act.record(said, source=records.source_of(found))
    return True


@action("audit.plan", label=gettext_lazy("Plan an audit"), right=AUDIT_WORK)
def plan_audit(act: Act, *, fields: AuditFields) -> Audit:
    """Plan an audit of an area: what is looked at, against what, by whom, when. Nobody audits their own work."""
    given = with_accounts(fields, ("lead",))
    area = _area(act, given.pop("area", None))
    if given.get("planned_on") is not None:
        refuse_long_ago(act, given["planned_on"], field="planned_on")
    if given.get("lead") is not None:
        seeing.person().check(act, given["lead"].pk)
        independence.refuse_unless_independent(area, [given["lead"]], field="lead")
    made = records.create(
        act, Audit, state="planned", source=records.source_of(area), where=place_of(area), area=area, **given
    )
    _refuse_unless_they_may(made)
    return made


def _refuse_unless_they_may(found: Audit) -> None:
    if found.lead is not None and not independence.may_audit(found, found.lead):
        said = _("%(name)s may not work on audits here.") % {"name": found.lead.name}
        raise Refusal("audit.no_right", said, fields={"lead": [said]})


@action("audit.edit", label=gettext_lazy("Edit"), on="audit", right=AUDIT_WORK)
def edit_audit(act: Act, *, pk: int, version: int, fields: AuditFields) -> list[str]:
    """Change the plan; once the audit has begun only its auditors write, and only what they conclude."""
    found = act.claim(Audit, pk, AUDIT_WORK, version=version)
    lifecycle.refuse_settled(found)
    given = with_accounts(fields, ("lead",))
    if "area" in given:
        given["area"] = _area(act, given["area"])
    differing = {name for name, value in given.items() if getattr(found, name) != value}
    if found.state != "planned":
        _refuse_after_beginning(act, found, differing)
    if "planned_on" in differing and given["planned_on"] is not None:
        refuse_long_ago(act, given["planned_on"], field="planned_on")
    changed = records.change(act, found, **{name: given[name] for name in given if name in differing})
    if differing & {"lead", "area"}:
        independence.refuse_unless_independent(found.area, independence.team(found), field="lead")
        _refuse_unless_they_may(found)
    return changed


def _refuse_after_beginning(act: Act, found: Audit, differing: Iterable[str]) -> None:
    independence.refuse_unless_auditor(found, act.by)
    if late := sorted(set(differing) - set(WHILE_RUNNING)):
        said = _("The audit has begun; this stays as it was planned.")
        raise Refusal("audit.begun", said, fields={name: [said] for name in late})


@action("audit.choose_clauses", label=gettext_lazy("Choose checklists"), on="audit", right=AUDIT_WORK)
def choose_clauses(act: Act, *, pk: int, version: int, names: list[str]) -> None:
    """Say which main clauses the audit looks at; their questions are asked in it."""
    found = act.claim(Audit, pk, AUDIT_WORK, version=version)
    if found.state != "planned":
        raise Refusal("audit.begun", _("The audit has begun; this stays as it was planned."))
    if unknown := sorted(set(names) - clauses.NAMES.keys()):
        raise NotFound("audit.no_clause", _("There is no clause “%(name)s”.") % {"name": unknown[0]})
    records.change(act, found, clauses=" ".join(clauses.codes(" ".join(names))))


@action("audit.name_auditor", label=gettext_lazy("Add an auditor"), on="audit", right=AUDIT_WORK)
def name_auditor(act: Act, *, audit: int, account: Somebody) -> bool:
    """Name who audits beside the lead, before or during the audit. Returns whether that is new."""
    found = act.claim(Audit, audit, AUDIT_WORK)
    whom = somebody(account)
    _refuse_unless_team_is_open(act, found)
    independence.refuse_unless_independent(found.area, [whom], field="account")
    if independence.is_auditor(found, whom):
        return False
    if not independence.may_audit(found, whom):
        raise Refusal("audit.no_right", _("%(name)s may not work on audits here.") % {"name": whom.name})
    AuditMember.objects.create(audit=found, account=whom)
    act.record(AuditorNamed(record=audit, account=whom.pk), source=records.source_of(found))
    return True


@action("audit.release_auditor", label=gettext_lazy("Take the auditor off"), on="audit", right=AUDIT_WORK)
def release_auditor(act: Act, *, audit: int, account: int) -> bool:
    """Take somebody off the audit. Returns whether they were on it."""
    found = act.claim(Audit, audit, AUDIT_WORK)
    _refuse_unless_team_is_open(act, found)
    gone, _rows = AuditMember.objects.filter(audit=found, account=account).delete()
    if gone:
        act.record(AuditorReleased(record=audit, account=account), source=records.source_of(found))
    return bool(gone)


def _refuse_unless_team_is_open(act: Act, found: Audit) -> None:
    if found.state == "running":
        independence.refuse_unless_auditor(found, act.by)
    elif found.state != "planned":
        raise Refusal("audit.reported", _("The report is issued; who audited stays."))


@action("audit.move", label=gettext_lazy("Move on"), on="audit", right=AUDIT_WORK)
def move_audit(act: Act, *, pk: int, version: int, to: str) -> None:
    """Begin the audit, issue its report, or close it once all its findings are closed."""
    found = act.claim(Audit, pk, AUDIT_WORK, version=version)
    lifecycle.move(act, found, to)
    today = timezone.localdate(act.at)
    if to == "running":
        records.change(act, found, begun_on=today)
        for number in clauses.codes(found.clauses):
            checklists.start(act, found, clauses.LISTS[number].code)
    elif to == "reported":
        records.change(act, found, reported_on=today)


@action("audit.withdraw", label=gettext_lazy("Withdraw"), on="audit", right=AUDIT_WORK)
def withdraw_audit(act: Act, *, pk: int, version: int, reason: str) -> None:
    """Say that a planned audit is not held, and why."""
    found = act.claim(Audit, pk, AUDIT_WORK, version=version)
    records.change(act, found, reason=reason)
    lifecycle.move(act, found, "withdrawn")


def _area(act: Act, pk: int | None) -> AuditArea:
    if not pk:
        said = _("Choose the area.")
        raise Refusal("audit.no_area", said, fields={"area": [said]})
    found = act.claim(AuditArea, pk, AUDIT_SEE)
    lifecycle.refuse_unless_open(found)
    return found


def somebody(pk: int | None) -> Account:
    """Return an active account, or refuse."""
    found = Account.objects.filter(pk=pk or 0, is_active=True).first()
    if found is None:
        raise Refusal("audit.no_account", _("There is no such account, or it may not sign in any more."))
    return found


def with_accounts(fields: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """Return the fields with people as accounts."""
    return {name: (somebody(value) if value else None) if name in names else value for name, value in fields.items()}


def place_of(found: Record) -> dict[str, Any]:
    """Return where a record stands, for one that hangs on it: who may see the one may see the other."""
    names = ("organisation_id", "service_id", "team_id", "requester_id", "is_confidential")
    return {name: getattr(found.identity, name) for name in names}
