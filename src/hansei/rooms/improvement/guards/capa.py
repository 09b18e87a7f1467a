"""What a corrective and preventive action, and a violation, need before they go on."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.checklist import queries as checklists
from hansei.blocks.checklist.models import TaskState
from hansei.blocks.lifecycle import Guard
from hansei.rooms.improvement.models import Capa, Decision, Violation


def _contained(found: Capa) -> str | None:
    return None if found.containment.strip() else _("Write how the damage was contained.")


def _cause(found: Capa | Violation) -> str | None:
    return None if found.cause.strip() else _("Name the root cause.")


def _corrective(found: Capa) -> str | None:
    if found.corrective.strip() or found.no_corrective.strip():
        return None
    return _("Write the corrective action, or why there is none.")


def _preventive(found: Capa) -> str | None:
    if found.preventive.strip() or found.no_preventive.strip():
        return None
    return _("Write the preventive action, or why there is none.")


def _verified(found: Capa) -> str | None:
    if not found.evidence.strip():
        return _("Put the evidence.")
    return None if found.effect.strip() else _("Write what the check of the effect showed.")


def _shared(found: Capa) -> str | None:
    if found.reports.exists() or found.not_shared.strip():
        return None
    return _("Share the customer version, or write why nobody is to be told.")


def _evidence(found: Violation) -> str | None:
    return None if found.evidence.strip() else _("Put the evidence.")


def _decision(found: Violation) -> str | None:
    if not found.decision or not found.decision_reason.strip():
        return _("Decide what is to be done, with the reason.")
    return None


def system_first(found: Violation) -> str | None:
    """A person is dealt with only after every cause in the system was looked at and excluded."""
    if found.decision != Decision.PERSON:
        return None
    tasks = checklists.tasks_of(found.pk, "improvement.system_causes")
    if not tasks or any(each.state == TaskState.OPEN for each in tasks):
        return _("Check every cause in the system first; a person comes last.")
    if any(each.state == TaskState.FAILED for each in tasks):
        return _("A cause in the system was found; correct it there, not at a person.")
    return None


def _corrected(found: Violation) -> str | None:
    if found.decision == Decision.ACCEPT or found.correction.strip():
        return None
    return _("Write what was done.")


def _outcome(found: Violation) -> str | None:
    return None if found.outcome.strip() else _("Write what the check showed.")


CONTAINED = Guard("capa.contained", gettext_lazy("is contained"), _contained)
# Fixed: no end without cause, correction and evidence; nobody is blamed before the system was looked at.
CAUSE = Guard("capa.cause", gettext_lazy("has a root cause"), _cause, fixed=True)
CORRECTIVE = Guard("capa.corrective", gettext_lazy("is corrected, or has a reason why not"), _corrective, fixed=True)
PREVENTIVE = Guard("capa.preventive", gettext_lazy("is prevented, or has a reason why not"), _preventive, fixed=True)
EFFECT = Guard("capa.effect", gettext_lazy("has evidence of its effect"), _verified, fixed=True)
SHARED = Guard("capa.shared", gettext_lazy("was shared, or has a reason why not"), _shared)
EVIDENCE = Guard("violation.evidence", gettext_lazy("has evidence"), _evidence, fixed=True)
DECIDED = Guard("violation.decision", gettext_lazy("has a decision with its reason"), _decision, fixed=True)
SYSTEM_FIRST = Guard(
    "violation.system_first", gettext_lazy("causes in the system are excluded"), system_first, fixed=True
)
CORRECTED = Guard("violation.corrected", gettext_lazy("something was done, or it is accepted"), _corrected)
OUTCOME = Guard("violation.outcome", gettext_lazy("was checked"), _outcome, fixed=True)
