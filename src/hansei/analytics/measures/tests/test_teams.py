"""Hand-offs, returns and support lines, worked by hand."""

from __future__ import annotations

from typing import Any

from hansei.analytics.measures import filtered
from hansei.analytics.measures.tests.logs import answer, log_of, path


def test_a_blank_team_is_skipped_not_taken_for_a_team() -> None:
    log = log_of([{"case": 1}, {"case": 2}], path(1, (0, "A"), (1, "A"), (2, None), (3, "B"), (4, "A"), column="team"))
    told = answer(log, "hand_offs")
    assert (told.value, told.count, told.n) == (2, 1, 2)


def test_the_first_team_was_not_handed_over_to() -> None:
    log = log_of([{"case": 1}], path(1, (0, None), (1, "A"), (2, "A"), column="team"))
    assert (answer(log, "hand_offs").value, answer(log, "hand_offs").count) == (0, 0)


def test_hand_off_matrix_says_how_long_each_team_had_held_the_case() -> None:
    log = log_of([{"case": 1}], path(1, (0, "A"), (2, "B"), (5, "A"), column="team"))
    rows = {(row["from_team"], row["team"]): row for row in answer(log, "hand_off_matrix").rows}
    assert rows.keys() == {("A", "B"), ("B", "A")}
    assert (rows["A", "B"]["n"], rows["A", "B"]["held_hours_median"]) == (1, 2.0)
    assert (rows["B", "A"]["n"], rows["B", "A"]["held_hours_median"]) == (1, 3.0)


def test_ping_pong_costs_the_hours_at_the_team_in_the_middle() -> None:
    log = log_of([{"case": 1}, {"case": 2}], path(1, (0, "A"), (2, "B"), (3, "B"), (5, "A"), column="team"))
    told = answer(log, "ping_pong_share")
    assert (told.value, told.count, told.n) == (0.5, 1, 2)
    assert (told.rows[0]["returns"], told.rows[0]["hours"]) == (1, 3.0)


def test_a_detour_is_a_return_and_no_ping_pong() -> None:
    log = log_of([{"case": 1}], path(1, (0, "A"), (2, "B"), (3, "C"), (7, "A"), column="team"))
    assert answer(log, "ping_pong_share").count == 0
    told = answer(log, "returned_share")
    assert (told.count, told.rows[0]["returns"], told.rows[0]["hours"]) == (1, 1, 5.0)


def test_every_return_counts_once() -> None:
    """A, B, A, B: back at A after 1 hour, back at B after 2."""
    log = log_of([{"case": 1}], path(1, (0, "A"), (1, "B"), (2, "A"), (4, "B"), column="team"))
    told = answer(log, "returned_share")
    assert (told.count, told.rows[0]["returns"], told.rows[0]["hours"]) == (1, 2, 3.0)
    assert answer(log, "ping_pong_share").rows[0]["hours"] == 3.0


def test_the_counter_tells_reassignments_and_teams_where_there_is_none() -> None:
    log = log_of([{"case": 1, "reassigned": 0}, {"case": 2, "reassigned": 1}, {"case": 3, "reassigned": 3}])
    told = answer(log, "reassigned_share")
    assert (told.count, told.n, told.value) == (2, 3, 2 / 3)
    assert answer(log, "reassigned_share", at_least=2).value == 1 / 3
    moved = log_of([{"case": 1}, {"case": 2}], path(1, (0, "A"), (1, "B"), column="team"))
    told = answer(moved, "reassigned_share")
    assert (told.count, told.n, told.left_out) == (1, 1, {"unknown": 1})


def test_support_lines_are_kept_when_they_rise_by_one_from_the_first() -> None:
    lines = ((1, 1), (1, 2), (1, 3), (2, 1))
    steps = [
        step
        for case, (first, second) in enumerate(lines, start=1)
        for step in (
            *path(case, (0, "A"), column="team", line=first),
            *path(case, (1, "A"), column="team", line=second),
        )
    ]
    told = answer(log_of([{"case": case} for case in (1, 2, 3, 4, 5)], steps), "support_line_order")
    assert (told.count, told.n, told.value) == (2, 4, 0.5)
    assert (told.rows[0]["only_line_1"], told.rows[0]["not_compliant"]) == (1, 2)


def test_an_unknown_line_breaks_no_order_but_is_not_line_1() -> None:
    steps = [
        *path(1, (0, "A"), column="team", line=1),
        *path(1, (1, "B"), column="team"),
        *path(1, (2, "A"), column="team", line=1),
    ]
    told = answer(log_of([{"case": 1}], steps), "support_line_order")
    assert (told.count, told.rows[0]["only_line_1"]) == (1, 0)


def test_any_column_of_a_case_is_a_dimension() -> None:
    cases: list[dict[str, Any]] = [{"case": 1, "service": "Mail"}, {"case": 2, "service": "Mail"}, {"case": 3}]
    log = log_of(cases, path(1, (0, "A"), (1, "B"), column="team"))
    rows = answer(log, "hand_offs", by=("service",)).rows
    assert [(row["service"], row["value"], row["n"]) for row in rows] == [("Mail", 1, 2), (None, 0, 1)]


def test_a_filtered_history_hands_over_only_its_own_cases() -> None:
    cases = [{"case": 1, "service": "Mail"}, {"case": 2, "service": "Web"}]
    steps = path(1, (0, "A"), (1, "B"), column="team") + path(2, (0, "A"), (1, "C"), column="team")
    rows = answer(filtered(log_of(cases, steps), where={"service": "Web"}), "hand_off_matrix").rows
    assert [(row["from_team"], row["team"]) for row in rows] == [("A", "C")]
