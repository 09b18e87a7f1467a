"""Heat maps: hour by weekday, and any table of counts whose rows and columns have names."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from django.utils import dates
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hansei.ui import words
from hansei.ui.marks.svg import Picture, join, path, tag, text


def week_map(
    counts: Sequence[Sequence[int]], title: str, description: str = "", batches: Collection[tuple[int, int]] = ()
) -> Picture:
    """Counts by weekday (Monday first) and hour. `batches`: (weekday, hour) made by a job, crossed out."""
    days = [str(dates.WEEKDAYS_ABBR[at]) for at in range(7)]
    hours = [str(hour) for hour in range(24)]
    return heat_map(counts, days, hours, title, description, crossed=batches, every=3, name="week-map")


def heat_map(
    counts: Sequence[Sequence[int]],
    rows: Sequence[str],
    columns: Sequence[str],
    title: str,
    description: str = "",
    crossed: Collection[tuple[int, int]] = (),
    every: int = 1,
    name: str = "heat-map",
) -> Picture:
    """A cell a count in five steps up to the largest; an empty cell is a hairline frame, not a pale fill."""
    cell, high = (24.0, 20.0) if len(columns) > 12 else (max(24.0, 480.0 / max(1, len(columns))), 24.0)
    left = 14 + 8.2 * max((_width(row) for row in rows), default=4)
    most = max((count for line in counts for count in line), default=0)
    parts = [
        part
        for at, line in enumerate(counts)
        for part in _row(line, rows[at], columns, at, (left, cell, high), most, crossed)
    ]
    parts += [text(left + cell * (at + 0.5), 12, column) for at, column in enumerate(columns) if at % every == 0]
    bottom = 18 + high * len(rows)
    parts += _legend(left, bottom + 12, most)
    table = [(row, *(words.number(count) for count in line)) for row, line in zip(rows, counts, strict=True)]
    return Picture(
        left + cell * len(columns), bottom + 36, join(parts), title, description, ("", *columns), table, name
    )


def step_of(count: int, most: int) -> int:
    """Which of the five tones: 0 for none, 5 for the largest.

    >>> [step_of(count, 10) for count in (0, 1, 2, 3, 10)]
    [0, 1, 1, 2, 5]
    """
    return 0 if count <= 0 or most <= 0 else min(5, 1 + (count * 5 - 1) // most)


def _row(
    line: Sequence[int],
    row: str,
    columns: Sequence[str],
    at: int,
    sizes: tuple[float, float, float],
    most: int,
    crossed: Collection[tuple[int, int]],
) -> Iterator[SafeString]:
    left, cell, high = sizes
    y = 18 + high * at
    yield text(left - 8, y + high / 2 + 4, row, "h-label", "end")
    for place, count in enumerate(line):
        is_crossed = (at, place) in crossed
        said = f"{row}, {columns[place]}: {words.number(count)}"
        said = _("%(count)s, made by a job") % {"count": said} if is_crossed else said
        x = left + cell * place
        step = step_of(count, most)
        yield tag(
            "rect",
            tag("title", said),
            x=x + 0.5,
            y=y + 0.5,
            width=cell - 2,
            height=high - 2,
            rx=2,
            class_=f"h-ramp{step}" if step else "h-cell-none",
        )
        if is_crossed:
            yield tag("path", d=path([(x + 3, y + high - 4), (x + cell - 5, y + 3)]), class_="h-crossed")


def _legend(left: float, y: float, most: int) -> list[SafeString]:
    if most <= 0:
        return [text(left, y + 10, words.no_data(), anchor="start")]
    boxes = [tag("rect", x=left + 22 * at, y=y, width=20, height=10, rx=2, class_=f"h-ramp{at + 1}") for at in range(5)]
    return [*boxes, text(left + 118, y + 9, f"1–{words.number(most)}", anchor="start")]


def _width(words_: str) -> float:
    """Han characters take two places."""
    return sum(1.7 if ord(character) > 0x2E80 else 1 for character in words_)
