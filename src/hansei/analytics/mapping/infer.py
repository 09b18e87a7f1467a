"""Infer what each column means, from its name, its values and its neighbours; every answer says how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hansei.analytics.mapping.clocks import counts_from_1904, read_in_their_clocks
from hansei.analytics.mapping.dates import DateReading, date_sql, read_dates
from hansei.analytics.mapping.evidence import Evidence, look_at, name_score, value_fit
from hansei.analytics.mapping.model import ColumnMapping, Mapping, TableMapping, Why
from hansei.analytics.mapping.names import normalised
from hansei.analytics.mapping.ours import is_ours, of_ours
from hansei.analytics.mapping.presets import GENERIC, Preset, presets
from hansei.analytics.mapping.states import infer_fields, infer_phases
from hansei.analytics.mapping.targets import CHANGE, DATES, INSTANTS, OTHER, TARGETS, Role, shape_of
from hansei.analytics.reading.raw import Column, Raw
from hansei.analytics.sql import ident

_LIKE_ENOUGH = 0.75
_SURE_ENOUGH = 0.4  # below this a guess misleads more than it helps: the column stays an attribute
_SHOWN = 5
_BEGINNINGS = ("failed_at", "detected_at", "reported_at")
_NEARLY_ALL = 0.95


def infer(raw: Raw, *, zone: str = "UTC", preset_name: str | None = None) -> Mapping:
    """Propose a mapping for a source.

    `zone` is where clocks without an offset stand (an IANA name); `preset_name` takes that preset however little the
    columns look like it, or none of them with "generic". Raises KeyError for a name that is no preset.
    """
    if raw.base is not None and is_ours(raw):
        return of_ours(raw, zone)
    preset = _preset_of(raw) if preset_name is None else _preset_named(preset_name)
    drafts = [_draft(raw, name, preset) for name in raw.tables]
    drafts = _joined(raw, drafts, preset.fields)
    tables = read_in_their_clocks(raw, [_with_dates(raw, draft) for draft in drafts])
    mapping = Mapping(
        preset=preset.name,
        shape=shape_of(table.role for table in tables),
        zone=zone,
        tables=tables,
        missing=preset.missing,
        kind=preset.kind,
        lines=preset.lines,
    )
    return infer_phases(raw, mapping, preset.phases)


def _preset_named(name: str) -> Preset:
    return {preset.name: preset for preset in (*presets(), GENERIC)}[name]


def _preset_of(raw: Raw) -> Preset:
    columns = {normalised(column.name) for column in raw.columns}
    best = max(presets(), key=lambda preset: (preset.likeness(columns), len(preset.signature)))
    return best if best.likeness(columns) >= _LIKE_ENOUGH else GENERIC


@dataclass(frozen=True)
class _Candidate:
    score: float
    rank: int  # earlier targets win among equals
    column: str
    target: str
    why: Why


def _draft(raw: Raw, name: str, preset: Preset) -> TableMapping:
    columns = [column for column in raw.columns if column.table == name]
    looks = {column.name: look_at(column) for column in columns}
    given = _from_preset(columns, preset)
    candidates = [
        _Candidate(score, rank, column.name, target, why)
        for column in columns
        if column.name not in given
        for rank, target in enumerate(TARGETS)
        if target not in OTHER
        for score, why in [_score(column, target, looks[column.name])]
        if score >= _SURE_ENOUGH
    ]
    if not {"field", "now"} <= {candidate.target for candidate in candidates} | {c.target for c in given.values()}:
        # "From" beside no field and no new value is who wrote, not what was.
        candidates = [candidate for candidate in candidates if candidate.target not in CHANGE]
    chosen = dict(given)
    taken = {entry.target for entry in given.values()}
    for candidate in sorted(candidates, key=lambda c: (-c.score, c.rank, c.column)):
        if candidate.column in chosen or candidate.target in taken:
            continue
        taken.add(candidate.target)
        chosen[candidate.column] = _column(looks, candidate.column, candidate.target, candidate.score, candidate.why)
    entries = [chosen.get(column.name) or _rest(column, looks[column.name]) for column in columns]
    return _with_role(raw, name, entries, looks)


def _column(looks: dict[str, Evidence], column: str, target: str, score: float, why: Why) -> ColumnMapping:
    return ColumnMapping(
        column=column, target=target, confidence=round(score, 2), why=why, samples=looks[column].samples[:_SHOWN]
    )


def _from_preset(columns: Sequence[Column], preset: Preset) -> dict[str, ColumnMapping]:
    found: dict[str, ColumnMapping] = {}
    taken: set[str] = set()
    for column in columns:
        target = preset.columns.get(normalised(column.name))
        if target is None or (target in taken and target not in OTHER):
            continue
        taken.add(target)
        found[column.name] = ColumnMapping(
            column=column.name, target=target, confidence=0.97, why="preset", samples=look_at(column).samples[:_SHOWN]
        )
    return found


def _score(column: Column, target: str, look: Evidence) -> tuple[float, Why]:
    named = name_score(column.name, target)
    fit = value_fit(target, look)
    if named == 0 or fit == 0:
        return 0.0, "nothing_fits"
    return named * (0.6 + 0.4 * fit), "name_and_values" if fit > 0.5 else "name"


def _rest(column: Column, look: Evidence) -> ColumnMapping:
    samples = look.samples[:_SHOWN]
    if column.filled == 0 or not look.samples:
        return ColumnMapping(column=column.name, target="ignore", confidence=1.0, why="empty", samples=samples)
    return ColumnMapping(column=column.name, target="attribute", confidence=0.5, why="nothing_fits", samples=samples)


def _with_role(raw: Raw, name: str, entries: list[ColumnMapping], looks: dict[str, Evidence]) -> TableMapping:
    """Decide the shape from the data: is the case's id unique, is there a change, an activity, an instant per row?"""
    targets = {entry.target: entry for entry in entries}
    key = targets.get("key")
    unique = key is None or _is_unique(raw, name, key.column)
    role: Role
    if all(target in targets for target in ("field", "now", "key")) and not unique:
        role = "changes"
    elif unique:
        role = "tickets"
    else:
        role = "events" if "activity" in targets else "updates"
    if role != "tickets" and "at" not in targets:
        entries = _with_instant(raw, name, entries, looks, key.column if key else "")
        role = role if any(entry.target == "at" for entry in entries) else "tickets"
    entries = _fitting(role, entries, looks)
    if role == "tickets":
        entries = _with_opening(raw, name, entries)
    return TableMapping(name=name, role=role, columns=tuple(entries))


def _is_unique(raw: Raw, name: str, column: str) -> bool:
    table, quoted = raw.tables[name].get_name(), ident(column)
    filled, different = raw.con.raw_sql(f"SELECT count({quoted}), count(DISTINCT {quoted}) FROM {table}").fetchall()[0]
    # A few repeats are an export's overlap, not a history.
    return bool(different >= 0.98 * filled)


def _with_instant(
    raw: Raw, name: str, entries: list[ColumnMapping], looks: dict[str, Evidence], key: str
) -> list[ColumnMapping]:
    """No column is called like the instant of a row: take the date that differs most from row to row of a case."""
    dates = [entry for entry in entries if looks[entry.column].dates > 0.8]
    if not dates:
        return entries
    table = raw.tables[name].get_name()
    counts = ", ".join(f"count(DISTINCT ({ident(key)}, {ident(entry.column)}))" for entry in dates)
    figures = raw.con.raw_sql(f"SELECT {counts} FROM {table}").fetchall()[0]
    best = dates[max(range(len(dates)), key=lambda at: figures[at])]
    instant = best.model_copy(update={"target": "at", "confidence": 0.6, "why": "values"})
    return [instant if entry is best else entry for entry in entries]


def _with_opening(raw: Raw, name: str, entries: list[ColumnMapping]) -> list[ColumnMapping]:
    """No column is called like a case's beginning: take the date that nearly every row has and no other precedes."""
    if {entry.target for entry in entries} & set(_BEGINNINGS):
        return entries
    columns = {column.name: column for column in raw.columns if column.table == name}
    dated = {
        entry.column: value
        for entry in entries
        if entry.target in DATES or entry.target == "attribute"
        for value in [_instant(raw, name, columns[entry.column])]
        if value is not None
    }
    likely = [
        entry for entry in entries
        if entry.target == "attribute" and entry.column in dated
        and columns[entry.column].filled >= _NEARLY_ALL * columns[entry.column].rows
    ]  # fmt: skip
    if not likely:
        return entries
    first = f"least({', '.join(dated.values())})"
    counts = ", ".join(f"count(*) FILTER ({dated[entry.column]} = {first})" for entry in likely)
    rows, *figures = raw.con.raw_sql(f"SELECT count(*), {counts} FROM {raw.tables[name].get_name()}").fetchall()[0]
    best = likely[max(range(len(likely)), key=lambda at: figures[at])]
    if max(figures) < _NEARLY_ALL * rows:
        return entries
    opening = best.model_copy(update={"target": "reported_at", "confidence": 0.5, "why": "values"})
    return [opening if entry is best else entry for entry in entries]


def _instant(raw: Raw, name: str, column: Column) -> str | None:
    """SQL for a column's instants, None when it holds none."""
    look = look_at(column)
    if max(look.dates, look.epochs) < 0.9:
        return None
    cell = f"nullif(trim({ident(column.name)}), '')"
    reading = read_dates(raw.con, raw.tables[name].get_name(), cell)
    return date_sql(reading, cell, "UTC") if reading.order else None


def _fitting(role: Role, entries: list[ColumnMapping], looks: dict[str, Evidence]) -> list[ColumnMapping]:
    """Drop what makes no sense in the role: a ticket has no row instant, only a change log has fields."""
    wrong = set(CHANGE) if role != "changes" else {"state", "activity", "substate"}
    if role == "tickets":
        wrong |= {"at", "activity", "event_key", "recorded_at"}
    return [
        entry.model_copy(update={"target": "attribute", "why": "nothing_fits", "confidence": 0.5})
        if entry.target in wrong
        else entry
        for entry in entries
    ]


def _joined(raw: Raw, drafts: list[TableMapping], known: dict[str, str]) -> list[TableMapping]:
    """Say what a change log's fields mean, and leave out tables that know no case while others do."""
    keyed = [draft for draft in drafts if draft.column("key")]
    return [
        draft.model_copy(update={"role": "ignored"})
        if keyed and draft not in keyed
        else draft.model_copy(update={"fields": infer_fields(raw, draft, known)})
        if draft.role == "changes"
        else draft
        for draft in drafts
    ]


def _with_dates(raw: Raw, draft: TableMapping) -> tuple[TableMapping, dict[str, DateReading]]:
    """Decide the date order of each date column over all its rows; return also how each is read."""
    source = raw.tables[draft.name].get_name()
    looks = {column.name: look_at(column) for column in raw.columns if column.table == draft.name}
    dated = [
        entry for entry in draft.columns
        if entry.target in INSTANTS or (entry.target == "attribute" and looks[entry.column].dates > 0.9)
    ]  # fmt: skip
    readings = {
        entry.column: read_dates(raw.con, source, f"nullif(trim({ident(entry.column)}), '')") for entry in dated
    }
    decided = [r.order for r in readings.values() if r.order in ("dmy", "mdy") and not r.ambiguous]
    columns = []
    for entry in draft.columns:
        reading = readings.get(entry.column)
        if reading is None or reading.order is None:
            columns.append(entry)
            continue
        order = "serial_1904" if reading.order == "serial" and counts_from_1904(raw, draft.name) else reading.order
        if reading.ambiguous and decided:
            order = "dmy" if decided.count("dmy") * 2 >= len(decided) else "mdy"  # the file's other columns know
        columns.append(entry.model_copy(update={"order": order, "ambiguous": 0 if decided else reading.ambiguous}))
    return draft.model_copy(update={"columns": tuple(columns)}), readings
