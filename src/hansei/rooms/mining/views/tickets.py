"""The list of a data set's tickets, and one ticket with its timeline of events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from ibis.expr.types import Table

from hansei.analytics.log import Log
from hansei.analytics.mapping import from_yaml
from hansei.analytics.mapping.targets import FLAGS, NUMBERS, PERSONS
from hansei.analytics.measures import standing
from hansei.kernel import rights
from hansei.kernel.errors import NotFound
from hansei.rooms.mining import actions, queries, scan, tickets
from hansei.rooms.mining.models import DataSet
from hansei.rooms.mining.scope import WrongAddress, scope_of
from hansei.rooms.mining.views import files
from hansei.rooms.mining.views.card import NAMES_STAY, letter
from hansei.ui import menu, places
from hansei.ui import tables as export_tables
from hansei.ui.components import Page
from hansei.ui.pages import reader, web_act, whole_number
from hansei.ui.words import measures as measure_words

LABELS: Final = ("state", "activity", "phase", "team", "state and substate")
# Never a person, though the number or word of one may be the same.
IMPERSONAL: Final = frozenset({"state", "substate", "phase", "line", "turn", "priority", "field", *NUMBERS, *FLAGS})
INSTANTS: Final = ("reported_at", "resolved_at", "closed_at", "due_at", "failed_at", "restored_at")
FIELDS: Final = ("kind", "service", "ci", "product", "category", "symptom", "fix_action", "priority", "team", "state")


@login_required
def ticket_list(request: HttpRequest) -> HttpResponseBase:
    """Tickets of a data set, the latest first, filtered by the address."""
    account = reader(request)
    data_set = queries.asked_for(account, request.GET)
    context: dict[str, Any] = {"data_sets": queries.data_sets(account), "data_set": data_set}
    if data_set is None:
        return render(request, "mining/tickets.html", {**context, "first_step": menu.first_step(request)})
    scope = scope_of(request.GET, scan.settings_of(data_set).zone)
    text, edge, after = request.GET.get("q", "").strip()[:200], _edge(request), _after(request)
    parameters = {**scope.parameters(), "q": text, "edge": edge and vars(edge), "after": after}
    if stands := queries.one_of(request.GET, "standing", ("", *standing.EXCEPTIONS)):
        parameters["standing"] = stands

    def choose(log: Log) -> Table:
        part = scope.on(log)
        chosen = tickets.chosen(part, text=text, edge=edge)
        now = standing.end_of(log) if stands else None  # of the whole history, whatever part is asked for
        return chosen if now is None else chosen.semi_join(standing.exceptional(part, stands, now), "case")

    def make(log: Log) -> dict[str, Any]:
        return tickets.page(choose(log), after)

    shown = queries.soon(data_set, "tickets", parameters, make)
    if kind := export_tables.wanted(request):
        chosen = tickets.every(choose(queries.open_log(account, data_set.pk)))
        return export_tables.as_file(kind, _("Tickets"), [said for _name, said in columns()], _as_rows(chosen))
    rows = [_row(row) for row in shown["rows"]]
    last = shown["rows"][-1] if shown["more"] else None
    following = f"{(last['reported_at'] or tickets.LONG_AGO).replace(' ', 'T')}_{last['case']}" if last else ""
    context |= {
        "rows": rows,
        "page": Page(shown=len(rows), total=shown["total"], after=following, sorted_by=_("latest report first")),
        "filters": queries.filter_fields(data_set, scope),
        "scope": scope,
        "q": text,
        "edge": edge,
        "standing": stands and measure_words.exception(stands),
        "kept_query": {name: request.GET[name] for name in ("label", "from", "to", "standing") if name in request.GET},
    }
    return render(request, "mining/tickets.html", context)


def columns() -> list[tuple[str, str]]:
    """What the list shows of a ticket, with its heads."""
    return [
        ("key", _("Number")), ("title", _("Title")), ("service", _("Service")), ("priority", _("Priority")),
        ("team", _("Team")), ("state", _("State")), ("reported_at", _("Reported")), ("resolved_at", _("Resolved")),
        ("events", _("Events")),
    ]  # fmt: skip


def _as_rows(chosen: Iterator[dict[str, Any]]) -> Iterator[list[Any]]:
    names = [name for name, _said in columns()]
    return ([row[name] for name in names] for row in map(_row, chosen))


def _edge(request: HttpRequest) -> tickets.Edge | None:
    if "from" not in request.GET and "to" not in request.GET:
        return None
    label = queries.one_of(request.GET, "label", LABELS)
    return tickets.Edge(label, request.GET.get("from") or None, request.GET.get("to") or None)  # type: ignore[arg-type]  # the label is one of the kinds of edge


def _after(request: HttpRequest) -> tuple[datetime, int] | None:
    text = request.GET.get("after", "")
    if not text:
        return None
    at, _sign, case = text.partition("_")
    try:
        return datetime.fromisoformat(at).replace(tzinfo=None), _case(case)
    except ValueError:
        raise WrongAddress("address.page", _("This page of the list does not exist; begin at the first.")) from None


def _case(text: str) -> int:
    number = whole_number(text)
    if number is None:
        raise ValueError(text)
    return number


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, **{name: aware(row[name]) for name in ("reported_at", "resolved_at", "closed_at")}}


def aware(at: str | datetime | None) -> datetime | None:
    """An instant of a log (UTC, no zone attached; as text where it was kept) with its zone."""
    if at is None:
        return None
    return (datetime.fromisoformat(at) if isinstance(at, str) else at).replace(tzinfo=UTC)


@login_required
def ticket(request: HttpRequest, source: int, case: int) -> HttpResponseBase:
    """One ticket: what it is, how its time was spent, and each event with what it changed."""
    account = reader(request)
    data_set = queries.data_set(account, source)
    found = queries.soon(
        data_set, "ticket", {"case": case}, lambda log: tickets.one(log, case, _person_fields(data_set))
    )
    if found is None:
        raise NotFound("ticket.not_found", _("There is no such ticket in this data set."))
    may = rights.holds(account, "mining.names")
    opened = request.session.get(f"names:{source}:ticket:{case}")
    is_open = bool(may and opened and timezone.now() - datetime.fromisoformat(opened) < NAMES_STAY)
    people = _People(found, is_open)
    head, events = found["case"], [_event(each, people) for each in found["events"]]
    if form := export_tables.wanted(request, "events"):
        return files.events(form, head["key"], events)
    return render(
        request,
        "mining/ticket.html",
        {
            "data_set": data_set,
            "source_query": urlencode({"source": source}),
            "ticket": head,
            "fields": [(measure_words.column(name), head[name]) for name in FIELDS if head.get(name)],
            "instants": [(measure_words.column(name), aware(head[name])) for name in INSTANTS if head.get(name)],
            "events": events,
            "phases": _phases(found["steps"]),
            "may_see_names": may,
            "names_open": is_open,
            "places": places.sections("mining.ticket", request, queries.TicketShown(data_set, case, head)),
        },
    )


def _person_fields(data_set: DataSet) -> frozenset[str]:
    """Columns, and fields of a change log, that the mapping takes for people."""
    if not data_set.mapping:
        return frozenset()
    tables = from_yaml(data_set.mapping).tables
    columns = [(column.column, column.target) for table in tables for column in table.columns]
    fields = [pair for table in tables for pair in table.fields.items()]
    return frozenset(name for name, target in (*columns, *fields) if target in PERSONS)


@login_required
@require_POST
def ticket_names(request: HttpRequest, source: int, case: int) -> HttpResponse:
    """Open the names in one ticket for this reader, with a purpose that is recorded."""
    queries.data_set(reader(request), source)
    actions.open_ticket_names(web_act(request), source=source, case=case, purpose=request.POST.get("purpose", ""))
    request.session[f"names:{source}:ticket:{case}"] = timezone.now().isoformat()
    return redirect(reverse("mining:ticket", args=[source, case]))


class _People:
    """The people of one ticket as letters, in the order in which they appear."""

    def __init__(self, found: dict[str, Any], is_open: bool) -> None:
        self.is_open = is_open
        named = [found["case"].get("requester"), *(event["person"] for event in found["events"])]
        self.named = frozenset(found["named"])
        self.letters = {name: letter(at) for at, name in enumerate(dict.fromkeys(filter(None, named)), 1)}

    def ordinal(self, name: str | None) -> int:
        return 0 if name is None else list(self.letters).index(name) + 1

    def said(self, name: str) -> str:
        if self.is_open:
            return name
        letters = self.letters.get(name)
        return _("person %(letter)s") % {"letter": letters} if letters else _("a person")

    def value(self, field: str, value: str | None) -> str | None:
        """A changed value; where it names a person, the letter."""
        if value is None or self.is_open:
            return value
        is_person = field not in IMPERSONAL and (value in self.letters or value in self.named)
        return self.said(value) if is_person else value


def _event(each: dict[str, Any], people: _People) -> dict[str, Any]:
    step = each["step"] or {}
    person = each["person"]
    return {
        "at": aware(each["at"]),
        "activity": each["activity"] or (_("corrected later") if each["kind"] == "case.corrected" else ""),
        "is_ours": not each["activity"],
        "state": step.get("state"),
        "team": each["team"] or step.get("team"),
        "who": people.said(person) if person else "",
        "ordinal": people.ordinal(person),
        "changes": [
            {
                "name": measure_words.column(change["name"]),
                "was": people.value(change["name"], change["was"]),
                "now": people.value(change["name"], change["now"]),
            }
            for change in each["changes"]
        ],
    }


def _phases(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """How the ticket's time was spent, phase after phase, each with its share of the whole."""
    if not steps:
        return []
    first, last = aware(steps[0]["at"]), aware(steps[-1]["until"])
    assert first is not None
    assert last is not None
    whole = max((last - first).total_seconds(), 1.0)
    found = []
    for (phase, team), group in groupby(steps, key=lambda step: (step["phase"], step["team"])):
        part = list(group)
        since, until = aware(part[0]["at"]), aware(part[-1]["until"])
        assert since is not None
        assert until is not None
        length: timedelta = until - since
        found.append(
            {
                "phase": phase or "",
                "said": measure_words.phase(phase),
                "team": team,
                "since": since,
                "length": length,
                "x": (since - first).total_seconds() / whole * 1000,
                "width": max(length.total_seconds() / whole * 1000, 1.0),
                "share": length.total_seconds() / whole,
            }
        )
    return found
