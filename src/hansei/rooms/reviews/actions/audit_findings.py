"""Every way to change the findings of audits."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from typing_extensions import TypedDict  # comes with pydantic, which needs it below Python 3.12

from hansei.blocks import lifecycle
from hansei.kernel import records, rights
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotAllowed, Refusal
from hansei.kernel.models import Identity
from hansei.rooms.reviews import independence
from hansei.rooms.reviews.actions.audits import place_of, with_accounts
from hansei.rooms.reviews.kinds import AUDIT_SEE, AUDIT_WORK
from hansei.rooms.reviews.models import Audit, AuditFinding, Grade

DAYS_TO_CLOSE: Final = 30  # where the auditor sets no day


class FindingFields(TypedDict, total=False):
    """What an auditor writes about a finding. `audit` is a record's id, `owner` an account's."""

    audit: int
    title: str
    grade: str
    clause: str
    evidence: str
    owner: int | None
    due_on: date | None
    is_confidential: bool


@action("audit_finding.write", label=gettext_lazy("Write a finding"), right=AUDIT_WORK)
def write_finding(act: Act, *, fields: FindingFields) -> AuditFinding:
    """Write down what does not conform, or what was observed, on what evidence. Only the audit's auditors do."""
    given: dict[str, Any] = with_accounts(fields, ("owner",))
    pk = given.pop("audit", None)
    if not pk:
        said = _("Choose the audit.")
        raise Refusal("audit_finding.no_audit", said, fields={"audit": [said]})
    audit = act.claim(Audit, pk, AUDIT_WORK)
    if audit.state != "running":
        raise Refusal("audit_finding.not_running", _("Findings are written while the audit runs."))
    independence.refuse_unless_auditor(audit, act.by)
    given.setdefault("grade", Grade.NONCONFORMITY)
    if given.get("owner") is None:
        given["owner"] = audit.area.responsible
    if given.get("due_on") is None:
        given["due_on"] = timezone.localdate(act.at) + timedelta(days=DAYS_TO_CLOSE)
    _refuse_incomplete(given.get("grade", ""), given.get("clause", ""), given.get("evidence", ""))
    made = records.create(
        act, AuditFinding, state="open", source=records.source_of(audit), where=place_of(audit), audit=audit, **given
    )
    _keep_place(act, made)
    return made


@action("audit_finding.edit", label=gettext_lazy("Edit"), on="audit_finding", right=AUDIT_WORK)
def edit_finding(act: Act, *, pk: int, version: int, fields: FindingFields) -> list[str]:
    """Change a finding. Once the report is issued only its owner and its day change."""
    found = act.claim(AuditFinding, pk, AUDIT_WORK, version=version)
    lifecycle.refuse_unless_open(found)
    independence.refuse_unless_auditor(found.audit, act.by)
    given: dict[str, Any] = with_accounts(fields, ("owner",))
    if given.pop("audit", found.audit_id) != found.audit_id:
        said = _("A finding stays with its audit; withdraw it and write another.")
        raise Refusal("audit_finding.other_audit", said, fields={"audit": [said]})
    differing = [name for name, value in given.items() if getattr(found, name) != value]
    late = sorted(set(differing) - {"owner", "due_on"})
    if found.audit.state != "running" and late:
        said = _("The report is issued; only owner and day change now.")
        raise Refusal("audit_finding.reported", said, fields={name: [said] for name in late})
    if "is_confidential" in differing and independence.capas(found):
        said = _("Its CAPA is open already, as visible as the finding was.")
        raise Refusal("audit_finding.told", said, fields={"is_confidential": [said]})
    changed = records.change(act, found, **given)
    _refuse_incomplete(found.grade, found.clause, found.evidence)
    _keep_place(act, found)
    return changed


def _refuse_incomplete(grade: str, clause: str, evidence: str) -> None:
    if not evidence.strip():
        said = _("Put the evidence: what was seen, where, when.")
        raise Refusal("audit_finding.no_evidence", said, fields={"evidence": [said]})
    if grade == Grade.NONCONFORMITY and not clause:
        said = _("Name the clause that is not met; without a requirement it is an observation.")
        raise Refusal("audit_finding.no_clause", said, fields={"clause": [said]})


def _keep_place(act: Act, found: AuditFinding) -> None:
    """It is its owner's; a confidential one is seen by them and by who may see confidential records."""
    person = found.owner.person_id if found.owner is not None else None
    now = {"requester_id": person, "is_confidential": found.is_confidential or found.audit.identity.is_confidential}
    if any(getattr(found.identity, name) != value for name, value in now.items()):
        Identity.objects.filter(pk=found.pk).update(**now)
        for name, value in now.items():
            setattr(found.identity, name, value)
    for each, field in ((found.owner, "owner"), (act.by, "is_confidential")):
        if each is not None and not rights.allowed(each, AUDIT_SEE, found.identity):
            said = _("%(name)s could not see this finding.") % {"name": each.name}
            raise Refusal("audit_finding.unseen", said, fields={field: [said]})


@action("audit_finding.move", label=gettext_lazy("Move on"), on="audit_finding", right=AUDIT_WORK)
def move_finding(act: Act, *, pk: int, version: int, to: str) -> None:
    """A finding goes on by its answer and its verification; each asks for words, so a button alone is refused."""
    act.claim(AuditFinding, pk, AUDIT_WORK, version=version)
    raise Refusal("audit_finding.words", _("A finding goes on by its answer and its verification, on its page."))


@action("audit_finding.answer", label=pgettext_lazy("button", "Answer"), on="audit_finding", right=AUDIT_SEE)
def answer_finding(act: Act, *, pk: int, version: int, answer: str) -> None:
    """Its owner says why it came about and what was done; a nonconformity has its CAPA by then."""
    found = act.claim(AuditFinding, pk, AUDIT_SEE, version=version)
    if found.state != "open":
        lifecycle.refuse_unless_open(found)
        raise Refusal("audit_finding.answered", _("This finding is answered and waits for its verification."))
    if said := independence.not_the_owner(found, act.by):
        raise NotAllowed("audit_finding.not_owner", said)
    records.change(act, found, answer=answer, answered_by=act.by)
    lifecycle.move(act, found, "answered")


@action("audit_finding.verify", label=gettext_lazy("Verify"), on="audit_finding", right=AUDIT_WORK)
def verify_finding(act: Act, *, pk: int, version: int, outcome: str, verification: str) -> None:
    """Somebody who had no part in it says whether it is put right: it closes, or goes back to its owner."""
    found = act.claim(AuditFinding, pk, AUDIT_WORK, version=version)
    lifecycle.refuse_unless_open(found)
    if outcome not in ("works", "not_yet"):
        raise Refusal("audit_finding.no_outcome", _("Say whether it is put right."))
    if not verification.strip():
        raise Refusal("audit_finding.no_words", _("Write what the verification showed."))
    if said := independence.not_somebody_else(found, act.by):
        raise NotAllowed("audit_finding.own_work", said)
    records.change(act, found, verification=verification, verified_by=act.by)
    if outcome == "not_yet":
        lifecycle.move(act, found, "open", reason=outcome)
        return
    lifecycle.move(act, found, "closed", reason=outcome)
    records.change(act, found, closed_on=timezone.localdate(act.at))


@action("audit_finding.withdraw", label=gettext_lazy("Withdraw"), on="audit_finding", right=AUDIT_WORK)
def withdraw_finding(act: Act, *, pk: int, version: int, reason: str) -> None:
    """Take back a finding that does not stand, with the reason. Only an auditor of its audit may."""
    found = act.claim(AuditFinding, pk, AUDIT_WORK, version=version)
    records.change(act, found, reason=reason)
    lifecycle.move(act, found, "withdrawn")


def finding_to_correct(act: Act, *, pk: int) -> AuditFinding:
    """Return a finding to open a CAPA for, locked, or refuse: it has one already, or is settled."""
    found = act.claim(AuditFinding, pk, AUDIT_SEE)
    lifecycle.refuse_unless_open(found)
    if has := independence.capas(found):
        said = _("%(key)s corrects this finding already.") % {"key": has[0].identity.key}
        raise Refusal("audit_finding.has_capa", said)
    return found
