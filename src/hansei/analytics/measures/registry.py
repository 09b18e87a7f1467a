"""The list of measures: every figure the product shows has a name, a unit and a page here."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

from ibis.expr.types import Table

from hansei.analytics.log import CASES, STEPS
from hansei.analytics.measures.told import TOLD

Kind = Literal["share", "duration", "count", "rows"]
Function = Callable[..., Table]

# A mean of which time, between which ends, over which hours? The word never says; we name both ends.
REFUSED_NAMES: Final = re.compile(r"(^|_)(mttr|mtta|mttf|mtbf)(_|$)", re.IGNORECASE)
NAME: Final = re.compile(r"^[a-z][a-z0-9_]*$")


@dataclass(frozen=True)
class Measure:
    """One figure: how it is called, in what unit it speaks, and what it needs to be able to speak.

    `needs` names columns ("cases.resolved_at", "steps.team") that must hold at least one value, or what `told.TOLD`
    asks of the whole history; where one is empty the answer is "no data", never 0. `anchor` is the instant of a case
    that decides into which week or month it falls in a series. `basis` says what one counted thing is. `order` names
    the columns by which rows are read; without it the largest n comes first. `own` names dimensions that its rows
    hold already: it is not split by them again. `beside` names what it is never shown without: measures that would
    tell if it were reached at the cost of something else, and figures of the same purpose from outside a log.
    """

    name: str
    kind: Kind
    unit: str
    basis: str
    anchor: str
    needs: tuple[str, ...]
    needs_any: tuple[str, ...]
    order: tuple[str, ...]
    own: tuple[str, ...]
    beside: tuple[str, ...]
    function: Function

    def __call__(self, *args: Any, **parameters: Any) -> Table:
        """Build the expression; nothing is executed."""
        return self.function(*args, **parameters)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of its keyword parameters."""
        taken = inspect.signature(self.function).parameters.values()
        return tuple(one.name for one in taken if one.kind is inspect.Parameter.KEYWORD_ONLY)

    @property
    def required(self) -> tuple[str, ...]:
        """The parameters without which there is no answer, a calendar for example."""
        taken = inspect.signature(self.function).parameters
        return tuple(name for name in self.parameters if taken[name].default is inspect.Parameter.empty)

    @property
    def sentence(self) -> str:
        """What it means, in one English sentence."""
        return (self.function.__doc__ or "").strip().split("\n\n")[0].replace("\n    ", " ")

    @property
    def definition(self) -> str:
        """The page that defines it."""
        return f"docs/measures/{self.name}.md"


MEASURES: Final[dict[str, Measure]] = {}


def measure(
    name: str,
    *,
    unit: str,
    kind: Kind,
    basis: str = "cases",
    anchor: str = "reported_at",
    needs: Iterable[str] = (),
    needs_any: Iterable[str] = (),
    order: Iterable[str] = (),
    own: Iterable[str] = (),
    beside: Iterable[str] = (),
) -> Callable[[Function], Function]:
    """Give a pure function `(log, *, …) -> Table` its place in `MEASURES`.

    Raises ValueError for a name that is taken, badly formed, or hides which time is meant (MTTR),
    and for a column in `needs` that a log does not have.
    """
    _check_name(name)
    for column in {*needs, *needs_any} - TOLD.keys():
        _check_column(column)

    def register(function: Function) -> Function:
        MEASURES[name] = Measure(
            name, kind, unit, basis, anchor, needs=tuple(needs), needs_any=tuple(needs_any), order=tuple(order),
            own=tuple(own), beside=tuple(beside), function=function,
        )  # fmt: skip
        return function

    return register


def _check_name(name: str) -> None:
    if REFUSED_NAMES.search(name):
        raise ValueError(f"{name}: name a time by its two ends, for example time_to_resolve")
    if not NAME.match(name):
        raise ValueError(f"{name}: a measure's name is lower case words joined by _")
    if name in MEASURES:
        raise ValueError(f"{name}: there is a measure of this name")


def _check_column(column: str) -> None:
    table, _, field = column.partition(".")
    schemas = {"cases": CASES, "steps": STEPS}
    if table not in schemas or field not in schemas[table]:
        raise ValueError(f"{column}: no such column in a log")
