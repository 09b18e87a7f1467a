"""The timeline: a bar for each thing from its beginning to the day promised, and where today is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hansei.ui import words
from hansei.ui.marks.scale import Days
from hansei.ui.marks.svg import Picture, join, path, tag, text
from hansei.ui.marks.wrapping import broken

WIDTH, LEFT, RIGHT, TOP, ROW = 960.0, 270.0, 16.0, 30.0, 24.0


@dataclass(frozen=True)
class Span:
    """One thing in time: since when, the day promised, the day it ended; what is not known is None."""

    name: str
    short: str
    since: date
    due: date | None
    ended: date | None = None
    url: str = ""
    said: str = ""  # how it stands, in words
    is_met: bool = False  # nobody waits any more for the day promised

    def is_late(self, today: date) -> bool:
        """Past its day, still waited for, and not ended."""
        return not self.is_met and self.ended is None and self.due is not None and self.due < today


def timeline(spans: Sequence[Span], title: str, today: date, promised: str, description: str = "") -> Picture:
    """Draw one line for each thing. `promised` names the day that was promised.

    Running: a full bar to today, hollow beyond it up to the day promised (◇, late ◆). Ended: a grey bar to ● the end.
    """
    days = _days(spans, today)
    bottom = TOP + ROW * len(spans)
    body = [*_months(days, bottom)]
    for at, each in enumerate(spans):
        body += _line(each, TOP + ROW * at, days, today)
    body += _today(days, today, bottom)
    head = (_("Name"), _("Since"), promised, _("Ended"), _("How it stands"))
    rows = [
        (f"{each.short} {each.name}", words.of_day(each.since), _day(each.due), _day(each.ended), _stands(each, today))
        for each in spans
    ]
    role = "group" if any(each.url for each in spans) else "img"
    return Picture(WIDTH, bottom + 26, join(body), title, description, head, rows, "timeline", "h-wide", role)


def _days(spans: Sequence[Span], today: date) -> Days:
    known = [today, *(day for each in spans for day in (each.since, each.due, each.ended) if day is not None)]
    margin = timedelta(days=max(7, (max(known) - min(known)).days // 30))
    return Days(min(known), max(known) + margin, LEFT, WIDTH - RIGHT)


def _day(day: date | None) -> str:
    return words.of_day(day) if day is not None else "–"


def _stands(each: Span, today: date) -> str:
    return words.listed([each.said, _("late")]) if each.is_late(today) else each.said


def _months(days: Days, bottom: float) -> Iterator[SafeString]:
    for place, name in days.named_months():
        yield tag("path", d=path([(place, TOP - 6), (place, bottom)]), class_="h-gridline")
        yield text(place + 3, 12, name, anchor="start")


def _today(days: Days, today: date, bottom: float) -> Iterator[SafeString]:
    x = days(today)
    yield tag("path", d=path([(x, TOP - 6), (x, bottom + 6)]), class_="h-target")
    yield text(x, bottom + 20, _("Today"), "h-since-text")


def _line(each: Span, top: float, days: Days, today: date) -> Iterator[SafeString]:
    said = words.labelled(f"{each.short} {each.name}", _stands(each, today))
    name = next(iter(broken(f"{each.short} {each.name}", LEFT - 16, 1)), each.short)
    parts = [tag("title", said), text(0, top + ROW / 2 + 4, name, "h-label", "start"), *_bar(each, top, days, today)]
    yield tag("a", join(parts), href=each.url) if each.url else tag("g", join(parts))


def _bar(each: Span, top: float, days: Days, today: date) -> Iterator[SafeString]:
    y, since = top + ROW / 2, days(each.since)
    until = max(days(each.ended or today), since + 2)
    done = each.ended is not None
    yield tag("rect", x=since, y=y - 5, width=until - since, height=10, class_="h-fill-quiet" if done else "h-bar")
    if each.due is not None:
        due = days(each.due)
        if not done and due > until:
            yield tag("rect", x=until, y=y - 5, width=due - until, height=10, class_="h-hollow")
        late = each.is_late(today)
        yield _diamond(due, y, "h-fill-bad" if late else "h-hollow-point")
    if done:
        yield tag("circle", cx=until, cy=y, r=5, class_="h-point")


def _diamond(x: float, y: float, class_: str) -> SafeString:
    return tag("path", d=path([(x, y - 7), (x + 7, y), (x, y + 7), (x - 7, y)], close=True), class_=class_)
