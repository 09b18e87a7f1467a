"""A log as one table of text, one row per event and case: what the mapping shows and a spreadsheet holds."""

from __future__ import annotations

from typing import Final

import ibis
from ibis.backends.duckdb import Backend
from ibis.expr.types import Table
from ibis.util import gen_name

from hansei.analytics.naming import CASE_MARK, given_out
from hansei.analytics.reading.naming import free_name
from hansei.analytics.reading.relations import first_row, view_of
from hansei.analytics.reading.settling import CHANGED_MARK
from hansei.analytics.sql import ident, iso, text

# The standard's own names, so that one preset knows XES, OCEL and our own CSV.
CASE_COLUMN: Final = f"{CASE_MARK}concept:name"
EVENT_COLUMNS: Final = {
    "activity": "concept:name",
    "at": "time:timestamp",
    "person": "org:resource",
    "team": "org:group",
    "key": "identity:id",
}


def flat_table(
    con: Backend, base: dict[str, Table], *case_types: str, changes: str | None = None, undated: bool = False
) -> Table:
    """One text row per event of each object of the kinds given, with `_row` in front, in file order.

    Columns: `case:concept:name`, the standard's names for the event's own columns, a column for each value
    of events, and `case:…` for each value of the case that never changes. Columns without a value are left out.
    Values are called as in a file (`naming`).

    `changes`: a view (event, object, name, value) of what a case is from an event on, for columns of their own, named
    there as in a file; `undated`: objects without an event have a row, too.
    """
    kinds = ", ".join(map(text, case_types)) or "NULL"
    names = {name: _view(con, table) for name, table in base.items()}
    events = _names(con, f"SELECT DISTINCT name FROM {names['event_values']} ORDER BY name")
    fixed = f"""
        SELECT v.object, v.name, v.value FROM {names["object_values"]} v JOIN {names["objects"]} o USING (object)
        WHERE o.kind IN ({kinds}) AND v."at" IS NULL"""
    cases = _names(con, f"SELECT DISTINCT name FROM ({fixed}) ORDER BY name")
    own = [column for column in EVENT_COLUMNS if _any(con, names["events"], column)]
    changed = _names(con, f"SELECT DISTINCT name FROM {changes} ORDER BY name") if changes else []
    taken = {"_row", CASE_COLUMN, *(EVENT_COLUMNS[column] for column in own)}  # all in lower case
    columns = [
        f"c.key AS {ident(CASE_COLUMN)}",
        *(f"{_cell(column)} AS {ident(EVENT_COLUMNS[column])}" for column in own),
    ]
    called = {"ev": [given_out(name) for name in events], "hv": changed, "cv": [given_out(name) for name in cases]}
    for alias, prefix in (("ev", ""), ("hv", CHANGED_MARK), ("cv", CASE_MARK)):
        for number, name in enumerate(called[alias]):
            shown = free_name(prefix + (name or "attribute"), taken)
            columns.append(f"{alias}.v{number} AS {ident(shown)}")
    query = f"""
        SELECT row_number() OVER (ORDER BY e.event, c.object) AS _row, {", ".join(columns)}
        FROM (SELECT * FROM {names["objects"]} WHERE kind IN ({kinds})) c
        {"LEFT" if undated else ""} JOIN (
            (SELECT DISTINCT event, object FROM {names["event_objects"]}) eo JOIN {names["events"]} e USING (event)
        ) ON c.object = eo.object
        {_spread("ev", "event", f"SELECT event, name, value FROM {names['event_values']}", events)}
        {_spread("cv", "object", fixed, cases)}
        {_spread("hv", "event, object", f"SELECT event, object, name, value FROM {changes}", changed)}
        ORDER BY _row"""
    table = gen_name("flat")
    con.con.execute(f"CREATE TABLE {table} AS {query}")
    return con.table(table)


def _spread(alias: str, holder: str, source: str, names: list[str]) -> str:
    if not names:
        return ""
    cells = ", ".join(f"min(value) FILTER (name = {text(name)}) AS v{number}" for number, name in enumerate(names))
    owners = {"event": "e.event", "object": "c.object"}
    same = " AND ".join(f"{alias}.{each} = {owner}" for each, owner in owners.items() if each in holder)
    return f"LEFT JOIN (SELECT {holder}, {cells} FROM ({source}) GROUP BY {holder}) {alias} ON {same}"


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
