"""The minutes of a review as a document: who was there, what was said and decided, who does what by when."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hansei.blocks.document import api as document
from hansei.blocks.document.api import Cell
from hansei.blocks.meeting import content as contents
from hansei.blocks.meeting import queries as meetings
from hansei.blocks.meeting.content import Content, SaidAction, SaidParagraph, SaidPerson
from hansei.blocks.meeting.models import Meeting, Paragraph, Participant, SignedMinutes
from hansei.kernel.models import Account, Revision
from hansei.rooms.reviews import agenda, kinds, wording
from hansei.rooms.reviews.models import Pack, Review
from hansei.ui import words

Sections = dict[str, document.Section]


def described(found: Review) -> document.Document:
    """The minutes as they stand, in the language that is active: as signed, or as a draft that nobody answers for."""
    met = Meeting.objects.select_related("identity").get(pk=found.pk)
    now, signed = meetings.content_of(met), meetings.signed_last(met)
    if signed is not None and contents.is_same(signed.content, now):
        return as_signed(signed)
    return _drawn(met, now, None)


def as_signed(signed: SignedMinutes) -> document.Document:
    """One issue as it was signed, whatever was changed, agreed or done since."""
    return _drawn(signed.meeting, signed.content, signed)


def kept(met: Meeting) -> dict[str, Any]:
    """What this room adds to what is signed: title and service manager, and the sections, by number."""
    found = Review.objects.get(pk=met.pk)
    pack = Pack.objects.filter(review=found).first()
    title = Revision.objects.filter(object_id=met.pk, field="title").order_by("-pk").values_list("pk", flat=True)
    return {"title": title.first(), "manager": found.manager_id, "sections": agenda.sections_kept(found, pack)}


def _drawn(met: Meeting, content: Content, signed: SignedMinutes | None) -> document.Document:
    found = Review.objects.select_related("identity").get(pk=met.pk)
    said, on = contents.read(content), timezone.localdate()
    if signed is not None:
        on = signed.signed_at.astimezone(ZoneInfo(met.zone)).date()
    texts = _texts(content["room"])
    title = texts.get(content["room"]["title"], found.title)
    by = signed.signed_by.name if signed is not None and signed.signed_by is not None else ""
    signature = document.Signature(_("Answers for the minutes"), by, signed.signed_at if signed is not None else None)
    sections = [
        document.Section(_("Who was there"), [_people(said.people)] if said.people else [], code="people"),
        *_sections(found, content, said, texts, on),
        document.Section(_("Agreed here"), [_actions(said.agreed, on)] if said.agreed else [], code="agreed"),
        document.Section(_("Signed"), [document.Signatures([signature])], code="signed"),
    ]
    return document.Document(
        _("%(kind)s: %(title)s") % {"kind": found.get_kind_display(), "title": title},
        sections,
        kicker=_("Minutes"),
        facts=_facts(met, content, signed),
        running=f"{found.identity.key} · {title}",
        mark=_mark(signed),
        seal=signed.seal if signed is not None else "",
        name=f"{found.identity.key}-minutes",
    )


def _mark(signed: SignedMinutes | None) -> str:
    if signed is None:
        return _("Draft, unsigned")
    return "" if meetings.is_what_was_signed(signed) else _("Not what was signed")


def _texts(room: dict[str, Any]) -> dict[int | None, str]:
    wanted = {room["title"], *(number for _code, number in room["sections"])} - {None}
    return dict(Revision.objects.filter(pk__in=wanted).values_list("pk", "text"))


def _facts(met: Meeting, content: Content, signed: SignedMinutes | None) -> list[tuple[str, str]]:
    manager = Account.objects.filter(pk=content["room"]["manager"]).first()
    facts = [(_("Meeting"), words.exact(met.starts_at))]
    facts += [(_("Place"), met.place)] if met.place else []
    facts += [(_("Service manager"), manager.name)] if manager else []
    facts += [(_("Issue of the minutes"), words.number(signed.issue))] if signed is not None else []
    return facts


def _sections(
    found: Review, content: Content, said: contents.Said, texts: dict[int | None, str], on: date
) -> list[document.Section]:
    """The agenda with what was said on each point; what belongs to none that stands there comes last."""
    room = content["room"]["sections"]
    titles = {code: texts.get(number, "") if number else str(wording.section(code)) for code, number in room}
    titles |= {agenda.code_of(number): title for number, title in said.points}
    first = kinds.LAST_ACTIONS[found.kind]
    made = []
    for code, title in titles.items():
        lines = [each for each in said.paragraphs if each.section == code]
        made.append(_section(title, lines, said.carried if code == first else [], code, on))
    rest = [each for each in said.paragraphs if each.section not in titles]
    return [*made, *([_section(_("Anything else"), rest, [], "rest", on)] if rest else [])]


def _section(
    title: str, lines: list[SaidParagraph], carried: list[SaidAction], code: str, on: date
) -> document.Section:
    parts: list[document.Paragraph | document.Table] = [_actions(carried, on)] if carried else []
    for each in lines:
        is_decision = each.kind == Paragraph.Kind.DECISION
        text = _("Decision: %(text)s") % {"text": each.text} if is_decision else each.text
        parts.append(document.Paragraph(text, "quote" if is_decision else "plain", each.by))
    if not parts:
        parts.append(document.Paragraph(_("Nothing was said on this."), "quiet"))
    return document.Section(title, parts, code=code)


def _people(people: list[SaidPerson]) -> document.Table:
    head = [pgettext("person", "Name"), _("Side"), _("Presence")]
    rows = [
        [
            Cell(each.called, is_data=True), Cell(str(Participant.Side(each.side).label)),
            Cell(str(Participant.Presence(each.presence).label)),
        ]
        for each in people
    ]  # fmt: skip
    return document.Table(_("People"), head, rows)


def _actions(agreed: list[SaidAction], on: date) -> document.Table:
    """What was promised, and how it stood on a day."""
    head = [_("Action"), _("Owner"), _("Due"), _("State")]
    rows = [
        [
            Cell(each.text, is_data=True), Cell(each.owner, is_data=True),
            Cell(words.of_day(each.due), value=each.due), Cell(_state(each, on)),
        ]
        for each in agreed
    ]  # fmt: skip
    return document.Table(_("Actions"), head, rows)


def _state(each: SaidAction, on: date) -> str:
    if each.is_done:
        return _("done")
    return _("open") if on <= each.due else _("late")
