"""Repairs: offered where the simulation gives a reason, and each lets in what it says."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from hansei.analytics.mapping import Mapping, infer
from hansei.analytics.reading import Raw, open_raw
from hansei.analytics.shaping import Simulation, repaired, repairs, shape_and_count, simulate

HEAD = "number,state,opened_at,sys_updated_at,resolved_at\n"


def opened(folder: Path, text: str) -> tuple[Raw, Mapping]:
    file = folder / "incidents.csv"
    file.write_text(text)
    raw = open_raw([file], folder=folder)
    return raw, infer(raw)


def offered(simulation: Simulation, mapping: Mapping, code: str) -> list[tuple[str, str, int]]:
    return [(each.column, each.value, each.n) for each in repairs(simulation, mapping) if each.code == code]


def made(raw: Raw, mapping: Mapping, code: str, at: int = 0) -> tuple[Mapping, Simulation]:
    found = [each for each in repairs(simulate(raw, mapping), mapping) if each.code == code]
    after = repaired(mapping, found[at])
    return after, simulate(raw, after)


def test_dates_of_either_order_are_read_as_the_person_says(tmp_path: Path) -> None:
    days = ((n, state, month) for n in (4, 5) for state, month in (("New", 2), ("Done", 3)))
    rows = "".join(f"INC{n},{state},0{n}/02/2025 09:00,0{n}/0{month}/2025 10:00,\n" for n, state, month in days)
    raw, mapping = opened(tmp_path, HEAD + rows)
    before = simulate(raw, mapping)
    assert offered(before, mapping, "date_order") == [
        ("opened_at", "dmy", 4), ("opened_at", "mdy", 4), ("sys_updated_at", "dmy", 4), ("sys_updated_at", "mdy", 4),
    ]  # fmt: skip
    assert str(before.first_at) == "2025-02-04 10:00:00"
    after, then = made(raw, mapping, "date_order", 3)
    assert str(then.first_at) == "2025-04-02 10:00:00"
    assert [column for column, _, _ in offered(then, after, "date_order")] == ["opened_at", "opened_at"]


def test_a_word_for_nothing_is_told_once(tmp_path: Path) -> None:
    rows = "".join(f"INC{n},New,2025-02-0{n} 09:00,2025-02-0{n} 10:00,offen\n" for n in (1, 2, 1, 2))
    raw, mapping = opened(tmp_path, HEAD + rows + "INC1,Done,2025-02-01 09:00,2025-02-07 10:00,2025-02-07 10:00\n")
    before = simulate(raw, mapping)
    assert offered(before, mapping, "missing_word") == [("resolved_at", "offen", 4)]
    after, then = made(raw, mapping, "missing_word")
    assert after.missing == (*mapping.missing, "offen")
    assert offered(then, after, "missing_word") == []


def test_of_rows_that_say_the_same_one_is_kept_and_the_others_are_refused(tmp_path: Path) -> None:
    row = "INC1,New,2025-02-01 09:00,2025-02-01 10:00,\n"
    raw, mapping = opened(tmp_path, HEAD + row * 3 + row.replace("INC1", "INC2") + row.replace("10:00", "11:00"))
    after, then = made(raw, mapping, "drop_repeated")
    assert (then.events, then.rejected, [each.code for each in then.reasons]) == (3, 2, ["row.said_twice"])
    assert offered(then, after, "keep_repeated") == [("", "", 2)]
    assert made(raw, after, "keep_repeated")[1].events == 5


def test_equal_instants_can_be_turned_round(tmp_path: Path) -> None:
    rows = "".join(
        f"INC{n},{state},2025-02-01 09:00,2025-02-0{n} 10:00,\n" for n in (1, 2) for state in ("Late", "Early")
    )
    raw, mapping = opened(tmp_path, HEAD + rows)
    assert [row["activity"] for row in simulate(raw, mapping).first] == ["Late", "Early"] * 2
    _, then = made(raw, mapping, "turn_round")
    assert [row["activity"] for row in then.first] == ["Early", "Late"] * 2


def test_of_a_case_told_twice_the_first_row_can_be_kept(tmp_path: Path) -> None:
    rows = "".join(f"INC{n},New,2025-02-01 09:00,,\n" for n in range(80))
    raw, mapping = opened(tmp_path, "number,state,opened_at,a,b\n" + rows + "INC7,Other,2025-02-01 09:00,,\n")
    after, then = made(raw, mapping, "keep_first")
    assert (then.cases, then.rejected) == (80, 1)
    assert offered(then, after, "keep_last") == [("", "", 1)]


def test_each_refused_row_is_written_with_its_line_and_reason(tmp_path: Path) -> None:
    good = "INC1,New,2025-02-01 09:00,2025-02-01 10:00,\n"
    bad = ['INC2,"two\nlines",2025-02-01 09:00,soon,\n', ",New,2025-02-01 09:00,2025-02-01 10:00,\n", "INC3,a,b\n"]
    raw, mapping = opened(tmp_path, HEAD + good * 3 + bad[0] + good + bad[2] + bad[1] + good)
    shape_and_count(raw.con, raw, mapping, refused=tmp_path / "refused.parquet")
    found = pq.read_table(tmp_path / "refused.parquet").to_pylist()
    assert sorted((row["_line"], row["_reason"]) for row in found) == [
        (5, "row.unreadable_instant"), (8, "row.too_few_cells"), (9, "row.no_case"),
    ]  # fmt: skip
    assert {row["_file"] for row in found} == {"incidents.csv"}
    assert next(row for row in found if row["_line"] == 5)["sys_updated_at"] == "soon"
