"""What goes out and comes back is equal: in every form, every case, every step and every measure."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest

from hansei.analytics.engine import connect
from hansei.analytics.log import BASE, Log
from hansei.analytics.mapping import infer
from hansei.analytics.reading import open_raw
from hansei.analytics.reading.relations import view_of
from hansei.analytics.shaping import derive, shape
from hansei.analytics.shaping.tests.exports import read, rows
from hansei.analytics.writing import write_csv
from hansei.analytics.writing.tests.again import FORMS, again, differing, told
from hansei.analytics.writing.tests.test_round_trip import log_of

TICKETS: Final = """number,state,opened_at,resolved_at,closed_at,priority,assignment_group,service,phase,caller_id
INC1,Closed,2024-02-01 10:00,2024-02-02 10:00,2024-02-05 10:00,2,Desk,Mail,one,Ann
INC2,New,2024-02-03 10:00,,,3,Desk,Mail,two,Ann
INC3,Resolved,2024-02-04 09:00,2024-02-04 12:00,,1,Network,VPN,,Bob
"""
UPDATES: Final = """number,state,sys_updated_at,opened_at,resolved_at,priority,assignment_group,assigned_to,reopen_count
INC1,New,2024-02-01 10:00,2024-02-01 10:00,2024-02-03 10:00,3,Desk,Ann,0
INC1,In Progress,2024-02-01 12:00,2024-02-01 10:00,2024-02-03 10:00,2,Desk,Ann,0
INC1,In Progress,2024-02-01 12:00,2024-02-01 10:00,2024-02-03 10:00,1,Network,Bob,0
INC1,Resolved,2024-02-02 12:00,2024-02-01 10:00,2024-02-03 10:00,1,Network,Bob,0
INC1,In Progress,2024-02-03 08:00,2024-02-01 10:00,2024-02-03 10:00,1,Network,Bob,1
INC1,Resolved,2024-02-03 10:00,2024-02-01 10:00,2024-02-03 10:00,1,Network,,1
INC2,New,2024-02-02 10:00,2024-02-02 10:00,,4,Desk,,0
INC2,Awaiting User Info,2024-02-02 11:00,2024-02-02 10:00,,4,Desk,Ann,0
"""
EVENTS: Final = """case id,activity,timestamp,resource,product,channel
C1,Assign seriousness,2024-02-01 10:00,Ann,A,phone
C1,Take in charge ticket,2024-02-01 11:00,Ann,A,phone
C1,Resolve SW anomaly,2024-02-01 12:00,Bob,B,phone
C1,Resolve ticket,2024-02-01 13:00,Bob,B,phone
C1,Closed,2024-02-05 13:00,Bob,B,phone
C2,Assign seriousness,2024-02-01 10:00,Bob,A,mail
C2,Wait,2024-02-01 10:00,Bob,,mail
C2,Resolve ticket,2024-02-02 10:00,Bob,A,mail
C2,Assign seriousness,2024-02-03 10:00,Bob,A,mail
"""
CHANGES: Final = """key,created,field,from,to,author
A-1,2024-02-01 10:00,status,Open,In Progress,Ann
A-1,2024-02-01 11:00,priority,Minor,Major,Ann
A-1,2024-02-01 12:00,status,In Progress,Resolved,Ann
A-2,2024-02-02 12:00,status,Open,Resolved,Bob
A-2,2024-02-02 12:30,component,Mail,,Bob
A-2,2024-02-03 12:00,status,Resolved,Reopened,Bob
"""
ISSUES: Final = """key,summary,status,priority,component,created,resolved,reporter
A-1,It is slow,Resolved,Major,VPN,2024-02-01 09:00,2024-02-01 12:00,Ann
A-2,It is broken,Reopened,Minor,Mail 2,2024-02-02 09:00,,Ann
A-3,It is new,Open,Minor,Mail 2,2024-02-02 09:30,,Bob
"""
UNDATED: Final = "title,body,category\nscreen,it is dark,hardware\nmail,it is full,access\n"
SHAPES: Final[dict[str, tuple[str, ...]]] = {
    "tickets": (TICKETS,),
    "updates": (UPDATES,),
    "events": (EVENTS,),
    "changes": (CHANGES,),
    "tickets_and_changes": (ISSUES, CHANGES),
    "undated": (UNDATED,),
}


# Those that came back otherwise before, and one of each kind.
FEW: Final = ("events", "variants", "reopened_share", "time_to_resolve", "open_age", "repeat_contact_share")


@cache
def by_hand(name: str) -> Log:
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / f"part{at}.csv" for at in range(len(SHAPES[name]))]
        for path, text in zip(paths, SHAPES[name], strict=True):
            path.write_text(text)
        raw = open_raw(paths, folder=Path(folder))
        mapping = infer(raw)
        assert mapping.shape == ("tickets" if name == "undated" else name)
        return shape(raw.con, raw, mapping)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", SHAPES)
def test_a_small_log_of_every_shape_comes_back_equal(name: str, form: str, tmp_path: Path) -> None:
    log = by_hand(name)
    # Measures are made of cases and steps; a few are asked all the same, in the form that once lost most.
    measures = FEW if form == "csv" else FEW[:1]
    was = told(log, *measures)
    assert len(was["cases"]) > 1
    written, back = again(log, form, tmp_path)
    assert written.left_out == {}
    assert differing(was, told(back, *measures)) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", SHAPES)
def test_every_measure_of_a_small_log_comes_back_equal(name: str, tmp_path: Path) -> None:
    log = by_hand(name)
    was = told(log)
    for form in FORMS:
        assert (form, differing(was, told(again(log, form, tmp_path)[1]))) == (form, [])


@pytest.mark.slow
@pytest.mark.parametrize(
    "names",
    [
        ("jira_apache_issues.csv.gz", "jira_apache_changelog.csv.gz"),
        ("jira_apache_changelog.csv.gz",),
        ("italian_helpdesk.xes.gz",),
        ("github_status_incidents.jsonl.gz",),
        ("github_status_downtime_windows.csv.gz",),
        ("bpic14_incident_raw_sample.csv.gz",),
        ("helpdesk_verenich.csv.gz",),
        ("endava_tickets_coded_5431.csv.gz",),
        ("it_service_tickets_text_80.csv.gz",),
        ("bpic13_incidents_ibm.csv.gz",),
    ],
    ids=lambda names: "and".join(name.partition(".")[0] for name in names),
)
def test_a_real_export_comes_back_equal(names: tuple[str, ...], tmp_path: Path) -> None:
    log = read(*names)[2]
    was = told(log)
    for form in FORMS:
        written, back = again(log, form, tmp_path)
        assert (form, written.left_out, differing(was, told(back))) == (form, {}, [])


@pytest.mark.parametrize("form", FORMS)
def test_a_log_is_equal_in_whatever_zone_it_is_read(form: str, tmp_path: Path) -> None:
    log = by_hand("tickets")
    _, back = again(log, form, tmp_path, zone="Asia/Shanghai")
    assert differing(told(log, "events"), told(back, "events")) == []


@pytest.mark.parametrize("form", FORMS)
def test_a_corrected_case_comes_back_as_corrected(form: str, tmp_path: Path) -> None:
    opened, later = datetime(2024, 2, 1, 10), datetime(2024, 3, 1, 10)  # noqa: DTZ001 - the log's instants carry no zone
    con = connect()
    log = log_of(
        con,
        {
            "events": [
                (1, None, "case.activity", "opened", opened, None, None, None),
                (2, None, "case.corrected", None, later, later, None, None),
            ],
            "event_values": [(1, "state", "string", "opened"), (2, "priority", "string", "1")],
            "event_objects": [(1, 1, "case"), (2, 1, "corrected")],
            "objects": [(1, "case", "INC1")],
            "object_values": [(1, None, "priority", "string", "3"), (1, later, "priority", "string", "1")],
        },
    )
    base = {name: con.table(view_of(con, getattr(log, name))) for name in BASE}
    cases, steps = derive(con, base)
    log = Log(**base, cases=cases, steps=steps)
    assert rows(log, "SELECT priority, events FROM {cases}") == [("1", 1)]
    written, back = again(log, form, tmp_path)
    assert written.left_out == {}
    assert differing(told(log, "events"), told(back, "events")) == []


def test_what_a_list_shows_now_holds_from_the_last_change_on() -> None:
    """A-2: the log takes the component away, the list shows another one: the first holds before, the other after."""
    changed_at = datetime(2024, 2, 2, 12, 30)  # noqa: DTZ001 - the log's instants carry no zone
    found = rows(
        by_hand("tickets_and_changes"),
        'SELECT v."at", v.value FROM {object_values} v JOIN {objects} USING (object) '
        "WHERE key = 'A-2' AND name = 'service' ORDER BY 1 NULLS FIRST",
    )
    assert found == [(None, "Mail"), (changed_at, "Mail 2")]


def test_a_table_of_ours_that_was_worked_over_is_a_table_like_any_other(tmp_path: Path) -> None:
    write_csv(by_hand("events"), tmp_path / "log.csv")
    text = (tmp_path / "log.csv").read_text(encoding="utf-8-sig")
    (tmp_path / "log.csv").write_text(text.replace("2024-02-01T10:00:00Z", "01.02.2024 10:00"))
    assert open_raw([tmp_path / "log.csv"], folder=tmp_path).base is None


def test_a_log_of_ours_says_itself_what_its_columns_and_states_are(tmp_path: Path) -> None:
    write_csv(by_hand("tickets"), tmp_path / "log.csv")
    mapping = infer(open_raw([tmp_path / "log.csv"], folder=tmp_path))
    targets = {column.column: column.target for column in mapping.tables[0].columns}
    assert (targets["case:hansei:priority"], targets["case:hansei:service"]) == ("priority", "service")
    assert (targets["case:phase"], targets["hansei:phase"], targets["hansei:state"]) == (
        "attribute",
        "attribute",
        "state",
    )
    assert mapping.phases == {"opened": "new", "resolved": "resolved", "closed": "closed"}
