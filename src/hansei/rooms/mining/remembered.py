"""A data set's own mapping, brought to a later extract whose files may be called otherwise."""

from __future__ import annotations

from typing import Final, Literal

from hansei.analytics.mapping import ColumnMapping, Mapping, TableMapping

Fit = Literal["whole", "part", "none"]
_DAY_NUMBERS: Final = ("serial", "serial_1904")


def remembered(saved: Mapping, inferred: Mapping) -> tuple[Mapping, Fit]:
    """Return the mapping for new files, and how far the saved one fits: whole, part (a column came or went), none.

    Tables are told by their columns: last month's file was called otherwise. Where it fits in part, what a person
    decided for a column that is still there stays, unless the new table could not be read with it.
    """
    pairs = [(table, _alike(saved, table)) for table in inferred.tables]
    found = [(table, old) for table, old in pairs if old is not None]
    if not found:
        return inferred, "none"
    whole = len(found) == len(pairs) and all(_names(table) == _names(old) for table, old in found)
    tables = tuple(table if old is None else _carried(table, old) for table, old in pairs)
    kept = {
        "preset": saved.preset, "zone": saved.zone, "missing": saved.missing, "lines": saved.lines,
        "case_type": saved.case_type, "kind": saved.kind,
    }  # fmt: skip
    phases = {**inferred.phases, **saved.phases}
    unknown = tuple(state for state in inferred.unknown_states if state not in phases)
    shape = saved.shape if whole else inferred.shape
    updated = {**kept, "tables": tables, "phases": phases, "unknown_states": unknown, "shape": shape}
    return inferred.model_copy(update=updated), "whole" if whole else "part"


def _names(table: TableMapping) -> set[str]:
    return {each.column for each in table.columns}


def _alike(saved: Mapping, table: TableMapping) -> TableMapping | None:
    names = _names(table)
    best = max(saved.tables, key=lambda old: len(_names(old) & names), default=None)
    return best if best is not None and 2 * len(_names(best) & names) >= len(_names(best) | names) else None


def _carried(table: TableMapping, old: TableMapping) -> TableMapping:
    before = {each.column: each for each in old.columns}
    columns = tuple(_as_before(each, before[each.column]) if each.column in before else each for each in table.columns)
    taken = [each.target for each in columns if each.column in before]
    columns = tuple(
        each
        if each.column in before or each.target not in taken
        else each.model_copy(update={"target": "attribute", "confidence": 0.5, "why": "nothing_fits"})
        for each in columns
    )
    return table.model_copy(update={"role": old.role, "columns": columns, "fields": {**table.fields, **old.fields}})


def _as_before(new: ColumnMapping, old: ColumnMapping) -> ColumnMapping:
    kept: dict[str, object] = {"samples": new.samples, "ambiguous": new.ambiguous}
    if new.order in _DAY_NUMBERS and old.order in _DAY_NUMBERS:
        kept["order"] = new.order  # each workbook says itself where its days begin
    return old.model_copy(update=kept)
