"""`{% load hansei %}`: every component a page is made of. docs/build/pages.md shows each in use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from hansei.ui import words
from hansei.ui.components import Clock, Column, Figure, Page, Tab, with_query
from hansei.ui.flowmap import flow_map_context
from hansei.ui.icons import drawings
from hansei.ui.marks import shapes

register = template.Library()

for name in (
    "number",
    "plain",
    "signed",
    "share",
    "signed_share",
    "span",
    "hours",
    "clock_span",
    "money",
    "compact",
    "exact",
    "relative",
    "of_day",
    "of_month",
    "listed",
):
    register.filter(name, getattr(words, name))
register.simple_tag(words.interval, name="interval")
register.simple_tag(words.between, name="between")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A line icon; decoration unless it is given a label of its own."""
    drawing = mark_safe(drawings()[name])  # our own file, never input
    if label:
        return format_html(
            '<svg class="h-icon" viewBox="0 0 24 24" role="img"><title>{}</title>{}</svg>', label, drawing
        )
    return format_html('<svg class="h-icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', drawing)


@register.simple_tag
def brand() -> SafeString:
    """The open ring that looks back over its shoulder."""
    return mark_safe(
        '<svg class="h-ring" viewBox="0 0 20 20" aria-hidden="true"><path d="M14.6 4.2A7.3 7.3 0 1 0 17.3 10"/>'
        '<circle cx="16.9" cy="5.6" r="1.9"/></svg>'
    )


@register.simple_tag
def glyph(meaning: str) -> SafeString:
    """The small sign that goes with a tone of meaning: bad, soon, good, paused, note, running, none."""
    return shapes.glyph(meaning)


@register.simple_tag
def mark(ordinal: int, label: str = "") -> SafeString:
    """The shape and colour of the person or series with this ordinal, from 1 to 8; grey beyond."""
    return shapes.mark(ordinal, label)


@register.simple_tag
def pie(used: float) -> SafeString:
    return shapes.pie(used)


@register.simple_tag
def hollow_row() -> SafeString:
    return shapes.hollow_row()


@register.inclusion_tag("ui/parts/chip.html")
def chip(text: Any, tone: str = "", url: str = "", sign: str = "") -> dict[str, Any]:
    """A short label. `tone`: bad, soon, good, paused, note, accent, line or empty; a meaning brings its glyph."""
    meanings = {"bad", "soon", "good", "paused", "note"}
    return {"text": text, "tone": tone, "url": url, "glyph": sign or (tone if tone in meanings else "")}


@register.simple_tag
def colon() -> str:
    """What stands between a name and its value: Chinese has a sign of its own, without a blank."""
    return words.labelled("", "")


@register.inclusion_tag("ui/parts/state.html")
def state(label: Any, meaning: str = "running") -> dict[str, Any]:
    """A record's state with its glyph: new, running, paused, good (done), bad (refused), soon."""
    return {"label": label, "meaning": meaning}


@register.inclusion_tag("ui/parts/clock.html")
def clock(due: datetime | None = None, **more: Any) -> dict[str, Any]:
    """How a promise stands: time left, nearly broken, broken, paused, met. See `components.Clock`."""
    return {"clock": Clock(due_at=due, **more), "due": due}


@register.inclusion_tag("ui/parts/figure.html")
def figure(value: Any = None, **more: Any) -> dict[str, Any]:
    """A number with unit, n, spread, interval and the way to what is behind it. See `components.Figure`."""
    return {"figure": value if isinstance(value, Figure) else Figure(value=value, **more)}


@register.simple_tag
def avatar(name: str = "", large: bool = False, here: bool = False) -> SafeString:
    """Initials in a disc; decoration, because the name is said beside it."""
    initials = _initials(name)
    extra = (" h-large" if large else "") + (" h-here" if here else "") + ("" if initials else " h-nobody")
    return format_html('<span class="h-avatar{}" aria-hidden="true">{}</span>', extra, initials or "?")


@register.simple_tag
def when(instant: datetime | None, exactly: bool = False) -> SafeString:
    """An instant: relative with the exact one on hover, or `exactly=True` the other way round."""
    if instant is None:
        return format_html('<span class="h-none">{}</span>', words.no_data())
    shown, hovered = words.relative(instant), words.exact(instant)
    if exactly:
        shown, hovered = hovered, shown
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', timezone.localtime(instant).isoformat(), hovered, shown
    )


@register.simple_tag
def bar(value: float, most: float, label: str, tone: str = "") -> SafeString:
    """A share of the longest as a bar in a table's cell; the figure itself stands beside it as text."""
    from hansei.ui.marks.bars import share_bar

    return share_bar(value, most, label, tone)


@register.inclusion_tag("ui/parts/progress.html")
def progress(done: float | None, total: float | None = None, label: str = "", note: str = "") -> dict[str, Any]:
    """A `<progress>`: without `total` it says only that something runs."""
    return {"done": done, "total": total, "label": label, "note": note}


@register.inclusion_tag("ui/parts/tabs.html")
def tabs(items: Sequence[Tab | tuple[Any, ...]], label: str, segments: bool = False) -> dict[str, Any]:
    """Links that switch what a page shows. Each item is a `Tab` or (label, url, is_current[, count])."""
    made = [item if isinstance(item, Tab) else Tab(*item) for item in items]
    return {"tabs": made, "label": label, "segments": segments}


@register.inclusion_tag("ui/parts/empty.html")
def empty(
    title: str, text: str = "", action: str = "", url: str = "", other: str = "", other_url: str = ""
) -> dict[str, Any]:
    """What belongs here and the first step towards it."""
    return {"title": title, "text": text, "action": action, "url": url, "other": other, "other_url": other_url}


@register.inclusion_tag("ui/parts/field.html")
def field(bound: BoundField, wide: bool = False) -> dict[str, Any]:
    """A form field with label, help and errors, tied together for screen readers."""
    return {"field": bound, "kind": _field_kind(bound), "wide": wide}


@register.inclusion_tag("ui/parts/table_head.html", takes_context=True)
def table_head(context: template.Context, columns: Sequence[Column], sort: str = "") -> dict[str, Any]:
    """The head of a table; columns that offer sorting are links that keep the rest of the query."""
    request: HttpRequest = context["request"]
    return {"cells": [column.cell(request, sort) for column in columns]}


@register.inclusion_tag("ui/parts/pager.html", takes_context=True)
def pager(context: template.Context, page: Page) -> dict[str, Any]:
    """Newer and older pages by key, with what is shown in words."""
    request: HttpRequest = context["request"]
    return {
        "page": page,
        "before": with_query(request, before=page.before, after=None) if page.before else "",
        "after": with_query(request, after=page.after, before=None) if page.after else "",
    }


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """This page's address with some of its query changed; None takes a part out."""
    return with_query(context["request"], **changes)


@register.inclusion_tag("ui/parts/table_files.html", takes_context=True)
def table_files(context: template.Context, title: Any, table: str = "") -> dict[str, Any]:
    """The table of this name as CSV and XLSX, where the page's view answers `tables.wanted(request, table)`."""
    request: HttpRequest = context["request"]
    csv, xlsx = (with_query(request, export=form, table=table, after=None, before=None) for form in ("csv", "xlsx"))
    return {"title": title, "csv": csv, "xlsx": xlsx}


@register.inclusion_tag("ui/parts/crumb.html")
def crumb(label: Any, url: str = "") -> dict[str, Any]:
    """One step of the way to this page; the last one without an address."""
    return {"label": label, "url": url}


@register.inclusion_tag("ui/parts/picture.html", takes_context=True)
def picture(
    context: template.Context, drawn: Any, title: str = "", note: str = "", export: bool = False
) -> dict[str, Any]:
    """A `marks.Picture` with its title and its table to unfold.

    `export=True` where the view answers `marks.asked_for(request, …)`: the picture can be taken along as SVG or PNG.
    """
    request: HttpRequest | None = context.get("request")
    url = with_query(request, format="svg", picture=drawn.name) if export and request else ""
    return {"picture": drawn, "title": title or drawn.title, "note": note, "url": url}


@register.inclusion_tag("ui/parts/flow_map.html", takes_context=True)
def flow_map(
    context: template.Context,
    flow: Any,
    id: str,
    title: str,
    panel: str = "#flow-panel",
    share: int | None = None,
    note: str = "",
    files: bool = False,
) -> dict[str, Any]:
    """The map of steps and ways, with its table. The page loads vendor/dagre.min.js and ui/flow.js.

    `files` where the view answers `tables.wanted(request, "paths")`.
    """
    return {**flow_map_context(flow, id, panel, title, share, note), "files": files, "request": context["request"]}


@register.filter
def unlocalized(value: float) -> str:
    """A number for an attribute a machine reads: point, no grouping."""
    return format(value, "g") if isinstance(value, float) else str(value)


@register.filter
def seconds(length: timedelta | None) -> float | None:
    return None if length is None else length.total_seconds()


def _initials(name: str) -> str:
    parts = name.split()
    if not parts:
        return ""
    if ord(parts[0][0]) > 0x2E80:  # Han and kana: the first character says enough
        return parts[0][0]
    return (parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")).upper()


def _field_kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    return "check" if isinstance(widget, forms.CheckboxInput) else "line"
