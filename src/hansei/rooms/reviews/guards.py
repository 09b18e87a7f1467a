"""What reviews, their plans, audits and findings need before they move on; each refusal says what is missing."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hansei.blocks.checklist import queries as checklists
from hansei.blocks.checklist.models import TaskState
from hansei.blocks.lifecycle import LIFECYCLES, Guard
from hansei.blocks.meeting import queries as meetings
from hansei.blocks.meeting.models import Participant
from hansei.rooms.reviews import clauses
from hansei.rooms.reviews.independence import CAPA, capas, team, why_not
from hansei.rooms.reviews.models import Audit, AuditFinding, Form, Grade, Kind, Plan, Review
from hansei.ui import words


def _no_minutes(found: Review) -> str | None:
    if meetings.paragraphs_of(found.pk):
        return None
    return _("Write the minutes first: without minutes a review was not held.")


def _no_customer(found: Review) -> str | None:
    if found.kind not in (Kind.CUSTOMER, Kind.PERFORMANCE, Kind.PARTNERSHIP) or _was_there(found, "customer"):
        return None
    return _("Note who was there for the customer: without the customer this review was not held.")


def _no_third(found: Review) -> str | None:
    if found.form != Form.THIRD_PARTY or _was_there(found, "third"):
        return None
    return _("Note who gave the third party's opinion.")


def _was_there(found: Review, side: str) -> bool:
    present = Participant.Presence.PRESENT
    return Participant.objects.filter(meeting=found.pk, side=side, presence=present).exists()


def _no_reason(found: Review) -> str | None:
    return None if found.reason else _("Say why the review was not held.")


def _no_frequency(found: Plan) -> str | None:
    return None if found.frequencies else _("Say of at least one review how often it is held.")


# Fixed: a review counts as held or not held only with what proves it.
MINUTES = Guard("review.minutes", gettext_lazy("Minutes are written"), _no_minutes, fixed=True)
CUSTOMER = Guard("review.customer", gettext_lazy("The customer was there"), _no_customer, fixed=True)
THIRD = Guard("review.third", gettext_lazy("The third party was heard"), _no_third)
REASON = Guard("review.reason", gettext_lazy("The reason is given"), _no_reason, fixed=True)
FREQUENCY = Guard("plan.frequency", gettext_lazy("A frequency is set"), _no_frequency)


def _no_lead(found: Audit) -> str | None:
    return None if found.lead_id else _("Name a lead auditor.")


def _not_independent(found: Audit) -> str | None:
    said = [why for each in team(found) if (why := why_not(found.area, each))]
    return _("%(why)s Nobody audits their own work.") % {"why": " ".join(said)} if said else None


def _no_scope(found: Audit) -> str | None:
    return None if found.scope.strip() and found.criteria.strip() else _("Write the scope and the criteria.")


def _no_clauses(found: Audit) -> str | None:
    return None if clauses.codes(found.clauses) else _("Choose at least one checklist.")


def _no_day(found: Audit) -> str | None:
    return None if found.planned_on else _("Set the day it is planned for.")


def _unanswered(found: Audit) -> str | None:
    rows = [
        each for code in clauses.codes(found.clauses) for each in checklists.missing(found.pk, clauses.LISTS[code].code)
    ]
    if not rows:
        return None
    said = {"n": words.number(len(rows))}
    return (
        ngettext(
            "%(n)s question is still without an answer.", "%(n)s questions are still without an answer.", len(rows)
        )
        % said
    )


def _without_finding(found: Audit) -> str | None:
    said = [each for each in unmet(found) if not has_finding(found, each)]
    if not said:
        return None
    return _("Write a finding for what does not conform: %(clauses)s.") % {"clauses": words.listed(said)}


def unmet(found: Audit) -> list[str]:
    """The clauses whose question was answered with “does not conform”; a question of one's own counts for its list."""
    rows = []
    for number in clauses.codes(found.clauses):
        for each in checklists.tasks_of(found.pk, clauses.LISTS[number].code):
            if each.state == TaskState.FAILED:
                rows.append(each.code if each.code in clauses.PARTS else number)
    return list(dict.fromkeys(rows))


def has_finding(found: Audit, clause: str) -> bool:
    """Whether a finding that stands names this clause; a main clause is also named by any of its parts."""
    standing = found.findings.exclude(state="withdrawn").values_list("clause", flat=True)
    return any(each == clause or (clause in clauses.NAMES and each.split(".")[0] == clause) for each in standing)


def _no_summary(found: Audit) -> str | None:
    return None if found.summary.strip() else _("Write the conclusion of the audit.")


def _open_findings(found: Audit) -> str | None:
    n = found.findings.exclude(state__in=("closed", "withdrawn")).count()
    if not n:
        return None
    said = {"n": words.number(n)}
    return ngettext("%(n)s finding is not closed yet.", "%(n)s findings are not closed yet.", n) % said


def _no_audit_reason(found: Audit | AuditFinding) -> str | None:
    return None if found.reason.strip() else _("Write why it is withdrawn.")


def _no_owner(found: AuditFinding) -> str | None:
    return None if found.owner_id and found.due_on else _("Name an owner and set a day.")


def _no_answer(found: AuditFinding) -> str | None:
    return None if found.answer.strip() else _("Write the answer: why it came about, and what is done.")


def _no_capa(found: AuditFinding) -> str | None:
    if found.grade != Grade.NONCONFORMITY or capas(found):
        return None
    return _("A nonconformity needs its corrective and preventive action (CAPA); open one.")


def _capa_open(found: AuditFinding) -> str | None:
    going = [each.identity.key for each in capas(found) if not LIFECYCLES[CAPA].state(each.state).is_end]
    return _("%(keys)s must be closed first.") % {"keys": words.listed(going)} if going else None


def _no_verification(found: AuditFinding) -> str | None:
    return None if found.verification.strip() else _("Write what the verification showed.")


# Fixed: who audits signs for it and is independent; a finding ends only answered, corrected and verified.
LEAD = Guard("audit.lead", gettext_lazy("Has a lead auditor"), _no_lead, fixed=True)
INDEPENDENT = Guard(
    "audit.independent", gettext_lazy("The auditors are independent of the area"), _not_independent, fixed=True
)
SCOPE = Guard("audit.scope", gettext_lazy("Scope and criteria are written"), _no_scope)
CLAUSES = Guard("audit.clauses", gettext_lazy("Checklists are chosen"), _no_clauses, fixed=True)
DAY = Guard("audit.day", gettext_lazy("Has a day"), _no_day)
ANSWERED = Guard("audit.answered", gettext_lazy("Every question is answered"), _unanswered, fixed=True)
FOUND = Guard("audit.found", gettext_lazy("What does not conform is a finding"), _without_finding, fixed=True)
SUMMARY = Guard("audit.summary", gettext_lazy("Has a conclusion"), _no_summary)
FOLLOWED_UP = Guard("audit.followed_up", gettext_lazy("All findings are closed"), _open_findings, fixed=True)
AUDIT_REASON = Guard("audit.reason", gettext_lazy("Says why"), _no_audit_reason, fixed=True)
OWNED = Guard("audit_finding.owner", gettext_lazy("Has an owner and a day"), _no_owner, fixed=True)
ANSWER = Guard("audit_finding.answer", gettext_lazy("Has an answer"), _no_answer, fixed=True)
HAS_CAPA = Guard("audit_finding.capa", gettext_lazy("A nonconformity has its CAPA"), _no_capa, fixed=True)
CAPA_CLOSED = Guard("audit_finding.capa_closed", gettext_lazy("Its CAPA is closed"), _capa_open, fixed=True)
VERIFICATION = Guard(
    "audit_finding.verified", gettext_lazy("Says what the verification showed"), _no_verification, fixed=True
)
