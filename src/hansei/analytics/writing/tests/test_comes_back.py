"""What was written out and is brought in again as a later extract says nothing new and corrects nothing."""

from __future__ import annotations

import gzip
from itertools import islice
from pathlib import Path

import pytest

from hansei.analytics.mapping import infer
from hansei.analytics.reading import open_raw
from hansei.analytics.shaping import difference, shape
from hansei.analytics.shaping.tests.exports import export
from hansei.analytics.shaping.tests.files import shaped_text
from hansei.analytics.writing import write_csv, write_ocel_json, write_ocel_sqlite, write_xes

FORMS = {"json": write_ocel_json, "sqlite": write_ocel_sqlite, "xes": write_xes, "csv": write_csv}
TICKETS = (
    "number,state,opened_at,resolved_at,priority,country,sub state\n"
    "INC1,Closed,2024-02-01T10:00:00.5+00:00,2024-02-02T10:00:00+00:00,2,NO,a\n"
    "INC2,New,2024-02-03T10:00:00+00:00,,3,SE,b\n"
)


@pytest.mark.parametrize(
    "name",
    [
        "by hand",
        "uci_servicenow_119998.csv.gz",
        pytest.param("jira_apache_issues.csv.gz", marks=pytest.mark.slow),
        pytest.param("bpic13_incidents_ibm.csv.gz", marks=pytest.mark.slow),
    ],
)
def test_what_goes_out_and_comes_back_is_nothing_new(name: str, tmp_path: Path) -> None:
    text = TICKETS
    if name != "by hand":
        with gzip.open(export(name), "rt", encoding="utf-8-sig") as file:
            text = "".join(islice(file, 400))
    _, log, simulation = shaped_text(tmp_path, text)
    assert simulation.accepted > 1
    con = log.cases.get_backend()
    for form, write in FORMS.items():
        folder = tmp_path / form
        folder.mkdir()
        assert write(log, folder / f"log.{form}").events > 1
        raw = open_raw([folder / f"log.{form}"], folder=folder, con=con)
        found = difference(log, shape(con, raw, infer(raw)))
        told = (found.new_cases, found.added_events, found.corrected_fields, found.corrected_event_fields)
        assert (form, *told, found.vanished, found.changed) == (form, 0, 0, 0, 0, 0, 0)
        assert found.unchanged == simulation.cases


def test_an_instant_that_moved_is_corrected_however_it_is_written(tmp_path: Path) -> None:
    """Half a second is a correction; zeros, a Z and another offset of the same instant are none."""
    raw = "number,state,sys_updated_at,opened_at\nINC1,New,2024-02-01T10:00:00Z,{}\n"
    _, log, _ = shaped_text(tmp_path, raw.format("2024-02-01T10:00:00Z"))
    con = log.cases.get_backend()
    for at, text in enumerate(("2024-02-01T11:00:00.000+01:00", "2024-02-01T10:00:00.500Z")):
        path = tmp_path / f"{at}.csv"
        path.write_text(raw.format(text))
        again = open_raw([path], folder=tmp_path / "scratch", con=con)
        assert difference(log, shape(con, again, infer(again))).corrected_fields == at
