"""From a row of a raw table back to the line of its file, so that a person finds it in an editor."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from hansei.analytics.reading.raw import Piece, Raw
from hansei.analytics.sql import ident


def line_numbers(raw: Raw, table: str, rows: Sequence[int]) -> dict[int, int | None]:
    """Row → line, counted from 1; None where the format has no lines (workbooks, XML).

    Cells with line breaks and lines that were refused push what follows down: both are counted.
    """
    lines: dict[int, int | None] = {}
    pieces = raw.pieces_of(table)
    for piece, after in zip(pieces, [*pieces[1:], None], strict=True):
        own = [row for row in sorted(rows) if row > piece.before and (after is None or row <= after.before)]
        if own:
            lines |= _lines_of(raw, table, piece, own)
    return lines


def file_of(raw: Raw, table: str, row: int) -> str:
    """The file in which a row stands."""
    pieces = raw.pieces_of(table)
    return pieces[bisect_left(pieces, row, key=lambda piece: piece.before) - 1].file


def _lines_of(raw: Raw, table: str, piece: Piece, rows: Sequence[int]) -> dict[int, int | None]:
    facts = next((f for f in raw.files if f.name == piece.file), None)
    if facts is None or facts.format not in ("csv", "json"):
        return dict.fromkeys(rows)
    source = raw.tables[table]
    breaks = [f"length({c}) - length(replace({c}, '\n', ''))" for name in source.columns if name != "_row"
              for c in [f"coalesce({ident(name)}, '')"]]  # fmt: skip
    inside = raw.con.raw_sql(
        f"SELECT _row, n FROM (SELECT _row, {' + '.join(breaks)} AS n FROM {source.get_name()} "
        f"WHERE _row > {piece.before} AND _row < {max(rows)}) WHERE n > 0 ORDER BY _row"
    ).fetchall()
    refused = sorted((r.line, 1 + r.example.count("\n")) for r in raw.rejected if r.line and r.file == facts.name)
    lines: dict[int, int | None] = {}
    swallowed, pushed, at, lost_at = 0, 0, 0, 0
    for row in rows:
        while at < len(inside) and inside[at][0] < row:
            swallowed, at = swallowed + int(inside[at][1]), at + 1
        line = facts.first_line + row - piece.before - 1 + swallowed + pushed
        while lost_at < len(refused) and refused[lost_at][0] <= line:
            line, pushed = line + refused[lost_at][1], pushed + refused[lost_at][1]
            lost_at += 1
        lines[row] = line
    return lines
