"""Trouble that stays a burden: a kind of ticket that, week after week, bounces or breaks its promise more than others.

Everybody meets some of it, nobody sees that this kind does it and the next does not. The null model: a ticket bounces
(breaks its promise) with the chance of all trouble of its priority, by day or after hours, whatever it is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from hansei.analytics.finder.calls import MISSING, Calls, Floats, Ints, Marks, people_of
from hansei.analytics.finder.groups import combined
from hansei.analytics.finder.membership import Group, shared_values
from hansei.analytics.finder.model import Burden, BurdenCode, Step
from hansei.analytics.finder.rhythm import at_least
from hansei.analytics.finder.similar import parts_of
from hansei.analytics.local_time import DAY

# What a ticket is about. Team and fix action are no such thing: they are what bouncing leads to.
WAYS: Final[tuple[tuple[str, ...], ...]] = (
    ("ci", "symptom"),
    ("ci",),
    ("service", "symptom"),
    ("service", "subcategory"),
    ("category", "subcategory", "symptom"),
    ("category", "subcategory"),
    ("product",),
    ("service",),
    ("category",),
)
MARGIN: Final = 1.25  # bouncing a quarter more often than others is not worth a look, however sure
LEAST: Final = 20  # tickets
STEADY: Final = 0.75  # share of the steps in which a kind of this volume would come
LEAST_STEPS: Final = 4
WHOLE_WEEKS: Final = 8  # observed, below which days are counted
FEW: Final = 50  # a priority with fewer tickets has no rate of its own
BURDENS: Final[tuple[BurdenCode, ...]] = ("bounce", "breach")


@dataclass(frozen=True)
class Looked:
    """What is a burden: the groups and their figures, the least likely first; and how many kinds were tested."""

    found: tuple[tuple[Group, Burden], ...]
    tested: int


def burdened(
    calls: Calls, alive: Marks, code: BurdenCode, wordings: Sequence[Ints], people: int, false_share: float
) -> Looked:
    """Every kind that bears this burden, the least likely first, each ticket in one of them.

    All kinds looked at are allowed for (Bonferroni): at most `false_share` of scans without any such kind name one.
    """
    hit = calls.bounced if code == "bounce" else calls.breached
    among = alive & ~np.isnan(hit)
    if not among.any():
        return Looked((), 0)
    test = _Test(calls, hit, _usual(calls, hit, among), _observed(calls, among))
    divisions = [(way, np.where(among, group, MISSING)) for way, group in _divisions(calls, wordings)]
    tested = sum(int((np.bincount(group[group >= 0]) >= LEAST).sum()) for _, group in divisions if (group >= 0).any())
    kinds = [(way, members) for way, division in divisions for members in parts_of(division, LEAST)]
    first = [test.of(members, code, tested) for _, members in kinds]
    chances = np.array([1.0 if burden is None else burden.chance for burden in first])
    found: list[tuple[Group, Burden]] = []
    for i in np.argsort(chances, kind="stable")[: int((chances <= false_share).sum())]:
        way, members = kinds[i]
        # What a still less likely kind took is out; the rest must be a burden by itself.
        members = members[among[members]]
        burden = test.of(members, code, tested)
        if burden is not None and burden.chance <= false_share and _met_by(calls, members) >= people:
            shared = {name: int(calls.codes[name][members[0]]) for name in way}
            found.append((Group(members, shared or shared_values(calls, members), None, {}), burden))
            among[members] = False
    return Looked(tuple(found), tested)


def _divisions(calls: Calls, wordings: Sequence[Ints]) -> Iterator[tuple[tuple[str, ...], Ints]]:
    for way in WAYS:
        yield way, combined([calls.codes[name] for name in way])
    for group in wordings:
        yield (), group


def _usual(calls: Calls, hit: Floats, among: Marks) -> Floats:
    """Of each ticket, the chance that others of its priority have, by day or after hours."""
    rank = np.where(np.isnan(calls.priority), 0, calls.priority).astype(np.int64)
    stratum = rank * 2 + calls.is_overtime
    counts = np.bincount(stratum[among], minlength=int(stratum.max(initial=0)) + 1)
    sums = np.bincount(stratum[among], hit[among], minlength=len(counts))
    share = np.where(counts >= FEW, sums / np.maximum(counts, 1), hit[among].mean())
    return np.asarray(share[stratum])


@dataclass(frozen=True)
class _Observed:
    """The time observed in steps: of each ticket its step (MISSING outside), and the share of all trouble in each."""

    step: Ints
    share: Floats
    name: Step


def _observed(calls: Calls, among: Marks) -> _Observed:
    """Weeks; days where the extract is too short to tell one week from the next."""
    name: Step = "week" if calls.until - calls.since >= WHOLE_WEEKS * 7 * DAY else "day"
    inside = (calls.at >= calls.since) & (calls.at <= calls.until)
    step = np.where(inside, (calls.at - calls.since) // (7 * DAY if name == "week" else DAY), MISSING)
    counts = np.bincount(step[among & inside], minlength=int(step.max(initial=0)) + 1)
    return _Observed(step, counts / max(counts.sum(), 1), name)


@dataclass(frozen=True)
class _Test:
    """What every kind is compared with."""

    calls: Calls
    hit: Floats
    usual: Floats
    observed: _Observed

    def of(self, members: Ints, code: BurdenCode, tested: int) -> Burden | None:
        """One kind against the usual; None unless it is steady, and a burden in both halves of its time."""
        half = len(members) // 2
        halves = (members[:half], members[half:])
        if len(members) < LEAST or any(self.hit[m].sum() <= MARGIN * self.usual[m].sum() for m in halves):
            return None
        steps = self.observed.step[members]
        steps = steps[steps != MISSING]
        # In how many steps as many tickets would come, spread as all trouble is: no wave of a few days passes.
        would = float((1 - np.exp(-len(steps) * self.observed.share)).sum())
        came = len(np.unique(steps))
        if came < max(LEAST_STEPS, STEADY * would):
            return None
        known, hits, expected = len(members), int(self.hit[members].sum()), float(self.usual[members].sum())
        chance = float(at_least(np.array(hits), np.array(known), min(0.99, MARGIN * expected / known)))
        of_steps, name = len(self.observed.share), self.observed.name
        return Burden(code, known, hits, expected, min(1.0, chance * tested), came, of_steps, name)


def _met_by(calls: Calls, members: Ints) -> float:
    """How many people met it; without bound where the log seldom says who did."""
    met = calls.codes["person"][members]
    known = met[met >= 0]
    return np.inf if len(known) < len(met) / 2 else float(len(people_of(met)))
