"""Who belongs: complete a candidate with what was filled in badly, and leave out what contradicts it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from hansei.analytics.finder.calls import MISSING, Calls, Ints, Marks
from hansei.analytics.finder.groups import Candidate, in_window
from hansei.analytics.finder.rhythm import rhythm
from hansei.analytics.finder.similar import parts_of, similar

SHARED: Final = ("service", "ci", "product", "category", "subcategory", "symptom", "fix_action", "team")
TELLING: Final = ("ci", "symptom", "fix_action")  # without one of these, only the wording can say who belongs
AGREED: Final = 0.8  # share of those who filled the field in
FILLED: Final = 0.25  # a field that fewer filled in says nothing
JOINED_LEAST: Final = 4  # calls in another wording that may be joined
JOINED_GAIN: Final = 1e-3
CONCENTRATED: Final = 0.75  # share of the calls in the best five hours from which the clock is part of the pattern


@dataclass(frozen=True)
class Group:
    """The members of one recurrence, what they share (field → code), its hours, and who was left out and why."""

    members: Ints
    shared: dict[str, int]
    window: int | None
    left_out: dict[int, str]


def settle(calls: Calls, candidate: Candidate, alive: Marks) -> Group:
    """The whole recurrence around a candidate: same shared values or none, inside its hours and its time."""
    shared = shared_values(calls, candidate.members)
    window = candidate.window if candidate.window is not None else _window(calls, candidate.members)
    if not any(name in shared for name in TELLING):
        return Group(_completed(calls, candidate.members, shared, window, alive), shared, window, {})
    agreeing, contradicting = _agreement(calls, shared)
    needed = max(1, min(2, len(shared)))
    near = alive & _in_time(calls, candidate.members) & (agreeing >= needed)
    inside = near & (contradicting == 0)
    clocked = np.ones(len(calls), dtype=bool) if window is None else in_window(calls.hour, window)
    members = np.flatnonzero(inside & clocked & _enough(calls, shared))
    left_out = {int(i): "other_hours" for i in np.flatnonzero(inside & ~clocked)}
    left_out |= {int(i): "other_values" for i in np.flatnonzero(near & (contradicting == 1) & clocked)}
    return Group(members, shared, window, left_out)


def _completed(calls: Calls, members: Ints, shared: dict[str, int], window: int | None, alive: Marks) -> Ints:
    """The members and those other wordings of the same place and hours that make the rhythm clearly more even.

    A recurrence told in several languages has no words in common. But calls that fill each other's gaps to one even
    rhythm are hardly strangers; strangers' calls would make it less even.
    """
    _, contradicting = _agreement(calls, shared)
    pool = alive & _in_time(calls, members) & (contradicting == 0)
    if window is not None:
        pool &= in_window(calls.hour, window)
    pool[members] = False
    joined = members
    for group in list(similar(calls, pool, JOINED_LEAST))[1:3]:
        joined = _joined(calls, joined, list(parts_of(group, JOINED_LEAST)))
    return joined


def _joined(calls: Calls, members: Ints, others: list[Ints]) -> Ints:
    """Add the wording that improves the rhythm most, again and again while it improves a thousandfold."""
    chance = _chance(calls, members)
    while others:
        unions = [np.union1d(members, other) for other in others]
        chances = [_chance(calls, union) for union in unions]
        best = int(np.argmin(chances))
        if chances[best] > chance * JOINED_GAIN:
            break
        members, chance = unions[best], chances[best]
        others.pop(best)
    return members


def _chance(calls: Calls, members: Ints) -> float:
    return float(rhythm(calls.day[members], np.array([0])).chance[0])


def shared_values(calls: Calls, members: Ints) -> dict[str, int]:
    """Fields in which at least eight in ten of those that filled them in agree, with the value's code."""
    found: dict[str, int] = {}
    for name in SHARED:
        codes = calls.codes[name][members]
        filled = codes[codes >= 0]
        if len(filled) < FILLED * len(members) or len(filled) == 0:
            continue
        counts = np.bincount(filled)
        if counts.max() >= AGREED * len(filled):
            found[name] = int(counts.argmax())
    return found


def _agreement(calls: Calls, shared: dict[str, int]) -> tuple[Ints, Ints]:
    agreeing, contradicting = np.zeros(len(calls), dtype=np.int64), np.zeros(len(calls), dtype=np.int64)
    for name, code in shared.items():
        agreeing += calls.codes[name] == code
        contradicting += (calls.codes[name] != code) & (calls.codes[name] != MISSING)
    return agreeing, contradicting


def _enough(calls: Calls, shared: dict[str, int]) -> Marks:
    """Where a CI, fix action, symptom or wording is shared, one of them at least must be there to agree."""
    telling = [name for name in TELLING if name in shared]
    agreeing, _ = _agreement(calls, {name: shared[name] for name in telling})
    return agreeing >= 1


def _in_time(calls: Calls, members: Ints) -> Marks:
    """From one usual gap before the first call to one after the last."""
    day = calls.day[members]
    gap = float(np.median(np.diff(day))) if len(day) > 1 else 0.0
    return np.asarray((calls.day >= day.min() - gap) & (calls.day <= day.max() + gap))


def _window(calls: Calls, members: Ints) -> int | None:
    counts = np.bincount(calls.hour[members], minlength=24)
    inside = [int(counts[[(start + i) % 24 for i in range(3)]].sum()) for start in range(24)]
    start = int(np.argmax(inside))
    wide = in_window(calls.hour[members], start).mean()
    return start if wide >= CONCENTRATED else None


def reasons(calls: Calls, group: Group, member: int) -> tuple[str, ...]:
    """Why one ticket is a member, in codes: the fields it shares, and the hours."""
    same = tuple(f"same_{name}" for name, code in group.shared.items() if calls.codes[name][member] == code)
    return same if group.window is None else (*same, "same_hours")
