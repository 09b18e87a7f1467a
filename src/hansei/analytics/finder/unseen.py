"""Why nobody saw it: a clause for each fact that holds, and none for a fact that does not.

A headline bears three of them; `headline` says which, by one rule, so that every door tells the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from hansei.analytics.finder.model import Clause, Facts

MANY_PEOPLE: Final = 3
LONG_GAP_DAYS: Final = 28
LOW_PRIORITY: Final = 0.8
UNLIKE: Final = 0.35
SMALL_SHARE: Final = 0.20
AFTER_HOURS: Final = 0.8
IN_A_HEADLINE: Final = 3
# How people met it explains a blind spot; that no report rang only confirms it, and holds of most tickets anyway.
MET: Final = frozenset({"spread_over_people", "long_own_gap", "after_hours", "unlike_wording"})


def why_unseen(facts: Facts) -> tuple[Clause, ...]:
    """The clauses that stand on tested facts, in the order in which they are told."""
    clauses = (
        _spread(facts),
        _own_gap(facts),
        _alone(facts),
        _wording(facts),
        _priority(facts),
        _breach(facts),
        _overtime(facts),
    )
    return tuple(clause for clause in clauses if clause is not None)


def headline(clauses: Sequence[Clause]) -> tuple[tuple[Clause, ...], tuple[Clause, ...]]:
    """The at most three clauses that lead, and those that follow, both in the order in which they are told.

    First come the clauses that say how people met it, then those that say why no report rang; among each the strongest
    by `strength`, among equals the one that is told first.
    """
    ranked = sorted(clauses, key=lambda each: (each.code not in MET, -strength(each)))
    chosen = ranked[:IN_A_HEADLINE]
    return tuple(each for each in clauses if each in chosen), tuple(each for each in clauses if each not in chosen)


def strength(clause: Clause) -> float:
    """How far a fact is beyond the bound that makes it a clause: 0 at the bound, 1 where it could not be clearer.

    >>> strength(Clause("long_own_gap", {"days": 56.0})), strength(Clause("after_hours", {"share": 0.95}))
    (0.5, 0.75)
    """
    figures = {name: float(value) for name, value in clause.figures.items() if isinstance(value, (int, float))}
    beyond = {
        "spread_over_people": lambda: 1 - (MANY_PEOPLE - 1) / figures["people"],
        "long_own_gap": lambda: 1 - LONG_GAP_DAYS / figures["days"],
        "after_hours": lambda: (figures["share"] - AFTER_HOURS) / (1 - AFTER_HOURS),
        "unlike_wording": lambda: 1 - figures["similarity"] / UNLIKE,
        "low_priority": lambda: (figures["share"] - LOW_PRIORITY) / (1 - LOW_PRIORITY),
        # Of none in n, the true share may still be 3 in n (95 %).
        "no_breach": lambda: 1 - 3 / figures["calls"],
        "small_share_of_overtime": lambda: 1 - figures["share"] / SMALL_SHARE,
    }
    return round(min(1.0, max(0.0, beyond[clause.code]())), 4)


def _spread(facts: Facts) -> Clause | None:
    # Who met more than half of it may well have seen it.
    if facts.people < MANY_PEOPLE or facts.spread.most > facts.calls / 2:
        return None
    return Clause(
        "spread_over_people", {"people": facts.people, "fewest": facts.spread.fewest, "most": facts.spread.most}
    )


def _own_gap(facts: Facts) -> Clause | None:
    gap = facts.spread.median_own_gap_days
    if gap is None or gap <= LONG_GAP_DAYS or facts.people < MANY_PEOPLE:
        return None
    return Clause("long_own_gap", {"weeks": round(gap / 7, 1), "days": gap})


def _alone(facts: Facts) -> Clause | None:
    share = facts.hours.overtime_share
    return Clause("after_hours", {"share": share}) if share >= AFTER_HOURS else None


def _wording(facts: Facts) -> Clause | None:
    similarity = facts.wording_similarity
    if similarity is None or similarity >= UNLIKE:
        return None
    return Clause("unlike_wording", {"similarity": similarity, "scripts": len(facts.languages)})


def _priority(facts: Facts) -> Clause | None:
    share = facts.low_priority_share
    if share is None or share < LOW_PRIORITY:
        return None
    return Clause("low_priority", {"share": share, "best_priority": facts.best_priority})


def _breach(facts: Facts) -> Clause | None:
    return Clause("no_breach", {"calls": facts.calls}) if facts.breaches == 0 else None


def _overtime(facts: Facts) -> Clause | None:
    share = facts.hours.share_of_overtime
    if share is None or share == 0 or share >= SMALL_SHARE:
        return None
    other = facts.hours.all_overtime * (1 - share)
    return Clause("small_share_of_overtime", {"share": share, "other_hours_a_year": other})
