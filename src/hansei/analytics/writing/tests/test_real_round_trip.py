"""Whole real exports, out as OCEL and in again: the same cases tell the same story."""

from __future__ import annotations

from pathlib import Path

import pytest
from ibis.backends.duckdb import Backend
from ibis.expr.types import Table

from hansei.analytics.reading import open_raw
from hansei.analytics.reading.relations import view_of
from hansei.analytics.reading.settling import in_zone
from hansei.analytics.shaping.tests.exports import read
from hansei.analytics.writing import Written, write_ocel_json

LOGS = ["uci_servicenow_119998.csv.gz", "bpic13_incidents.xes.gz", "bpic13_incidents_ibm.csv.gz"]
# One instant can be written with and without its zero fractions; the type says that it is one.
INSTANT = "TRY_CAST(rtrim(value, 'Z') AS TIMESTAMP)::VARCHAR"
VALUE = f"name || '=' || type || ':' || CASE type WHEN 'time' THEN {INSTANT} ELSE value END"
# Every event with its case, its place there and all that is said of it; every object with all that is said of it.
EVENTS = """
    SELECT o.key AS case_key, row_number() OVER (PARTITION BY o.key ORDER BY e."at", e.event) AS place, e.key, e.kind,
        e.activity, e."at", e.recorded_at, e.person, e.team, v.said
    FROM {events} e JOIN {event_objects} l ON l.event = e.event JOIN {objects} o ON o.object = l.object
    LEFT JOIN (SELECT event, list_sort(list({said})) AS said FROM {event_values}
        GROUP BY 1) v ON v.event = e.event
"""
OBJECTS = """
    SELECT o.kind, o.key, v.said FROM {objects} o
    LEFT JOIN (SELECT object, list_sort(list({said} || '@' || coalesce("at"::VARCHAR, '')))
        AS said FROM {object_values} GROUP BY 1) v ON v.object = o.object
"""


def differing(con: Backend, sql: str, *sides: dict[str, Table]) -> int:
    """How many rows one of the two has and the other has not."""
    for at, side in enumerate(sides):
        names = {name: view_of(con, table) for name, table in side.items()}
        con.raw_sql(f"CREATE OR REPLACE TEMP TABLE side_{at} AS {sql.format(said=VALUE, **names)}")
    ways = [f"(SELECT count(*) FROM (FROM side_{a} EXCEPT ALL FROM side_{b}))" for a, b in ((0, 1), (1, 0))]
    return int(con.raw_sql(f"SELECT {ways[0]} + {ways[1]}").fetchall()[0][0])


@pytest.mark.slow
@pytest.mark.parametrize("name", LOGS)
def test_a_whole_export_comes_back(name: str, tmp_path: Path) -> None:
    raw, _, log = read(name)
    names = ("events", "event_values", "event_objects", "objects", "object_values")
    base = {table: getattr(log, table) for table in names}
    written = write_ocel_json(log, tmp_path / "log.json")
    assert written == Written(raw.con.raw_sql(f"SELECT count(*) FROM {log.events.get_name()}").fetchall()[0][0])
    again = open_raw([tmp_path / "log.json"], folder=tmp_path, con=raw.con)
    assert again.base is not None
    back = in_zone(raw.con, again.base, "UTC")
    assert differing(raw.con, EVENTS, base, back) == 0
    assert differing(raw.con, OBJECTS, base, back) == 0
