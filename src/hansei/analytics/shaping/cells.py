"""From text cells to typed ones: one temporary table per source table, in the mapping's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from ibis.backends.duckdb import Backend
from ibis.expr.types import Table

from hansei.analytics.log import LONGEST
from hansei.analytics.mapping.dates import DateReading, date_sql, read_dates
from hansei.analytics.mapping.model import ColumnMapping, Mapping, TableMapping
from hansei.analytics.mapping.names import without_mark
from hansei.analytics.mapping.numbers import count, hours, style_of, unit_of
from hansei.analytics.mapping.targets import DATES, HOURS, type_of
from hansei.analytics.mapping.words import FALSE, MISSING, TRUE
from hansei.analytics.naming import taken_in
from hansei.analytics.reading.raw import Piece, Raw
from hansei.analytics.sql import ident, text, texts

_LONG = ("title", "text")
_ODD = 1_000  # ways to write a count that are looked at; a column with more of them counts nothing


@dataclass(frozen=True)
class Cell:
    """One column of a typed table: `alias` there, `name` in the log, what it was called in the source, its type.

    `doubled` counts values with blanks doubled inside, `missing` cells with a word that means nothing (`spellings`),
    `edged` those with blanks around them.
    """

    alias: str
    column: str
    name: str
    target: str
    type: str
    dates: DateReading | None = None
    doubled: int = 0
    edged: int = 0
    missing: int = 0
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Typed:
    """A source table with typed cells: `_row`, `_key`, `_bad` (why a row is rejected, else NULL), then the cells."""

    table: str
    source: str
    name: str
    role: str
    cells: tuple[Cell, ...]
    fields: dict[str, str]
    keeps: str = "last"
    drop_repeated: bool = False
    told: str | None = None
    pieces: tuple[Piece, ...] = ()

    def cell(self, target: str) -> Cell | None:
        """The cell of a target; None when the source has no such column."""
        return next((cell for cell in self.cells if cell.target == target), None)

    def sql(self, target: str, otherwise: str = "NULL") -> str:
        """The target's column in SQL, or `otherwise`."""
        cell = self.cell(target)
        return cell.alias if cell else otherwise


_BLANKS = "' \t\n\u00a0\u3000'"
_EDGES = ("' '", "'\t'", "'\n'", "'\u00a0'", "'\u3000'")


def _spelled(words: Sequence[str]) -> list[str]:
    """The ways in which people type a word: comparing with all is far cheaper than lowering every cell."""
    return list(
        dict.fromkeys(way for word in words for way in ("", word, word.upper(), word.capitalize(), word.title()))
    )


def cleaned(cell: Cell) -> str:
    """SQL for a cell without blanks around it or doubled inside it, NULL for a word that means nothing.

    Only what the column needs is done: most columns need nothing, and a large file has many columns.
    """
    column = value = ident(cell.column)
    if cell.edged:
        column = value = f"nullif(trim({value}, {_BLANKS}), '')"
    if cell.doubled and cell.target not in _LONG and cell.name not in _LONG:
        value = f"regexp_replace({value}, '[ \u00a0]{{2,}}', ' ', 'g')"
    if cell.spellings:
        value = f"CASE WHEN {column} NOT IN ({texts(cell.spellings)}) THEN {value} END"
    return value


def missing_words(mapping: Mapping) -> tuple[str, ...]:
    """Every word that means nothing in this source, in lower case."""
    return tuple(dict.fromkeys((*MISSING, *(word.lower() for word in mapping.missing))))


def typed(con: Backend, raw: Raw, mapping: Mapping, entry: TableMapping) -> Typed:
    """Clean and type one source table; rows that cannot be placed are kept and marked with the reason."""
    source = raw.tables[entry.name].get_name()
    missing = missing_words(mapping)
    cells = _cells(con, source, entry, missing)
    expressions, dated = [], []
    for cell, column in zip(cells, _kept(entry), strict=True):
        value = cleaned(cell)
        if cell.type == "time":
            reading = read_dates(con, source, value, order=column.order)
            dated.append(replace(cell, dates=reading))
            value = date_sql(reading, value, column.zone or mapping.zone, end_of_day=cell.target == "due_at")
        else:
            dated.append(cell)
            value = (
                _typed_value(cell, value)
                if cell.type != "integer" or cell.target == "line"
                else _counted(con, source, value)
            )
        expressions.append(f"{value} AS {cell.alias}")
    table = f"typed_{uuid4().hex[:12]}"
    result = Typed(
        table, source, entry.name, entry.role, tuple(dated), dict(entry.fields),
        keeps=entry.keeps, drop_repeated=entry.drop_repeated, told=entry.told,
        pieces=raw.pieces.get(entry.name, ()),
    )  # fmt: skip
    _create(con, result, expressions)
    for target in HOURS:
        _read_effort(con, result, target)
    return result


def _kept(entry: TableMapping) -> list[ColumnMapping]:
    return [column for column in entry.columns if column.target != "ignore"]


def _cells(con: Backend, source: str, entry: TableMapping, missing: Sequence[str]) -> list[Cell]:
    kept = _kept(entry)
    parts = []
    for at, column in enumerate(kept):
        name = ident(column.column)
        edges = " OR ".join(f"starts_with(v, {blank}) OR ends_with(v, {blank})" for blank in _EDGES)
        nothing = f"v IN ({texts(_spelled(missing))})"
        # Different values are few: looking at each of them once is several times cheaper than looking at every cell.
        parts.append(
            f"SELECT {at}, sum(n) FILTER (contains(v, '  ')), sum(n) FILTER ({edges}), sum(n) FILTER ({nothing}), "
            f"list(v) FILTER ({nothing}) FROM (SELECT {name} AS v, count(*) AS n FROM {source} GROUP BY 1)"
        )
    rows = con.raw_sql(" UNION ALL ".join(parts)).fetchall() if parts else []
    figures: list[Any] = [0 if figure is None else figure for row in sorted(rows) for figure in row[1:]]
    return [
        Cell(
            alias=f"c{at}", column=column.column, target=column.target, type=_type(column),
            name=taken_in(without_mark(column.column)) if column.target == "attribute" else column.target,
            doubled=figures[4 * at], edged=figures[4 * at + 1], missing=figures[4 * at + 2],
            spellings=tuple(_spelled(missing)) if figures[4 * at + 1] else tuple(sorted(figures[4 * at + 3] or ())),
        )
        for at, column in enumerate(kept)
    ]  # fmt: skip


def _type(column: ColumnMapping) -> str:
    if column.target == "attribute":
        return "time" if column.order else "string"
    return type_of(column.target)


def _typed_value(cell: Cell, value: str) -> str:
    if cell.type == "boolean":
        yes, no = texts(TRUE), texts(FALSE)
        return f"CASE WHEN lower({value}) IN ({yes}) THEN true WHEN lower({value}) IN ({no}) THEN false END"
    if cell.target == "line":
        digits = f"translate({value}, '一二三四', '1234')"
        # "L2/L3" works for two lines: which one did this step is not known.
        return f"try_cast(nullif(regexp_extract({digits}, '^[^0-9]*([0-9])[^0-9]*$', 1), '') AS BIGINT)"
    return value


def _counted(con: Backend, source: str, value: str) -> str:
    """SQL for a count. Nearly all are digits alone; what is written otherwise is read as effort is, value by value."""
    plain = f"regexp_full_match({value}, '[0-9]+')"
    odd = [
        row[0]
        for row in con.raw_sql(
            f"SELECT DISTINCT {value} FROM {source} WHERE {value} IS NOT NULL AND NOT {plain} LIMIT {_ODD}"
        ).fetchall()
    ]
    style = style_of(odd)
    read = " ".join(f"WHEN {text(each)} THEN {found}" for each in odd if (found := count(each, style)) is not None)
    return (
        f"CASE WHEN {plain} THEN try_cast({value} AS BIGINT) ELSE {f'CASE {value} {read} END' if read else 'NULL'} END"
    )


def _create(con: Backend, result: Typed, expressions: Sequence[str]) -> None:
    key, at = result.cell("key"), result.cell("at")
    naming = key.alias if key else "'row-' || _row"
    said = list(expressions)
    bad = ["WHEN _key IS NULL THEN 'row.no_case'"]
    bad.append(f"WHEN length(_key) > {LONGEST['object.key']} THEN 'row.key_too_long'")
    if at and result.role != "tickets":
        said.append(f"({cleaned(at)}) IS NULL AS _unsaid")
        bad.append(f"WHEN {at.alias} IS NULL AND _unsaid THEN 'row.no_instant'")
        bad.append(f"WHEN {at.alias} IS NULL THEN 'row.unreadable_instant'")
    if result.role == "tickets" and key:
        # The last row of a case is the newest: exports repeat a case when it changed between two pages.
        order = "_row" if result.keeps == "first" else "_row DESC"
        bad.append(f"WHEN row_number() OVER (PARTITION BY _key ORDER BY {order}) > 1 THEN 'row.case_twice'")
    if result.role != "tickets" and result.drop_repeated:
        alike = ", ".join(["_key", *(cell.alias for cell in result.cells)])
        bad.append(f"WHEN row_number() OVER (PARTITION BY hash({alike}) ORDER BY _row) > 1 THEN 'row.said_twice'")
    # The source's own columns stay behind here: one of them may be called c4 or _key.
    inner = f"SELECT *, {naming} AS _key FROM (SELECT {', '.join(['_row', *said])} FROM {result.source})"
    if result.role != "tickets" and result.pieces:
        # Extracts overlap: a row counts as often as the file that tells it oftenest.
        alike = ", ".join(["_key", *(cell.alias for cell in result.cells)])
        file = (
            f"CASE {' '.join(f'WHEN _row > {piece.before} THEN {piece.before}' for piece in result.pieces[::-1])} END"
        )
        inner = f"SELECT *, row_number() OVER (PARTITION BY hash({alike}), {file} ORDER BY _row) AS _nth FROM ({inner})"
        earlier = f"row_number() OVER (PARTITION BY hash({alike}), _nth ORDER BY _row) > 1"
        bad.append(f"WHEN {earlier} THEN 'row.in_earlier_file'")
    aliases = ", ".join(cell.alias for cell in result.cells)
    con.raw_sql(
        f"CREATE TEMP TABLE {result.table} AS SELECT _row, _key, CASE {' '.join(bad)} END AS _bad"
        f"{', ' + aliases if aliases else ''} FROM ({inner})"
    )


def _read_effort(con: Backend, result: Typed, target: str) -> None:
    """Effort cells are read in Python: the many ways to write them are beyond SQL, the different values are few."""
    cell = result.cell(target)
    if cell is None:
        return
    dates = [entry.alias for entry in result.cells if entry.target in DATES and entry.target != "due_at"]
    most = (
        f"date_diff('second', least({', '.join(dates)}), greatest({', '.join(dates)})) / 3600.0"
        if len(dates) > 1
        else "NULL"
    )
    pairs = con.raw_sql(
        f"SELECT DISTINCT {cell.alias}, {most} FROM {result.table} WHERE {cell.alias} IS NOT NULL"
    ).fetchall()
    style, unit = style_of([pair[0] for pair in pairs]), unit_of(cell.column)
    # A minute more than the case lasted is rounding of its dates, not a mistake.
    read = [(value, limit, hours(value, style, unit, None if not limit else limit + 1 / 60)) for value, limit in pairs]
    con.raw_sql("CREATE OR REPLACE TEMP TABLE effort (value VARCHAR, most DOUBLE, hours DOUBLE)")
    if read:
        con.con.executemany("INSERT INTO effort VALUES (?, ?, ?)", read)
    con.raw_sql(
        f"CREATE OR REPLACE TEMP TABLE {result.table} AS SELECT t.* REPLACE (e.hours AS {cell.alias}) "
        f"FROM {result.table} t LEFT JOIN effort e ON e.value = t.{cell.alias} AND e.most IS NOT DISTINCT FROM ({most})"
    )
    con.raw_sql("DROP TABLE effort")


def as_text(cell: Cell, value: str | None = None) -> str:
    """SQL for a typed cell as the base tables keep it: ISO instants, `true` and `false`, plain numbers."""
    value = value or cell.alias
    if cell.type == "time":
        return f"strftime({value}, '%Y-%m-%dT%H:%M:%S.%f')"
    return value if cell.type == "string" else f"CAST({value} AS VARCHAR)"


def named(table: Table) -> str:
    """The name of a table inside DuckDB."""
    return ident(table.get_name())


def literal(cell: Cell) -> str:
    """The name under which a cell's values go into the log, as SQL text."""
    return text(cell.name)
