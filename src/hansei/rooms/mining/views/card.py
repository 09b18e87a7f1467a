"""The card of one finding: what repeats, why nobody saw it, what it costs, who met it, and what it stands on."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hansei.analytics.finder import Finding, Findings, headline
from hansei.analytics.statistics import Interval
from hansei.kernel import rights
from hansei.kernel.models import OWN, Account, EventRow, Revision
from hansei.rooms.mining import explained, queries, scan
from hansei.rooms.mining.actions.findings import finding_key
from hansei.rooms.mining.models import DataSet, FindingDecision, ScanSettings
from hansei.rooms.mining.views import files
from hansei.rooms.mining.views.findings import dots, list_context, local_day, state_of
from hansei.ui import marks, places, words
from hansei.ui import tables as export_tables
from hansei.ui.components import Figure
from hansei.ui.pages import reader
from hansei.ui.words import findings as finding_words

MOST_MEMBERS = 25
NAMES_STAY = timedelta(minutes=15)
IMPROVE = "/improvements/new/"


@login_required
def card(request: HttpRequest, source: int, key: str) -> HttpResponseBase:
    """One finding, beside the list it stands in."""
    account = reader(request)
    data_set = queries.data_set(account, source)
    found = queries.findings_of(data_set)
    finding = queries.one_finding(found, key)
    entered = scan.settings_of(data_set)
    strip, clock = _strip(finding, found, entered.zone), _clock(finding, entered)
    if (file := marks.asked_for(request, strip, clock)) is not None:
        return file
    people = _people(request, source, finding)
    members = _members(finding, people["names_open"])
    if form := export_tables.wanted(request, "members"):
        return files.members(form, finding_words.title(finding), members)
    decision = FindingDecision.objects.filter(data_set=data_set, key=key).select_related("reason", "decided_by").first()
    state, is_back = state_of(finding, decision)
    leading, following = headline(finding.why_unseen)
    context = {
        **list_context(request, data_set, found, state),
        "finding": finding,
        "title": finding_words.title(finding),
        "why": finding_words.why_unseen(leading),
        "besides": finding_words.besides(following),
        "pattern": finding_words.pattern(finding.facts),
        "shared": finding_words.shared(finding),
        "figures": _figures(finding, entered, account, source),
        "strip": strip,
        "clock": clock,
        "decision": decision,
        "looked_at": scan.looked_at(data_set, entered),
        "is_back": is_back,
        "may_decide": rights.holds(account, "mining.decide"),
        "improve_url": _improve_url(data_set, finding, entered.zone),
        "behind": finding.behind,
        "components": [_component(each) for each in finding.components],
        "near": [(miss, explained.of(explained.LEFT_OUT, miss.reason)) for miss in finding.near_misses],
        "places": places.sections("mining.finding", request, queries.FindingShown(data_set, finding)),
        **people,
        "members": members if request.GET.get("members") == "all" else members[:MOST_MEMBERS],
    }
    context["more"] = len(members) > len(context["members"])
    return render(request, "mining/finding.html", context)


def _strip(finding: Finding, found: Findings, zone: str) -> marks.Picture:
    first = local_day(finding.facts.first_at, zone)
    until = local_day(found.until_at or finding.facts.last_at, zone)
    return marks.calendar_strip(
        dots(finding, zone), first - timedelta(days=7), until, _("Every case, by week and by person")
    )


def _clock(finding: Finding, entered: ScanSettings) -> marks.Picture:
    clock = finding.facts.clock
    return marks.clock_rose(
        clock.hours,
        _("Time of day"),
        office=(entered.opens, entered.closes),
        window=(clock.from_hour, clock.until_hour),
        centre=words.share(clock.share),
    )


def _settings_url(account: Account, source: int) -> str:
    """Where rate and minimum are entered; "" for a reader who does not enter them."""
    return reverse("mining:scan_settings", args=[source]) if queries.sets_costs(account) else ""


def _figures(finding: Finding, entered: ScanSettings, account: Account, source: int) -> list[Figure]:
    """What it comes to; money, and that somebody could enter what makes it, only for a reader who may see money."""
    facts, hours = finding.facts, finding.facts.hours
    basis = finding_words.basis(hours.basis, hours.assumed)
    covered = _("from %(n)s months") % {"n": words.number(hours.covered_months, 1)} if hours.extrapolated else ""
    cost = _cost(hours.yearly, entered, _settings_url(account, source), is_assumed=hours.extrapolated)
    return [
        Figure(
            facts.calls,
            label=_("Cases"),
            url="#members",
            note=_("in %(n)s weeks") % {"n": words.number(facts.weeks)},
        ),
        Figure(
            hours.yearly.value,
            label=_("Hours a year"),
            form="hours",
            n=hours.yearly.n,
            low=hours.yearly.low,
            high=hours.yearly.high,
            is_assumed=hours.extrapolated or hours.basis != "recorded",
            note=" · ".join(filter(None, (basis, covered))),
        ),
        *([cost] if queries.sees_costs(account) else []),
        Figure(
            hours.share_of_overtime,
            label=_("Share of hours outside office hours"),
            form="share",
            note=_("of %(hours)s a year") % {"hours": words.hours(hours.all_overtime)},
        ),
        Figure(
            words.number(min(finding.confidence, 0.9999), 4),
            label=_("Confidence"),
            form="text",
            note=_chance(finding.chance),
        ),
    ]


def _cost(yearly: Interval, entered: ScanSettings, settings_url: str, *, is_assumed: bool) -> Figure:
    price = entered.price
    cost = None if price is None else yearly.scaled(price)
    return Figure(
        None if cost is None else cost.value,
        label=_("Cost a year"),
        form="money",
        currency=entered.currency,
        low=None if cost is None else cost.low,
        high=None if cost is None else cost.high,
        is_assumed=is_assumed,
        url=settings_url,
        definition_url=settings_url if cost is None else "",
        note=_cost_note(entered),
    )


def _cost_note(entered: ScanSettings) -> str:
    if entered.rate is None:
        return _("enter what an hour costs")
    if entered.minimum_billed_hours is None:
        return _("enter the minimum billed per call")
    rate = words.money(entered.rate, entered.currency)
    return _("%(rate)s an hour, at least %(hours)s a call outside office hours") % {
        "rate": rate,
        "hours": words.hours(entered.minimum_billed_hours),
    }


def _chance(chance: float) -> str:
    if chance < 1e-9:
        return _("by chance: fewer than 1 in %(n)s") % {"n": words.number(1_000_000_000)}
    return _("by chance: about 1 in %(n)s") % {"n": words.number(round(1 / chance))}


def _component(each: Any) -> dict[str, Any]:
    return {
        "name": finding_words.component(each.code),
        "explained": explained.of(explained.SCORE, each.code),
        "value": each.value,
        "weight": each.weight,
        "points": each.points,
    }


def _improve_url(data_set: DataSet, finding: Finding, zone: str) -> str:
    """Hand over which cases count (fields, hours, the weeks that made it a finding), as the register asks for it."""
    try:
        resolve(IMPROVE)
    except Resolver404:  # the room of improvements is switched off: no button that leads nowhere
        return ""
    title = finding_words.title(finding)
    if not finding.shared:  # alike in wording only: no field says which later cases count
        return f"{IMPROVE}?{urlencode({'title': title})}"
    facts = finding.facts
    query = {
        "title": title,
        "source": data_set.pk,
        "finding": finding.key,
        "where": json.dumps(finding.shared, ensure_ascii=False),
        "first": local_day(facts.first_at, zone).isoformat(),
        "last": local_day(facts.last_at, zone).isoformat(),
    }
    return f"{IMPROVE}?{urlencode(query)}"


def letter(ordinal: int) -> str:
    """Count like a spreadsheet's columns: 1 is A, 27 is AA.

    >>> letter(1), letter(26), letter(27)
    ('A', 'Z', 'AA')
    """
    text = ""
    while ordinal:
        ordinal, rest = divmod(ordinal - 1, 26)
        text = chr(65 + rest) + text
    return text


def person_said(ordinal: int | None) -> str:
    return _("unknown") if ordinal is None else _("person %(letter)s") % {"letter": letter(ordinal)}


def _people(request: HttpRequest, source: int, finding: Finding) -> dict[str, Any]:
    """Marks and ranges; names only to somebody who may see them and said why within the last quarter of an hour."""
    may = rights.holds(reader(request), "mining.names")
    opened = request.session.get(f"names:{source}:{finding.key}")
    is_open = may and opened is not None and timezone.now() - datetime.fromisoformat(opened) < NAMES_STAY
    by_mark = {each.mark: each.person for each in finding.members if each.mark is not None}
    said = [(ordinal, by_mark[ordinal] if is_open else person_said(ordinal)) for ordinal in sorted(by_mark, key=int)]
    return {
        "people": said,
        "people_said": finding_words.people(finding.facts),
        "own_gap": timedelta(days=finding.facts.spread.median_own_gap_days or 0),
        "may_see_names": may,
        "names_open": is_open,
        "opened": _openings(source, finding.key),
    }


def _openings(source: int, key: str) -> list[tuple[EventRow, str]]:
    """Who looked behind the marks, when and what for; the last ten."""
    touched = {
        "objects_touched__object__source": OWN,
        "objects_touched__object__kind": "finding",
        "objects_touched__object__key": finding_key(source, key),
    }
    events = list(EventRow.objects.filter(kind="names.opened", **touched).select_related("actor").order_by("-pk")[:10])
    texts = Revision.objects.in_bulk([event.facts["purpose"] for event in events]) if events else {}
    return [(event, texts[event.facts["purpose"]].text) for event in events if event.facts["purpose"] in texts]


def _members(finding: Finding, names_open: bool) -> list[dict[str, Any]]:
    """All members, the latest first."""
    latest = sorted(finding.members, key=lambda each: each.at, reverse=True)
    return [
        {
            "member": each,
            "at": each.at.replace(tzinfo=UTC),
            "who": each.person if names_open and each.person else person_said(each.mark),
            "is_name": bool(names_open and each.person),
            "worked_s": None if each.worked_hours is None else each.worked_hours * 3600,
            "billed_s": each.billed_hours * 3600,
            "reasons": words.listed(explained.of(explained.MEMBER, reason) for reason in each.reasons),
        }
        for each in latest
    ]
