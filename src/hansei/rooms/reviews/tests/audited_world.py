"""A small company to be audited: who leads, who answers for the area, and what was found."""

from __future__ import annotations

from datetime import date
from typing import Any

from hansei.blocks.checklist import actions as checklists
from hansei.blocks.checklist import queries as tasks
from hansei.kernel.actions import ACTIONS, Act
from hansei.kernel.models import Account, Identity
from hansei.rooms.reviews import actions, clauses
from hansei.rooms.reviews.models import Audit, AuditArea, AuditFinding

PLANNED = date(2125, 3, 1)


def by(account: Account) -> Act:
    return Act(by=account, via="web")


def version(pk: int) -> int:
    return Identity.objects.values_list("version", flat=True).get(pk=pk)


def an_area(act: Act, responsible: Account | None = None, **more: Any) -> AuditArea:
    fields = {"title": "Διανομή", "responsible": responsible.pk if responsible else None, **more}
    return actions.open_area(act, fields=fields)  # type: ignore[arg-type]  # the same names


def planned(act: Act, area: AuditArea, lead: Account | None = None, lists: str = "10", **more: Any) -> Audit:
    fields = {"title": "Έλεγχος", "area": area.pk, "scope": "Ω", "criteria": "Δ", "planned_on": PLANNED, **more}
    found = actions.plan_audit(act, fields={**fields, "lead": lead.pk if lead else None})  # type: ignore[typeddict-item]
    actions.choose_clauses(act, pk=found.pk, version=version(found.pk), names=lists.split())
    return Audit.objects.get(pk=found.pk)


def move(act: Act, found: Audit, to: str) -> Audit:
    actions.move_audit(act, pk=found.pk, version=version(found.pk), to=to)
    return Audit.objects.select_related("identity").get(pk=found.pk)


def answer(act: Act, found: Audit, code: str, state: str = "done", note: str = "Είδα") -> None:
    number = code.split(".")[0]
    task = next(each for each in tasks.tasks_of(found.pk, clauses.LISTS[number].code) if each.code == code)
    checklists.settle(act, record=found.pk, task=task.pk, version=task.version, state=state, note=note)


def write(act: Act, found: Audit, **more: Any) -> AuditFinding:
    fields = {"audit": found.pk, "title": "Σίγμα", "clause": "10.1", "evidence": "Θήτα", **more}
    return actions.write_finding(act, fields=fields)  # type: ignore[arg-type]  # the same names


def reported(act: Act, found: Audit, **more: Any) -> AuditFinding:
    """Bring a running audit of clause 10 to its report with one nonconformity."""
    answer(act, found, "10.1", "failed")
    answer(act, found, "10.2")
    made = write(act, found, **more)
    actions.edit_audit(act, pk=found.pk, version=version(found.pk), fields={"summary": "Ψ"})
    move(act, found, "reported")
    return AuditFinding.objects.get(pk=made.pk)


def a_capa(act: Act, finding: AuditFinding) -> Any:
    """The case of an upper room, opened through the registry."""
    return ACTIONS["capa.from_audit"].run(act, pk=finding.pk)


def close_capa(act: Act, capa: Any, *, until: str = "closed") -> None:
    words = ("containment", "cause", "corrective", "preventive", "evidence", "effect", "not_shared")
    ACTIONS["capa.edit"].run(act, pk=capa.pk, version=version(capa.pk), fields=dict.fromkeys(words, "Ω"))
    steps = ("contained", "understood", "corrected", "prevented", "verified", "closed")
    for to in steps[: steps.index(until) + 1]:
        ACTIONS["capa.move"].run(act, pk=capa.pk, version=version(capa.pk), to=to)
