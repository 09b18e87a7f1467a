"""What an import would do: rows in, taken and refused with the reason, cases, events, and how they would look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from ibis.backends.duckdb import Backend

from hansei.analytics.log import Log
from hansei.analytics.mapping.model import Mapping
from hansei.analytics.reading.lines import line_numbers
from hansei.analytics.reading.raw import Raw, Rejected
from hansei.analytics.reading.relations import view_of
from hansei.analytics.shaping.cells import Typed
from hansei.analytics.shaping.order import Clock, Order, clock_of, filled, shown_row, unread, unread_words

_EXAMPLES: Final = 5  # rows shown for each reason
_FIRST: Final = 20
_REPAIRS: Final = {
    "row.no_case": "row.fill_the_case",
    "row.key_too_long": "row.choose_another_key",
    "row.no_instant": "row.fill_the_instant",
    "row.unreadable_instant": "row.check_the_date_order",
    "row.in_earlier_file": "row.first_is_kept",
    "row.said_twice": "row.first_is_kept",
    "row.case_twice": "row.newest_is_kept",
}


@dataclass(frozen=True)
class Reason:
    """Why rows were refused (a code), how many, what would repair them (a code), and some of them."""

    code: str
    n: int
    repair: str
    examples: tuple[Rejected, ...]


@dataclass(frozen=True)
class ColumnFacts:
    """One source column over all its rows: cells that say something, words that mean nothing, and what was doubtful.

    `words`: what stands oftenest in cells that cannot be read, with how often; `floating`: its clock stands in no zone.
    """

    table: str
    column: str
    target: str
    rows: int
    filled: int
    missing_words: int
    doubled_blanks: int
    unread: int
    ambiguous: int
    contradicting: int
    order: str | None
    floating: bool = False
    words: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Simulation:
    """What an import would do. `first` are the first events as they would look."""

    rows: int
    accepted: int
    rejected: int
    reasons: tuple[Reason, ...]
    cases: int
    events: int
    first_at: Any  # datetime, UTC, naive; None without events
    last_at: Any
    open_at_start: int
    open_at_end: int
    cut_off: int
    columns: tuple[ColumnFacts, ...]
    orders: dict[str, Order]
    clock: Clock
    unknown_states: tuple[str, ...]
    encodings: dict[str, float]
    first: tuple[dict[str, Any], ...]


def simulation_of(
    con: Backend, raw: Raw, mapping: Mapping, tables: Sequence[Typed], orders: dict[str, Order], log: Log
) -> Simulation:
    """Gather the figures of a shaping while its typed tables still stand."""
    reasons = _reasons(con, raw, tables)
    zones = {
        entry.column: entry.zone or mapping.zone for table in mapping.tables for entry in table.columns if entry.order
    }
    clocks = [clock_of(con, table, zones) for table in tables]
    read = sum(order.rows for order in orders.values())
    refused = sum(reason.n for reason in reasons)
    if raw.base is not None:
        read, refused, reasons = _of_events(con, raw, reasons)
    (cases, began, left_open, cut), (events, first, last) = _counts(con, log)
    return Simulation(
        rows=read + raw.rejected_rows, accepted=read + raw.rejected_rows - refused, rejected=refused, reasons=reasons,
        cases=cases, events=events, first_at=first, last_at=last,
        open_at_start=began, open_at_end=left_open, cut_off=cut,
        columns=tuple(facts for table in tables for facts in _columns(con, table, orders[table.name].rows, mapping)),
        orders=orders, clock=Clock(sum(c.twice for c in clocks), sum(c.never for c in clocks)),
        unknown_states=mapping.unknown_states,
        encodings={facts.name: facts.confidence for facts in raw.files if facts.confidence is not None},
        first=_first(con, log),
    )  # fmt: skip


def _of_events(con: Backend, raw: Raw, reasons: tuple[Reason, ...]) -> tuple[int, int, tuple[Reason, ...]]:
    """Of a log the rows are its events, however many cases each touches: how many, how many not dated, and why."""
    assert raw.base is not None
    found = con.raw_sql(
        f'SELECT count(*), count(*) FILTER ("at" IS NULL) FROM {view_of(con, raw.base["events"])}'
    ).fetchall()[0]
    read, refused = int(found[0]), int(found[1])
    if refused and len(reasons) < 2:
        code = reasons[0].code if reasons else "row.no_instant"
        reasons = (Reason(code, refused, _REPAIRS[code], reasons[0].examples if reasons else ()),)
    return read, refused, reasons


def _counts(con: Backend, log: Log) -> tuple[tuple[int, ...], tuple[Any, ...]]:
    cases = con.raw_sql(
        "SELECT count(*), count(*) FILTER (began_before), count(*) FILTER (is_open), count(*) FILTER (cut_off) "
        f"FROM {log.cases.get_name()}"
    ).fetchall()[0]
    events = con.raw_sql(f'SELECT count(*), min("at"), max("at") FROM {log.events.get_name()}').fetchall()[0]
    return tuple(cases), tuple(events)


def _reasons(con: Backend, raw: Raw, tables: Sequence[Typed]) -> tuple[Reason, ...]:
    """Rows that the reader could not part into cells, then those that could not be placed."""
    found = []
    for code in dict.fromkeys(row.reason for row in raw.rejected):
        alike = [row for row in raw.rejected if row.reason == code]
        found.append(Reason(code, len(alike), alike[0].repair, tuple(alike[:_EXAMPLES])))
    # One refused line can have swallowed others (a quote never closed), and only the first thousand are kept.
    missing = raw.rejected_rows - sum(reason.n for reason in found)
    if found and missing > 0:
        most = max(range(len(found)), key=lambda at: found[at].n)
        found[most] = Reason(found[most].code, found[most].n + missing, found[most].repair, found[most].examples)
    for table in tables:
        counts = con.raw_sql(f"SELECT _bad, count(*) FROM {table.table} WHERE _bad IS NOT NULL GROUP BY 1 ORDER BY 1")
        for code, n in counts.fetchall():
            found.append(Reason(code, int(n), _REPAIRS[code], _examples(con, raw, table, code)))
    return tuple(found)


def _examples(con: Backend, raw: Raw, table: Typed, code: str) -> tuple[Rejected, ...]:
    rows = con.raw_sql(
        f"SELECT s._row, {shown_row(table)} FROM {table.source} s JOIN {table.table} t ON t._row = s._row "
        f"WHERE t._bad = '{code}' ORDER BY s._row LIMIT {_EXAMPLES}"
    ).fetchall()
    lines = line_numbers(raw, table.name, [row for row, _ in rows])
    return tuple(Rejected(table.name, lines[row], code, shown, _REPAIRS[code]) for row, shown in rows)


def _columns(con: Backend, table: Typed, rows: int, mapping: Mapping) -> list[ColumnFacts]:
    said, not_read = filled(con, table), unread(con, table)
    placed = {entry.column for entry in mapping.table(table.name).columns if entry.zone}
    return [
        ColumnFacts(
            table=table.name, column=cell.column, target=cell.target, rows=rows, filled=said[cell.column],
            missing_words=cell.missing, doubled_blanks=cell.doubled, unread=not_read.get(cell.column, 0),
            ambiguous=cell.dates.ambiguous if cell.dates else 0,
            contradicting=cell.dates.contradicting if cell.dates else 0,
            order=cell.dates.order if cell.dates else None,
            floating=bool(cell.dates and cell.dates.formats and cell.column not in placed),
            words=unread_words(con, table, cell) if not_read.get(cell.column) else (),
        )
        for cell in table.cells
    ]  # fmt: skip


def _first(con: Backend, log: Log) -> tuple[dict[str, Any], ...]:
    names = ("key", "title", "activity", "state", "phase", "at", "person", "team")
    rows = con.raw_sql(
        'SELECT c.key, c.title, s.activity, s.state, s.phase, s."at", s.person, s.team '
        f'FROM {log.cases.get_name()} c LEFT JOIN {log.steps.get_name()} s ON s."case" = c."case" '
        f'ORDER BY c."case", s.position LIMIT {_FIRST}'
    ).fetchall()
    return tuple(dict(zip(names, row, strict=True)) for row in rows)
