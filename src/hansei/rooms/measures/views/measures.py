"""All measures of a data set in one list, and a page for each with its definition, table, chart and comparison."""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from hansei.analytics.measures import MEASURES, Measure
from hansei.kernel.errors import NotFound
from hansei.rooms.measures import answers, beside, computing, desks
from hansei.rooms.measures.beside import figure_of
from hansei.rooms.measures.charts import chart_of, line_of
from hansei.rooms.measures.themes import THEMES
from hansei.rooms.measures.views.flow import asked
from hansei.rooms.mining import queries
from hansei.ui import marks, tables, words
from hansei.ui.components import Column, Figure, Tab, with_query
from hansei.ui.pages import page_or_part, reader
from hansei.ui.words import measures as measure_words
from hansei.ui.words.meanings import meaning

NO_PEOPLE: Final = frozenset({"person", "from_person", "to_person", "requester", "resolver"})
HIDDEN: Final = frozenset({"example", "batch"})
MOST_SHOWN: Final = 100


@login_required
def measures(request: HttpRequest) -> HttpResponseBase:
    """Every measure under its heading, with what it says for the part that is asked for."""
    context = asked(request)
    data_set = context["data_set"]
    if data_set is None:
        return render(request, "measures/measures.html", context)
    scope = context["scope"]
    found = answers.summary(queries.soon, data_set, scope, desks.told_of(data_set))
    query = urlencode({"source": data_set.pk, **scope.query()})
    guarded = {name: beside.of_summary(reader(request), name, data_set, found, scope) for name in MEASURES}
    themes = [
        (heading, [_row(name, found.get(name), query, guarded[name]) for name in names]) for heading, names in THEMES
    ]
    if kind := tables.wanted(request):
        return tables.as_file(kind, _("Measures"), *_taken_along(themes))
    context["themes"] = themes
    return page_or_part(request, "measures/measures.html", "measures/measures.html", context)


def _taken_along(themes: list[tuple[Any, list[dict[str, Any]]]]) -> tuple[list[str], list[list[Any]]]:
    """The list as a file: hours and shares as bare figures, beside them how they read."""
    head = [_("Heading"), _("Measure"), _("Value"), _("reads"), "n", _("Unit"), _("Never without")]
    rows = [
        [
            heading,
            row["name"],
            row["value"],
            row["figure"].written if row["figure"] else "",
            row["n"],
            row["unit"],
            "; ".join(each.said for each in row["beside"]),
        ]
        for heading, rows in themes
        for row in rows
    ]
    return head, rows


def _row(name: str, answer: dict[str, Any] | None, query: str, guards: list[beside.Guard]) -> dict[str, Any]:
    measure = MEASURES[name]
    return {
        "name": measure_words.name(name),
        "url": f"{reverse('measures:measure', args=[name])}?{query}",
        "unit": measure_words.unit(measure.unit),
        "figure": figure_of(measure, answer) if answer else None,
        "value": answer["value"] if answer else None,
        "n": answer["n"] if answer else None,
        "beside": guards,
    }


@login_required
def measure(request: HttpRequest, name: str) -> HttpResponseBase:
    """One measure: what it counts, what it says, by which dimension, over time, and between two periods."""
    if name not in MEASURES:
        raise NotFound("measure.not_found", _("There is no such measure."))
    one, context = MEASURES[name], asked(request)
    context |= {"name": measure_words.name(name), "measure": one, "sentence": meaning(name)}
    data_set = context["data_set"]
    if data_set is None:
        return render(request, "measures/measure.html", context)
    hours, scope = desks.told_of(data_set), context["scope"]
    offered = [each for each in computing.SPLITS if each not in one.own] if "by" in one.parameters else []
    split = queries.one_of(request.GET, "by", ("", *offered)) if offered else ""
    period = queries.one_of(request.GET, "every", answers.PERIODS)
    found = answers.OfMeasure(queries.soon, data_set, scope, hours, name)
    answer = found.answer(split)
    guarded = _guards(request, one, data_set, scope, hours)
    table = table_of(one, answer, split, {"source": data_set.pk, **scope.query()})
    if kind := tables.wanted(request):
        if table["in_all"] > len(table["raw"]):  # the page keeps the first rows; a file has them all
            log = computing.whole(queries.open_log(reader(request), data_set.pk), scope, one)
            table = table_of(one, computing.answer_of(log, hours, name, split, most=None), split, {})
        return _file_of(kind, one, table, guarded)
    followed = found.series(period)
    picture = line_of(one, followed) or chart_of(name, answer)
    if picture is not None and (file := marks.asked_for(request, picture)) is not None:
        return file
    context |= {
        "answer": answer,
        "figures": figures(one, answer, data_set.pk, scope),
        "beside": guarded,
        "left_out": [(measure_words.left_out(code), n) for code, n in answer["left_out"].items()],
        "table": table,
        "picture": picture,
        "splits": _tabs(request, split, offered),
        "every": _periods(request, period) if followed["points"] else [],
        "can_compare": one.kind != "rows",
        "compared": compared(request, one, found.comparison),
        "asked_days": {key: request.GET.get(key, "") for key in ("a_since", "a_until", "b_since", "b_until")},
        "kept_query": {key: value for key, value in (("by", split), ("every", period)) if value},
        "rate_unit": _("a day") if one.kind == "count" else "",
    }
    return render(request, "measures/measure.html", context)


def _file_of(kind: str, one: Measure, table: dict[str, Any], guarded: list[beside.Guard]) -> HttpResponseBase:
    """The whole table as a file, with what the measure is never shown without in columns of their own."""
    head = [*(_with_unit(one, column) for column in table["columns"]), *(each.name for each in guarded)]
    return tables.as_file(kind, one.name, head, [[*row, *_bare(guarded)] for row in table["raw"]])


def _periods(request: HttpRequest, chosen: str) -> list[Tab]:
    said = {"week": _("by week"), "month": _("by month")}
    return [Tab(said[each], with_query(request, every=each), each == chosen) for each in answers.PERIODS]


def _guards(request: HttpRequest, one: Measure, data_set: Any, scope: Any, hours: Any) -> list[beside.Guard]:
    """What this measure is never shown without, over the same part of the data."""
    if not one.beside:
        return []
    found = answers.summary(queries.soon, data_set, scope, hours)
    return beside.of_summary(reader(request), one.name, data_set, found, scope)


def _bare(guards: list[beside.Guard]) -> list[Any]:
    """The guards as figures in each row of a file: whoever cuts a row out takes them along."""
    return [each.missing if each.missing else each.figure.value for each in guards]


def _tabs(request: HttpRequest, split: str, offered: list[str]) -> list[Tab]:
    if not offered:
        return []
    names = [("", _("altogether")), *((each, measure_words.column(each)) for each in offered)]
    return [Tab(label, with_query(request, by=name or None), name == split) for name, label in names]


def figures(one: Measure, answer: dict[str, Any], source: int, scope: queries.Scope) -> list[Figure]:
    """The measure's own figure; for a duration also mean and 90th percentile; the way to the tickets behind."""
    if answer["kind"] == "rows" or len(answer["rows"]) != 1:
        return []
    tickets = f"{reverse('mining:tickets')}?{urlencode({'source': source, **scope.query()})}"
    row = answer["rows"][0]
    label = _("Median") if one.kind == "duration" else measure_words.unit(one.unit)
    made = [figure_of(one, answer, label=label, url=tickets)]
    if one.kind == "duration":
        for key, said in (("p90", "p90"), ("mean", _("Mean"))):
            value = row.get(key)
            made.append(Figure(None if value is None else value * 3600, label=said, form="span"))
    if answer["count"] is not None and one.kind == "share":
        made.append(Figure(answer["count"], label=_("Count"), note=measure_words.unit(one.basis)))
    return made


def table_of(one: Measure, answer: dict[str, Any], split: str, query: dict[str, Any]) -> dict[str, Any]:
    """Head, cells as they read, and the bare figures for a file. A split value leads to its tickets."""
    rows = answer["rows"] if answer["kind"] == "rows" or split or len(answer["rows"]) > 1 else []
    names = [key for key in (rows[0] if rows else {}) if key not in NO_PEOPLE | HIDDEN]
    columns = [Column(heading(key), key, numeric=_is_numeric(rows, key)) for key in names]
    shown = []
    for row in rows[:MOST_SHOWN]:
        url = ""
        if split:
            value = queries.UNKNOWN_VALUE if row[split] is None else row[split]
            can = split in queries.SCOPED
            url = f"{reverse('mining:tickets')}?{urlencode({**query, split: value})}" if can else ""
        shown.append({"url": url, "cells": [_cell(one, column, row[str(column.key)]) for column in columns]})
    return {
        "columns": columns,
        "rows": shown,
        "raw": [[row[key] for key in names] for row in rows],
        "in_all": answer.get("rows_in_all", len(rows)),
    }


def heading(key: str) -> str:
    """The head of a column; those that count what is left out say so."""
    if key.startswith("left_out_"):
        return _("not counted: %(why)s") % {"why": measure_words.left_out(key.removeprefix("left_out_"))}
    return measure_words.column(key)


def _with_unit(one: Measure, column: Column) -> str:
    """The head of a column in a file: there a length of time is a bare figure, so its unit is said."""
    is_time = column.key in ("mean", "median", "p90", "total") and ("hours" in one.unit or "seconds" in one.unit)
    return f"{column.label} ({measure_words.unit(one.unit)})" if is_time else str(column.label)


def _is_numeric(rows: list[dict[str, Any]], key: str) -> bool:
    return any(isinstance(row[key], int | float) and not isinstance(row[key], bool) for row in rows[:50])


def _is_share(one: Measure, key: str) -> bool:
    """Whether a column holds parts of a whole; `value` speaks in the measure's unit."""
    return one.unit.startswith("share ") if key == "value" else key == "share" or key.endswith("_share")


def _cell(one: Measure, column: Column, value: Any) -> dict[str, Any]:
    """How one value reads: spans for hours and seconds, shares in percent, days for periods."""
    key, said = column.key, ""
    if value is None:
        said = words.no_data()
    elif isinstance(value, list):
        said = " › ".join("" if each is None else str(each) for each in value)
    elif key == "phase":
        said = measure_words.phase(value)
    elif key == "weekday":
        from django.utils.dates import WEEKDAYS

        said = str(WEEKDAYS[int(value) - 1])  # the measure counts Monday as 1
    elif key == "period":
        said = words.of_day(date.fromisoformat(str(value)[:10]))
    elif not column.numeric or isinstance(value, bool | str):
        said = str(value)
    elif _is_share(one, str(key)):
        said = words.share(value)
    elif key in ("mean", "median", "p90", "total") and "hours" in one.unit:
        said = words.span(value * 3600)
    elif key in ("mean", "median", "p90", "total") and "seconds" in one.unit:
        said = words.span(value)
    else:
        said = words.number(value)
    return {"said": said, "column": column, "is_data": isinstance(value, str | list) and key != "phase"}


def compared(request: HttpRequest, one: Measure, kept: Any) -> dict[str, Any] | None:
    """The answer of two periods, where all four days are given."""
    days = [queries.day_of(request.GET, key) for key in ("a_since", "a_until", "b_since", "b_until")]
    if any(day is None for day in days) or one.kind == "rows":
        return None
    a, b = (days[0], days[1]), (days[2], days[3])
    if a[0] > a[1] or b[0] > b[1]:  # type: ignore[operator]  # all four are given here
        raise queries.WrongAddress("address.period", _("The period ends before it begins."))
    found: dict[str, Any] = kept(a, b)
    said = {
        "higher": _("Higher in the second period"),
        "lower": _("Lower in the second period"),
        "no_material_difference": _("No material difference"),
        "cannot_tell": _("Cannot tell"),
    }
    return {
        "said": said[found["answer"]],
        "first": _interval(one, found["a"], _("First period")),
        "second": _interval(one, found["b"], _("Second period")),
        "difference": _interval(one, found["difference"], _("Difference")),
        "days_left_out": found["days_left_out"],
    }


def _interval(one: Measure, found: dict[str, Any], label: str) -> Figure:
    form, factor = {"share": ("share", 1.0), "duration": ("span", 3600.0)}.get(one.kind, ("number", 1.0))
    value, low, high = (None if found[key] is None else found[key] * factor for key in ("value", "low", "high"))
    return Figure(value, label=label, form=form, low=low, high=high, n=found["n"])
