"""Turn a draft into base tables: references resolved, times read, values typed, one type to a name.

**Times.** A time that states its offset is that instant. One without is wall-clock time: it is kept as
written, marked in the extra column `floating`, and becomes an instant in `in_zone`, once somebody said
(or the mapping supposes) in which zone the source wrote. So the same log written in UTC by one tool and
in local time by another comes out equal as soon as the zone is named.

**Types.** A value is `integer`, `float`, `boolean` or `time` only if it reads as one and so do all values
of that name on the same activity or kind of object; otherwise it stays the text it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ibis.backends.duckdb import Backend
from ibis.expr.types import Table
from ibis.util import gen_name

from hansei.analytics.log import BASE
from hansei.analytics.naming import taken_in_sql
from hansei.analytics.reading.draft import Draft
from hansei.analytics.reading.relations import first_row, table_from, view_of
from hansei.analytics.sql import iso, text

# Values that carry a column of the log through a format that has no place for it (see `writing`).
KIND_MARK: Final = "hansei_kind"
RECORDED_MARK: Final = "hansei_recorded_at"
UNNAMED_MARK: Final = "hansei_unnamed"
KEY_MARK: Final = "hansei_key"
KEYLESS: Final = "hansei:event:"  # begins the id of an event that had none
KEYLESS_OBJECT: Final = "hansei:object:"  # likewise
PERSON: Final = "org:resource"
TEAM: Final = "org:group"
# Begins the name of a value of an event that its case has from this event on, in formats where cases have one value.
CHANGED_MARK: Final = "hansei_changed:"
UNREAD_TIME: Final = "unread_time"
# The id of an object that is referred to but never declared: it has values and relations, but no row in `objects`.
UNDECLARED: Final = "undeclared_id"
_EVENT_MARKS: Final = (KIND_MARK, RECORDED_MARK, UNNAMED_MARK, KEY_MARK, PERSON, TEAM)


@dataclass(frozen=True)
class Settled:
    """Base tables (events, object_values with `floating`), how many events, and notes (`code=n`)."""

    base: dict[str, Table]
    events: int
    notes: tuple[str, ...]


def settle(draft: Draft) -> Settled:
    """Make base tables of a finished draft. The draft may be dropped afterwards."""
    draft.finish()
    draft.close_gaps()
    log = gen_name("log")
    for step in (_changes, _objects, _events, _event_values, _object_values, _references):
        for statement in step(draft.name, log):
            draft.con.con.execute(statement)
    base = {name: draft.con.table(f"{log}_{name}") for name in BASE}
    notes = tuple(f"{code}={n}" for code, query in _notes(draft.name, log) if (n := _one(draft.con, query)))
    for scratch in ("refs", "numbered", "known"):
        draft.con.con.execute(f"DROP TABLE {log}_{scratch}")
    return Settled(base, _one(draft.con, f"SELECT count(*) FROM {log}_events"), notes)


def in_zone(con: Backend, base: dict[str, Table], zone: str) -> dict[str, Table]:
    """Read wall-clock times as times in `zone` (an IANA name); the result has exactly the columns of `log.BASE`.

    An hour that the clocks passed twice is taken as its first pass, one they skipped as if they had not.
    """
    placed = dict(base)
    quoted = text(zone)
    moved = f'CASE WHEN floating THEN timezone({quoted}, "at")::TIMESTAMP ELSE "at" END AS "at"'
    for name in ("events", "object_values"):
        if "floating" in base[name].columns:
            source = view_of(con, base[name])
            placed[name] = table_from(con, f"SELECT * EXCLUDE (floating) REPLACE ({moved}) FROM {source}")
    for name in ("event_values", "object_values"):
        placed[name] = _times_in_zone(con, placed[name], quoted)
    return {name: placed[name].select(*columns) for name, columns in BASE.items()}


def _times_in_zone(con: Backend, values: Table, quoted: str) -> Table:
    placed = iso(f"timezone({quoted}, value::TIMESTAMP)::TIMESTAMP") + " || 'Z'"
    moved = f"CASE WHEN type = 'time' AND NOT ends_with(value, 'Z') THEN {placed} ELSE value END"
    return table_from(con, f"SELECT * REPLACE ({moved} AS value) FROM {view_of(con, values)}")


def _one(con: Backend, query: str) -> int:
    row = first_row(con, query)
    return int(row[0]) if row else 0


def _instant(written: str) -> str:
    """SQL that reads a time as written into UTC; wall-clock time comes out as it stands, the unreadable as NULL."""
    tidy = f"replace(replace({written}, ' +', '+'), ' -', '-')"
    return (
        f"CASE WHEN {written} = '0' THEN TIMESTAMP '1970-01-01' "
        f"WHEN regexp_matches({written}, '^\\d{{4}}-\\d\\d-\\d\\d') THEN TRY_CAST({tidy} AS TIMESTAMPTZ)::TIMESTAMP END"
    )


def _shown(instant: str) -> str:
    """SQL that leaves out years that no clock of a log showed: 0001 and 9999 are how tools write "never"."""
    return f"CASE WHEN year({instant}) BETWEEN 1900 AND 2200 THEN {instant} END"


def _floats(written: str) -> str:
    return f"({written} <> '0' AND NOT regexp_matches({written}, '\\d:\\d\\d.*([zZ]|[+-]\\d\\d|[A-Za-z]+/[A-Za-z_]+)'))"


def _changes(draft: str, log: str) -> list[str]:
    """Bring what a case was from an event on back to the case."""
    marked = f"starts_with(v.name, '{CHANGED_MARK}')"
    return [
        f"""INSERT INTO {draft}_object_values
            SELECT r.ref, e.time, substr(v.name, {len(CHANGED_MARK) + 1}), v.type, v.value
            FROM {draft}_event_values v JOIN {draft}_events e USING (event) JOIN {draft}_relations r USING (event)
            WHERE {marked}""",
        f"DELETE FROM {draft}_event_values v WHERE {marked}",
    ]


def _objects(draft: str, log: str) -> list[str]:
    return [
        f"""CREATE TEMP TABLE {log}_refs AS
            SELECT o.position, o.ref, nullif(coalesce(kind.value, o.kind), '') AS kind,
                   coalesce(key.value, CASE WHEN NOT starts_with(o.key, '{KEYLESS_OBJECT}') THEN o.key END) AS key,
                   CASE WHEN (o.key IS NULL OR starts_with(o.key, '{KEYLESS_OBJECT}')) AND key.value IS NULL
                        THEN o.ref END AS alone
            FROM {draft}_objects o
                 LEFT JOIN {draft}_object_values key ON key.ref = o.ref AND key.name = '{KEY_MARK}'
                 LEFT JOIN {draft}_object_values kind ON kind.ref = o.ref AND kind.name = '{KIND_MARK}'
        """,
        f"""CREATE TEMP TABLE {log}_numbered AS
            SELECT row_number() OVER (ORDER BY min(position))::BIGINT AS object, kind, key, alone
            FROM {log}_refs GROUP BY kind, key, alone""",
        f"CREATE TABLE {log}_objects AS SELECT object, kind, key FROM {log}_numbered ORDER BY object",
        f"""CREATE TEMP TABLE {log}_known AS
            SELECT r.ref, min(n.object) AS object, arg_min(n.kind, n.object) AS kind, false AS undeclared
            FROM {log}_refs r JOIN {log}_numbered n ON n.key IS NOT DISTINCT FROM r.key
                 AND n.kind IS NOT DISTINCT FROM r.kind AND n.alone IS NOT DISTINCT FROM r.alone
            GROUP BY r.ref""",
        f"""INSERT INTO {log}_known
            SELECT ref, row_number() OVER (ORDER BY ref) + (SELECT count(*) FROM {log}_objects), NULL, true
            FROM (SELECT ref FROM {draft}_relations UNION SELECT target FROM {draft}_links) named
            ANTI JOIN {log}_known USING (ref) WHERE ref IS NOT NULL""",
    ]


def _events(draft: str, log: str) -> list[str]:
    marks = ", ".join(f"min(value) FILTER (name = '{mark}') AS \"{mark}\"" for mark in _EVENT_MARKS)
    names = ", ".join(f"'{mark}'" for mark in _EVENT_MARKS)
    return [
        f"""CREATE TABLE {log}_events AS
            WITH marks AS (SELECT event, {marks} FROM {draft}_event_values WHERE name IN ({names}) GROUP BY event)
            SELECT e.event,
                   coalesce(m.{KEY_MARK},
                            CASE WHEN NOT starts_with(e.key, '{KEYLESS}') THEN nullif(e.key, '') END) AS key,
                   coalesce(m.{KIND_MARK}, 'case.activity') AS kind,
                   CASE WHEN m.{UNNAMED_MARK} IS NULL THEN nullif(e.activity, '') END AS activity,
                   {_shown(_instant("e.time"))} AS "at",
                   {_shown(_instant(f"m.{RECORDED_MARK}"))} AS recorded_at,
                   m."{PERSON}" AS person, m."{TEAM}" AS team,
                   coalesce({_floats("e.time")}, false) AS floating
            FROM {draft}_events e LEFT JOIN marks m USING (event)
            ORDER BY e.event""",
    ]


def _event_values(draft: str, log: str) -> list[str]:
    names = ", ".join(f"'{mark}'" for mark in _EVENT_MARKS)
    source = f"""
        SELECT v.event AS holder, NULL::TIMESTAMP AS "at", false AS floating, v.name, v.value,
               e.activity AS owner, coalesce(t.type, v.type) AS type
        FROM {draft}_event_values v JOIN {draft}_events e USING (event)
             LEFT JOIN {draft}_types t ON t.scope = 'event' AND t.owner = e.activity AND t.name = v.name
        WHERE v.name NOT IN ({names})
        UNION ALL
        SELECT event, NULL, false, '{UNREAD_TIME}', time, activity, 'string'
        FROM {draft}_events WHERE nullif(time, '') IS NOT NULL AND ({_shown(_instant("time"))}) IS NULL"""
    return [
        *_typed(source, log),
        f"""CREATE TABLE {log}_event_values AS
            SELECT holder AS event, {taken_in_sql("name")} AS name, type, value FROM {log}_typed ORDER BY 1, 2""",
        f"DROP TABLE {log}_typed",
    ]


def _object_values(draft: str, log: str) -> list[str]:
    at, floating = _shown(_instant("v.time")), f"coalesce({_floats('v.time')}, false)"
    source = f"""
        SELECT k.object AS holder, {at} AS "at", {floating} AS floating, v.name, v.value,
               k.kind AS owner, coalesce(t.type, v.type) AS type
        FROM {draft}_object_values v JOIN {log}_known k USING (ref)
             LEFT JOIN {draft}_types t ON t.scope = 'object' AND t.owner = k.kind AND t.name = v.name
        WHERE v.name NOT IN ('{KEY_MARK}', '{KIND_MARK}', '{UNDECLARED}')
        UNION ALL
        SELECT object, NULL, false, '{UNDECLARED}', ref, NULL, 'string' FROM {log}_known WHERE undeclared"""
    # OCEL writes "from the beginning" as 1970, which tools turn into 01:00 or 19:00 of wall-clock time.
    beginning = """"at" = TIMESTAMP '1970-01-01' OR
                   floating AND "at" BETWEEN TIMESTAMP '1969-12-31 10:00' AND TIMESTAMP '1970-01-01 14:00'"""
    return [
        *_typed(source, log),
        f"""CREATE TABLE {log}_object_values AS
            SELECT DISTINCT holder AS object, CASE WHEN NOT ({beginning}) THEN "at" END AS "at",
                   {taken_in_sql("name")} AS name, type, value, floating AND NOT ({beginning}) AS floating
            FROM {log}_typed ORDER BY object, "at" NULLS FIRST, name""",
        f"DROP TABLE {log}_typed",
    ]


def _typed(source: str, log: str) -> list[str]:
    """Read each value as the type it claims; settle on one type where the rows of a name disagree."""
    whole = r"regexp_full_match(value, '\s*[+-]?\d{1,19}(\.0*)?\s*')"
    instant = _instant("value")
    read = f"""CASE type
        WHEN 'integer' THEN CASE WHEN {whole} THEN TRY_CAST(split_part(value, '.', 1) AS BIGINT)::VARCHAR END
        WHEN 'float' THEN (TRY_CAST(value AS DOUBLE) + 0.0)::VARCHAR -- no negative zero: SQLite has none
        WHEN 'boolean' THEN CASE WHEN lower(trim(value)) IN ('true', '1') THEN 'true'
                                 WHEN lower(trim(value)) IN ('false', '0') THEN 'false' END
        WHEN 'time' THEN {iso(instant)} || CASE WHEN {_floats("value")} THEN '' ELSE 'Z' END
        END"""
    return [
        f"""CREATE TEMP TABLE {log}_read AS
            SELECT * EXCLUDE (type), read, CASE WHEN read IS NULL THEN 'string' ELSE type END AS type
            FROM (SELECT *, {read} AS read FROM ({source}) WHERE value <> '')""",
        f"""CREATE TEMP TABLE {log}_typed AS
            WITH agreed AS (
                SELECT owner, name, list_sort(list(DISTINCT type)) AS types FROM {log}_read GROUP BY owner, name
            )
            SELECT r.* EXCLUDE (value, read, type),
                   CASE WHEN len(types) = 1 THEN r.type WHEN types = ['float', 'integer'] THEN 'float'
                        ELSE 'string' END AS type,
                   CASE WHEN len(types) = 1 THEN coalesce(read, value)
                        WHEN types = ['float', 'integer'] THEN read::DOUBLE::VARCHAR ELSE value END AS value
            FROM {log}_read r JOIN agreed a ON a.name = r.name AND a.owner IS NOT DISTINCT FROM r.owner""",
        f"DROP TABLE {log}_read",
    ]


def _references(draft: str, log: str) -> list[str]:
    return [
        f"""CREATE TABLE {log}_event_objects AS
            SELECT DISTINCT r.event, k.object, nullif(r.role, '') AS role
            FROM {draft}_relations r JOIN {log}_known k USING (ref)
            WHERE r.event IS NOT NULL ORDER BY r.event, k.object, role""",
        f"""CREATE TABLE {log}_links AS
            SELECT DISTINCT a.object, b.object AS target, nullif(l.role, '') AS role
            FROM {draft}_links l JOIN {log}_known a ON a.ref = l.ref JOIN {log}_known b ON b.ref = l.target
            ORDER BY a.object, b.object, role""",
    ]


def _notes(draft: str, log: str) -> list[tuple[str, str]]:
    """What was found wanting, each a count: nothing is left out without being said."""
    unread = f"nullif(time, '') IS NOT NULL AND ({_shown(_instant('time'))}) IS NULL"
    return [
        ("times_without_zone", f'SELECT count(*) FROM {log}_events WHERE floating AND "at" IS NOT NULL'),
        ("times_missing", f"SELECT count(*) FROM {draft}_events WHERE nullif(time, '') IS NULL"),
        ("times_unread", f"SELECT count(*) FROM {draft}_events WHERE {unread}"),
        ("event_ids_repeated", f"SELECT count(key) - count(DISTINCT key) FROM {log}_events"),
        ("objects_undeclared", f"SELECT count(*) FROM {log}_known WHERE undeclared"),
        ("relations_to_missing_events", f"SELECT count(*) FROM {draft}_relations WHERE event IS NULL"),
        ("links_from_missing_objects", f"SELECT count(*) FROM {draft}_links ANTI JOIN {log}_known USING (ref)"),
    ]
