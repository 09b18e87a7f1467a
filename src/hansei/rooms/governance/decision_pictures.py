"""Pictures of decisions: the wheel of the seven principles, and decisions along time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.rooms.governance.levels import LEVEL_LABELS, LEVELS
from hansei.rooms.governance.models import Decision
from hansei.ui import words
from hansei.ui.marks import Picture
from hansei.ui.marks.shapes import shape_at
from hansei.ui.marks.svg import join, path, tag, text

# The question that each principle asks, in our own words, and a word for the wheel.
ASKED: dict[str, tuple[str | Promise, str | Promise]] = {
    "principle_value": (gettext_lazy("Value"), gettext_lazy("Who gains what from it, and how would we notice?")),
    "principle_start": (gettext_lazy("What is there"), gettext_lazy("What is reusable of what we have today?")),
    "principle_steps": (
        gettext_lazy("Steps"),
        gettext_lazy("What is the smallest step to learn from?"),
    ),
    "principle_together": (gettext_lazy("Together"), gettext_lazy("Who is touched by it and was not asked yet?")),
    "principle_whole": (gettext_lazy("Whole"), gettext_lazy("What else changes when this changes?")),
    "principle_simple": (gettext_lazy("Simple"), gettext_lazy("What could be left out without anybody missing it?")),
    "principle_automate": (gettext_lazy("Automate"), gettext_lazy("Is it simple enough to be automated?")),
}


def wheel(found: Decision) -> Picture:
    """Seven parts of a ring, filled where the principle was considered, dashed where not."""
    parts, rows, said = [], [], 0
    for at, (name, (label, _question)) in enumerate(ASKED.items()):
        is_said = bool(getattr(found, name).strip())
        said += is_said
        parts += _part(at, str(label), is_said=is_said)
        rows.append((str(label), _("considered") if is_said else _("not considered")))
    parts.append(text(150, 98, words.number(said), "h-strong"))
    parts.append(text(150, 114, _("of 7")))
    title = _("Principles considered")
    return Picture(300, 200, join(parts), title, "", (_("Principle"), _("Considered")), rows, "principles")


def _part(at: int, label: str, *, is_said: bool) -> list[SafeString]:
    first, last = (2 * math.pi * (at + gap) / 7 - math.pi / 2 for gap in (0.03, 0.97))
    edges = [(first, 34.0), (first, 70.0), (last, 70.0), (last, 34.0)]
    a, b, c, d = ((150 + r * math.cos(angle), 100 + r * math.sin(angle)) for angle, r in edges)
    drawn = (
        f"M{a[0]:.2f} {a[1]:.2f}L{b[0]:.2f} {b[1]:.2f}A70 70 0 0 1 {c[0]:.2f} {c[1]:.2f}"
        f"L{d[0]:.2f} {d[1]:.2f}A34 34 0 0 0 {a[0]:.2f} {a[1]:.2f}Z"
    )
    middle = (first + last) / 2
    x, y = 150 + 80 * math.cos(middle), 100 + 84 * math.sin(middle)
    anchor = "middle" if abs(x - 150) < 20 else "start" if x > 150 else "end"
    shape = tag("path", tag("title", label), d=drawn, class_="h-fill-ink" if is_said else "h-margin")
    return [shape, text(x, y + 4, label, "h-label", anchor)]


def timeline(decisions: Sequence[Decision]) -> Picture | None:
    """Decisions along time, a row a level; hollow until the outcome was looked at. None below two."""
    taken = [each for each in decisions if each.decider_id and each.changed_at]
    if len(taken) < 2:
        return None
    now = timezone.now()
    first = min(now - timedelta(days=30), *(each.changed_at for each in taken))
    span, left, wide = (now - first).total_seconds(), 130.0, 760.0
    parts, rows = [], []
    for row, level in enumerate(reversed(LEVELS)):
        y = 18.0 + 30 * row
        parts.append(text(left - 10, y + 4, LEVEL_LABELS[level], "h-label", "end"))
        parts.append(tag("path", d=path([(left, y), (wide, y)]), class_="h-gridline"))
        for each in taken:
            if each.level == level:
                x = left + 8 + (wide - left - 16) * (each.changed_at - first).total_seconds() / span
                shape = {"revisited": 1, "reversed": 4}.get(each.state, 8)
                parts.append(shape_at(shape, x, y, 1.2, f"{each}: {each.chosen}"))
    parts.append(text(left, 142, words.of_day(first), anchor="start"))
    parts.append(text(wide, 142, words.of_day(now), anchor="end"))
    for each in taken:
        rows.append((words.of_day(each.changed_at), str(each), str(LEVEL_LABELS[each.level]), each.chosen))
    note = _("● outcome looked at   ○ decided   ◆ reversed")
    head = (_("Last change"), _("Question"), _("Level of risk"), _("Decided"))
    return Picture(wide, 150, join(parts), _("Decisions along time"), note, head, rows, "decisions")
