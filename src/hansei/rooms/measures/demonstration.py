"""The demonstration's own metrics: one composed, one entered by hand with a gap and a correction, their ratio's plan.

Made by the actions that a person takes; the figures of the calls are made up, and say so as their source.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from hansei.analytics.demonstration import STEPS
from hansei.analytics.demonstration.company import SERVICE_DESK
from hansei.kernel import demonstration
from hansei.kernel.demonstration import Progress, account_of, act_of, identities, let_go, records_of
from hansei.kernel.models import Account, Source
from hansei.rooms.measures import actions
from hansei.rooms.measures.actions.metrics import FormulaFields, MetricFields
from hansei.rooms.measures.actions.values import Given
from hansei.rooms.measures.models import (
    CollectionRun,
    Collector,
    Concern,
    Dashboard,
    DashboardShare,
    DashboardViews,
    EnteredValue,
    FormulaVersion,
    Metric,
    TrendSignal,
)
from hansei.rooms.measures.valuing import next_step
from hansei.rooms.mining import queries as mining

CALLS: Final = (2140, 2085, 2310, 2198, None, 2265, 2401, 2377, 2290, 2352)  # from January on; May was not reported
# What else was counted in those months, as a part of the calls: title, unit, formula, share or minutes a call.
COUNTED: Final = (
    ("calls_answered", "Calls answered", "calls", "Calls that a person at the service desk answered.", 0.93),
    ("talk_minutes", "Talk time", "minutes", "Minutes that people talked in answered calls, all together.", 4.9),
    ("contacts_answered", "Contacts answered", "contacts", "Contacts by any channel that were answered.", 1.4),
    ("contacts_recorded", "Contacts with a ticket", "contacts", "Answered contacts that ended as a ticket.", 1.28),
)
PROMISE: Final = (
    '{"figure": {"what": "share", "at": {"what": "end", "end": "resolved"}, "hit": [{"what": "within",'
    ' "end": {"what": "end", "end": "resolved"}, "hours": 8, "counted": {"count": "service"}}]}, "step": "month"}'
)
# For each audience, what it decides by: title, audience, the library's measures and the company's own metrics.
DASHBOARDS: Final = (
    (
        "Quality of our service",
        "users",
        ("Resolved within a working day", "time_to_resolve", "reopened_share", "first_contact_resolution"),
    ),
    (
        "What executives look at",
        "executives",
        ("Resolved within a working day", "time_to_resolve", "cases", "work_in_progress", "Calls offered"),
    ),
    ("How our team works", "team", ("time_to_resolve", "hand_offs", "reopened_share", "waiting_user_share")),
    ("Service desk today", "desk", ("first_contact_resolution", "Calls offered", "Calls answered", "reopened_share")),
)
DAY: Final = timedelta(days=1)


def load(by: Account, progress: Progress, day: date) -> None:
    """On the company's last day: what is missing of the two metrics and the plan."""
    if day != STEPS[-1]:
        return
    concerns = dict(Concern.objects.exclude(shipped="").values_list("shipped", "pk"))
    promise = _metric("Resolved within a working day", day, _about("promises", concerns), _promise())
    calls = _metric("Calls offered", day, _about("keep_up", concerns), _calls())
    if promise is not None or calls is not None:
        progress(_("Metrics of its own"))
    offered = calls or records_of(Metric).filter(title="Calls offered").first()
    if offered is not None:
        _desk(offered, day, concerns)
    if calls is not None:
        _enter(calls, day)
        fields: actions.collecting.CollectorFields = {
            "title": "Calls offered, from the monthly letter of the telephone provider",
            "metric": calls.pk,
            "method": "monitoring",
            "frequency": "month",
            "starts_on": date(day.year, 1, 1),
            "responsible": account_of("agent").pk,
        }
        plan = actions.plan_collection(act_of("manager", day, 10), fields=fields)
        said = "The provider changed its system; nobody has the figure."
        actions.note_failure(act_of("agent", day, 11), pk=plan.pk, step=date(day.year, 5, 1), error=said)
    _dashboards(day)


def _about(code: str, concerns: dict[str, int]) -> MetricFields:
    return {
        "concerns": [concerns[code]] if code in concerns else [],
        "reason": "progress" if code == "promises" else "justify",
        "decision": "How many people answer calls, and which service gets help.",
        "direction": "higher" if code == "promises" else "neither",
        "period": "month",
        "target": 0.9 if code == "promises" else None,
        "uses": ["improve", "decide", "inform"],
        "owner": account_of("manager").pk,
    }


def _promise() -> FormulaFields:
    return {"origin": "composed", "definition": PROMISE, "form": "share", "unit": "share of cases"}


def _calls() -> FormulaFields:
    words = "Calls that reached the service desk's number in a month, answered or not."
    return {"origin": "entered", "formula": words, "form": "number", "unit": "calls"}


def _metric(title: str, day: date, fields: MetricFields, formula: FormulaFields) -> Metric | None:
    """A published metric, made once; one that a killed run left halfway goes on."""
    found = records_of(Metric).filter(title=title).first()
    if found is not None and found.state == "published":
        return None
    if found is None:
        found = actions.draft_metric(act_of("manager", day, 8), fields={"title": title, **fields}, formula=formula)
    for state in ("approved", "published"):
        found = Metric.objects.select_related("identity").get(pk=found.pk)
        if found.state != state and (found.state, state) != ("published", "approved"):
            actions.move_metric(act_of("admin", day, 9), pk=found.pk, version=found.identity.version, to=state)
    return Metric.objects.get(pk=found.pk)


def _enter(found: Metric, day: date) -> None:
    values: list[Given] = []
    for month, calls in enumerate(CALLS, 1):
        first = date(day.year, month, 1)
        if calls is not None and first < day:
            values.append({"first": first, "last": next_step(first, "month") - DAY, "value": calls, "n": calls})
    source = "Monthly letter of the telephone provider (generated)"
    actions.enter_values(act_of("agent", day, 9), pk=found.pk, values=values, source=source, method="monitoring")
    corrected: Given = {**values[1], "value": 2185.0, "n": 2185}
    actions.enter_values(
        act_of("agent", day, 10),
        pk=found.pk,
        values=[corrected],
        source=source,
        method="monitoring",
        reason="The provider had left a day out.",
    )


def _desk(offered: Metric, day: date, concerns: dict[str, int]) -> None:
    """The counts of the service desk, and which team of the company's tickets it is."""
    counts = {"calls_offered": offered.pk}
    for code, title, unit, words, part in COUNTED:
        formula: FormulaFields = {"origin": "entered", "formula": words, "form": "number", "unit": unit}
        made = _metric(title, day, _about("keep_up", concerns), formula)
        if made is not None:
            values: list[Given] = [
                {"first": date(day.year, month, 1), "last": next_step(date(day.year, month, 1), "month") - DAY,
                 "value": float(round(calls * (part + 0.01 * ((month * 7) % 5 - 2)))), "n": None}
                for month, calls in enumerate(CALLS, 1)
                if calls is not None and date(day.year, month, 1) < day
            ]  # fmt: skip
            source = "Monthly letter of the telephone provider (generated)"
            actions.enter_values(act_of("agent", day, 9), pk=made.pk, values=values, source=source, method="monitoring")
        counts[code] = records_of(Metric).get(title=title).pk
    for data_set in mining.ready_data_sets():
        if data_set.source.kind == Source.Kind.DEMONSTRATION:
            actions.set_desk(
                act_of("manager", day, 11), source=data_set.pk, teams=[SERVICE_DESK], beyond=[["category", "Hardware"]],
                minutes=60, counts=counts,
            )  # fmt: skip


def _dashboards(day: date) -> None:
    """One for each audience, once; the community's is shown to anybody."""
    sets = [each.pk for each in mining.ready_data_sets() if each.source.kind == Source.Kind.DEMONSTRATION]
    for title, audience, names in DASHBOARDS:
        if records_of(Dashboard).filter(title=title).exists():
            continue
        metrics = Metric.objects.filter(state="published")
        found = {
            each.shipped or each.title: each.pk for each in metrics.filter(Q(shipped__in=names) | Q(title__in=names))
        }
        fields: actions.dashboards.DashboardFields = {
            "title": title,
            "audience": audience,
            "data_set": sets[0] if sets else None,
            "tiles": [found[each] for each in names if each in found],
        }
        made = actions.draft_dashboard(act_of("manager", day, 12), fields=fields)
        if audience == "users" and made.tiles:
            reason = "The people we work for see how well their requests are answered."
            actions.share_dashboard(act_of("admin", day, 13), pk=made.pk, version=made.identity.version, reason=reason)


def remove(progress: Progress) -> None:
    """Delete them with what hangs on them; their events and numbers go with their source."""
    here = identities("metric", "collector", "signal", "dashboard")
    DashboardShare.objects.filter(dashboard__in=here.values("pk")).delete()
    DashboardViews.objects.filter(dashboard__in=here.values("pk")).delete()
    Dashboard.objects.filter(identity__in=here).delete()
    CollectionRun.objects.filter(collector__in=here.values("pk")).delete()
    Collector.objects.filter(identity__in=here).delete()
    EnteredValue.objects.filter(metric__in=here.values("pk")).delete()
    FormulaVersion.objects.filter(metric__in=here.values("pk")).delete()
    TrendSignal.objects.filter(metric__in=here.values("pk")).delete()
    Metric.objects.filter(identity__in=here).delete()
    let_go(here)


demonstration.part("measures", order=15, steps=STEPS, load=load, remove=remove)
