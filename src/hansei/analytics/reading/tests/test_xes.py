"""XES in both dialects of the real exports, and small logs worked by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hansei.analytics.engine import connect
from hansei.analytics.reading.raw import Part
from hansei.analytics.reading.settling import in_zone
from hansei.analytics.reading.tests.logs import real, rows
from hansei.analytics.reading.xes import read_xes


def read(path: Path, zone: str = "UTC") -> tuple[Part, dict[str, list[dict[str, Any]]]]:
    con = connect()
    part = read_xes(path, con, path.parent)
    assert part.base is not None
    return part, {name: rows(table) for name, table in in_zone(con, part.base, zone).items()}


def made(folder: Path, body: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> Path:
    path = folder / "made.xes"
    path.write_text(f"{head}<log>{body}</log>", encoding="utf-8")
    return path


@pytest.mark.slow
def test_the_offsets_of_the_volvo_log_are_honoured() -> None:
    """Dropping +01:00 and +02:00 would make the mean between two Accepted 105,953.165 s."""
    con = connect()
    part = read_xes(real("bpic13_incidents.xes.gz"), con, Path())
    assert part.base is not None
    base = in_zone(con, part.base, "Asia/Tokyo")  # every time states its offset, so the zone changes nothing
    counts = {name: table.count().execute() for name, table in base.items()}
    assert counts == {
        "events": 65_533,
        "event_values": 451_781,
        "event_objects": 65_533,
        "objects": 7_554,
        "object_values": 0,
        "links": 0,
    }
    con.create_view("e", base["events"])
    con.create_view("eo", base["event_objects"])
    pairs = con.con.execute(
        """SELECT count(*), avg(epoch(later) - epoch("at")) FROM (
             SELECT activity, "at", lead(activity) OVER w AS next, lead("at") OVER w AS later
             FROM e JOIN eo USING (event) WINDOW w AS (PARTITION BY object ORDER BY "at", event))
           WHERE activity = 'Accepted' AND next = 'Accepted'"""
    ).fetchone()
    assert pairs is not None
    assert pairs[0] == 22_527
    assert pairs[1] == pytest.approx(105_936.385, abs=0.01)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("italian_helpdesk.xes.gz", "2010-01-13 08:40:25"),
        ("italian_helpdesk_disco_export.xes.gz", "2010-01-13 06:40:25"),
    ],
)
def test_both_dialects_give_the_same_cases_two_hours_apart(name: str, first: str) -> None:
    _, base = read(real(name))
    assert (len(base["events"]), len(base["objects"])) == (21_348, 4_580)
    assert str(min(row["at"] for row in base["events"])) == first


def test_nested_attributes_lists_and_types(tmp_path: Path) -> None:
    body = """<global scope="event"><string key="cost" value="never filled in"/></global>
      <trace><string key="concept:name" value="A"/><int key="size" value="007"/>
        <event><string key="concept:name" value="open"/>
          <date key="time:timestamp" value="2024-07-01T10:00:00.250+02:00"/>
          <string key="org:resource" value="Ann"/><string key="org:group" value="Desk"/>
          <float key="cost" value="1.50"><string key="unit" value="EUR"/></float>
          <boolean key="vip" value="TRUE"/><string key="blank" value=""/>
          <list key="parts"><values><string key="part" value="fan"/><string key="part" value="belt"/></values></list>
        </event></trace>"""
    _, base = read(made(tmp_path, body))
    assert base["events"] == [
        {
            "event": 1,
            "key": None,
            "kind": "case.activity",
            "activity": "open",
            "at": "2024-07-01 08:00:00.250000",
            "recorded_at": None,
            "person": "Ann",
            "team": "Desk",
        }
    ]
    assert {(row["name"], row["type"], row["value"]) for row in base["event_values"]} == {
        ("cost", "float", "1.5"),
        ("cost › unit", "string", "EUR"),
        ("vip", "boolean", "true"),
        ("parts › 1 › part", "string", "fan"),
        ("parts › 2 › part", "string", "belt"),
    }
    assert base["objects"] == [{"object": 1, "kind": "case", "key": "A"}]
    assert base["object_values"] == [{"object": 1, "at": None, "name": "size", "type": "integer", "value": "7"}]


def test_a_time_without_offset_is_wall_clock_time_of_the_named_zone(tmp_path: Path) -> None:
    body = """<trace><string key="concept:name" value="A"/>
      <event><date key="time:timestamp" value="2024-01-10T09:00:00"/>
        <date key="due" value="2024-07-10T09:00:00"/></event>
      <event><date key="time:timestamp" value="yesterday"/></event></trace>"""
    part, base = read(made(tmp_path, body), "Europe/Berlin")
    assert [row["at"] for row in base["events"]] == ["2024-01-10 08:00:00", None]
    assert [(row["event"], row["name"], row["type"], row["value"]) for row in base["event_values"]] == [
        (1, "due", "time", "2024-07-10T07:00:00Z"),
        (2, "unread_time", "string", "yesterday"),
    ]
    assert part.facts.notes == ("times_without_zone=1", "times_unread=1")


def test_two_traces_of_one_name_are_one_case_and_a_repeated_key_keeps_both_values(tmp_path: Path) -> None:
    body = """<trace><string key="concept:name" value="A"/><event><string key="concept:name" value="x"/></event></trace>
      <trace><event><string key="concept:name" value="y"/><string key="note" value="1"/><string key="note" value="2"/>
      </event><string key="concept:name" value="A"/></trace>
      <trace><event><string key="concept:name" value="z"/></event></trace>"""
    _, base = read(made(tmp_path, body))
    assert [row["key"] for row in base["objects"]] == ["A", "trace 3"]
    assert [(row["event"], row["object"]) for row in base["event_objects"]] == [(1, 1), (2, 1), (3, 2)]
    assert [(row["name"], row["value"]) for row in base["event_values"]] == [("note", "1"), ("note › 2", "2")]


def test_a_value_that_is_not_what_it_claims_makes_the_whole_name_text(tmp_path: Path) -> None:
    event = '<event><string key="concept:name" value="x"/><int key="n" value="{n}"/><{t} key="m" value="{m}"/></event>'
    body = "<trace>" + event.format(n="5", t="int", m="5") + event.format(n="five", t="float", m="0.25") + "</trace>"
    _, base = read(made(tmp_path, body))
    assert [(row["name"], row["type"], row["value"]) for row in base["event_values"]] == [
        ("m", "float", "5.0"),
        ("n", "string", "5"),
        ("m", "float", "0.25"),
        ("n", "string", "five"),
    ]


def test_the_flat_table_names_columns_as_the_standard_does(tmp_path: Path) -> None:
    body = """<trace><string key="concept:name" value="A"/><string key="vip" value="no"/>
      <event><string key="concept:name" value="x"/><date key="time:timestamp" value="2024-01-10T09:00:00"/>
      <string key="VIP" value="1"/><string key="vip" value="2"/></event></trace>"""
    part, _ = read(made(tmp_path, body))
    assert part.tables["events"].to_pyarrow().to_pylist() == [
        {
            "_row": 1,
            "case:concept:name": "A",
            "concept:name": "x",
            "time:timestamp": "2024-01-10T09:00:00",
            "VIP": "1",
            "vip (2)": "2",
            "case:vip": "no",
        }
    ]


def test_a_value_without_a_name_gets_one(tmp_path: Path) -> None:
    path = tmp_path / "log.xes"
    path.write_text(
        '<log><trace><string key="concept:name" value="A"/><event><string key="concept:name" value="open"/>'
        '<date key="time:timestamp" value="2024-01-01T10:00:00Z"/><string key="" value="what"/></event></trace></log>'
    )
    table = read_xes(path, connect(), tmp_path).tables["events"]
    assert table.to_pyarrow().to_pylist()[0]["attribute"] == "what"
