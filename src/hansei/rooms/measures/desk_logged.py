"""The figures of the service desk that the log of tickets tells, with the cases behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from hansei.analytics.statistics import share_interval
from hansei.blocks.tile import TilePoint
from hansei.rooms.measures import desk_panel
from hansei.rooms.measures.desk_line import Asked, Line, change, from_first, name_of, steps
from hansei.rooms.measures.valuing import start_of_step
from hansei.ui import words
from hansei.ui.components import Figure
from hansei.ui.words import measures as measure_words
from hansei.ui.words.meanings import meaning


def logged(asked: Asked, code: str, kept: Mapping[str, Any], may: bool) -> Line:
    found = kept["measures"][code]
    now, then = (desk_panel.summed(found["days"], *days) for days in (asked.days, asked.before))
    value, was = _share(now), _share(then)
    interval = share_interval(now.get("count", 0), now.get("n", 0))
    figure = Figure(value, n=now.get("n"), form="share", places=1, low=interval.low, high=interval.high)
    missing, mend = _why_not(asked, code, kept, found, now, may)
    page = f"{reverse('measures:measure', args=[code])}?{urlencode({'source': asked.source})}"
    return Line(
        code,
        name_of(code),
        figure,
        value=value,
        count=now.get("count", 0),
        n=now.get("n", 0),
        was=Figure(was, n=then.get("n"), form="share", places=1),
        was_value=was,
        change=change(then, now),
        points=_points(asked, found["days"]),
        left_out=_left_out(asked, code, now, kept),
        notes=_notes(code, now),
        basis=_("from the log of tickets"),
        missing=missing,
        mend=mend,
        cases=[
            (_("counted"), _cases(asked, code, "all")),
            (_("that hit"), _cases(asked, code, "hit")),
            (_("that did not"), _cases(asked, code, "miss")),
        ]
        if now.get("n")
        else [],
        definition=meaning(code),
        definition_url=page,
    )


def _share(counts: Mapping[str, int]) -> float | None:
    return counts.get("count", 0) / counts["n"] if counts.get("n") else None


def _cases(asked: Asked, code: str, which: str) -> str:
    return f"{reverse('measures:desk_cases')}?{asked.query(figure=code, which=which)}"


def _why_not(
    asked: Asked, code: str, kept: Mapping[str, Any], found: Mapping[str, Any], now: Mapping[str, int], may: bool
) -> tuple[str, tuple[str, str] | None]:
    if found["reason"]:
        field_name = measure_words.column(found["reason"].partition(".")[2])
        return _("This data set does not hold what it needs: %(field)s.") % {"field": field_name}, None
    if now.get("n"):
        return "", None
    if code != "repeat_contact_share" and not kept["desk"]:
        url = reverse("measures:desk_setting", args=[asked.source])
        mend = (_("Say which teams are the service desk"), url) if may else None
        return _("Nobody has said yet which teams of this data set are the service desk."), mend
    return _("Nothing to count in this period."), None


def _left_out(asked: Asked, code: str, now: Mapping[str, int], kept: Mapping[str, Any]) -> list[tuple[str, int, str]]:
    found = [(name.removeprefix("left_out_"), n) for name, n in sorted(now.items()) if name.startswith("left_out_")]
    if code == "dispatch_accuracy":
        first, last = (day.isoformat() for day in asked.days)
        still = sum(row["n"] for row in kept["not_ended"] if first <= row["day"] <= last)
        found += [("not_ended", still)] if still else []
    return [(_reason(code, why), n, _cases(asked, code, why)) for why, n in found]


def _reason(code: str, why: str) -> str:
    if (code, why) == ("dispatch_accuracy", "not_ended"):
        return _("passed on and not resolved: cannot tell yet")
    return measure_words.left_out(why)


def _notes(code: str, now: Mapping[str, int]) -> list[str]:
    if code == "dispatch_accuracy" and now.get("n"):
        return [_("straight, without another team: %(n)s") % {"n": words.number(now.get("straight", 0))}]
    if code == "first_contact_resolution" and now.get("gross_n"):
        gross = now.get("gross_count", 0) / now["gross_n"]
        said = {"share": words.share(gross), "n": words.number(now["gross_n"])}
        if now["gross_n"] == now.get("n"):
            return [_("gross the same: no matter is marked as beyond the service desk")]
        return [_("gross %(share)s of %(n)s") % said]
    return []


def _points(asked: Asked, days: Sequence[Mapping[str, Any]]) -> list[TilePoint]:
    counts: dict[date, list[int]] = {}
    for row in days:
        day = date.fromisoformat(row["day"])
        if day <= asked.days[1]:
            step = counts.setdefault(start_of_step(day, asked.step), [0, 0])
            step[0] += row.get("count", 0)
            step[1] += row.get("n", 0)
    found = []
    for day in steps(asked):
        count, n = counts.get(day, (0, 0))
        found.append(TilePoint(day, count / n if n else None, n))
    return from_first(found)
