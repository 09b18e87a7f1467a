"""The figures of the service desk that no log of tickets holds: from entered and imported counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hansei.blocks.tile import TilePoint
from hansei.rooms.measures import entered_pairs
from hansei.rooms.measures.desk_line import FORMULAS, Asked, Line, change, from_first, name_of, steps
from hansei.rooms.measures.entered_pairs import Pair, Together
from hansei.rooms.measures.models import Metric
from hansei.rooms.measures.valuing import next_step
from hansei.ui import words
from hansei.ui.components import Figure

DAY: Final = timedelta(days=1)
# figure -> the counts above and below the line, and what is taken off below
ENTERED: Final[dict[str, tuple[str, str, str]]] = {
    "answer_rate": ("calls_answered", "calls_offered", ""),
    "record_rate": ("contacts_recorded", "contacts_answered", "contacts_excluded"),
    "mean_call_time": ("talk_minutes", "calls_answered", ""),
}


def entered(asked: Asked, code: str, counts: Mapping[str, Metric], may: bool) -> Line:
    above, below, less = (counts.get(each) for each in ENTERED[code])
    is_time = code == "mean_call_time"
    basis = _("entered or imported, whatever data set and team")
    plain = Line(code, name_of(code), Figure(), definition=str(FORMULAS[code]), basis=basis)
    if above is None or below is None:
        return replace(plain, missing=_("No metric holds its counts, or you may not see it."))
    pairs, alone = entered_pairs.pairs_of(above, below, less)
    now, then = (entered_pairs.together(pairs, alone, *days) for days in (asked.days, asked.before))
    value, was = _of_pairs(now, is_time), _of_pairs(then, is_time)
    form, unit = ("call", _("min:s")) if is_time else ("share", "")
    points = _points_of_pairs(asked, pairs, is_time)
    missing = "" if value is not None else _no_source(asked, pairs, above, below)
    return replace(
        plain,
        figure=Figure(value, n=round(now.below) if value is not None else None, form=form, places=1, unit=unit),
        value=value,
        count=now.above if now.days else None,
        n=now.below if now.days else None,
        was=Figure(was, n=round(then.below) if was is not None else None, form=form, places=1),
        was_value=was,
        change="" if is_time else change(_as_counts(then), _as_counts(now)),
        points=points,
        notes=_notes_of_pairs(asked, now, is_time, bool(points)),
        missing=missing,
        mend=_mend(pairs, above, below, missing, may),
        cases=[(each.said("title"), reverse("metric:record", args=[each.pk])) for each in (above, below, less) if each],
    )


def _of_pairs(found: Together, is_time: bool) -> float | None:
    value = found.value
    if value is None:
        return None
    return value * 60 if is_time else value  # minutes of talk; a span is in seconds


def _as_counts(found: Together) -> dict[str, int]:
    """As a share's counts, where it can be one: more answered than offered is an error of entering."""
    count, n = round(found.above), round(found.below)
    return {"count": count, "n": n} if 0 <= count <= n else {}


def _no_source(asked: Asked, pairs: Sequence[Pair], above: Metric, below: Metric) -> str:
    if not pairs:
        needed = words.listed([each.said("title") for each in (below, above)])
        return _("No source yet: enter or import %(counts)s.") % {"counts": needed}
    nearest = [each for each in pairs if each.first <= asked.days[1] and asked.days[0] <= each.last]
    if nearest:
        return _("The values entered are of periods that reach beyond these days: choose whole months.")
    return _("Nothing is entered for these days.")


def _mend(pairs: Sequence[Pair], above: Metric, below: Metric, missing: str, may: bool) -> tuple[str, str] | None:
    if not missing or not may:
        return None
    wanted = below if not below.entered.all() else above
    return (
        _("Enter or import: %(name)s") % {"name": wanted.said("title")},
        reverse("metric:import", args=[wanted.pk]),
    )


def _notes_of_pairs(asked: Asked, now: Together, is_time: bool, has_trend: bool) -> list[str]:
    said = []
    days = (asked.days[1] - asked.days[0]).days + 1
    if now.days and now.days < days:
        said.append(_("entered for %(some)s of %(days)s days") % {"some": now.days, "days": days})
    if now.alone:
        said.append(
            ngettext(
                "%(n)s period left out: one of its counts is missing",
                "%(n)s periods left out: one of their counts is missing",
                now.alone,
            )
            % {"n": now.alone}
        )
    if now.above > now.below > 0 and not is_time:
        said.append(_("more answered than offered: look at the values entered"))
    if now.days and not has_trend and asked.step != "month":
        said.append(_("entered for longer periods than these steps: see the trend by month"))
    if now.sources:
        said.append(words.labelled(_("Source"), words.listed(now.sources)))
    return said


def _points_of_pairs(asked: Asked, pairs: Sequence[Pair], is_time: bool) -> list[TilePoint]:
    found = []
    for day in steps(asked):
        until = min(next_step(day, asked.step) - DAY, asked.days[1])
        part = entered_pairs.together(pairs, (), day, until)
        found.append(TilePoint(day, _of_pairs(part, is_time), round(part.below)))
    return from_first(found)
