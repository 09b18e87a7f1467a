"""The minutes of a review as a document: who was there, what was said and decided, who does what by when."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hansei.blocks.document import api as document
from hansei.blocks.document.api import Cell
from hansei.blocks.meeting import queries as meetings
from hansei.blocks.meeting.models import Agreed, Meeting, Paragraph, Participant
from hansei.rooms.reviews.agenda import Part, parts_of
from hansei.rooms.reviews.models import Pack, Review
from hansei.ui import words


def described(found: Review) -> document.Document:
    """The minutes as they stand now, in the language that is active."""
    met = Meeting.objects.select_related("signed_by").get(pk=found.pk)
    pack = Pack.objects.filter(review=found).first()
    sections = [_section(part) for part in parts_of(found, met, pack) if part.code or part.said]
    agreed = meetings.agreed_in(found.pk)
    people = meetings.people_of(found.pk)
    signature = document.Signature(
        _("Answers for the minutes"), met.signed_by.name if met.signed_by else "", met.signed_at
    )
    last = [
        document.Section(_("Who was there"), [_people(people)] if people else [], code="people"),
        *sections,
        document.Section(_("Agreed here"), [_actions(agreed)] if agreed else [], code="agreed"),
        document.Section(_("Signed"), [document.Signatures([signature])], code="signed"),
    ]
    title = _("%(kind)s: %(title)s") % {"kind": found.get_kind_display(), "title": found.title}
    return document.Document(
        title,
        last,
        kicker=_("Minutes"),
        facts=_facts(found, met),
        running=f"{found.identity.key} · {found.title}",
        mark="" if met.issue else _("Draft"),
        name=f"{found.identity.key}-minutes",
    )


def _facts(found: Review, met: Meeting) -> list[tuple[str, str]]:
    facts = [(_("Meeting"), words.exact(met.starts_at))]
    facts += [(_("Place"), met.place)] if met.place else []
    facts += [(_("Service manager"), found.manager.name)] if found.manager else []
    facts += [(_("Issue of the minutes"), words.number(met.issue))] if met.issue else []
    return facts


def _section(part: Part) -> document.Section:
    parts: list[document.Paragraph | document.Table] = []
    if part.carried:
        parts.append(_actions(part.carried))
    for each in part.said:
        is_decision = each.kind == Paragraph.Kind.DECISION
        text = _("Decision: %(text)s") % {"text": each.text.text} if is_decision else each.text.text
        by = each.text.author.name if each.text.author else ""
        parts.append(document.Paragraph(text, "quote" if is_decision else "plain", by))
    if not parts:
        parts.append(document.Paragraph(_("Nothing was said on this."), "quiet"))
    return document.Section(part.title, parts, code=part.code or "rest")


def _people(people: list[Participant]) -> document.Table:
    head = [pgettext("person", "Name"), _("Side"), _("Presence")]
    rows = [
        [Cell(each.called, is_data=True), Cell(each.get_side_display()), Cell(str(each.get_presence_display()))]
        for each in people
    ]
    return document.Table(_("People"), head, rows)


def _actions(agreed: list[Agreed]) -> document.Table:
    today = timezone.localdate()
    head = [_("Action"), _("Owner"), _("Due"), _("State")]
    rows = [
        [
            Cell(each.text.text, is_data=True), Cell(each.owner.name, is_data=True),
            Cell(words.of_day(each.due), value=each.due), Cell(_state(each, today < each.due or today == each.due)),
        ]
        for each in agreed
    ]  # fmt: skip
    return document.Table(_("Actions"), head, rows)


def _state(each: Agreed, is_in_time: bool) -> str:
    if each.done_at is not None:
        return _("done")
    return _("open") if is_in_time else _("late")
