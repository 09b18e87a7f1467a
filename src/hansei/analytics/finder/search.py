"""The scan: survey all groups, take the least likely first, set the known ones apart, tell the rest as findings."""

from __future__ import annotations

from typing import Final

import numpy as np

from hansei.analytics.finder.benign import EVERY_DAY, is_trouble, recognise
from hansei.analytics.finder.burden import BURDENS, burdened
from hansei.analytics.finder.calls import Calls, Ints, Marks, moment, people_of, read_calls
from hansei.analytics.finder.facts import billed_hours, facts, hours_of
from hansei.analytics.finder.groups import SAME_HOURS, WORTH_A_LOOK, Candidate, survey
from hansei.analytics.finder.membership import Group, settle, shared_values
from hansei.analytics.finder.model import Clause, Figures, Finding, Findings, Hours, Kind, KnownKind
from hansei.analytics.finder.ordinary import ordinary_groups
from hansei.analytics.finder.rhythm import both, rhythm
from hansei.analytics.finder.score import components
from hansei.analytics.finder.settings import FinderSettings
from hansei.analytics.finder.similar import similar
from hansei.analytics.finder.telling import agreement, in_words, key_of, title_of, told
from hansei.analytics.local_time import DAY
from hansei.analytics.log import Log

ROUNDS: Final = 6


def find_recurrences(log: Log, settings: FinderSettings | None = None) -> Findings:
    """Recurring trouble that nobody sees because it is spread out, and regularities that are known for what they are.

    Counted: every ticket with an instant of opening. Findings are sorted by yearly cost (hours without a rate)
    times confidence, the costliest first.
    """
    asked = settings or FinderSettings()
    calls = read_calls(log, asked)
    if len(calls) == 0:
        return Findings((), (), 0, 0, 0, None, None)
    trouble = is_trouble(calls)
    scan = _Scan(calls, asked, trouble)
    scan.run()
    scan.add_burdens()
    quiet = _Scan(calls, asked, ~trouble)
    quiet.run(only_known=True)
    findings = sorted(scan.findings, key=lambda found: (-_worth(found), found.key))
    scan.add_ordinary()
    known = sorted(scan.known + quiet.known, key=lambda found: (-(found.hours.yearly.value or 0.0), found.key))
    people = calls.codes["person"]
    return Findings(
        tuple(findings),
        tuple(known),
        len(calls),
        len(people_of(people)),
        scan.tested,
        moment(calls.since),
        moment(calls.until),
    )


def _worth(found: Finding) -> float:
    cost = found.facts.yearly_cost or found.facts.hours.yearly
    return (cost.value or 0.0) * found.confidence


class _Scan:
    """One pass over a part of the tickets: what is explained is taken out, and what remains is looked at again."""

    def __init__(self, calls: Calls, settings: FinderSettings, alive: Marks) -> None:
        self.calls = calls
        self.settings = settings
        self.trouble = alive
        self.alive = alive.copy()
        self.wordings: list[Ints] = []
        self.findings: list[Finding] = []
        self.known: list[KnownKind] = []
        self.tested = 0

    def run(self, only_known: bool = False) -> None:
        """Look, take out what is explained, and look again at what remains, until nothing more stands out."""
        least = self.settings.least_calls
        self.wordings = [] if only_known else list(similar(self.calls, self.alive, least))
        for _ in range(ROUNDS):
            found = survey(self.calls, self.alive, least, self.wordings)
            self.tested = max(self.tested, found.tested, 1)
            if not self._take_all(found.candidates, only_known):
                break

    def _take_all(self, candidates: list[Candidate], only_known: bool) -> bool:
        """Take candidates from the least likely up; what an earlier one took tickets from waits for another look."""
        chances = np.array([_chance(candidate) for candidate in candidates])
        taken = 0
        for i in np.argsort(chances, kind="stable"):
            # Benjamini and Hochberg, stepping down, with each recurrence counted once: one that shows in fifty ways
            # of grouping must not make fifty others look proven.
            if chances[i] * self.tested > self.settings.false_share * (taken + 1):
                break
            proof = _proof(candidates[i])
            if candidates[i].way == SAME_HOURS and proof * self.tested > self.settings.false_share:
                continue
            if self.alive[candidates[i].members].all():
                self._take(candidates[i], proof, only_known)
                taken += 1
        return taken > 0

    def _take(self, candidate: Candidate, chance: float, only_known: bool) -> None:
        """Call one candidate by its name and take its tickets out."""
        kind = recognise(self.calls, candidate.members)
        if kind is not None or only_known:
            if kind is not None:
                self.known.append(self._known(candidate.members, kind))
            self.alive[candidate.members] = False
            return
        group = self._settled(candidate)
        if group is not None and self._hidden(group):
            self.findings.append(self._finding(group, candidate, chance))
            self.alive[group.members] = False
        self.alive[candidate.members] = False

    def _settled(self, candidate: Candidate) -> Group | None:
        """The candidate with all its members, or as it stood where completing it loses the rhythm.

        None when what it belongs to turns out to be known for what it is.
        """
        group = settle(self.calls, candidate, self.alive)
        again = rhythm(self.calls.day[group.members], np.array([0])).chance[0]
        if again > WORTH_A_LOOK:
            group = Group(candidate.members, group.shared, group.window, {})
        return None if recognise(self.calls, group.members) else group

    def _hidden(self, group: Group) -> bool:
        """Whether enough people met it, where the log says who did."""
        people = self.calls.codes["person"][group.members]
        known = people[people >= 0]
        if len(known) < len(group.members) / 2:
            return len(group.members) >= self.settings.least_calls
        return len(np.unique(known)) >= self.settings.least_people

    def add_ordinary(self) -> None:
        """Name the costliest groups among what is left."""
        billed = billed_hours(self.calls, self.settings)
        weeks = max((self.calls.until - self.calls.since) / DAY / 7, 1.0)
        for members in ordinary_groups(self.calls, self.alive, billed, self.settings.least_calls):
            people = self.calls.codes["person"][members]
            figures: Figures = {
                "calls_a_week": float(len(members) / weeks),
                "people": len(people_of(people)),
            }
            ordinary: tuple[Kind, Clause] = ("known_kind", Clause("ordinary_volume", figures))
            self.known.append(self._known(members, recognise(self.calls, members) or ordinary))

    def _known(self, members: Ints, kind: tuple[Kind, Clause]) -> KnownKind:
        shared = shared_values(self.calls, members)
        people = self.calls.codes["person"][members]
        return KnownKind(
            key=key_of(self.calls, shared, None),
            kind=kind[0],
            shared=in_words(self.calls, shared),
            title=title_of(self.calls, members),
            calls=len(members),
            people=len(people_of(people)),
            hours=_known_hours(self.calls, members, self.settings),
            because=kind[1],
            cases=tuple(int(case) for case in self.calls.case[members]),
        )

    def _finding(self, group: Group, candidate: Candidate, chance: float) -> Finding:
        stated = facts(self.calls, group.members, self.settings, candidate.rhythm_chance, candidate.clock_chance)
        parts = components(stated, agreement(self.calls, group))
        adjusted = min(1.0, chance * self.tested)
        return told(self.calls, self.settings, group, stated, parts, chance=adjusted, mark=group.window)

    def add_burdens(self) -> None:
        """Name the kinds that bounce, or break their promise, more than others; what a rhythm explained is out."""
        explained = [np.array(known.cases) for known in self.known if known.because.code != EVERY_DAY]
        explained += [np.array([member.case for member in found.members]) for found in self.findings]
        alive = self.trouble & ~np.isin(self.calls.case, np.concatenate([np.zeros(0, dtype=np.int64), *explained]))
        least, wordings = self.settings.least_people, self.wordings
        for code in BURDENS:
            looked = burdened(self.calls, alive, code, wordings, least, self.settings.false_share)
            self.tested += looked.tested
            for group, burden in looked.found:
                kind = recognise(self.calls, group.members)
                if kind is not None and kind[1].code != EVERY_DAY:
                    continue
                stated = facts(self.calls, group.members, self.settings, 1.0, 1.0, burden)
                parts = components(stated, agreement(self.calls, group))
                self.findings.append(
                    told(self.calls, self.settings, group, stated, parts, chance=burden.chance, mark=code)
                )
                alive[group.members] = self.alive[group.members] = False
        taken = {member.case for found in self.findings if found.facts.burden for member in found.members}
        self.known = [known for known in self.known if len(taken.intersection(known.cases)) < len(known.cases) / 2]


def _known_hours(calls: Calls, members: Ints, settings: FinderSettings) -> Hours:
    days = np.diff(np.unique(calls.day[members]))
    gap = float(np.median(days)) if len(days) else 0.0
    return hours_of(calls, members, settings, gap, "active", whole_log=True)


def _proof(candidate: Candidate) -> float:
    """What was put together by its hours may come first by them, but it would prove itself: its rhythm has to."""
    return candidate.rhythm_chance if candidate.way == SAME_HOURS else _chance(candidate)


def _chance(candidate: Candidate) -> float:
    """Rhythm must be there; the clock can only support it."""
    first = np.array([candidate.rhythm_chance])
    return float(both(first, np.array([candidate.clock_chance]))[0])
