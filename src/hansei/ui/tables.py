"""A table as a page shows it, taken along as CSV or XLSX: all its rows, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.text import slugify

from hansei.ui.formulas import defused

FORMS: Final = ("csv", "xlsx")
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET_ROWS: Final = 1_048_576  # more do not fit into a sheet
Row = Sequence[Any]


def wanted(request: HttpRequest, table: str = "") -> str:
    """Return "csv" or "xlsx" where the address asks for this table of the page as a file, else ""."""
    form = request.GET.get("export", "")
    return form if form in FORMS and request.GET.get("table", "") == table else ""


def as_file(form: str, name: str, head: Sequence[Any], rows: Iterable[Row]) -> HttpResponseBase:
    """Answer with the table. Figures stay figures, instants are in the reader's zone, a list is joined."""
    response: HttpResponseBase
    if form == "xlsx":
        response = HttpResponse(_workbook(head, rows), content_type=XLSX)
    elif isinstance(rows, Sequence):
        response = HttpResponse("".join(_lines(head, rows)), content_type="text/csv; charset=utf-8")
    else:
        response = StreamingHttpResponse(_lines(head, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{slugify(name) or "table"}.{form}"'
    return response


def _plain(cell: Any) -> Any:
    if isinstance(cell, bool) or cell is None:
        return "" if cell is None else str(cell)
    if isinstance(cell, int | float):
        return cell
    if isinstance(cell, datetime):
        local = timezone.localtime(cell) if timezone.is_aware(cell) else cell
        return local.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, list | tuple):
        return " › ".join("" if each is None else str(each) for each in cell)
    return str(cell)


def _lines(head: Sequence[Any], rows: Iterable[Row]) -> Iterator[str]:
    yield "\ufeff"  # without the mark of UTF-8 spreadsheets read Chinese and Russian as noise
    yield _line(head)
    for row in rows:
        yield _line(row)


def _line(row: Row) -> str:
    line = io.StringIO()
    plain = (_plain(cell) for cell in row)
    csv.writer(line).writerow([defused(cell) if isinstance(cell, str) else cell for cell in plain])
    return line.getvalue()


def _workbook(head: Sequence[Any], rows: Iterable[Row]) -> bytes:
    import xlsxwriter  # here: only an export needs it

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    with xlsxwriter.Workbook(file, options) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        for at, cell in enumerate(head):
            sheet.write_string(0, at, str(cell), bold)
        for line, row in enumerate(rows, 1):
            if line == SHEET_ROWS:
                break
            sheet.write_row(line, 0, [_plain(cell) for cell in row])
        sheet.freeze_panes(1, 0)
    return file.getvalue()
