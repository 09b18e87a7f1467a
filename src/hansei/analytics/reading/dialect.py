"""Find how a text table is written: delimiter, quote, where the header is, what the columns are called."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from hansei.analytics.reading.naming import free_name

DELIMITERS: Final = (",", ";", "\t", "|", "^", "~", "\x1f", "\x01", "¦", "§", ":")
_SHOWN: Final = {"\t": "tab", "\x1f": "unit separator", "\x01": "start of heading"}
_DATA: Final = re.compile(r"^[-+]?[\d.,:/ TZ+-]+$")


@dataclass(frozen=True)
class Dialect:
    """How the cells of a text table are parted. `first_line` is the line number of the first data row."""

    delimiter: str
    quote: str
    first_line: int
    names: tuple[str, ...]
    short_rows: bool  # most rows leave trailing cells out: fill them up instead of refusing them

    @property
    def shown(self) -> str:
        """The delimiter as a person would write it."""
        return _SHOWN.get(self.delimiter, self.delimiter)


def find_dialect(sample: str, *, complete: bool) -> Dialect:
    """Decide from the first lines; `complete` says that the sample is the whole file."""
    declared, skipped = None, 0
    if match := re.match(r"sep=(.)\n", sample, re.IGNORECASE):
        declared, skipped, sample = match[1], 1, sample[match.end() :]
    if not complete and "\n" in sample:
        sample = sample[: sample.rindex("\n")]
    candidates = [declared] if declared else list(DELIMITERS)
    readings = [_reading(sample, mark, quote) for mark in candidates for quote in ('"', "'")]
    best = max(readings, key=lambda reading: reading.score)
    return _dialect(best, skipped)


@dataclass(frozen=True)
class _Reading:
    delimiter: str
    quote: str
    rows: list[tuple[int, list[str]]]  # line number, cells
    width: int
    score: float


def _reading(sample: str, delimiter: str, quote: str) -> _Reading:
    reader = csv.reader(sample.split("\n")[:2000], delimiter=delimiter, quotechar=quote)
    rows: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for cells in reader:
            if cells:
                rows.append((start, cells))
            start = reader.line_num + 1
    except csv.Error:
        pass  # a cell over csv's limit: what was read before it is enough to judge by
    widths = Counter(len(cells) for _, cells in rows)
    width, count = max(widths.items(), key=lambda item: (item[1] * min(item[0], 2), item[0]), default=(1, 0))
    evenness = count / max(len(rows), 1)
    # Delimiters that stand early in DELIMITERS are commoner; a quote that never occurs decides nothing.
    rarity = DELIMITERS.index(delimiter) * 0.01 if delimiter in DELIMITERS else 0.0
    rarity += 0.005 if quote == "'" else 0.0
    # Commas inside sentences can be as even as a delimiter, but the header has none of them.
    agrees = 0.3 if rows and len(rows[0][1]) == width else 0.0
    score = -1.0 if width == 1 else evenness + agrees + min(width, 10) * 0.03 - rarity
    return _Reading(delimiter, quote, rows, width, score)


def _dialect(best: _Reading, skipped: int) -> Dialect:
    # Titles and export notes stand above the header and are narrower than the table.
    wide = [(line, cells) for line, cells in best.rows if len(cells) >= max(best.width - 1, 1)] or best.rows
    if not wide:
        return Dialect(best.delimiter, best.quote, skipped + 2, ("column_1",), False)
    line, header = wide[0]
    body = [cells for _, cells in wide[1:]]
    if looks_like_data(header):
        return Dialect(best.delimiter, best.quote, line + skipped, unique_names([""] * best.width), False)
    after = next((at for at, _ in best.rows if at > line), line + 1)
    names = unique_names(header + [""] * (best.width - len(header)))
    short = sum(len(cells) < len(names) for cells in body) > len(body) / 2
    return Dialect(best.delimiter, best.quote, after + skipped, names, short)


def looks_like_data(cells: list[str]) -> bool:
    """A header names things: it has no dates and no bare numbers in most of its cells."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return not filled or sum(bool(_DATA.match(cell)) for cell in filled) > len(filled) / 2


def unique_names(names: list[str]) -> tuple[str, ...]:
    """Column names without blanks at the ends, none empty, none twice (upper and lower case being the same).

    >>> unique_names(["Key", "Comment", "comment", "", "Key"])
    ('Key', 'Comment', 'comment (2)', 'column_4', 'Key (2)')
    """
    taken: set[str] = {"_row"}
    result: list[str] = []
    for position, name in enumerate(names, 1):
        base = " ".join(name.replace("\ufeff", "").split()) or f"column_{position}"
        result.append(free_name(base, taken))
    return tuple(result)
