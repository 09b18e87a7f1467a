"""What came of what a report counts: outcomes that it or its engagement brought about, and decisions tied to it.

An outcome's figures are frozen with the report, and which texts said what it is: by number, so that what the report
gave out stays whatever the outcome is called later, and can still be erased. Reports that were issued before texts
were kept have the unit among the figures, and say title and stakeholder as they are now.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hansei.blocks.document import api as document
from hansei.blocks.document.api import Cell
from hansei.kernel.models import Account
from hansei.rooms.goals import queries as goals
from hansei.rooms.governance import queries as governance
from hansei.rooms.reports.filling import Content, Section
from hansei.rooms.reports.models import Report
from hansei.ui import words

FIGURES = ("baseline", "current", "planned", "realised")


def outcomes_now(account: Account | None, found: Report) -> Section:
    """The measured outcomes that this person may see, as a section of a report's content keeps them."""
    outputs = [each for each in (found.pk, found.engagement_id) if each]
    shown = [each for each in goals.outcomes_shown(account, outputs=outputs).outcomes if each.is_measured]
    texts = goals.outcome_revisions(shown)
    rows = [[each.id, texts[each.id], *(getattr(each, name) for name in FIGURES)] for each in shown]
    return {"figures": [], "tables": [{"code": "outcomes", "rows": rows}] if rows else [], "charts": []}


def outcomes(content: Content) -> list[Any]:
    """The table of outcomes, or the mark of a report that shows none."""
    rows = [row for each in content.get("outcomes", {}).get("tables", []) for row in each["rows"]]
    if not rows:
        said = _("No outcome shown: this report counts what was delivered, not what came of it for the customer.")
        return [document.Paragraph(said, "warning")]
    texts = goals.outcome_words(pk for row in rows if _keeps_texts(row) for pk in row[1] if pk)
    named = goals.outcomes_named(row[0] for row in rows if not _keeps_texts(row))
    head: list[Cell | str] = [_("Outcome"), _("Stakeholder")]
    head += [Cell(each, numeric=True) for each in (_("Before"), _("Now"), _("Planned"), _("Realised"))]
    return [document.Table(_("What came of it"), head, [_row(row, texts, named) for row in rows])]


def _keeps_texts(row: list[Any]) -> bool:
    return isinstance(row[1], list)


def _row(row: list[Any], texts: Mapping[int, str], named: Mapping[int, tuple[str, str]]) -> list[Cell | str]:
    number = row[0]
    if _keeps_texts(row):
        _number, said, *measured, share = row
        title, stakeholder, unit = (texts.get(pk, "") for pk in said)
    else:
        _number, *measured, unit, share = row
        title, stakeholder = named.get(number, ("", ""))
    figures = [Cell(f"{words.number(each)} {unit}".strip(), numeric=True, value=each) for each in measured]
    realised = Cell(words.share(share), numeric=True, value=share)
    url = reverse("outcome:record", args=[number])
    return [Cell(title, url=url, is_data=True), Cell(stakeholder, is_data=True), *figures, realised]


def decisions(account: Account | None, found: Report) -> list[document.Paragraph]:
    """What was decided because of the report: noted on its page, or a decision of the log that is tied to it."""
    noted = found.decisions.select_related("text", "text__author") if found.pk else []
    said = [
        document.Paragraph(each.text.text, "quote", each.text.author.name if each.text.author else "") for each in noted
    ]
    tied = governance.tied_decisions(account, found.pk) if found.pk and account is not None else []
    return said + [
        document.Paragraph(
            words.labelled(f"{each.identity.key} {each.title}", each.chosen),
            "quote",
            each.decider.name if each.decider else "",
        )
        for each in tied
    ]
