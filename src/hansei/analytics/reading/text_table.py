"""Read CSV and its kin into DuckDB: every cell as text, every refused line with its number and reason."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final
from uuid import uuid4

from ibis.backends.duckdb import Backend
from ibis.expr.types import Table

from hansei.analytics.reading.dialect import Dialect, find_dialect
from hansei.analytics.reading.encoding import clean_copy
from hansei.analytics.reading.raw import MEGABYTE, FileFacts, Part, Rejected, UnreadableFile, refuse_too_wide
from hansei.analytics.sql import text

EXAMPLES: Final = 1000  # rejected rows kept for showing; all are counted
_SAMPLE: Final = MEGABYTE
# A longer record is refused; each thread of the reader holds two of them in memory.
_ROW: Final = 4 * MEGABYTE
_REASONS: Final = {
    "MISSING COLUMNS": ("row.too_few_cells", "row.check_delimiters"),
    "TOO MANY COLUMNS": ("row.too_many_cells", "row.quote_the_cell"),
    "UNQUOTED VALUE": ("row.quote_not_closed", "row.close_the_quote"),
    "LINE SIZE OVER MAXIMUM": ("row.too_long", "row.close_the_quote"),
    "INVALID ENCODING": ("row.not_text", "row.save_as_utf8"),
}


def read_text_table(
    path: Path, con: Backend, folder: Path, *, encoding: str | None = None, holds: bool = False
) -> Part:
    """Read one delimited text file of any encoding, or of the one a person says (see `clean_copy`); plain or packed."""
    target = folder / f"{uuid4().hex}.txt"
    try:
        copy = clean_copy(path, target, encoding=encoding, holds=holds)
        with target.open(encoding="utf-8", newline="") as file:
            sample = file.read(_SAMPLE)
            dialect = find_dialect(sample, complete=not file.read(1))
        refuse_too_wide(path.name, len(dialect.names))
        table, rejected, lost = _load(con, target, dialect, path.name)
    finally:
        target.unlink(missing_ok=True)
    rows = int(con.raw_sql(f"SELECT count(*) FROM {table.get_name()}").fetchall()[0][0])
    if not rows:
        raise UnreadableFile("file.no_rows", f"{path.name} has a header but no rows.", file=path.name)
    facts = FileFacts(
        name=path.name, format="csv", rows=rows, encoding=copy.encoding.name, confidence=copy.encoding.confidence,
        found=(copy.found.name, copy.found.confidence) if copy.found else None, delimiter=dialect.shown,
        first_line=dialect.first_line, notes=copy.notes,
    )  # fmt: skip
    return Part(facts, tables={_stem(path): table}, rejected=rejected, rejected_rows=lost)


def _stem(path: Path) -> str:
    return path.name.removesuffix(".gz").removesuffix(".bz2").removesuffix(".xz").rsplit(".", 1)[0] or path.name


def _load(con: Backend, source: Path, dialect: Dialect, name: str) -> tuple[Table, tuple[Rejected, ...], int]:
    loaded = _scan(con, source, dialect, name, dialect.quote)
    if loaded[2] > 20 and loaded[2] > 0.01 * loaded[0].count().execute():
        # Quotes that mean inches or stray marks swallow whole rows: read them as letters and keep the better result.
        plain = _scan(con, source, dialect, name, "")
        if plain[2] < loaded[2] / 2:
            con.drop_table(loaded[0].get_name())
            return plain
        con.drop_table(plain[0].get_name())
    return loaded


def _scan(
    con: Backend, source: Path, dialect: Dialect, name: str, quote: str
) -> tuple[Table, tuple[Rejected, ...], int]:
    table, refused = f"raw_{uuid4().hex[:12]}", f"refused_{uuid4().hex[:12]}"
    columns = ", ".join(f"{text(column)}: 'VARCHAR'" for column in dialect.names)
    # Insertion order is file order (the engine keeps it), and file order decides between equal instants.
    try:
        con.raw_sql(
            f"CREATE TABLE {table} AS SELECT row_number() OVER () AS _row, * FROM read_csv({text(str(source))}, "
            f"delim = {text(dialect.delimiter)}, quote = {text(quote)}, escape = {text(quote)}, header = false, "
            f"skip = {dialect.first_line - 1}, auto_detect = false, columns = {{{columns}}}, new_line = '\\n', "
            f"null_padding = {str(dialect.short_rows).lower()}, store_rejects = true, rejects_limit = 0, "
            f"rejects_table = '{refused}', rejects_scan = '{refused}_scan', "
            f"max_line_size = {_ROW}, buffer_size = {2 * _ROW})"
        )
        rejected, lost = _rejected(con, refused, name, source)
    finally:
        con.raw_sql(f"DROP TABLE IF EXISTS {refused}; DROP TABLE IF EXISTS {refused}_scan")
    return con.table(table), rejected, lost


def _rejected(con: Backend, refused: str, name: str, source: Path) -> tuple[tuple[Rejected, ...], int]:
    # One line can have several errors; a quote never closed swallows the lines after it: count them all.
    records = (
        "(SELECT line, min(line_byte_position) AS place, any_value(CAST(error_type AS VARCHAR)) AS error_type, "
        f"any_value(csv_line) AS csv_line FROM {refused} GROUP BY line)"
    )
    lost = con.raw_sql(
        f"SELECT coalesce(sum(1 + length(csv_line) - length(replace(csv_line, '\n', ''))), 0) FROM {records}"
    ).fetchall()[0][0]
    found = con.raw_sql(
        f"SELECT place, error_type, left(csv_line, 200) FROM {records} ORDER BY place LIMIT {EXAMPLES}"
    ).fetchall()
    default = ("row.unreadable", "row.check_delimiters")
    lines = _lines_at(source, [int(position) for position, _, _ in found])
    rows = (Rejected(name, lines[int(at)], *_reasoned(kind, default, example)) for at, kind, example in found)
    return tuple(rows), int(lost)


def _lines_at(source: Path, positions: Sequence[int]) -> dict[int, int]:
    """Byte position (from 1) → line. DuckDB counts records, which differ from lines where a cell holds a line break."""
    found: dict[int, int] = {}
    line, seen = 1, 0
    with source.open("rb") as file:
        for position in sorted(positions):
            while seen < position - 1 and (piece := file.read(min(MEGABYTE, position - 1 - seen))):
                line, seen = line + piece.count(b"\n"), seen + len(piece)
            found[position] = line
    return found


def _reasoned(kind: str, default: tuple[str, str], example: str | None) -> tuple[str, str, str]:
    reason, repair = _REASONS.get(kind, default)
    return reason, example or "", repair
