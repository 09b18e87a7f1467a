"""The notes of a data-quality report, from a log and the figures of its shaping."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from hansei.analytics.log import CASES, Log
from hansei.analytics.quality.distortion import DISTORTS, MISSING_DISTORTS
from hansei.analytics.reading.relations import view_of
from hansei.analytics.shaping.simulation import Simulation

_SURE_ENCODING: Final = 0.9
# How much of the data a fault without a known whole is taken to concern, where faults are put in order.
_UNKNOWN_SHARE: Final = 0.05


@dataclass(frozen=True)
class QualityNote:
    """One fault: its code, how many it concerns and of how many (`share` 0 to 1, None where there is no whole),
    the measures it distorts by name, and the figures of its sentence.
    """

    code: str
    n: int
    share: float | None
    distorts: tuple[str, ...]
    figures: Mapping[str, Any] = field(default_factory=dict)


def quality(log: Log, simulation: Simulation | None = None) -> list[QualityNote]:
    """Every fault that a log and its import have, those that distort most first; one that does not occur is left out.

    Most is: many measures, by much. One row out of its order among a hundred thousand comes after a field that is
    nearly always empty, though it touches more measures. Those that distort nothing come last.

    Without a simulation (a log that was loaded, not imported) only what the log itself shows is told.
    """
    notes = [*_of_log(log), *(_of_import(simulation) if simulation else ())]
    return sorted((note for note in notes if note.n), key=lambda note: (-_weight(note), note.code))


def _weight(note: QualityNote) -> float:
    return len(note.distorts) * (_UNKNOWN_SHARE if note.share is None else note.share)


def _note(code: str, n: int, whole: int | None = None, **figures: Any) -> QualityNote:
    return QualityNote(code, n, n / whole if whole else None, DISTORTS[code], {"of": whole, **figures})


def _of_log(log: Log) -> Iterator[QualityNote]:
    con = log.cases.get_backend()
    names = [name for name in CASES if name in MISSING_DISTORTS]
    filled = ", ".join(f"count({name})" for name in names)
    row = con.raw_sql(f"""
        SELECT count(*), count(*) FILTER (began_before), count(*) FILTER (is_open), count(*) FILTER (cut_off),
               count(*) FILTER (events = 0),
               count(*) FILTER (resolved_at < reported_at OR closed_at < reported_at OR restored_at < failed_at),
               count(*) FILTER (NOT is_open AND resolved_at IS NULL AND closed_at IS NOT NULL), {filled}
        FROM {view_of(con, log.cases)}
    """).fetchall()[0]
    cases = int(row[0])
    codes = ("began_before", "still_open", "cut_off", "no_events", "ends_before_it_begins", "ended_without_resolution")
    for code, n in zip(codes, row[1:7], strict=True):
        yield _note(code, int(n), cases)
    for name, n in zip(names, row[7:], strict=True):
        # A field that no case has is no fault of the data, but a measure without data; said once, by the measure.
        if 0 < n < cases and not (name in ("resolved_at", "closed_at") and row[2]):
            yield QualityNote(
                "missing_values",
                cases - int(n),
                (cases - n) / cases,
                MISSING_DISTORTS[name],
                {"field": name, "of": cases},
            )


def _of_import(simulation: Simulation) -> Iterator[QualityNote]:
    rows = simulation.rows
    reasons = {reason.code: reason.n for reason in simulation.reasons}
    yield _note("rows_rejected", simulation.rejected, rows, reasons=reasons)
    orders = simulation.orders.values()
    rows = sum(order.rows for order in orders)  # of a log: an event of two cases is a row of each
    yield _note("out_of_order", sum(order.back for order in orders), rows)
    yield _note("order_contradicted", sum(order.contradicted for order in orders), simulation.cases)
    yield _note("equal_instants", sum(order.equal for order in orders), rows)
    yield _note("duplicated_rows", sum(order.duplicated for order in orders), rows)
    yield _note("newest_first", sum(order.newest_first for order in orders))
    yield _note("clock_twice", simulation.clock.twice)
    yield _note("clock_never", simulation.clock.never)
    yield _note("unknown_states", len(simulation.unknown_states), states=simulation.unknown_states)
    for name, confidence in simulation.encodings.items():
        if confidence < _SURE_ENCODING:
            yield _note("guessed_encoding", 1, file=name, confidence=confidence)
    yield from _of_columns(simulation)


def _of_columns(simulation: Simulation) -> Iterator[QualityNote]:
    """One note a column for doubtful dates and unread cells; one for all columns where only the sum matters."""
    for column in simulation.columns:
        said: dict[str, Any] = {"column": column.column, "target": column.target, "order": column.order}
        yield _note("ambiguous_dates", column.ambiguous, column.filled, **said)
        yield _note("contradicting_dates", column.contradicting, column.filled, **said)
        yield _note("unread_cells", column.unread, column.rows, **said)
    for code in ("doubled_blanks", "missing_words"):
        touched = {c.column: getattr(c, code) for c in simulation.columns if getattr(c, code)}
        yield _note(code, sum(touched.values()), columns=touched)
