"""An attribute that a source happens to call like a field of ours stays an attribute."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hansei.analytics.engine import connect
from hansei.analytics.log import Log
from hansei.analytics.mapping import Mapping, infer
from hansei.analytics.mapping.targets import CHANGE, TARGETS
from hansei.analytics.naming import FIELDS, OURS, THEIRS, given_out, given_out_sql, taken_in, taken_in_sql
from hansei.analytics.reading import open_raw
from hansei.analytics.shaping import shape_and_count
from hansei.analytics.shaping.tests.exports import rows
from hansei.analytics.shaping.tests.files import opened_text
from hansei.analytics.sql import text
from hansei.analytics.writing import write_csv, write_ocel_json, write_xes

TICKETS: Final = "number,opened_at,Resolved,assignment_group,{name}\n" + "".join(
    f"T{at:02d},2024-01-{at:02d} 10:00,2024-01-{at:02d} 15:00,{'AB'[at % 2]},{{{at % 2}}}\n" for at in range(1, 21)
)
XES: Final = """<?xml version="1.0"?><log xes.version="1849.2016"><trace><string key="concept:name" value="A"/>
<string key="{name}" value="what"/><event><string key="concept:name" value="open"/>
<date key="time:timestamp" value="2024-01-01T10:00:00Z"/><string key="{name}" value="ever"/></event>
<event><string key="concept:name" value="Resolved"/><date key="time:timestamp" value="2024-01-02T10:00:00Z"/></event>
</trace></log>"""
names = st.sampled_from(sorted(FIELDS)) | st.sampled_from(["cost centre", "", "attribute:", "key", OURS, "hansei_kind"])
in_files = st.builds(lambda marks, name: "".join(marks) + name, st.lists(st.sampled_from([THEIRS, OURS])), names)


def as_attribute(mapping: Mapping, name: str) -> Mapping:
    (table,) = mapping.tables
    columns = tuple(
        each.model_copy(update={"target": "attribute"}) if each.column == name else each for each in table.columns
    )
    return mapping.model_copy(update={"tables": (table.model_copy(update={"columns": columns}),)})


def shaped(folder: Path, name: str, *values: str) -> Log:
    raw = opened_text(folder, TICKETS.format(*values, name=name))
    return shape_and_count(raw.con, raw, as_attribute(infer(raw), name))[0]


def cases(log: Log) -> list[tuple[Any, ...]]:
    return rows(log, "SELECT * FROM {cases} ORDER BY ALL")


@pytest.mark.parametrize("name", ["phase", "person", "priority", "planned", "cut_off", "began_before", "failed_at"])
def test_a_field_s_name_says_nothing_of_the_case(name: str, tmp_path: Path) -> None:
    log = shaped(tmp_path, name, "new", "active")
    assert cases(log) == cases(shaped(tmp_path, "project_phase", "new", "active"))
    kept = "SELECT DISTINCT value FROM {object_values} WHERE name = " + text(THEIRS + name) + " ORDER BY 1"
    assert rows(log, kept) == [("active",), ("new",)]


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(FIELDS))
def test_no_field_s_name_does(name: str, tmp_path: Path) -> None:
    assert cases(shaped(tmp_path, name, "new", "17:00")) == cases(shaped(tmp_path, "project_phase", "new", "17:00"))


@pytest.mark.parametrize("name", ["phase", "planned", "line", "due_at"])
def test_a_log_of_another_tool_says_nothing_in_our_words(name: str, tmp_path: Path) -> None:
    found = []
    for each in (name, "neutral"):
        raw = opened_text(tmp_path, XES.format(name=each), f"{each}.xes")
        mapping = as_attribute(as_attribute(infer(raw), each), f"case:{each}")
        log, _ = shape_and_count(raw.con, raw, mapping)
        found.append((cases(log), rows(log, "SELECT * FROM {steps} ORDER BY ALL")))
    assert found[0] == found[1]


@pytest.mark.parametrize("write", [write_xes, write_ocel_json, write_csv])
def test_what_goes_out_and_comes_back_means_the_same(write: Any, tmp_path: Path) -> None:
    log = shaped(tmp_path, "phase", "new", "active")
    path = tmp_path / f"log{ {write_xes: '.xes', write_ocel_json: '.json', write_csv: '.csv'}[write] }"
    write(log, path)
    raw = open_raw([path], folder=tmp_path, con=connect())
    again, _ = shape_and_count(raw.con, raw, infer(raw))
    said = "SELECT DISTINCT name, value FROM {object_values} WHERE name IN ('phase', 'attribute:phase') ORDER BY ALL"
    assert rows(again, said) == rows(log, said)
    ends = "SELECT key, is_open, state FROM {cases} ORDER BY key"
    assert rows(again, ends) == rows(log, ends)


def test_what_does_not_parse_in_our_own_field_is_not_known(tmp_path: Path) -> None:
    raw = opened_text(tmp_path, XES.format(name="hansei:planned"), "ours.xes")
    log, simulation = shape_and_count(raw.con, raw, infer(raw))
    assert rows(log, "SELECT planned FROM {cases}") == [(None,)]
    unread = {facts.column: facts.unread for facts in simulation.columns if facts.unread}
    assert unread == {"hansei:planned": 1, "case:hansei:planned": 2}


@given(in_files)
def test_a_name_goes_out_as_it_came_in(name: str) -> None:
    assert given_out(taken_in(name)) == name
    assert taken_in(name) not in FIELDS or name.startswith(OURS)


@pytest.mark.parametrize("name", [each + name for name in sorted(FIELDS) for each in ("", THEIRS)])
def test_a_name_of_a_log_comes_back(name: str) -> None:
    assert taken_in(given_out(name)) == name


def test_the_engine_names_alike() -> None:
    con = connect()
    for name in ["phase", "attribute:phase", "attribute:attribute:due_at", "hansei:phase", "hansei:x", "x", ""]:
        taken, given_ = con.raw_sql(
            f"SELECT {taken_in_sql('n')}, {given_out_sql('n')} FROM (SELECT {text(name)} AS n)"
        ).fetchall()[0]
        assert (taken, given_) == (taken_in(name), given_out(name))


def test_every_target_that_becomes_a_value_is_a_field() -> None:
    of_events = {"key", "event_key", "activity", "at", "recorded_at", "attribute", "ignore"}
    assert set(TARGETS) - of_events <= FIELDS
    assert set(CHANGE) <= FIELDS
