"""A day and its clock in two columns: "Opened Date" and "Opened Time", "Datum" and "Uhrzeit" become one instant.

The column of the day gets the clock of the same row; that of the clock stays as it is. Told by both: the names say the
same but for a word for the day or the clock, and the values are days without a clock, and clocks without a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ibis.backends.duckdb import Backend
from ibis.expr.types import Table
from ibis.util import gen_name

from hansei.analytics.sql import ident, text

# In English, German, French, Italian, Spanish, Portuguese, Dutch, Polish, Russian.
_DAY: Final = frozenset(["date", "day", "datum", "tag", "data", "fecha", "dia", "dag", "дата", "день"])
_CLOCK: Final = frozenset(["time", "clock", "uhrzeit", "zeit", "heure", "ora", "hora", "tijd", "godzina", "время"])
_HAN: Final = {True: ("日期", "日"), False: ("时间", "時間", "时刻", "時刻")}  # without blanks around them
_NO_CLOCK: Final = r"[ T]00:00(:00([.,]0+)?)?$"
_IS_DAY: Final = (
    r"^(\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}"
    r"|\d{1,2}[-. /]+[^\W\d]{3,9}\.?[-. /,]+\d{2,4})"
    r"([ T]00:00(:00([.,]0+)?)?)?$"
)
_IS_CLOCK: Final = r"^([01]?\d|2[0-3])[:.h][0-5]\d([:.][0-5]\d([.,]\d+)?)?( ?[AaPp]\.?[Mm]\.?)?$"
_NEARLY_ALL: Final = 0.99


def with_clocks(con: Backend, table: Table) -> Table:
    """Put the clock of a column of its own to the day it belongs to; any other table as it is."""
    pairs = [pair for pair in _named_alike(table.columns) if _are_halves(con, table, *pair)]
    if not pairs:
        return table
    joined = ", ".join(f"{_joined(day, clock)} AS {ident(day)}" for day, clock in pairs)
    name: str = gen_name("with_clocks")
    con.raw_sql(f"CREATE TABLE {name} AS SELECT * REPLACE ({joined}) FROM {table.get_name()}")
    return con.table(name)


def _named_alike(columns: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Each column named like a clock with the one column named like its day."""
    days: dict[str, list[str]] = {}
    for column in columns:
        days.setdefault(_without(column, is_day=True), []).append(column)
    for clock in columns:
        rest = _without(clock, is_day=False)
        same = [day for day in days.get(rest, ()) if day != clock]
        if rest != _parted(clock) and len(same) == 1:
            yield same[0], clock


def _parted(name: str) -> str:
    return re.sub(r"[\W_]+", " ", re.sub(r"(?<=[a-z0-9])(?=[A-Z][a-z])", " ", name)).strip().lower()


def _without(name: str, *, is_day: bool) -> str:
    """A name without its words for a day, or for a clock."""
    words = [word for word in _parted(name).split() if word not in (_DAY if is_day else _CLOCK)]
    rest = " ".join(words)
    for word in _HAN[is_day]:
        rest = rest.replace(word, "", 1)
    return rest


def _are_halves(con: Backend, table: Table, day: str, clock: str) -> bool:
    checks = ", ".join(
        f"count(*) FILTER (trim({ident(column)}) <> ''), "
        f"count(*) FILTER (regexp_matches(trim({ident(column)}), {text(pattern)}))"
        for column, pattern in ((day, _IS_DAY), (clock, _IS_CLOCK))
    )
    days, are_days, clocks, are_clocks = con.raw_sql(f"SELECT {checks} FROM {table.get_name()}").fetchall()[0]
    return bool(days and clocks and are_days >= _NEARLY_ALL * days and are_clocks >= _NEARLY_ALL * clocks)


def _joined(day: str, clock: str) -> str:
    given = f"trim({ident(day)})", f"trim({ident(clock)})"
    whole = f"regexp_replace({given[0]}, {text(_NO_CLOCK)}, '') || ' ' || {given[1]}"
    return f"CASE WHEN {given[0]} <> '' AND {given[1]} <> '' THEN {whole} ELSE {ident(day)} END"
