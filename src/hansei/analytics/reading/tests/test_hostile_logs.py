"""Logs that are broken, or made to do harm: each is refused with a code, and leaves nothing behind."""

from __future__ import annotations

import gzip
import io
import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from hansei.analytics.reading import Limits, UnreadableFile, open_raw
from hansei.analytics.reading.archive import unpacked
from hansei.analytics.reading.elements import walk
from hansei.analytics.reading.markup import Markup, stream_markup

EVENT = b'<event><string key="concept:name" value="x"/></event>'
XES = b"<?xml version='1.0' encoding='UTF-8'?><log><trace>" + EVENT * 3000 + b"</trace></log>"
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    b'<log><trace><string key="concept:name" value="&c;"/></trace></log>'
)
OUTSIDE = b'<!DOCTYPE log [<!ENTITY x SYSTEM "file:///etc/passwd">]><log><trace>&x;</trace></log>'
DTD = b'<!DOCTYPE log SYSTEM "http://127.0.0.1:9/log.dtd"><log><trace/></log>'
DEEP = b"<log><trace>" + b'<string key="k" value="v">' * 5000
OCEL = b'{"objectTypes":[],"eventTypes":[],"objects":[],"events":['


def database(*statements: str) -> bytes:
    with closing(sqlite3.connect(":memory:")) as made:
        made.executescript(";".join(statements))
        return made.serialize()


TABLES = (
    "CREATE TABLE event_map_type (ocel_type TEXT, ocel_type_map TEXT)",
    "CREATE TABLE object_map_type (ocel_type TEXT, ocel_type_map TEXT)",
    "CREATE TABLE object (ocel_id TEXT, ocel_type TEXT)",
    "CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT)",
    "INSERT INTO event_map_type VALUES ('go', 'Go')",
)
EVENTS = ("CREATE TABLE event (ocel_id TEXT, ocel_type TEXT)", "INSERT INTO event VALUES ('e1', 'go')")
ENDLESS = (
    "CREATE VIEW event AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS ocel_id, 'go' AS "
    "ocel_type FROM n"
)


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, XES)
    return file.getvalue()


CASES: dict[str, tuple[str, bytes, str]] = {
    "a gz cut off": ("log.xes.gz", gzip.compress(XES)[:-40], "file.truncated"),
    "a gz with a wrong checksum": ("log.xes.gz", gzip.compress(XES)[:-8] + b"\0" * 8, "file.damaged"),
    "XES cut off": ("log.xes", XES[:-2000], "file.broken_markup"),
    "entities that multiply": ("log.xes", BOMB, "file.document_type"),
    "an entity that reads a file": ("log.xes", OUTSIDE, "file.document_type"),
    "a document type elsewhere": ("log.xes", DTD, "file.document_type"),
    "deep nesting": ("log.xes", DEEP, "file.too_deep_or_long"),
    "one value of 12 MB": (
        "log.xes",
        b'<log><trace><string key="k" value="' + b"a" * 12_000_000 + b'"/></trace></log>',
        "file.too_deep_or_long",
    ),
    "Latin letters said to be UTF-8": (
        "log.xes",
        b'<?xml version="1.0" encoding="UTF-8"?><log><trace><string key="k" value="caf\xe9"/></trace></log>',
        "file.wrong_encoding",
    ),
    "NULs in XML": ("log.xes", XES.replace(b"x", b"\0", 1), "file.broken_markup"),
    "JSON cut off": ("log.jsonocel", OCEL + b'{"id":"e1","type":"go","ti', "file.broken_json"),
    "JSON with a comma too many": ("log.jsonocel", OCEL + b'{"id":"e1",}]}', "file.broken_json"),
    "JSON nested 100,000 deep": ("log.jsonocel", OCEL + b"[" * 100_000, "file.too_deep_or_long"),
    "JSON in Latin letters": ("log.jsonocel", OCEL + b'{"id":"caf\xe9"}]}', "file.wrong_encoding"),
    "a NUL in JSON": ("log.jsonocel", OCEL + b'{"id":"a\0b","type":"' + b"x" * 100 + b'"}]}', "file.broken_json"),
    "a log without events": ("log.jsonocel", OCEL + b"]}", "file.no_events"),
    "a database that is none": ("log.sqlite", b"SQLite format 3\0" + b"\xff" * 4000, "file.damaged"),
    "a database of something else": ("log.sqlite", database("CREATE TABLE t (a)"), "file.not_ocel"),
    "a database whose events are endless": ("log.sqlite", database(*TABLES, ENDLESS), "file.active_database"),
    "a zip that climbs": ("log.zip", zipped("../../etc/cron.d/x"), "file.path_trick"),
    "a zip with an absolute path": ("log.zip", zipped("/etc/passwd"), "file.path_trick"),
    "a zip with a drive": ("log.zip", zipped("C:\\log.xes"), "file.path_trick"),
    "a zip of two logs": ("log.zip", zipped("a.xes", "b.xes"), "file.one_log_at_a_time"),
    "a zip of too many files": ("log.zip", zipped(*(f"{n}.csv" for n in range(201))), "file.too_many_in_archive"),
    "an empty zip": ("log.zip", zipped("folder/.DS_Store"), "file.empty"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_hostile_log_is_refused_in_a_sentence_and_leaves_nothing(case: str, tmp_path: Path) -> None:
    name, content, code = CASES[case]
    path, scratch = tmp_path / name, tmp_path / "scratch"
    path.write_bytes(content)
    scratch.mkdir()
    with pytest.raises(UnreadableFile) as refused:
        open_raw([path], folder=scratch)
    assert refused.value.code == code
    assert refused.value.message.startswith(name)
    assert refused.value.message.endswith(".")
    assert list(scratch.iterdir()) == []
    assert path.read_bytes() == content


def test_triggers_and_views_that_are_not_asked_for_stay_asleep(tmp_path: Path) -> None:
    """The event table is plain: a view beside it and a trigger on it do no harm and are not run."""
    path = tmp_path / "log.sqlite"
    path.write_bytes(
        database(
            *TABLES,
            *EVENTS,
            "CREATE TABLE event_Go (ocel_id TEXT, ocel_time TIMESTAMP)",
            "INSERT INTO event_Go VALUES ('e1', '2024-01-01T00:00:00Z')",
            "CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM object; END",
            ENDLESS.replace("VIEW event AS", "VIEW trap AS"),
        )
    )
    before = path.read_bytes()
    raw = open_raw([path], folder=tmp_path)
    assert raw.base is not None
    assert raw.base["events"].count().execute() == 1
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["log.sqlite"]


def test_a_computed_column_is_not_computed(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    computed = "CREATE TABLE event_Go (ocel_id TEXT, ocel_time TEXT, x TEXT AS (hex(zeroblob(100000))))"
    path.write_bytes(database(*TABLES, *EVENTS, computed, "INSERT INTO event_Go VALUES ('e1', '2024-01-01')"))
    raw = open_raw([path], folder=tmp_path)
    assert raw.base is not None
    assert raw.base["event_values"].count().execute() == 0
    assert [each.name for each in tmp_path.iterdir()] == ["log.sqlite"]


def test_a_zip_cut_off_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "log.zip"
    path.write_bytes(zipped("a.xes")[:-30])
    with pytest.raises(UnreadableFile) as refused, unpacked(path, tmp_path):
        pass
    assert refused.value.code == "file.damaged"
    assert [each.name for each in tmp_path.iterdir()] == ["log.zip"]


class Endless(io.RawIOBase):
    """A stream that never ends, to stand for a file of any size."""

    def __init__(self, head: bytes, body: bytes) -> None:
        self._head, self._body, self.given = head, body, 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        head, self._head = self._head, b""
        self.given += size
        return head or self._body * (size // len(self._body))


def test_one_endless_json_element_is_refused_at_the_limit() -> None:
    stream = Endless(OCEL + b'{"id":"', b"a" * 1024)
    with pytest.raises(UnreadableFile) as refused:
        list(walk(stream, "log.json", limit=4 << 20))  # type: ignore[arg-type]
    assert refused.value.code == "file.too_deep_or_long"
    assert stream.given < 32 << 20


@pytest.mark.parametrize("head", [b"<log><trace>", b"<log><!--", b"<log a='", b"<log>"])
def test_endless_markup_is_refused_without_being_held(head: bytes, tmp_path: Path) -> None:
    """A gz of 40 MB of one letter: a real file, 40 KB, that unpacks to one line without a tag."""
    path = tmp_path / "log.xes.gz"
    path.write_bytes(gzip.compress(head + b"a" * 40_000_000))

    class Nothing(Markup):
        def opens(self, tag: str, attributes: object) -> None: ...
        def closes(self, tag: str) -> None: ...

    with pytest.raises(UnreadableFile):
        stream_markup(path, Nothing(path.name))


def test_a_zip_bomb_is_known_by_its_ratio(tmp_path: Path) -> None:
    path, scratch = tmp_path / "log.zip", tmp_path / "scratch"
    scratch.mkdir()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("log.xes", b"\0" * 20_000_000)
    limits = Limits(ratio=100, ratio_from=4 << 20)
    with pytest.raises(UnreadableFile) as refused, unpacked(path, scratch, limits):
        pass
    assert refused.value.code == "file.too_large"
    assert list(scratch.iterdir()) == []


def test_a_zip_of_one_log_is_read(tmp_path: Path) -> None:
    path, scratch = tmp_path / "log.zip", tmp_path / "scratch"
    scratch.mkdir()
    path.write_bytes(zipped("export/log.xes"))
    raw = open_raw([path], folder=scratch)
    assert (raw.files[0].name, raw.files[0].rows) == ("log.zip", 3000)
    assert list(scratch.iterdir()) == []


def test_the_shapes_of_json_that_are_not_a_log_do_no_harm(tmp_path: Path) -> None:
    strange = {
        "objects": [None, 1, {"id": 5}, {"id": "o", "attributes": "x", "relationships": [1, {}]}],
        "events": [[], {"id": "e", "type": "go", "time": 7, "attributes": [{"name": None, "value": {"a": [1]}}]}],
        "objectTypes": {"a": 1},
        "eventTypes": [{"name": "go", "attributes": [{"name": "n"}]}],
    }
    path = tmp_path / "log.json"
    path.write_text(json.dumps(strange))
    raw = open_raw([path], folder=tmp_path)
    assert raw.base is not None
    assert raw.base["events"].count().execute() == 1
    # An id that is a number is taken as its digits.
    assert raw.base["objects"].select("key").to_pyarrow().to_pylist() == [{"key": "5"}, {"key": "o"}]
