"""Pictures of risks: the map of likelihood and impact, the bow-tie, and how the exposure went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hansei.rooms.governance.appetite import HIGH_FROM, MODERATE_FROM, Appetite
from hansei.rooms.governance.exposure import exposure_of
from hansei.rooms.governance.models import Impact, Likelihood, Risk, RiskScore
from hansei.ui import words
from hansei.ui.marks import Picture
from hansei.ui.marks.svg import join, path, tag, text

CELL_WIDE, CELL_HIGH, LEFT, TOP = 146.0, 62.0, 200.0, 8.0
IN_A_CELL = 4  # numbers written in one cell; more are counted


def risk_matrix(placed: Sequence[Any], limits: Appetite) -> Picture:
    """Likelihood × impact with the numbers of the risks in each cell; over appetite by sign, not by tone alone."""
    cells: dict[tuple[int, int], list[Any]] = {}
    for each in placed:
        if each.exposure is not None:
            cells.setdefault((each.risk.likelihood, each.risk.impact), []).append(each)
    parts = [part for at in Likelihood for to in Impact for part in _cell(at, to, cells.get((at, to), []))]
    for at in Likelihood:
        parts.append(text(LEFT - 10, _y(at) + CELL_HIGH / 2 + 4, at.label, "h-label", "end"))
    for to in Impact:
        parts.append(text(LEFT + CELL_WIDE * (to - 0.5), TOP + CELL_HIGH * 5 + 18, to.label))
    head = (_("Risk"), _("Likelihood"), _("Impact"), _("Exposure"), _("Level"))
    rows = [
        (str(each.risk), str(each.risk.likelihood), str(each.risk.impact), str(each.exposure), each.level_label)
        for each in placed
        if each.exposure is not None
    ]
    over = sum(each.level == "over_appetite" for each in placed)
    said = _("%(n)s risks on the map, %(over)s over the appetite.") % {"n": len(rows), "over": over}
    return Picture(
        LEFT + CELL_WIDE * 5 + 4, TOP + CELL_HIGH * 5 + 30, join(parts), _("Risk map"), said, head, rows, "risk-map"
    )


def _y(likelihood: int) -> float:
    return TOP + CELL_HIGH * (5 - likelihood)


def _cell(likelihood: int, impact: int, here: list[Any]) -> Iterator[SafeString]:
    x, y, points = LEFT + CELL_WIDE * (impact - 1), _y(likelihood), likelihood * impact
    step = 3 if points >= HIGH_FROM else 2 if points >= MODERATE_FROM else 1
    yield tag("rect", x=x + 1, y=y + 1, width=CELL_WIDE - 2, height=CELL_HIGH - 2, rx=3, class_=f"h-risk{step}")
    yield text(x + CELL_WIDE - 8, y + CELL_HIGH - 8, str(points), "h-axis", "end")
    for at, each in enumerate(here[:IN_A_CELL]):
        place = (x + 8 + (at % 2) * 66, y + 18 + (at // 2) * 18)
        is_over = each.level == "over_appetite"
        said = f"{'◆ ' if is_over else ''}{each.risk.identity.key}"
        written = join((tag("title", f"{each.risk}: {each.exposure}"), tag("tspan", said)))
        yield tag("text", written, x=place[0], y=place[1], class_="h-label h-risk-over" if is_over else "h-label")
    if len(here) > IN_A_CELL:
        yield text(x + 8, y + CELL_HIGH - 8, f"+{len(here) - IN_A_CELL}", "h-label", "start")


def bow_tie(found: Risk) -> Picture | None:
    """Causes, what prevents, the event, what limits the damage, effects; None where nothing is told yet."""
    columns: list[tuple[str, str, list[str]]] = [
        ("cause", _("Causes"), _things(found.causes)),
        ("barrier", _("What prevents it"), _things(found.prevention)),
        ("event", _("Event"), [" ".join(found.event.split())] if found.event.strip() else []),
        ("barrier", _("What limits the damage"), _things(found.recovery)),
        ("effect", _("Effects"), _things(found.effects)),
    ]
    if not any(things for _kind, _label, things in columns):
        return None
    boxes = [[_lines(each) for each in things] for _kind, _label, things in columns]
    high = max(sum(_box_high(lines) + 10 for lines in column) for column in boxes)
    wide, gap, top = 186.0, 26.0, 26.0
    middle = top + high / 2
    parts = [text(wide / 2 + (wide + gap) * at, 12, each[1], "h-axis") for at, each in enumerate(columns)]
    for at, column in enumerate(boxes):
        y = middle - sum(_box_high(lines) + 10 for lines in column) / 2
        for lines in column:
            box_high = _box_high(lines)
            x = (wide + gap) * at
            parts += _tie(at, x, y + box_high / 2, wide, gap, middle)
            parts += _box(columns[at][0], lines, x, y, wide, box_high)
            y += box_high + 10
    rows = [(label, thing) for _kind, label, things in columns for thing in things]
    return Picture(
        wide * 5 + gap * 4, top + high, join(parts), _("Bow-tie"), "", (_("Part"), _("What")), rows, "bow-tie"
    )


def _things(lines: str) -> list[str]:
    return [each.strip() for each in lines.splitlines() if each.strip()][:8]


def _lines(words_: str, most: int = 26) -> list[str]:
    """Break a text into lines of a box; Han characters take two places and may be parted anywhere."""
    lines, line, used = [], "", 0.0
    for piece in _pieces(words_):
        size = sum(1.9 if ord(each) > 0x2E80 else 1 for each in piece)
        if line and used + size > most:
            lines.append(line.strip())
            line, used = "", 0.0
        line, used = line + piece, used + size
    lines.append(line.strip())
    return lines[:5] if len(lines) <= 5 else [*lines[:4], f"{lines[4][: most - 1]}…"]


def _pieces(words_: str) -> Iterator[str]:
    """Words with the blank after them; each Han character on its own; a word longer than a line in parts."""
    word = ""
    for each in words_:
        if ord(each) > 0x2E80 or each == " " or len(word) >= 24:
            yield word + each if each == " " else word
            word = "" if each == " " else each
        else:
            word += each
    yield word


def _box_high(lines: list[str]) -> float:
    return 14 + 16.0 * len(lines)


def _box(kind: str, lines: list[str], x: float, y: float, wide: float, high: float) -> Iterator[SafeString]:
    yield tag("rect", x=x + 0.5, y=y + 0.5, width=wide - 1, height=high - 1, rx=4, class_=f"h-bow h-bow-{kind}")
    for at, line in enumerate(lines):
        yield text(x + 10, y + 18 + 16 * at, line, "h-label", "start")


def _tie(at: int, x: float, y: float, wide: float, gap: float, middle: float) -> Iterator[SafeString]:
    """The line from a box towards the event in the middle."""
    if at < 2:
        yield tag("path", d=path([(x + wide, y), (x + wide + gap, middle)]), class_="h-bow-tie")
    elif at > 2:
        yield tag("path", d=path([(x, y), (x - gap, middle)]), class_="h-bow-tie")


def exposure_trend(scores: Sequence[RiskScore]) -> Picture | None:
    """Each score's exposure in order of time; solid before the treatment, hollow with it. None below two scores."""
    found = [(each, exposure) for each in scores if (exposure := exposure_of(each)) is not None]
    if len(found) < 2:
        return None
    in_money = all(each.money is not None and each.currency == found[-1][1].currency for _score, each in found)
    values = [float(each.money) if in_money and each.money is not None else float(each.points) for _s, each in found]
    top, wide, high = max(values) or 1.0, 560.0, 120.0
    first, last = found[0][0].at, found[-1][0].at
    span = max(1.0, (last - first).total_seconds())
    places = [
        (10 + (wide - 20) * (score.at - first).total_seconds() / span, 100 - 84 * value / top)
        for (score, _e), value in zip(found, values, strict=True)
    ]
    steps = [places[0]]
    for before, after in pairwise(places):
        steps += [(after[0], before[1]), after]
    parts = [tag("path", d=path([(0, 100), (wide, 100)]), class_="h-axis-line")]
    parts.append(tag("path", d=path(steps), class_="h-line"))
    for (score, exposure), place in zip(found, places, strict=True):
        said = tag("title", f"{words.of_day(score.at)}: {exposure}")
        shape = "h-hollow-point" if score.is_residual else "h-point"
        parts.append(tag("circle", said, cx=place[0], cy=place[1], r=4, class_=shape))
    parts += [text(0, 116, words.of_day(first), anchor="start"), text(wide, 116, words.of_day(last), anchor="end")]
    rows = [
        (words.of_day(score.at), str(exposure), _("with the treatment") if score.is_residual else _("before it"))
        for score, exposure in found
    ]
    head = (_("Day"), _("Exposure"), _("Treatment"))
    note = _("money a year") if in_money else _("points")
    return Picture(wide, high, join(parts), _("Exposure over time"), note, head, rows, "exposure")
