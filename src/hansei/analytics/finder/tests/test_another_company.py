"""The finder on a company that the demonstration's author did not make up: other words, hours, arithmetic."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from hansei.analytics.finder import FinderSettings, Findings, OfficeHours, find_recurrences
from hansei.analytics.finder.tests.another_company import ZONE, Company

# Generated companies belong to the long run (house.md, 9); the story that everybody is shown is told in the quick one.
pytestmark = pytest.mark.slow

SETTINGS = FinderSettings(office=OfficeHours(zone=ZONE), minimum_billed_hours=1.0)


@dataclass
class Scanned:
    """A company and what was found in it."""

    company: Company
    findings: Findings = field(init=False)

    def __post_init__(self) -> None:
        self.findings = find_recurrences(self.company.log(), SETTINGS)


HIDES: dict[str, dict[str, Any]] = {
    "weekly": {},
    "among benign regularities": {"benign": True},
    "every 21 days": {"every": 21.0},
    "half of the CIs missing": {"missing_ci": 0.5},
    "neither CI nor fix action": {"missing_ci": 1.0, "missing_fix": 1.0},
    "in office hours": {"hour": 10.5},
}


@pytest.mark.parametrize("hides", HIDES.values(), ids=HIDES.keys())
def test_the_hidden_call_is_found_with_nearly_all_its_members(hides: dict[str, Any]) -> None:
    scanned = Scanned(Company(seed=41, tickets=4_000, **hides))
    assert len(scanned.findings.findings) == 1
    keys = {member.key for member in scanned.findings.findings[0].members}
    planted = scanned.company.planted
    assert len(keys & planted) >= 0.9 * len(planted)
    assert len(keys & planted) >= 0.8 * len(keys)


QUIET: dict[str, dict[str, Any]] = {
    "ordinary days": {},
    "the same calls at random": {"random_calls": 52},
    "benign regularities": {"benign": True},
}


@pytest.mark.parametrize("quiet", QUIET.values(), ids=QUIET.keys())
def test_nothing_is_found_where_nothing_is_hidden(quiet: dict[str, Any]) -> None:
    assert Scanned(Company(seed=42, tickets=4_000, every=None, **quiet)).findings.findings == ()


def test_one_talkative_person_is_known_in_a_small_log_too() -> None:
    """182 of about 2,000 tickets are this person's: a twentieth of everything, but four a week."""
    scanned = Scanned(Company(seed=46, tickets=900, every=None, benign=True))
    assert scanned.findings.findings == ()
    assert "one_requester" in {found.kind for found in scanned.findings.known}


@pytest.mark.parametrize("column", ["Opened by", "sys_created_by"])
def test_a_talkative_person_is_known_by_who_opened_the_tickets_too(column: str) -> None:
    scanned = Scanned(Company(seed=46, tickets=900, every=None, benign=True, opened_by=column))
    assert scanned.findings.findings == ()
    assert "one_requester" in {found.kind for found in scanned.findings.known}


def test_where_nobody_says_who_asked_a_talkative_person_looks_like_trouble() -> None:
    """What the two tests above would find if they did not know the person."""
    scanned = Scanned(Company(seed=46, tickets=900, every=None, benign=True, opened_by="Location"))
    (finding,) = scanned.findings.findings
    assert finding.title is not None and finding.title.startswith("Excel")


class Switchboard(Company):
    """Most calls to the night team, and some of all others, are put through by one switchboard."""

    def _add(self, day: float, **values: Any) -> str:
        through = 0.75 if values.get("team") == "night" else 0.02
        if self.dice.random() < through:
            values["requester"] = "switchboard"
        return super()._add(day, **values)


def test_what_a_switchboard_puts_through_is_not_one_persons() -> None:
    scanned = Scanned(Switchboard(seed=47, tickets=8_000, hour=10.5))
    (finding,) = scanned.findings.findings
    keys = {member.key for member in finding.members}
    assert len(keys & scanned.company.planted) >= 0.9 * len(scanned.company.planted)


def test_benign_regularities_are_known_although_no_kind_is_recorded() -> None:
    known = Scanned(Company(seed=43, tickets=4_000, every=None, benign=True)).findings.known
    assert {"request", "planned", "batch", "one_requester"} <= {found.kind for found in known}


def test_a_year_from_five_months_is_marked_extrapolated() -> None:
    found = Scanned(Company(seed=44, tickets=3_000, days=154)).findings.findings[0]
    hours = found.facts.hours
    assert hours.extrapolated
    assert 4.8 <= hours.covered_months <= 5.3
    low, value, high = hours.yearly.low, hours.yearly.value, hours.yearly.high
    assert low is not None and value is not None and high is not None
    assert 45 <= value <= 65
    assert low < value < high


def test_what_remains_of_questions_in_another_language_is_still_questions() -> None:
    """Most of them come several a day and are known by that; what was left over showed a rhythm by chance."""
    scanned = Scanned(Company(seed=118, every=None, random_calls=52, benign=True))
    assert scanned.findings.findings == ()
    questions = [found.kind for found in scanned.findings.known if "Frage zur Abrechnung" in (found.title or "")]
    assert set(questions) == {"request"}


@pytest.mark.parametrize("seed", range(100, 120))
def test_twenty_seeds_find_it_and_twenty_controls_stay_silent(seed: int) -> None:
    assert len(Scanned(Company(seed=seed, benign=True)).findings.findings) == 1
    assert Scanned(Company(seed=seed, every=None, random_calls=52, benign=True)).findings.findings == ()
