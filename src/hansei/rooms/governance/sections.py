"""What stands on the record pages of this room, and above its lists."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hansei.kernel import rights
from hansei.rooms.governance import decision_pictures, layers, pictures
from hansei.rooms.governance.appetite import Appetite
from hansei.rooms.governance.exposure import exposure_of
from hansei.rooms.governance.kinds import SEE, SEE_RIGHTS, WORK
from hansei.rooms.governance.levels import LEVEL_LABELS, LEVEL_TONES
from hansei.rooms.governance.models import Decision, Risk
from hansei.rooms.governance.queries import (
    acted_for,
    appetite,
    deciders_of,
    deciding_since,
    risks_of,
    who_is_asked,
    whose_answer,
)
from hansei.rooms.governance.queries.decisions import decisions
from hansei.ui.pages import reader


def risk_standing(request: HttpRequest, found: Risk) -> SafeString | str:
    """How a risk stands: level, exposure, who is asked, bow-tie, scores, and what happened."""
    account, scores = reader(request), list(found.scores.select_related("by", "why"))
    task = found.escalations.select_related("risk__owner").order_by("-pk").first()
    is_open = task is not None and not task.answer
    level = appetite().level_of(found) if found.likelihood else ""
    context: dict[str, Any] = {
        "risk": found,
        "exposure": exposure_of(found),
        "level": LEVEL_LABELS.get(level, ""),
        "tone": LEVEL_TONES.get(level, ""),
        "task": task if found.raised_to else None,
        "asked": who_is_asked(task) if task is not None and is_open else "",
        "may_answer": is_open and task and whose_answer(account, task) is not None,
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
    context = {"shown": layers.of(account), "may_see": rights.holds(account, SEE_RIGHTS)}
    return render_to_string("governance/risks_lead.html", context, request)


def _tied(risks: list[Risk], limits: Appetite) -> list[dict[str, Any]]:
    """Risks as a decision shows them: level and exposure."""
    shown = []
    for each in risks:
        level = limits.level_of(each) if each.likelihood else ""
        label, tone = LEVEL_LABELS.get(level, _("not scored")), LEVEL_TONES.get(level, "line")
        shown.append({"risk": each, "level": label, "tone": tone, "exposure": exposure_of(each)})
    return shown


def decision_table(request: HttpRequest, found: Decision) -> SafeString:
    """What lies on the table of a decision: options, risks with that of doing nothing, who decides, principles."""
    account, limits = reader(request), appetite()
    tied = risks_of(account, found.pk)
    context: dict[str, Any] = {
        "decision": found,
        "level": LEVEL_LABELS[found.level],
        "tone": LEVEL_TONES[found.level],
        "who": str(deciders_of(account, found)),
        "acted_for": acted_for(found.pk) if found.chosen else None,
        "is_due": found.state == "decided" and found.check_on and found.check_on <= timezone.localdate(),
        "options": [each.strip() for each in found.options.splitlines() if each.strip()],
        "without": _tied([each for role, each in tied if role == "without"], limits),
        "risks": _tied([each for role, each in tied if role != "without"], limits),
        "wheel": decision_pictures.wheel(found),
        "principles": [
            (label, asked_, getattr(found, name)) for name, (label, asked_) in decision_pictures.ASKED.items()
        ],
    }
    return render_to_string("governance/decision.html", context, request)


def decisions_lead(request: HttpRequest) -> SafeString | str:
    """Decisions along time, and how deciding goes."""
    account = reader(request)
    if not rights.holds(account, SEE):
        return ""
    since = timezone.now() - timedelta(days=365)
    last = list(decisions(account).exclude(chosen="").filter(changed_at__gte=since).order_by("-pk")[:200])
    context: dict[str, Any] = {"timeline": decision_pictures.timeline(last)}
    context["deciding"] = deciding_since(account, since=since)
    context["may_see"] = rights.holds(account, SEE_RIGHTS)
    return render_to_string("governance/decisions_lead.html", context, request)
