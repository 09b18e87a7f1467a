"""What no column says: cases open before the extract begins, the one it may cut, and work that was planned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ibis.backends.duckdb import Backend

from hansei.analytics.log import ENDED
from hansei.analytics.mapping.model import Mapping
from hansei.analytics.mapping.names import normalised
from hansei.analytics.shaping.cells import Typed
from hansei.analytics.sql import text, texts

# Below this many cases "all others have ended" says nothing.
_FEWEST: Final = 50
_NEARLY_ALL: Final = 0.99
_SAYS: Final = ("impact", "type", "work type", "change type")
_MAINTENANCE: Final = (
    "maintenance", "scheduled maintenance", "planned maintenance", "scheduled", "planned", "wartung",
    "geplante wartung", "плановые работы", "плановая работа", "计划维护", "维护", "计划内维护", "維護", "計劃維護",
)  # fmt: skip


def marks(
    con: Backend, tables: Sequence[Typed], mapping: Mapping, objects: str, numbered: str, *, whole: bool
) -> list[str]:
    """Selects of (object, at, name, type, value) for `began_before`, `cut_off`, `planned` and, of tickets, `phase`.

    `whole`: the format itself proves that the file is complete (XES and OCEL do not end in the middle).
    """
    parts = [] if any(table.cell("planned") for table in tables) else _planned(tables, objects)
    parts += [_present_phase(table, mapping, objects) for table in tables if table.role == "tickets"]
    for src, table in enumerate(tables):
        if table.role not in ("updates", "events"):
            continue
        if opened := table.cell("reported_at"):
            # An hour's grace: many tools write the first row some minutes after the call.
            parts.append(
                f"SELECT o.object, NULL, 'began_before', 'boolean', 'true' FROM {table.table} t JOIN {objects} o "
                f"ON o.key = t._key WHERE t._bad IS NULL GROUP BY o.object HAVING min(t.{opened.alias}) < "
                f"(SELECT min(n.at) - INTERVAL 1 HOUR FROM {numbered} n WHERE n.src = {src})"
            )
        if not whole and (key := _cut_case(con, table, numbered, src)):
            parts.append(f"SELECT object, NULL, 'cut_off', 'boolean', 'true' FROM {objects} WHERE key = {text(key)}")
    return parts


def _present_phase(table: Typed, mapping: Mapping, objects: str) -> str:
    """What a ticket's own state says of it now: a list of tickets may show a state and no date for it."""
    state, substate = table.sql("state", "CAST(NULL AS VARCHAR)"), table.sql("substate", "CAST(NULL AS VARCHAR)")
    cases = " ".join(f"WHEN {text(words)} THEN {text(phase)}" for words, phase in mapping.phases.items())
    found = f"coalesce(CASE t.{state} || ' / ' || t.{substate} {cases} END, CASE t.{state} {cases} END)"
    if not cases or not table.cell("state"):
        found = "NULL"
    elif not table.cell("substate"):
        found = f"CASE t.{state} {cases} END"
    return (
        f"SELECT o.object, NULL, 'phase', 'string', {found} FROM {table.table} t JOIN {objects} o ON o.key = t._key "
        "WHERE t._bad IS NULL"
    )


def _planned(tables: Sequence[Typed], objects: str) -> list[str]:
    """Maintenance is planned work, wherever a source says so: as its kind, its category or its impact."""
    selects = [
        f"SELECT _key FROM {table.table} WHERE _bad IS NULL AND lower({cell.alias}) IN ({texts(_MAINTENANCE)})"
        for table in tables
        for cell in table.cells
        if cell.type == "string"
        and (cell.target in ("kind", "category", "priority") or normalised(cell.column) in _SAYS)
    ]
    if not selects:
        return []
    return [
        f"SELECT DISTINCT object, NULL, 'planned', 'boolean', 'true' FROM {objects} "
        f"WHERE key IN ({' UNION '.join(selects)})"
    ]


def _cut_case(con: Backend, table: Typed, numbered: str, src: int) -> str | None:
    """The last case of a file that is sorted by case, when it alone has not ended: the file was cut there."""
    changes, cases = con.raw_sql(
        f"SELECT count(*) FILTER (_key IS DISTINCT FROM before), count(DISTINCT _key) FROM "
        f"(SELECT _key, lag(_key) OVER (ORDER BY _row) AS before FROM {table.table} WHERE _bad IS NULL)"
    ).fetchall()[0]
    if cases < _FEWEST or changes > cases * 1.01:
        return None
    ended, last, last_done = con.raw_sql(
        f"WITH e AS (SELECT _key, max(_row) AS last, "
        f"coalesce(arg_max(phase, event) IN ({texts(ENDED)}), false) AS done "
        f"FROM {numbered} WHERE src = {src} GROUP BY _key) "
        "SELECT avg(CAST(done AS INTEGER)), arg_max(_key, last), arg_max(done, last) FROM e"
    ).fetchall()[0]
    return str(last) if ended >= _NEARLY_ALL and not last_done else None
