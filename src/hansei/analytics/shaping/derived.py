"""`cases` and `steps` from the base tables: once per version of the data, for every importer and for our own log."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import uuid4

from ibis.backends.duckdb import Backend
from ibis.expr.types import Table

from hansei.analytics.log import CASES, ENDED, STEPS
from hansei.analytics.sql import ident, text, texts

# Objects of these kinds are cases where no event says so (role `case`), as in logs of other tools.
CASE_KINDS: Final = (
    "case", "ticket", "incident", "request", "service request", "problem", "change", "issue", "task", "maintenance",
    "alert",
)  # fmt: skip
_FROM_EVENTS: Final = frozenset({"case", "key", "first_at", "last_at", "events", "is_open", "priority_rank"})
TYPES: Final = {
    "string": "VARCHAR",
    "int64": "BIGINT",
    "float64": "DOUBLE",
    "boolean": "BOOLEAN",
    "timestamp(6)": "TIMESTAMP",
}
# Kept as a value of a case that a later extract opened again: its dates of ending hold no more.
END_TAKEN_BACK: Final = "end_taken_back"
_BEGINNINGS: Final = ("failed_at", "detected_at", "reported_at", "answered_at", "restored_at")
_STANDING: Final = ("state", "substate", "phase")
_RANKS: Final = (
    (1, r"blocker|critical|highest|very high|urgent|emergency|showstopper|kritisch|sehr hoch"
        r"|критич|наивысш|срочн|紧急|最高|致命|緊急|非常高"),
    (2, r"\bhigh\b|major|hoch|высок|高|严重|嚴重"),
    (3, r"medium|moderate|normal|mittel|средн|обычн|中|普通|一般"),
    (5, r"planning|trivial|lowest|very low|sehr niedrig|очень низк|最低|微小"),
    (4, r"\blow\b|minor|niedrig|gering|низк|低"),
)  # fmt: skip


def derive(con: Backend, base: Mapping[str, Table], *, case_kinds: Sequence[str] | None = None) -> tuple[Table, Table]:
    """Cases and steps of a log's base tables, typed as `log.CASES` and `log.STEPS`.

    Cases are the objects that an event touches in the role `case`; where no event does, those of `case_kinds`, else of
    CASE_KINDS, else of the kind that most events touch.
    """
    names = {name: ident(table.get_name()) for name, table in base.items()}
    tag = uuid4().hex[:12]
    _touches(con, names, tag, case_kinds)
    steps = _steps(con, names, tag)
    cases = _cases(con, names, tag, steps)
    con.raw_sql(f"DROP TABLE touches_{tag}")
    return con.table(cases), con.table(steps)


def _touches(con: Backend, names: Mapping[str, str], tag: str, case_kinds: Sequence[str] | None) -> None:
    """Which case each event belongs to, and which objects are cases at all (also those without an event)."""
    links, objects = names["event_objects"], names["objects"]
    told = con.raw_sql(
        f"SELECT DISTINCT o.kind FROM {links} l JOIN {objects} o USING (object) WHERE l.role = 'case'"
    ).fetchall()
    kinds = [row[0] for row in told] if case_kinds is None else list(case_kinds)
    role = "l.role = 'case'" if told and case_kinds is None else "true"
    if not kinds:
        known = f"SELECT DISTINCT kind FROM {objects} WHERE lower(kind) IN ({texts(CASE_KINDS)})"
        busiest = (
            f"SELECT o.kind FROM {links} l JOIN {objects} o USING (object) GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
        )
        kinds = [row[0] for row in con.raw_sql(known).fetchall() or con.raw_sql(busiest).fetchall()]
    # What we corrected after a later extract is no step of the case, also where our own export brings it back.
    ours = f"SELECT event FROM {names['events']} WHERE kind = 'case.corrected'"
    con.raw_sql(
        f'CREATE TEMP TABLE touches_{tag} AS SELECT DISTINCT o.object AS "case", l.event FROM {objects} o LEFT JOIN '
        f"(SELECT * FROM {links} ANTI JOIN ({ours}) USING (event)) l "
        f"ON l.object = o.object AND {role} WHERE o.kind IN ({texts(kinds) or 'NULL'})"
    )


def _steps(con: Backend, names: Mapping[str, str], tag: str) -> str:
    table = f"log_steps_{tag}"
    columns = ", ".join(
        f"TRY_CAST({'standing.' + name if name in _STANDING else ident(name)} AS {TYPES[kind]}) AS {ident(name)}"
        for name, kind in STEPS.items()
    )
    con.raw_sql(f"""
        CREATE TABLE {table} AS
        WITH said AS (
            SELECT event, max(value) FILTER (name = 'state') AS state,
                   max(value) FILTER (name = 'substate') AS substate,
                   max(value) FILTER (name = 'phase') AS phase, max(value) FILTER (name = 'line') AS line,
                   max(try_cast(value AS BIGINT)) FILTER (name = 'turn') AS turn,
                   bool_or(name = 'field') AS is_change
            FROM {names["event_values"]} WHERE name IN ('state', 'substate', 'phase', 'line', 'turn', 'field')
            GROUP BY event
        ), told AS (
            SELECT t."case", e.event, e.activity, e.at, e.person, e.team, s.turn,
                   -- A line is its team's: a team whose line is unknown does not work in the line before it.
                   coalesce(s.line, CASE WHEN e.team IS NOT NULL THEN '0' END) AS line,
                   -- State, sub-state and phase are one fact: they are carried on together or not at all. An imported
                   -- row that shows the whole case, but no state that means anything, leaves the state unknown.
                   CASE WHEN s.state IS NOT NULL OR s.phase IS NOT NULL
                          OR (e.kind IN ('case.updated', 'case.activity') AND NOT coalesce(s.is_change, false))
                        THEN {{'state': s.state, 'substate': s.substate, 'phase': s.phase}} END AS standing
            FROM touches_{tag} t JOIN {names["events"]} e ON e.event = t.event LEFT JOIN said s ON s.event = e.event
        )
        SELECT {columns} FROM (
        SELECT "case", row_number() OVER w AS position, coalesce(turn, row_number() OVER w) AS turn,
               count(*) OVER (PARTITION BY "case") AS steps, event, activity,
               last_value(standing IGNORE NULLS) OVER carried AS standing, "at",
               coalesce(lead("at") OVER w, "at") AS until, person, last_value(team IGNORE NULLS) OVER carried AS team,
               TRY_CAST(nullif(last_value(line IGNORE NULLS) OVER carried, '0') AS BIGINT) AS line
        FROM told
        WINDOW w AS (PARTITION BY "case" ORDER BY "at", event),
               carried AS (PARTITION BY "case" ORDER BY "at", event ROWS UNBOUNDED PRECEDING))
    """)
    return table


def _cases(con: Backend, names: Mapping[str, str], tag: str, steps: str) -> str:
    """Last value of every field; what a source does not say is told from the steps where they say it."""
    fields = [name for name in CASES if name not in _FROM_EVENTS]
    picked = ", ".join(_picked(name) for name in (*fields, "phase", END_TAKEN_BACK))
    known = texts([*fields, "resolver", "assignee", "phase", END_TAKEN_BACK])
    con.raw_sql(f"""
        CREATE TEMP TABLE said_{tag} AS SELECT object AS "case", {picked}
        FROM {names["object_values"]} v WHERE name IN ({known}) GROUP BY object
    """)
    con.raw_sql(f"""
        CREATE TEMP TABLE went_{tag} AS SELECT "case", min("at") AS first_at, max("at") AS last_at, count(*) AS events,
            arg_max(state, position) AS state, arg_max(team, position) AS team, arg_max(person, position) AS person,
            arg_max(person, position) FILTER (phase = 'resolved') AS resolver, arg_max(phase, position) AS phase,
            min("at") FILTER (phase = 'resolved') AS resolved_at, min("at") FILTER (phase = 'closed') AS closed_at
        FROM {steps} GROUP BY "case"
    """)
    table = f"log_cases_{tag}"
    told = _told(con, tag)
    columns = ", ".join(
        f"TRY_CAST({told.get(name, f's.{ident(name)}')} AS {TYPES[kind]}) AS {ident(name)}"
        for name, kind in CASES.items()
    )
    con.raw_sql(f"""
        CREATE TABLE {table} AS SELECT {columns}
        FROM (SELECT DISTINCT "case" FROM touches_{tag}) c JOIN {names["objects"]} o ON o.object = c."case"
        LEFT JOIN said_{tag} s ON s."case" = c."case" LEFT JOIN went_{tag} w ON w."case" = c."case"
        ORDER BY c."case"
    """)
    con.raw_sql(f"DROP TABLE said_{tag}; DROP TABLE went_{tag}")
    return table


def _picked(name: str) -> str:
    if name in ("reassigned", "reopened"):  # counters: the highest, not the last, which may be written too early
        return f"max(try_cast(value AS BIGINT)) FILTER (name = {text(name)}) AS {ident(name)}"
    names = ("person", "resolver", "assignee") if name == "person" else (name,)
    return ", ".join(
        f"arg_max(value, coalesce(v.at, TIMESTAMP '0001-01-01')) FILTER (name = {text(each)}) AS {ident(each)}"
        for each in names
    )


def _told(con: Backend, tag: str) -> dict[str, str]:
    """SQL for the columns of `cases` that are not simply the last value said of the case."""
    return {
        "case": 'c."case"',
        "key": "o.key",
        "kind": "coalesce(s.kind, CASE WHEN o.kind NOT IN ('case', 'ticket') THEN o.kind END)",
        "state": "coalesce(s.state, w.state)",
        "team": "coalesce(w.team, s.team)",
        "person": "coalesce(s.resolver, s.person, w.resolver, s.assignee, w.person)",
        "reported_at": "coalesce(s.reported_at, s.detected_at, s.failed_at, CAST(w.first_at AS VARCHAR))",
        "priority_rank": _rank_sql(con, tag),
        "resolved_at": _end_sql(con, tag, "resolved_at"),
        "closed_at": _end_sql(con, tag, "closed_at"),
        "first_at": "w.first_at",
        "last_at": "w.last_at",
        "events": "coalesce(w.events, 0)",
        "cut_off": "coalesce(TRY_CAST(s.cut_off AS BOOLEAN), false)",
        "began_before": "coalesce(TRY_CAST(s.began_before AS BOOLEAN), false)",
        # A ticket's own state, then where its steps end, then its dates: the first that says anything.
        "is_open": _open_sql(con, tag),
    }


def _end_sql(con: Backend, tag: str, name: str) -> str:
    # A source with the field leaves it empty on purpose; only one without it is told from its steps.
    has = con.raw_sql(f"SELECT count({name}) FROM said_{tag}").fetchall()[0][0]
    return f"CASE WHEN s.{END_TAKEN_BACK} IS DISTINCT FROM 'true' THEN s.{name} END" if has else f"w.{name}"


def _open_sql(con: Backend, tag: str) -> str:
    """Whether a case has not ended. A case that goes on after its dates of ending was opened again.

    What is told by a date of the case's beginning does not go on: clocks differ by seconds.
    """
    dates = [column for column, kind in CASES.items() if kind == "timestamp(6)" and column not in _FROM_EVENTS]
    ends = con.raw_sql(
        f"SELECT (SELECT count(resolved_at) + count(closed_at) FROM said_{tag}) + "
        f"(SELECT count(resolved_at) + count(closed_at) FROM went_{tag})"
    ).fetchall()[0][0]
    # A list of outages knows no other end than that the service was back.
    restored = (
        "" if ends else "WHEN s.restored_at IS NOT NULL AND coalesce(w.phase, 'restored') = 'restored' THEN false "
    )
    began = ", ".join(f"TRY_CAST(s.{each} AS TIMESTAMP)" for each in _BEGINNINGS)
    ends_said = "TRY_CAST(s.resolved_at AS TIMESTAMP), TRY_CAST(s.closed_at AS TIMESTAMP)"
    over = f"greatest({ends_said})"
    # Rows that are cut at some day may still carry, on each of them, how the case ended after it.
    ends_later = f"least({ends_said}) > (SELECT max(last_at) + INTERVAL 1 HOUR FROM went_{tag})"
    return (
        f"CASE WHEN s.phase IS NOT NULL THEN s.phase NOT IN ({texts(ENDED)}) "
        f"WHEN s.{END_TAKEN_BACK} = 'true' THEN true WHEN w.phase IN ({texts(ENDED)}) THEN false "
        f"WHEN w.phase IS NOT NULL AND w.last_at > {over} AND NOT coalesce(w.last_at IN ({began}), false) THEN true "
        f"WHEN {ends_later} THEN true WHEN s.closed_at IS NOT NULL OR s.resolved_at IS NOT NULL THEN false {restored}"
        f"ELSE coalesce({', '.join(f's.{d}' for d in dates)}, CAST(w.first_at AS VARCHAR)) IS NOT NULL END"
    )


def _rank_sql(con: Backend, tag: str) -> str:
    found = con.raw_sql(f"SELECT DISTINCT priority FROM said_{tag} WHERE priority IS NOT NULL LIMIT 1000").fetchall()
    ranks = [(words, rank) for (words,) in found if (rank := priority_rank(words)) is not None]
    if not ranks:
        return "NULL"
    return "CASE s.priority " + " ".join(f"WHEN {text(words)} THEN {rank}" for words, rank in ranks) + " END"


def priority_rank(words: str) -> int | None:
    """1 for what comes first; None when the words say nothing.

    >>> [priority_rank(word) for word in ("3 - Moderate", "P1", "Blocker", "Высокий", "低", "blue")]
    [3, 1, 1, 2, 4, None]
    """
    if match := re.match(r"\s*(?:p|sev|prio|s)?[ -]?([1-9])\b", words, re.IGNORECASE):
        return int(match[1])
    return next((rank for rank, pattern in _RANKS if re.search(pattern, words, re.IGNORECASE)), None)
