"""What a plan or a report must have before it is approved, and a report before it is sent."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.lifecycle import Guard
from hansei.rooms.improvement import duties
from hansei.rooms.improvement.guards import sheets
from hansei.rooms.improvement.models import PLAN_PARTS, ImprovementReport, Plan
from hansei.ui import words


def empty_parts(found: Plan) -> list[str]:
    """Return the parts of a plan that say nothing: no words, and no fact of the records in their place."""
    improvement = found.improvement
    told = {
        "basic": bool(improvement.owner_id and improvement.service),
        "roles": sheets.DUTIES_NAMED.missing(improvement) is None,
    }
    return [name for name in PLAN_PARTS if not getattr(found, name).strip() and not told.get(name, False)]


def _parts(found: Plan) -> str | None:
    left = [str(Plan._meta.get_field(name).verbose_name) for name in empty_parts(found)]  # type: ignore[union-attr]  # a field of the model, never a relation to it
    return _("A plan has six parts. Still empty: %(parts)s.") % {"parts": words.listed(left)} if left else None


def _answer(found: ImprovementReport) -> str | None:
    if found.improvement.last_answer is not None:
        return None
    return _("Verify the improvement first: its report tells the answer before and after.")


def _words(found: ImprovementReport) -> str | None:
    if found.analysis.strip() and found.measures.strip():
        return None
    return _("Write the analysis and the measures that follow.")


def _receivers(found: ImprovementReport) -> str | None:
    if found.leader is None or found.supervisor is None:
        return _("Name the responsible leader and the supervisor: the report goes to both.")
    if duties.person_of(found.leader) == duties.person_of(found.supervisor):
        return _("Leader and supervisor are two people. Name another one.")
    gone = [each.name for each in (found.leader, found.supervisor) if not each.is_active]
    return _("%(name)s can no longer be reached. Name somebody else.") % {"name": gone[0]} if gone else None


PARTS = Guard("parts", gettext_lazy("All six parts are filled"), _parts)
# Fixed, as the receivers are: a report tells what was verified, and is mailed to both who are named.
ANSWER = Guard("answer", gettext_lazy("The improvement is verified"), _answer, fixed=True)
WORDS = Guard("words", gettext_lazy("Analysis and measures are written"), _words)
RECEIVERS = Guard("receivers", gettext_lazy("Leader and supervisor are named"), _receivers, fixed=True)
