"""Which clauses lead and which follow: one rule, whatever the order or number of those that hold."""

from __future__ import annotations

import pytest

from hansei.analytics.finder import Clause, headline
from hansei.analytics.finder.unseen import strength

SPREAD = Clause("spread_over_people", {"people": 8, "fewest": 6, "most": 8})
GAP = Clause("long_own_gap", {"weeks": 8.0, "days": 56.0})
AFTER = Clause("after_hours", {"share": 1.0})
UNLIKE = Clause("unlike_wording", {"similarity": 0.28, "scripts": 3})
PRIORITY = Clause("low_priority", {"share": 1.0, "best_priority": 3})
BREACH = Clause("no_breach", {"calls": 57})
OVERTIME = Clause("small_share_of_overtime", {"share": 0.05, "other_hours_a_year": 412.0})
ALL = (SPREAD, GAP, AFTER, UNLIKE, PRIORITY, BREACH, OVERTIME)


def test_the_three_strongest_of_how_people_met_it_lead_in_the_order_they_are_told():
    """After hours 1, spread 3/4, own gap 1/2, wording 1/5; the priority is 1 too, but only confirms."""
    assert [strength(each) for each in ALL] == [0.75, 0.5, 1.0, 0.2, 1.0, 0.9474, 0.75]
    assert headline(ALL) == ((SPREAD, GAP, AFTER), (UNLIKE, PRIORITY, BREACH, OVERTIME))


def test_what_confirms_leads_only_where_too_little_says_how_people_met_it():
    assert headline((GAP, PRIORITY, BREACH, OVERTIME)) == ((GAP, PRIORITY, BREACH), (OVERTIME,))
    assert headline((UNLIKE, BREACH)) == ((UNLIKE, BREACH), ())
    assert headline(()) == ((), ())


@pytest.mark.parametrize(
    ("similarity", "leading"),
    [(0.17, (SPREAD, AFTER)), (0.18, (SPREAD, GAP, AFTER))],
    ids=["clearly unlike goes before the gap", "less unlike follows"],
)
def test_the_stronger_fact_leads(similarity: float, leading: tuple[Clause, ...]):
    """The gap of 56 days is half way (1/2); wording is at 0.35 × 1/2 = 0.175."""
    wording = Clause("unlike_wording", {"similarity": similarity, "scripts": 1})
    found, _following = headline((SPREAD, GAP, AFTER, wording))
    assert tuple(each for each in found if each is not wording) == leading
    assert (wording in found) is (similarity < 0.175)


def test_no_breach_of_few_cases_is_a_weak_fact():
    """With three cases not even the half may be excluded: 3 in 3."""
    assert strength(Clause("no_breach", {"calls": 3})) == 0.0
    assert strength(Clause("no_breach", {"calls": 2})) == 0.0
    assert strength(Clause("no_breach", {"calls": 30})) == 0.9
