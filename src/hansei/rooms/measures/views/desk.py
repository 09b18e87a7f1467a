"""The service desk: four measures that are never shown without their three guards, and the cases behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from hansei.analytics.log import Log
from hansei.kernel import rights
from hansei.rooms.measures import actions, desk_lines, desk_panel, desks
from hansei.rooms.measures.desk_line import Asked, Line, name_of
from hansei.rooms.measures.forms import DeskForm
from hansei.rooms.measures.kinds import WORK
from hansei.rooms.measures.views.metrics import allowed, tried
from hansei.rooms.mining import queries as mining
from hansei.ui import menu, places, tables, words
from hansei.ui.components import Page, Tab, with_query
from hansei.ui.pages import reader, web_act, whole_number
from hansei.ui.words import measures as measure_words
from hansei.worktime.periods import Period, last_whole_month

DAY: Final = timedelta(days=1)
SEE_SURVEYS: Final = "voice.see"
OTHER_WHICH: Final = (
    "no_contact", "no_team", "not_at_desk", "kept_at_desk", "not_ended", "no_requester", "unknown", "too_early",
    "too_late", "beyond",
)  # fmt: skip


@login_required
def desk(request: HttpRequest) -> HttpResponseBase:
    """The four figures of the service desk and the three that guard them, of one period beside the one before it."""
    account = reader(request)
    data_set = mining.asked_for(account, request.GET)
    if data_set is None:
        return render(request, "measures/desk.html", {"first_step": menu.first_step(request)})
    setting = desks.setting_of(data_set)
    told = desks.told_of(data_set, setting)
    teams = desk_panel.shown_apart(desk_panel.teams_of(mining.soon, data_set, told))
    team = _team(request, teams)
    kept = desk_panel.days_of(mining.soon, data_set, told, team)
    asked = asked_of(request, data_set, kept, team)
    counts = desks.counts_of(account, setting)
    may = rights.holds(account, WORK)
    lines = desk_lines.lines(asked, kept, counts, sees_surveys=rights.holds(account, SEE_SURVEYS), may=may)
    if kind := tables.wanted(request):
        return tables.as_file(kind, _("Service desk"), *taken_along(lines, asked, data_set.source.name))
    context = {
        "data_set": data_set,
        "data_sets": mining.data_sets(account),
        "asked": asked,
        "lines": lines,
        "four": [each for each in lines if not each.is_guard],
        "guards": [each for each in lines if each.is_guard],
        "teams": teams,
        "no_small_teams": bool(told.desk) and len(teams) < len(told.desk),
        "periods": _periods(request, asked, kept),
        "steps": [
            Tab(said, with_query(request, step=each), each == asked.step)
            for each, said in (("day", _("by day")), ("week", _("by week")), ("month", _("by month")))
        ],
        "told": told,
        "may_work": may,
        "places": places.sections("measures.desk", request, asked),
    }
    return render(request, "measures/desk.html", context)


def _team(request: HttpRequest, teams: list[Mapping[str, Any]]) -> str:
    team = request.GET.get("team", "")
    if team and not any(each["team"] == team for each in teams):
        raise mining.WrongAddress(
            "desk.team",
            _("This team is not shown by itself: it is no team of the service desk, or has fewer than five people."),
        )
    return team


def asked_of(request: HttpRequest, data_set: Any, kept: Mapping[str, Any], team: str) -> Asked:
    """The period of the address, else the last whole month that the data cover, and the one before it."""
    since, until = mining.day_of(request.GET, "since"), mining.day_of(request.GET, "until")
    first, last = last_month(kept)
    days = (since or (min(first, until) if until else first), until or max(last, since or last))
    if days[0] > days[1]:
        raise mining.WrongAddress("address.period", _("The period ends before it begins."))
    step = mining.one_of(request.GET, "step", ("week", "day", "month"))
    previous = Period(*days, zone="UTC").previous()  # days alone: the zone moves none
    return Asked(data_set.pk, days, (previous.first, previous.last), team, step)


def last_month(kept: Mapping[str, Any]) -> tuple[date, date]:
    """The last whole month that the data cover; all of them where they are shorter."""
    if kept["last"] is None or kept["first"] is None:
        today = datetime.now(UTC).date()
        return today.replace(day=1), today
    first, last = date.fromisoformat(str(kept["first"])), date.fromisoformat(str(kept["last"]))
    whole = last_whole_month(last)
    return whole if whole[0] >= first else (first, last)


def _periods(request: HttpRequest, asked: Asked, kept: Mapping[str, Any]) -> list[Tab]:
    if kept["last"] is None:
        return []
    last = date.fromisoformat(str(kept["last"]))
    offered = [
        (_("last whole month"), last_month(kept)),
        (_("last 7 days"), (last - 6 * DAY, last)),
        (_("last 28 days"), (last - 27 * DAY, last)),
        (_("period before"), asked.before),
    ]
    return [
        Tab(said, with_query(request, since=days[0].isoformat(), until=days[1].isoformat()), days == asked.days)
        for said, days in offered
    ]


def taken_along(lines: list[Line], asked: Asked, data_set: str) -> tuple[list[str], list[list[Any]]]:
    """All seven as a file, whichever is wanted: the four are never taken along without their guards."""
    head = [
        _("Data set"), _("From day"), _("To day"), _("Team"), _("Kind"), _("Figure"), _("Value"), _("reads"),
        _("Counted"), "n", _("Left out"), _("Before"), _("n before"), _("Change"), _("Where it comes from"),
        _("Remark"),
    ]  # fmt: skip
    rows = [
        [
            data_set, asked.days[0].isoformat(), asked.days[1].isoformat(), asked.team,
            _("guard") if each.is_guard else _("measure"), each.name, each.value,
            each.figure.written if each.value is not None else "", each.count, each.n,
            "; ".join(words.labelled(said, words.number(n)) for said, n, _url in each.left_out),
            each.was_value, each.was.n, each.change,
            each.basis, each.missing or "; ".join(each.notes),
        ]
        for each in lines
    ]  # fmt: skip
    return head, rows


@login_required
def desk_cases(request: HttpRequest) -> HttpResponseBase:
    """The cases behind one figure of the service desk: those counted, those that hit or did not, those left out."""
    account = reader(request)
    data_set = mining.asked_for(account, request.GET)
    if data_set is None:
        return render(request, "measures/desk.html", {"first_step": menu.first_step(request)})
    name = mining.one_of(request.GET, "figure", desk_panel.LOGGED)
    which = mining.one_of(request.GET, "which", ("all", "hit", "miss", *OTHER_WHICH))
    told = desks.told_of(data_set)
    team = _team(request, desk_panel.shown_apart(desk_panel.teams_of(mining.soon, data_set, told)))
    kept = desk_panel.days_of(mining.soon, data_set, told, team)
    asked, after = asked_of(request, data_set, kept, team), _after(request)
    parameters = {**vars(told), "name": name, "which": which, "days": asked.days, "team": team, "after": after}

    def make(log: Log) -> dict[str, Any]:
        return mining.page_of_tickets(desk_panel.behind(log, told, name, which, asked.days, team), after)

    shown = mining.soon(data_set, "desk-cases", parameters, make)
    if kind := tables.wanted(request):
        log = mining.open_log(account, data_set.pk)
        chosen = desk_panel.behind(log, told, name, which, asked.days, team)
        rows = mining.every_ticket(chosen)
        return tables.as_file(kind, f"{name}-{which}", [said for _key, said in _columns()], _as_rows(rows))
    last = shown["rows"][-1] if shown["more"] else None
    following = f"{(last['reported_at'] or '1900-01-01').replace(' ', 'T')}_{last['case']}" if last else ""
    rows_shown = [_row(row) for row in shown["rows"]]
    context = {
        "data_set": data_set,
        "asked": asked,
        "name": name_of(name),
        "which": _which(which),
        "rows": rows_shown,
        "page": Page(shown=len(rows_shown), total=shown["total"], after=following, sorted_by=_("latest report first")),
        "back": f"{reverse('measures:desk')}?{asked.query(step=asked.step)}",
    }
    return render(request, "measures/desk_cases.html", context)


def _which(which: str) -> str:
    said = {"all": _("counted"), "hit": _("that hit"), "miss": _("that did not")}
    return said[which] if which in said else _("left out: %(why)s") % {"why": measure_words.left_out(which)}


def _after(request: HttpRequest) -> tuple[datetime, int] | None:
    at, _sign, case = request.GET.get("after", "").partition("_")
    if not at:
        return None
    number = whole_number(case)
    try:
        if number is not None:
            return datetime.fromisoformat(at).replace(tzinfo=None), number
    except ValueError:
        pass
    raise mining.WrongAddress("address.page", _("This page of the list does not exist; begin at the first."))


def _columns() -> list[tuple[str, str]]:
    return [
        ("key", _("Number")), ("title", _("Title")), ("service", _("Service")), ("team", _("Team")),
        ("state", _("State")), ("reported_at", _("Reported")), ("resolved_at", _("Resolved")),
    ]  # fmt: skip


def _as_rows(chosen: Iterator[dict[str, Any]]) -> Iterator[list[Any]]:
    names = [name for name, _said in _columns()]
    return ([row[name] for name in names] for row in map(_row, chosen))


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, **{name: _aware(row[name]) for name in ("reported_at", "resolved_at")}}


def _aware(at: str | datetime | None) -> datetime | None:
    if at is None:
        return None
    return (datetime.fromisoformat(at) if isinstance(at, str) else at).replace(tzinfo=UTC)


@login_required
def desk_setting(request: HttpRequest, source: int) -> HttpResponseBase:
    """Which teams of a data set are the service desk, what it cannot resolve, and where its calls are counted."""
    account = allowed(request, WORK)
    data_set = mining.data_set(account, source)
    setting = desks.setting_of(data_set)
    told = desks.told_of(data_set, setting)
    form = DeskForm(
        request.POST or None,
        teams=desk_panel.teams_of(mining.soon, data_set, told),
        values=desk_panel.values_of(mining.soon, data_set),
        setting=setting,
        account=account,
    )
    back = f"{reverse('measures:desk')}?source={data_set.pk}"
    if request.method == "POST" and form.is_valid():
        given = form.given()
        if tried(form, lambda: actions.set_desk(web_act(request), source=data_set.pk, **given)):
            messages.success(request, _("Saved. The figures are counted anew."))
            return HttpResponseRedirect(back)
    context = {"form": form, "data_set": data_set, "back_url": back}
    return render(request, "measures/desk_setting.html", context, status=422 if form.errors else 200)
