"""What a person chose on the mapping page, put into the mapping that was shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping as Answers
from typing import Any, Final, get_args

from django.utils.translation import gettext as _

from hansei.analytics.log import PHASES
from hansei.analytics.mapping import ColumnMapping, Mapping, MappingError, TableMapping, checked
from hansei.analytics.mapping.targets import INSTANTS, NEEDED, OTHER, TARGETS, Role, shape_of
from hansei.ui import words
from hansei.ui.words import imports as say

ROLES: Final = get_args(Role)


class WrongMapping(Exception):
    """What was chosen does not go together; `mapping` is what to show again, `problems` are sentences."""

    def __init__(self, mapping: Mapping, problems: list[str]) -> None:
        super().__init__(words.joined(problems))
        self.mapping, self.problems = mapping, problems


def read_form(shown: Mapping, answers: Answers[str, Any]) -> Mapping:
    """Return the mapping as chosen, checked; what the form did not ask for stays. Raises WrongMapping."""
    tables = tuple(_table(table, at, answers) for at, table in enumerate(shown.tables))
    states = [*shown.unknown_states, *sorted(shown.phases)]
    chosen = {state: answers.get(f"phase-{state}", shown.phases.get(state, "")) for state in states}
    phases = {state: phase for state, phase in chosen.items() if phase in PHASES}
    updated: dict[str, Any] = {
        "tables": tables,
        "phases": phases,
        "unknown_states": tuple(state for state in dict.fromkeys(states) if state not in phases),
        "shape": shape_of(table.role for table in tables) if shown.shape != "log" else shown.shape,
        "zone": answers.get("zone", shown.zone),
    }
    if "missing" in answers:
        updated["missing"] = tuple(word for part in answers["missing"].split(",") if (word := part.strip()))
    made = shown.model_copy(update=updated)
    if problems := [problem for table in tables for problem in _problems(table)]:
        raise WrongMapping(made, problems)
    try:
        return checked(made.model_dump())
    except MappingError as wrong:
        raise WrongMapping(made, [str(say.wrong_mapping(wrong))]) from None


def _table(table: TableMapping, at: int, answers: Answers[str, Any]) -> TableMapping:
    columns = tuple(_column(column, f"{at}-{place}", answers) for place, column in enumerate(table.columns))
    role = answers.get(f"role-{at}", table.role)
    return table.model_copy(update={"columns": columns, "role": role if role in ROLES else table.role})


def _column(column: ColumnMapping, name: str, answers: Answers[str, Any]) -> ColumnMapping:
    target, order = answers.get(f"target-{name}", column.target), answers.get(f"order-{name}", column.order)
    updated: dict[str, Any] = {}
    if target in TARGETS and target != column.target:
        updated = {"target": target, "confidence": 1.0, "why": "person"}
        if target in OTHER and column.target in INSTANTS:
            updated["ambiguous"] = 0
    if order and order != column.order:
        updated |= {"order": order, "ambiguous": 0, "why": "person", "confidence": 1.0}
    zone = answers.get(f"zone-{name}", column.zone)
    if column.zone_why and zone != column.zone:
        updated |= {"zone": zone, "zone_why": "person"}
    return column.model_copy(update=updated) if updated else column


def _problems(table: TableMapping) -> list[str]:
    """What a person must still decide, in words."""
    if table.role == "ignored":
        return []
    targets = Counter(column.target for column in table.columns if column.target not in OTHER)
    twice = [
        _("“%(target)s” can come from one column only; here it is chosen for: %(columns)s.")
        % {"target": say.target(target), "columns": words.listed(_with(table, target))}
        for target, n in targets.items()
        if n > 1
    ]
    missing = [
        _("“%(table)s” needs a column for “%(target)s”.") % {"table": table.name, "target": say.target(target)}
        for target in NEEDED.get(table.role, ())
        if not targets[target]
    ]
    return twice + missing


def _with(table: TableMapping, target: str) -> list[str]:
    return [column.column for column in table.columns if column.target == target]
