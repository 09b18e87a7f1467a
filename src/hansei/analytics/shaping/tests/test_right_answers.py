"""Every real export becomes the log that the data's README describes: counts exact, means and medians within 0.01."""

from __future__ import annotations

import pytest

from hansei.analytics.log import CASES, STEPS, Log
from hansei.analytics.shaping.tests.exports import read, rows

UCI = "uci_servicenow_119998.csv.gz"
BPIC13_CSV = "bpic13_incidents_ibm.csv.gz"
BPIC13_XES = "bpic13_incidents.xes.gz"
RESOLVED = (
    "SELECT count(h), avg(h), median(h) FROM (SELECT epoch(resolved_at - reported_at) / 3600 AS h FROM {cases} "
    "WHERE resolved_at IS NOT NULL)"
)
HAND_OFFS = (
    'SELECT count(*), count(DISTINCT "case") FROM (SELECT "case", team, lag(team) OVER (PARTITION BY "case" '
    "ORDER BY position) AS before FROM {steps}) WHERE team <> before"
)


def hundredths(value: float) -> object:
    return pytest.approx(value, abs=0.01)


def edges(log: Log, first: str, second: str) -> int:
    found = rows(
        log,
        'SELECT count(*) FROM (SELECT activity AS a, lead(activity) OVER (PARTITION BY "case" ORDER BY position) AS b '
        f"FROM {{steps}}) WHERE a = '{first}' AND b = '{second}'",
    )
    return int(str(found[0][0]))


@pytest.mark.slow
def test_uci_is_one_row_per_update_with_final_and_running_values() -> None:
    _, mapping, log = read(UCI)
    assert (mapping.preset, mapping.shape) == ("servicenow", "updates")
    assert set(mapping.date_orders.values()) == {"dmy"}
    assert "-100" not in mapping.phases
    assert rows(log, 'SELECT count(*), count(DISTINCT "case") FROM {steps} WHERE state IS NULL') == [(2, 1)]
    counted = rows(
        log,
        "SELECT count(*), sum(events), count(*) FILTER (reassigned >= 1), count(*) FILTER (reopened >= 1), "
        "count(*) FILTER (service_level_flag), count(*) FILTER (cut_off), count(ci) FROM {cases}",
    )
    assert counted == [(20_769, 119_998, 9_843, 234, 12_595, 1, 54)]
    assert rows(log, RESOLVED) == [(19_351, hundredths(187.678), hundredths(24.60))]
    assert rows(log, "SELECT key FROM {cases} WHERE cut_off") == [("INC0029233",)]
    assert edges(log, "New", "Resolved") == 4_972


@pytest.mark.parametrize("name", [BPIC13_CSV, pytest.param(BPIC13_XES, marks=pytest.mark.slow)])
def test_bpic13_has_the_right_figures_as_csv_and_as_xes(name: str) -> None:
    log = read(name)[2]
    assert rows(log, "SELECT count(*), sum(events) FROM {cases}") == [(7_554, 65_533)]
    assert rows(log, RESOLVED) == [(7_546, hundredths(176.44), hundredths(6.03))]
    assert rows(log, HAND_OFFS) == [(9_454, 3_820)]
    assert (edges(log, "Accepted", "Accepted"), edges(log, "Queued", "Accepted")) == (22_527, 10_729)
    assert (edges(log, "Completed", "Accepted"), edges(log, "Queued", "Completed")) == (462, 38)


@pytest.mark.slow
def test_bpic13_as_csv_and_as_xes_is_the_same_log() -> None:
    as_csv, as_xes = read(BPIC13_CSV)[2], read(BPIC13_XES)[2]
    told = "c.key, s.position, s.activity, s.state, s.substate, s.phase, s.at, s.until, s.team, s.line, c.product"
    query = f'SELECT {told} FROM {{steps}} s JOIN {{cases}} c ON c."case" = s."case" ORDER BY ALL'
    # A team of two lines (L2/L3, "V13 2nd 3rd") has no known line, in both.
    assert rows(as_csv, query) == rows(as_xes, query)


@pytest.mark.slow
def test_bpic13_offsets_are_kept() -> None:
    following = 'lead(activity) OVER (PARTITION BY s."case" ORDER BY position) AS next'
    waits = f'SELECT epoch(until - s."at") AS seconds, activity, {following} FROM {{steps}} s'
    mean = rows(
        read(BPIC13_CSV)[2],
        f"SELECT avg(seconds) FROM ({waits}) WHERE activity = 'Accepted' AND next = 'Accepted'",
    )
    assert mean == [(hundredths(105_936.385),)]


def test_only_line_one_worked_on_most_bpic13_incidents() -> None:
    query = 'SELECT count(*) FROM (SELECT "case" FROM {steps} GROUP BY 1 HAVING bool_and(coalesce(line, 0) = 1))'
    assert rows(read(BPIC13_CSV)[2], query) == [(4_546,)]


@pytest.mark.parametrize(
    "name", ["italian_helpdesk.xes.gz", pytest.param("italian_helpdesk_disco_export.xes.gz", marks=pytest.mark.slow)]
)
def test_the_italian_help_desk_is_resolved_at_its_first_resolve_ticket(name: str) -> None:
    log = read(name)[2]
    assert rows(log, "SELECT count(*), sum(events) FROM {cases}") == [(4_580, 21_348)]
    ((n, mean, median),) = rows(log, RESOLVED)
    assert (n, float(str(mean)) / 24, float(str(median)) / 24) == (4_569, hundredths(11.123), hundredths(5.983))


def test_verenich_is_an_event_log_with_numbers_for_activities() -> None:
    _, mapping, log = read("helpdesk_verenich.csv.gz")
    assert mapping.shape == "events"
    assert rows(log, "SELECT count(*), sum(events) FROM {cases}") == [(3_804, 13_710)]
    assert rows(log, 'SELECT activity FROM {steps} WHERE "case" = 1 ORDER BY position LIMIT 1')[0][0] == "1"


def test_jira_issues_and_their_change_log_come_together() -> None:
    _, mapping, log = read("jira_apache_issues.csv.gz", "jira_apache_changelog.csv.gz")
    assert (mapping.preset, mapping.shape) == ("jira", "tickets_and_changes")
    assert rows(log, RESOLVED) == [(496, hundredths(1_378.98), hundredths(278.67))]
    dated = "resolved_at IS NOT NULL AND due_at IS NOT NULL"
    late = f"SELECT count(*), count(*) FILTER (resolved_at > due_at) FROM {{cases}} WHERE {dated}"
    assert rows(log, late) == [(148, 102)]
    before = 'SELECT "case", phase, lag(phase) OVER (PARTITION BY "case" ORDER BY position) AS before FROM {steps}'
    done = "('resolved', 'closed')"
    reopened = f'SELECT count(DISTINCT "case") FROM ({before}) WHERE before IN {done} AND phase NOT IN {done}'
    assert rows(log, reopened) == [(19,)]
    assert rows(log, "SELECT count(*) FROM {events} WHERE kind = 'case.updated'") == [(3_433,)]


def test_bpic14_is_one_row_per_ticket_with_hours_repaired() -> None:
    _, mapping, log = read("bpic14_incident_raw_sample.csv.gz")
    assert (mapping.preset, mapping.shape, set(mapping.date_orders.values())) == ("service_manager", "tickets", {"dmy"})
    handled = "name = 'handled_hours'"
    told = "SELECT o.key, CAST(v.value AS DOUBLE) FROM {object_values} v JOIN {objects} o USING (object) "
    hours = {row[0]: row[1] for row in rows(log, f"{told} WHERE {handled}")}
    # A service clock is no work: nothing of it is priced.
    assert rows(log, "SELECT count(worked_hours) FROM {cases}") == [(0,)]
    assert (hours["IM0000004"], hours["IM0000017"]) == (hundredths(3_871.691111), hundredths(0.862777778))
    assert (hours["IM0000055"], hours["IM0000058"], hours["IM0000045"]) == (2_050.36, 61.125, 1_118.525)
    # 8867.17 hours is longer than the case lasted: the comma stood one place further left.
    assert hours["IM0000059"] == hundredths(886.7166667)
    assert rows(log, "SELECT priority FROM {cases} WHERE key = 'IM0000006'") == [(None,)]
    reported = "SELECT CAST(reported_at AS VARCHAR) FROM {cases} WHERE key = 'IM0000004'"
    assert rows(log, reported) == [("2012-02-05 13:32:00",)]


def test_the_status_page_gives_time_to_restore_without_maintenance() -> None:
    _, mapping, log = read("github_status_incidents.jsonl.gz")
    assert mapping.shape == "tickets_and_events"
    assert rows(log, "SELECT count(*), count(*) FILTER (planned) FROM {cases}") == [(819, 18)]
    assert rows(log, "SELECT count(*) FROM {events}") == [(4_570,)]
    minutes = (
        "SELECT count(m), avg(m), median(m) FROM (SELECT epoch(restored_at - failed_at) / 60 AS m FROM {cases} "
        "WHERE NOT coalesce(planned, false))"
    )
    assert rows(log, minutes) == [(801, pytest.approx(141.3, abs=0.05), 73.0)]


@pytest.mark.slow
def test_tickets_without_a_key_or_a_date_still_become_cases() -> None:
    endava = read("endava_tickets_coded_5431.csv.gz")[2]
    assert rows(endava, "SELECT count(*), count(text), count(category), count(service), max(events) FROM {cases}") == [
        (5_431, 5_431, 5_431, 5_431, 0)
    ]
    texts = read("it_service_tickets_text_80.csv.gz")[2]
    assert rows(texts, "SELECT count(*), count(text), count(DISTINCT category) FROM {cases}") == [(38_225, 38_225, 8)]


def test_cases_and_steps_have_the_columns_of_the_seam() -> None:
    log = read(BPIC13_CSV)[2]
    assert {name: str(kind) for name, kind in log.cases.schema().items()} == CASES
    assert {name: str(kind) for name, kind in log.steps.schema().items()} == STEPS
