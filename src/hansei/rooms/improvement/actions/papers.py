"""Every way to change a plan or a report of an improvement, and to send it."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import TypedDict  # comes with pydantic, which needs it below Python 3.12

from hansei.blocks import lifecycle
from hansei.blocks.document import api as document
from hansei.kernel import records
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.models import Account
from hansei.rooms.governance import actions as governance
from hansei.rooms.governance import queries as rights
from hansei.rooms.improvement import deciding, measuring
from hansei.rooms.improvement.actions.control import place_of, with_accounts
from hansei.rooms.improvement.events import PaperFrozen
from hansei.rooms.improvement.kinds import SEE, WORK
from hansei.rooms.improvement.kinds.papers import SEALED
from hansei.rooms.improvement.models import PLAN_PARTS, Frozen, Improvement, ImprovementReport, Plan, Supervision
from hansei.rooms.improvement.papers import filling
from hansei.rooms.improvement.papers.describing import PLAN_TEMPLATE, REPORT_TEMPLATE
from hansei.rooms.improvement.queries import papers as queries
from hansei.rooms.reports import actions as reports

RECEIVERS: Final = ("leader", "supervisor")
AnyPaper = Plan | ImprovementReport


class PlanFields(TypedDict, total=False):
    """What a person writes in a plan. `improvement` is its number in the database."""

    improvement: int
    title: str
    due_on: date
    introduction: str
    basic: str
    description: str
    solution: str
    roles: str
    review: str


class ReportFields(TypedDict, total=False):
    """What a person writes in a report. `improvement` is its number, `leader` and `supervisor` are accounts."""

    improvement: int
    title: str
    due_on: date
    leader: int | None
    supervisor: int | None
    statistics: str
    analysis: str
    measures: str


@action("improvement_plan.draft", label=gettext_lazy("Draft an improvement plan"), right=WORK)
def draft_plan(act: Act, *, fields: PlanFields) -> Plan:
    """Draft the next version of an improvement's plan; its words begin with those of the one before, or the records."""
    given: dict[str, Any] = dict(fields)
    found = _improvement(act, given)
    lifecycle.refuse_unless_open(found)
    last = found.plans.exclude(state="withdrawn").order_by("-number").first()
    first = {name: getattr(last, name) for name in PLAN_PARTS} if last is not None else filling.first_words(found)
    written = {name: value for name, value in given.items() if value or name not in PLAN_PARTS}
    made: Plan = _made(act, Plan, found, {**first, **written})
    return made


@action("improvement_plan.edit", label=gettext_lazy("Edit"), on="improvement_plan", right=WORK)
def edit_plan(act: Act, *, pk: int, version: int, fields: PlanFields) -> list[str]:
    """Write a plan's words before it is approved; refuses when somebody else did meanwhile."""
    return _edited(act, act.claim(Plan, pk, WORK, version=version), dict(fields))


@action("improvement_plan.move", label=gettext_lazy("Move on"), on="improvement_plan")
def move_plan(act: Act, *, pk: int, version: int, to: str) -> None:
    """Approve or withdraw a plan. An approved one is frozen and sealed; publishing is an action of its own."""
    found = act.claim(Plan, pk, SEE, version=version)
    if to == "published":
        raise Refusal("plan.publish_it", _("Publish the plan on its page: there you see who is asked to read it."))
    _moved(act, found, to, PLAN_TEMPLATE, lambda: filling.of_plan(found))


@action("improvement_plan.publish", label=gettext_lazy("Publish to those affected"), on="improvement_plan", right=WORK)
def publish_plan(act: Act, *, pk: int, version: int, recipients: str = "") -> int:
    """Put an approved plan in full before those affected; mail it to further addresses, one a line with its language.

    Earlier versions are superseded and stay readable as they were. Returns how many new readers were asked.
    """
    found = act.claim(Plan, pk, WORK, version=version)
    if found.state not in ("approved", "published"):
        raise Refusal("plan.not_approved", _("Only an approved plan is published, and only the newest version."))
    asked = reports.put_before(act, found, queries.affected(found))
    if recipients.strip():
        asked += reports.address_lines(act, found, recipients, due_at=act.at)
    if not asked:
        raise Refusal("plan.nobody", _("Nobody is left to ask: name who takes part, or write a mail address."))
    if found.state == "approved":
        lifecycle.move(act, found, "published")
        records.change(act, found, published_on=timezone.localdate(act.at))
        before = found.improvement.plans.filter(number__lt=found.number, state__in=["approved", "published"])
        for each in before.values_list("pk", flat=True):
            lifecycle.move(act, act.claim(Plan, each, WORK), "superseded")
    return asked


@action("improvement_report.draft", label=gettext_lazy("Draft an improvement report"), right=WORK)
def draft_report(act: Act, *, fields: ReportFields) -> ImprovementReport:
    """Draft the report of an improvement: the parts of its approved plan, the statistics, and what follows."""
    given = with_accounts(fields, RECEIVERS)
    found = _improvement(act, given)
    plan = found.plans.filter(state__in=["approved", "published"]).order_by("-number").first()
    if plan is None:
        raise Refusal(
            "improvement_report.no_plan", _("Have its plan approved first: the report begins with its parts.")
        )
    supervision = Supervision.objects.filter(improvement=found).select_related("supervisor").first()
    usual = {"plan": plan, "supervisor": supervision.supervisor if supervision else None}
    written = {name: value for name, value in given.items() if value is not None}
    made: ImprovementReport = _made(act, ImprovementReport, found, {**usual, **written})
    return made


@action("improvement_report.edit", label=gettext_lazy("Edit"), on="improvement_report", right=WORK)
def edit_report(act: Act, *, pk: int, version: int, fields: ReportFields) -> list[str]:
    """Write a report's words before it is approved. Who gets it may be named until it is sent."""
    found = act.claim(ImprovementReport, pk, WORK, version=version)
    given = with_accounts(fields, RECEIVERS)
    changed = {name for name, value in given.items() if getattr(found, name, None) != value and name != "improvement"}
    if found.state == "approved" and changed <= set(RECEIVERS):
        return records.change(act, found, **{name: given[name] for name in changed})
    return _edited(act, found, given)


@action("improvement_report.move", label=gettext_lazy("Move on"), on="improvement_report")
def move_report(act: Act, *, pk: int, version: int, to: str) -> None:
    """Approve or withdraw a report. An approved one is frozen and sealed; sending is an action of its own."""
    found = act.claim(ImprovementReport, pk, SEE, version=version)
    if to in ("sending", "sent"):
        raise Refusal("improvement_report.send_it", _("Send the report on its page: it goes to both receivers."))
    keep = measuring.keeping(act.via)
    _moved(act, found, to, REPORT_TEMPLATE, lambda: filling.of_report(found, act.by, keep))


@action("improvement_report.send", label=gettext_lazy("Send to both"), on="improvement_report", right=WORK)
def send_report(act: Act, *, pk: int, version: int) -> None:
    """Mail an approved report to the responsible leader and the supervisor, each in their language.

    It counts as sent when the mail server took both, or the one who is missing said that they have read it.
    """
    found = act.claim(ImprovementReport, pk, WORK, version=version)
    lifecycle.move(act, found, "sending")
    to = [each for each in (found.leader, found.supervisor) if each is not None]
    lines = "\n".join(f"{each.email} {each.language or 'en'}" for each in to)
    reports.address_lines(act, found, lines, due_at=act.at)


@action("improvement_report.note_sent", label=gettext_lazy("Note that both have it"))
def note_sent(act: Act, *, pk: int) -> bool:
    """Note that a report reached both its receivers; False while one is missing. For the system alone."""
    if act.by is not None:
        raise NotFound("improvement_report.not_found", _("There is no such report, or you may not see it."))
    found = act.claim(ImprovementReport, pk, WORK)
    if found.state != "sending" or queries.missing_receivers(found):
        return False
    records.change(act, found, sent_on=timezone.localdate(act.at))
    lifecycle.move(act, found, "sent")
    return True


def _improvement(act: Act, given: dict[str, Any]) -> Improvement:
    """The improvement a paper is of, locked: of two drafts at once one comes first."""
    return act.claim(Improvement, given.pop("improvement", 0) or 0, WORK)


def _made(act: Act, model: type[Any], found: Improvement, values: dict[str, Any]) -> Any:
    papers = model._default_manager.filter(improvement=found)
    if papers.filter(state="draft").exists():
        raise Refusal("paper.draft_there", _("There is a draft already: write on in that one."))
    last = papers.order_by("-number").values_list("number", flat=True).first() or 0
    if not values.get("due_on"):
        said = _("Say by when.")
        raise Refusal("paper.no_day", said, fields={"due_on": [said]})
    title = str(values.pop("title", "") or "").strip() or found.title
    return records.create(
        act, model, state="draft", source=records.source_of(found), where=place_of(found), improvement=found,
        number=last + 1, title=title, **values,
    )  # fmt: skip


def _edited(act: Act, found: AnyPaper, given: dict[str, Any]) -> list[str]:
    if found.state != "draft":
        raise lifecycle.why_settled(found) or Refusal("paper.approved", str(SEALED))
    if given.pop("improvement", found.improvement_id) != found.improvement_id:
        raise Refusal("paper.other", _("It stays with its improvement; withdraw it and draft another."))
    return records.change(act, found, **given)


def _moved(act: Act, found: AnyPaper, to: str, template: str, content: Any) -> None:
    """Go one way; on approval keep the decision, freeze and seal."""
    if to != "approved" or found.state != "draft":
        lifecycle.move(act, found, to)
        return
    approval: rights.Approval[Any] = deciding.PLAN if isinstance(found, Plan) else deciding.REPORT
    governance.approve(act, found, approval)
    lifecycle.move(act, found, to)
    records.change(act, found, approved_on=timezone.localdate(act.at))
    layout = document.layout_of(template)
    made = Frozen(paper=found.identity, at=act.at, by=act.by, template=layout.version, content=content())
    made.seal = made.sealed()
    made.save(force_insert=True)
    said = PaperFrozen(record=found.pk, frozen=made.pk, template=made.template, seal=made.seal)
    act.record(said, source=records.source_of(found))


def acknowledge(act: Act, account: Account, found: AnyPaper) -> None:
    """Note that somebody has read what was put before them."""
    for each in queries.unread(account, found):
        reports.acknowledge(act, receipt=each.pk)
