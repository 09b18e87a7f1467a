"""What a room says of one measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from hansei.ui import marks, words
from hansei.ui.components import Figure
from hansei.ui.words.spans import hour_sign

Text = str | Promise
SHOWN = 13  # periods of the small bars


@dataclass(frozen=True)
class TilePoint:
    """One period: its first day, its value (None: a gap) and n. `is_break`: the formula changed here."""

    day: date
    value: float | None
    n: int
    is_break: bool = False
    is_signal: bool = False


@dataclass(frozen=True)
class Tile:
    """One measure. Values of `points` and `target` are in the figure's own unit: shares from 0 to 1, spans in seconds.

    `better` is lower, higher or "": it says how the target reads. `missing` is the sentence that stands where there is
    no figure (“no source yet”). `url` leads to the measure, the figure's own `url` to the events behind it. `limits`
    are centre, lower and upper.
    """

    title: Text
    figure: Figure
    points: Sequence[TilePoint] = field(default_factory=tuple)
    target: float | None = None
    better: str = ""
    limits: tuple[float, float, float] | None = None
    period: Text = ""
    missing: Text = ""
    url: str = ""
    chips: Sequence[tuple[Text, str]] = ()
    beside: Sequence[str] = ()  # the guards it is never shown without, each in words

    @property
    def target_said(self) -> str:
        """“at most 4 h”; "" without a target."""
        if self.target is None:
            return ""
        said = replace(self.figure, value=self.target).written
        if self.figure.unit:
            said = f"{said} {self.figure.unit}"
        if self.better == "lower":
            return _("at most %(value)s") % {"value": said}
        return _("at least %(value)s") % {"value": said} if self.better == "higher" else said

    @property
    def bars(self) -> marks.Picture | None:
        """The last periods as bars; None where there is nothing to follow."""
        last = list(self.points)[-SHOWN:]
        if sum(each.value is not None for each in last) < 2:
            return None
        labels = [words.of_day(each.day) for each in last]
        return marks.sparkline([each.value for each in last], str(self.title), labels)

    @property
    def gaps(self) -> int:
        """How many of the periods shown have no value."""
        return sum(each.value is None for each in list(self.points)[-SHOWN:])

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """Period, value and n, as they read."""
        return [
            (words.of_day(each.day), replace(self.figure, value=each.value).written, words.number(each.n))
            for each in self.points
        ]

    @property
    def chart(self) -> marks.Picture | None:
        """All periods with limits and target; None where there are too few."""
        if sum(each.value is not None for each in self.points) < 2:
            return None
        factor = {"share": 100.0, "span": 1 / 3600, "call": 1 / 60}.get(self.figure.form, 1.0)

        def scaled(value: float | None) -> float | None:
            return None if value is None else value * factor

        drawn = [
            marks.Point(each.day, scaled(each.value), each.n, _("signal") if each.is_signal else "")
            for each in self.points
        ]
        limits = []
        if self.limits:
            centre, lower, upper = (each * factor for each in self.limits)
            limits = [marks.Limits(0, len(drawn) - 1, centre, lower, upper)]
        breaks = [(each.day, _("new version")) for each in self.points if each.is_break]
        unit = {"share": "%", "span": hour_sign(), "call": _("min")}.get(self.figure.form, str(self.figure.unit))
        return marks.control_chart(
            drawn, limits, str(self.title), interventions=breaks, goal=scaled(self.target), unit=unit
        )
