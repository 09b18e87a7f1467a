"""The demonstration's reports: an engagement whose months are drafted, approved and issued as any other.

Findings and decisions are words of the made-up company; every figure comes from its data.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from hansei.analytics.demonstration import STEPS
from hansei.kernel import demonstration
from hansei.kernel.demonstration import Progress, account_of, act_of, identities, let_go, records_of, version_of
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account, Source
from hansei.rooms.mining import queries as mining
from hansei.rooms.reports import actions, figures, receipts
from hansei.rooms.reports.models import Decision, Engagement, MissingReason, Receipt, Report, Snapshot
from hansei.worktime.periods import month_before

TITLE: Final = "Operations Control: monthly report"
FINDINGS: Final = (
    "One month is much like the other in volume; the evenings are not. Look at the heat map between 18:00 and 22:00,"
    " then at the recurrence patterns: a restart that nobody owns. Proposed: one owner for it, and a problem opened"
    " before the next quarter end."
)
SUMMARY: Final = "Volume as usual; evening restarts come back every week and belong to nobody."
REASON: Final = "The tool of the company does not record it."
DECISION: Final = "The application team takes the evening restarts; progress is told in the next report."


def load(by: Account, progress: Progress, day: date) -> None:
    """On the last day of the story: last month's incident report issued and published, two reports out for comment."""
    if day != STEPS[-1]:
        return
    data_set = next((each for each in mining.ready_data_sets() if each.source.kind == Source.Kind.DEMONSTRATION), None)
    if data_set is None:
        return
    progress(_("Service report: %(title)s") % {"title": TITLE})
    ours = _engagement(data_set, day)
    first, last = month_before(day)
    # The scan for hidden causes comes after the import: what shows its patterns is left for somebody to approve.
    for kind in ("incidents", "service", "problems"):
        _report(kind, ours if kind == "service" else None, data_set, first, last, day)


def _engagement(data_set: Any, day: date) -> Engagement:
    here = records_of(Engagement)
    if found := here.first():
        return found
    fields: actions.EngagementFields = {
        "title": TITLE, "data_set": data_set.pk, "kind": "service", "owner": account_of("manager").pk,
        "needs": "Trains leave on time; whoever stands on a platform knows which one.",
        "targets": "item_attainment >= 95%\ntime_to_resolve <= 24\nreopened_share <= 5%",
        "zone": mining.zone_of(data_set),  # nobody mails made-up people: no recipients
    }  # fmt: skip
    return actions.open_engagement(act_of("manager", day - timedelta(days=60), 9), fields=fields)


def _report(kind: str, ours: Engagement | None, data_set: Any, first: date, last: date, day: date) -> None:
    """Bring one report as far as it goes; after a kill, from where it stands."""
    here = records_of(Report).filter(kind=kind, first=first)
    found = here.first() or actions.draft_report(
        act_of("manager", day, 8), kind=kind, source=data_set.pk, first=first, last=last,
        zone=mining.zone_of(data_set), engagement=ours.pk if ours else None, title="" if ours else TITLE,
        is_outside_known=True,
    )  # fmt: skip
    figures.counted(mining.kept, data_set, found)
    figures.cases(mining.kept, data_set, found)
    if found.state == "draft":
        fields: actions.ReportFields = {"findings": FINDINGS, "summary": SUMMARY}
        actions.edit_report(act_of("manager", day, 9), pk=found.pk, version=version_of(found.pk), fields=fields)
        for code in set(figures.missing(figures.at_hand(found) or {})) - {"patterns"}:
            actions.explain_figure(act_of("manager", day, 9), pk=found.pk, figure=code, text=REASON)
        _move(found, "commented", day)
    if kind != "incidents":
        return
    if _now(found).state == "commented":
        _move(found, "approved", day)
    if _now(found).state == "approved":
        actions.issue_report(act_of("manager", day, 12), pk=found.pk, version=version_of(found.pk))
        actions.note_decision(act_of("manager", day, 15), pk=found.pk, text=DECISION)
    try:
        receipts.publish(act_of("manager", day, 14), pk=found.pk)
    except Refusal:
        return  # published before


def _now(found: Report) -> Report:
    return Report.objects.select_related("identity").get(pk=found.pk)


def _move(found: Report, to: str, day: date) -> None:
    actions.move_report(act_of("manager", day, 11), pk=found.pk, version=version_of(found.pk), to=to)


def remove(progress: Progress) -> None:
    """Delete reports and engagements with what hangs on them; their events and numbers go with their source."""
    here = identities("report", "engagement")
    Receipt.objects.filter(record__source__key=demonstration.RECORDS).delete()
    for model in (Decision, MissingReason, Snapshot):
        model._default_manager.filter(report__in=here.values("pk")).delete()
    Report.objects.filter(identity__in=here).delete()
    Engagement.objects.filter(identity__in=here).delete()
    let_go(here)


demonstration.part("reports", order=30, steps=STEPS, load=load, remove=remove)
