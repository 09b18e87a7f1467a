"""Every way to change an engagement or a report. Mail has its own writers (`receipts`); upper rooms find them here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import TypedDict  # comes with pydantic, which needs it below Python 3.12

from hansei.blocks import lifecycle
from hansei.blocks.document import api as document
from hansei.blocks.mail.recipients import recipients
from hansei.kernel import records, seeing
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.models import Revision
from hansei.rooms.governance import actions as governance
from hansei.rooms.mining import queries as mining
from hansei.rooms.reports import came_of_it, deciding, figures, plans, receipts
from hansei.rooms.reports.events import DecisionTaken, FigureExplained, ReportIssued
from hansei.rooms.reports.kinds import SEE, WORK
from hansei.rooms.reports.models import Decision, Engagement, Kind, MissingReason, Report, Snapshot
from hansei.rooms.reports.receipts import acknowledge as acknowledge
from hansei.rooms.reports.receipts import address_lines as address_lines
from hansei.rooms.reports.receipts import opened as opened
from hansei.rooms.reports.receipts import put_before as put_before
from hansei.rooms.reports.receipts import send_again as send_again
from hansei.worktime.periods import Period

LONGEST_DAYS, FIRST_YEAR, LAST_YEAR, LONGEST_TEXT = 366, 1970, 2200, 5000


class EngagementFields(TypedDict, total=False):
    """What a person writes about an engagement. `data_set` is a source's number, `owner` an account's."""

    title: str
    data_set: int
    kind: str
    organisation: str
    service: str
    needs: str
    stage_plan: str
    targets: str
    recipients: str
    zone: str
    draft_day: int
    send_hour: int
    owner: int | None


class ReportFields(TypedDict, total=False):
    """What a person writes in a report."""

    title: str
    summary: str
    findings: str
    owner: int | None


@action("engagement.open", label=gettext_lazy("Report on something every month"), right=WORK)
def open_engagement(act: Act, *, fields: EngagementFields) -> Engagement:
    """Say what is reported month by month, to whom and when."""
    values = _checked(act, fields)
    return records.create(act, Engagement, state="active", where=_where(act, values), **values)


@action("engagement.edit", label=gettext_lazy("Edit"), on="engagement", right=WORK)
def edit_engagement(act: Act, *, pk: int, version: int, fields: EngagementFields) -> list[str]:
    """Change what is reported from now on; refuses when somebody else did meanwhile."""
    found = act.claim(Engagement, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    values = _checked(act, fields)
    if "organisation" in values and values["organisation"] != found.organisation:
        found.identity.organisation = records.organisation_named(values["organisation"], records.source_of(found))
        found.identity.save(update_fields=["organisation"])
    return records.change(act, found, **values)


@action("engagement.move", label=gettext_lazy("Move on"), on="engagement", right=WORK)
def move_engagement(act: Act, *, pk: int, version: int, to: str) -> None:
    """Pause, take up again or end."""
    lifecycle.move(act, act.claim(Engagement, pk, WORK, version=version), to)


@action("report.draft", label=gettext_lazy("Draft a report"), right=WORK)
def draft_report(
    act: Act,
    *,
    kind: str,
    source: int,
    first: date,
    last: date,
    zone: str = "UTC",
    organisation: str = "",
    service: str = "",
    engagement: Annotated[int | None, seeing.record("engagement")] = None,
    title: str = "",
    is_outside_known: bool = False,
) -> Report:
    """Prepare a report on a data set over a period, both days included; its figures fill themselves."""
    data_set = mining.data_set(act.by, source) if act.by is not None else None
    if kind not in Kind.values:
        raise Refusal("report.unknown_kind", _("There is no such kind of report."))
    if not FIRST_YEAR <= first.year <= last.year <= LAST_YEAR or first > last or (last - first).days > LONGEST_DAYS:
        raise Refusal("report.wrong_period", _("The period ends on or after its first day and lasts a year at most."))
    _refuse_zone(zone)
    if data_set is not None and not is_outside_known and (said := mining.outside(data_set, Period(first, last, zone))):
        raise Refusal("report.outside_data", said)
    ours = act.claim(Engagement, engagement, WORK) if engagement is not None else None
    if kind == Kind.PROJECT and ours is None:
        raise Refusal("report.no_engagement", _("A project is reported from its engagement: choose or open one first."))
    values: dict[str, Any] = {
        "title": title.strip() or (ours.title if ours else str(Kind(kind).label)), "kind": kind, "data_set": source,
        "organisation": organisation, "service": service, "first": first, "last": last, "zone": zone,
        "owner": (ours.owner if ours else None) or act.by, "engagement": ours,
    }  # fmt: skip
    if ours and Report.objects.filter(engagement=ours, first=first, last=last).exists():
        raise Refusal("report.exists", _("There is a report of this engagement on this period already."))
    return records.create(act, Report, state="draft", where=_where(act, values), **values)


@action("report.edit", label=gettext_lazy("Edit"), on="report", right=WORK)
def edit_report(act: Act, *, pk: int, version: int, fields: ReportFields) -> list[str]:
    """Write title, summary and findings; refuses when somebody else did meanwhile, and once it is approved."""
    found = act.claim(Report, pk, WORK, version=version)
    lifecycle.refuse_settled(found)
    values: dict[str, Any] = dict(fields)
    if "owner" in values:
        values["owner_id"] = values.pop("owner")
    values = _by_field(values)
    lifecycle.refuse_held(found, values)
    return records.change(act, found, **values)


@action("report.move", label=gettext_lazy("Move on"), on="report")
def move_report(act: Act, *, pk: int, version: int, to: str) -> None:
    """Go one way of the lifecycle. Issuing is an action of its own."""
    found = act.claim(Report, pk, SEE, version=version)
    if to == "issued":
        raise Refusal("report.issue_it", _("Issue the report on its page: its figures are frozen then."))
    lifecycle.move(act, found, to)
    if to == "approved":
        governance.approve(act, found, deciding.APPROVAL)


@action("report.explain", label=gettext_lazy("Say why it is missing"), on="report", right=WORK)
def explain_figure(act: Act, *, pk: int, figure: str, text: str) -> None:
    """Say why a figure of a report cannot be told; a later reason replaces the earlier."""
    found = act.claim(Report, pk, WORK)
    lifecycle.refuse_settled(found)
    content = figures.at_hand(found)
    if content is None or figure not in figures.missing(content):
        raise Refusal("report.not_missing", _("This figure is not missing in the report."))
    revision = _words(act, found, "report.reason", text)
    MissingReason.objects.update_or_create(report=found, figure=figure, defaults={"reason": revision})
    act.record(FigureExplained(report=found.pk, figure=figure, text=revision.pk), source=records.source_of(found))


@action("report.issue", label=gettext_lazy("Issue"), on="report", right=WORK)
def issue_report(act: Act, *, pk: int, version: int) -> int:
    """Freeze the figures with the cases behind them, sealed; what is corrected later stands beside them."""
    found = act.claim(Report, pk, WORK, version=version)
    content, data_set = figures.at_hand(found), figures.data_of(found)
    behind = figures.cases(mining.already, data_set, found) if data_set else None
    if content is None or behind is None or data_set is None:
        raise Refusal(
            "report.counting", _("The figures are still being counted. Issue the report when they stand on its page.")
        )
    lifecycle.move(act, found, "issued")
    content = figures.with_reasons(content, found)
    content["summary"]["cut"] = behind["cut"]
    content["outcomes"] = came_of_it.outcomes_now(act.by, found)
    if found.engagement:
        stages = plans.stages(found.engagement.stage_plan)
        rows = [[each.name, str(each.until), str(each.done) if each.done else None] for each in stages]
        content["stages"] = {"figures": [], "tables": [{"code": "stages", "rows": rows}] if rows else [], "charts": []}
    layout = document.layout_of(f"reports.{found.kind}")
    made = Snapshot(
        report=found, at=act.at, by=act.by, version=data_set.version, template=layout.version, content=content,
        packed_cases=Snapshot.packed(behind["rows"]),
    )  # fmt: skip
    made.seal = made.sealed()
    made.save(force_insert=True)
    fact = ReportIssued(report=found.pk, snapshot=made.pk, version=made.version, template=made.template, seal=made.seal)
    act.record(fact, source=records.source_of(found))
    if found.engagement:
        receipts.address_all(act, found)
    return made.pk


@action("report.decide", label=gettext_lazy("Note a decision"), on="report", right=WORK)
def note_decision(act: Act, *, pk: int, text: str) -> int:
    """Note what was decided because of a report; also after it was issued."""
    found = act.claim(Report, pk, WORK)
    revision = _words(act, found, "report.decision", text)
    made = Decision.objects.create(report=found, text=revision)
    act.record(DecisionTaken(report=found.pk, text=revision.pk), source=records.source_of(found))
    return made.pk


def _words(act: Act, found: Report, field: str, text: str) -> Revision:
    if not 1 <= len(text.strip()) <= LONGEST_TEXT:
        raise Refusal("report.no_words", _("Write between 1 and %(n)s characters.") % {"n": LONGEST_TEXT})
    return Revision.objects.create(object_id=found.pk, field=field, text=text.strip(), author=act.by, at=act.at)


def _checked(act: Act, fields: EngagementFields) -> dict[str, Any]:
    """The fields as the record keeps them, or refuse with the line that cannot be read."""
    values: dict[str, Any] = dict(fields)
    plans.targets(values.get("targets", ""))
    plans.stages(values.get("stage_plan", ""))
    recipients(values.get("recipients", ""))
    if "zone" in values:
        _refuse_zone(values["zone"])
    if "data_set" in values and act.by is not None:
        mining.data_set(act.by, values["data_set"])
    if "owner" in values:
        values["owner_id"] = values.pop("owner")
    return _by_field(values)


def _by_field(values: dict[str, Any]) -> dict[str, Any]:
    """An owner by number, as records compare them."""
    if "owner_id" in values:
        from hansei.kernel.models import Account

        number = values.pop("owner_id")
        values["owner"] = Account.objects.filter(pk=number, is_active=True).first() if number else None
        if number and values["owner"] is None:
            raise NotFound("account.not_found", _("There is no such account."))
    return values


def _refuse_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refusal(
            "report.unknown_zone", _("There is no such time zone."), fields={"zone": [_("There is no such time zone.")]}
        ) from None


def _where(act: Act, values: Mapping[str, Any]) -> dict[str, Any]:
    """The organisation whose report it is, so that its people see it and others do not."""
    return {"organisation": records.organisation_named(values.get("organisation", ""), act.source)}
