"""Questions that may be asked, each with its scale and the words of its ends."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise

Text = str | Promise


class Scale(StrEnum):
    """How an answer is read: a share of words, a mean, a share of 4 and 5, or promoters less detractors."""

    SHARES = "shares"
    MEAN = "mean"
    SATISFACTION = "satisfaction"
    RECOMMENDATION = "recommendation"


@dataclass(frozen=True)
class Question:
    """One question: its answers with their values, and whether it may be asked after a single contact."""

    code: str
    text: Text
    answers: tuple[tuple[int, Text], ...]
    scale: Scale
    after_contact: bool = True
    has_faces: bool = False  # the values −2 to 2 are drawn as faces

    @property
    def values(self) -> tuple[int, ...]:
        return tuple(value for value, _label in self.answers)


QUESTIONS: dict[str, Question] = {}


def declare(question: Question) -> Question:
    """Register a question; codes are public for ever, answers are kept by them."""
    if question.code in QUESTIONS:
        raise ValueError(f"question {question.code} is declared twice")
    if question.scale is Scale.RECOMMENDATION and question.after_contact:
        raise ValueError(f"{question.code}: a recommendation is never asked after a single contact")
    QUESTIONS[question.code] = question
    return question
