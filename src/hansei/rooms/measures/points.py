"""The list “before you measure”: what was asked and agreed before a metric is collected. It can be edited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hansei.rooms.measures.models import CheckPoint, Metric
from hansei.ui import words

# The seven points as they come; the code is kept for good.
SHIPPED: Final[dict[str, str | Promise]] = {
    "concerns": _("The stakeholders were asked what concerns them"),
    "automatic": _("An automatic source was looked for"),
    "methods": _("Several methods of collecting were compared"),
    "cost": _("The cost of collecting it is shown"),
    "worry": _("People’s worry is answered: what it will never be used for"),
    "sponsor": _("A sponsor is named"),
    "meeting": _("Business and technology have met over it"),
}


@dataclass(frozen=True)
class Point:
    """One point as a metric's card shows it."""

    code: str
    said: str
    is_done: bool


def points() -> list[tuple[str, str]]:
    """Code and words of every point that holds now: the shipped ones as far as nobody changed or dropped them."""
    changed = {each.code: each for each in CheckPoint.objects.all()}
    shipped = [
        (code, changed[code].text if code in changed and changed[code].text else str(said))
        for code, said in SHIPPED.items()
        if code not in changed or not changed[code].is_dropped
    ]
    own = [(each.code, each.text) for each in changed.values() if each.code not in SHIPPED and not each.is_dropped]
    return shipped + own


def listed(codes: list[str]) -> str:
    """Points by their words, one that was dropped since by its code."""
    said = dict(points())
    return words.listed(said.get(each, each) for each in codes)


def points_of(found: Metric) -> list[Point]:
    """Every point, done or open for this metric."""
    return [Point(code, said, code in found.points) for code, said in points()]
