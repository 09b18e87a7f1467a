"""Days without a time stand in the clock that the rest of the file keeps, and the mapping says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from hansei.analytics.mapping import from_yaml, infer, to_yaml
from hansei.analytics.reading import open_raw
from hansei.analytics.shaping import shape_and_count
from hansei.analytics.shaping.tests.exports import export, rows
from hansei.analytics.shaping.tests.files import shaped_text

HEAD = "Issue key,Status,Created,Resolved,Due Date\n"
DUE = "SELECT CAST(due_at AS VARCHAR) FROM {cases} WHERE key = 'A-1'"


def dated(offset: str, other: str | None = None) -> str:
    return (
        f"{HEAD}A-1,Done,2024-06-01T10:00:00.000{offset},2024-06-03T23:30:00.000{other or offset},2024-06-03\n"
        f"A-2,Open,2024-06-02T10:00:00.000{offset},,2024-06-20\n"
    )


@pytest.mark.parametrize("offset", ["+0000", "+00:00", "Z"])
def test_days_beside_clocks_that_all_say_zero_are_read_in_utc(tmp_path: Path, offset: str) -> None:
    """Due on the third, done at half past eleven that night in UTC: in time, wherever the reader lives."""
    mapping, log, simulation = shaped_text(tmp_path, dated(offset), zone="Europe/Berlin")
    due = next(each for each in mapping.tables[0].columns if each.target == "due_at")
    assert (mapping.zone, due.zone, due.zone_why) == ("Europe/Berlin", "UTC", "other_clocks")
    assert rows(log, DUE) == [("2024-06-03 23:59:59.999999",)]
    assert not any(each.floating for each in simulation.columns)
    assert from_yaml(to_yaml(mapping)) == mapping


@pytest.mark.parametrize("text", [dated("+0200"), dated("+0000", "+0200"), dated("")], ids=["two", "mixed", "none"])
def test_other_clocks_leave_days_in_the_zone_that_was_told(tmp_path: Path, text: str) -> None:
    mapping, log, _ = shaped_text(tmp_path, text, zone="Europe/Berlin")
    assert [each.zone for each in mapping.tables[0].columns] == [None] * 5
    assert rows(log, DUE) == [("2024-06-03 21:59:59.999999",)]


def test_jira_is_as_late_from_berlin_as_from_utc(tmp_path: Path) -> None:
    paths = [export("jira_apache_issues.csv.gz"), export("jira_apache_changelog.csv.gz")]
    raw = open_raw(paths, folder=tmp_path)
    log, _ = shape_and_count(raw.con, raw, infer(raw, zone="Europe/Berlin"))
    late = "SELECT count(*), count(*) FILTER (resolved_at > due_at) FROM {cases} WHERE due_at IS NOT NULL"
    assert rows(log, f"{late} AND resolved_at IS NOT NULL") == [(148, 102)]
