from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import typer

from hansei.doors.analyse.options import BadOption, Options, calendar_from, day_from, filters_from
from hansei.doors.cli.analyse import analyse
from hansei.worktime import worked_time

PAGE = Path(__file__).resolve().parents[5] / "docs" / "use" / "analyse.md"


def test_every_option_is_described_on_its_page() -> None:
    alone = typer.Typer(add_completion=False)
    alone.command("analyse")(analyse)
    offered = {name for parameter in typer.main.get_command(alone).params for name in parameter.opts}
    described = set(re.findall(r"^\| `(--[a-z-]+)[ `].*\| \w", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert {name for name in offered if name.startswith("--")} - {"--help"} == described


def test_a_calendar_names_its_days_hours_and_zone() -> None:
    """Friday 16:00 to Monday 10:00, open 08-17: one hour on Friday, two on Monday."""
    calendar = calendar_from("Mon-Fri 08:00-17:00 Europe/Berlin", None, None)
    berlin = ZoneInfo("Europe/Berlin")
    friday = datetime(2025, 3, 28, 16, tzinfo=berlin)
    assert worked_time(friday, datetime(2025, 3, 31, 10, tzinfo=berlin), calendar) == timedelta(hours=3)


def test_holidays_close_the_calendar() -> None:
    """6 January is a holiday in Bavaria and none in Berlin."""
    start, end = (datetime(2025, 1, 6, hour, tzinfo=UTC) for hour in (0, 23))
    assert worked_time(start, end, calendar_from("Mo-Fr 08:00-17:00 Europe/Berlin", "DE-BY", None)) == timedelta()
    assert worked_time(start, end, calendar_from("Mo-Fr 08:00-17:00 Europe/Berlin", "DE-BE", None)) == timedelta(
        hours=9
    )


@pytest.mark.parametrize(
    ("text", "holidays", "option"),
    [
        ("Mon-Fri 08:00-17:00", None, "--calendar"),
        ("Mon-Fri 08:00-17:00 Europe/Atlantis", None, "--calendar"),
        ("whenever Europe/Berlin", None, "--calendar"),
        ("Mon-Fri 08:00-17:00 Europe/Berlin", "XX", "--holidays"),
        ("Mon-Fri 08:00-17:00 Europe/Berlin", "DE-ZZ", "--holidays"),
    ],
)
def test_a_calendar_that_cannot_be_read_names_the_option(text: str, holidays: str | None, option: str) -> None:
    with pytest.raises(BadOption) as refused:
        calendar_from(text, holidays, None)
    assert refused.value.option == option


def test_a_month_means_its_first_and_its_last_day() -> None:
    assert day_from("2024-02", "--from") == date(2024, 2, 1)
    assert day_from("2024-02", "--to") == date(2024, 2, 29)
    assert day_from("2024-12", "--to") == date(2024, 12, 31)
    assert day_from("2025-03-31", "--to") == date(2025, 3, 31)


@pytest.mark.parametrize(("text", "option"), [("0001-01-01", "--from"), ("9999-12-31", "--to"), ("9999-12", "--to")])
def test_a_day_at_an_end_of_the_calendar_is_refused(text: str, option: str) -> None:
    with pytest.raises(BadOption, match="Choose a day from 1000 to 9000"):
        day_from(text, option)


def test_a_period_runs_from_midnight_to_the_midnight_after_its_last_day_in_its_zone() -> None:
    """Berlin is one hour ahead of UTC on 30 March 2025 at midnight, two on the next."""
    options = Options(files=(), since=date(2025, 3, 30), until=date(2025, 3, 30))
    assert options.window("Europe/Berlin") == (
        datetime(2025, 3, 29, 23, tzinfo=UTC),
        datetime(2025, 3, 30, 22, tzinfo=UTC),
    )


def test_the_same_field_twice_means_either_value() -> None:
    assert filters_from(["priority=1", "Team=G96", "priority=2"]) == {"priority": ("1", "2"), "team": ("G96",)}


@pytest.mark.parametrize("text", ["priority", "=3", "priority=", "person=Anna"])
def test_a_filter_that_cannot_be_used_is_refused(text: str) -> None:
    with pytest.raises(BadOption):
        filters_from([text])
