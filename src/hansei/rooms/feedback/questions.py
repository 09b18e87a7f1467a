"""The questions that come with the product: three after a contact, five about a whole service each half year."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hansei.blocks import survey
from hansei.blocks.survey import Question, Scale
from hansei.blocks.survey.declaration import Text

_WORKED: Final = (
    (0, pgettext_lazy("answer", "no")),
    (1, pgettext_lazy("answer", "partly")),
    (2, pgettext_lazy("answer", "yes")),
)
_FACES: Final = (
    (-2, pgettext_lazy("feeling", "very bad")),
    (-1, pgettext_lazy("feeling", "bad")),
    (0, pgettext_lazy("feeling", "neither")),
    (1, pgettext_lazy("feeling", "good")),
    (2, pgettext_lazy("feeling", "very good")),
)
_STARS: Final[tuple[tuple[int, Text], ...]] = (
    (1, _("1 · not at all")),
    (2, "2"),
    (3, "3"),
    (4, "4"),
    (5, _("5 · fully")),
)
_EFFORT: Final[tuple[tuple[int, Text], ...]] = (
    (1, _("1 · very hard")),
    *((value, str(value)) for value in range(2, 7)),
    (7, _("7 · very easy")),
)
_LIKELY: Final[tuple[tuple[int, Text], ...]] = (
    (0, _("0 · not at all likely")),
    *((value, str(value)) for value in range(1, 10)),
    (10, _("10 · very likely")),
)
AFTER_CONTACT: Final = ("worked", "felt", "met")
HALF_YEARLY: Final = ("service_worked", "service_felt", "service_met", "effort", "recommend")

survey.declare(Question("worked", _("Did it work?"), _WORKED, Scale.SHARES))
survey.declare(Question("felt", _("How did dealing with us feel?"), _FACES, Scale.MEAN, has_faces=True))
survey.declare(Question("met", _("How well did it meet what you needed and expected?"), _STARS, Scale.SATISFACTION))
survey.declare(
    Question("service_worked", _("Does this service do what it should?"), _WORKED, Scale.SHARES, after_contact=False)
)
survey.declare(
    Question(
        "service_felt", _("How does using this service feel?"), _FACES, Scale.MEAN, after_contact=False, has_faces=True
    )
)
survey.declare(
    Question(
        "service_met",
        _("How well does this service meet what you need and expect?"),
        _STARS,
        Scale.SATISFACTION,
        after_contact=False,
    )
)
survey.declare(
    Question("effort", _("How easy was it to get what you needed?"), _EFFORT, Scale.MEAN, after_contact=False)
)
survey.declare(
    Question(
        "recommend",
        _("How likely is it that you would recommend this service to a colleague?"),
        _LIKELY,
        Scale.RECOMMENDATION,
        after_contact=False,
    )
)
