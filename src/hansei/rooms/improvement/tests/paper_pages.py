"""The pages of plans and reports."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.site import SitePage

DUE = date(2126, 3, 2)


def verified(account: Any) -> Any:
    """An improvement whose data say that it is better, with a quality supervisor."""
    from hansei.kernel.actions import Act
    from hansei.rooms.improvement import actions
    from hansei.rooms.improvement.actions import control
    from hansei.rooms.improvement.models import Improvement
    from hansei.rooms.improvement.tests.filled import moved
    from hansei.rooms.improvement.tests.histories import AFTER, BEFORE, CHANGED_ON, FIRST_MONDAY, a_data_set
    from tests.accounts import make_account

    title = "Ночной расчёт идёт без вызовов"
    if found := Improvement.objects.filter(title=title).first():
        return found
    act, source = Act(by=account, via="cli"), a_data_set(BEFORE)
    found = actions.from_finding(
        act,
        title=title,
        source=source,
        finding="9c1d",
        where={"category": ["payroll"]},
        chosen_first=FIRST_MONDAY + timedelta(days=700),
        chosen_last=FIRST_MONDAY + timedelta(days=769),
        owner=account.pk,
        fields={"risk": "Дежурные уйдут.", "service": "Расчёт", "idea": "Пакет сам ждёт своей очереди."},
        target_percent=50,
        intervention_on=CHANGED_ON,
    )
    actions.edit(act, pk=found.pk, version=1, fields={"intervention": "Очередь вместо блокировки."})
    supervisor, doer = make_account("administrator"), make_account("agent")
    fields: control.ItemFields = {"improvement": found.pk, "title": "Очередь включена", "implementer": doer.pk}
    fields |= {"checker": account.pk, "planned_on": CHANGED_ON, "check_on": CHANGED_ON + timedelta(days=7)}
    moved(act, found, "in_work")
    made = control.plan_item(act, fields=fields)
    control.check_item(act, pk=made.pk, version=1, result="met", observed="Очередь работает.")
    a_data_set([*BEFORE, *AFTER], source)
    version = Improvement.objects.select_related("identity").get(pk=found.pk).identity.version
    control.name_supervisor(act, pk=found.pk, version=version, supervisor=supervisor.pk)
    version = Improvement.objects.select_related("identity").get(pk=found.pk).identity.version
    actions.verify(act, pk=found.pk, version=version)
    return Improvement.objects.select_related("identity").get(pk=found.pk)


def a_draft(account: Any) -> Any:
    """A plan with its six parts, not approved yet."""
    from hansei.kernel.actions import Act
    from hansei.rooms.improvement.actions import papers
    from hansei.rooms.improvement.models import Plan

    found = verified(account)
    fields: papers.PlanFields = {"improvement": found.pk, "due_on": DUE, "review": "Через месяц после включения."}
    fields |= {"introduction": "Для дежурных и отдела расчёта."}
    there = Plan.objects.filter(improvement=found).exclude(state="withdrawn").last()
    return there or papers.draft_plan(Act(by=account, via="cli"), fields=fields)


def approved(account: Any) -> Any:
    """The same, approved and published."""
    from hansei.kernel.actions import Act
    from hansei.rooms.improvement.actions import papers
    from hansei.rooms.improvement.models import Plan

    found = a_draft(account)
    if found.state == "draft":
        act = Act(by=account, via="cli")
        papers.move_plan(act, pk=found.pk, version=found.identity.version, to="approved")
        version = Plan.objects.select_related("identity").get(pk=found.pk).identity.version
        papers.publish_plan(act, pk=found.pk, version=version)
    return Plan.objects.select_related("identity").get(pk=found.pk)


def a_report(account: Any) -> Any:
    """A report that is approved and waits to be sent."""
    from hansei.kernel.actions import Act
    from hansei.rooms.improvement.actions import papers
    from hansei.rooms.improvement.models import ImprovementReport

    plan = approved(account)
    if found := ImprovementReport.objects.filter(improvement=plan.improvement_id).last():
        return found
    act = Act(by=account, via="cli")
    fields: papers.ReportFields = {"improvement": plan.improvement_id, "due_on": DUE, "leader": account.pk}
    fields |= {"analysis": "Вызовы шли от блокировки.", "measures": "Очередь остаётся; ночная смена её проверяет."}
    made = papers.draft_report(act, fields=fields)
    papers.move_report(act, pk=made.pk, version=made.identity.version, to="approved")
    return ImprovementReport.objects.select_related("identity").get(pk=made.pk)


def at(make: Any, root: str, path: str = "") -> Any:
    def address(account: Any) -> str:
        return f"/{root}/{make(account).pk}/{path}"

    return address


PAGES = [
    SitePage("improvement-plans", "/improvement-plans/"),
    SitePage("improvement-plan", at(approved, "improvement-plans")),
    SitePage("improvement-plan-document", at(approved, "improvement-plans", "document/")),
    SitePage("improvement-plan-new", "/improvement-plans/new/"),
    SitePage("improvement-reports", "/improvement-reports/"),
    SitePage("improvement-report", at(a_report, "improvement-reports")),
    SitePage("improvement-report-document", at(a_report, "improvement-reports", "document/")),
    SitePage("improvement-report-edit", at(a_report, "improvement-reports", "edit/")),
    SitePage("improvement-report-new", "/improvement-reports/new/"),
]
