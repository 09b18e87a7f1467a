"""Meetings as a calendar file (iCalendar, RFC 5545): for a feed, and for invitations by mail (RFC 5546).

The zones' own parts are written here: the library names the begin of summer time by the clock after it was put
forward, an hour off, and lists days where a yearly rule says the same. Not every calendar reads such lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from hansei.worktime.transitions import Transition, transitions, yearly_rule

if TYPE_CHECKING:
    import icalendar

REQUEST: Final = "REQUEST"
CANCEL: Final = "CANCEL"
PUBLISH: Final = "PUBLISH"
YEARS: Final = 6  # so many are looked at to tell whether the clock follows a rule
EVERY: Final = timedelta(hours=1)


@dataclass(frozen=True)
class Somebody:
    """A name and an address, as a calendar shows them."""

    name: str
    email: str


@dataclass(frozen=True)
class Entry:
    """One meeting in a calendar. `uid` never changes; `sequence` counts up with each change of its time."""

    uid: str
    sequence: int
    starts_at: datetime
    minutes_long: int
    zone: str
    title: str
    told_at: datetime
    place: str = ""
    words: str = ""
    url: str = ""
    organiser: Somebody | None = None
    attendee: Somebody | None = None
    is_cancelled: bool = False


def written(entries: Sequence[Entry], *, method: str, name: str = "") -> bytes:
    """The calendar file of these meetings. `method`: REQUEST, CANCEL or PUBLISH; `name`: of a feed."""
    # Read when a calendar is asked for: it takes a fifth of a second, which every start would pay.
    import icalendar

    made = icalendar.Calendar()
    made.add("version", "2.0")
    made.add("prodid", "-//Hansei//Meetings//EN")
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    if name:
        made.add("x-wr-calname", name)
        made.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
        made.add("x-published-ttl", "PT1H")
    spans: dict[str, list[date]] = {}
    for each in entries:
        spans.setdefault(each.zone, []).append(each.starts_at.date())
    for zone, days in sorted(spans.items()):
        if zone != "UTC":
            made.add_component(_zone(zone, min(days), max(days)))
    for each in entries:
        made.add_component(_event(each, method))
    return bytes(made.to_ical())


def _event(entry: Entry, method: str) -> icalendar.Event:
    import icalendar

    made = icalendar.Event()
    begins = entry.starts_at.astimezone(ZoneInfo(entry.zone))
    # By the clock of UTC and back: an hour that is there twice, or not at all, does not stretch a meeting.
    ends = (entry.starts_at + timedelta(minutes=entry.minutes_long)).astimezone(ZoneInfo(entry.zone))
    made.add("uid", entry.uid)
    made.add("sequence", entry.sequence)
    made.add("dtstamp", entry.told_at)
    made.add("dtstart", begins)
    made.add("dtend", ends)
    made.add("summary", entry.title)
    made.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    for field, value in (("location", entry.place), ("description", entry.words), ("url", entry.url)):
        if value:
            made.add(field, value)
    if entry.organiser is not None:
        made.add("organizer", _somebody(entry.organiser))
    if entry.attendee is not None:
        asked = _somebody(entry.attendee)
        asked.params["ROLE"], asked.params["PARTSTAT"] = "REQ-PARTICIPANT", "NEEDS-ACTION"
        asked.params["RSVP"] = "TRUE" if method == REQUEST else "FALSE"
        made.add("attendee", asked)
    return made


def _somebody(who: Somebody) -> Any:
    import icalendar

    made = icalendar.vCalAddress(f"mailto:{who.email}")
    if who.name:
        made.params["CN"] = " ".join(who.name.replace('"', "'").split())
    return made


def _zone(key: str, first: date, last: date) -> icalendar.Timezone:
    """The zone's offsets over these days and the years after them, as far as a rule is told by them."""
    import icalendar

    zone = ZoneInfo(key)
    begin = date(first.year, 1, 1)
    rows = transitions(zone, begin, date(max(last.year + 1, first.year + YEARS - 1), 12, 31))
    made = icalendar.Timezone()
    made.add("tzid", key)
    local = datetime(begin.year, 1, 1, tzinfo=zone)
    offset = local.utcoffset() or timedelta()
    at_first = Transition(local, offset, offset, local.tzname() or "", bool(local.dst()))
    made.add_component(_observed([at_first], local.replace(tzinfo=None)))
    groups: dict[tuple[timedelta, timedelta, str, bool], list[Transition]] = {}
    for each in rows:
        groups.setdefault((each.before, each.after, each.name, each.is_summer), []).append(each)
    for group in groups.values():
        made.add_component(_observed(group, group[0].shown))
    return made


def _observed(group: list[Transition], begins: datetime) -> Any:
    import icalendar

    first = group[0]
    made: Any = icalendar.TimezoneDaylight() if first.is_summer else icalendar.TimezoneStandard()
    made.add("dtstart", begins)
    made.add("tzoffsetfrom", first.before)
    made.add("tzoffsetto", first.after)
    made.add("tzname", first.name)
    if (rule := yearly_rule(group)) is not None:
        made.add("rrule", icalendar.vRecur.from_ical(rule))
    else:
        for each in group[1:]:
            made.add("rdate", each.shown)
    return made
