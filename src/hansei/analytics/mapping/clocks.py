"""Where a file's dates without a time stand: in the clock of all its other dates, if that is one and the same."""

from __future__ import annotations

from collections.abc import Mapping as Found
from collections.abc import Sequence

from hansei.analytics.mapping.dates import DateReading, offset_sql
from hansei.analytics.mapping.model import ColumnMapping, TableMapping
from hansei.analytics.mapping.targets import INSTANTS
from hansei.analytics.reading.raw import FROM_1904, Raw
from hansei.analytics.sql import ident

Read = tuple[TableMapping, Found[str, DateReading]]


def counts_from_1904(raw: Raw, table: str) -> bool:
    """True where the table stands in a workbook whose day numbers count from 1904, four years later than usual."""
    origin = raw.origins.get(table, "")
    return any(facts.name == origin and FROM_1904 in facts.notes for facts in raw.files)


def read_in_their_clocks(raw: Raw, tables: Sequence[Read]) -> tuple[TableMapping, ...]:
    """Read dates without a time in UTC where every other clock of the source carries an offset and all say zero.

    Such a tool writes its days as it writes its instants; the zone where clocks without an offset stand says
    nothing of it, and moves a promise for a day by hours.
    """
    drafts = tuple(draft for draft, _ in tables)
    if raw.base is not None or not all(
        _is_of_utc(raw, draft.name, *each) for draft, found in tables for each in found.items()
    ):
        return drafts
    if not any(reading.zoned for _, found in tables for reading in found.values()):
        return drafts
    return tuple(_by_day_in_utc(draft, found) for draft, found in tables)


def _is_of_utc(raw: Raw, table: str, column: str, reading: DateReading) -> bool:
    """True where no cell of the column speaks against UTC: each says +0000, or says no time at all."""
    if reading.order is None or reading.is_by_day:
        return True
    if reading.formats or not reading.zoned:
        return False
    offset = offset_sql(reading, f"nullif(trim({ident(column)}), '')")
    other = f"SELECT 1 FROM {raw.tables[table].get_name()} WHERE {offset} NOT IN ('', '+0000', '+00', '-0000', '-00')"
    return not raw.con.raw_sql(f"{other} LIMIT 1").fetchall()


def _by_day_in_utc(draft: TableMapping, readings: Found[str, DateReading]) -> TableMapping:
    return draft.model_copy(
        update={"columns": tuple(_placed(each, readings.get(each.column)) for each in draft.columns)}
    )


def _placed(column: ColumnMapping, reading: DateReading | None) -> ColumnMapping:
    if reading is None or not reading.is_by_day or column.target not in INSTANTS:
        return column
    return column.model_copy(update={"zone": "UTC", "zone_why": "other_clocks"})
