"""The year that follows: nothing of the years before changes, and each month's extract is the same for everybody."""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from hansei.analytics.demonstration import EARLIEST, STEPS, Conditions, Generated, generate, later, write_csv

# Generated companies belong to the long run.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def company() -> Generated:
    return generate(7, 2_000)


@pytest.fixture(scope="module")
def goes_on() -> Generated:
    return generate(7, 2_000, goes_on=True)


def rows(company: Generated, path: Path, since: datetime, until: datetime) -> list[dict[str, str]]:
    write_csv(company, path, since=since, until=until)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_month_ends_on_the_day_on_which_the_tool_is_exported():
    assert STEPS[-1] == date(2026, 11, 4)
    assert later.month_ends(STEPS[-1])[:3] == (date(2026, 12, 4), date(2027, 1, 4), date(2027, 2, 4))
    # Noon in Berlin, winter time and summer time.
    assert later.noon(date(2026, 12, 4)) == datetime.fromisoformat("2026-12-04 11:00")
    assert later.noon(date(2027, 7, 4)) == datetime.fromisoformat("2027-07-04 10:00")


def test_what_was_exported_before_stays_as_it_was(company: Generated, goes_on: Generated, tmp_path: Path):
    """Up to the last midnight both tell the same, to the letter; and so does the key."""
    midnight = later.noon(STEPS[-1]) - timedelta(hours=12)
    before = rows(company, tmp_path / "a.csv", EARLIEST, midnight)
    after = rows(goes_on, tmp_path / "b.csv", EARLIEST, midnight)
    assert len(before) == company.steps.num_rows
    assert after == before
    assert goes_on.key == company.key
    assert goes_on.ends_on == date(2027, 11, 3)


def test_the_same_month_is_written_each_time(goes_on: Generated, tmp_path: Path):
    day = later.noon(date(2026, 12, 4))
    once = rows(goes_on, tmp_path / "a.csv", day - timedelta(days=90), day)
    assert rows(generate(7, 2_000, goes_on=True), tmp_path / "b.csv", day - timedelta(days=90), day) == once


def test_a_month_holds_what_was_touched_in_90_days_and_nothing_of_the_future(goes_on: Generated, tmp_path: Path):
    until = later.noon(date(2026, 12, 4))
    found = rows(goes_on, tmp_path / "a.csv", until - timedelta(days=90), until)
    last: dict[str, str] = {}
    for row in found:
        last[row["number"]] = max(last.get(row["number"], ""), row["updated_at"])
    assert min(last.values()) >= "2026-09-05 13:00:00"  # local: summer time, 90 days of 24 hours before
    assert max(last.values()) <= "2026-12-04 12:00:00"
    assert max(row["resolved_at"] for row in found) <= "2026-12-04 12:00:00"


def test_each_review_puts_close_codes_of_closed_tickets_right(goes_on: Generated, tmp_path: Path):
    """On the twentieth day of the month, and from then on in every extract; no other field of theirs changes."""
    until = later.noon(date(2026, 12, 4))
    before = {row["number"]: row for row in rows(goes_on, tmp_path / "a.csv", EARLIEST, later.noon(STEPS[-1]))}
    after = {row["number"]: row for row in rows(goes_on, tmp_path / "b.csv", EARLIEST, until)}
    assert goes_on.corrections is not None
    first = [row for row in goes_on.corrections.to_pylist() if row["at"].date() == date(2026, 11, 24)]
    assert 20 <= len(first) <= 25
    known = [row for row in first if row["key"] in before]
    assert len(known) >= 10
    for row in known:
        assert after[row["key"]]["close_code"] == row["fix_action"]
        assert before[row["key"]]["close_code"] != row["fix_action"]
    put_right = {row["key"] for row in first}
    codes = [key for key, row in before.items() if row["close_code"] != after[key]["close_code"]]
    assert set(codes) == put_right & set(before)


def test_the_calls_go_on_and_what_died_stays_dead():
    on_call = set(generate(3, 1_000).key.patterns[0].cases)
    longer = generate(3, 1_000, goes_on=True)
    calls = [row for row in longer.cases.to_pylist() if row["ci"] == "roster-batch-02" and row["symptom"] == "down"]
    later_calls = [row for row in calls if row["reported_at"].date() >= date(2026, 11, 4)]
    assert len(later_calls) >= 52
    assert {row["key"] for row in later_calls} & on_call == set()
    ended = generate(3, 1_000, conditions=Conditions(dies=True), goes_on=True)
    last = [row for row in ended.cases.to_pylist() if row["reported_at"].date() >= date(2026, 11, 4)]
    rate = len([row for row in last if row["ci"] == "roster-batch-02" and row["symptom"] == "down"])
    assert rate < 10
