"""Six criteria of the quality of information, each a share of its own; never added up or averaged.

Each says how many of how many are as they should be. Where a log cannot tell, the reason is a code and there is no
figure: what is not measured is neither 0 % nor 100 %.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from hansei.analytics.log import Log
from hansei.analytics.measures import MEASURES
from hansei.analytics.measures.reopening import reopened_by_states
from hansei.analytics.reading.relations import view_of

CRITERIA: Final = ("availability", "reliability", "accessibility", "timeliness", "accuracy", "relevance")
MOST_CASES: Final = 50  # of a defect, by name
# What a log says of a case in the source's own words or instants; the rest is worked out from these.
FIELDS: Final = frozenset({
    "title", "text", "service", "ci", "product", "category", "subcategory", "symptom", "fix_action", "priority",
    "requester", "organisation", "channel", "location", "planned", "failed_at", "detected_at", "reported_at",
    "answered_at", "restored_at", "resolved_at", "verified_at", "closed_at", "due_at", "reassigned", "reopened",
    "service_level_flag", "worked_hours",
})  # fmt: skip
STEP_FIELDS: Final = frozenset({"activity", "state", "substate", "person", "team", "line"})
# Worked out from another field: who uses the one uses the other.
MADE_OF: Final = {"priority_rank": "priority", "phase": "state", "first_at": "", "last_at": "", "events": ""}


@dataclass(frozen=True)
class Defect:
    """One thing that is not as it should be: its code, how often, and the first cases (id, key) or fields."""

    code: str
    n: int
    cases: tuple[tuple[int, str], ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Criterion:
    """So many of `n` are as they should be. `reason` is a code where the log cannot tell, and `n` is then 0."""

    code: str
    good: int
    n: int
    reason: str = ""
    defects: tuple[Defect, ...] = ()

    @property
    def value(self) -> float | None:
        """From 0 to 1; None where there is nothing to judge."""
        return self.good / self.n if self.n else None


# What a measure reads where it is there, without needing it to answer.
ALSO_READ: Final = {
    "service_level_attainment": ("due_at", "resolved_at", "planned"),
    "arrivals_by_hour": ("planned",),
    "cumulative_flow": ("closed_at", "resolved_at"),
    "work_in_progress": ("closed_at", "resolved_at"),
}


def criteria(log: Log, used: Collection[str]) -> list[Criterion]:
    """All six, in their order. `used` are the fields that somebody's measures read (`read_by_measure`, …)."""
    return [
        availability(log),
        reliability(log),
        Criterion("accessibility", 0, 0, "ask"),
        timeliness(log),
        accuracy(log),
        relevance(log, used),
    ]


def availability(log: Log) -> Criterion:
    """Share of cases whose times are there: the time of report, and of cases that ended the time of resolution.

    Counted: all cases but those that the extract cut off. Where no case has a time of resolution, the time of closing
    is asked for; a case that was cancelled needs neither. Example: 100 resolved cases, 5 without the time: 95 %.
    """
    con = log.cases.get_backend()
    cases, steps = view_of(con, log.cases), view_of(con, log.steps)
    end = "resolved_at" if _has(con, cases, "resolved_at") else "closed_at"
    rows = con.raw_sql(f"""
        SELECT c."case", c.key, c.reported_at IS NULL AS unreported,
               NOT coalesce(c.is_open, false) AND c.{end} IS NULL
               AND NOT EXISTS (SELECT 1 FROM {steps} s WHERE s."case" = c."case" AND s.position = s.steps
                               AND s.phase = 'cancelled') AS unended
        FROM {cases} c WHERE NOT coalesce(c.cut_off, false) ORDER BY c.key
    """).fetchall()
    marks = {"report_missing": [row[2] for row in rows], "end_missing": [row[3] for row in rows]}
    return _judged("availability", [(row[0], row[1]) for row in rows], marks)


def reliability(log: Log) -> Criterion:
    """Share of cases in which what is told twice agrees, of those in which something is told twice.

    Told twice are how often a case was reopened and how often it went to another team: by the source's counter and by
    the history of its states and teams. A history that shows more than the counter contradicts it; one that shows less
    may only be incomplete. Example: 20 cases with both, one reopened twice by its history and never by its counter:
    95 %.
    """
    con = log.cases.get_backend()
    cases, steps = view_of(con, log.cases), view_of(con, log.steps)
    states = view_of(con, reopened_by_states(log))
    rows = con.raw_sql(f"""
        WITH moved AS (
            SELECT "case", count(*) FILTER (team <> before) AS times, count(team) AS known FROM (
                SELECT "case", team, lag(team) OVER (PARTITION BY "case" ORDER BY position) AS before FROM {steps})
            GROUP BY "case")
        SELECT c."case", c.key, coalesce(s.times > c.reopened, false), coalesce(m.times > c.reassigned, false)
        FROM {cases} c LEFT JOIN {states} s ON s."case" = c."case" AND c.reopened IS NOT NULL
        LEFT JOIN moved m ON m."case" = c."case" AND m.known > 0 AND c.reassigned IS NOT NULL
        WHERE s."case" IS NOT NULL OR m."case" IS NOT NULL ORDER BY c.key
    """).fetchall()
    marks = {"reopened_more": [row[2] for row in rows], "reassigned_more": [row[3] for row in rows]}
    return _judged("reliability", [(row[0], row[1]) for row in rows], marks, "told_once")


def timeliness(log: Log) -> Criterion:
    """Share of events recorded within one day after they happened, of those with both times.

    Left out: events without a time of recording. Where the two are the same in every event, the one is a copy of the
    other and says nothing. Example: 100 events, 8 recorded more than 24 hours afterwards: 92 %.
    """
    con = log.cases.get_backend()
    steps, events, cases = (view_of(con, table) for table in (log.steps, log.events, log.cases))
    here = f'{steps} s JOIN {events} e ON e.event = s.event AND e.recorded_at IS NOT NULL AND e."at" IS NOT NULL'
    late = "e.recorded_at > e.\"at\" + INTERVAL '1 day'"
    n, apart, count = con.raw_sql(f"""
        SELECT count(DISTINCT e.event), count(DISTINCT e.event) FILTER (e.recorded_at <> e."at"),
               count(DISTINCT e.event) FILTER ({late}) FROM {here}
    """).fetchall()[0]
    if not apart:
        return Criterion("timeliness", 0, 0, "recorded_copied" if n else "recorded_missing")
    found = con.raw_sql(f"""
        SELECT c."case", c.key FROM {cases} c WHERE c."case" IN (SELECT s."case" FROM {here} WHERE {late})
        ORDER BY c.key LIMIT {MOST_CASES}
    """).fetchall()
    defects = (Defect("recorded_late", int(count), tuple((int(a), str(b)) for a, b in found)),) if count else ()
    return Criterion("timeliness", int(n - count), int(n), "", defects)


# Which instant cannot come before which; each pair with the code of its defect.
ORDER: Final = (
    ("reported_at", "resolved_at", "resolved_before_report"),
    ("reported_at", "closed_at", "closed_before_report"),
    ("reported_at", "verified_at", "verified_before_report"),
    ("failed_at", "restored_at", "restored_before_failure"),
    ("failed_at", "detected_at", "detected_before_failure"),
)


def accuracy(log: Log) -> Criterion:
    """Share of cases whose times are in a possible order, of those with two times that can be compared.

    Impossible are: resolved, closed or verified before the report; restored or detected before the failure. That a time
    is possible does not prove that it is true. Example: 100 cases, 3 resolved before they were reported: 97 %.
    """
    con = log.cases.get_backend()
    both = " OR ".join(f"({first} IS NOT NULL AND {last} IS NOT NULL)" for first, last, _code in ORDER)
    wrong = ", ".join(f"coalesce({last} < {first}, false)" for first, last, _code in ORDER)
    rows = con.raw_sql(
        f'SELECT "case", key, {wrong} FROM {view_of(con, log.cases)} WHERE {both} ORDER BY key'
    ).fetchall()
    marks = {code: [row[2 + at] for row in rows] for at, (_first, _last, code) in enumerate(ORDER)}
    return _judged("accuracy", [(row[0], row[1]) for row in rows], marks, "one_time")


def relevance(log: Log, used: Collection[str]) -> Criterion:
    """Share of the kept fields that somebody's measures read, of all fields that hold anything.

    Counted: fields of cases and steps that hold a value, the source's own ones among them. A field that no measure
    reads may still serve people who read a single case. Example: 20 fields, 12 of them read by a measure: 60 %.
    """
    kept = kept_fields(log)
    if not kept:
        return Criterion("relevance", 0, 0, "no_fields")
    unused = sorted(kept - {MADE_OF.get(each, each) for each in used})
    defects = (Defect("unused_fields", len(unused), fields=tuple(unused)),) if unused else ()
    return Criterion("relevance", len(kept) - len(unused), len(kept), "", defects)


def kept_fields(log: Log) -> set[str]:
    """The fields that hold anything: columns of cases and steps, and attributes under the source's own names."""
    con = log.cases.get_backend()
    kept: set[str] = set()
    for table, names in ((log.cases, sorted(FIELDS)), (log.steps, sorted(STEP_FIELDS))):
        counts = con.raw_sql(f"SELECT {', '.join(f'count({each})' for each in names)} FROM {view_of(con, table)}")
        kept |= {name for name, n in zip(names, counts.fetchall()[0], strict=True) if n}
    worked_out = set(MADE_OF) | {"turn", "key"}
    for table in (log.object_values, log.event_values):
        found = con.raw_sql(f"SELECT DISTINCT name FROM {view_of(con, table)} WHERE value IS NOT NULL").fetchall()
        kept |= {str(name) for (name,) in found if name not in worked_out and not str(name).startswith("hansei_")}
    return kept


def read_by_measure(name: str) -> set[str]:
    """The fields that a measure of the library reads."""
    one = MEASURES[name]
    more = ("planned",) if one.kind == "duration" else ()  # planned work is left out of times
    asked = {each.partition(".")[2] for each in (*one.needs, *one.needs_any)}
    return asked | {one.anchor, *more, *ALSO_READ.get(name, ())}


def read_by_definition(part: Any) -> set[str]:
    """The fields that a composed measure reads, from its definition as plain values."""
    if isinstance(part, list | tuple):
        return {name for each in part for name in read_by_definition(each)}
    if not isinstance(part, dict):
        return set()
    found = {name for each in part.values() for name in read_by_definition(each)}
    found |= {part[key] for key in ("field", "by") if isinstance(part.get(key), str)}
    return found | ({f"{part['end']}_at"} if isinstance(part.get("end"), str) else set())


def _has(con: Any, view: str, column: str) -> bool:
    return bool(con.raw_sql(f"SELECT count({column}) FROM {view}").fetchall()[0][0])


def _judged(code: str, cases: list[tuple[int, str]], marks: dict[str, list[bool]], reason: str = "none") -> Criterion:
    """Good is a case that no mark is set on; each mark that is set somewhere is a defect with its cases."""
    if not cases:
        return Criterion(code, 0, 0, "no_cases" if reason == "none" else reason)
    bad = sum(any(each[at] for each in marks.values()) for at in range(len(cases)))
    defects = []
    for name, marked in marks.items():
        hit = [(int(pk), str(key)) for (pk, key), is_hit in zip(cases, marked, strict=True) if is_hit]
        if hit:
            defects.append(Defect(name, len(hit), tuple(hit[:MOST_CASES])))
    return Criterion(code, len(cases) - bad, len(cases), "", tuple(defects))
