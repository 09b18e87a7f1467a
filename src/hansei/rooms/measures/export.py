"""A table as it stands on screen, taken out as CSV or XLSX: no cell of it may run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.text import slugify

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def exported(kind: str, name: str, head: Sequence[str], rows: Sequence[Sequence[Any]]) -> HttpResponse:
    """Answer with a file: `kind` is csv or xlsx."""
    content = _csv(head, rows) if kind == "csv" else _xlsx(head, rows)
    types = {
        "csv": "text/csv; charset=utf-8",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
    response = HttpResponse(content, content_type=types[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{slugify(name) or "measure"}.{kind}"'
    return response


def _csv(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([_safe(cell) for cell in head])
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    # With the mark of UTF-8, without which spreadsheets read Chinese and Russian as noise.
    return file.getvalue().encode("utf-8-sig")


def _safe(cell: Any) -> Any:
    if isinstance(cell, list):
        cell = " › ".join(map(str, cell))
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else "" if cell is None else cell


def _xlsx(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    import xlsxwriter  # here: only an export needs it

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        for at, cell in enumerate(head):
            sheet.write_string(0, at, cell, bold)
        for line, row in enumerate(rows, 1):
            for at, cell in enumerate(row):
                shown = " › ".join(map(str, cell)) if isinstance(cell, list) else cell
                sheet.write(line, at, shown)
        sheet.freeze_panes(1, 0)
    return file.getvalue()
