"""Corrective and preventive actions on paper: all of it for ourselves, and what a customer was told, nothing else."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _

from hansei.blocks.document import api as document
from hansei.blocks.document.api import Cell
from hansei.blocks.register.values import label_of, value_of
from hansei.kernel.models import Account
from hansei.rooms.improvement import queries
from hansei.rooms.improvement.kinds import CAPA, CAPA_LIFE
from hansei.rooms.improvement.models import Capa, CustomerReport
from hansei.rooms.improvement.papers.parts import said
from hansei.ui import words

TEMPLATE: Final = "improvement.capa"
# Sections of the internal report, in their order; "shared" is what the customer was told.
SECTIONS: Final = ("description", "containment", "cause", "corrective", "preventive", "evidence", "effect", "shared")
FACTS: Final = ("trigger", "trigger_key", "service", "category", "owner", "due_on", "corrected_on", "closed_on")
INSTEAD: Final = {"corrective": "no_corrective", "preventive": "no_preventive"}


def internal(account: Account, found: Capa, layout: document.Layout | None = None) -> document.Document:
    """Everything that is known of a case. Not for the customer, and every page says so."""
    values = {"service": found.service, "owner": found.owner.name if found.owner else ""}
    layout = layout or document.layout_of(TEMPLATE, values=values)
    sections = layout.sections({each.code: _part(found, each.code) for each in layout.places})
    facts = [(_("Number"), str(found.identity.key)), (_("State"), str(CAPA_LIFE.state(found.state).label))]
    facts += [(label_of(CAPA, name), value) for name in FACTS if (value := value_of(found, name, account))]
    return document.Document(
        found.title,
        sections,
        kicker=_("Corrective and preventive action"),
        facts=facts,
        running=words.joined([str(found.identity.key), found.title]),
        mark=_("Internal: not for the customer"),
        preface=layout.preface,
        template=layout.stamp,
        name=f"{found.identity.key}-internal",
    )


def _part(found: Capa, code: str) -> list[Any]:
    if code == "shared":
        return _told(found)
    if getattr(found, code).strip() or code not in INSTEAD:
        return said(getattr(found, code))
    reason = getattr(found, INSTEAD[code])
    return [document.Paragraph(words.labelled(label_of(CAPA, INSTEAD[code]), reason))] if reason.strip() else []


def _told(found: Capa) -> list[Any]:
    """Which reports the customer got, and whether a similar case came back."""
    rows: list[list[Cell | str]] = [
        [
            Cell(words.number(each.number), numeric=True, value=each.number),
            words.of_day(each.at),
            Cell(each.recipient, is_data=True),
            Cell(each.title, is_data=True),
            Cell(each.seal[:12], is_data=True),
        ]
        for each in found.reports.all()
    ]
    head: list[Cell | str] = [Cell(_("Report"), numeric=True), _("Day"), _("Who is told"), _("Title"), _("Seal")]
    made: list[Any] = [document.Table(_("What the customer was told"), head, rows)] if rows else []
    if found.not_shared.strip():
        made.append(document.Paragraph(words.labelled(label_of(CAPA, "not_shared"), found.not_shared)))
    if queries.effect_said(found) == "came_back":
        keys = words.listed(each.identity.key for each in queries.came_back(found))
        made.append(document.Paragraph(words.labelled(_("A similar case came back"), keys), "warning"))
    return made


def for_customer(found: CustomerReport) -> document.Document:
    """What the customer was told, as it was told: from the kept report alone, never from the case."""
    sections: list[document.Section] = []
    for name, text in found.contents:
        title = _("How it was corrected and delivered") if name == "customer_words" else label_of(CAPA, name)
        sections.append(document.Section(title, said(text), number=len(sections) + 1, code=name))
    key = str(found.capa.identity.key)
    return document.Document(
        found.title,
        sections,
        kicker=_("Report to the customer"),
        facts=[
            (_("Number"), key),
            (_("Report"), words.number(found.number)),
            (_("Day"), words.of_day(found.at)),
        ],
        running=words.joined([key, found.title]),
        seal=found.seal,
        name=f"{key}-report-{found.number}",
    )
