"""What would let refused or doubtful rows in: changes of the mapping that a person may choose with one click."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from hansei.analytics.mapping.model import ColumnMapping, Mapping, TableMapping
from hansei.analytics.shaping.simulation import ColumnFacts, Simulation

_OTHER_ORDER: Final = {"dmy": "mdy", "mdy": "dmy", "ymd": "ydm", "ydm": "ymd"}
_LONGEST_WORD: Final = 40


@dataclass(frozen=True)
class Repair:
    """One change of a mapping: a code, where, to what; `n` rows or cells it concerns.

    Codes: `date_order` (a column's), `zone` (of clocks without one), `missing_word`, `drop_repeated` and
    `keep_repeated` (rows that say the same), `keep_first` and `keep_last` (of a case told twice), `turn_round`
    (the file's order among equal instants).
    """

    code: str
    n: int
    table: str = ""
    column: str = ""
    value: str = ""


def repairs(simulation: Simulation, mapping: Mapping) -> tuple[Repair, ...]:
    """Every repair that this simulation gives a reason for."""
    tables = {table.name: table for table in mapping.tables}
    found = [each for facts in simulation.columns for each in _of_column(facts, tables[facts.table])]
    for name, order in simulation.orders.items():
        table = tables[name]
        if table.role == "tickets":
            continue
        if order.duplicated and not table.drop_repeated:
            found.append(Repair("drop_repeated", order.duplicated, name))
        if order.equal and not order.numbered:
            found.append(Repair("turn_round", order.equal, name, value=_turned(order.newest_first)))
    reasons = {(each.code, row.file): each.n for each in simulation.reasons for row in each.examples[:1]}
    for (code, name), n in reasons.items():
        if code == "row.case_twice":
            found.append(Repair("keep_last" if tables[name].keeps == "first" else "keep_first", n, name))
        elif code == "row.said_twice":
            found.append(Repair("keep_repeated", n, name))
    if simulation.clock.never and mapping.zone != "UTC":
        found.append(Repair("zone", simulation.clock.never, value="UTC"))
    return tuple(found)


def _turned(newest_first: bool) -> str:
    return "oldest_first" if newest_first else "newest_first"


def _of_column(facts: ColumnFacts, table: TableMapping) -> Iterator[Repair]:
    column = next(each for each in table.columns if each.column == facts.column)
    if column.ambiguous and column.order:
        yield Repair("date_order", column.ambiguous, facts.table, facts.column, column.order)
    doubtful = column.ambiguous or facts.contradicting
    if doubtful and column.order in _OTHER_ORDER:
        yield Repair("date_order", doubtful, facts.table, facts.column, _OTHER_ORDER[column.order])
    if facts.target != "at":  # a row without its instant is refused all the same
        for word, n in facts.words:
            if len(word) <= _LONGEST_WORD and not any(letter.isdigit() for letter in word):
                yield Repair("missing_word", n, facts.table, facts.column, word)


def repaired(mapping: Mapping, repair: Repair) -> Mapping:
    """Return the mapping with one repair made; raises ValueError for one that it does not allow."""
    updated: dict[str, Any]
    if repair.code == "zone":
        updated = {"zone": repair.value}
    elif repair.code == "missing_word":
        updated = {"missing": tuple(dict.fromkeys((*mapping.missing, repair.value)))}
    else:
        updated = {"tables": tuple(_table(each, repair) for each in mapping.tables)}
    return Mapping.model_validate(mapping.model_copy(update=updated).model_dump())


def _table(table: TableMapping, repair: Repair) -> TableMapping:
    if table.name != repair.table:
        return table
    changes: dict[str, dict[str, Any]] = {
        "drop_repeated": {"drop_repeated": True},
        "keep_repeated": {"drop_repeated": False},
        "keep_first": {"keeps": "first"},
        "keep_last": {"keeps": "last"},
        "turn_round": {"told": repair.value},
        "date_order": {"columns": tuple(_ordered(each, repair) for each in table.columns)},
    }
    if repair.code not in changes:
        raise ValueError(f"no such repair: {repair.code}")
    return table.model_copy(update=changes[repair.code])


def _ordered(column: ColumnMapping, repair: Repair) -> ColumnMapping:
    if column.column != repair.column:
        return column
    return column.model_copy(update={"order": repair.value, "ambiguous": 0, "why": "person", "confidence": 1.0})
