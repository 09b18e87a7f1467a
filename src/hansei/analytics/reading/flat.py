"""A log as one table of text, one row per event and case: what the mapping shows and a spreadsheet holds."""

from __future__ import annotations

from typing import Final

import ibis
from ibis.backends.duckdb import Backend
from ibis.expr.types import Table
from ibis.util import gen_name

from hansei.analytics.naming import given_out
from hansei.analytics.reading.naming import free_name
from hansei.analytics.reading.relations import first_row, view_of
from hansei.analytics.sql import ident, iso, text

# The standard's own names, so that one preset knows XES, OCEL and our own CSV.
CASE_COLUMN: Final = "case:concept:name"
EVENT_COLUMNS: Final = {
    "activity": "concept:name",
    "at": "time:timestamp",
    "person": "org:resource",
    "team": "org:group",
    "key": "identity:id",
}


def flat_table(con: Backend, base: dict[str, Table], *case_types: str) -> Table:
    """One text row per event of each object of the kinds given, with `_row` in front, in file order.

    Columns: `case:concept:name`, the standard's names for the event's own columns, a column for each value
    of events, and `case:…` for each value of the case that never changes. Columns without a value are left out.
    Values are called as in a file (`naming`).
    """
    kinds = ", ".join(map(text, case_types)) or "NULL"
    names = {name: _view(con, table) for name, table in base.items()}
    events = _names(con, f"SELECT DISTINCT name FROM {names['event_values']} ORDER BY name")
    fixed = f"""
        SELECT v.object, v.name, v.value FROM {names["object_values"]} v JOIN {names["objects"]} o USING (object)
        WHERE o.kind IN ({kinds}) AND v."at" IS NULL"""
    cases = _names(con, f"SELECT DISTINCT name FROM ({fixed}) ORDER BY name")
    own = [column for column in EVENT_COLUMNS if _any(con, names["events"], column)]
    taken = {"_row", CASE_COLUMN, *(EVENT_COLUMNS[column] for column in own)}  # all in lower case
    columns = [
        f"c.key AS {ident(CASE_COLUMN)}",
        *(f"{_cell(column)} AS {ident(EVENT_COLUMNS[column])}" for column in own),
    ]
    for alias, prefix, values in (("ev", "", events), ("cv", "case:", cases)):
        for number, name in enumerate(values):
            shown = free_name(prefix + (given_out(name) or "attribute"), taken)
            columns.append(f"{alias}.v{number} AS {ident(shown)}")
    query = f"""
        SELECT row_number() OVER (ORDER BY e.event, c.object) AS _row, {", ".join(columns)}
        FROM {names["events"]} e
        JOIN (SELECT DISTINCT event, object FROM {names["event_objects"]}) eo USING (event)
        JOIN {names["objects"]} c ON c.object = eo.object AND c.kind IN ({kinds})
        {_spread("ev", "event", f"SELECT event, name, value FROM {names['event_values']}", events)}
        {_spread("cv", "object", fixed, cases)}
        ORDER BY _row"""
    table = gen_name("flat")
    con.con.execute(f"CREATE TABLE {table} AS {query}")
    return con.table(table)


def _spread(alias: str, holder: str, source: str, names: list[str]) -> str:
    if not names:
        return ""
    cells = ", ".join(f"min(value) FILTER (name = {text(name)}) AS v{number}" for number, name in enumerate(names))
    owner = "e.event" if holder == "event" else "c.object"
    spread = f"SELECT {holder}, {cells} FROM ({source}) GROUP BY {holder}"
    return f"LEFT JOIN ({spread}) {alias} ON {alias}.{holder} = {owner}"


def _cell(column: str) -> str:
    if column != "at":
        return f"e.{ident(column)}"
    return f"""{iso('e."at"')} || CASE WHEN e.floating THEN '' ELSE 'Z' END"""


def _view(con: Backend, table: Table) -> str:
    if "at" in table.columns and "floating" not in table.columns:
        table = table.mutate(floating=ibis.literal(False))
    return view_of(con, table)


def _names(con: Backend, query: str) -> list[str]:
    return [name for (name,) in con.con.execute(query).fetchall()]


def _any(con: Backend, table: str, column: str) -> bool:
    return first_row(con, f'SELECT 1 FROM {table} WHERE "{column}" IS NOT NULL LIMIT 1') is not None
