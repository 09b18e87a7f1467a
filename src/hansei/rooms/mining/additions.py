"""What an extract adds to what its data set holds: the base tables of only what is new or corrected.

A correction never changes an event: it is a later value of the case's field and an event of its own that says so,
touching the case in a role that makes no step of it.
"""

from __future__ import annotations

from typing import Final

from ibis.backends.duckdb import Backend
from ibis.expr.types import Table

from hansei.analytics.log import BASE, Log
from hansei.analytics.shaping import Difference
from hansei.analytics.shaping.derived import END_TAKEN_BACK

Additions = dict[str, Table]


def everything(log: Log) -> Additions:
    """The first extract: all of it is new."""
    return {name: getattr(log, name) for name in BASE}


def additions(con: Backend, old: Log, new: Log, found: Difference) -> Additions:
    """Return base tables with what `found` says is new, ready to be staged."""
    for name in BASE:
        con.create_view(f"new_log_{name}", getattr(new, name), overwrite=True)
    for name in ("events", "event_values", "objects", "links", "cases", "steps"):
        con.create_view(f"old_log_{name}", getattr(old, name), overwrite=True)
    for name in ("cases", "steps"):
        con.create_view(f"new_log_{name}", getattr(new, name), overwrite=True)
    con.create_view("found_in_cases", found.added, overwrite=True)
    con.create_view("found_corrected", found.corrected, overwrite=True)
    con.create_view("found_others", found.others, overwrite=True)
    con.raw_sql(_ADDED_EVENTS)
    con.raw_sql(_NEWS)
    for name, sql in _ADDED.items():
        con.raw_sql(f"CREATE OR REPLACE TABLE added_{name} AS {sql}")
    return {name: con.table(f"added_{name}") for name in BASE}


# Events that touch no case (object-centric logs have them) are told apart by their id, else by what, when and ordinal.
# A correction is what we said of an earlier extract; brought back in our own export it is no news.
_SIGN: Final = """
    COALESCE('id ' || e.key, 'at ' || epoch_us(e."at") || ' ' || COALESCE(e.activity, '') || ' '
    || row_number() OVER (PARTITION BY e.activity, e."at" ORDER BY e.event))
"""
_ADDED_EVENTS: Final = f"""
    CREATE OR REPLACE TABLE found_added AS
    WITH aside_old AS (SELECT {_SIGN} AS sign FROM old_log_events e ANTI JOIN old_log_steps s ON s.event = e.event
        WHERE e.kind <> 'case.corrected'),
    aside_new AS (SELECT e.event, {_SIGN} AS sign FROM new_log_events e ANTI JOIN new_log_steps s ON s.event = e.event
        WHERE e.kind <> 'case.corrected')
    SELECT DISTINCT event FROM found_in_cases UNION SELECT event FROM aside_new ANTI JOIN aside_old USING (sign)
"""

# Corrections first: both tables below read them. Their ids follow the extract's own.
_NEWS: Final = """
    CREATE OR REPLACE TABLE news AS
    WITH ends AS (SELECT (SELECT max("at") FROM new_log_events) AS new, (SELECT max("at") FROM old_log_events) AS old),
    -- What is told now holds from now on, also where the extract itself ends earlier than what is known.
    told AS (SELECT CASE WHEN old IS NULL OR new > old THEN coalesce(new, timezone('UTC', current_timestamp)::TIMESTAMP)
        ELSE old + INTERVAL 1 SECOND END AS "at" FROM ends),
    completed AS (
        SELECT o.key, 'cut_off' AS name, 'true' AS was, 'false' AS now
        FROM old_log_cases o JOIN new_log_cases n USING (key) WHERE o.cut_off AND NOT n.cut_off
    )
    SELECT c."case" AS object, f.name, f.now, told."at",
        (SELECT coalesce(max(event), 0) FROM new_log_events) + dense_rank() OVER (ORDER BY c."case") AS event
    FROM (SELECT key, name, was, now FROM found_corrected WHERE now IS NOT NULL UNION ALL SELECT * FROM completed) f
    JOIN new_log_cases c USING (key), told
"""
_TYPE: Final = f"""
    COALESCE((SELECT any_value(v.type) FROM new_log_object_values v WHERE v.name = news.name),
        CASE WHEN name IN ('cut_off', '{END_TAKEN_BACK}') THEN 'boolean' ELSE 'string' END)
"""
_ADDED: Final = {
    "events": """
        SELECT e.* FROM new_log_events e SEMI JOIN found_added a ON a.event = e.event
        UNION ALL BY NAME SELECT DISTINCT event, NULL::VARCHAR AS key, 'case.corrected' AS kind,
            NULL::VARCHAR AS activity, "at", "at" AS recorded_at, NULL::VARCHAR AS person, NULL::VARCHAR AS team
        FROM news
    """,
    "event_values": f"""
        SELECT v.* FROM new_log_event_values v SEMI JOIN found_added a ON a.event = v.event
        UNION ALL BY NAME SELECT event, name, {_TYPE} AS type, now AS value FROM news
    """,
    "event_objects": """
        SELECT o.* FROM new_log_event_objects o SEMI JOIN found_added a ON a.event = o.event
        UNION ALL BY NAME SELECT DISTINCT event, object, 'corrected' AS role FROM news
    """,
    "objects": "SELECT * FROM new_log_objects",
    "object_values": f"""
        SELECT v.* FROM new_log_object_values v JOIN new_log_objects o USING (object)
            WHERE NOT EXISTS (SELECT 1 FROM old_log_objects k WHERE k.key = o.key AND k.kind = o.kind)
        UNION ALL BY NAME SELECT * FROM found_others
        UNION ALL BY NAME
        SELECT object, "at", name, {_TYPE} AS type, now AS value FROM news
    """,
    "links": """
        SELECT l.* FROM new_log_links l JOIN new_log_objects a ON a.object = l.object
        JOIN new_log_objects b ON b.object = l.target WHERE NOT EXISTS (
            SELECT 1 FROM old_log_links o JOIN old_log_objects c ON c.object = o.object
            JOIN old_log_objects d ON d.object = o.target
            WHERE c.key = a.key AND c.kind = a.kind AND d.key = b.key AND d.kind = b.kind
            AND o.role IS NOT DISTINCT FROM l.role)
    """,
}
