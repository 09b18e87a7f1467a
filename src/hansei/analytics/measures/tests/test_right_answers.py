"""Real exports, read by the product's own reader, give the right answers: counts exactly, the rest within 0.01."""

from __future__ import annotations

from typing import Any

import pytest

from hansei.analytics.log import Log
from hansei.analytics.measures import Answer, compute
from hansei.analytics.shaping.tests.exports import read

# Whole real exports: their figures take most of a minute.
pytestmark = pytest.mark.slow

SHARES = ["cases", "events", "reassigned_share", "reopened_share", "service_level_flag_share", "time_to_resolve"]


@pytest.fixture(scope="module")
def uci() -> Log:
    return read("uci_servicenow_119998.csv.gz")[2]


@pytest.fixture(scope="module")
def bpic13() -> Log:
    return read("bpic13_incidents_ibm.csv.gz")[2]


def hundredths(value: float) -> object:
    return pytest.approx(value, abs=0.01)


def percent(share: Answer) -> float:
    assert share.value is not None
    return 100 * share.value


def edges(log: Log) -> dict[tuple[str, str], dict[str, Any]]:
    return {(row["from"], row["to"]): row for row in compute(log, ["directly_follows"])["directly_follows"].rows}


def groups(log: Log, *columns: str) -> list[tuple[list[str], int]]:
    rows = compute(log, ["recurring_groups"], keys=[columns])["recurring_groups"].rows
    return [(row["key"], row["n"]) for row in rows[:3]]


def test_uci_times_and_shares(uci: Log) -> None:
    told = compute(uci, SHARES)
    assert (told["cases"].value, told["events"].value) == (20_769, 119_998)
    assert (told["reassigned_share"].count, percent(told["reassigned_share"])) == (9_843, hundredths(47.39))
    assert (told["reopened_share"].count, percent(told["reopened_share"])) == (234, hundredths(1.13))
    assert (told["service_level_flag_share"].count, percent(told["service_level_flag_share"])) == (
        12_595,
        hundredths(60.64),
    )
    resolved = told["time_to_resolve"]
    assert (resolved.n, resolved.rows[0]["mean"], resolved.value) == (19_351, hundredths(187.678), hundredths(24.60))
    assert resolved.left_out == {"not_ended": 1_418}


def test_uci_travels(uci: Log) -> None:
    told = compute(uci, ["hand_offs", "ping_pong_share", "met_by_reassignments"])
    assert (told["hand_offs"].value, told["hand_offs"].count) == (16_204, 8_049)
    assert told["ping_pong_share"].count == 1_869
    met = [100 * row["value"] for row in told["met_by_reassignments"].rows]
    assert met == [hundredths(value) for value in (76.19, 54.71, 38.37, 28.00, 14.52, 2.38)]


def test_uci_at_the_service_desk(uci: Log) -> None:
    """Group 70 begins half of all cases; counted anew from the file's rows with pandas."""
    desk = ("Group 70",)
    told = compute(uci, ["dispatch_accuracy", "first_contact_resolution", "repeat_contact_share"], desk=desk)
    sent = told["dispatch_accuracy"]
    assert (sent.count, sent.n, sent.rows[0]["straight"]) == (2_068, 3_520, 1_908)
    assert sent.left_out == {"not_at_desk": 9_697, "kept_at_desk": 7_179, "no_team": 373}
    again = told["repeat_contact_share"]
    assert (again.count, again.n, again.left_out) == (2_741, 18_905, {"no_requester": 10, "too_early": 1_854})
    first = told["first_contact_resolution"]
    assert (first.count, first.n, percent(first)) == (3_381, 10_698, hundredths(31.60))


def test_uci_paths_and_groups(uci: Log) -> None:
    paths = compute(uci, ["variants"])["variants"]
    assert [row["n"] for row in paths.rows[:6]] == [4_918, 4_578, 4_418, 1_680, 1_358, 1_339]
    assert paths.count == 169
    assert (edges(uci)["Start", "New"]["n"], edges(uci)["New", "Resolved"]["n"]) == (13_383, 4_972)
    assert groups(uci, "category", "subcategory") == [
        (["Category 42", "Subcategory 223"], 2_171),
        (["Category 26", "Subcategory 175"], 1_635),
        (["Category 53", "Subcategory 174"], 1_222),
    ]


def test_uci_is_closed_by_a_machine_120_hours_after_resolving(uci: Log) -> None:
    told = compute(uci, ["auto_close_share"])["auto_close_share"]
    assert (told.rows[0]["gap_hours"], told.rows[0]["batch_hour"], told.count) == (120, None, 15_924)


def test_bpic13_times_and_shares(bpic13: Log) -> None:
    told = compute(bpic13, [*SHARES, "waiting_user_share"])
    assert (told["cases"].value, told["events"].value) == (7_554, 65_533)
    assert (told["reassigned_share"].count, percent(told["reassigned_share"])) == (3_820, hundredths(50.57))
    assert (told["reopened_share"].count, told["reopened_share"].rows[0]["times"]) == (514, 580)
    resolved = told["time_to_resolve"]
    assert (resolved.n, resolved.rows[0]["mean"], resolved.value) == (7_546, hundredths(176.44), hundredths(6.03))
    waiting = told["waiting_user_share"]
    assert (round(waiting.rows[0]["hours"]), percent(waiting)) == (463_412, hundredths(21.16))


def test_bpic13_travels(bpic13: Log) -> None:
    told = compute(bpic13, ["hand_offs", "ping_pong_share", "met_by_reassignments", "support_line_order"])
    assert told["hand_offs"].value == 9_454
    assert (told["ping_pong_share"].count, percent(told["ping_pong_share"])) == (1_177, hundredths(15.58))
    days = [row["days_mean"] for row in told["met_by_reassignments"].rows]
    assert days == [hundredths(value) for value in (5.14, 13.76, 14.72, 21.77, 42.54, 47.49)]
    twice = compute(bpic13, ["reassigned_share"], at_least=2)["reassigned_share"]
    assert (twice.count, percent(twice)) == (2_056, hundredths(27.22))
    (lines,) = told["support_line_order"].rows
    assert (lines["only_line_1"], 100 * lines["only_line_1_share"]) == (4_546, hundredths(60.18))
    assert lines["not_compliant"] == 1_961


def test_bpic13_paths_and_groups(bpic13: Log) -> None:
    assert compute(bpic13, ["variants"])["variants"].count == 1_511
    assert compute(bpic13, ["variants"], label="state and substate")["variants"].count == 2_278
    found = edges(bpic13)
    assert found["Accepted", "Accepted"]["mean"] == hundredths(105_936.385)
    pairs = [("Accepted", "Accepted"), ("Queued", "Accepted"), ("Completed", "Accepted"), ("Queued", "Completed")]
    assert [found[pair]["n"] for pair in pairs] == [22_527, 10_729, 462, 38]
    assert groups(bpic13, "product", "team") == [
        (["PROD660", "S42"], 333),
        (["PROD424", "G96"], 301),
        (["PROD383", "G76"], 196),
    ]


def test_bpic13_is_closed_by_a_batch_at_one_at_night(bpic13: Log) -> None:
    told = compute(bpic13, ["auto_close_share"], zone="Europe/Stockholm")["auto_close_share"]
    assert (told.rows[0]["batch_hour"], told.rows[0]["gap_hours"]) == (1, None)
    assert told.value is not None
    assert told.value > 0.9


def test_bpic13_as_xes_gives_the_same_answers_as_csv(bpic13: Log) -> None:
    names = ["hand_offs", "reopened_share", "variants", "support_line_order", "time_to_resolve", "waiting_user_share"]
    as_csv, as_xes = compute(bpic13, names), compute(read("bpic13_incidents.xes.gz")[2], names)
    for name in names:
        first, second = as_csv[name], as_xes[name]
        assert first.value == pytest.approx(second.value), name
        assert (first.count, first.n) == (second.count, second.n), name


def test_italian_help_desk() -> None:
    told = compute(read("italian_helpdesk.xes.gz")[2], ["variants", "reopened_share", "time_to_resolve"])
    resolved = told["time_to_resolve"]
    assert resolved.value is not None
    assert (resolved.n, resolved.rows[0]["mean"] / 24, resolved.value / 24) == (
        4_569,
        hundredths(11.123),
        hundredths(5.983),
    )
    assert (told["variants"].count, told["reopened_share"].count) == (226, 152)


def test_status_page_restores_without_maintenance() -> None:
    told = compute(read("github_status_incidents.jsonl.gz")[2], ["time_to_restore", "time_to_resolve"])
    restored = told["time_to_restore"]
    assert restored.value is not None
    assert (restored.n, 60 * restored.rows[0]["mean"], 60 * restored.value) == (801, hundredths(141.3), hundredths(73))


def test_jira() -> None:
    log = read("jira_apache_issues.csv.gz", "jira_apache_changelog.csv.gz")[2]
    told = compute(log, ["time_to_resolve", "reopened_share", "service_level_attainment"])
    resolved = told["time_to_resolve"]
    assert (resolved.rows[0]["mean"], resolved.value) == (hundredths(1_378.98), hundredths(278.67))
    assert told["reopened_share"].count == 19
    (level,) = told["service_level_attainment"].rows
    assert (level["count"] + level["ended_late"], level["ended_late"]) == (148, 102)
