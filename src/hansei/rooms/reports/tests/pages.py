"""The pages of reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.site import SitePage

if TYPE_CHECKING:
    from hansei.kernel.models import Account
    from hansei.rooms.reports.models import Report


def _issued(account: Account) -> Report:
    """A problem report that was issued and published, with a correction since."""
    from hansei.kernel.actions import Act
    from hansei.rooms.reports import actions, receipts
    from hansei.rooms.reports.models import Report
    from hansei.rooms.reports.tests.arranged import LATER, count, data_set, draft, issue

    if found := Report.objects.filter(state="issued").first():
        return found
    act = Act(by=account, via="web")
    found = issue(account, draft(account, "service"))
    receipts.publish(act, pk=found.pk)
    actions.note_decision(act, pk=found.pk, text="A second gateway")
    data_set(LATER)
    count(found)
    return found


def one_report(account: Account) -> str:
    return f"/reports/{_issued(account).pk}/report/"


def one_record(account: Account) -> str:
    return f"/reports/{_issued(account).pk}/"


def its_cases(account: Account) -> str:
    return f"/reports/{_issued(account).pk}/cases/?figure=reported"


def one_draft(account: Account) -> str:
    """A draft with figures that are missing."""
    from hansei.rooms.reports.models import Report
    from hansei.rooms.reports.tests.arranged import count, draft

    found = Report.objects.filter(state="draft").first() or draft(account, "incidents")
    count(found)
    return f"/reports/{found.pk}/report/"


def one_engagement(account: Account) -> str:
    from hansei.kernel.actions import Act
    from hansei.rooms.reports import actions
    from hansei.rooms.reports.models import Engagement
    from hansei.rooms.reports.tests.arranged import data_set

    fields: actions.EngagementFields = {"title": "Depot East", "data_set": data_set().pk, "targets": "reported <= 100"}
    found = Engagement.objects.first() or actions.open_engagement(Act(by=account, via="web"), fields=fields)
    return f"/engagements/{found.pk}/"


PAGES = [
    SitePage("reports", "/reports/"),
    SitePage("report-new", "/reports/new/"),
    SitePage("engagements", "/engagements/"),
    SitePage("engagement-new", "/engagements/new/"),
    SitePage("engagement", one_engagement),
    SitePage("report", one_report),
    SitePage("report-record", one_record),
    SitePage("report-cases", its_cases),
    SitePage("report-draft", one_draft),
]
