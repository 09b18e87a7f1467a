"""The card of a metric: what it says, how it is made, for whom, and how it is collected."""

from __future__ import annotations

import contextlib
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hansei.analytics import composing
from hansei.analytics.statistics import control_chart
from hansei.analytics.statistics.interval import share_interval
from hansei.kernel import rights, seeing
from hansei.kernel.errors import NotYet
from hansei.kernel.models import Account
from hansei.rooms.measures import beside, collecting, entered, lineage, points, queries, smart, versions, wording
from hansei.rooms.measures.models import Concern, Form, Metric, Reason, Step, Use
from hansei.rooms.measures.valuing import Point, Value
from hansei.rooms.mining import queries as mining
from hansei.ui import marks, words
from hansei.ui.components import Figure
from hansei.ui.pages import reader
from hansei.ui.words.spans import hour_sign

LATELY = 104  # steps in the chart


def section(request: HttpRequest, found: Any) -> SafeString | str:
    """The card for one reader, above the details of the record."""
    assert isinstance(found, Metric)
    account = reader(request)
    context: dict[str, Any] = {
        "record": found,
        "name": found.said("title"),
        "may_work": found.state != "retired" and rights.allowed(account, "measures.work", found.identity),
        "is_entered": found.origin == "entered",
        **_made(account, found),
        **_for_whom(account, found),
        **_collected(found),
    }
    context |= _said(request, account, found)
    return SafeString(render_to_string("measures/card.html", context, request))


def _said(request: HttpRequest, account: Account, found: Metric) -> dict[str, Any]:
    """Its value and its series in the data set that the reader chose; what is still being counted says so."""
    data_set = mining.asked_for(account, request.GET) if rights.holds(account, "mining.see") else None
    context: dict[str, Any] = {"data_set": data_set, "data_sets": mining.data_sets(account) if data_set else []}
    can_compute = data_set is not None and found.origin != "entered"
    context["lights"] = smart.lights(found, [], can_compute)
    if data_set is None and found.origin != "entered":
        return context
    try:
        value = queries.value_of(found.pk, data_set)
        series = queries.series_of(found.pk, data_set)[-LATELY:]
        context["beside"] = beside.of_days(account, found.measure, data_set)
    except NotYet:
        return context | {"is_counting": True}
    context["lights"] = smart.lights(found, series, can_compute)
    context["figures"] = figures(found, value)
    context["reason_empty"] = (
        _("It answers with a table; open the measure to see it.") if value.reason == "table" else ""
    )
    context["chart"] = chart(found, series)
    return context


def figures(found: Metric, value: Value, label: str = "") -> list[Figure]:
    """The value as its form asks, with its basis; of a time also p90, mean and how many cases are still open."""
    if value.reason == "table":
        return []
    form = {"share": "share", "hours": "span"}.get(found.form, "number")
    factor = 3600.0 if found.form == Form.HOURS else 1.0

    def figure(number: float | None, said: str, **more: Any) -> Figure:
        return Figure(None if number is None else number * factor, label=said, form=form, **more)

    if not label and found.definition:
        label = wording.aggregate(composing.read(found.definition))
    label = label or (_("Median") if value.p90 is not None else _("Value"))
    n = None if found.origin == "entered" and not value.n else value.n  # nobody said on how many it stands
    made = [figure(value.value, label, n=n, note=found.said("unit"), **_interval(found, value))]
    if value.p90 is not None:
        others = (("p90", value.p90), (_("Mean"), value.mean))
        made += [figure(number, said) for said, number in others if said != label]
    if value.open is not None:
        made.append(Figure(value.open, label=_("Without an end"), note=_("open, or not told when: not in the figure")))
    return made


def _interval(found: Metric, value: Value) -> dict[str, float | None]:
    """Between which bounds a share lies, by how many cases it stands on."""
    if found.form != Form.SHARE or value.value is None or not value.n or not 0 <= value.value <= 1:
        return {}
    told = share_interval(round(value.value * value.n), value.n)
    return {"low": told.low, "high": told.high}


def chart(found: Metric, series: list[Point]) -> marks.Picture | None:
    """The series with its natural limits; at a new formula the line begins anew, and the limits are those since."""
    if sum(value is not None for _day, value, _n in series) < 2:
        return None
    factor = 100.0 if found.form == Form.SHARE else 1.0
    breaks = [(day, number) for day, number in queries.breaks_of(found.pk) if series[0][0] < day <= series[-1][0]]
    since = next((at for at, each in enumerate(series) if breaks and each[0] >= breaks[-1][0]), 0)
    values = [None if value is None else value * factor for _day, value, _n in series]
    limits = control_chart(values[since:], floor=0.0)
    drawn = [marks.Point(day, value, n) for (day, _value, n), value in zip(series, values, strict=True)]
    lines = []
    if limits.centre is not None and limits.lower is not None and limits.upper is not None:
        lines = [marks.Limits(since, len(drawn) - 1, limits.centre, limits.lower, limits.upper)]
    return marks.control_chart(
        drawn,
        lines,
        found.said("title"),
        interventions=[(day, _("formula %(n)s") % {"n": number}) for day, number in breaks],
        breaks=[day for day, _number in breaks],
        goal=None if found.target is None else found.target * factor,
        unit="%" if found.form == Form.SHARE else hour_sign() if found.form == Form.HOURS else found.said("unit"),
    )


def _made(account: Account, found: Metric) -> dict[str, Any]:
    formula = found.said("formula")
    definition = composing.read(found.definition) if found.definition else None
    return {
        "formula": formula,
        "in_words": wording.definition(definition) if definition else "",
        "numerator": found.said("numerator"),
        "denominator": found.said("denominator"),
        "unit": found.said("unit"),
        "step": Step(found.period).label,
        "has_formula": bool(formula or definition),
        "tree": lineage.tree(account, found),
        "versions": [_version(found, each) for each in found.versions.select_related("by")],
        "holds": {each.number for each in versions.segments(found)},
    }


def _version(found: Metric, each: Any) -> dict[str, Any]:
    said = each.formula
    in_words = _(said["formula"]) if found.shipped and said["formula"] else said["formula"]
    if said["definition"]:
        in_words = wording.definition(composing.read(said["definition"]))
    return {"number": each.number, "since": each.since, "at": each.at, "by": each.by, "said": in_words}


def _for_whom(account: Account, found: Metric) -> dict[str, Any]:
    concerns = seeing.seen(account, Concern).filter(pk__in=found.concerns).order_by("pk")
    open_concerns = [each for each in concerns if each.state == "open"]
    listed = points.points_of(found)
    return {
        "concerns": open_concerns,
        "is_orphan": not open_concerns,
        "reason": Reason(found.reason).label if found.reason else "",
        "decision": found.said("decision"),
        "uses": words.listed([str(Use(each).label) for each in found.uses]) if found.uses else "",
        "counter": found.counter,
        "is_outdated": found.valid_until is not None and found.valid_until < timezone.localdate(),
        "points": listed,
        "open_points": [each for each in listed if not each.is_done],
    }


def _collected(found: Metric) -> dict[str, Any]:
    rows = list(found.entered.select_related("by").order_by("-pk")[:30])
    held = {each.pk for each in entered.in_force(found)} if rows else set()
    today: date = timezone.localdate()
    collectors = found.collectors.select_related("identity", "metric__identity", "responsible").order_by("pk")
    lines: list[collecting.Line] = []
    with contextlib.suppress(NotYet):  # the calendar's own page waits for it
        lines = collecting.calendar_of([each for each in collectors if each.state == "running"], today)
    return {"entered": [(each, each.pk in held) for each in rows], "collectors": lines}
