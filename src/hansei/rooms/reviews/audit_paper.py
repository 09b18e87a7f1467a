"""The report of an audit on paper, as one reader may see it."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from hansei.blocks.checklist import queries as checklists
from hansei.blocks.checklist.models import TaskState
from hansei.blocks.document import api as document
from hansei.blocks.document.api import Cell
from hansei.blocks.lifecycle import LIFECYCLES
from hansei.blocks.register.values import label_of, value_of
from hansei.kernel.models import Account, EventRow
from hansei.rooms.reviews import audited, clauses, independence
from hansei.rooms.reviews.kinds import AUDIT
from hansei.rooms.reviews.models import Audit, AuditFinding, Grade
from hansei.ui import words
from hansei.ui.components import Figure

TEMPLATE: Final = "reviews.audit"
PARTS: Final = {
    "scope": gettext_lazy("Scope and criteria"),
    "conclusion": gettext_lazy("Conclusion"),
    "findings": pgettext_lazy("audit", "Findings"),
    "follow_up": gettext_lazy("Follow-up"),
    "questions": gettext_lazy("What was asked and seen"),
}
REQUIRED: Final = ("scope", "conclusion", "findings")
TONES: Final = {"done": "good", "failed": "bad"}
Parts = list[Any]


def described(account: Account, found: Audit, layout: document.Layout | None = None) -> document.Document:
    """The report: a draft until it is issued; findings that this reader may not see are left out."""
    lead = found.lead.name if found.lead is not None else ""
    layout = layout or document.layout_of(TEMPLATE, values={"area": found.area.title, "lead": lead})
    seen = list(audited.findings(account).filter(audit=found).select_related("verified_by").order_by("pk"))
    standing = [each for each in seen if each.state != "withdrawn"]
    made = {
        "scope": [*_labelled(found, "scope"), *_labelled(found, "criteria")],
        "conclusion": [*([document.Paragraph(found.summary, "voice")] if found.summary.strip() else [])],
        "findings": _findings(standing),
        "follow_up": _follow_up(standing),
        "questions": _questions(found),
    }
    sections = layout.sections(made)
    if (issued := _issued(found)) is not None:
        signed = document.Signature(_("Issued by"), issued.actor.name if issued.actor else "", issued.occurred_at)
        sections.append(document.Section(_("Issued"), [document.Signatures([signed])], code="issued"))
    is_secret = any(each.identity.is_confidential for each in standing)
    marks = [_("Draft: not issued")] if found.reported_on is None else []
    return document.Document(
        found.title,
        sections,
        kicker=_("Audit report"),
        facts=_facts(found),
        running=words.joined([str(found.identity.key), found.title]),
        mark=" · ".join([*marks, *([_("Confidential")] if is_secret else [])]),
        preface=layout.preface,
        template=layout.stamp,
        name=f"{found.identity.key}-report",
    )


def _issued(found: Audit) -> EventRow | None:
    """The event by which the report was issued."""
    rows = EventRow.objects.filter(kind="record.moved", objects_touched__object=found.pk, facts__now="reported")
    return rows.select_related("actor").order_by("-pk").first()


def _facts(found: Audit) -> list[tuple[str, str]]:
    team = independence.team(found)
    facts = [
        (_("Number"), str(found.identity.key)),
        (_("State"), str(LIFECYCLES["audit"].state(found.state).label)),
        (_("Area"), found.area.title),
        (_("Answers for it"), found.area.responsible.name if found.area.responsible else "–"),
        (_("Auditors"), words.listed(each.name for each in team)),
    ]
    days = (
        (_("Planned for"), found.planned_on),
        (_("Begun on"), found.begun_on),
        (_("Reported on"), found.reported_on),
    )
    return facts + [(label, words.of_day(day)) for label, day in days if day]


def _labelled(found: Audit, name: str) -> Parts:
    text = getattr(found, name)
    return _said(words.labelled(label_of(AUDIT, name), text)) if text.strip() else []


def _said(text: str) -> Parts:
    return [document.Paragraph(each.strip()) for each in text.split("\n\n") if each.strip()]


def _findings(found: list[AuditFinding]) -> Parts:
    n = {grade: sum(each.grade == grade for each in found) for grade in Grade.values}
    made: Parts = [
        document.Figures(
            [Figure(n["nonconformity"], _("Nonconformities")), Figure(n["observation"], _("Observations"))]
        )
    ]
    for each in found:
        head = words.joined([str(each.identity.key), value_of(each, "grade", None), each.clause])
        made += [document.Paragraph(words.labelled(head, each.title), "quote"), *_said(each.evidence)]
    return made


def _follow_up(found: list[AuditFinding]) -> Parts:
    if not found:
        return []
    head: list[Cell | str] = [
        pgettext("audit", "Finding"),
        _("Owner"),
        _("Until"),
        _("CAPA"),
        _("State"),
        _("Verified by"),
    ]
    rows: list[list[Cell | str]] = [
        [
            str(each.identity.key),
            _name(each.owner),
            words.of_day(each.due_on) if each.due_on else "–",
            Cell(words.listed(capa.identity.key for capa in independence.capas(each)) or "–", is_data=True),
            str(LIFECYCLES["audit_finding"].state(each.state).label),
            _name(each.verified_by) if each.closed_on else "–",
        ]
        for each in found
    ]
    return [document.Table(_("Follow-up"), head, rows)]


def _name(account: Account | None) -> Cell:
    return Cell(account.name if account is not None else "–", is_data=account is not None)


def _questions(found: Audit) -> Parts:
    made: Parts = []
    for number in clauses.codes(found.clauses):
        shipped = clauses.LISTS[number]
        outcomes = {"done": shipped.done, "failed": shipped.failed}
        rows: list[list[Cell | str]] = [
            [
                Cell(checklists.text_of(each), is_data=each.words is not None),
                Cell(str(outcomes.get(each.state) or TaskState(each.state).label), tone=TONES.get(each.state, "")),
                Cell(each.note.text if each.note is not None else "", is_data=True),
            ]
            for each in checklists.tasks_of(found.pk, shipped.code)
        ]
        if rows:
            made.append(
                document.Table(
                    str(shipped.name), [_("Question"), pgettext("audit", "Answer"), _("What was seen")], rows
                )
            )
    return made
