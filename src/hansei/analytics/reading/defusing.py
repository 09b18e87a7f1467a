"""Make cells harmless to spreadsheets, and take that back when the file comes home."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ibis.backends.duckdb import Backend
from ibis.expr.types import Table
from ibis.util import gen_name

from hansei.analytics.sql import ident

MARK: Final = "hansei_defused"
# Also in full width, which spreadsheets in Chinese and Japanese take for the same signs.
_DANGEROUS: Final = r"^[=+\-@\t\r\n＝＋－＠]"
_NAMES: Final = re.compile(r"['=+\-@\t\r\n＝＋－＠]")
_NUMBER: Final = r"^[+-]?[0-9]+([.,][0-9]+)?$"


def defused(columns: Sequence[str]) -> str:
    """SQL for the cells of a row, an apostrophe before each that a spreadsheet would run, and the mark.

    A name of a column that it would run, or that begins with an apostrophe, gets one in front, too.
    """
    names = [ident(column) for column in columns]
    risky = [
        f"coalesce(regexp_matches({name}, '{_DANGEROUS}') AND NOT regexp_matches({name}, '{_NUMBER}'), false)"
        for name in names
    ]
    row = " OR ".join(risky) or "false"
    cells = [
        f"CASE WHEN {risk} OR (({row}) AND starts_with({name}, '''')) THEN '''' || {name} ELSE {name} END AS {safe}"
        for name, safe, risk in zip(names, [ident(_safe(column)) for column in columns], risky, strict=True)
    ]
    return ", ".join([*cells, f"CASE WHEN {row} THEN '1' END AS {MARK}"])


def _safe(name: str) -> str:
    return f"'{name}" if _NAMES.match(name) else name


def _plain(name: str) -> str:
    return name.removeprefix("'")


def restored(con: Backend, table: Table) -> Table:
    """A text table with the apostrophes of our own writer taken off; any other table as it is."""
    if MARK not in table.columns:
        return table
    cells = [
        f"CASE WHEN {MARK} = '1' AND starts_with({ident(column)}, '''') "
        f"THEN substr({ident(column)}, 2) ELSE {ident(column)} END AS {ident(_plain(column))}"
        if column != "_row"
        else column
        for column in table.columns
        if column != MARK
    ]
    name: str = gen_name("restored")
    con.con.execute(f"CREATE TABLE {name} AS SELECT {', '.join(cells)} FROM {ident(table.get_name())} ORDER BY _row")
    con.drop_table(table.get_name())
    return con.table(name)
