"""What a file may hold that a database may not: it comes in, or is refused with a sentence; never a fault."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from hansei.analytics.log import LONGEST
from hansei.kernel import check, jobs, triggers
from hansei.kernel.actions import Act
from hansei.kernel.models import EventObject, EventRow, Identity, Label, ObjectLink, Source
from hansei.rooms.mining.actions import import_extract, look_at_extract, simulate_extract, upload_extract
from hansei.rooms.mining.models import DataSet, Extract

LONG = "x" * 5000
Bring = Callable[[str, bytes], Extract]


@pytest.fixture
def bring(transactional_db: None, settings: LazySettings, tmp_path: Path) -> Iterator[Bring]:
    """Upload, look, simulate and take in, as a person does; stop where the wizard stops."""
    settings.UPLOAD_ROOT, settings.PARQUET_ROOT = tmp_path / "uploads", tmp_path / "parquet"
    act = Act(by=None, via="cli")

    def work() -> None:
        while jobs.work_once():
            pass

    def through(name: str, content: bytes) -> Extract:
        file = tmp_path / "arrived"
        file.write_bytes(content)
        pk = upload_extract(act, files=[(name, str(file))])
        look_at_extract(act, extract=pk)
        work()
        if (found := Extract.objects.get(pk=pk)).state != Extract.State.FAILED:
            simulate_extract(act, extract=pk)
            work()
            found = Extract.objects.get(pk=pk)
            assert found.job is None or found.job.error is None, found.job.error
            assert found.state == Extract.State.SIMULATED, found.error
            import_extract(act, extract=pk, mapping=found.mapping)
            work()
        found = Extract.objects.get(pk=pk)
        assert found.job is not None
        assert (found.job.error or {}).get("code") != "job.bug"
        return found

    yield through
    triggers.lift()


def test_no_field_of_the_database_is_shorter_than_what_a_log_may_hold() -> None:
    kept: dict[str, Any] = {
        "object.key": Identity._meta.get_field("key"), "object.kind": Identity._meta.get_field("kind"),
        "event.kind": EventRow._meta.get_field("kind"), "role": EventObject._meta.get_field("role"),
    }  # fmt: skip
    assert {name: field.max_length for name, field in kept.items()} == LONGEST
    link: Any = ObjectLink._meta.get_field("role")
    assert link.max_length == LONGEST["role"]


def test_a_case_number_too_long_is_refused_with_its_reason_and_the_rest_comes_in(bring: Bring) -> None:
    head = "number,state,opened_at,sys_updated_at\n"
    rows = [f"{key},New,2025-03-03 09:00,2025-03-0{day} 09:00\n" for key in ("INC1", "é" * 200, LONG) for day in (3, 4)]
    found = bring("incidents.csv", (head + "".join(rows)).encode())
    assert (found.counts["cases"], found.counts["rejected"]) == (2, 2)
    assert [(each["code"], each["n"]) for each in found.simulation["reasons"]] == [("row.key_too_long", 2)]
    assert Identity.objects.filter(source=found.data_set_id, key="é" * 200).exists()
    assert list(check.check()) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("long.xes", f'<log><trace><string key="concept:name" value="{LONG}"/><event>'
         '<string key="concept:name" value="New"/><date key="time:timestamp" value="2025-03-03T09:00:00Z"/>'
         "</event></trace></log>"),
        ("role.json", {"qualifier": LONG}),
    ],
    ids=["case", "role"],
)  # fmt: skip
def test_a_log_with_a_name_too_long_is_refused_with_a_sentence(bring: Bring, name: str, content: Any) -> None:
    found = bring(name, (content if isinstance(content, str) else json.dumps(ocel(**content))).encode())
    assert found.state == Extract.State.FAILED
    assert found.error is not None
    assert found.error["code"] == "file.name_too_long"
    assert not Source.objects.filter(pk__gt=1).exists()


def ocel(*, type: str = "ticket", id: str = "T1", qualifier: str = "case", value: str = "v", time: str = "") -> Any:
    """One OCEL 2.0 event of one object."""
    at = time or "2025-03-03T09:00:00Z"
    note = [{"name": "note", "value": value, "time": at}]
    touched = [{"objectId": id, "qualifier": qualifier}]
    return {
        "objectTypes": [{"name": type, "attributes": [{"name": "note", "type": "string"}]}],
        "eventTypes": [{"name": "open", "attributes": []}],
        "objects": [{"id": id, "type": type, "attributes": note, "relationships": touched}],
        "events": [{"id": f"e{n}", "type": "open", "time": each, "attributes": [], "relationships": touched}
                   for n, each in enumerate((at, "2025-03-04T09:00:00Z"))],
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("time", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_year_that_no_clock_showed_is_no_instant(bring: Bring, time: str) -> None:
    found = bring("log.json", json.dumps(ocel(time=time)).encode())
    assert found.state == Extract.State.DONE, found.error
    events = EventRow.objects.filter(source=found.data_set_id)
    assert [event.occurred_at.year for event in events] == [2025]
    assert DataSet.objects.get().events == 1


def records(value: str, name: str = "state") -> bytes:
    rows = [{"number": f"INC{n % 3}", name: value, "opened_at": "2025-03-03 09:00",
             "sys_updated_at": f"2025-03-0{n} 09:00"} for n in range(1, 8)]  # fmt: skip
    return "\n".join(json.dumps(row) for row in rows).encode()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("nul.jsonl", records("N\x00ew", name="st\x00ate")),
        ("ocel.json", json.dumps(ocel(value="N\x00ew")).encode()),
    ],
)
def test_a_nul_inside_a_text_is_left_out(bring: Bring, name: str, content: bytes) -> None:
    found = bring(name, content)
    assert found.state == Extract.State.DONE, found.error
    assert Label.objects.filter(source=found.data_set_id, text="New").exists()
    assert not any("\x00" in label.text for label in Label.objects.filter(source=found.data_set_id))


@pytest.mark.slow
def test_a_nul_in_a_database_is_left_out(bring: Bring, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "log.sqlite") as base:
        base.executescript("""
            CREATE TABLE event (ocel_id, ocel_type); CREATE TABLE object (ocel_id, ocel_type);
            CREATE TABLE event_map_type (ocel_type, ocel_type_map);
            CREATE TABLE object_map_type (ocel_type, ocel_type_map);
            CREATE TABLE event_object (ocel_event_id, ocel_object_id, ocel_qualifier);
            CREATE TABLE object_object (ocel_source_id, ocel_target_id, ocel_qualifier);
            CREATE TABLE event_open (ocel_id, ocel_time, note); CREATE TABLE object_ticket (ocel_id, ocel_time, note);
            INSERT INTO event_map_type VALUES ('open', 'open'); INSERT INTO object_map_type VALUES ('ticket', 'ticket');
            INSERT INTO event VALUES ('e1', 'open'); INSERT INTO object VALUES ('T1', 'ticket');
            INSERT INTO event_open VALUES ('e1', '2025-03-03 09:00:00', 'N' || char(0) || 'ew');
            INSERT INTO object_ticket VALUES ('T1', '1970-01-01 00:00:00', 'N' || char(0) || 'ew');
            INSERT INTO event_object VALUES ('e1', 'T1', 'case');
        """)
    base.close()
    found = bring("log.sqlite", (tmp_path / "log.sqlite").read_bytes())
    assert found.state == Extract.State.DONE, found.error
    assert Label.objects.filter(source=found.data_set_id, text="New").exists()


@pytest.mark.slow
def test_half_a_character_makes_no_fault(bring: Bring) -> None:
    """JSON can write half of a surrogate pair; UTF-8 and PostgreSQL cannot hold it."""
    value = "\ud800 half, half \udfff, whole \U0001f600"
    lines = records("New") + b"\n" + json.dumps({"number": "INC9", "state": value}).encode()
    found = bring("half.jsonl", lines)
    assert found.state == Extract.State.DONE, found.error
    assert found.counts["rejected"] == 1
    again = bring("ocel.json", json.dumps(ocel(value=value)).encode())
    assert again.state == Extract.State.DONE, again.error
    assert Label.objects.filter(text="\ufffd half, half \ufffd, whole \U0001f600").exists()
