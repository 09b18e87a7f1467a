"""Hold what hangs on records against the log: tags as the events say they are, files as they were attached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from hansei.blocks.register import custom
from hansei.blocks.register.models import Attachment, CustomValue, FieldType, Tagged
from hansei.kernel.check import Difference, also
from hansei.kernel.models import EventObject, EventRow, Revision


@also
def check_tags() -> Iterator[Difference]:
    """Rebuild every record's tags from the events, merges included."""
    said: dict[int, set[int]] = defaultdict(set)
    records = _records(("record.tagged", "record.untagged"))
    rows = EventRow.objects.filter(kind__in=("record.tagged", "record.untagged", "tag.merged")).order_by("pk")
    for pk, kind, facts in rows.values_list("pk", "kind", "facts").iterator(chunk_size=2000):
        if kind == "tag.merged":
            for tags in said.values():
                if facts["tag"] in tags:
                    tags.discard(facts["tag"])
                    tags.add(facts["into"])
        elif kind == "record.tagged":
            said[records[pk]].add(facts["tag"])
        else:
            said[records[pk]].discard(facts["tag"])
    now: dict[int, set[int]] = defaultdict(set)
    for record, tag in Tagged.objects.values_list("object_id", "tag_id"):
        now[record].add(tag)
    for record in sorted(said.keys() | now.keys()):
        if said[record] != now[record]:
            yield Difference("tags.differ", f"record {record}", sorted(said[record]), sorted(now[record]))


@also
def check_files() -> Iterator[Difference]:
    """Every file of a record is one that an event attached, shown as long as none withdrew it."""
    said: dict[int, bool] = {}
    rows = EventRow.objects.filter(kind__in=("record.attached", "record.attachment_withdrawn")).order_by("pk")
    for kind, facts in rows.values_list("kind", "facts").iterator(chunk_size=2000):
        said[facts["attachment"]] = kind == "record.attached"
    now = {pk: at is None for pk, at in Attachment.objects.values_list("pk", "withdrawn_at")}
    for pk in sorted(said.keys() | now.keys()):
        if said.get(pk) != now.get(pk):
            yield Difference("file.differs", f"attachment {pk}", said.get(pk), now.get(pk))


def _records(kinds: tuple[str, ...]) -> dict[int, int]:
    ties = EventObject.objects.filter(event__kind__in=kinds, role="record")
    return dict(ties.values_list("event_id", "object_id"))


@also
def check_custom_values() -> Iterator[Difference]:
    """Rebuild every custom field's value from the events."""
    said: dict[tuple[int, str], Any] = {}
    ties = EventObject.objects.filter(role="record", event__kind="record.changed")
    ours = ties.filter(event__facts__field__startswith=custom.PREFIX).order_by("event_id")
    for record, facts in ours.values_list("object_id", "event__facts").iterator(chunk_size=2000):
        said[record, facts["field"]] = facts["now"]
    now: dict[tuple[int, str], Any] = {}
    for value in CustomValue.objects.select_related("field", "person").iterator(chunk_size=2000):
        held = custom.plain(value.field, value)
        if value.field.type == FieldType.TEXT and held is not None:
            fact = said.get((value.object_id, custom.key_of(value.field)))
            held = fact if fact and Revision.objects.filter(pk=fact, text=held).exists() else held
        now[value.object_id, custom.key_of(value.field)] = custom.fact_of_plain(held)
    for record, name in sorted(said.keys() | now.keys()):
        if said.get((record, name)) != now.get((record, name)):
            yield Difference(
                "field.differs", f"record {record} {name}", said.get((record, name)), now.get((record, name))
            )
