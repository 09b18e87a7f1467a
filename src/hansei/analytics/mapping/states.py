"""What a source's states mean for the clock, and what the fields of its change log are."""

from __future__ import annotations

from hansei.analytics.mapping.evidence import name_score
from hansei.analytics.mapping.model import Mapping, TableMapping
from hansei.analytics.mapping.targets import WORDS
from hansei.analytics.mapping.words import MISSING, phase_of
from hansei.analytics.reading.raw import Raw
from hansei.analytics.sql import ident, texts

_FIELDS = ("state", "team", *WORDS)
_MOST = 2000  # different states; a column with more is not a state
# A sub-state says more than its state only where it says that somebody waits, or how the end came.
_RARE = 0.1
_TELLING = ("waiting_user", "waiting_other", "closed", "queued", "cancelled", "restored")


def infer_fields(raw: Raw, table: TableMapping, known: dict[str, str]) -> dict[str, str]:
    """Field names of a change log → targets, `known` from a preset; a field that says nothing of a case is left out."""
    column = table.column("field")
    if column is None:
        return {}
    source, quoted = raw.tables[table.name].get_name(), ident(column)
    rows = raw.con.raw_sql(
        f"SELECT trim({quoted}), count(*) FROM {source} WHERE {quoted} IS NOT NULL "
        f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {_MOST}"
    ).fetchall()
    found: dict[str, str] = {}
    for name, _ in rows:
        if name in known and known[name] not in found.values():
            found[name] = known[name]
            continue
        scores = {target: name_score(name, target) for target in _FIELDS if target not in found.values()}
        best = max(scores, key=lambda target: scores[target], default="state")
        if scores and scores[best] >= 0.7:
            found[name] = best
    return found


def infer_phases(raw: Raw, mapping: Mapping, known: dict[str, str]) -> Mapping:
    """Fill in the phase of every state, and of a state with its sub-state where that says more."""
    phases: dict[str, str] = {}
    unknown: list[str] = []
    found = _states(raw, mapping)
    for state, substate, _ in found:
        own = known.get(state) or phase_of(state)
        if own is None and state not in unknown:
            unknown.append(state)
        elif own:
            phases[state] = own
        if substate is None:
            continue
        more = known.get(f"{state} / {substate}") or phase_of(substate)
        if more and more != own and (own is None or more in _TELLING):
            phases[f"{state} / {substate}"] = more
    if not any(table.column("state") for table in mapping.tables if table.role != "changes"):
        counts = {state: n for state, _, n in found}
        phases = _only_main_ends(phases, counts, known)
    return mapping.model_copy(update={"phases": phases, "unknown_states": tuple(unknown)})


def _only_main_ends(phases: dict[str, str], counts: dict[str, int], known: dict[str, str]) -> dict[str, str]:
    """Where activities stand for states, a rare one that resolves something resolves a part of the case only."""
    ends = {name: counts.get(name, 0) for name, phase in phases.items() if phase == "resolved" and name not in known}
    most = max(ends.values(), default=0)
    # "Resolved" alone says that the case is, however rare; "Resolve SW anomaly" does not.
    rare = {name for name, n in ends.items() if n < most * _RARE and name.casefold() != "resolved"}
    return {name: "active" if name in rare else phase for name, phase in phases.items()}


def _states(raw: Raw, mapping: Mapping) -> list[tuple[str, str | None, int]]:
    """Every state with each of its sub-states, the commonest first."""
    parts = []
    for table in mapping.tables:
        if table.role == "ignored":
            continue
        source = raw.tables[table.name].get_name()
        state = table.column("state") or table.column("activity")
        if table.role == "changes":
            fields = [name for name, target in table.fields.items() if target == "state"]
            for side in ("now", "was"):
                if fields and (column := table.column(side)):
                    where = f"trim({ident(table.column('field') or '')}) IN ({texts(fields)})"
                    parts.append(f"SELECT {_clean(column)} AS state, NULL AS substate FROM {source} WHERE {where}")
        elif state:
            substate = table.column("substate")
            parts.append(
                f"SELECT {_clean(state)} AS state, {_clean(substate) if substate else 'NULL'} AS substate FROM {source}"
            )
    if not parts:
        return []
    missing = texts([*MISSING, *(word.lower() for word in mapping.missing), ""])
    rows = raw.con.raw_sql(
        f"SELECT state, substate, count(*) FROM ({' UNION ALL '.join(parts)}) WHERE state IS NOT NULL "
        f"AND lower(state) NOT IN ({missing}) GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT {_MOST}"
    ).fetchall()
    return [(row[0], row[1], int(row[2])) for row in rows]


def _clean(column: str) -> str:
    return f"regexp_replace(trim({ident(column)}), '  +', ' ', 'g')"
