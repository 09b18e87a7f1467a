"""The reference of measures, from the registry that doors and pages read."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import ibis

from hansei.analytics.log import BASE, DERIVED, Log
from hansei.analytics.measures import MEASURES, Measure, working_days
from hansei.config.reference.meanings import of_parameter
from hansei.config.reference.text import MADE, Undocumented, first_sentence, table
from hansei.ui.words.measures import NAMES
from hansei.worktime import round_the_clock

HEAD = f"""# Measures
Every figure the product shows is one of these. Each is a pure function of a history, has a unit, says its n, and
answers “no data” where what it needs is empty, never 0. What exactly is counted, what is left out and a worked
example stand on the page behind its name. A *share* has `value` (0 to 1), `count` and `n`; a *duration* n, median,
90th percentile and mean; a *count* one number; *rows* a table of the columns named here.
{MADE}

"""
PARAMETERS = """
## Parameters
Given by name: `compute(log, ["arrivals"], period="month")`. What cannot be used is a `ValueError` that names it.

"""
# What a parameter without a default is given, to see which columns come of it.
A_DAY: Final = datetime(2026, 1, 1, tzinfo=UTC)
GIVEN: Final[dict[str, Any]] = {
    "working": lambda: working_days(round_the_clock(ZoneInfo("UTC")), A_DAY, A_DAY),
    "now": lambda: A_DAY,
}


def page() -> str:
    """Return the page as Markdown."""
    columns = ["measure", "on screen", "what it says", "kind", "unit", "of", "needs", "parameters"]
    return HEAD + table(columns, _rows()) + PARAMETERS + table(["parameter", "else", "means"], _parameters())


def _rows() -> Iterator[list[str]]:
    log = Log(**{name: ibis.table(dict(columns), name=name) for name, columns in {**BASE, **DERIVED}.items()})
    for one in MEASURES.values():
        if not one.sentence:
            raise Undocumented(f"measure {one.name} has no docstring.")
        yield [
            f"[`{one.name}`](../measures/{one.name}.md)",
            str(NAMES[one.name]),
            first_sentence(one.sentence),
            f"rows: {_columns(one, log)}" if one.kind == "rows" else one.kind,
            one.unit,
            one.basis,
            _needs(one),
            ", ".join(f"`{name}`{' (must be given)' if name in one.required else ''}" for name in one.parameters),
        ]


def _columns(one: Measure, log: Log) -> str:
    """The columns of its table; the expression is built on no data and never executed."""
    given = {name: make() for name, make in GIVEN.items() if name in one.parameters}
    return ", ".join(f"`{name}`" for name in one(log, **given).columns)


def _needs(one: Measure) -> str:
    wanted = [f"`{column}`" for column in one.needs]
    if one.needs_any:
        wanted.append("one of " + ", ".join(f"`{column}`" for column in one.needs_any))
    return "; ".join(wanted)


def _parameters() -> Iterator[list[str]]:
    for name in sorted({name for one in MEASURES.values() for name in one.parameters}):
        taken = [inspect.signature(one.function).parameters for one in MEASURES.values() if name in one.parameters]
        defaults = {_plain(each[name].default): None for each in taken}
        yield [f"`{name}`", "; ".join(defaults), of_parameter(name)]


def _plain(default: Any) -> str:
    if default is inspect.Parameter.empty:
        return "must be given"
    if isinstance(default, tuple):
        return ", ".join("+".join(each) if isinstance(each, tuple) else str(each) for each in default) or "none"
    return "none" if default is None else "yes" if default is True else str(default)
