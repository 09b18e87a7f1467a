"""Hold the records against the log: rebuild every tracked field from events, verify triggers and chains."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from hansei.kernel import erasure, sequencer, triggers
from hansei.kernel.models import EventObject, EventRow, Identity, Revision, Sequenced
from hansei.kernel.records import BESIDE, KINDS, Record, RecordKind, beside, plain


@dataclass(frozen=True)
class Difference:
    """One thing that is not as the log says. `code` is stable."""

    code: str
    subject: str
    was: object = None  # as the log says
    now: object = None  # as the database has it

    def __str__(self) -> str:
        return f"{self.code} {self.subject}: log {self.was!r}, found {self.now!r}"


CHECKS: list[Callable[[], Iterator[Difference]]] = []


def also(fn: Callable[[], Iterator[Difference]]) -> Callable[[], Iterator[Difference]]:
    """Register what else is rebuilt from the events, from an app's `ready()`."""
    CHECKS.append(fn)
    return fn


def check() -> Iterator[Difference]:
    """Yield every difference; none means that the records, the triggers and the chains hold."""
    for name in triggers.missing():
        yield Difference("trigger.missing", name)
    yield from check_chains()
    for entry in erasure.missing():
        yield Difference("erasure.missing", f"erasure {entry.number}")
    known = set(Identity.objects.order_by().values_list("kind", flat=True).distinct())
    for kind in KINDS.values():
        # Rows are asked for by themselves: what the identities say is one of the things to be checked.
        if kind.kind in known or kind.model._default_manager.exists():
            yield from check_kind(kind)
    for each in CHECKS:
        yield from each()


def check_chains() -> Iterator[Difference]:
    """Recompute each source's hash chain from the events as they stand."""
    heads: dict[int, bytes] = defaultdict(lambda: bytes(32))
    places = Sequenced.objects.order_by("seq").values_list("event_id", "source_id", "digest")
    for batch in _batches(places.iterator(chunk_size=500), 500):  # SQLite takes 999 values in one statement
        events = [event for event, _, _ in batch]
        said = sequencer.said(events)
        for event, source, digest in batch:
            if event not in said:
                yield Difference("event.missing", f"event {event}")
            else:
                heads[source] = sequencer.link(heads[source], said[event])
                if heads[source] != bytes(digest):
                    yield Difference("chain.broken", f"event {event}", now=bytes(digest).hex())
            heads[source] = bytes(digest)
    for event in sequencer.passed_over():
        yield Difference("event.without_place", f"event {event}")


def _batches(rows: Iterator[Any], size: int) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def check_kind(kind: RecordKind) -> Iterator[Difference]:
    """Rebuild every record of a kind from its events and compare field by field."""
    rebuilt = rebuild(kind)
    for found in kind.model._default_manager.select_related("identity__life").iterator(chunk_size=500):
        values = rebuilt.pop(found.pk, None)
        if values is None:
            yield Difference("record.without_events", found.identity.key)
            continue
        for name in (*kind.tracked, "state"):
            now = _current(found, kind, name)
            # A field that came with a newer version stands in no older event: it is what it was born with.
            was = _said(kind, name, values[name]) if name in values else _current(kind.model(), kind, name)
            if was != now:
                yield Difference("field.differs", f"{found.identity.key} {name}", was, now)
        for name in BESIDE:
            if values.get(name) != (now := beside(found, name)):
                yield Difference("field.differs", f"{found.identity.key} {name}", values.get(name), now)
    for pk in rebuilt:
        yield Difference("record.missing", f"{kind.kind} {pk}")


def rebuild(kind: RecordKind) -> dict[int, dict[str, Any]]:
    """Return, by record id, every tracked field as the events say it is."""
    values: dict[int, dict[str, Any]] = {}
    events = (
        EventObject.objects.filter(role="record", object__kind=kind.kind, event__kind__startswith="record.")
        .order_by("event_id")
        .values_list("object_id", "event__kind", "event__facts")
    )
    for pk, event_kind, facts in events.iterator(chunk_size=2000):
        if event_kind == "record.created":
            values[pk] = dict(facts["values"])
        elif event_kind == "record.changed":
            values.setdefault(pk, {})[facts["field"]] = facts["now"]
        elif event_kind == "record.moved":
            values.setdefault(pk, {})["state"] = facts["now"]
    return values


def _current(found: Record, kind: RecordKind, name: str) -> object:
    return (getattr(found, name) or "") if name in kind.texts else plain(found, name)


def _said(kind: RecordKind, name: str, fact: Any) -> object:
    if name not in kind.texts:
        return fact
    return Revision.objects.values_list("text", flat=True).get(pk=fact) if fact else ""


def head_line() -> dict[int, str]:
    """Return each source's chain head in hex: what goes to the structured log daily."""
    sources = EventRow.objects.order_by().values_list("source_id", flat=True).distinct()
    return {source: sequencer.head_of(source).hex() for source in sources}
