"""The demonstration's audits: a year's programme of the made-up company, told on its days.

One audit is closed, one is reported with a finding that is overdue, one is in progress, one is still to come, and one
area was never looked at. Cases opened for findings are the improvement room's; it answers and verifies them too.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from hansei.analytics.demonstration import STEPS
from hansei.blocks.checklist import actions as checklists
from hansei.blocks.checklist import erasure as lists
from hansei.blocks.checklist import queries as tasks
from hansei.blocks.checklist.models import TaskState
from hansei.kernel import demonstration
from hansei.kernel.demonstration import Progress, account_of, act_of, identities, let_go, records_of, version_of
from hansei.kernel.models import Account
from hansei.rooms.reviews import actions, clauses
from hansei.rooms.reviews.models import AreaPerson, Audit, AuditArea, AuditFinding, AuditMember

STANDARD: Final = "ISO/IEC 20000-1:2018 and the company's own rules"
# Title, who answers for it, how often, days before the company's last day from which it is audited.
AREAS: Final = (
    ("Service desk", "agent", 12, 700),
    ("Change and release", "admin", 12, 700),
    ("Suppliers", "admin", 24, 700),
    ("Reports and reviews", "manager", 12, 700),
    ("Capacity of the data halls", "agent", 12, 420),
)
# What was seen where something is wrong; everything else conforms.
AUDITS: Final[tuple[dict[str, Any], ...]] = (
    {
        "title": "Service desk: incidents and requests", "area": "Service desk", "lead": "manager", "clauses": "7 8",
        "days": (300, 295, 290), "scope": "Work of the service desk from January to June, both sites",
        "summary": "The desk works as it is written. Who may do what at night is not shown for everybody.",
        "findings": (
            ("Night staff without a proof of training", "nonconformity", "7.2",
             "Two of six people on the night list have no record of the training that the role asks for.", 30),
            ("Requests are sorted by hand each morning", "observation", "8.6",
             "Between seven and eight one person sorts what came in at night; nobody stands in.", 60),
        ),
    },
    {
        "title": "Changes of network and displays", "area": "Change and release", "lead": "manager", "clauses": "8",
        "days": (75, 70, 66), "scope": "Forty changes of the last half year, drawn by chance",
        "summary": "Changes are planned and told. Who approved them, and whether they were tested, is not always kept.",
        "findings": (
            ("Firewall changes without a name of who approved them", "nonconformity", "8.5",
             "Five of twenty firewall changes looked at carry no approval.", 45),
            ("Changes closed without a test result", "observation", "8.5", "Three of twenty changes looked at.", 120),
        ),
    },
    {
        "title": "Reports to customers", "area": "Reports and reviews", "lead": "agent", "clauses": "9",
        "days": (3, 2, None), "scope": "Service reports and reviews of the last three months", "summary": "",
        "findings": (), "answered": 2,
    },
    {
        "title": "Suppliers of the depots", "area": "Suppliers", "lead": "manager", "clauses": "8 10",
        "days": (-20, None, None), "scope": "Contracts and their measured results of this year", "summary": "",
        "findings": (),
    },
)  # fmt: skip
SEEN: Final = "Looked at: the written rule, three records drawn by chance, and two people asked. All fit together."


def load(by: Account, progress: Progress, day: date) -> None:
    """On the company's last day: areas and audits of the time behind it; after a kill, what is missing."""
    if day != STEPS[-1]:
        return
    for title, who, months, ago in AREAS:
        if not records_of(AuditArea).filter(title=title).exists():
            fields: actions.AreaFields = {"title": title, "responsible": account_of(who).pk, "every_months": months}
            actions.open_area(act_of("admin", day, ago=ago), fields=fields)
    for planned in AUDITS:
        _audit(planned, day)


def _audit(planned: dict[str, Any], day: date) -> None:
    """Bring one audit to where it stands, from where a killed load left it."""
    planned_ago, begun_ago, reported_ago = planned["days"]
    found = records_of(Audit).filter(title=planned["title"]).first()
    if found is None:
        fields: actions.AuditFields = {
            "title": planned["title"], "area": records_of(AuditArea).get(title=planned["area"]).pk,
            "scope": planned["scope"], "criteria": STANDARD, "lead": account_of(planned["lead"]).pk,
            "planned_on": day - timedelta(days=planned_ago), "summary": planned["summary"],
        }  # fmt: skip
        found = actions.plan_audit(act_of("admin", day, ago=max(planned_ago, 0) + 40), fields=fields)
    if not found.clauses:
        act = act_of("admin", day, ago=max(planned_ago, 0) + 39)
        actions.choose_clauses(act, pk=found.pk, version=version_of(found.pk), names=planned["clauses"].split())
    if begun_ago is None:
        return
    if found.state == "planned":
        _move(found, planned["lead"], day, begun_ago, "running")
    _answer(found, planned, day)
    _write(found, planned, day)
    if reported_ago is not None and Audit.objects.values_list("state", flat=True).get(pk=found.pk) == "running":
        _move(found, planned["lead"], day, reported_ago, "reported")


def _move(found: Audit, who: str, day: date, ago: int, to: str) -> None:
    actions.move_audit(act_of(who, day, ago=ago), pk=found.pk, version=version_of(found.pk), to=to)


def _answer(found: Audit, planned: dict[str, Any], day: date) -> None:
    act = act_of(planned["lead"], day, 11, ago=planned["days"][1])
    wrong = {clause for _title, grade, clause, _seen, _days in planned["findings"] if grade == "nonconformity"}
    asked = [each for code in planned["clauses"].split() for each in tasks.tasks_of(found.pk, clauses.LISTS[code].code)]
    for each in (one for one in asked[: planned.get("answered")] if one.state == TaskState.OPEN):
        state = "failed" if each.code in wrong else "done"
        note = _seen(planned, each.code)
        checklists.settle(act, record=found.pk, task=each.pk, version=each.version, state=state, note=note)


def _seen(planned: dict[str, Any], code: str) -> str:
    return next((seen for _title, _grade, clause, seen, _days in planned["findings"] if clause == code), SEEN)


def _write(found: Audit, planned: dict[str, Any], day: date) -> None:
    ago = planned["days"][1]
    for title, grade, clause, seen, days in planned["findings"]:
        if not records_of(AuditFinding).filter(title=title).exists():
            fields: actions.FindingFields = {
                "audit": found.pk, "title": title, "grade": grade, "clause": clause, "evidence": seen,
                "due_on": day - timedelta(days=ago - days),
            }  # fmt: skip
            actions.write_finding(act_of(planned["lead"], day, 12, ago=ago), fields=fields)


def remove(progress: Progress) -> None:
    """Delete areas, audits and findings; their events and numbers go with their source."""
    here = identities("audit", "audit_finding", "audit_area")
    lists.forget(here)
    AuditFinding.objects.filter(identity__in=here).delete()
    AuditMember.objects.filter(audit__in=here.values("pk")).delete()
    Audit.objects.filter(identity__in=here).delete()
    AreaPerson.objects.filter(area__in=here.values("pk")).delete()
    AuditArea.objects.filter(identity__in=here).delete()
    let_go(here)


demonstration.part("reviews.audits", order=22, steps=STEPS[-1:], load=load, remove=remove)
