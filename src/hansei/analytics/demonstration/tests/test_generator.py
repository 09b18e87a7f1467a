"""The generated company: the same number gives the same history, and the key tells the truth about it."""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from hansei.analytics.demonstration import NO_PATTERN, Conditions, Generated, as_log, generate, write_csv
from hansei.analytics.engine import connect
from hansei.analytics.local_time import to_local
from hansei.analytics.log import BASE, DERIVED

# Generated companies belong to the long run.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def company() -> Generated:
    return generate(7, 4_000)


def test_the_same_seed_gives_the_same_history(company: Generated) -> None:
    again = generate(7, 4_000)
    assert again.cases.equals(company.cases)
    assert again.steps.equals(company.steps)
    assert again.key == company.key


def test_another_seed_gives_another_history(company: Generated) -> None:
    assert not generate(8, 4_000).cases.equals(company.cases)


def test_the_story_costs_56_to_60_hours_in_the_last_365_days(company: Generated) -> None:
    pattern = company.key.patterns[0]
    since = company.ends_on - timedelta(days=364)
    rows = [row for row in company.cases.to_pylist() if row["key"] in set(pattern.cases)]
    billed = [max(row["worked_hours"], 1.0) for row in rows if row["reported_at"].date() >= since]
    assert pattern.yearly_hours == (56.0, 60.0)
    assert 56.0 <= sum(billed) <= 60.0


def test_every_call_of_the_story_comes_between_18_and_21_local_time(company: Generated) -> None:
    """In winter and in summer: 100 calls and more over two years, on both sides of the clock change."""
    members = set(company.key.patterns[0].cases)
    at = company.cases.column("reported_at").to_numpy().astype("datetime64[us]").astype(np.int64)
    called = at[[key in members for key in company.cases.column("key").to_pylist()]]
    hours = to_local(called, company.zone) // 3_600_000_000 % 24
    assert set(hours.tolist()) == {18, 19, 20}
    assert set((called // 3_600_000_000 % 24).tolist()) == {16, 17, 18, 19}  # UTC


def test_eight_analysts_share_the_calls_about_evenly(company: Generated) -> None:
    members = set(company.key.patterns[0].cases)
    rows = [row["person"] for row in company.cases.to_pylist() if row["key"] in members]
    counts = [rows.count(person) for person in set(rows)]
    assert len(counts) == 8
    assert min(counts) >= 9
    assert max(counts) <= 19


def test_a_log_has_the_agreed_columns_and_ordered_steps(company: Generated) -> None:
    log = as_log(connect(), company)
    for name, schema in {**BASE, **DERIVED}.items():
        assert list(getattr(log, name).columns) == list(schema), name
    steps = company.steps.to_pylist()
    for before, after in pairwise(steps):
        if before["case"] == after["case"]:
            assert (before["at"], before["position"] + 1) <= (after["at"], after["position"])
            assert before["until"] == after["at"]
    assert log.events.count().to_pyarrow().as_py() == len(steps)
    assert log.events.event.nunique().to_pyarrow().as_py() == len(steps)


def test_every_kind_of_ticket_is_written_out(company: Generated) -> None:
    kinds = set(company.cases.column("kind").to_pylist())
    assert kinds == {"incident", "request", "maintenance", "change"}


def test_a_control_set_has_nothing_to_find() -> None:
    key = generate(3, 1_000, conditions=NO_PATTERN).key
    assert (key.patterns, key.benign, key.improvements, key.ping_pong) == ((), {}, (), None)


def test_missing_fields_are_missing_as_often_as_asked() -> None:
    cases = generate(3, 2_000, conditions=Conditions(missing_ci=1.0, missing_fix=0.5)).cases
    assert cases.column("ci").null_count == cases.num_rows
    assert 0.45 < cases.column("fix_action").null_count / cases.num_rows < 0.55


def test_a_dying_pattern_ends_at_60_percent_of_the_time() -> None:
    made = generate(3, 1_000, conditions=Conditions(dies=True))
    members = set(made.key.patterns[0].cases)
    last = max(row["reported_at"] for row in made.cases.to_pylist() if row["key"] in members)
    assert made.key.patterns[0].dies_on == date(2026, 1, 16)
    assert date(2026, 1, 1) <= last.date() <= date(2026, 1, 16)


def test_the_file_has_one_row_for_each_update(company: Generated, tmp_path: Path) -> None:
    write_csv(company, tmp_path / "export.csv")
    with (tmp_path / "export.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == company.steps.num_rows
    assert len({row["number"] for row in rows}) == company.cases.num_rows


def test_an_earlier_extract_knows_nothing_of_later_days(company: Generated, tmp_path: Path) -> None:
    """What was resolved later is open in it; a later one brings the touched tickets whole and leaves the others out."""
    until = datetime(2025, 11, 3, 11)  # noqa: DTZ001
    written = write_csv(company, tmp_path / "early.csv", until=until)
    with (tmp_path / "early.csv").open(encoding="utf-8", newline="") as lines:
        early = list(csv.DictReader(lines))
    assert len(early) == written < company.steps.num_rows
    assert max(row["updated_at"] for row in early) <= "2025-11-03 12:00:00"
    assert max(row["resolved_at"] for row in early) <= "2025-11-03 12:00:00"
    still_open = {row["number"] for row in early if not row["resolved_at"]}
    assert still_open
    assert not any(row["time_worked_hours"] for row in early if row["number"] in still_open)
    write_csv(company, tmp_path / "late.csv", since=until)
    with (tmp_path / "late.csv").open(encoding="utf-8", newline="") as lines:
        late = {row["number"] for row in csv.DictReader(lines)}
    assert still_open <= late
    assert late | {row["number"] for row in early} == set(company.cases["key"].to_pylist())
    assert len(late) < company.cases.num_rows
