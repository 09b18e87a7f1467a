"""What happened to a record, from the event log: who, when, what was and what is now, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hansei.blocks.register import custom
from hansei.blocks.register.custom_facts import CustomFacts
from hansei.blocks.register.declaration import Register
from hansei.blocks.register.models import Attachment, Tag
from hansei.blocks.register.values import Facts, label_of, said_by
from hansei.kernel import links, notes
from hansei.kernel.models import Account, EventObject, EventRow
from hansei.kernel.records import Record

SHOWN = 25


@dataclass(frozen=True)
class Line:
    """One thing that happened. `was` and `now` are empty for what is not a change of a field."""

    event: int
    at: datetime
    by: str
    said: str
    was: str = ""
    now: str = ""


@dataclass(frozen=True)
class History:
    """The newest lines first; `older` is the event to go on from, 0 at the beginning."""

    lines: list[Line]
    older: int


def history(register: Register, account: Account | None, found: Record, before: int | None = None) -> History:
    """Return a page of a record's history, as this person may read it."""
    touched = EventObject.objects.filter(object_id=found.pk).order_by("-event_id").values_list("event_id", flat=True)
    if before is not None:
        touched = touched.filter(event_id__lt=before)
    ids = list(dict.fromkeys(touched[: SHOWN + 1]))
    rows = list(EventRow.objects.filter(pk__in=ids[:SHOWN]).select_related("actor").order_by("-pk"))
    facts = Facts(register.kind, account, [pair for row in rows for pair in _named(row)])
    names = _acted_for(rows)
    own = CustomFacts(register.kind.kind, [pair for row in rows for pair in _named(row)])
    hung = _of_what_hangs(account, found, rows)
    older = ids[SHOWN - 1] if len(ids) > SHOWN else 0
    return History([line for row in rows if (line := _line(register, facts, row, hung, own, names))], older)


def _acted_for(rows: list[EventRow]) -> dict[int, str]:
    """The names of those for whom deputies acted in these events."""
    wanted = {row.facts["acting_for"] for row in rows if row.facts.get("acting_for")}
    return dict(Account.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def _who(row: EventRow, names: Mapping[int, str]) -> str:
    by = str(row.actor) if row.actor is not None else _("the system")
    if other := names.get(row.facts.get("acting_for") or 0):
        return _("%(name)s for %(other)s") % {"name": by, "other": other}
    return by


def _named(row: EventRow) -> Iterator[tuple[str, Any]]:
    if row.kind == "record.changed":
        yield row.facts["field"], row.facts["was"]
        yield row.facts["field"], row.facts["now"]


def _of_what_hangs(account: Account | None, found: Record, rows: list[EventRow]) -> dict[int, tuple[str, str, str]]:
    """Event → what it says, what was and what is now, of notes, links, tags and files; each read once for the page."""
    said = {each.pk: each.text for each in notes.notes_of(found.pk).filter(pk__in=_named_by(rows, "note"))}
    words = {each.pk: each.word for each in Tag.objects.filter(pk__in=_named_by(rows, "tag"))}
    names = {each.pk: each.name for each in Attachment.objects.filter(pk__in=_named_by(rows, "attachment"))}
    ties = links.said_of(account, found.pk, [row.pk for row in rows if row.kind in links.EVENTS])
    lines: dict[int, tuple[str, str, str]] = {}
    for row in rows:
        note, tag, file = (row.facts.get(name, 0) for name in ("note", "tag", "attachment"))
        made = {
            "record.noted": (_("note"), "", said.get(note, "")),
            "record.linked": (_("linked"), "", ties.get(row.pk, "")),
            "record.unlinked": (_("link taken away"), ties.get(row.pk, ""), ""),
            "record.tagged": (_("tag"), "", words.get(tag, "")),
            "record.untagged": (_("tag"), words.get(tag, ""), ""),
            "record.attached": (_("file"), "", names.get(file, "")),
            "record.attachment_withdrawn": (_("file"), names.get(file, ""), ""),
        }
        if row.kind in made:
            lines[row.pk] = made[row.kind]
    return lines


def _named_by(rows: list[EventRow], name: str) -> list[int]:
    return [row.facts[name] for row in rows if name in row.facts and row.kind.startswith("record.")]


def _line(
    register: Register,
    facts: Facts,
    row: EventRow,
    hung: Mapping[int, tuple[str, str, str]],
    own: CustomFacts,
    names: Mapping[int, str],
) -> Line | None:
    by = _who(row, names)
    if row.kind == "record.created":
        return Line(row.pk, row.occurred_at, by, pgettext("what happened to a record", "created"))
    if row.kind == "record.changed":
        name = row.facts["field"]
        if name.startswith(custom.PREFIX):
            return Line(row.pk, row.occurred_at, by, *own.say(name, row.facts["was"], row.facts["now"]))
        was, now = (_said(register, facts, name, row.facts[end]) for end in ("was", "now"))
        return Line(row.pk, row.occurred_at, by, label_of(register.kind, name), was, now)
    if row.kind == "record.moved":
        was, now = (facts.say("state", row.facts[end]) for end in ("was", "now"))
        return Line(row.pk, row.occurred_at, by, label_of(register.kind, "state"), was, now)
    if row.kind == "record.limit_passed":
        past = pgettext("what happened to a record", "past the limit of work in progress")
        return Line(row.pk, row.occurred_at, by, past, "", facts.say("state", row.facts["state"]))
    if row.pk in hung:
        return Line(row.pk, row.occurred_at, by, *hung[row.pk])
    say = register.event_lines.get(row.kind)
    return Line(row.pk, row.occurred_at, by, say(row.facts)) if say else None


def _said(register: Register, facts: Facts, name: str, fact: Any) -> str:
    return said_by(register, name, fact, facts.say(name, fact))
