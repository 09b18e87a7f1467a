"""A generated company as a log for the measures, or as the file an importer would meet."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

import pyarrow as pa
from ibis.backends.duckdb import Backend

from hansei.analytics.demonstration.model import Generated
from hansei.analytics.log import Log

# The tables hold UTC without a zone, and so do these.
EARLIEST: Final = datetime(1900, 1, 1)  # noqa: DTZ001 - the log's instants carry no zone
LATEST: Final = datetime(9999, 12, 31)  # noqa: DTZ001 - the log's instants carry no zone
NOTHING_CORRECTED: Final = pa.table(
    {"key": pa.array([], pa.string()), "at": pa.array([], pa.timestamp("us")), "fix_action": pa.array([], pa.string())}
)
_ATTRIBUTES = (
    "kind", "title", "service", "ci", "product", "category", "subcategory", "symptom", "fix_action", "priority",
    "requester", "organisation", "channel", "location",
)  # fmt: skip


def as_log(con: Backend, generated: Generated) -> Log:
    """All tables of a log in `con`: cases and steps as generated, the base tables drawn from them."""
    cases = con.create_table("demonstration_cases", generated.cases, overwrite=True)
    steps = con.create_table("demonstration_steps", generated.steps, overwrite=True)
    for name, query in _BASE.items():
        con.raw_sql(f"CREATE OR REPLACE TABLE demonstration_{name} AS {query}")
    return Log(cases=cases, steps=steps, **{name: con.table(f"demonstration_{name}") for name in _BASE})


def write_csv(generated: Generated, path: Path, *, since: datetime = EARLIEST, until: datetime = LATEST) -> int:
    """One row for each update of a ticket, as a ticket tool exports it: local time, blanks where nothing is known.

    Written at the instant `until` (UTC, without zone, as in the tables): nothing later is in it. It holds the tickets
    that were touched from `since` on, with all their updates. Returns the number of rows.
    """
    import duckdb  # here, not above: an engine of its own, so that nothing of the caller's is touched

    with duckdb.connect() as con:
        con.register("cases", generated.cases)
        con.register("steps", generated.steps)
        con.register("corrections", NOTHING_CORRECTED if generated.corrections is None else generated.corrections)
        con.execute(_SEEN, [until, since])
        con.execute(_CSV.format(zone=generated.zone, until=f"TIMESTAMP '{until.isoformat()}'"), [str(path)])
        return int(con.execute("SELECT count(*) FROM seen").fetchall()[0][0])


_BASE = {
    "events": """
        SELECT event, NULL::VARCHAR AS key, 'case.activity' AS kind, activity, "at", "at" AS recorded_at, person, team
        FROM demonstration_steps ORDER BY event""",
    "event_values": """
        SELECT event, 'state' AS name, 'string' AS type, state AS value FROM demonstration_steps ORDER BY event""",
    "event_objects": """
        SELECT event, "case" AS object, 'case' AS role FROM demonstration_steps ORDER BY event""",
    "objects": """
        SELECT "case" AS object, 'ticket' AS kind, key FROM demonstration_cases ORDER BY object""",
    "object_values": " UNION ALL ".join(
        f"""SELECT "case" AS object, NULL::TIMESTAMP AS "at", '{name}' AS name, 'string' AS type, {name} AS value
        FROM demonstration_cases WHERE {name} IS NOT NULL"""
        for name in _ATTRIBUTES
    ),
    "links": "SELECT NULL::BIGINT AS object, NULL::BIGINT AS target, NULL::VARCHAR AS role WHERE false",
}
_SEEN = """
    CREATE TEMP TABLE seen AS SELECT * FROM steps WHERE "at" <= ?
    QUALIFY max("at") OVER (PARTITION BY "case") >= ?"""
_CSV = """
    COPY (
        WITH put_right AS (
            SELECT key, arg_max(fix_action, "at") AS fix_action FROM corrections WHERE "at" <= {until} GROUP BY key
        ), known AS (
            SELECT cases.* REPLACE (
                COALESCE(p.fix_action, cases.fix_action) AS fix_action,
                CASE WHEN resolved_at <= {until} THEN resolved_at END AS resolved_at,
                CASE WHEN closed_at <= {until} THEN closed_at END AS closed_at,
                CASE WHEN resolved_at <= {until} THEN worked_hours END AS worked_hours
            ) FROM cases LEFT JOIN put_right p ON p.key = cases.key
        )
        SELECT c.key AS number, c.kind AS type, s.state AS state, s.activity AS activity,
            strftime(s."at" AT TIME ZONE 'UTC' AT TIME ZONE '{zone}', '%Y-%m-%d %H:%M:%S') AS updated_at,
            s.team AS assignment_group, s.person AS assigned_to, c.title AS short_description, c.text AS description,
            c.service AS business_service, c.ci AS cmdb_ci, c.product, c.category, c.subcategory, c.symptom,
            c.fix_action AS close_code, c.priority, c.requester AS caller, c.channel AS contact_type, c.location,
            c.planned, c.worked_hours AS time_worked_hours,
            strftime(c.reported_at AT TIME ZONE 'UTC' AT TIME ZONE '{zone}', '%Y-%m-%d %H:%M:%S') AS opened_at,
            strftime(c.resolved_at AT TIME ZONE 'UTC' AT TIME ZONE '{zone}', '%Y-%m-%d %H:%M:%S') AS resolved_at,
            strftime(c.closed_at AT TIME ZONE 'UTC' AT TIME ZONE '{zone}', '%Y-%m-%d %H:%M:%S') AS closed_at,
            strftime(c.due_at AT TIME ZONE 'UTC' AT TIME ZONE '{zone}', '%Y-%m-%d %H:%M:%S') AS due_at
        FROM seen s JOIN known c ON c."case" = s."case"
        ORDER BY s.event
    ) TO ? (HEADER, DELIMITER ',')"""
