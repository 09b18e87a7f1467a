"""What the people served said in surveys of a pack's period: one figure for each question of each service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hansei.blocks.survey import queries as surveys
from hansei.blocks.survey.declaration import QUESTIONS
from hansei.blocks.survey.models import Survey
from hansei.blocks.survey.results import Result
from hansei.rooms.reviews.filling import Section
from hansei.worktime.periods import Period

PREFIX = "survey"


def satisfaction(period: Period, where: Mapping[str, str]) -> Section:
    """Return each question's figure with its n and 95 % interval; too few answers to hide who gave them: nothing.

    Answers tell the service they are about and nothing else: a pack of one customer's or one team's cases gets none.
    """
    if where.keys() - {"service"}:
        return {}
    wanted = where.get("service", "").casefold()
    figures = []
    for found in Survey.objects.filter(opened_at__lt=period.before).order_by("service", "pk"):
        if wanted and found.service.casefold() != wanted:
            continue
        told = surveys.results_of(found, period.first, period.last)
        if told.may_be_shown:
            figures += [_figure(found, each) for each in told.questions if each.value is not None]
    return {"figures": figures} if figures else {}


def label(code: str) -> str:
    """The words of such a figure: the question, and the service it was asked about."""
    _prefix, question, _survey, service = code.split(":", 3)
    text = QUESTIONS[question].text if question in QUESTIONS else question
    return f"{text} · {service}"


def _figure(found: Survey, line: Result) -> dict[str, Any]:
    return {
        "code": f"{PREFIX}:{line.question.code}:{found.pk}:{found.service}",
        "form": "share" if line.is_share else "number",
        "places": None if line.is_share else 1,
        **{name: round(getattr(line, name), 6) for name in ("value", "low", "high") if getattr(line, name) is not None},
        "n": line.n,
    }
