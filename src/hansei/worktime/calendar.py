"""When a team is open: weekly hours by the clock on its own wall, holidays, special days."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Opening = tuple[time, time]
"""Opens and closes by the wall clock. Closing at or before opening means the next day:
22:00 to 06:00 is a night shift, 00:00 to 00:00 a whole day, 18:00 to 00:00 until midnight."""

Span = tuple[datetime, datetime]
ONE_DAY = timedelta(days=1)
MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True)
class Calendar:
    """The hours in which a team works or a service is promised, in the team's own zone.

    hours: weekday (Monday = 0) to the day's openings; several a day leave the breaks between
    them out. holidays: days on which nothing opens. special_days: days with hours of their
    own (a half day before a feast), which win over both. A night shift belongs to the day it
    begins on: a holiday cancels the shift that would begin on it, not the one that ends on it.

    Raises ValueError for a weekday that does not exist and for openings that overlap.
    """

    zone: ZoneInfo
    hours: Mapping[int, Sequence[Opening]]
    holidays: Collection[date] = frozenset()
    special_days: Mapping[date, Sequence[Opening]] = field(default_factory=dict)
    # Turning wall time into instants costs more than everything else here, and the same days are asked for again.
    _spans: dict[date, list[Span]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse hours that contradict themselves, before any clock runs on them."""
        object.__setattr__(self, "holidays", frozenset(self.holidays))
        if unknown := sorted(set(self.hours) - set(range(7))):
            raise ValueError(f"weekdays go from 0 (Monday) to 6 (Sunday), not {unknown}")
        _refuse_overlaps(_week_minutes(self.hours), 7 * MINUTES_A_DAY)
        for openings in self.special_days.values():
            _refuse_overlaps([_minutes(opening) for opening in openings], None)

    def openings(self, day: date) -> Sequence[Opening]:
        """Return the openings that begin on this local day."""
        if day in self.special_days:
            return self.special_days[day]
        if day in self.holidays:
            return ()
        return self.hours.get(day.weekday(), ())

    def spans(self, day: date) -> list[Span]:
        """Return the UTC spans of the openings that begin on this local day, in order."""
        if (known := self._spans.get(day)) is not None:
            return known
        spans = []
        for opens, closes in sorted(self.openings(day)):
            last = day if closes > opens else day + ONE_DAY
            start, end = first_reading(day, opens, self.zone), first_reading(last, closes, self.zone)
            if start < end:
                spans.append((start, end))
        self._spans[day] = spans
        return spans

    def opens_again_after(self, day: date) -> bool:
        """Say whether any opening begins after this local day."""
        return any(self.hours.values()) or any(
            special > day and openings for special, openings in self.special_days.items()
        )


def round_the_clock(zone: ZoneInfo, holidays: Collection[date] = frozenset()) -> Calendar:
    """Return the calendar that is open 24 hours on every day that is no holiday."""
    return Calendar(zone, {weekday: [(time(0), time(0))] for weekday in range(7)}, holidays)


def first_reading(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Return the first instant, in UTC, at which the zone's wall clock reads this time or later.

    One rule for all nights. Where the clock is put back, a time read twice means its first
    reading (as in RFC 5545). Where it is put forward, a time that is never read means the
    moment of the change. So openings never overlap or turn around, whatever the zone does.
    """
    local = datetime.combine(day, clock, zone)
    instant = local.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return instant
    return _change_between(local.replace(fold=1).astimezone(UTC), instant, zone)


def _change_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the whole second at which the zone's offset changes in (before, after]."""
    offset = before.astimezone(zone).utcoffset()
    low = before.replace(microsecond=0)
    seconds = int((after - low).total_seconds()) + 1
    reached, left = 0, seconds
    while left - reached > 1:
        middle = (reached + left) // 2
        if (low + timedelta(seconds=middle)).astimezone(zone).utcoffset() == offset:
            reached = middle
        else:
            left = middle
    return low + timedelta(seconds=left)


def _minutes(opening: Opening, day: int = 0) -> tuple[float, float]:
    opens, closes = (at.hour * 60 + at.minute + at.second / 60 + at.microsecond / 6e7 for at in opening)
    start = day * MINUTES_A_DAY + opens
    return start, day * MINUTES_A_DAY + closes + (0 if opening[1] > opening[0] else MINUTES_A_DAY)


def _week_minutes(hours: Mapping[int, Sequence[Opening]]) -> list[tuple[float, float]]:
    return [_minutes(opening, day) for day, openings in hours.items() for opening in openings]


def _refuse_overlaps(spans: list[tuple[float, float]], week: int | None) -> None:
    """Refuse spans that overlap; with `week`, the last one may run into the first."""
    ordered = sorted(spans)
    following = ordered[1:] + ([(ordered[0][0] + week, 0.0)] if week and ordered else [])
    for (opens, closes), (next_opens, _) in zip(ordered, following, strict=False):
        if closes > next_opens:
            day, minute = divmod(int(opens), MINUTES_A_DAY)
            raise ValueError(f"openings overlap: day {day}, the one from {minute // 60:02d}:{minute % 60:02d}")
