"""The control chart: single values, limits that were frozen and limits since, and the day something was changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hansei.ui import words
from hansei.ui.marks.lines import runs
from hansei.ui.marks.scale import Days, Scale, extent, rounded
from hansei.ui.marks.svg import Picture, join, path, tag, text

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 920.0, 260.0, 36.0, 30.0, 28.0
LEAST_RIGHT, LETTER, WIDE_LETTER = 108.0, 6.9, 13.0  # room for the labels at the right edge
DIAMOND = "M0-5 5 0 0 5-5 0Z"


@dataclass(frozen=True)
class Point:
    """One step of the series. `value` None is a gap and stays one. `signal` says which rule it met, in words."""

    day: date
    value: float | None
    n: int | None = None
    signal: str = ""


@dataclass(frozen=True)
class Limits:
    """Centre and limits that hold from one step to another (positions, both included).

    `is_thin`: from fewer than 12 points, so drawn dashed. `is_after`: the limits since the intervention, in the accent.
    """

    first: int
    last: int
    centre: float
    lower: float
    upper: float
    label: str = ""
    is_thin: bool = False
    is_after: bool = False


def control_chart(
    points: Sequence[Point],
    limits: Sequence[Limits],
    title: str,
    description: str = "",
    interventions: Sequence[tuple[date, str]] = (),
    goal: float | None = None,
    unit: str = "",
    breaks: Sequence[date] = (),
) -> Picture:
    """Draw a series at equal steps. Without limits (too few points) the values stand alone.

    At each day of `breaks` the line begins anew: what lies before was counted otherwise.
    """
    if not points:
        return Picture(WIDTH, 40, text(0, 20, words.no_data(), anchor="start"), title, description)
    labels = _labels(limits, goal, unit)
    days = Days(points[0].day, points[-1].day, LEFT, WIDTH - _room(labels))
    edges = [edge for each in limits for edge in (each.lower, each.upper)]
    low, high = extent([each.value for each in points], goal, *edges)
    y, ticks = rounded(low, high, HEIGHT - BOTTOM, TOP)
    parts = [
        *_frame(y, ticks, days),
        *(part for each in limits for part in _limits(each, points, days, y, interventions)),
        *_goal(goal, y, days),
        *_interventions(interventions, days),
        *_series(points, days, y, breaks),
        *_at_the_edge(labels, y, days.end),
    ]
    return Picture(
        WIDTH,
        HEIGHT,
        join(parts),
        title,
        description,
        *_table(points, limits, unit),
        "control-chart",
        "h-wide h-latest",
    )


def _frame(y: Scale, ticks: Sequence[float], days: Days) -> Iterator[SafeString]:
    for tick in ticks:
        yield tag("path", d=path([(LEFT, y(tick)), (days.end, y(tick))]), class_="h-gridline")
        yield text(LEFT - 8, y(tick) + 4, words.number(tick), anchor="end")
    for place, name in days.named_months(44):
        yield text(place, HEIGHT - BOTTOM + 18, name)


def _limits(
    limits: Limits, points: Sequence[Point], days: Days, y: Scale, interventions: Sequence[tuple[date, str]]
) -> Iterator[SafeString]:
    left, right = days(points[limits.first].day), days(points[min(limits.last, len(points) - 1)].day)
    since = " h-since" if limits.is_after else ""
    thin = " h-thin" if limits.is_thin else ""
    if not limits.is_thin:
        yield tag(
            "rect",
            x=left,
            y=y(limits.upper),
            width=max(1.0, right - left),
            height=max(0.0, y(limits.lower) - y(limits.upper)),
            class_=f"h-limit-area{since}",
        )
    for edge in (limits.upper, limits.lower):
        yield tag("path", d=path([(left, y(edge)), (right, y(edge))]), class_=f"h-limit{since}{thin}")
    yield tag("path", d=path([(left, y(limits.centre)), (right, y(limits.centre))]), class_=f"h-centre{since}{thin}")
    if limits.label:
        # Beside the limits, and never under the line or the label of what was changed.
        lines = [days(day) for day, _label in interventions if left < days(day) < left + 16 + _width(limits.label)]
        place = max(LEFT, min(lines) - 8 - _width(limits.label)) if lines else left + 2
        yield text(place, TOP - 12, limits.label, anchor="start")


def _goal(goal: float | None, y: Scale, days: Days) -> Iterator[SafeString]:
    if goal is not None:
        yield tag("path", d=path([(LEFT, y(goal)), (days.end, y(goal))]), class_="h-goal")


def _interventions(interventions: Sequence[tuple[date, str]], days: Days) -> Iterator[SafeString]:
    for day, label in interventions:
        if not days.since <= day <= days.until:
            continue
        place = days(day)
        is_right = place + 6 + _width(label) > WIDTH
        yield tag("path", d=path([(place, TOP - 20), (place, HEIGHT - BOTTOM)]), class_="h-intervention")
        yield text(
            place + (-6 if is_right else 6), TOP - 12, label, "h-label h-strong h-halo", "end" if is_right else "start"
        )


def _series(points: Sequence[Point], days: Days, y: Scale, breaks: Sequence[date]) -> Iterator[SafeString]:
    for first, last in runs([each.value is not None for each in points]):
        for part in _broken(points[first : last + 1], breaks):
            yield tag("path", d=path([(days(each.day), y(each.value or 0)) for each in part]), class_="h-line")
    for each in points:
        if each.value is None:
            continue
        said = words.labelled(words.of_day(each.day), words.number(each.value))
        said += f", n {words.number(each.n)}" if each.n is not None else ""
        if each.signal:
            place = f"translate({days(each.day):.1f} {y(each.value):.1f})"
            yield tag("path", tag("title", f"{said}. {each.signal}"), d=DIAMOND, transform=place, class_="h-signal")
        else:
            yield tag("circle", tag("title", said), cx=days(each.day), cy=y(each.value), r=2.6, class_="h-point")
    for first, last in runs([each.value is None for each in points]):
        left, right = days(points[first].day), days(points[last].day)
        if right - left > 40:
            yield text((left + right) / 2, HEIGHT - BOTTOM - 8, words.no_data())


def _broken(points: Sequence[Point], breaks: Sequence[date]) -> Iterator[Sequence[Point]]:
    """The points between two breaks each."""
    start = 0
    for at in range(1, len(points) + 1):
        if at == len(points) or any(points[at - 1].day < day <= points[at].day for day in breaks):
            yield points[start:at]
            start = at


Label = tuple[float, str, str]  # the value it stands at, what it says, its class


def _labels(limits: Sequence[Limits], goal: float | None, unit: str) -> list[Label]:
    """What the lines are."""
    wanted: list[Label] = []
    if goal is not None:
        wanted.append((goal, _("goal %(figure)s") % {"figure": _with(goal, unit)}, "h-label h-strong h-goal-text"))
    for each in limits[-2:]:
        figure = {"figure": _with(each.centre, unit)}
        said = _("now %(figure)s") % figure if each.is_after else _("baseline %(figure)s") % figure
        tone = " h-since-text" if each.is_after else ""
        wanted.append((each.centre, said, f"h-label h-strong{tone}"))
    for each in limits[-1:]:
        wanted.append((each.upper, _("upper limit %(figure)s") % {"figure": words.number(each.upper)}, "h-axis"))
        wanted.append((each.lower, _("lower limit %(figure)s") % {"figure": words.number(each.lower)}, "h-axis"))
    return wanted


def _room(labels: Sequence[Label]) -> float:
    """Return the room that the longest label takes in any language: Han characters are twice as wide."""
    return max([LEAST_RIGHT, *(_width(said) + 12 for _value, said, _class in labels)])


def _width(said: str) -> float:
    return sum(WIDE_LETTER if each >= "\u2e80" else LETTER for each in said)


def _at_the_edge(labels: Sequence[Label], y: Scale, edge: float) -> Iterator[SafeString]:
    """Write the labels at the right edge, moved apart so that none covers another."""
    free = TOP - 14.0
    for place, said, class_ in sorted((y(value), said, class_) for value, said, class_ in labels):
        free = max(place + 4, free + 15)
        yield text(edge + 8, free, said, class_, "start")


def _with(value: float, unit: str) -> str:
    return f"{words.number(value)}\u202f{unit}" if unit else words.number(value)


def _table(
    points: Sequence[Point], limits: Sequence[Limits], unit: str
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    head = (
        _("Date"),
        _("Value in %(unit)s") % {"unit": unit} if unit else _("Value"),
        "n",
        _("Lower limit"),
        _("Centre"),
        _("Upper limit"),
        _("Signal"),
    )
    rows = []
    for at, each in enumerate(points):
        holds = next((part for part in reversed(limits) if part.first <= at <= part.last), None)
        edges = (holds.lower, holds.centre, holds.upper) if holds else (None, None, None)
        rows.append(
            (
                words.of_day(each.day),
                words.number(each.value),
                words.plain(each.n),
                *(words.plain(edge) for edge in edges),
                each.signal,
            )
        )
    return head, rows
