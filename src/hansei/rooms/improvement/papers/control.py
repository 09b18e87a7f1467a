"""The control sheet of an improvement on paper: items with their checks, causes of what was not met, supervision."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from hansei.blocks.document import api as document
from hansei.blocks.document.api import Cell
from hansei.kernel.models import Account
from hansei.rooms.improvement import sheet
from hansei.rooms.improvement.models import Improvement
from hansei.rooms.improvement.papers.parts import named
from hansei.ui import words
from hansei.ui.components import Figure

TEMPLATE: Final = "improvement.control"
SECTIONS: Final = ("items", "unmet", "supervision")


def described(account: Account, found: Improvement, layout: document.Layout | None = None) -> document.Document:
    """The sheet as it stands now, for somebody who may see the improvement."""
    told = sheet.context_of(account, found)
    layout = layout or document.layout_of(TEMPLATE, values={"improvement": str(found.identity.key)})
    parts = {"items": _items(told), "unmet": _unmet(told), "supervision": _supervision(told)}
    sections = layout.sections(parts)
    supervision = told["supervision"]
    facts = [(_("Improvement"), str(found.identity.key)), (_("Owner"), found.owner.name if found.owner else "–")]
    facts.append((_("Quality supervisor"), supervision.supervisor.name if supervision else "–"))
    return document.Document(
        found.title,
        sections,
        kicker=_("Control sheet"),
        facts=facts,
        running=words.joined([str(found.identity.key), found.title]),
        preface=layout.preface,
        template=layout.stamp,
        name=f"{found.identity.key}-control-sheet",
    )


def _items(told: dict[str, Any]) -> list[Any]:
    checks, checking = told["checks"], told["checking"]
    shares = [(checking.first, _("Met at first check")), (checking.rechecks, _("Held after closing"))]
    figures = [Figure(each.share, label, form="share", n=each.whole) for each, label in shares]
    if checking.by_words:
        figures.append(Figure(checking.by_words, _("Held by somebody's words only, counted in no share")))
    head: list[Cell | str] = [_("Item"), _("Planned"), _("Done by"), _("Checked by"), _("First check"), _("Closed")]
    head += [_("After %(n)s days") % {"n": words.number(each.days)} for each in checks]
    rows = [_row(each) for each in told["lines"]]
    return [document.Figures(figures), document.Table("", head, rows)] if rows else []


def _row(line: sheet.Line) -> list[Cell | str]:
    item = line.item
    first = _check(line.first) if line.first is not None else Cell(_day(item.check_on) or "–")
    by = _("%(name)s (customer)") % {"name": item.customer_checker} if item.customer_checker else ""
    if item.deputy and item.checker:
        by = _("%(name)s, checked for them by %(deputy)s") % {"name": item.checker.name, "deputy": item.deputy.name}
    return [
        named(item.title),
        _day(item.planned_on) or "–",
        named(item.implementer.name if item.implementer else ""),
        named(by or (item.checker.name if item.checker else "")),
        first,
        _day(item.closed_on) or line.state,
        *(_check(each) for each in line.later),
    ]


def _day(day: date | None) -> str:
    return words.of_day(day) if day is not None else ""


def _check(cell: sheet.Cell) -> Cell:
    tone = cell.meaning if cell.meaning in ("good", "bad", "soon") else ""
    return Cell(words.joined([cell.said, *([words.of_day(cell.day)] if cell.day else [])]), tone=tone)


def _unmet(told: dict[str, Any]) -> list[Any]:
    """What was not met at a check: what was found, why, and what was done about it."""
    items = [each.item for each in told["lines"] if each.item.first_result == "not_met" or each.item.cause.strip()]
    if not items:
        return [document.Paragraph(_("Nothing was found not met."), "quiet")]
    head = [_("Item"), _("What the check found"), _("Cause if not met"), _("Measure against the cause")]
    return [
        document.Table(
            "",
            head,
            [[named(each.title), named(each.observed), named(each.cause), named(each.measure)] for each in items],
        )
    ]


def _supervision(told: dict[str, Any]) -> list[Any]:
    kept = told["supervision"]
    role = _("Quality supervisor")
    if kept is None or kept.is_kept is None:
        return [document.Signatures([document.Signature(role, kept.supervisor.name if kept else "")])]
    verdict = _("process kept") if kept.is_kept else _("process not kept")
    return [
        document.Paragraph(verdict, "voice"),
        document.Paragraph(kept.words.text, "quote", kept.supervisor.name),
        document.Signatures([document.Signature(role, kept.supervisor.name, kept.at)]),
    ]
