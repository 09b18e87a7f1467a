"""Weekly hours as a person writes them: `Mo-Fr 08:00-12:00,13:00-17:00; Sa 09:00-12:00`.

A small part of OpenStreetMap's opening_hours notation, which many people have met.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import time

from hansei.worktime.calendar import Opening

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_RULE = re.compile(r"(?P<days>[A-Za-z,\- ]*?)\s*(?P<times>\d.*)")


def hours_from_text(text: str) -> dict[int, list[Opening]]:
    """Read weekly hours; a rule without days holds for all seven, `24/7` is always open.

    >>> hours_from_text("Mo-Fr 08:00-12:00,13:00-17:00")[4]
    [(datetime.time(8, 0), datetime.time(12, 0)), (datetime.time(13, 0), datetime.time(17, 0))]

    Raises ValueError, naming the part that cannot be read.
    """
    if text.strip() == "24/7":
        return {day: [(time(0), time(0))] for day in range(7)}
    hours: dict[int, list[Opening]] = {}
    for rule in filter(None, (part.strip() for part in text.split(";"))):
        if not (match := _RULE.fullmatch(rule)):
            raise ValueError(f"cannot read the hours in {rule!r}; write for example Mo-Fr 08:00-17:00")
        openings = [_opening(part) for part in match["times"].split(",")]
        for day in _days(match["days"]):
            hours[day] = openings
    if not hours:
        raise ValueError("no hours are given; write for example Mo-Fr 08:00-17:00")
    return hours


def hours_to_text(hours: Mapping[int, Sequence[Opening]]) -> str:
    """Write weekly hours so that `hours_from_text` reads them back.

    >>> hours_to_text({0: [(time(8), time(17))], 1: [(time(8), time(17))], 5: [(time(22), time(0))]})
    'Mo-Tu 08:00-17:00; Sa 22:00-24:00'
    """
    rules: list[tuple[int, int, str]] = []
    for day in range(7):
        if not hours.get(day):
            continue
        times = ",".join(f"{opens:%H:%M}-{_closing(closes)}" for opens, closes in sorted(hours[day]))
        if rules and rules[-1][1] == day - 1 and rules[-1][2] == times:
            rules[-1] = (rules[-1][0], day, times)
        else:
            rules.append((day, day, times))
    return "; ".join(f"{DAYS[a]}{'' if a == b else '-' + DAYS[b]} {times}" for a, b, times in rules)


def _days(text: str) -> list[int]:
    if not text.strip():
        return list(range(7))
    days: list[int] = []
    for part in text.split(","):
        ends = [_day(end) for end in part.split("-")]
        if len(ends) > 2:
            raise ValueError(f"cannot read the days in {text!r}")
        span = (ends[-1] - ends[0]) % 7
        days += [(ends[0] + step) % 7 for step in range(span + 1)]
    return days


def _day(text: str) -> int:
    name = text.strip()[:2].title()
    if name not in DAYS:
        raise ValueError(f"{text.strip()!r} is not a day; the days are {', '.join(DAYS)}")
    return DAYS.index(name)


def _opening(text: str) -> Opening:
    opens, dash, closes = text.strip().partition("-")
    if not dash:
        raise ValueError(f"{text.strip()!r} is not an opening; write for example 08:00-17:00")
    return _clock(opens), _clock(closes)


def _clock(text: str) -> time:
    match = re.fullmatch(r"\s*(\d{1,2}):(\d{2})\s*", text)
    if not match or int(match[1]) > 24 or int(match[2]) > 59 or (match[1] == "24" and match[2] != "00"):
        raise ValueError(f"{text.strip()!r} is not a time of day between 00:00 and 24:00")
    return time(int(match[1]) % 24, int(match[2]))


def _closing(closes: time) -> str:
    return "24:00" if closes == time(0) else f"{closes:%H:%M}"
