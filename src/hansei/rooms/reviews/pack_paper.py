"""A pack as a document to take along: what the page says, described once for PDF, DOCX, XLSX and HTML."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from hansei.blocks.document import api as document
from hansei.blocks.document.api import Cell
from hansei.blocks.meeting import queries as meetings
from hansei.rooms.reviews import levels, shown, wording
from hansei.rooms.reviews.causes_shown import Cause, Causes
from hansei.rooms.reviews.filling import Content
from hansei.rooms.reviews.models import Pack, PackComment
from hansei.rooms.reviews.seal import is_intact
from hansei.rooms.reviews.shown import Agreed, SectionShown, Table
from hansei.ui import words

Parts = list[Any]
Head = list[Cell | str]


def described(
    found: Pack, content: Content, later: Content | None, *, sees_costs: bool, is_comparing: bool = False
) -> document.Document:
    """The pack in the language that is active. Until when it was due is between its makers, and left out here.

    `is_comparing`: newer data are being counted, so that their corrections are missing yet.
    """
    day = words.of_day(found.last)
    sections = shown.sections(found, content, later, sees_costs=sees_costs)
    return document.Document(
        found.review.title,
        [document.Section(each.title, _parts(each), number=each.number, code=each.code) for each in sections],
        kicker=_kicker(found),
        facts=_facts(found),
        conclusion=shown.conclusion(content),
        preface=_frozen(found, is_comparing=is_comparing),
        running=_dotted(found.review.title, day),
        mark=_mark(found),
        seal=found.seal,
        name=f"review-{found.kind}-{found.first}-{found.last}",
    )


def _kicker(found: Pack) -> str:
    number = levels.level(found.kind).number
    period = _("%(first)s to %(last)s") % {"first": words.of_day(found.first), "last": words.of_day(found.last)}
    level = _("level %(n)s") % {"n": number} if number else ""
    return _dotted(found.get_kind_display(), level, f"{period} ({found.zone})")


def _facts(found: Pack) -> list[tuple[str, str]]:
    met = meetings.meeting_of(found.review_id)
    if met is None or not found.review.planned_on:
        return []
    people = words.listed(each.called for each in meetings.people_of(found.review_id))
    facts = [(_("Meeting"), _dotted(words.exact(met.starts_at), met.place))]
    return [*facts, *([(_("People"), people)] if people else [])]


def _frozen(found: Pack, *, is_comparing: bool) -> str:
    if found.frozen_at is None:
        return ""
    said = _("Figures frozen %(at)s by %(name)s. Later corrections stand beside them.")
    made = said % {"at": words.exact(found.frozen_at), "name": found.frozen_by.name if found.frozen_by else ""}
    waits = _("Newer data are being counted; what they correct will stand beside the figures.")
    return f"{made} {waits}" if is_comparing else made


def _mark(found: Pack) -> str:
    if found.frozen_at is None:
        return _dotted(_("Draft"), _("The figures follow the data set until they are frozen."))
    if not is_intact(found):
        return _("The seal does not fit the figures: somebody changed them outside of Hansei.")
    return ""


def _parts(section: SectionShown) -> Parts:
    made: Parts = [] if section.has_data else [document.Paragraph(words.no_data(), "quiet")]
    made += _why_empty(section)
    made += [document.Figures(section.figures)] if section.figures else []
    made += [document.Paragraph(each, "quiet") for each in section.notes]
    made += _causes(section.causes) if section.causes else []
    for table in section.tables:
        made += _months(table) if table.drawn else [document.Table(table.title, table.columns, table.rows, table.note)]
    made += [_actions(section.actions)] if section.actions else []
    made += (
        [document.Paragraph(_("Corrected since")), document.Bullets(section.corrections)] if section.corrections else []
    )
    return made + [_comment(each) for each in section.comments]


def _why_empty(section: SectionShown) -> Parts:
    made: Parts = []
    if (said := section.empty) is not None:
        made.append(document.Paragraph(_dotted(" ".join([_("Why it is empty:"), said.reason.text]), said.initials)))
    if (before := section.empty_before) is not None:
        again = _("Empty for the second time in a row. Last time: “%(reason)s”") % {"reason": before.reason.text}
        made.append(document.Paragraph(again, "warning"))
    return made


def _months(table: Table) -> Parts:
    """A year as a chart, and a month a row: paper and workbook are read downwards."""
    assert table.drawn is not None
    head: Head = [wording.column("month"), Cell(wording.column("share"), numeric=True), Cell("n", numeric=True)]
    cells = zip(table.columns[1:], *(row[1:] for row in table.rows), strict=True)
    rows = [[Cell(words.of_month(month.value), value=month.value), *rest] for month, *rest in cells]
    return [document.Drawing(table.drawn), document.Table(_("By month"), head, rows, table.note)]


def _causes(causes: Causes) -> Parts:
    head: Head = [_("Finding"), _("Why nobody saw it"), Cell(_("Hours a year"), numeric=True)]
    head += [Cell(_("Cost a year"), numeric=True)] if causes.has_cost else []
    head += [Cell(_("Confidence"), numeric=True), Cell(_("In the period"), numeric=True)]
    notes = [_("Hours and confidence are of the whole data set; the last column counts the cases of these days.")]
    if causes.looked_at:
        notes.append(_("As the scan of %(at)s found it.") % {"at": words.exact(causes.looked_at)})
    notes += [causes.more] if causes.more else []
    rows = [_cause(each, has_cost=causes.has_cost) for each in causes.rows]
    return [document.Table(_("Hidden causes that come back, by what they cost"), head, rows, " ".join(notes))]


def _cause(each: Cause, *, has_cost: bool) -> list[Cell]:
    hours = " ".join(filter(None, [each.hours, each.interval, each.assumed]))
    cost = [Cell(each.cost, numeric=True)] if has_cost else []
    last = [Cell(each.confidence, numeric=True), Cell(each.in_period, numeric=True)]
    return [
        Cell(each.title, url=each.url, is_data=each.is_data),
        Cell(each.why),
        Cell(hours, numeric=True),
        *cost,
        *last,
    ]


def _actions(agreed: list[Agreed]) -> document.Table:
    head = [_("Action"), _("Owner"), _("Due"), _("State")]
    rows = [
        [
            Cell(each.text, is_data=True), Cell(each.owner, is_data=True),
            Cell(words.of_day(each.due), value=each.due), _state(each),
        ]
        for each in agreed
    ]  # fmt: skip
    return document.Table(_("Actions"), head, rows)


def _state(each: Agreed) -> Cell:
    if each.is_done:
        return Cell(_("done late"), tone="soon") if each.is_late else Cell(_("done"), tone="good")
    said, tone = (_("late"), "bad") if each.is_late else (_("open"), "")
    later = [_("done since") if each.done_since else "", _("corrected since") if each.now else ""]
    return Cell(_dotted(said, *later), tone=tone)


def _comment(each: PackComment) -> document.Paragraph:
    by = each.text.author.name if each.text.author else ""
    return document.Paragraph(each.text.text, "quote", _dotted(by, words.exact(each.text.at)))


def _dotted(*said: str) -> str:
    return " · ".join(filter(None, said))
