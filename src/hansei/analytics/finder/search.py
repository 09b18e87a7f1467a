"""The scan: survey all groups, take the least likely first, set the known ones apart, tell the rest as findings."""

from __future__ import annotations

import hashlib
from typing import Final

import numpy as np

from hansei.analytics.finder.benign import is_trouble, recognise
from hansei.analytics.finder.calls import Calls, Ints, Marks, moment, read_calls
from hansei.analytics.finder.facts import billed_hours, facts, hours_of
from hansei.analytics.finder.groups import WORTH_A_LOOK, Candidate, survey
from hansei.analytics.finder.membership import Group, reasons, settle, shared_values
from hansei.analytics.finder.model import (
    Behind,
    Clause,
    Figures,
    Finding,
    Findings,
    Hours,
    Kind,
    KnownKind,
    Member,
    NearMiss,
)
from hansei.analytics.finder.ordinary import ordinary_groups
from hansei.analytics.finder.rhythm import both, rhythm
from hansei.analytics.finder.score import components
from hansei.analytics.finder.settings import FinderSettings
from hansei.analytics.finder.similar import similar
from hansei.analytics.finder.unseen import why_unseen
from hansei.analytics.local_time import DAY
from hansei.analytics.log import Log

BEHIND_DAYS: Final = 21  # a change so long before the first call may be what is behind it
NEAR_MISSES: Final = 20
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
        len(np.unique(people[people >= 0])),
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
        self.alive = alive.copy()
        self.findings: list[Finding] = []
        self.known: list[KnownKind] = []
        self.tested = 0

    def run(self, only_known: bool = False) -> None:
        """Look, take out what is explained, and look again at what remains, until nothing more stands out."""
        least = self.settings.least_calls
        wordings = [] if only_known else list(similar(self.calls, self.alive, least))
        for _ in range(ROUNDS):
            found = survey(self.calls, self.alive, least, wordings)
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
            if self.alive[candidates[i].members].all():
                self._take(candidates[i], float(chances[i]), only_known)
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
                "people": len(np.unique(people[people >= 0])),
            }
            ordinary: tuple[Kind, Clause] = ("known_kind", Clause("ordinary_volume", figures))
            self.known.append(self._known(members, recognise(self.calls, members) or ordinary))

    def _known(self, members: Ints, kind: tuple[Kind, Clause]) -> KnownKind:
        shared = shared_values(self.calls, members)
        people = self.calls.codes["person"][members]
        return KnownKind(
            key=_key(self.calls, shared, None),
            kind=kind[0],
            shared=_in_words(self.calls, shared),
            title=_title(self.calls, members),
            calls=len(members),
            people=len(np.unique(people[people >= 0])),
            hours=_known_hours(self.calls, members, self.settings),
            because=kind[1],
            cases=tuple(int(case) for case in self.calls.case[members]),
        )

    def _finding(self, group: Group, candidate: Candidate, chance: float) -> Finding:
        calls, members = self.calls, group.members
        stated = facts(calls, members, self.settings, candidate.rhythm_chance, candidate.clock_chance)
        chance_adjusted = min(1.0, chance * self.tested)
        parts = components(stated, _agreement(calls, group))
        return Finding(
            key=_key(calls, group.shared, group.window),
            shared=_in_words(calls, group.shared),
            title=_title(calls, members),
            facts=stated,
            confidence=1.0 - chance_adjusted,
            chance=chance_adjusted,
            score=sum(part.points for part in parts),
            components=parts,
            why_unseen=why_unseen(stated),
            members=_members(calls, group, self.settings),
            near_misses=_near_misses(calls, group),
            behind=_behind(calls, group),
        )


def _known_hours(calls: Calls, members: Ints, settings: FinderSettings) -> Hours:
    days = np.diff(np.unique(calls.day[members]))
    gap = float(np.median(days)) if len(days) else 0.0
    return hours_of(calls, members, settings, gap, "active", whole_log=True)


def _chance(candidate: Candidate) -> float:
    """Rhythm must be there; the clock can only support it."""
    first = np.array([candidate.rhythm_chance])
    return float(both(first, np.array([candidate.clock_chance]))[0])


def _in_words(calls: Calls, shared: dict[str, int]) -> dict[str, str]:
    return {name: calls.words[name][code] for name, code in shared.items()}


def _key(calls: Calls, shared: dict[str, int], window: int | None) -> str:
    """Short and stable: made of what is shared and the hours, not of numbers that a later scan changes."""
    told = "|".join(f"{name}={value}" for name, value in sorted(_in_words(calls, shared).items()))
    return hashlib.sha256(f"{told}|{window}".encode()).hexdigest()[:12]


def _title(calls: Calls, members: Ints) -> str | None:
    """The title that came most often, the first among equals."""
    titles = [title for title in calls.title.take(members).to_pylist() if title]
    return max(titles, key=titles.count) if titles else None


def _agreement(calls: Calls, group: Group) -> float:
    if not group.shared:
        return 0.0
    return float(np.mean([(calls.codes[n][group.members] == code).mean() for n, code in group.shared.items()]))


def _members(calls: Calls, group: Group, settings: FinderSettings) -> tuple[Member, ...]:
    marks: dict[int, int] = {}
    billed = billed_hours(calls, settings)
    found = []
    for i in group.members:
        person = int(calls.codes["person"][i])
        mark = marks.setdefault(person, len(marks) + 1) if person >= 0 else None
        worked = float(calls.worked[i])
        found.append(
            Member(
                case=int(calls.case[i]),
                key=calls.key[int(i)].as_py(),
                at=moment(calls.at[i]),
                person=calls.value("person", int(i)),
                mark=mark,
                title=calls.title[int(i)].as_py(),
                fix_action=calls.value("fix_action", int(i)),
                worked_hours=None if np.isnan(worked) else worked,
                billed_hours=float(billed[i]),
                is_overtime=bool(calls.is_overtime[i]),
                reasons=reasons(calls, group, int(i)),
            )
        )
    return tuple(found)


def _near_misses(calls: Calls, group: Group) -> tuple[NearMiss, ...]:
    chosen = list(group.left_out.items())[:NEAR_MISSES]
    return tuple(NearMiss(int(calls.case[i]), calls.key[i].as_py(), reason) for i, reason in chosen)


def _behind(calls: Calls, group: Group) -> tuple[Behind, ...]:
    """Changes of the same CI, product or service in the weeks before the first call."""
    first = int(calls.at[group.members].min())
    changes = [n for n, word in enumerate(calls.words["kind"]) if word.lower() in ("change", "release", "deployment")]
    before = np.isin(calls.codes["kind"], changes) & (calls.at < first) & (calls.at >= first - BEHIND_DAYS * DAY)
    related = np.zeros(len(calls), dtype=bool)
    for name in ("ci", "product", "service"):
        if name in group.shared:
            related |= calls.codes[name] == group.shared[name]
    return tuple(
        Behind(
            "change_before_first_call",
            int(calls.case[i]),
            calls.key[int(i)].as_py(),
            calls.title[int(i)].as_py(),
            moment(calls.at[i]),
            float((first - calls.at[i]) / DAY),
        )
        for i in np.flatnonzero(before & related)[::-1]
    )
