"""Neighbours, paths, reopening and time in states, worked by hand."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hansei.analytics.log import OF_DATES
from hansei.analytics.mapping.targets import DATE_PHASES, DATES
from hansei.analytics.measures import MEASURES, working_days
from hansei.analytics.measures.paths import ways
from hansei.analytics.measures.tests.logs import answer, at, hours, log_of, path
from hansei.worktime.calendar import Calendar

SECOND = 1 / 3600


def test_directly_follows_counts_pairs_and_both_ends() -> None:
    log = log_of([{"case": 1}], path(1, (0, "New"), (60 * SECOND, "New"), (180 * SECOND, "Resolved")))
    rows = {(row["kind"], row["from"], row["to"]): row for row in answer(log, "directly_follows").rows}
    assert {key: row["n"] for key, row in rows.items()} == {
        ("start", "Start", "New"): 1,
        ("step", "New", "New"): 1,
        ("step", "New", "Resolved"): 1,
        ("end", "Resolved", "End"): 1,
    }
    assert rows["step", "New", "New"]["median"] == 60.0
    assert rows["step", "New", "Resolved"]["mean"] == 120.0
    assert rows["end", "Resolved", "End"]["median"] is None


def test_a_state_called_start_is_not_the_beginning() -> None:
    log = log_of([{"case": 1}], path(1, (0, "Start"), (1, "End")))
    kinds = {(row["kind"], row["from"], row["to"]) for row in answer(log, "directly_follows").rows}
    assert kinds == {("start", "Start", "Start"), ("step", "Start", "End"), ("end", "End", "End")}


def test_directly_follows_in_service_hours() -> None:
    office = Calendar(ZoneInfo("UTC"), {day: [(time(8), time(17))] for day in range(5)})
    steps = [
        {"case": 1, "state": "Queued", "at": at("2025-03-07 16:00")},
        {"case": 1, "state": "Active", "at": at("2025-03-10 09:00")},
    ]
    working = working_days(office, datetime(2025, 3, 1, tzinfo=UTC), datetime(2025, 4, 1, tzinfo=UTC))
    rows = answer(log_of([{"case": 1}], steps), "directly_follows_service_hours", working=working).rows
    assert [row["median"] for row in rows if row["kind"] == "step"] == [7_200.0]


def test_variants_are_whole_paths_most_frequent_first() -> None:
    steps = (
        path(1, (0, "New"), (1, "Resolved"))
        + path(2, (0, "New"), (9, "Resolved"))
        + path(3, (0, "New"), (1, "Active"), (2, "Resolved"))
    )
    told = answer(log_of([{"case": 1}, {"case": 2}, {"case": 3}], steps), "variants")
    assert [(row["path"], row["n"]) for row in told.rows] == [
        (["New", "Resolved"], 2),
        (["New", "Active", "Resolved"], 1),
    ]


def test_ways_say_how_long_a_case_takes_and_how_many_people_it_meets() -> None:
    """1 h with one person, 9 h with two: median 5 h, p90 1 + 0.9 × 8 h; the third way names nobody."""
    steps = [
        *({**step, "person": "a"} for step in path(1, (0, "New"), (1, "Resolved"))),
        *({**step, "person": f"{place}"} for place, step in enumerate(path(2, (0, "New"), (9, "Resolved")))),
        *path(3, (0, "New"), (1, "Active"), (2, "Resolved")),
    ]
    found = ways(log_of([{"case": 1}, {"case": 2}, {"case": 3}], steps)).to_pyarrow().to_pylist()
    rows = {" ".join(row.pop("path")): row for row in found}
    first, second = rows["New Resolved"], rows["New Active Resolved"]
    assert (first["n"], first["example"], first["median"], first["people"]) == (2, 1, 5 * 3600, 1.5)
    assert first["p90"] == pytest.approx(8.2 * 3600)
    assert (second["n"], second["median"], second["people"]) == (1, 2 * 3600, None)


@pytest.mark.parametrize(
    ("kind", "repeats", "length"),
    [
        ("case.activity", "as recorded", 3),
        ("case.updated", "as recorded", 2),
        ("case.activity", "collapsed", 2),
        ("case.updated", "kept", 3),
    ],
)
def test_a_repeat_is_a_step_where_something_happened_and_none_where_a_record_was_saved(
    kind: str, repeats: str, length: int
) -> None:
    log = log_of([{"case": 1}], path(1, (0, "New"), (1, "New"), (2, "Resolved")), kind=kind)
    (row,) = answer(log, "variants", repeats=repeats).rows
    assert len(row["path"]) == length


def test_a_case_cut_off_is_left_out_of_the_variants_when_asked_for() -> None:
    steps = path(1, (0, "New"), (1, "Resolved")) + path(2, (0, "New"))
    log = log_of([{"case": 1}, {"case": 2, "cut_off": True}], steps)
    assert answer(log, "variants").count == 2
    assert answer(log, "variants", with_cut_off=False).count == 1


def test_equal_instants_keep_the_order_of_the_source() -> None:
    log = log_of([{"case": 1}], path(1, (0, "New"), (0, "Active"), (0, "New"), (0, "Resolved")))
    assert answer(log, "variants").rows[0]["path"] == ["New", "Active", "New", "Resolved"]


def test_reopened_is_a_finished_state_followed_by_an_unfinished_one() -> None:
    steps = path(1, (0, "New"), (1, "Resolved"), (2, "Active"), (3, "Resolved"), (4, "Closed")) + path(
        2, (0, "New"), (1, "Resolved"), (2, "Closed")
    )
    told = answer(log_of([{"case": 1}, {"case": 2}], steps), "reopened_share")
    assert (told.value, told.count, told.n, told.rows[0]["times"]) == (0.5, 1, 2, 1)


def dated(case: int, **at_hour: float) -> list[dict[str, Any]]:
    """The steps that a case's dates are made into: `resolved_at=5` is the step "resolved" after five hours."""
    return [
        {"case": case, "at": hours(after), "state": DATES[name], "phase": DATE_PHASES[name]}
        for name, after in at_hour.items()
    ]


ENDED = dated(1, reported_at=0, answered_at=1, resolved_at=5, closed_at=6)
AGAIN = dated(2, reported_at=0, reopened_at=2, resolved_at=3)


def test_every_date_makes_a_state_that_is_known_to_be_one():
    assert {state for state in DATES.values() if state} == set(OF_DATES)


@pytest.mark.parametrize("name", ["reopened_share", "waiting_user_share", "flow_efficiency"])
def test_dates_alone_do_not_tell_which_ways_cases_went(name: str) -> None:
    told = answer(log_of([{"case": 1}], ENDED), name)
    assert told.value is None
    assert (told.reason or "").startswith("no_data")
    (row,) = MEASURES[name](log_of([{"case": 1}], ENDED)).to_pyarrow().to_pylist()
    assert (row["value"], row["n"]) == (None, 0)


def test_a_date_of_reopening_tells_it_although_the_first_resolution_is_forgotten() -> None:
    told = answer(log_of([{"case": 1}, {"case": 2}], [*ENDED, *AGAIN]), "reopened_share")
    assert (told.count, told.n, told.rows[0]["times"]) == (1, 2, 1)


def test_the_reopening_counter_of_the_source_goes_before_its_states() -> None:
    steps = path(1, (0, "Resolved"), (1, "Active"))
    log = log_of([{"case": 1, "reopened": 0}, {"case": 2, "reopened": 2}], steps)
    told = answer(log, "reopened_share")
    assert (told.count, told.n, told.rows[0]["times"]) == (1, 2, 2)
    assert answer(log, "reopened_share", told_by="states").count == 1


def test_time_in_state_adds_all_visits() -> None:
    log = log_of([{"case": 1}], path(1, (0, "New"), (1, "Active"), (4, "New"), (6, "Resolved")))
    rows = {row["state"]: (row["n"], row["hours"], row["share"]) for row in answer(log, "time_in_state").rows}
    assert rows == {"New": (1, 3.0, 0.5), "Active": (1, 3.0, 0.5), "Resolved": (1, 0.0, 0.0)}


def test_time_in_queue_is_the_team_s_that_holds_the_case() -> None:
    steps = [
        *path(1, (0, "Queued"), (2, "Active"), team="A"),
        *path(1, (3, "Queued"), (7, "Active"), team="B"),
    ]
    rows = {row["team"]: row["hours"] for row in answer(log_of([{"case": 1}], steps), "time_in_queue").rows}
    assert rows == {"A": 2.0, "B": 4.0}


def test_waiting_for_the_user_is_a_share_of_hours() -> None:
    log = log_of([{"case": 1}], path(1, (0, "Active"), (1, "Waiting"), (3, "Active"), (8, "Resolved")))
    told = answer(log, "waiting_user_share")
    assert (told.value, told.count, told.n, told.rows[0]["hours"]) == (0.25, 1, 1, 2.0)


def test_flow_efficiency_ends_with_the_resolution() -> None:
    log = log_of([{"case": 1}], path(1, (0, "New"), (6, "Active"), (8, "Resolved"), (128, "Closed")))
    told = answer(log, "flow_efficiency")
    assert (told.value, told.rows[0]["hours"], told.rows[0]["elapsed_hours"]) == (0.25, 2.0, 8.0)


def test_an_unknown_state_stands_between_its_neighbours() -> None:
    log = log_of([{"case": 1}], path(1, (0, "New"), (1, None), (3, "Resolved")))
    rows = {(row["from"], row["to"]): (row["n"], row["median"]) for row in answer(log, "directly_follows").rows}
    assert rows == {
        ("Start", "New"): (1, None),
        ("New", None): (1, 3_600.0),
        (None, "Resolved"): (1, 7_200.0),
        ("Resolved", "End"): (1, None),
    }


def test_rows_of_equal_n_are_read_by_their_words_also_where_one_is_unknown() -> None:
    log = log_of([{"case": 1}, {"case": 2}], path(1, (0, "B"), (1, "A")) + path(2, (0, None), (1, "A")))
    words = [(row["from"], row["to"]) for row in answer(log, "directly_follows").rows if row["kind"] == "step"]
    assert words == [("B", "A"), (None, "A")]
