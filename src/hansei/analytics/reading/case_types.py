"""Which kind of object is the case: an object-centric log has many, a measure of flow needs one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from ibis.backends.duckdb import Backend
from ibis.expr.types import Table

from hansei.analytics.reading.flat import flat_table
from hansei.analytics.reading.profile import profile
from hansei.analytics.reading.raw import Raw
from hansei.analytics.reading.relations import view_of

# A case is worked on a few to a few dozen times. Longer histories are those of a truck or a clerk,
# shorter ones those of a thing that is only mentioned.
FEWEST: Final = 2.0
MOST: Final = 50.0


@dataclass(frozen=True)
class CaseType:
    """One kind of object, judged as a case. `alone` is the share of all events that touch exactly one of it."""

    kind: str
    objects: int
    events_each: float  # mean
    alone: float  # 0 to 1
    score: float  # 0 to 1


def case_types(con: Backend, base: dict[str, Table]) -> tuple[CaseType, ...]:
    """All kinds of object that take part in events, the likeliest case first.

    Score = share of all events that touch exactly one object of the kind, lowered in proportion when
    its objects have under 2 or over 50 events each on average.
    """
    names = {name: view_of(con, base[name]) for name in ("events", "event_objects", "objects")}
    rows = con.con.execute(
        f"""
        WITH touched AS (
            SELECT o.kind, eo.event, count(DISTINCT eo.object) AS n
            FROM {names["event_objects"]} eo JOIN {names["objects"]} o USING (object)
            WHERE o.kind IS NOT NULL GROUP BY o.kind, eo.event
        ), sizes AS (SELECT kind, count(*) AS objects FROM {names["objects"]} GROUP BY kind)
        SELECT kind, objects, sum(n) / objects, count(*) FILTER (n = 1) / (SELECT count(*) FROM {names["events"]})
        FROM touched JOIN sizes USING (kind) GROUP BY kind, objects"""
    ).fetchall()
    found = [CaseType(kind, objects, each, alone, alone * _likely(each)) for kind, objects, each, alone in rows]
    return tuple(sorted(found, key=lambda one: (-one.score, one.kind)))


def by_case_type(raw: Raw, kind: str) -> Raw:
    """The same log with its flat table, which the mapping sees, made by another kind of case. Infer anew."""
    if raw.base is None:
        return raw
    flat = flat_table(raw.con, raw.base, kind)
    return replace(raw, tables={"events": flat}, columns=profile(raw.con, "events", flat))


def _likely(events_each: float) -> float:
    return min(1.0, events_each / FEWEST, MOST / events_each)
