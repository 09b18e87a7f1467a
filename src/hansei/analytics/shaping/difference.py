"""What a later, overlapping extract adds to an earlier one: new events, corrected fields, cases closed or reopened.

An event is the same as an earlier one when the source's own id says so, else when case, activity, instant and the
ordinal among equals agree. So the same file twice differs in nothing, and the last 90 days bring only what is new.

An extract can also be older than what is known already: it ends earlier as a whole. Of a case that it tells no further
than what is known it fills in what nobody said and overrules nothing. A newer one holds also where it tells a case less
far: in a list of tickets an end that was corrected or taken back leaves the last instant earlier than before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from ibis.backends.duckdb import Backend
from ibis.expr.types import Table

from hansei.analytics.log import ENDED, Log
from hansei.analytics.reading.relations import view_of
from hansei.analytics.shaping.derived import END_TAKEN_BACK
from hansei.analytics.sql import texts

# Said by us about an extract, not by the source about a case.
_ABOUT_EXTRACT: Final = ("cut_off", "began_before")
_DATES_OF_END: Final = ("resolved_at", "closed_at")
_EVENT_FIELDS: Final = ("person", "team", "state", "substate", "line")


@dataclass(frozen=True)
class Difference:
    """What `new` says beyond `old`; cases are matched by key, counts are of cases unless named otherwise.

    `added`: (event, case, key, activity, at), the event's id being that in `new`. `corrected`: (key, name, was, now),
    a case's field whose last value differs. `corrected_events`: (event, key, activity, at, name, was, now), what an
    event known before now says differently. `vanished`: events of `old` inside the window of `new`, of cases that `new`
    has, that `new` no longer tells. `others`: (object, at, name, type, value), what `new` says of known objects that
    are no case, the object's id being that in `new`.
    """

    added: Table
    corrected: Table
    corrected_events: Table
    others: Table
    added_events: int
    corrected_fields: int
    corrected_event_fields: int
    vanished: int
    new_cases: int
    closed: int  # open before, not any more
    reopened: int  # not open before, now open
    changed_after: int  # not open before, and yet with new events or corrected fields
    changed: int
    unchanged: int
    overruled: int = 0  # fields that an older extract says otherwise; what was known later stays
    other_values: int = 0  # rows of `others`
    relations_left_out: int = 0  # known events touch further objects; an event is never changed

    @property
    def is_empty(self) -> bool:
        """True when the new extract says nothing that was not known."""
        return not (self.added_events or self.corrected_fields or self.corrected_event_fields or self.new_cases
                    or self.other_values)  # fmt: skip


def difference(old: Log, new: Log) -> Difference:
    """Compare two logs of one source on one connection; raises ValueError when they live on different ones."""
    con: Backend = new.cases.get_backend()
    if old.cases.get_backend() is not con:
        raise ValueError("both logs must be on one connection: load the older one with load(con, folder)")
    tag = uuid4().hex[:12]
    for side, log in (("old", old), ("new", new)):
        _identified(con, log, f"{side}_{tag}")
    names = {"added": f"added_{tag}", "corrected": f"corrected_{tag}", "corrected_events": f"corrected_events_{tag}"}
    _compare(con, tag, names)
    counts = _case_counts(con, tag, names)
    names["others"] = f"others_{tag}"
    _others(con, old, new, names["others"])
    tables = {name: con.table(table) for name, table in names.items()}
    result = Difference(
        **tables, **counts, added_events=_count(con, names["added"]), corrected_fields=_count(con, names["corrected"]),
        corrected_event_fields=_count(con, names["corrected_events"]), vanished=_vanished(con, tag),
        overruled=_overruled(con, tag), other_values=_count(con, names["others"]),
        relations_left_out=_relations_left_out(con, old, new, tag),
    )  # fmt: skip
    for part in ("cases", "events", "values"):
        for side in ("old", "new"):
            con.raw_sql(f"DROP TABLE {part}_{side}_{tag}")
    return result


def _count(con: Backend, table: str) -> int:
    return int(con.raw_sql(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def _identified(con: Backend, log: Log, side: str) -> None:
    """Cases, events with their identity, and the last value of each field, for one side."""
    cases, steps, events, values = (
        view_of(con, table) for table in (log.cases, log.steps, log.events, log.object_values)
    )
    con.raw_sql(f'CREATE TEMP TABLE cases_{side} AS SELECT "case", key, is_open, last_at, cut_off FROM {cases}')
    con.raw_sql(f"""
        CREATE TEMP TABLE events_{side} AS
        SELECT s.event, s."case", c.key, s.activity, s."at", e.person, e.team, s.state, s.substate,
               CAST(s.line AS VARCHAR) AS line, coalesce('id ' || e.key, 'at ' || epoch_us(s."at") || ' ' ||
               row_number() OVER (PARTITION BY s."case", s.activity, s."at" ORDER BY s.event) || ' ' || s.activity)
                   AS sign
        FROM {steps} s JOIN cases_{side} c ON c."case" = s."case" JOIN {events} e ON e.event = s.event
    """)
    con.raw_sql(f"""
        CREATE TEMP TABLE values_{side} AS SELECT c.key, v.name,
               arg_max(v.value, coalesce(v."at", TIMESTAMP '0001-01-01')) AS value,
               bool_or(v.type = 'time') AS is_instant
        FROM {values} v JOIN cases_{side} c ON c."case" = v.object
        WHERE v.name NOT IN ({texts(_ABOUT_EXTRACT)}) GROUP BY ALL
    """)


def _compare(con: Backend, tag: str, names: dict[str, str]) -> None:
    old, new = f"old_{tag}", f"new_{tag}"
    con.raw_sql(f"""
        CREATE TABLE {names["added"]} AS SELECT event, "case", key, activity, "at" FROM events_{new} n
        WHERE NOT EXISTS (SELECT 1 FROM events_{old} o WHERE o.key = n.key AND o.sign = n.sign) ORDER BY event
    """)
    con.raw_sql(f"""
        CREATE TEMP TABLE older_{tag} AS SELECT key FROM cases_{new} n JOIN cases_{old} o USING (key)
        WHERE n.last_at <= o.last_at AND (n.cut_off AND n.last_at < o.last_at
            OR (SELECT max(last_at) FROM cases_{new}) < (SELECT max(last_at) FROM cases_{old}))
    """)
    con.raw_sql(f"""
        CREATE TEMP TABLE told_{tag} AS {_ends_taken_back(tag)}
        UNION ALL SELECT n.key, n.name, o.value AS was, n.value AS now, o.value IS NULL OR older.key IS NULL AS holds
        FROM values_{new} n JOIN cases_{old} k ON k.key = n.key
        LEFT JOIN values_{old} o ON o.key = n.key AND o.name = n.name LEFT JOIN older_{tag} older ON older.key = n.key
        WHERE o.value IS DISTINCT FROM n.value AND NOT coalesce(
            (o.is_instant OR n.is_instant) AND {_instant("o.value")} = {_instant("n.value")}, false)
    """)
    con.raw_sql(
        f"CREATE TABLE {names['corrected']} AS SELECT * EXCLUDE (holds) FROM told_{tag} WHERE holds ORDER BY key, name"
    )
    fields = " UNION ALL ".join(
        f"SELECT n.event, n.key, n.activity, n.at AS \"at\", '{name}' AS name, o.{name} AS was, n.{name} AS now "
        f"FROM events_{new} n JOIN events_{old} o ON o.key = n.key AND o.sign = n.sign"
        for name in _EVENT_FIELDS
    )
    # What the new extract leaves blank is not a correction: a later extract may simply have fewer columns.
    con.raw_sql(
        f"CREATE TABLE {names['corrected_events']} AS SELECT * FROM ({fields}) "
        "WHERE now IS NOT NULL AND was IS DISTINCT FROM now ORDER BY event, name"
    )


def _ends_taken_back(tag: str) -> str:
    """SQL for cases that ended by their dates and now have none while others do or their state says so; and back again.

    An empty cell takes nothing away, except here: the ticket was opened again, and its tool has emptied the date.
    """
    old, new, dates = f"values_old_{tag}", f"values_new_{tag}", texts(_DATES_OF_END)
    return f"""
        SELECT n.key, '{END_TAKEN_BACK}' AS name, b.value AS was, CAST(n.is_open AS VARCHAR) AS now, true AS holds
        FROM cases_new_{tag} n JOIN cases_old_{tag} o USING (key) ANTI JOIN older_{tag} USING (key)
        LEFT JOIN {old} b ON b.key = n.key AND b.name = '{END_TAKEN_BACK}'
        WHERE b.value = 'true' AND NOT n.is_open OR n.is_open AND NOT o.is_open
            AND n.key IN (SELECT key FROM {old} WHERE name IN ({dates}))
            AND n.key NOT IN (SELECT key FROM {new} WHERE name IN ({dates}))
            AND (EXISTS (SELECT 1 FROM {new} WHERE name IN ({dates}))
                OR n.key IN (SELECT key FROM {new} WHERE name = 'phase' AND value NOT IN ({texts(ENDED)})))
    """


def _others(con: Backend, old: Log, new: Log, table: str) -> None:
    """What is said of known objects that are no case: values of instants that nobody told, and a newer present value.

    A value without an instant holds from the beginning; where it differs from what is known last, it holds from the end
    of the newer extract on, and one of an older extract is left out.
    """
    before, now = (
        {name: view_of(con, getattr(log, name)) for name in ("objects", "object_values", "events", "cases")}
        for log in (old, new)
    )
    con.raw_sql(f"""
        CREATE TABLE {table} AS
        WITH known AS (
            SELECT n.object, o.object AS was FROM {now["objects"]} n JOIN {before["objects"]} o
            ON o.key = n.key AND o.kind = n.kind ANTI JOIN {now["cases"]} c ON c."case" = n.object
        ), told AS (SELECT k.was, v.* FROM {now["object_values"]} v JOIN known k USING (object)),
        said AS (SELECT v.* FROM {before["object_values"]} v SEMI JOIN known k ON k.was = v.object),
        last AS (SELECT object, name, arg_max(value, coalesce("at", TIMESTAMP '0001-01-01')) AS value
            FROM said GROUP BY ALL),
        ends AS (SELECT (SELECT max("at") FROM {now["events"]}) AS new,
            (SELECT max("at") FROM {before["events"]}) AS old)
        SELECT t.object, coalesce(t."at", CASE WHEN l.name IS NOT NULL THEN
                CASE WHEN new > old THEN new ELSE old + INTERVAL 1 SECOND END END) AS "at", t.name, t.type, t.value
        FROM told t LEFT JOIN last l ON l.object = t.was AND l.name = t.name, ends
        WHERE CASE WHEN t."at" IS NULL THEN l.name IS NULL OR l.value <> t.value AND new >= old
            ELSE NOT EXISTS (SELECT 1 FROM said s WHERE s.object = t.was AND s.name = t.name AND s."at" = t."at") END
        ORDER BY ALL
    """)


def _relations_left_out(con: Backend, old: Log, new: Log, tag: str) -> int:
    before, now = (
        {name: view_of(con, getattr(log, name)) for name in ("objects", "event_objects")} for log in (old, new)
    )
    row = con.raw_sql(f"""
        SELECT count(*) FROM (
            SELECT o.event, x.kind, x.key, coalesce(r.role, '') AS role FROM {now["event_objects"]} r
            JOIN {now["objects"]} x USING (object) JOIN events_new_{tag} n ON n.event = r.event
            JOIN events_old_{tag} o ON o.key = n.key AND o.sign = n.sign WHERE r.role IS DISTINCT FROM 'case'
        ) ANTI JOIN (
            SELECT r.event, x.kind, x.key, coalesce(r.role, '') AS role
            FROM {before["event_objects"]} r JOIN {before["objects"]} x USING (object)
        ) USING (event, kind, key, role)
    """).fetchall()[0]
    return int(row[0])


def _instant(value: str) -> str:
    """SQL for what an ISO text says, in UTC as the log keeps it: one instant is written with and without zeros or Z."""
    return f"try_cast(rtrim({value}, 'Z') AS TIMESTAMP)"


def _vanished(con: Backend, tag: str) -> int:
    row = con.raw_sql(f"""
        SELECT count(*) FROM events_old_{tag} o
        WHERE o."at" BETWEEN (SELECT min("at") FROM events_new_{tag}) AND (SELECT max("at") FROM events_new_{tag})
          AND EXISTS (SELECT 1 FROM cases_new_{tag} c WHERE c.key = o.key)
          AND NOT EXISTS (SELECT 1 FROM events_new_{tag} n WHERE n.key = o.key AND n.sign = o.sign)
    """).fetchall()[0]
    return int(row[0])


def _overruled(con: Backend, tag: str) -> int:
    row = con.raw_sql(f"SELECT count(*) FROM told_{tag} WHERE NOT holds").fetchall()[0]
    con.raw_sql(f"DROP TABLE told_{tag}; DROP TABLE older_{tag}")
    return int(row[0])


def _case_counts(con: Backend, tag: str, names: dict[str, str]) -> dict[str, int]:
    touched = " UNION ".join(f"SELECT key FROM {table}" for table in names.values())
    row = con.raw_sql(f"""
        SELECT count(*) FILTER (o.key IS NULL), count(*) FILTER (o.is_open AND NOT n.is_open AND older.key IS NULL),
               count(*) FILTER (NOT o.is_open AND n.is_open AND older.key IS NULL),
               count(*) FILTER (o.is_open = false AND t.key IS NOT NULL),
               count(*) FILTER (o.key IS NOT NULL AND t.key IS NOT NULL),
               count(*) FILTER (o.key IS NOT NULL AND t.key IS NULL)
        FROM cases_new_{tag} n LEFT JOIN cases_old_{tag} o ON o.key = n.key LEFT JOIN ({touched}) t ON t.key = n.key
        LEFT JOIN older_{tag} older ON older.key = n.key
    """).fetchall()[0]
    names_of = ("new_cases", "closed", "reopened", "changed_after", "changed", "unchanged")
    return {name: int(n) for name, n in zip(names_of, row, strict=True)}
