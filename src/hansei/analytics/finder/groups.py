"""Group tickets by what they share, and test every group for a rhythm; keep those that chance would hardly make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hansei.analytics.finder.calls import MISSING, Calls, Ints, Marks
from hansei.analytics.finder.rhythm import ClockTest, clock, hour_profile, rhythm

Floats = NDArray[np.float64]

# What tickets of one recurrence may have in common, from narrow to wide: each line is one way of grouping.
WAYS: Final[tuple[tuple[str, ...], ...]] = (
    ("ci", "fix_action"),
    ("ci", "symptom"),
    ("ci",),
    ("service", "fix_action"),
    ("service", "symptom"),
    ("service", "subcategory"),
    ("service",),
    ("product", "fix_action"),
    ("product", "team"),
    ("product",),
    ("category", "subcategory", "symptom"),
    ("category", "subcategory", "fix_action"),
    ("category", "subcategory"),
    ("team", "fix_action"),
    ("team", "symptom"),
    ("team",),
)
SAME_HOURS: Final = ("wording", "hours")
MARGIN_HOURS: Final = 1  # a window's neighbours, so that a call at five to six is not lost
NARROW: Final = 0.9  # a window that holds more than this is no narrower than its group
CROWDED: Final = 0.01  # only hours with more calls than the company's own profile explains are looked at alone
WORTH_A_LOOK: Final = 0.001  # no group with a less even rhythm is looked at again


@dataclass(frozen=True)
class Candidate:
    """A group whose rhythm is uncommon: `members` index the calls; `window` is its first hour, if it was narrowed."""

    way: tuple[str, ...]
    members: Ints
    window: int | None
    rhythm_chance: float
    clock_chance: float


@dataclass(frozen=True)
class Expected:
    """How everybody's tickets spread over the hours of the day, those of office hours and those after them.

    A group is compared with the mix of both that it has itself: that the rota's tickets come after hours, and the
    printers' during the day, is no pattern.
    """

    office: Floats
    overtime: Floats

    @classmethod
    def of(cls, calls: Calls, among: Marks) -> Expected:
        """The profile of the tickets marked in `among`."""
        late = calls.is_overtime
        return cls(
            hour_profile(calls.hour[among & ~late]),
            hour_profile(calls.hour[among & late]),
        )

    def hours(self, is_overtime: Marks, owner: Ints, groups: int) -> Floats:
        """Expected share of each hour for each group: groups × 24."""
        share = np.bincount(owner, is_overtime, groups) / np.maximum(np.bincount(owner, minlength=groups), 1)
        return np.asarray(share[:, None] * self.overtime + (1 - share)[:, None] * self.office)


@dataclass
class Survey:
    """All candidates of a scan and how many groups were tested for them."""

    candidates: list[Candidate]
    tested: int


def survey(calls: Calls, alive: Marks, least: int, wordings: Sequence[Ints] = ()) -> Survey:
    """Test every group of `least` calls and more, whole and within its most crowded hours.

    `wordings` are groups of similar wording, made once for all rounds of a scan.
    """
    found: list[Candidate] = []
    tested = 0
    expected = Expected.of(calls, alive)
    for way, group in _partitions(calls, alive, wordings, least):
        for batch in _batches(calls, group, least, expected):
            result = rhythm(calls.day[batch.members], batch.starts)
            tested += int(result.tested.sum())
            ends = np.r_[batch.starts[1:], len(batch.members)]
            for i in np.flatnonzero(result.chance <= WORTH_A_LOOK):
                members = batch.members[batch.starts[i] : ends[i]]
                window = None if batch.window is None else int(batch.window[i])
                found.append(Candidate(way, members, window, float(result.chance[i]), float(batch.chance[i])))
    return Survey(found, tested)


@dataclass(frozen=True)
class _Batch:
    """Groups as slices of `members`, with the chance of their clock."""

    members: Ints
    starts: Ints
    window: Ints | None
    chance: Floats


def _partitions(
    calls: Calls, alive: Marks, wordings: Sequence[Ints], least: int
) -> Iterator[tuple[tuple[str, ...], Ints]]:
    """Each way of grouping that this log allows, as a group number per call; the same division only once."""
    seen: list[Ints] = []
    for way in WAYS:
        group = combined([calls.codes[name] for name in way])
        group[~alive] = MISSING
        if group.max(initial=MISSING) < 0 or any(np.array_equal(group, other) for other in seen):
            continue
        seen.append(group)
        yield way, group
    expected = Expected.of(calls, alive)
    for wording in wordings:
        group = np.where(alive, wording, MISSING)
        yield ("wording",), group
        for union in _same_hours(calls, group, expected, least):
            yield SAME_HOURS, union


def _same_hours(calls: Calls, group: Ints, expected: Expected, least: int) -> Iterator[Ints]:
    """Wordings of one team that each keep to the same few hours, taken together.

    Where people share no words and nobody filled in a code, what remains is that all of it comes at one time of day.
    Windows that begin within three hours of each other fall together in at least one of three divisions of the day.
    """
    batch = _batch(_in_order(group, least), group)
    if len(batch.starts) == 0:
        return
    owner = _owner(batch)
    usual = expected.hours(calls.is_overtime[batch.members], owner, len(batch.starts))
    test = clock(_hours(calls.hour[batch.members], owner, len(batch.starts)), usual)
    keep = (test.against_others <= CROWDED)[owner]
    where, start = batch.members[keep], test.from_hour[owner][keep]
    for offset in range(3):
        union = np.full(len(calls), MISSING, dtype=np.int64)
        union[where] = calls.codes["team"][where] * 8 + (start + offset) % 24 // 3
        union[union < 0] = MISSING
        if (union >= 0).any():
            yield np.asarray(union)


def combined(codes: list[Ints]) -> Ints:
    """One number for each combination of values, in the order of first appearance; missing where any is missing."""
    total = codes[0].astype(np.int64)
    missing = total < 0
    for column in codes[1:]:
        total = total * (int(column.max(initial=0)) + 1) + column
        missing |= column < 0
    found = np.full(len(total), MISSING, dtype=np.int64)
    values, first, inverse = np.unique(total[~missing], return_index=True, return_inverse=True)
    rank = np.empty(len(values), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(values))
    found[~missing] = rank[inverse]
    return found


def _batches(calls: Calls, group: Ints, least: int, expected: Expected) -> Iterator[_Batch]:
    """The groups whole, then within their best window, then within the best window that does not touch it."""
    whole = _batch(_in_order(group, least), group)
    if len(whole.starts) == 0:
        return
    owner = _owner(whole)
    hours = _hours(calls.hour[whole.members], owner, len(whole.starts))
    usual = expected.hours(calls.is_overtime[whole.members], owner, len(whole.starts))
    best = clock(hours, usual)
    yield _Batch(whole.members, whole.starts, None, best.chance)
    yield from _narrowed(calls, whole, owner, best, least)
    apart = (np.arange(24)[None, :] - best.from_hour[:, None] + 2) % 24 >= 7
    yield from _narrowed(calls, whole, owner, clock(hours * apart, usual * apart), least)


def _in_order(group: Ints, least: int) -> Ints:
    """Members of the groups that are large enough, by group and time; sorting all of them would take far longer."""
    members = np.flatnonzero(group >= 0)
    counts = np.bincount(group[members], minlength=1)
    members = members[counts[group[members]] >= least]
    return members[np.argsort(group[members], kind="stable")]


def _batch(members: Ints, group: Ints) -> _Batch:
    """Groups as slices; `members` is ordered by group."""
    first = np.flatnonzero(np.r_[True, np.diff(group[members]) != 0]) if len(members) else np.zeros(0, dtype=np.int64)
    return _Batch(members, first, None, np.ones(len(first)))


def _owner(batch: _Batch) -> Ints:
    return np.repeat(np.arange(len(batch.starts)), np.diff(np.r_[batch.starts, len(batch.members)]))


def _hours(hour: Ints, owner: Ints, groups: int) -> Floats:
    return np.bincount(owner * 24 + hour, minlength=groups * 24).reshape(groups, 24).astype(np.float64)


def _narrowed(calls: Calls, whole: _Batch, owner: Ints, test: ClockTest, least: int) -> Iterator[_Batch]:
    """Each group within its window, where that leaves enough calls and takes some away."""
    inside = in_window(calls.hour[whole.members], test.from_hour[owner])
    counts = np.bincount(owner, inside, len(whole.starts))
    sizes = np.bincount(owner, minlength=len(whole.starts))
    useful = (counts >= least) & (counts < NARROW * sizes) & (test.against_others <= CROWDED)
    keep = inside & useful[owner]
    if keep.any():
        kept = owner[keep]
        starts = np.flatnonzero(np.r_[True, np.diff(kept) != 0])
        groups = kept[starts]
        yield _Batch(whole.members[keep], starts, test.from_hour[groups], test.chance[groups])


def in_window(hour: Ints, from_hour: Ints | int, margin: int = MARGIN_HOURS) -> Marks:
    """Whether an hour lies in the three hours from `from_hour`, or `margin` hours beside them."""
    return np.asarray((hour - from_hour + margin) % 24 < 3 + 2 * margin)
