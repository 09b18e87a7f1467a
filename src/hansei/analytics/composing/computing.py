"""A definition compiled to expressions on a log. Many definitions that look at the same steps share one scan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, cast

import ibis
from ibis.expr.types import Table

from hansei.analytics.composing.frame import Frame
from hansei.analytics.composing.model import Amount, Count, Definition, End, Interval, OfSteps, Share
from hansei.analytics.log import Log
from hansei.analytics.measures.instants import Period, local, start_of
from hansei.worktime.calendar import Calendar

# So many definitions in one query: with more, planning it takes longer than the scans it saves.
AT_ONCE: Final = 50
MOST_ROWS: Final = 500
Days = tuple[date, date]  # first and last, both included
SPREAD: Final = ("median", "p90", "mean", "sum")


@dataclass(frozen=True)
class Told:
    """What a definition says: `value` as it asks, None where there is nothing; of a time or an amount its spread, too.

    `n` is what was counted, `count` how many of these a share hit. `left_out` says what could not be counted and why:
    `not_ended` are cases that began and have not ended, so a time looks better than it is where there are many.
    """

    value: float | None
    n: int
    count: int | None = None
    median: float | None = None
    p90: float | None = None
    mean: float | None = None
    left_out: Mapping[str, int] = field(default_factory=dict)


def answer(log: Log, definition: Definition, *, office: Calendar, days: Days | None = None) -> Told:
    """What it measures over the whole log, or over some days on the clock of the office.

    Service hours are the office's unless the definition names other ones.
    """
    frame = Frame(log, office, [definition])
    rows = _rows(frame, [definition], days)
    (row,) = rows.aggregate(**_figures(frame, rows, definition, "d0")).to_pyarrow().to_pylist()
    return _told(row, definition, "d0", {} if days else _left_out(frame, definition))


def split(
    log: Log, definition: Definition, *, office: Calendar, days: Days | None = None
) -> list[tuple[str | None, Told]]:
    """The same for each value of its dimension, the most frequent first; at most 500. Unknown is None.

    Raises ValueError for a definition without a dimension.
    """
    if definition.by is None:
        raise ValueError("the definition names no dimension")
    frame = Frame(log, office, [definition])
    rows = _rows(frame, [definition], days)
    found = rows.group_by(definition.by).aggregate(**_figures(frame, rows, definition, "d0"))
    found = found.filter(found.n_d0 > 0).order_by([ibis.desc("n_d0"), definition.by]).limit(MOST_ROWS)
    return [(row[definition.by], _told(row, definition, "d0", {})) for row in found.to_pyarrow().to_pylist()]


def followed(log: Log, definition: Definition, *, office: Calendar) -> dict[date, Told]:
    """What it says of each step in which there was anything; steps without are absent: no data is not 0."""
    return followed_all(log, {"it": definition}, office=office)["it"]


def followed_all(
    log: Log,
    definitions: Mapping[str, Definition],
    *,
    office: Calendar,
    only: Sequence[date] | None = None,
) -> dict[str, dict[date, Told]]:
    """Many definitions step by step, those that look at the same instants in one scan; with `only`, of these steps."""
    told: dict[str, dict[date, Told]] = {name: {} for name in definitions}
    for names in _batches(definitions):
        _follow(log, {name: definitions[name] for name in names}, office, only, told)
    return told


def anchor_of(definition: Definition) -> str:
    """By which instant things fall into a step: the name of an end, or `steps`."""
    figure = definition.figure
    if isinstance(figure, Count) and figure.of == "steps":
        return "steps"
    at = _instant(figure)
    return at.end if isinstance(at, End) else "steps"


def _instant(figure: Any) -> End | OfSteps:
    found: End | OfSteps = figure.end if isinstance(figure, Interval) else figure.at
    return found


def _batches(definitions: Mapping[str, Definition]) -> list[list[str]]:
    """Definitions that share table, instant and step stand together, at most so many at once."""
    together: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for name, each in definitions.items():
        counts_steps = isinstance(each.figure, Count) and each.figure.of == "steps"
        together[(each.step, None if counts_steps else _instant(each.figure))].append(name)
    return [found[at : at + AT_ONCE] for found in together.values() for at in range(0, len(found), AT_ONCE)]


def _rows(frame: Frame, definitions: Sequence[Definition], days: Days | None) -> Table:
    """Cases that have the instant, or steps with their case; column `happened_at` is the instant."""
    figure = definitions[0].figure
    if isinstance(figure, Count) and figure.of == "steps":
        steps = frame.log.steps
        named = steps.select("case", happened_at=steps["at"], **{f"step_{name}": steps[name] for name in STEP_COLUMNS})
        rows = named.inner_join(frame.cases, "case")
    else:
        rows = frame.cases.mutate(happened_at=frame.instant(frame.cases, _instant(figure)))
    rows = rows.filter(rows.happened_at.notnull())
    if days is None:
        return rows
    day = local(rows.happened_at, frame.zone).date()
    return rows.filter((day >= days[0]) & (day <= days[1]))


STEP_COLUMNS: Final = ("activity", "state", "substate", "phase", "team")


def _follow(
    log: Log,
    batch: Mapping[str, Definition],
    office: Calendar,
    steps: Sequence[date] | None,
    told: dict[str, dict[date, Told]],
) -> None:
    definitions = list(batch.values())
    frame = Frame(log, office, definitions)
    rows = _rows(frame, definitions, None)
    period = cast(Period, definitions[0].step)
    rows = rows.mutate(period=start_of(local(rows.happened_at, frame.zone), period).date())
    if steps is not None:
        rows = rows.filter(rows.period.isin(list(steps)))
    figures: dict[str, Any] = {}
    # The engine's names are ours: what people call theirs is not its matter.
    marks = {f"d{at}": name for at, name in enumerate(batch)}
    for mark, name in marks.items():
        figures |= _figures(frame, rows, batch[name], mark)
    for row in rows.group_by("period").aggregate(**figures).to_pyarrow().to_pylist():
        for mark, name in marks.items():
            if row[f"n_{mark}"]:
                told[name][row["period"]] = _told(row, batch[name], mark, {})


def _figures(frame: Frame, rows: Table, definition: Definition, mark: str) -> dict[str, Any]:
    """The aggregates of one definition, each under its name and mark."""
    counts, figure = frame.counts(rows, definition), definition.figure
    if isinstance(figure, Share):
        hit = frame.hit(rows, figure)
        return {
            f"n_{mark}": (counts & hit.notnull()).sum().fill_null(0),
            f"count_{mark}": (counts & hit.fill_null(False)).sum().fill_null(0),
        }
    if isinstance(figure, Count):
        return {f"n_{mark}": counts.sum().fill_null(0)}
    value = frame.hours(rows, figure) if isinstance(figure, Interval) else rows[figure.field].cast("float64")
    value = counts.ifelse(value, None)
    return {
        f"n_{mark}": value.count(),
        f"median_{mark}": value.quantile(0.5),
        f"p90_{mark}": value.quantile(0.9),
        f"mean_{mark}": value.mean(),
        f"sum_{mark}": value.sum(),
    }


def _told(row: Mapping[str, Any], definition: Definition, mark: str, left_out: Mapping[str, int]) -> Told:
    n, figure = int(row[f"n_{mark}"] or 0), definition.figure
    if isinstance(figure, Share):
        count = int(row[f"count_{mark}"] or 0)
        return Told(count / n if n else None, n, count, left_out=left_out)
    if isinstance(figure, Count):
        return Told(float(n), n, left_out=left_out)
    spread = {name: row[f"{name}_{mark}"] for name in SPREAD}
    value = float(n) if figure.aggregate == "count" else spread[figure.aggregate]
    return Told(value, n, None, spread["median"], spread["p90"], spread["mean"], left_out)


def _left_out(frame: Frame, definition: Definition) -> dict[str, int]:
    """How many cases that the definition is about could not be counted, by reason."""
    figure, cases = definition.figure, frame.cases
    if isinstance(figure, Count) and figure.of == "steps":
        return {}
    counts = frame.counts(cases, definition)
    if isinstance(figure, Interval):
        start, end = frame.instant(cases, figure.start), frame.instant(cases, figure.end)
        reasons = {
            "not_started": start.isnull(),
            "not_ended": start.notnull() & end.isnull(),
            "out_of_order": (start.notnull() & end.notnull() & (end < start)).fill_null(False),
        }
    else:
        at = frame.instant(cases, figure.at)
        unknown = {
            Share: lambda: frame.hit(cases, cast(Share, figure)).isnull(),
            Amount: lambda: cases[cast(Amount, figure).field].isnull(),
        }.get(type(figure), lambda: ibis.literal(False))()
        reasons = {"not_started": at.isnull(), "unknown": at.notnull() & unknown}
    figures = {name: (counts & hit).sum().fill_null(0) for name, hit in reasons.items()}
    (row,) = cases.aggregate(**figures).to_pyarrow().to_pylist()
    return {name: int(n) for name, n in row.items() if n}
