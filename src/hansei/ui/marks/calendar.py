"""The calendar strip: one mark a case, by week; colour and shape say who, shaded bands where a quarter ends."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hansei.ui import words
from hansei.ui.marks.scale import Days, next_month
from hansei.ui.marks.shapes import shape_at
from hansei.ui.marks.svg import Picture, join, path, tag, text

MOST_MARKS, MOST_IN_A_WEEK = 300, 8


@dataclass(frozen=True)
class Dot:
    """One case on its day; `ordinal` is the person's or series' number (1 to 8, more are "others")."""

    day: date
    ordinal: int = 0
    label: str = ""


def calendar_strip(
    dots: Sequence[Dot],
    since: date,
    until: date,
    title: str,
    description: str = "",
    shade: str = "quarter",
    width: float = 760,
) -> Picture:
    """Every case by week. Over 300 marks, or where a week holds more than 8: one cell a week, darker with more.

    `shade`: "quarter", "month" or "" ends of periods to shade, the week around each.
    """
    weeks = _by_week(dots)
    days = Days(_monday(since), _monday(until) + timedelta(days=7), 8, width - 8)
    deepest = max((len(week) for week in weeks.values()), default=1)
    is_dense = len(dots) > MOST_MARKS or deepest > MOST_IN_A_WEEK
    pitch = min(14.0, (days.end - days.start) / max(1, (days.until - days.since).days / 7))
    rows = 1 if is_dense else max(3, deepest)
    floor = 22 + rows * 14.0
    middle = (22 + floor) / 2
    parts = [*_bands(days, shade, floor), *_grid(days, floor)]
    parts += _cells(weeks, days, pitch, floor) if is_dense else _marks(weeks, days, pitch, middle)
    for place, name in days.named_months():
        parts += [tag("path", d=path([(place, floor + 4), (place, floor + 9)]), class_="h-axis-line")]
        parts += [text(place + 3, floor + 20, name, anchor="start")]
    return Picture(
        width, floor + 26, join(parts), title, description, (_("Week of"), _("Cases")), _table(weeks), "calendar"
    )


def small_strip(dots: Sequence[Dot], since: date, until: date, title: str, width: float = 230) -> Picture:
    """The same on one line of a list: no axis, weeks without a case as faint points."""
    weeks = _by_week(dots)
    days = Days(_monday(since), _monday(until) + timedelta(days=7), 4, width - 4)
    every = [_monday(since) + timedelta(weeks=at) for at in range(max(1, (days.until - days.since).days // 7))]
    pitch = (width - 8) / len(every)
    parts = [
        tag("rect", x=days(week) + pitch / 2 - 0.5, y=11.5, width=1, height=1, class_="h-fill-quiet")
        for week in every
        if week not in weeks
    ]
    if len(dots) > MOST_MARKS:
        parts += _cells(weeks, days, pitch, 20)
    else:
        scale = max(0.55, min(0.9, pitch / 9))
        for week, found in weeks.items():
            shown = found[:3]
            top = 12 - (len(shown) - 1) * 3.5
            parts += [
                shape_at(dot.ordinal, days(week) + pitch / 2, top + at * 7, scale) for at, dot in enumerate(shown)
            ]
    return Picture(width, 24, join(parts), title, "", (_("Week of"), _("Cases")), _table(weeks), "calendar")


def _by_week(dots: Sequence[Dot]) -> dict[date, list[Dot]]:
    weeks: dict[date, list[Dot]] = defaultdict(list)
    for dot in sorted(dots, key=lambda each: (each.day, each.ordinal)):
        weeks[_monday(dot.day)].append(dot)
    return weeks


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _marks(weeks: dict[date, list[Dot]], days: Days, pitch: float, middle: float) -> Iterator[SafeString]:
    scale = max(0.6, min(1.0, pitch / 11))
    for week, found in weeks.items():
        x, top = days(week) + pitch / 2, middle - (len(found) - 1) * 7
        for at, dot in enumerate(found):
            yield shape_at(dot.ordinal, x, top + at * 14, scale, dot.label or words.of_day(dot.day))


def _cells(weeks: dict[date, list[Dot]], days: Days, pitch: float, floor: float) -> Iterator[SafeString]:
    most = max((len(found) for found in weeks.values()), default=1)
    for week, found in weeks.items():
        step = 1 + (len(found) * 5 - 1) // most if most else 1
        said = words.labelled(words.of_day(week), words.number(len(found)))
        x, height = days(week), min(20.0, floor - 4)
        yield tag(
            "rect",
            tag("title", said),
            x=x,
            y=floor - height,
            width=max(1.0, pitch - 1),
            height=height,
            class_=f"h-ramp{min(5, step)}",
        )


def _bands(days: Days, shade: str, floor: float) -> Iterator[SafeString]:
    """The week around the end of each quarter or month, named while there is room."""
    months = {"quarter": (1, 4, 7, 10), "month": tuple(range(1, 13))}.get(shade, ())
    named_until = 0.0
    month = days.since.replace(day=1)
    while month <= days.until:
        month = next_month(month)
        first, last = month - timedelta(days=6), month + timedelta(days=5)
        if month.month not in months or last < days.since or first > days.until:
            continue
        left, right = max(days.start, days(first)), min(days.end, days(last))
        yield tag("rect", x=left, y=18, width=max(0.0, right - left), height=floor - 14, class_="h-shade")
        middle = min(max((left + right) / 2, days.start + 20), days.end - 20)
        if middle - 24 > named_until and shade == "quarter":
            named_until = middle + 24
            yield text(middle, 12, _("Q end"))


def _grid(days: Days, floor: float) -> Iterator[SafeString]:
    week = days.since
    pitch = (days.end - days.start) / max(1, (days.until - days.since).days / 7)
    while week < days.until and pitch >= 6:
        yield tag("path", d=path([(days(week) + pitch / 2, 22), (days(week) + pitch / 2, floor)]), class_="h-gridline")
        week += timedelta(days=7)


def _table(weeks: dict[date, list[Dot]]) -> list[tuple[str, str]]:
    counted = Counter({week: len(found) for week, found in weeks.items()})
    return [(words.of_day(week), words.number(counted[week])) for week in sorted(counted)]
