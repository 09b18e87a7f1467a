"""The list taken along: CSV and XLSX."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import HttpResponseBase

from hansei.blocks.register import columns, paging
from hansei.blocks.register.columns import Cells
from hansei.blocks.register.declaration import Register
from hansei.blocks.register.listing import Wanted
from hansei.blocks.register.values import label_of, value_of
from hansei.kernel import lives
from hansei.kernel.models import Account
from hansei.kernel.records import Record
from hansei.ui import tables

BATCH = 500


def as_file(
    register: Register, account: Account | None, found: QuerySet[Record], asked: Wanted, names: list[str], form: str
) -> HttpResponseBase:
    """Return every record of the reader's list as `csv` or `xlsx`, in the list's order, with these columns."""
    head = ["ID", label_of(register.kind, register.kind.title), label_of(register.kind, "state")]
    head += [asked.labels[name] for name in names]
    if related := columns.related(register, names):
        found = found.select_related(*related)
    return tables.as_file(form, f"{register.kind.kind}s", head, _rows(register, account, found, asked, names))


def _rows(
    register: Register, account: Account | None, found: QuerySet[Record], asked: Wanted, names: list[str]
) -> Iterator[list[str]]:
    # By key in batches: a streamed answer must not hold a cursor open on SQLite while others write.
    after = ""
    while True:
        batch = paging.page(found, asked.order, after=after, shown=BATCH)
        cells = Cells(register, account, batch.rows, names, asked.fields)
        with lives.remembered():  # a streamed answer is read after its request
            said = [
                [each.identity.key, cells.titles[each.pk], value_of(each, "state", account)]
                + [cells.say(each, name) for name in names]
                for each in batch.rows
            ]
        yield from said
        after = batch.after
        if not after:
            return
