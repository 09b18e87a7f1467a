"""The list taken along: CSV and XLSX."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import HttpResponseBase

from hansei.blocks.register.declaration import Register
from hansei.blocks.register.values import label_of, value_of
from hansei.kernel.records import Record
from hansei.ui import tables


def as_file(register: Register, found: QuerySet[Record], form: str) -> HttpResponseBase:
    """Return every record of the list as `csv` or `xlsx`."""
    names = _columns(register)
    head = ["ID", *(label_of(register.kind, name) for name in names)]
    return tables.as_file(form, f"{register.kind.kind}s", head, _rows(found, names))


def _columns(register: Register) -> list[str]:
    names = [register.kind.title, "state", *register.columns, *register.shown]
    return list(dict.fromkeys(names))


def _rows(found: QuerySet[Record], names: list[str]) -> Iterator[list[str]]:
    # By key in batches: a streamed answer must not hold a cursor open on SQLite while others write.
    last = None
    while True:
        batch = list((found if last is None else found.filter(pk__lt=last)).order_by("-pk")[:500])
        for each in batch:
            yield [each.identity.key, *(value_of(each, name) for name in names)]
        if len(batch) < 500:
            return
        last = batch[-1].pk
