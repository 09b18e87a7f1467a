"""The agenda of a review with what was said on each point: for its page, for its minutes on paper."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from hansei.blocks.meeting import queries as meetings
from hansei.blocks.meeting.models import Agreed, Meeting, Paragraph, Point
from hansei.rooms.reviews import kinds, levels, queries, wording
from hansei.rooms.reviews.models import Kind, Pack, Review


@dataclass
class Part:
    """One point of the agenda with what was said about it."""

    code: str
    title: str
    is_data: bool = False
    said: list[Paragraph] = field(default_factory=list)
    carried: list[Agreed] = field(default_factory=list)
    takes_actions: bool = False
    point: Point | None = None


def parts_of(found: Review, met: Meeting, pack: Pack | None) -> list[Part]:
    """The agenda: last time's actions first, then the sections of the template, then what somebody put on it."""
    if pack is not None:
        names = queries.section_names(pack)
    else:
        shipped = levels.level(found.kind)
        names = {code: wording.section(code) for code in shipped.sections} | dict(shipped.own_sections)
    said: dict[str, list[Paragraph]] = {}
    for each in meetings.paragraphs_of(found.pk):
        said.setdefault(each.section, []).append(each)
    first, new = kinds.LAST_ACTIONS[found.kind], kinds.NEW_ACTIONS[Kind(found.kind)]
    made = []
    for code in sorted(names, key=lambda name: name != first):
        part = Part(code, names[code], code.startswith("own_"), said.get(code, []), takes_actions=code == new)
        part.carried = meetings.carried_over(met) if code == first else []
        made.append(part)
    for point in meetings.points_of(found.pk):
        code = code_of(point.pk)
        made.append(Part(code, str(point), True, said.get(code, []), point=point))
    shown = {part.code for part in made}
    rest = [each for section, lines in said.items() if section not in shown for each in lines]
    return [*made, Part("", _("Anything else"), said=sorted(rest, key=lambda each: each.pk))]


def code_of(point: int) -> str:
    """What the minutes call the section of a point that somebody put on the agenda."""
    return f"point_{point}"


def sections_kept(found: Review, pack: Pack | None) -> list[tuple[str, int | None]]:
    """The sections in the order in which minutes are read: the code, and of own ones the revision of the title."""
    shipped = kinds.SECTIONS[pack.kind if pack is not None else found.kind]
    own = levels.own_sections(pack.kind, pack.level_version) if pack is not None else levels.own_sections(found.kind)
    first = kinds.LAST_ACTIONS[found.kind]
    return [*((code, None) for code in sorted(shipped, key=lambda code: code != first)), *own]


def titles_of(found: Review) -> list[str]:
    """What is on, in the order in which it is read: for an invitation."""
    shipped = levels.level(found.kind)
    names = {code: wording.section(code) for code in shipped.sections} | dict(shipped.own_sections)
    first = kinds.LAST_ACTIONS[found.kind]
    own = [str(point) for point in meetings.points_of(found.pk)]
    return [str(names[code]) for code in sorted(names, key=lambda name: name != first)] + own
