"""The list taken along: CSV and XLSX, with cells that no spreadsheet runs as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse

from hansei.blocks.register.declaration import Register
from hansei.blocks.register.values import label_of, value_of
from hansei.kernel.records import Record

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def defused(text: str) -> str:
    """Return the cell with an apostrophe before it where a spreadsheet would take it for a formula.

    >>> defused("=1+1"), defused("plain"), defused("-4.5")
    ("'=1+1", 'plain', '-4.5')
    """
    if not text.startswith(DANGEROUS):
        return text
    return text if text.lstrip("+-").replace(".", "", 1).isdigit() else f"'{text}"


def as_file(register: Register, found: QuerySet[Record], form: str) -> HttpResponseBase:
    """Return every record of the list as `csv` or `xlsx`."""
    name = f"{register.kind.kind}s.{form}"
    if form == "xlsx":
        response: HttpResponseBase = HttpResponse(_workbook(register, found), content_type=XLSX)
    else:
        lines = _csv_lines(register, found)
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _columns(register: Register) -> list[str]:
    names = [register.kind.title, "state", *register.columns, *register.shown]
    return list(dict.fromkeys(names))


def _rows(register: Register, found: QuerySet[Record]) -> Iterator[list[str]]:
    names = _columns(register)
    yield ["ID", *(label_of(register.kind, name) for name in names)]
    # By key in batches: a streamed answer must not hold a cursor open on SQLite while others write.
    last = None
    while True:
        batch = list((found if last is None else found.filter(pk__lt=last)).order_by("-pk")[:500])
        for each in batch:
            yield [each.identity.key, *(value_of(each, name) for name in names)]
        if len(batch) < 500:
            return
        last = batch[-1].pk


def _csv_lines(register: Register, found: QuerySet[Record]) -> Iterator[str]:
    yield "\ufeff"  # spreadsheets guess a local code page without it
    for row in _rows(register, found):
        line = io.StringIO()
        csv.writer(line).writerow([defused(cell) for cell in row])
        yield line.getvalue()


def _workbook(register: Register, found: QuerySet[Record]) -> bytes:
    # Only an export needs it; the pages of the register start without it.
    import xlsxwriter

    kept = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(kept, options) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(_rows(register, found)):
            sheet.write_row(at, 0, row)
        sheet.freeze_panes(1, 0)
    return kept.getvalue()
