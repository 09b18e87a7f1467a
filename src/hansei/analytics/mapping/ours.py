"""The mapping of a log that Hansei wrote: its columns are what they are called, and its phases what it says itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from hansei.analytics.mapping.evidence import look_at
from hansei.analytics.mapping.model import ColumnMapping, Mapping, TableMapping
from hansei.analytics.mapping.targets import INSTANTS, ROW, TARGETS, Role, shape_of
from hansei.analytics.naming import CASE_MARK, FIELDS, OURS
from hansei.analytics.reading.flat import CASE_COLUMN, EVENT_COLUMNS
from hansei.analytics.reading.raw import Column, Raw
from hansei.analytics.sql import ident

_SHOWN: Final = 5
_STANDARD: Final = {
    CASE_COLUMN: "key",
    **{column: "event_key" if own == "key" else own for own, column in EVENT_COLUMNS.items()},
}
_OF_EVENTS: Final = ("state", "substate", "line")
_STATE: Final = f"{OURS}state"
_PHASE: Final = f"{OURS}phase"


def field_of(column: str) -> str | None:
    """Which field of ours a column of a log in a file holds; None for a column of the source's own.

    >>> field_of("hansei:phase"), field_of("case:hansei:priority"), field_of("phase"), field_of("hansei:colour")
    ('phase', 'priority', None, None)
    """
    name = column.removeprefix(CASE_MARK)
    field = name.removeprefix(OURS)
    return field if name.startswith(OURS) and field in FIELDS else None


def is_ours(raw: Raw) -> bool:
    """Whether a log says what only Hansei writes."""
    return any(field_of(column.name) for column in raw.columns)


def of_ours(raw: Raw, zone: str) -> Mapping:
    """What a log of ours means; nothing of it is guessed."""
    tables = tuple(_table(name, [column for column in raw.columns if column.table == name]) for name in raw.tables)
    phases, unknown = _phases(raw)
    shape = shape_of(table.role for table in tables)
    return Mapping(shape=shape, zone=zone, tables=tables, phases=phases, unknown_states=unknown)


def _table(name: str, columns: Sequence[Column]) -> TableMapping:
    """Cases of which no event tells have no instants: they are a list of tickets."""
    role: Role = "events" if any(column.name == EVENT_COLUMNS["at"] for column in columns) else "tickets"
    return TableMapping(name=name, role=role, columns=tuple(map(_column, columns)))


def _column(column: Column) -> ColumnMapping:
    look = look_at(column)
    target = _target(column.name)
    return ColumnMapping(
        column=column.name, target=target, confidence=1.0, why="name" if target != "attribute" else "nothing_fits",
        samples=look.samples[:_SHOWN], order="ymd" if target in INSTANTS else None,
    )  # fmt: skip


def _target(column: str) -> str:
    field = field_of(column)
    if field is None:
        return _STANDARD.get(column, "attribute")
    fits = field not in ROW and field in TARGETS if column.startswith(CASE_MARK) else field in _OF_EVENTS
    return field if fits else "attribute"


def _phases(raw: Raw) -> tuple[dict[str, str], tuple[str, ...]]:
    """The phase that the log gives each state, and the states that it gives none."""
    phases: dict[str, str] = {}
    unknown: list[str] = []
    for table in raw.tables.values():
        if _STATE not in table.columns:
            continue
        phase = f"max({ident(_PHASE)})" if _PHASE in table.columns else "NULL"
        state = ident(_STATE)
        found = raw.con.raw_sql(
            f"SELECT {state}, {phase}, count(*) FROM {table.get_name()} WHERE {state} IS NOT NULL GROUP BY 1 "
            "ORDER BY 3 DESC, 1"
        ).fetchall()
        phases |= {state: phase for state, phase, _ in found if phase}
        unknown += [state for state, phase, _ in found if not phase]
    return phases, tuple(unknown)
