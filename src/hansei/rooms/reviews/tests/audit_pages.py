"""The pages of audits."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.site import SitePage

if TYPE_CHECKING:
    from hansei.kernel.models import Account
    from hansei.rooms.reviews.models import Audit


def running(account: Account) -> Audit:
    """An audit in progress, led by this account: one question does not conform and is a finding."""
    from hansei.blocks.checklist import actions as checklists
    from hansei.blocks.checklist import queries
    from hansei.kernel.actions import Act
    from hansei.kernel.models import Identity
    from hansei.rooms.reviews import actions
    from hansei.rooms.reviews.models import Audit
    from tests.accounts import make_account

    if found := Audit.objects.filter(state="running", lead=account).first():
        return found
    act, other = Act(by=account, via="web"), make_account("agent", "auditee@test.example")
    area = actions.open_area(act, fields={"title": "Διανομή", "responsible": other.pk})
    fields: actions.AuditFields = {"title": "Έλεγχος", "area": area.pk, "scope": "Ωμέγα", "criteria": "Δέλτα"}
    found = actions.plan_audit(act, fields={**fields, "lead": account.pk, "planned_on": date(2125, 3, 1)})
    actions.choose_clauses(act, pk=found.pk, version=found.identity.version, names=["10"])
    version = Identity.objects.get(pk=found.pk).version
    actions.move_audit(act, pk=found.pk, version=version, to="running")
    task = queries.missing(found.pk, "audit.10")[0]
    checklists.settle(act, record=found.pk, task=task.pk, version=task.version, state="failed", note="Σίγμα")
    written: actions.FindingFields = {"audit": found.pk, "title": "Σίγμα", "clause": "10.1", "evidence": "Θήτα"}
    actions.write_finding(act, fields=written)
    return Audit.objects.get(pk=found.pk)


def one_audit(account: Account) -> str:
    return f"/audits/records/{running(account).pk}/"


def one_report(account: Account) -> str:
    return f"/audits/{running(account).pk}/report/"


def one_area(account: Account) -> str:
    return f"/audits/areas/{running(account).area_id}/"


def one_finding(account: Account) -> str:
    return f"/audits/findings/{running(account).findings.all()[0].pk}/"


def one_answer(account: Account) -> str:
    return f"{one_finding(account)}answer/"


def one_verification(account: Account) -> str:
    return f"{one_finding(account)}verify/"


def one_withdrawn_finding(account: Account) -> str:
    return f"{one_finding(account)}withdraw/"


def withdrawing(account: Account) -> str:
    return f"/audits/{running(account).pk}/withdraw/"


PAGES = [
    SitePage("audits", "/audits/"),
    SitePage("audits-all", "/audits/records/"),
    SitePage("audit-new", "/audits/records/new/"),
    SitePage("audit", one_audit),
    SitePage("audit-report", one_report),
    SitePage("audit-withdraw", withdrawing),
    SitePage("audit-areas", "/audits/areas/"),
    SitePage("audit-area-new", "/audits/areas/new/"),
    SitePage("audit-area", one_area),
    SitePage("audit-findings", "/audits/findings/"),
    SitePage("audit-finding-new", "/audits/findings/new/"),
    SitePage("audit-finding", one_finding),
    SitePage("audit-finding-answer", one_answer),
    SitePage("audit-finding-verify", one_verification),
    SitePage("audit-finding-withdraw", one_withdrawn_finding),
]
