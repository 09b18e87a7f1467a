"""Take a person out of the rows that hold words: account, sessions, labels, keys, revisions, records, jobs."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import connection, models, transaction

from hansei.kernel.erasure.listed import Erased, Finder, words_of
from hansei.kernel.models import OWN, Account, Grant, Identity, Job, Label, Revision, Source, TeamMember
from hansei.kernel.records import KINDS

BATCH: Final = 2000  # rows read between two writes: web writes go on in between
Report = Callable[[], None]


@transaction.atomic
def empty_account(entry: Erased, finder: Finder) -> None:
    """Take name, address, password, sessions, roles and teams from the account; the row stays as events' actor."""
    account = Account.objects.filter(pk=entry.account or 0).select_related("person").first()
    if account is None or finder.hash(words_of(account.email)) != entry.address:
        return  # not there yet in an older copy of the database, or emptied already
    account.email = account.name = entry.pseudonym
    account.is_active = False
    account.set_unusable_password()
    account.last_login = None
    account.save()
    if account.person is not None:
        Identity.objects.filter(pk=account.person.pk).update(key=_free_key(account.person, entry.pseudonym))
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(account.pk):
            session.delete()
    Grant.objects.filter(account=account).delete()
    TeamMember.objects.filter(account=account).delete()


def rewrite_labels(finder: Finder, report: Report, source: int | None = None) -> dict[int, int]:
    """Put pseudonyms into the labels and object keys of the sources; return how many changed, by source."""
    changed: dict[int, int] = {}
    kept: dict[str, Any] = {} if source is None else {"source": source}
    for label, text in _found(Label.objects.filter(**kept), "text", finder, report):
        text = _free_label(label, text)
        Label.objects.filter(pk=label.pk).update(text=text, digest=_digest(text))
        changed[label.source_id] = changed.get(label.source_id, 0) + 1
    for thing, key in _found(Identity.objects.filter(**kept).exclude(source=OWN), "key", finder, report):
        Identity.objects.filter(pk=thing.pk).update(key=_free_key(thing, key))
        changed[thing.source_id] = changed.get(thing.source_id, 0) + 1
    return changed


def rewrite_texts(finder: Finder, report: Report) -> int:
    """Put pseudonyms into revisions, the records that show them, the names of sources and what jobs kept."""
    changed = 0
    for revision, text in _found(Revision.objects.all(), "text", finder, report):
        Revision.objects.filter(pk=revision.pk).update(text=text)
        changed += 1
    for kind in KINDS.values():
        for name in kind.texts:
            for found, text in _found(kind.model._default_manager.all(), name, finder, report):
                kind.model._default_manager.filter(pk=found.pk).update(**{name: text})
    for source, name in _found(Source.objects.all(), "name", finder, report):
        # The key was made from the name, its words run together.
        Source.objects.filter(pk=source.pk).update(name=name[:200], key=f"source-{source.pk}")
    rewrite_json(Job.objects.all(), ("inputs", "progress", "result", "error"), finder)
    return changed


def rewrite_json(rows: models.QuerySet[Any], fields: tuple[str, ...], finder: Finder) -> None:
    """Put pseudonyms into JSON fields."""
    for row in rows.iterator(chunk_size=BATCH):
        was = {name: getattr(row, name) for name in fields}
        now = {name: finder.json(value) for name, value in was.items()}
        if now != was:
            type(row)._default_manager.filter(pk=row.pk).update(**now)


def empty_own_texts(entry: Erased) -> int:
    """Replace whole what the person wrote; a record shows it no more where it was the latest text."""
    written = Revision.objects.filter(author=entry.account).exclude(text=entry.pseudonym)
    count = 0
    for revision in written.iterator(chunk_size=BATCH):
        with transaction.atomic():
            Revision.objects.filter(pk=revision.pk).update(text=entry.pseudonym)
            count += 1
            kind = KINDS.get(revision.object.kind) if revision.object else None
            if kind is None or revision.field not in kind.texts:
                continue
            later = Revision.objects.filter(object=revision.object_id, field=revision.field, pk__gt=revision.pk)
            shown = kind.model._default_manager.filter(pk=revision.object_id).exclude(**{revision.field: ""})
            if not later.exists():
                shown.update(**{revision.field: entry.pseudonym})
    return count


def _found(rows: models.QuerySet[Any], name: str, finder: Finder, report: Report) -> Iterator[tuple[Any, str]]:
    """Yield each row whose text holds an erased name, with the text as it must be; by primary key, in batches."""
    last: Any = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = batch[-1].pk
        report()
        with transaction.atomic():
            for row in batch:
                was = getattr(row, name) or ""
                if (now := finder.text(was)) != was:
                    yield row, now


def _free_label(label: Label, text: str) -> str:
    # Two spellings of one name stay two labels: facts point at both.
    others = Label.objects.filter(source=label.source_id).exclude(pk=label.pk)
    return next(each for each in _numbered(text) if not others.filter(digest=_digest(each)).exists())


def _free_key(thing: Identity, key: str) -> str:
    others = Identity.objects.filter(source=thing.source_id, kind=thing.kind).exclude(pk=thing.pk)
    return next(each for each in _numbered(key[:190]) if not others.filter(key=each).exists())


def _numbered(text: str) -> Iterator[str]:
    yield text
    for number in range(2, 1_000_000):
        yield f"{text} ({number})"


def _digest(text: str) -> bytes:
    return hashlib.md5(text.encode(), usedforsecurity=False).digest()


WIPED: Final = [
    "kernel_account", "kernel_label", "kernel_identity", "kernel_revision", "kernel_source", "kernel_job",
    "django_session",
]  # fmt: skip
PATIENCE = 10.0  # seconds to wait for readers that hold the write-ahead log


def wipe_too(*tables: str) -> None:
    """Have the freed bytes of a room's tables removed, too; called where the room registers its eraser."""
    WIPED.extend(each for each in tables if each not in WIPED)


def wipe() -> bool:
    """Remove the bytes that changed rows left behind; return False where a reader prevented it for now."""
    assert not connection.in_atomic_block, "a vacuum or checkpoint inside a transaction does nothing"
    tables = [*WIPED, *(kind.model._meta.db_table for kind in KINDS.values())]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"VACUUM {', '.join(tables)}")
            return True
        cursor.execute("PRAGMA secure_delete")
        if cursor.fetchone()[0] != 1:  # a database opened without it: what was freed before is still there
            cursor.execute("VACUUM")
        return _checkpointed(cursor)


def _checkpointed(cursor: Any) -> bool:
    deadline = time.monotonic() + PATIENCE
    while True:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if not cursor.fetchone()[0]:
            return True
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
