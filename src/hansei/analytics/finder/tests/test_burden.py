"""Kinds of ticket that bounce or breach more than others are found; chance, waves and bad halves are not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from hansei.analytics.demonstration import generate
from hansei.analytics.finder import FinderSettings, Finding, Findings, find_recurrences
from hansei.analytics.finder.tests.test_story import scan
from hansei.analytics.measures.tests.logs import at, log_of

BEGINNING = at("2025-01-06 00:00")
WEEKS = 26
KINDS = 12
BAD = "Product 3"
SETTINGS = FinderSettings()


def tickets(seed: int = 5) -> list[dict[str, Any]]:
    """Twelve products, ten tickets a week each at random instants, a fifth of them handed on twice: nothing to find."""
    rng = np.random.Generator(np.random.PCG64(seed))
    rows: list[dict[str, Any]] = []
    for case in range(KINDS * WEEKS * 10):
        opened = BEGINNING + timedelta(minutes=int(rng.integers(WEEKS * 7 * 24 * 60)))
        rows.append(
            {
                "case": case + 1,
                "key": f"T{case}",
                "product": f"Product {case % KINDS}",
                "person": f"P{int(rng.integers(15))}",
                "priority_rank": 3,
                "reported_at": opened,
                "resolved_at": opened + timedelta(hours=5),
                "due_at": opened + timedelta(hours=4 if rng.random() < 0.2 else 8),
                "reassigned": 2 if rng.random() < 0.2 else 1,
                "reopened": 0,
            }
        )
    return rows


def of_bad(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The tickets of one product, in the order of time."""
    return sorted((row for row in rows if row["product"] == BAD), key=lambda row: row["reported_at"])


def find(rows: list[dict[str, Any]]) -> Findings:
    return find_recurrences(log_of(rows), SETTINGS)


def only(found: Findings) -> Finding:
    (finding,) = found.findings
    return finding


def test_a_kind_that_is_handed_on_more_than_others_is_found_with_its_figures() -> None:
    rows = tickets()
    for row in of_bad(rows)[::2]:
        row["reassigned"] = 3
    handed_on = sum(row["reassigned"] >= 2 for row in of_bad(rows))
    finding = only(find(rows))
    burden = finding.facts.burden
    assert burden is not None
    assert finding.shared == {"product": BAD}
    assert (burden.code, burden.known, burden.hit, burden.step) == ("bounce", 260, handed_on, "week")
    assert (burden.steps, burden.of_steps) == (26, 26)
    everybody = sum(row["reassigned"] >= 2 for row in rows) / len(rows)
    # All is of one priority, but the day and the hours after it have rates of their own.
    assert burden.usual == pytest.approx(everybody, abs=0.01)
    assert {part.code for part in finding.components} == {"burden", "steady", "spread", "agreement", "size", "alive"}


def test_reopening_counts_as_bouncing() -> None:
    rows = tickets()
    for row in of_bad(rows)[::2]:
        row["reopened"] = 1
    burden = only(find(rows)).facts.burden
    assert burden is not None
    assert burden.code == "bounce"


def test_a_kind_that_breaches_more_than_others_is_found() -> None:
    rows = tickets()
    for row in of_bad(rows)[::2]:
        row["due_at"] = row["reported_at"]
    finding = only(find(rows))
    assert finding.facts.burden is not None
    assert finding.facts.burden.code == "breach"
    assert "no_breach" not in {clause.code for clause in finding.why_unseen}


@pytest.mark.parametrize("seed", range(4))
def test_the_same_volume_handed_on_by_chance_is_not_flagged(seed: int) -> None:
    assert find(tickets(seed)).findings == ()


def test_a_kind_that_bounced_only_at_first_is_not_flagged() -> None:
    rows = tickets()
    for row in of_bad(rows)[:130]:
        row["reassigned"] = 3
    assert find(rows).findings == ()


def test_one_wave_of_a_few_days_is_not_flagged() -> None:
    rows = tickets()
    for number, row in enumerate(of_bad(rows)):
        row["reported_at"] = BEGINNING + timedelta(days=70, minutes=17 * number)
        row["reassigned"] = 3
    assert find(rows).findings == ()


def test_two_people_are_no_spread() -> None:
    rows = tickets()
    for number, row in enumerate(of_bad(rows)):
        row |= {"reassigned": 3, "person": f"P{number % 2}"}
    assert find(rows).findings == ()


def test_it_is_not_called_spread_where_one_person_met_most_of_it() -> None:
    rows = tickets()
    for number, row in enumerate(of_bad(rows)):
        row |= {"reassigned": 3, "person": f"P{number % 5 if number % 3 == 0 else 0}"}
    assert "spread_over_people" not in {clause.code for clause in only(find(rows)).why_unseen}


def test_requests_that_bounce_are_a_known_kind() -> None:
    rows = tickets()
    for row in rows:
        row["kind"] = "request" if row["product"] == BAD else "incident"
        row["reassigned"] = 3 if row["product"] == BAD else row["reassigned"]
    assert find(rows).findings == ()


@pytest.mark.slow
def test_the_pair_of_teams_that_send_tickets_back_and_forth_is_found() -> None:
    story = generate(11, 4_000)
    (finding,) = [found for found in scan(story).findings if found.facts.burden]
    keys = {member.key for member in finding.members}
    assert finding.shared == {"service": "Crew Rostering", "symptom": "data"}
    assert set(story.key.ping_pong_cases) <= keys
