"""A log that came as one (XES, OCEL): its base tables stay as they are; what the mapping says is added to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import uuid4

from ibis.backends.duckdb import Backend
from ibis.expr.types import Table

from hansei.analytics.log import BASE, CASES
from hansei.analytics.mapping.model import Mapping
from hansei.analytics.mapping.ours import is_ours
from hansei.analytics.reading.case_types import case_types
from hansei.analytics.reading.raw import Raw
from hansei.analytics.reading.relations import view_of
from hansei.analytics.reading.settling import in_zone
from hansei.analytics.shaping.base import base_tables
from hansei.analytics.shaping.cells import Typed
from hansei.analytics.sql import text, texts

_OF_EVENT: Final = ("state", "substate", "phase", "line")
_OF_CASE: Final = (
    *(name for name in CASES if name not in ("case", "key", "state", "team")),
    "resolver",
    "assignee",
    "phase",
)


def given_tables(
    con: Backend, raw: Raw, mapping: Mapping, tables: Sequence[Typed]
) -> tuple[dict[str, Table], list[str]]:
    """Base tables of a log that came as one, with state, phase and mapped fields added; the kinds that are cases."""
    assert raw.base is not None
    kinds = case_types(con, raw.base)
    placed = in_zone(con, raw.base, mapping.zone)
    if not kinds:
        return _dated_only(con, {name: _kept(con, table, name) for name, table in placed.items()}), []
    kind = mapping.case_type or kinds[0].kind
    given = {name: view_of(con, table) for name, table in placed.items()}
    shaped = base_tables(con, tables, mapping, whole=True, keep_numbers=True)
    same = _same_events(con, given, shaped["numbered"].get_name(), kind)
    added = {name: table.get_name() for name, table in shaped.items()}
    result = _augmented(con, given, added, same, kind, _addable(con, raw, given, mapping))
    for name in (same, *added.values()):
        con.raw_sql(f"DROP TABLE {name}")
    return _dated_only(con, result), [kind]


def _dated_only(con: Backend, tables: dict[str, Table]) -> dict[str, Table]:
    """Take events out that have no instant: their rows are refused with that reason."""
    events = tables["events"].get_name()
    for name in ("event_values", "event_objects", "events"):
        con.raw_sql(
            f'DELETE FROM {tables[name].get_name()} WHERE event IN (SELECT event FROM {events} WHERE "at" IS NULL)'
        )
    return tables


def _kept(con: Backend, table: Table, name: str) -> Table:
    kept = f"log_{name}_{uuid4().hex[:12]}"
    con.raw_sql(f"CREATE TABLE {kept} AS SELECT * FROM {view_of(con, table)}")
    return con.table(kept)


def _same_events(con: Backend, given: dict[str, str], numbered: str, kind: str) -> str:
    """Which shaped event is which given one: the flat table's rows stand in the order of event and object."""
    same = f"same_{uuid4().hex[:12]}"
    con.raw_sql(f"""
        CREATE TEMP TABLE {same} AS SELECT DISTINCT n.event AS shaped, f.event AS given FROM {numbered} n JOIN (
            SELECT row_number() OVER (ORDER BY event, object) AS _row, event FROM
            (SELECT DISTINCT l.event, l.object FROM {given["event_objects"]} l JOIN {given["objects"]} o USING (object)
             JOIN {given["events"]} e USING (event) WHERE o.kind = {text(kind)})
        ) f ON f._row = n._row WHERE NOT n.dated
    """)
    return same


def _addable(con: Backend, raw: Raw, given: dict[str, str], mapping: Mapping) -> tuple[list[str], list[str]]:
    """What may be added to events and to cases: to a log of ours only what it nowhere says and the mapping does."""
    if not is_ours(raw):
        return list(_OF_EVENT), list(_OF_CASE)
    mapped = {column.target for table in mapping.tables for column in table.columns}
    mapped |= {"phase"} if mapping.phases else set()
    mapped |= {"kind"} if mapping.kind else set()
    of_event = mapped - _said(con, given["event_values"])
    of_case = mapped - _said(con, given["object_values"]) - {"phase"}
    return [name for name in _OF_EVENT if name in of_event], [name for name in _OF_CASE if name in of_case]


def _said(con: Backend, values: str) -> set[str]:
    return {name for (name,) in con.raw_sql(f"SELECT DISTINCT name FROM {values}").fetchall()}


def _augmented(
    con: Backend, given: dict[str, str], added: dict[str, str], same: str, kind: str,
    addable: tuple[list[str], list[str]],
) -> dict[str, Table]:  # fmt: skip
    of_event, of_case = (texts(names) or "NULL" for names in addable)
    tag = uuid4().hex[:12]
    queries = {name: f"SELECT * FROM {given[name]}" for name in BASE}
    # One event of several cases has one state here: what it says is said of the event.
    queries["events"] = (
        'SELECT e.event, e.key, e.kind, e.activity, e."at", e.recorded_at, coalesce(e.person, a.person) AS person, '
        f"coalesce(e.team, a.team) AS team FROM {given['events']} e LEFT JOIN (SELECT given, max(person) AS person, "
        f"max(team) AS team FROM {same} JOIN {added['events']} ON event = shaped GROUP BY given) a ON a.given = e.event"
    )
    queries["event_values"] += (
        f" UNION ALL SELECT DISTINCT s.given, v.name, v.type, v.value FROM {added['event_values']} v JOIN {same} s "
        f"ON s.shaped = v.event WHERE v.name IN ({of_event}) AND NOT EXISTS "
        f"(SELECT 1 FROM {given['event_values']} g WHERE g.event = s.given AND g.name = v.name)"
    )
    queries["object_values"] += (
        f' UNION ALL SELECT o.object, v."at", v.name, v.type, v.value FROM {added["object_values"]} v '
        f"JOIN {added['objects']} k ON k.object = v.object JOIN {given['objects']} o ON o.key = k.key "
        f"AND o.kind = {text(kind)} WHERE v.name IN ({of_case}) AND NOT EXISTS "
        f"(SELECT 1 FROM {given['object_values']} g WHERE g.object = o.object AND g.name = v.name)"
    )
    for name, query in queries.items():
        con.raw_sql(f"CREATE TABLE log_{name}_{tag} AS {query}")
    return {name: con.table(f"log_{name}_{tag}") for name in BASE}
