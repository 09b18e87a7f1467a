"""What a record was before, read from its events: whoever changes a record does not change these."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from hansei.kernel.models import EventObject, EventRow

HOLDING = ("record.created", "record.changed")


def creation(record: int) -> EventRow:
    """Return the event by which a record came to be: who made it, and of what values."""
    return EventRow.objects.get(kind="record.created", objects_touched__object=record, objects_touched__role="record")


def ids_ever(records: QuerySet[Any, Any], names: Collection[str]) -> set[int]:
    """Return whom or what these fields of these records (their ids) name or ever named, by their ids."""
    touched = EventObject.objects.filter(object__in=records, role="record", event__kind__in=HOLDING)
    held = set[Any]()
    for kind, facts in touched.values_list("event__kind", "event__facts"):
        if kind == "record.created":
            held |= {facts["values"].get(name) for name in names}
        elif facts["field"] in names:
            held |= {facts["was"], facts["now"]}
    return held - {None}


def held(records: QuerySet[Any, Any], name: str) -> dict[int, list[tuple[datetime, Any]]]:
    """Return, by record, what a field of these records (their ids) held, each with its beginning, the oldest first."""
    touched = EventObject.objects.filter(object__in=records, role="record", event__kind__in=HOLDING)
    told: dict[int, list[tuple[datetime, Any]]] = defaultdict(list)
    rows = touched.order_by("event").values_list("object_id", "event__kind", "event__occurred_at", "event__facts")
    for record, kind, at, facts in rows:
        if kind == "record.created":
            told[record].append((at, facts["values"].get(name)))
        elif facts["field"] == name:
            told[record].append((at, facts["now"]))
    return told
