"""The flow map of a data set, and the panel of one path on it."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.rooms.measures import answers
from hansei.rooms.mining import queries
from hansei.ui import marks, menu, tables, words
from hansei.ui.components import Figure, Tab, with_query
from hansei.ui.pages import page_or_part, reader
from hansei.ui.words import measures as measure_words

LABELS: Final = {
    "state": gettext_lazy("States"),
    "team": gettext_lazy("Teams"),
    "phase": gettext_lazy("Phases"),
    "activity": gettext_lazy("Activities"),
}
START, END = "^start", "^end"
UNKNOWN = "^unknown"


def asked(request: HttpRequest) -> dict[str, Any]:
    """Return what every page of this room begins with: the data set and the part of it that is asked for."""
    account = reader(request)
    data_set = queries.asked_for(account, request.GET)
    context: dict[str, Any] = {"data_sets": queries.data_sets(account), "data_set": data_set}
    if data_set is None:
        return {**context, "first_step": menu.first_step(request)}
    scope = queries.scope_of(request.GET, queries.zone_of(data_set))
    return {**context, "scope": scope, "filters": queries.filter_fields(data_set, scope)}


@login_required
def flow(request: HttpRequest) -> HttpResponseBase:
    """How cases go from step to step: how often, and how long it takes."""
    context = asked(request)
    data_set = context["data_set"]
    if data_set is None:
        return render(request, "measures/flow.html", context)
    scope, label = context["scope"], queries.one_of(request.GET, "label", list(LABELS))

    found = answers.flow(queries.soon, data_set, scope, label)
    if (file := _taken_along(request, found, label)) is not None:
        return file
    context |= {
        "ways_share": sum(way["n"] for way in found["ways_shown"]) / (found["cases"] or 1),
        "found": found,
        "map": drawn(found, label, {"source": data_set.pk, **scope.query()}),
        "said": said(found),
        "tabs": [Tab(text, with_query(request, label=name), name == label) for name, text in LABELS.items()],
        "kept_query": {"label": label},
        "ways": [{**way, "share": way["n"] / (found["cases"] or 1)} for way in found["ways_shown"]],
    }
    return render(request, "measures/flow.html", context)


def _taken_along(request: HttpRequest, found: dict[str, Any], label: str) -> HttpResponseBase | None:
    """The paths or the ways through as a file, lengths of time in hours; None where the page is asked for."""
    median, p90, total = _("Median (hours)"), _("p90 (hours)"), _("Total (hours)")
    if kind := tables.wanted(request, "paths"):
        head = [_("From"), _("To"), "n", median, p90, total]
        edges = sorted(found["edges"], key=lambda each: -each["n"])
        steps = [[step_name(each[end], label) for end in ("from", "to")] for each in edges]
        spans = [[_hours(each[name]) for name in ("median_s", "p90_s", "total_s")] for each in edges]
        rows = [[*ends, each["n"], *span] for ends, each, span in zip(steps, edges, spans, strict=True)]
        return tables.as_file(kind, _("Paths"), head, rows)
    if kind := tables.wanted(request, "ways"):
        head = [_("Way"), _("Cases"), _("Share"), median, p90, _("People")]
        rows = [
            [way["path"], way["n"], way["n"] / found["cases"], _hours(way["median"]), _hours(way["p90"]), way["people"]]
            for way in found["ways_shown"]
        ]
        return tables.as_file(kind, _("Most frequent ways through"), head, rows)
    return None


def _hours(seconds: float | None) -> float | None:
    return None if seconds is None else seconds / 3600


def name_of(label: str | None) -> str:
    return _("unknown") if label is None else label


def step_name(value: str | None, label: str) -> str:
    return measure_words.phase(value) if label == "phase" else name_of(value)


def drawn(found: dict[str, Any], label: str, query: dict[str, Any]) -> dict[str, Any]:
    """Put the figures into the form the map draws: ids, names, and the address of each path's panel."""
    address = reverse("measures:path")
    shown = {each["from"] for each in found["edges"]} | {each["to"] for each in found["edges"]}
    nodes = [
        {"id": _id(each["label"]), "label": step_name(each["label"], label), "n": each["n"]}
        for each in found["steps"]
        if each["label"] in shown or not found["edges"]
    ]
    edges = [
        {
            **each,
            "from": _id(each["from"]),
            "to": _id(each["to"]),
            "url": f"{address}?{urlencode({**query, 'label': label, **_ends(each)})}",
        }
        for each in found["edges"]
    ]
    ways = [{"path": [_id(step) for step in way["path"]], "n": way["n"]} for way in found["ways"]]
    covered = sum(way["n"] for way in ways)
    if (rest := found["cases"] - covered) > 0 and edges:
        # The rarest ways are not sent; their paths come with the last part of the slider.
        ways += [{"path": [each["from"], each["to"]], "n": rest / len(edges)} for each in edges]
    return {"nodes": nodes, "edges": edges, "ways": ways, "cases": found["cases"]}


def _id(label: str | None) -> str:
    return UNKNOWN if label is None else label


def _ends(edge: dict[str, Any]) -> dict[str, str]:
    return {"from": edge["from"] or "", "to": edge["to"] or ""}


def said(found: dict[str, Any]) -> str:
    """The one sentence of the page: where most of the time goes between two different steps."""
    between = [each for each in found["edges"] if each["from"] != each["to"] and each["total_s"]]
    if not between:
        return ""
    most = max(between, key=lambda each: each["total_s"])
    return _("Most time passes from %(from)s to %(to)s: %(n)s times, half of them longer than %(median)s.") % {
        "from": name_of(most["from"]),
        "to": name_of(most["to"]),
        "n": words.number(most["n"]),
        "median": words.span(most["median_s"]),
    }


@login_required
def path(request: HttpRequest) -> HttpResponse:
    """One path of the map: its spread, what makes it longer, where cases go next, the tickets."""
    context = asked(request)
    data_set = context["data_set"]
    if data_set is None:
        return render(request, "measures/path.html", context)
    scope, label = context["scope"], queries.one_of(request.GET, "label", list(LABELS))
    edge = queries.Edge(label, request.GET.get("from") or None, request.GET.get("to") or None)  # type: ignore[arg-type]  # the label is one of the kinds of edge

    found = answers.path(queries.soon, data_set, scope, edge)
    ends = {"from": request.GET.get("from", ""), "to": request.GET.get("to", "")}
    tickets = {"source": data_set.pk, **scope.query(), "label": label, **ends}
    context |= {
        "found": found,
        "title": f"{step_name(edge.source, label)} → {step_name(edge.target, label)}",
        "tickets_url": f"{reverse('mining:tickets')}?{urlencode(tickets)}",
        "map_url": f"{reverse('measures:flow')}?{urlencode({'source': data_set.pk, **scope.query(), 'label': label})}",
        **(_panel(found, label) if found["n"] else {}),
    }
    return page_or_part(request, "measures/path.html", "measures/path_part.html", context)


def _panel(found: dict[str, Any], label: str) -> dict[str, Any]:
    lines = [(found["median_s"], _("median")), (found["p90_s"], "p90")]
    return {
        "median": Figure(
            found["median_s"],
            label=_("Median wait"),
            form="span",
            spread=(found["p10_s"], found["p90_s"]),
            n=found["n"],
        ),
        "total": Figure(found["total_s"], label=_("Total wait"), form="span"),
        "histogram": marks.histogram(
            [(low, high, n) for low, high, n in found["bins"]],
            _("How long it took"),
            lines=lines,
            written=words.span,
            width=272,
        ),
        "longer": [
            {
                **row,
                "said": words.labelled(measure_words.column(row["name"]), row["value"]),
                "more": _signed(row["more_s"]),
            }
            for row in found["longer"]
        ],
        "next": marks.bar_list(
            [
                (
                    _("(ends here)") if row["ended"] else step_name(row["value"], label),
                    row["n"],
                    words.share(row["n"] / found["n"]),
                )
                for row in found["next"]
            ],
            _("Where they go next"),
            width=272,
        ),
    }


def _signed(seconds: float) -> str:
    return ("+" if seconds >= 0 else "−") + words.span(abs(seconds))
