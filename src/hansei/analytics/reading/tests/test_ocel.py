"""OCEL 1.0 and 2.0: one log in three formats is one log, and the real files count right."""

from __future__ import annotations

from pathlib import Path

import pytest

from hansei.analytics.mapping import infer
from hansei.analytics.reading import open_raw
from hansei.analytics.reading.case_types import by_case_type, case_types
from hansei.analytics.reading.settling import in_zone
from hansei.analytics.reading.tests.logs import Rows, contents, real
from hansei.analytics.shaping import shape, simulate

FORMATS = ("jsonocel", "xmlocel", "sqlite")


def read(path: Path, folder: Path, zone: str = "UTC") -> tuple[Rows, tuple[str, ...]]:
    raw = open_raw([path], folder=folder)
    assert raw.base is not None
    assert list(folder.iterdir()) == []
    return contents(in_zone(raw.con, raw.base, zone)), raw.files[0].notes


def test_one_log_in_three_formats_comes_out_equal_once_its_zone_is_named(tmp_path: Path) -> None:
    """The XML and SQLite files hold wall-clock time of Central Europe, the JSON file UTC."""
    read_in = [read(real(f"ocel_ocel20_example.{form}.gz"), tmp_path, "Europe/Berlin") for form in FORMATS]
    (first, *others) = [rows for rows, _ in read_in]
    assert {name: len(rows) for name, rows in first.items()} == {
        "events": 13,
        "event_values": 13,
        "event_objects": 20,
        "objects": 9,
        "object_values": 12,
        "links": 7,
    }
    assert first["events"][3] == ("e4", "case.activity", "Change PO Quantity", "2022-01-13 11:00:00", None, None, None)
    assert ("PO1", "2022-01-13 11:00:00", "po_quantity", "string", "600") in first["object_values"]
    assert ("PO1", None, "po_quantity", "string", "500") in first["object_values"]
    assert others == [first, first]
    assert [notes for _, notes in read_in] == [(), ("times_without_zone=13",), ("times_without_zone=13",)]


def test_references_to_objects_that_a_file_never_declares_are_kept(tmp_path: Path) -> None:
    """The logistics log relates 2,540 handling units and declares none of them."""
    rows, notes = read(real("ocel_logistics.sqlite.gz"), tmp_path)
    assert {name: len(each) for name, each in rows.items() if name not in ("event_values", "object_values")} == {
        "events": 8_727,
        "event_objects": 16_738,
        "objects": 970,
        "links": 3_960,
    }
    assert notes == ("times_without_zone=8727", "objects_undeclared=2540")
    assert ("hu9", None, "undeclared_id", "string", "hu9") in rows["object_values"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "events", "objects", "relations"),
    [
        ("ocel_p2p-normal.jsonocel.gz", 720, 781, 3_952),
        ("ocel_recruiting-red.jsonocel.gz", 6_607, 1_051, 6_877),
        ("ocel_ocel_order_simulated.csv.gz", 22_367, 11_484, 38_685),
    ],
)
def test_the_first_version_of_the_standard(
    name: str, events: int, objects: int, relations: int, tmp_path: Path
) -> None:
    rows, _ = read(real(name), tmp_path)
    assert (len(rows["events"]), len(rows["objects"]), len(rows["event_objects"])) == (events, objects, relations)


def test_the_likeliest_case_is_worked_on_alone_and_more_than_once(tmp_path: Path) -> None:
    raw = open_raw([real("ocel_logistics.sqlite.gz")], folder=tmp_path)
    assert raw.base is not None
    kinds = case_types(raw.con, raw.base)
    assert (kinds[0].kind, kinds[0].objects) == ("Container", 510)


def test_another_kind_of_object_can_be_the_case(tmp_path: Path) -> None:
    """The likeliest is Container (510); by Transport Document 200 cases have 600 steps; all objects stay."""
    raw = open_raw([real("ocel_logistics.sqlite.gz")], folder=tmp_path)
    documents = by_case_type(raw, "Transport Document")
    mapping = infer(documents).model_copy(update={"case_type": "Transport Document"})
    log = shape(raw.con, documents, mapping)
    assert log.cases.count().execute() == 200
    assert log.steps.count().execute() == 600
    assert (log.objects.count().execute(), log.event_objects.count().execute()) == (970, 16_738)


def test_a_row_of_a_log_is_an_event_however_many_cases_it_touches(tmp_path: Path) -> None:
    """22 367 events of orders, items and packages were called 27 805 rows, for most touch several items."""
    raw = open_raw([real("ocel_p2p-normal.jsonocel.gz")], folder=tmp_path)
    told = simulate(raw, infer(raw))
    assert (raw.rows, told.rows, told.accepted, told.rejected, told.events) == (720, 720, 720, 0, 720)
