"""One figure of the service desk in words: what every one of the seven says, whatever it comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.analytics.statistics import Counted, compare_periods
from hansei.blocks.tile import Tile, TilePoint
from hansei.rooms.measures.valuing import start_of_step, steps_between
from hansei.ui.components import Figure
from hansei.ui.words import measures as measure_words

Text = str | Promise
Days = tuple[date, date]
DAY: Final = timedelta(days=1)
STEPS: Final = ("day", "week", "month")
FOLLOWED: Final = 26  # steps
FOUR: Final = ("answer_rate", "dispatch_accuracy", "record_rate", "mean_call_time")
GUARDS: Final = ("repeat_contact_share", "satisfaction", "first_contact_resolution")
NAMES: Final[dict[str, Text]] = {
    "answer_rate": gettext_lazy("Answer rate"),
    "record_rate": gettext_lazy("Record rate"),
    "mean_call_time": gettext_lazy("Mean call time"),
    "satisfaction": gettext_lazy("Satisfaction after a contact"),
}
FORMULAS: Final[dict[str, Text]] = {
    "answer_rate": gettext_lazy("Calls answered, by calls offered."),
    "record_rate": gettext_lazy(
        "Contacts with a ticket, by contacts answered less those excluded by agreement. Contacts given up before"
        " never enter."
    ),
    "mean_call_time": gettext_lazy(
        "Talk time of answered calls, by calls answered. It is never a goal for one person."
    ),
    "satisfaction": gettext_lazy(
        "Answers of 4 and 5 of 5, by all answers to surveys after a contact; shown from five answers on."
    ),
}


@dataclass(frozen=True)
class Asked:
    """Which part is looked at: the data set's number, the period, the team of the desk, the step of the trend."""

    source: int
    days: Days
    before: Days
    team: str
    step: str

    def query(self, **more: str) -> str:
        told = {"source": self.source, "since": self.days[0], "until": self.days[1], "team": self.team, **more}
        return urlencode({name: value for name, value in told.items() if value})


@dataclass(frozen=True)
class Line:
    """One figure with what stands behind it. `missing` says why there is none, `mend` where that is mended."""

    code: str
    name: str
    figure: Figure
    value: float | None = None
    count: float | None = None
    n: float | None = None
    was: Figure = field(default_factory=Figure)
    was_value: float | None = None
    change: str = ""
    points: Sequence[TilePoint] = ()
    left_out: Sequence[tuple[str, int, str]] = ()
    notes: Sequence[str] = ()
    basis: str = ""
    missing: str = ""
    mend: tuple[str, str] | None = None
    cases: Sequence[tuple[str, str]] = ()
    definition: str = ""
    definition_url: str = ""

    @property
    def is_guard(self) -> bool:
        return self.code in GUARDS

    @property
    def tile(self) -> Tile:
        return Tile(
            self.name, self.figure, self.points, missing=self.missing, url=self.definition_url, period=self.basis
        )


def name_of(code: str) -> str:
    """What a figure is called."""
    return str(NAMES[code]) if code in NAMES else measure_words.name(code)


def change(then: Mapping[str, int], now: Mapping[str, int]) -> str:
    if not then.get("n") or not now.get("n"):
        return ""
    a, b = (Counted(each.get("count", 0), float(each["n"])) for each in (then, now))
    return {
        "higher": _("higher than before"),
        "lower": _("lower than before"),
        "no_material_difference": _("no material difference"),
        "cannot_tell": _("cannot tell"),
    }[compare_periods(a, b, kind="share").answer]


def steps(asked: Asked) -> list[date]:
    """The first days of the last steps up to the period's end."""
    last = start_of_step(asked.days[1], asked.step)
    long = {"day": 1, "week": 7, "month": 31}[asked.step]
    return list(steps_between(last - timedelta(days=long * (FOLLOWED - 1)), last, asked.step))[-FOLLOWED:]


def from_first(points: list[TilePoint]) -> list[TilePoint]:
    """Without the empty steps before anything was known."""
    known = [at for at, each in enumerate(points) if each.value is not None]
    return points[known[0] :] if known else []
