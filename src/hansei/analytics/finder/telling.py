"""Tell a group of tickets as a finding: its members, what they share, what was nearly one, what may be behind it."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Final

import numpy as np

from hansei.analytics.finder.calls import Calls, Ints, moment
from hansei.analytics.finder.facts import billed_hours
from hansei.analytics.finder.membership import Group, reasons
from hansei.analytics.finder.model import Behind, Component, Facts, Finding, Member, NearMiss
from hansei.analytics.finder.settings import FinderSettings
from hansei.analytics.finder.unseen import why_unseen
from hansei.analytics.local_time import DAY

BEHIND_DAYS: Final = 21  # a change so long before the first call may be what is behind it
NEAR_MISSES: Final = 20


def told(
    calls: Calls,
    settings: FinderSettings,
    group: Group,
    stated: Facts,
    parts: tuple[Component, ...],
    *,
    chance: float,
    mark: int | str | None,
) -> Finding:
    """A finding from its group, its facts and the parts of its score; `chance` allows for all that was tested."""
    return Finding(
        key=key_of(calls, group.shared, mark),
        shared=in_words(calls, group.shared),
        title=title_of(calls, group.members),
        facts=stated,
        confidence=1.0 - chance,
        chance=chance,
        score=sum(part.points for part in parts),
        components=parts,
        why_unseen=why_unseen(stated),
        members=members_of(calls, group, settings),
        near_misses=near_misses(calls, group),
        behind=behind(calls, group),
    )


def in_words(calls: Calls, shared: dict[str, int]) -> dict[str, str]:
    return {name: calls.words[name][code] for name, code in shared.items()}


def key_of(calls: Calls, shared: dict[str, int], mark: int | str | None) -> str:
    """Short and stable: made of what is shared and the hours or burden, not of numbers that a later scan changes."""
    told = "|".join(f"{name}={value}" for name, value in sorted(in_words(calls, shared).items()))
    return hashlib.sha256(f"{told}|{mark}".encode()).hexdigest()[:12]


def title_of(calls: Calls, members: Ints) -> str | None:
    """The title that came most often, the first among equals."""
    titles = Counter(title for title in calls.title.take(members).to_pylist() if title)
    return max(titles, key=titles.__getitem__) if titles else None


def agreement(calls: Calls, group: Group) -> float:
    if not group.shared:
        return 0.0
    return float(np.mean([(calls.codes[n][group.members] == code).mean() for n, code in group.shared.items()]))


def members_of(calls: Calls, group: Group, settings: FinderSettings) -> tuple[Member, ...]:
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


def near_misses(calls: Calls, group: Group) -> tuple[NearMiss, ...]:
    chosen = list(group.left_out.items())[:NEAR_MISSES]
    return tuple(NearMiss(int(calls.case[i]), calls.key[i].as_py(), reason) for i, reason in chosen)


def behind(calls: Calls, group: Group) -> tuple[Behind, ...]:
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
