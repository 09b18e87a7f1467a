"""The rows that would not come in, as a CSV to mend them in: where each stands, why it is refused, and what it says."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from django.utils.translation import gettext as _

from hansei.analytics.shaping.refused import FILE, LINE, REASON, WHOLE
from hansei.ui.formulas import defused
from hansei.ui.words import imports as say

PAGE = 1_000


def refused_lines(path: Path) -> Iterator[bytes]:
    """Stream the file that `shape_and_count` wrote, page by page, with a mark that spreadsheets tell UTF-8 by."""
    with pq.ParquetFile(path) as kept:
        names = [name for name in kept.schema_arrow.names if name not in (FILE, LINE, REASON, WHOLE)]
        yield b"\xef\xbb\xbf" + _written([[_("File"), _("Line"), _("Reason"), _("Row as it stands"), *names]])
        for batch in kept.iter_batches(PAGE):
            yield _written([_row(row, names) for row in batch.to_pylist()])


def _row(row: dict[str, Any], names: list[str]) -> list[str]:
    cells = (row[FILE], row[LINE], say.reason(row[REASON]), row[WHOLE], *(row[name] for name in names))
    return [defused("" if cell is None else str(cell)) for cell in cells]


def _written(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()
