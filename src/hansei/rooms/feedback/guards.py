"""What feedback and complaints need before they go on. Each rule refuses with a sentence that says what is missing."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.lifecycle import Guard
from hansei.kernel.models import ObjectLink
from hansei.rooms.feedback.models import Complaint, Compliment, Feedback

CAPA, IMPROVEMENT = "capa", "improvement"  # kinds of an upper room, known by their links only


def linked(record: int, kind: str) -> bool:
    """Whether a record is linked with one of a kind, from either end."""
    ties = ObjectLink.objects.filter(Q(object=record, target__kind=kind) | Q(target=record, object__kind=kind))
    return ties.exists()


def _handler(found: Feedback) -> str | None:
    return None if found.handler_id else _("Say who handles it: a person reads it.")


def _reply(found: Feedback) -> str | None:
    return None if found.reply.strip() else _("Write the reply first. The automatic thanks are no reply.")


def _outcome(found: Feedback) -> str | None:
    if found.outcome.strip() or linked(found.pk, IMPROVEMENT):
        return None
    return _("Say what was done, or link the improvement that came of it; if nothing was done, say why.")


def _owner(found: Complaint | Compliment) -> str | None:
    return None if found.owner_id else _("Name an owner.")


def _due(found: Complaint) -> str | None:
    return None if found.due_on else _("Set the day by which it is to be closed.")


def _acknowledged(found: Complaint) -> str | None:
    return None if found.acknowledged_on else _("Say on which day the customer was told that it came in.")


def _found(found: Complaint) -> str | None:
    return None if found.investigation.strip() else _("Write what was found.")


def _corrected(found: Complaint) -> str | None:
    return None if found.correction.strip() else _("Write what was put right.")


def _prevention(found: Complaint) -> str | None:
    return None if found.prevention.strip() else _("Write what prevents it from now on.")


def _capa(found: Complaint) -> str | None:
    if linked(found.pk, CAPA):
        return None
    return _("Link its corrective and preventive action (CAPA): without that record it is not closed.")


def _shared(found: Complaint) -> str | None:
    if found.report_on and found.report_evidence.strip():
        return None
    return _("Say on which day the report went to the customer, and what shows that it arrived.")


def _agreed(found: Complaint) -> str | None:
    return (
        None if found.agreed_by.strip() and found.agreed_on else _("The customer closes it: say who agreed and when.")
    )


# Fixed: a person reads and answers feedback and says what came of it; the customer closes a complaint, with its CAPA.
HANDLER = Guard("feedback.handler", gettext_lazy("is handled by a person"), _handler, fixed=True)
REPLY = Guard("feedback.reply", gettext_lazy("has a reply"), _reply, fixed=True)
OUTCOME = Guard("feedback.outcome", gettext_lazy("says what came of it"), _outcome, fixed=True)
OWNER = Guard("complaint.owner", gettext_lazy("has an owner"), _owner)
DUE = Guard("complaint.due", gettext_lazy("has a day"), _due)
ACKNOWLEDGED = Guard("complaint.acknowledged", gettext_lazy("was acknowledged"), _acknowledged)
FOUND = Guard("complaint.found", gettext_lazy("says what was found"), _found)
CORRECTED = Guard("complaint.corrected", gettext_lazy("says what was put right"), _corrected)
PREVENTION = Guard("complaint.prevention", gettext_lazy("says what prevents it"), _prevention)
HAS_CAPA = Guard("complaint.capa", gettext_lazy("has its CAPA record"), _capa, fixed=True)
SHARED = Guard("complaint.shared", gettext_lazy("went to the customer"), _shared, fixed=True)
AGREED = Guard("complaint.agreed", gettext_lazy("is agreed by the customer"), _agreed, fixed=True)
