"""Which names in a log are people's, wherever they stand: who worked, who asked, who solved, who was assigned."""

from __future__ import annotations

from typing import Final

import ibis
from ibis.expr.types import Table

from hansei.analytics.log import Log
from hansei.analytics.mapping.names import normalised
from hansei.analytics.mapping.presets import generic_names
from hansei.analytics.mapping.targets import PERSONS

# Kept under the tool's own name, and yet always a human being.
_KEPT: Final = ("opened_by", "closed_by")
_PARTS: Final = (
    "person", "requester", "assigned", "assignee", "resolver", "owner", "caller", "user", "agent", "author",
    "technician", "reporter",
)  # fmt: skip


def people_of(log: Log) -> Table:
    """Every name that the log holds for a person, once each, as `name`."""
    values, cases = log.object_values, log.cases
    parts = [
        log.events.select(name=log.events.person),
        log.steps.select(name=log.steps.person),
        cases.select(name=cases.person),
        cases.select(name=cases.requester),
        values.filter(values.name.isin([*PERSONS, *_KEPT])).select(name=values.value),
    ]
    names = ibis.union(*parts, distinct=True)
    return names.filter(names.name.notnull() & (names.name != ""))


def says_person(field: str) -> bool:
    """Whether a field's name says that its values are people; rather once too often than once too rarely.

    >>> [name for name in ("assignee", "Bearbeiter", "sys_updated_by", "负责人", "priority") if says_person(name)]
    ['assignee', 'Bearbeiter', 'sys_updated_by', '负责人']
    """
    name = normalised(field)
    known = any(name in generic_names().get(target, ()) for target in PERSONS)
    return known or name.endswith(" by") or any(part in name for part in _PARTS)
