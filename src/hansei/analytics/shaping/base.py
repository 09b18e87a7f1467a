"""The six base tables from typed source tables and their moments. Set-wise, in DuckDB; nothing is interpreted here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from ibis.backends.duckdb import Backend
from ibis.expr.types import Table

from hansei.analytics.log import BASE
from hansei.analytics.mapping.model import Mapping
from hansei.analytics.mapping.targets import type_of
from hansei.analytics.naming import taken_in
from hansei.analytics.shaping.cells import Cell, Typed, as_text
from hansei.analytics.shaping.ends import marks
from hansei.analytics.shaping.moments import gather
from hansei.analytics.sql import text

# Said of an event, kept with it; everything else is said of the case.
_OF_EVENT = frozenset(
    {"key", "event_key", "activity", "at", "recorded_at", "person", "team", "state", "substate", "line"}
)
_OF_CHANGE = frozenset({"field", "was", "now"})


@dataclass(frozen=True)
class _Bench:
    """Names of the tables in work. `numbered` is the moments with their event and case."""

    con: Backend
    tag: str
    tables: tuple[Typed, ...]
    mapping: Mapping
    moments: str
    whole: bool

    def name(self, table: str) -> str:
        return f"log_{table}_{self.tag}"

    @property
    def numbered(self) -> str:
        return f"numbered_{self.tag}"


def base_tables(
    con: Backend,
    tables: Sequence[Typed],
    mapping: Mapping,
    *,
    whole: bool = False,
    keep_numbers: bool = False,
    backwards: Sequence[int] = (),
    numbered: Sequence[int] = (),
) -> dict[str, Table]:
    """Base tables as `log.BASE` types them, from typed source tables.

    `backwards`: the tables whose files tell the newest first; `numbered`: those that count each case's updates.
    `whole`: the format itself proves that the files are complete.
    With `keep_numbers` there is one more table, `numbered`: each event's source row (`src`, `_row`).
    """
    tag = uuid4().hex[:12]
    bench = _Bench(con, tag, tuple(tables), mapping, gather(con, tables, mapping, tag, backwards, numbered), whole)
    _objects(bench)
    _events(bench)
    _event_values(bench)
    _object_values(bench)
    con.raw_sql(f"CREATE TABLE {bench.name('links')} (object BIGINT, target BIGINT, role VARCHAR)")
    made = {name: con.table(bench.name(name)) for name in BASE}
    if keep_numbers:
        return {**made, "numbered": con.table(bench.numbered)}
    con.raw_sql(f"DROP TABLE {bench.numbered}")
    return made


def _objects(bench: _Bench) -> None:
    """One object a case, numbered in the order in which the source names them."""
    order = {"tickets": 0, "changes": 2}
    keys = " UNION ALL ".join(
        f"SELECT {order.get(table.role, 1)} AS rank, _row, _key FROM {table.table} WHERE _bad IS NULL"
        for table in bench.tables
    )
    bench.con.raw_sql(f"""
        CREATE TABLE {bench.name("objects")} AS
        SELECT row_number() OVER (ORDER BY first) AS object, 'case' AS kind, _key AS key
        FROM (SELECT _key, min((rank, _row)) AS first FROM ({keys}) GROUP BY _key)
    """)


def _events(bench: _Bench) -> None:
    """Events in the order of their instants; among equal instants the source's own count of updates, else its rows."""
    con = bench.con
    con.raw_sql(f"""
        CREATE TEMP TABLE {bench.numbered} AS
        SELECT row_number() OVER (ORDER BY m.at, m.part < 0 DESC, m.src, m.number, m.told, m.part) AS event,
               o.object, m.*
        FROM {bench.moments} m JOIN {bench.name("objects")} o ON o.key = m._key
    """)
    con.raw_sql(f"DROP TABLE {bench.moments}")
    con.raw_sql(f"""
        CREATE TABLE {bench.name("events")} AS
        SELECT event, event_key AS key, kind, activity, "at", recorded_at, person, team
        FROM {bench.numbered} ORDER BY event
    """)
    con.raw_sql(f"""
        CREATE TABLE {bench.name("event_objects")} AS
        SELECT event, object, 'case' AS role FROM {bench.numbered} ORDER BY event
    """)


def _event_values(bench: _Bench) -> None:
    numbered = bench.numbered
    parts = [
        f"SELECT event, '{name}' AS name, '{kind}' AS type, CAST({name} AS VARCHAR) AS value "
        f"FROM {numbered} WHERE {name} IS NOT NULL"
        for name, kind in (("state", "string"), ("substate", "string"), ("phase", "string"), ("line", "integer"))
    ]
    parts.append(_turns(numbered))
    for src, table in enumerate(bench.tables):
        for cell in table.cells:
            own = table.role == "events" and cell.target == "attribute" and _varies(bench, table, cell)
            if own or (table.role == "changes" and cell.target in _OF_CHANGE):
                parts.append(
                    f"SELECT n.event, {text(cell.name)}, {text(cell.type)}, {as_text(cell, 't.' + cell.alias)} "
                    f"FROM {numbered} n JOIN {table.table} t ON t._row = n._row "
                    f"WHERE n.src = {src} AND NOT n.dated AND t.{cell.alias} IS NOT NULL"
                )
    bench.con.raw_sql(f"CREATE TABLE {bench.name('event_values')} AS {' UNION ALL '.join(parts)}")


def _turns(numbered: str) -> str:
    """The order of a case by the source's own count of updates, told only where its clock contradicts that count.

    A clock is set back, read in whole minutes, or written later by a batch; a count of updates is not.
    """
    return f"""
        SELECT event, 'turn', 'integer', CAST(row_number() OVER (PARTITION BY object ORDER BY number, event) AS VARCHAR)
        FROM {numbered} WHERE number IS NOT NULL AND object IN (
            SELECT object FROM (SELECT object, number, max(number) OVER (PARTITION BY object ORDER BY event
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before FROM {numbered}
                WHERE number IS NOT NULL) WHERE number < before)
    """


def _varies(bench: _Bench, table: Typed, cell: Cell) -> bool:
    """True when a case has two different values, or a value in some of its rows only."""
    rows = bench.con.raw_sql(
        f"SELECT 1 FROM {table.table} WHERE _bad IS NULL GROUP BY _key HAVING min({cell.alias}) <> max({cell.alias}) "
        f"OR count({cell.alias}) NOT IN (0, count(*)) LIMIT 1"
    ).fetchall()
    return bool(rows)


def _object_values(bench: _Bench) -> None:
    parts: list[str] = []
    made: list[str] = []
    for src, table in enumerate(bench.tables):
        cells = [cell for cell in table.cells if _of_case(table, cell)]
        varying = [] if table.role == "tickets" else [cell for cell in cells if _varies(bench, table, cell)]
        steady = _apart([cell for cell in cells if cell not in varying])
        running = [cell for cell in varying if not (table.role == "events" and cell.target == "attribute")]
        for cells_of_kind, kind in ((steady, _constant), (running, _running)):
            if cells_of_kind:
                made.append(f"{kind.__name__}_{src}_{bench.tag}")
                parts += kind(bench, src, table, cells_of_kind, made[-1])
    if bench.mapping.kind:
        parts.append(f"SELECT object, NULL, 'kind', 'string', {text(bench.mapping.kind)} FROM {bench.name('objects')}")
    parts += marks(bench.con, bench.tables, bench.mapping, bench.name("objects"), bench.numbered, whole=bench.whole)
    nothing = "SELECT CAST(NULL AS BIGINT), CAST(NULL AS TIMESTAMP), '', '', CAST(NULL AS VARCHAR)"
    said = _in_time(
        bench, f'SELECT * FROM ({" UNION ALL ".join([nothing, *parts])}) v(object, "at", name, type, value)'
    )
    bench.con.raw_sql(
        f'CREATE TABLE {bench.name("object_values")} AS SELECT object, "at", name, type, value '
        f"FROM ({said}) WHERE value IS NOT NULL"
    )
    for table_made in made:
        bench.con.raw_sql(f"DROP TABLE {table_made}")


def _in_time(bench: _Bench, said: str) -> str:
    """SQL for what is said of cases, each value with the instant from which it holds.

    A list of tickets shows a field as it is now. Where a change log tells that field of the case, too, the list's value
    holds from the last change on, beside what the log says of the beginning; at one instant the log counts.
    """
    changed = [part for src, table in enumerate(bench.tables) for part in _changed(bench, src, table)]
    if not changed:
        return said
    return f"""
        WITH told AS (SELECT * FROM ({" UNION ALL ".join(changed)}) t(object, "at", name, type, value)),
        ends AS (SELECT object, name, max("at") AS last FROM told GROUP BY ALL),
        shown AS (SELECT s.object, coalesce(s."at", e.last) AS "at", s.name, s.type, s.value
            FROM ({said}) s LEFT JOIN ends e USING (object, name))
        SELECT * FROM told UNION ALL
        SELECT * FROM shown ANTI JOIN (SELECT * FROM told WHERE value IS NOT NULL) t
            ON t.object = shown.object AND t.name = shown.name AND t."at" IS NOT DISTINCT FROM shown."at"
    """


def _apart(cells: Sequence[Cell]) -> list[Cell]:
    """The same cells under names of their own: `case:state` beside a `state` keeps the mark that tells them apart."""
    names = [cell.name for cell in cells]
    return [
        replace(cell, name=taken_in(cell.column)) if names.count(cell.name) > 1 and cell.target == "attribute" else cell
        for cell in cells
    ]


def _of_case(table: Typed, cell: Cell) -> bool:
    if table.role == "tickets":
        return cell.target not in ("key", "event_key", "activity", "at", "recorded_at")
    return cell.target not in _OF_EVENT and cell.target not in _OF_CHANGE


def _constant(bench: _Bench, src: int, table: Typed, cells: Sequence[Cell], made: str) -> list[str]:
    """Values that a case has from beginning to end, final values repeated on each row included."""
    picked = ", ".join(f"max({as_text(cell)}) AS {cell.alias}" for cell in cells)
    bench.con.raw_sql(
        f"CREATE TEMP TABLE {made} AS SELECT o.object, v.* FROM (SELECT _key, {picked} FROM {table.table} "
        f"WHERE _bad IS NULL GROUP BY _key) v JOIN {bench.name('objects')} o ON o.key = v._key"
    )
    return [f"SELECT object, NULL, {text(c.name)}, {text(c.type)}, {c.alias} FROM {made}" for c in cells]


def _running(bench: _Bench, src: int, table: Typed, cells: Sequence[Cell], made: str) -> list[str]:
    """Values that change on the way: kept with the instant of each change; blanks in between say nothing new."""
    values = ", ".join(f"{as_text(cell, 't.' + cell.alias)} AS {cell.alias}" for cell in cells)
    news = ", ".join(
        f"CASE WHEN {c.alias} IS DISTINCT FROM lag({c.alias} IGNORE NULLS) OVER w THEN {c.alias} END AS {c.alias}"
        for c in cells
    )
    bench.con.raw_sql(
        f"CREATE TEMP TABLE {made} AS SELECT object, since, event, {news} FROM "
        f"(SELECT n.object, n.at AS since, n.event, {values} FROM {bench.numbered} n JOIN {table.table} t "
        f"ON t._row = n._row WHERE n.src = {src} AND NOT n.dated) WINDOW w AS (PARTITION BY object ORDER BY event)"
    )
    # A value holds from an instant on: of two at one instant the later counts.
    return [
        f"SELECT object, since, {text(c.name)}, {text(c.type)}, arg_max({c.alias}, event) FROM {made} "
        f"WHERE {c.alias} IS NOT NULL GROUP BY object, since"
        for c in cells
    ]


def _changed(bench: _Bench, src: int, table: Typed) -> list[str]:
    """A change log's fields that mean something of the case: what it was at first, and each new value."""
    if table.role != "changes":
        return []
    known = {name: target for name, target in table.fields.items() if target not in ("state", "team", "attribute")}
    was = f"t.{table.sql('was')}" if table.cell("was") else "CAST(NULL AS VARCHAR)"
    parts = []
    for name, target in known.items():
        rows = (
            f"SELECT n.object, n.at AS since, n.event, t.{table.sql('now')} AS now, {was} AS was "
            f"FROM {bench.numbered} n JOIN {table.table} t ON t._row = n._row "
            f"WHERE n.src = {src} AND NOT n.dated AND t.{table.sql('field')} = {text(name)}"
        )
        said = f"{text(target)}, {text(type_of(target))}"
        parts.append(f"SELECT object, NULL, {said}, arg_min(was, event) FROM ({rows}) GROUP BY object")
        parts.append(f"SELECT object, since, {said}, arg_max(now, event) FROM ({rows}) GROUP BY object, since")
    return parts
