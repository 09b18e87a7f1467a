"""A signal of the trend watch on its record page, and what stands above the list of all."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hansei.kernel import rights
from hansei.kernel.errors import NotYet
from hansei.kernel.models import Account, Identity
from hansei.kernel.records import may_see
from hansei.rooms.measures import watching
from hansei.rooms.measures.models import Rule, TrendSignal
from hansei.rooms.mining import queries as mining
from hansei.ui import marks, words
from hansei.ui.components import Figure
from hansei.ui.pages import reader
from hansei.ui.words.spans import hour_sign


def section(request: HttpRequest, found: Any) -> SafeString | str:
    """The chart of the series with the signal in it, and what may follow from it."""
    assert isinstance(found, TrendSignal)
    account = reader(request)
    context: dict[str, Any] = {
        "record": found,
        "rule": Rule(found.rule).label,
        "sees_metric": may_see(account, found.metric.identity),
        "may_work": found.state == "open" and rights.allowed(account, "measures.work", found.identity),
        "propose_url": _propose(found) if rights.holds(account, "improvement.work") else "",
        "improvement_url": _improvement(account, found),
    }
    if rights.holds(account, "mining.see") and found.data_set:
        names = {each.pk: each.source.name for each in mining.ready_data_sets()}
        context["data_set"] = names.get(found.data_set, "")
    if rights.holds(account, "mining.see") and context["sees_metric"]:
        try:
            context["chart"] = chart(found, watching.series_at(found, mining.soon))
        except NotYet:
            context["is_counting"] = True
    return SafeString(render_to_string("measures/signal_card.html", context, request))


def chart(found: TrendSignal, series: watching.Watched | None) -> marks.Picture | None:
    """The steps that were judged with their limits; those of this signal stand out, and others of now beside."""
    if series is None or len(series.points) < 2:
        return None
    factor = 100.0 if series.metric.form == "share" else 1.0
    shown = series.points[series.looked.first :]
    others = {
        at: str(Rule(each.codes[0]).label) for each in series.looked.stretches for at in range(each.start, each.end + 1)
    }
    drawn = []
    for at, (day, value, n) in enumerate(shown, series.looked.first):
        is_here = found.first_on <= day <= found.last_on
        said = str(Rule(found.rule).label) if is_here else others.get(at, "")
        drawn.append(marks.Point(day, None if value is None else value * factor, n, said))
    limits = series.looked.chart
    lines = []
    if limits.centre is not None and limits.lower is not None and limits.upper is not None:
        edges = (limits.centre * factor, limits.lower * factor, limits.upper * factor)
        lines = [marks.Limits(0, len(drawn) - 1, *edges)]
    unit = "%" if series.metric.form == "share" else hour_sign() if series.metric.form == "hours" else ""
    return marks.control_chart(drawn, lines, found.said("title"), unit=unit)


def _propose(found: TrendSignal) -> str:
    """The form of an improvement with what the signal says filled in; "" where that room is switched off."""
    said = _("%(metric)s: %(rule)s since %(day)s") % {
        "metric": found.said("title"),
        "rule": Rule(found.rule).label,
        "day": words.of_day(found.first_on),
    }
    query: dict[str, Any] = {
        "title": said[:200],
        "idea": _("Signal %(key)s of the trend watch.") % {"key": found.identity.key},
    }
    if found.data_set:
        query["source"] = found.data_set
    try:
        return f"{reverse('improvement:new')}?{urlencode(query)}"
    except NoReverseMatch:
        return ""


def _improvement(account: Account, found: TrendSignal) -> str:
    """The page of the improvement that it led to; "" where the reader may not see that one."""
    named = Identity.objects.filter(kind="improvement", key=found.improvement).first() if found.improvement else None
    seen = named is not None and may_see(account, named)
    return reverse("improvement:record", args=[named.pk]) if named is not None and seen else ""


def lead(request: HttpRequest) -> SafeString | str:
    """How many series are watched, what chance alone would raise in them a year, and what became of signals."""
    account = reader(request)
    context: dict[str, Any] = {"counts": (counts := watching.acted_on(account))}
    share = counts["acted"] / counts["raised"] if counts["raised"] else None
    figures = [Figure(share, _("Signals acted on"), form="share", n=counts["raised"])]
    found = watching.last_look()
    if found is not None:
        figures += [
            Figure(found.series, _("Series watched")),
            Figure(found.too_few, _("Too few values")),
            Figure(round(found.by_chance, 1), _("By chance a year"), note=_("all signals, expected")),
            Figure(round(found.firm_by_chance, 1), _("By chance a year"), note=_("firm ones, expected")),
        ]
        context |= {"run": found.rules.run, "beyond": words.number(found.rules.beyond)}
    context |= {"figures": figures, "expected": found}
    return SafeString(render_to_string("measures/signal_lead.html", context, request))


def already(data_set: Any, name: str, parameters: Any, make: Any) -> Any:
    """What the job kept; a series that is not counted yet is not watched yet."""
    return mining.already(data_set, name, parameters, make) or []
