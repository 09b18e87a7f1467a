"""What stands on the record pages of this room, and above its lists."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from hansei.kernel import rights
from hansei.rooms.governance import layers, pictures, roles
from hansei.rooms.governance.appetite import LEVEL_LABELS, LEVEL_TONES
from hansei.rooms.governance.exposure import exposure_of
from hansei.rooms.governance.kinds import SEE, WORK
from hansei.rooms.governance.models import Risk
from hansei.rooms.governance.queries import appetite, holds_role, who_is_asked
from hansei.ui.pages import reader


def risk_standing(request: HttpRequest, found: Risk) -> SafeString | str:
    """How a risk stands: level, exposure, who is asked, bow-tie, scores, and what happened."""
    account, scores = reader(request), list(found.scores.select_related("by", "why"))
    task = found.escalations.select_related("risk").order_by("-pk").first()
    is_open = task is not None and not task.answer
    level = appetite().level_of(found) if found.likelihood else ""
    context: dict[str, Any] = {
        "risk": found,
        "exposure": exposure_of(found),
        "level": LEVEL_LABELS.get(level, ""),
        "tone": LEVEL_TONES.get(level, ""),
        "task": task if found.raised_to else None,
        "asked": who_is_asked(task) if task is not None and is_open else "",
        "may_answer": is_open and task and holds_role(account, roles.OWNER_OF[task.horizon], found.service),
        "is_open": found.state != "closed",
        "is_overdue": found.state != "closed" and found.review_on and found.review_on < timezone.localdate(),
        "may_work": rights.allowed(account, WORK, found.identity),
        "bow": pictures.bow_tie(found),
        "trend": pictures.exposure_trend(scores),
        "scores": [(each, exposure_of(each)) for each in reversed(scores)],
        "occurrences": found.occurrences.select_related("what").order_by("-on", "-pk"),
    }
    return render_to_string("governance/risk.html", context, request)


def risks_lead(request: HttpRequest) -> SafeString | str:
    """What stands over the appetite, and the way to the map."""
    account = reader(request)
    if not rights.holds(account, SEE):
        return ""
    return render_to_string("governance/risks_lead.html", {"shown": layers.of(account)}, request)
