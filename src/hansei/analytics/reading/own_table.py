"""A log that we wrote as CSV, read as the log it is: nothing is guessed of what its columns say themselves.

It has the mark of our writer (`defusing.MARK`), the standard's columns, and instants as we write them. A table that
somebody has worked over until these are gone is a table like any other.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ibis.backends.duckdb import Backend
from ibis.expr.types import Table

from hansei.analytics.log import CASES, STEPS
from hansei.analytics.naming import CASE_MARK, OURS
from hansei.analytics.reading.case_types import case_types
from hansei.analytics.reading.draft import Draft
from hansei.analytics.reading.flat import CASE_COLUMN, EVENT_COLUMNS, flat_table
from hansei.analytics.reading.plain import refuse_long_names
from hansei.analytics.reading.raw import Part
from hansei.analytics.reading.relations import first_row
from hansei.analytics.reading.settling import CHANGED_MARK, KIND_MARK, PERSON, TEAM, settle
from hansei.analytics.sql import ident, text

_AT: Final = f"nullif({ident(EVENT_COLUMNS['at'])}, '')"
_CASE: Final = ident(CASE_COLUMN)
_KIND: Final = CASE_MARK + KIND_MARK
_OF_EVENTS: Final = frozenset(EVENT_COLUMNS.values()) - {PERSON, TEAM}
_INSTANT: Final = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z"
_PLAIN: Final = "case"
# What a field of ours is among the values of a log; times are told by how they are written.
_FIELDS: Final = {**STEPS, **CASES, "handled_hours": "float64", "update_number": "int64"}
_TYPES: Final = {"int64": "integer", "float64": "float", "boolean": "boolean"}


def as_log(con: Backend, part: Part) -> Part:
    """The part with base tables, where its one table is a log of ours as we wrote it; else the part as it is."""
    if not part.is_ours or len(part.tables) != 1:
        return part
    ((name, table),) = part.tables.items()
    if not _untouched(con, table):
        return part
    draft = Draft(con)
    try:
        _fill(draft, table)
        settled = settle(draft)
    finally:
        draft.drop()
    refuse_long_names(con, settled.base, part.facts.name)
    found = case_types(con, settled.base)
    flat = flat_table(con, settled.base, found[0].kind if found else _PLAIN)
    con.drop_table(table.get_name())
    facts = replace(part.facts, notes=(*part.facts.notes, *settled.notes))
    return replace(part, facts=facts, tables={name: flat}, base=settled.base)


def _untouched(con: Backend, table: Table) -> bool:
    if CASE_COLUMN not in table.columns:
        return False
    if EVENT_COLUMNS["at"] not in table.columns:  # cases without an event have no instants
        return not {*EVENT_COLUMNS.values()} & {*table.columns}
    odd = first_row(
        con,
        f"SELECT 1 FROM {ident(table.get_name())} WHERE {_CASE} IS NULL "
        f"OR NOT regexp_full_match({_AT}, {text(_INSTANT)}) LIMIT 1",
    )
    return odd is None


def _fill(draft: Draft, table: Table) -> None:
    """Each row is an event of its case; one without an instant only says that there is the case."""
    rows, columns = ident(table.get_name()), table.columns
    kind = f"coalesce({ident(_KIND)}, {text(_PLAIN)})" if _KIND in columns else text(_PLAIN)
    ref = f"{kind} || chr(31) || {_CASE}"
    key, activity = (
        ident(EVENT_COLUMNS[own]) if EVENT_COLUMNS[own] in columns else "NULL" for own in ("key", "activity")
    )
    at = _AT if EVENT_COLUMNS["at"] in columns else "CAST(NULL AS VARCHAR)"
    dated = f"{at} IS NOT NULL"
    statements = [
        f"objects SELECT min(_row), {ref}, {kind}, {_CASE} FROM {rows} GROUP BY ALL",
        f"events SELECT _row, {key}, {activity}, {at} FROM {rows} WHERE {dated} ORDER BY _row",
        f"relations SELECT _row, {ref}, NULL FROM {rows} WHERE {dated}",
    ]
    for name in columns:
        cell = ident(name)
        if name in (CASE_COLUMN, _KIND, "_row", *_OF_EVENTS):
            continue
        type_ = _type(draft.con, rows, name)
        if name.startswith(CASE_MARK):
            said = text(name.removeprefix(CASE_MARK))
            statements.append(
                f"object_values SELECT {ref}, NULL, {said}, {type_}, arg_min({cell}, _row) FROM {rows} "
                f"WHERE {cell} IS NOT NULL GROUP BY 1"
            )
        else:
            statements.append(
                f"event_values SELECT _row, {text(name)}, {type_}, {cell} FROM {rows} "
                f"WHERE {cell} IS NOT NULL AND {dated}"
            )
    for statement in statements:
        place, query = statement.split(" ", 1)
        draft.con.con.execute(f"INSERT INTO {ident(draft.table(place))} {query}")


def _type(con: Backend, rows: str, name: str) -> str:
    """SQL for the type of a column's values: a field of ours has its own, a column of instants is of times."""
    field = name.removeprefix(CHANGED_MARK).removeprefix(CASE_MARK)
    if field.startswith(OURS) and (known := _TYPES.get(_FIELDS.get(field.removeprefix(OURS), ""))):
        return text(known)
    other = f"SELECT 1 FROM {rows} WHERE NOT regexp_full_match(nullif({ident(name)}, ''), {text(_INSTANT)}) LIMIT 1"
    return text("string" if first_row(con, other) else "time")
