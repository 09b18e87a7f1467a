"""In which order a file tells its story, and where its clock cannot be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ibis.backends.duckdb import Backend

from hansei.analytics.log import CASES
from hansei.analytics.mapping.dates import clock_trouble, naive_sql
from hansei.analytics.naming import FIELDS
from hansei.analytics.shaping.cells import Cell, Typed, cleaned
from hansei.analytics.shaping.derived import TYPES
from hansei.analytics.sql import ident

SELDOM: Final = 0.05  # a count that contradicts the clock in more of its cases is no count of updates


@dataclass(frozen=True)
class Order:
    """Rows against the row before them in the same case, in file order.

    `back`: earlier than it; `equal`: at the same instant; `newest_first`: the file tells each case backwards;
    `duplicated`: rows that say exactly what another row of the table says. `numbered`: the source counts the updates
    of a case, and the count is an order; `contradicted`: cases in which it is another one than the clock's.
    """

    rows: int
    back: int
    equal: int
    newest_first: bool
    duplicated: int
    numbered: bool = False
    contradicted: int = 0


def order_of(con: Backend, table: Typed) -> Order:
    """Look at one table of rows; a table of tickets has no order, but can have duplicates."""
    alike = ", ".join(["_key", *(cell.alias for cell in table.cells)])
    rows, duplicated = con.raw_sql(
        f"SELECT coalesce(sum(n), 0), coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM {table.table} "
        f"GROUP BY hash({alike}))"
    ).fetchall()[0]
    at = table.cell("at")
    if at is None or table.role == "tickets":
        return Order(int(rows), 0, 0, False, int(duplicated))
    back, equal, forth = con.raw_sql(
        "SELECT count(*) FILTER (i < b), count(*) FILTER (i = b), count(*) FILTER (i > b) "
        f"FROM (SELECT {at.alias} AS i, lag({at.alias}) "
        f"OVER (PARTITION BY _key ORDER BY _row) AS b FROM {table.table} WHERE _bad IS NULL)"
    ).fetchall()[0]
    newest_first = table.told == "newest_first" if table.told else back > 10 * forth and back > 2
    back = int(forth if newest_first else back)
    return Order(int(rows), back, int(equal), newest_first, int(duplicated), *_numbered(con, table, at.alias))


def _numbered(con: Backend, table: Typed, at: str) -> tuple[bool, int]:
    """Whether a column counts each case's updates, and in how many cases it goes back while the clock goes on.

    Where that happens often, the column counts something else and orders nothing.
    """
    number = table.cell("update_number")
    if number is None:
        return False, 0
    cases, contradicted = con.raw_sql(
        "SELECT count(DISTINCT _key), count(DISTINCT _key) FILTER (n < before) FROM "
        f"(SELECT _key, {number.alias} AS n, "
        f"max({number.alias}) OVER (PARTITION BY _key ORDER BY {at}, {number.alias} ROWS BETWEEN UNBOUNDED PRECEDING "
        f"AND 1 PRECEDING) AS before FROM {table.table} WHERE _bad IS NULL AND {number.alias} IS NOT NULL)"
    ).fetchall()[0]
    is_order = cases > 0 and contradicted <= SELDOM * cases
    return is_order, int(contradicted) if is_order else 0


@dataclass(frozen=True)
class Clock:
    """Clock readings without an offset that come twice in their zone, or never."""

    twice: int
    never: int


def clock_of(con: Backend, table: Typed, zones: dict[str, str]) -> Clock:
    """Count over all date columns; `zones` says where each column's clock stands."""
    twice = never = 0
    for cell in table.cells:
        zone = zones.get(cell.column, "UTC")
        if cell.dates is None or zone == "UTC" or not cell.dates.formats:
            continue
        again, gone = clock_trouble("local", zone)
        row = con.raw_sql(
            f"SELECT count(*) FILTER ({again}), count(*) FILTER ({gone}) FROM "
            f"(SELECT {naive_sql(cell.dates, cleaned(cell))} AS local FROM {table.source}) l WHERE l.local IS NOT NULL"
        ).fetchall()[0]
        twice, never = twice + int(row[0]), never + int(row[1])
    return Clock(twice, never)


def unread(con: Backend, table: Typed) -> dict[str, int]:
    """Column → how many of its cells hold something that could not be read as its type."""
    counts = {cell.column: f"t.{cell.alias} IS NULL AND s.{cell.alias} IS NOT NULL" for cell in table.cells}
    for cell in table.cells:
        if cell.type == "string":
            del counts[cell.column]
        # What we wrote of a field of ours is read when cases are made.
        if cell.target == "attribute" and cell.name in FIELDS and (kind := CASES.get(cell.name, "string")) != "string":
            counts[cell.column] = f"t.{cell.alias} IS NOT NULL AND TRY_CAST(t.{cell.alias} AS {TYPES[kind]}) IS NULL"
    if not counts:
        return {}
    shown = ", ".join(f"count(*) FILTER ({count})" for count in counts.values())
    values = ", ".join(f"{cleaned(cell)} AS {cell.alias}" for cell in table.cells if cell.column in counts)
    row = con.raw_sql(
        f"SELECT {shown} FROM {table.table} t JOIN (SELECT _row, {values} FROM {table.source}) s ON s._row = t._row"
    ).fetchall()[0]
    return {column: int(n) for column, n in zip(counts, row, strict=True) if n}


def unread_words(con: Backend, table: Typed, cell: Cell) -> tuple[tuple[str, int], ...]:
    """What stands in the cells of a column that could not be read, the commonest first."""
    rows = con.raw_sql(
        f"SELECT s.v, count(*) FROM {table.table} t JOIN (SELECT _row, {cleaned(cell)} AS v FROM {table.source}) s "
        f"ON s._row = t._row WHERE t.{cell.alias} IS NULL AND s.v IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 3"
    ).fetchall()
    return tuple((word, int(n)) for word, n in rows)


def filled(con: Backend, table: Typed) -> dict[str, int]:
    """Column → how many of its cells say something, after the words that mean nothing are taken out."""
    if not table.cells:
        return {}
    counts = ", ".join(f"count({cell.alias})" for cell in table.cells)
    row = con.raw_sql(f"SELECT {counts} FROM {table.table}").fetchall()[0]
    return {cell.column: int(n) for cell, n in zip(table.cells, row, strict=True)}


def shown_row(table: Typed) -> str:
    """SQL for a row of the source `s` as one line of text, for an example."""
    return f"left(concat_ws(', ', {', '.join('s.' + ident(cell.column) for cell in table.cells)}), 200)"
