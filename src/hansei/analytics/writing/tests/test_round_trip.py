"""What goes out and comes back is equal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from ibis.backends.duckdb import Backend

from hansei.analytics.engine import connect, load
from hansei.analytics.log import BASE, DERIVED, Log
from hansei.analytics.reading import open_raw
from hansei.analytics.reading.settling import in_zone
from hansei.analytics.reading.tests.logs import Rows, contents, real
from hansei.analytics.writing import (
    Written,
    write_csv,
    write_ocel_json,
    write_ocel_sqlite,
    write_parquet,
    write_xes,
)

Writer = Callable[[Log, Path], Written]
OCEL: dict[str, Writer] = {"log.json": write_ocel_json, "log.sqlite": write_ocel_sqlite}
ARROW = {"int64": pa.int64(), "string": pa.string(), "timestamp(6)": pa.timestamp("us")}


def log_of(con: Backend, tables: dict[str, list[tuple[Any, ...]]]) -> Log:
    made = {}
    for name, schema in BASE.items():
        rows = tables.get(name, [])
        arrays = [pa.array([row[at] for row in rows], ARROW[kind]) for at, kind in enumerate(schema.values())]
        made[name] = con.create_table(ibis.util.gen_name(name), pa.table(arrays, names=list(schema)))
    for name, schema in DERIVED.items():
        made[name] = con.create_table(ibis.util.gen_name(name), schema=ibis.schema(schema))
    return Log(**made)


def log_in(con: Backend, base: dict[str, Any]) -> Log:
    empty = {name: con.create_table(ibis.util.gen_name(name), schema=ibis.schema(of)) for name, of in DERIVED.items()}
    return Log(**base, **empty)


def base_of(log: Log) -> dict[str, Any]:
    return {name: getattr(log, name) for name in BASE}


def back(path: Path, folder: Path) -> Rows:
    scratch = folder / "scratch"
    scratch.mkdir(exist_ok=True)
    raw = open_raw([path], folder=scratch)
    assert raw.base is not None
    assert list(scratch.iterdir()) == []
    return contents(in_zone(raw.con, raw.base, "UTC"))


# Everything XML 1.0 can carry, so that one set of logs serves all formats; nothing blank, as missing is NULL.
letters = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
words = st.text(st.one_of(letters, st.sampled_from("\t\n\r'\"=&<>,;ÄäИ单")), min_size=1, max_size=8)
instants = st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1))  # noqa: DTZ001 - the log's instants carry no zone
VALUES = {
    "string": words,
    "integer": st.integers(-(2**63), 2**63 - 1).map(str),
    "float": st.sampled_from(["0.1", "-2.5", "1e+22", "nan", "inf", "-1e-07", "3.0"]),
    "boolean": st.sampled_from(["true", "false"]),
    "time": instants.map(lambda at: at.isoformat().replace(".000000", "") + "Z"),
}
typed = st.sampled_from(list(VALUES)).flatmap(lambda kind: st.tuples(st.just(kind), VALUES[kind]))


@st.composite
def logs(draw: Any, cases_only: bool = False) -> dict[str, list[tuple[Any, ...]]]:
    """A small log; the type of a value is the same wherever its name appears, as the standards want."""
    kinds = ["case"] if cases_only else draw(st.lists(words, min_size=1, max_size=3, unique=True))
    names = draw(st.lists(words, min_size=1, max_size=4, unique=True))
    types = {name: draw(st.sampled_from(list(VALUES))) for name in names}
    keys = draw(st.lists(st.tuples(st.sampled_from(kinds), words), min_size=1, max_size=5, unique=True))
    objects = [(number, *each) for number, each in enumerate(keys, 1)]
    events, values, touched = [], [], []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        at = draw(instants)
        kind = draw(st.sampled_from(["case.activity", "case.updated"]))
        late = draw(st.none() | st.just(at + timedelta(seconds=1)))
        person, team, activity = draw(st.none() | words), draw(st.none() | words), draw(st.none() | words)
        events.append((number, draw(st.none() | st.just(f"e{number}")), kind, activity, at, late, person, team))
        for name in draw(st.lists(st.sampled_from(names), unique=True)):
            values.append((number, name, types[name], draw(VALUES[types[name]])))
        few = st.sampled_from(range(1, len(objects) + 1))
        some = [draw(few)] if cases_only else draw(st.lists(few, unique=True))
        touched += [(number, each, None if cases_only else draw(st.none() | words)) for each in some]
    held = [
        (number, None if cases_only else draw(st.none() | instants), name, types[name], draw(VALUES[types[name]]))
        for number, *_ in objects
        for name in draw(st.lists(st.sampled_from(names), unique=True))
    ]
    pairs = st.tuples(few, few, words) if not cases_only else st.nothing()
    links = [] if cases_only else draw(st.lists(pairs, unique=True, max_size=3))
    return {
        "events": events,
        "event_values": values,
        "event_objects": touched,
        "objects": objects,
        "object_values": held,
        "links": links,
    }


# Each example opens two engines: few of them, and a failure is shown as found rather than shrunk for minutes.
few_and_plain = settings(
    max_examples=3,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.slow
@few_and_plain
@given(tables=logs())
def test_any_log_survives_ocel(tables: dict[str, list[tuple[Any, ...]]]) -> None:
    survives_ocel(tables)


def survives_ocel(tables: dict[str, list[tuple[Any, ...]]]) -> None:
    log = log_of(connect(), tables)
    said = contents(base_of(log))
    with TemporaryDirectory() as name:
        for file, write in OCEL.items():
            assert write(log, Path(name) / file).left_out == {}
            assert back(Path(name) / file, Path(name)) == said


@few_and_plain
@given(tables=logs(cases_only=True))
def test_any_log_of_cases_survives_xes(tables: dict[str, list[tuple[Any, ...]]]) -> None:
    survives_xes(tables)


def test_a_value_that_names_another_standard_does_not_change_what_a_file_is() -> None:
    event = (
        1,
        None,
        "case.activity",
        "ocel:eid",
        datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None),
        None,
        "scope=object",
        "ocel:oid",
    )
    survives_xes(
        {
            "events": [event],
            "event_values": [],
            "event_objects": [(1, 1, None)],
            "objects": [(1, "case", "ocel:type")],
            "object_values": [],
            "links": [],
        }
    )


def survives_xes(tables: dict[str, list[tuple[Any, ...]]]) -> None:
    """XES orders events within their case; that order is compared."""
    log = log_of(connect(), tables)
    with TemporaryDirectory() as name:
        assert write_xes(log, Path(name) / "log.xes", "case").left_out == {}
        assert by_case(back(Path(name) / "log.xes", Path(name))) == by_case(contents(base_of(log)))


def by_case(rows: Rows) -> Any:
    """Each case with its values and its events in order of instant."""
    cases = {key: ([], []) for _, key in rows["objects"]}  # type: dict[str, tuple[list[Any], list[Any]]]
    for key, *value in rows["object_values"]:
        cases[key][0].append(value)
    for place, key, _ in rows["event_objects"]:
        values = sorted(each[1:] for each in rows["event_values"] if each[0] == place)
        cases[key][1].append((rows["events"][place][3], place, rows["events"][place], values))
    return {key: (values, [each[2:] for each in sorted(events)]) for key, (values, events) in cases.items()}


@pytest.mark.slow
@settings(few_and_plain, max_examples=60)
@given(tables=logs())
def test_many_more_logs_survive_ocel(tables: dict[str, list[tuple[Any, ...]]]) -> None:
    survives_ocel(tables)


@pytest.mark.slow
@settings(few_and_plain, max_examples=60)
@given(tables=logs(cases_only=True))
def test_many_more_logs_of_cases_survive_xes(tables: dict[str, list[tuple[Any, ...]]]) -> None:
    survives_xes(tables)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["ocel_ocel20_example.jsonocel.gz", "ocel_logistics.sqlite.gz"])
def test_real_object_centric_logs_survive(name: str, tmp_path: Path) -> None:
    raw = open_raw([real(name)], folder=tmp_path)
    assert raw.base is not None
    log = log_in(raw.con, in_zone(raw.con, raw.base, "Europe/Berlin"))
    said = contents(base_of(log))
    for file, write in OCEL.items():
        write(log, tmp_path / file)
        assert back(tmp_path / file, tmp_path) == said


@pytest.mark.slow
def test_a_real_log_of_cases_survives_xes_and_csv(tmp_path: Path) -> None:
    raw = open_raw([real("italian_helpdesk_disco_export.xes.gz")], folder=tmp_path)
    assert raw.base is not None
    log = log_in(raw.con, in_zone(raw.con, raw.base, "UTC"))
    assert write_xes(log, tmp_path / "log.xes") == Written(21_348)
    assert back(tmp_path / "log.xes", tmp_path) == contents(base_of(log))
    assert write_csv(log, tmp_path / "log.csv") == Written(21_348)
    again = open_raw([tmp_path / "log.csv"], folder=tmp_path)
    (table,) = again.tables.values()
    assert table.order_by("_row").to_pyarrow().to_pylist() == (
        raw.tables["events"].order_by("_row").to_pyarrow().to_pylist()
    )


def test_xes_says_what_it_has_no_place_for(tmp_path: Path) -> None:
    raw = open_raw([real("ocel_ocel20_example.jsonocel.gz")], folder=tmp_path)
    assert raw.base is not None
    written = write_xes(log_in(raw.con, in_zone(raw.con, raw.base, "UTC")), tmp_path / "log.xes", "Invoice")
    assert written == Written(
        events=9,
        left_out={
            "events_without_case": 4,
            "objects_of_other_kinds": 6,
            "relations_to_other_kinds": 11,
            "roles": 9,
            "links": 7,
        },
    )


def one_event(*values: tuple[int, str, str, str]) -> dict[str, list[tuple[Any, ...]]]:
    at = datetime(2024, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    return {
        "events": [(1, None, "case.activity", "open", at, None, None, None)],
        "event_values": list(values),
        "event_objects": [(1, 1, None)],
        "objects": [(1, "case", "A")],
    }


def test_a_formula_is_harmless_in_csv_and_comes_back(tmp_path: Path) -> None:
    cells = {"a": "=1+1", "b": "'quoted", "c": "-5", "d": "@x", "e": "plain"}
    log = log_of(connect(), one_event(*((1, name, "string", text) for name, text in cells.items())))
    write_csv(log, tmp_path / "log.csv")
    text = (tmp_path / "log.csv").read_text(encoding="utf-8-sig").splitlines()
    assert text == [
        '"case:concept:name","concept:name","time:timestamp","a","b","c","d","e","hansei_defused"',
        '"A","open","2024-01-01T00:00:00Z","\'=1+1","\'\'quoted","-5","\'@x","plain","1"',
    ]
    (table,) = open_raw([tmp_path / "log.csv"], folder=tmp_path).tables.values()
    (row,) = table.to_pyarrow().to_pylist()
    assert {name: row[name] for name in cells} == cells
    assert "hansei_defused" not in row


def test_a_formula_as_name_of_a_column_is_harmless_in_csv_and_comes_back(tmp_path: Path) -> None:
    names = ["=1+1", "'quoted", "＝A1", "plain"]
    log = log_of(connect(), one_event(*((1, name, "string", "x") for name in names)))
    write_csv(log, tmp_path / "log.csv")
    head = (tmp_path / "log.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(",")[3:-1]
    assert sorted(head) == sorted(['"\'=1+1"', "\"''quoted\"", '"\'＝A1"', '"plain"'])
    (table,) = open_raw([tmp_path / "log.csv"], folder=tmp_path).tables.values()
    assert set(names) <= set(table.columns)


def test_attributes_that_differ_in_case_only_keep_their_names_in_sqlite(tmp_path: Path) -> None:
    values = [(1, "Weight", "integer", "1"), (1, "weight", "integer", "2"), (1, "ocel_id", "string", "x")]
    log = log_of(connect(), one_event(*values))
    write_ocel_sqlite(log, tmp_path / "log.sqlite")
    assert back(tmp_path / "log.sqlite", tmp_path) == contents(base_of(log))


def test_what_xml_cannot_carry_is_counted(tmp_path: Path) -> None:
    log = log_of(connect(), one_event((1, "note", "string", "bell\x07 and \x00")))
    assert write_xes(log, tmp_path / "log.xes", "case").left_out == {"characters_not_in_xml": 2}


def test_parquet_keeps_every_table(tmp_path: Path) -> None:
    log = log_of(connect(), one_event((1, "note", "string", "x")))
    write_parquet(log, tmp_path / "folder")
    again = load(connect(), tmp_path / "folder")
    for name in (*BASE, *DERIVED):
        assert getattr(again, name).to_pyarrow().to_pylist() == getattr(log, name).to_pyarrow().to_pylist()


def test_a_writer_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "log.json").write_text("old")
    broken = log_of(connect(), one_event((1, "n", "integer", "not a number")))
    with pytest.raises(ValueError, match="not a number"):
        write_ocel_json(broken, tmp_path / "log.json")
    assert [path.name for path in tmp_path.iterdir()] == ["log.json"]
    assert (tmp_path / "log.json").read_text() == "old"
