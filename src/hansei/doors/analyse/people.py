"""Which columns of a result hold people, and how a row is shown without their names."""

from __future__ import annotations

from typing import Any, Final

from hansei.analytics.log import Log
from hansei.doors.analyse.pseudonyms import Pseudonyms

# Columns of measures and logs that name a human being.
PEOPLE: Final = frozenset({"person", "from_person", "to_person", "requester", "resolver", "opened_by", "closed_by"})


def known_people(log: Log) -> list[str]:
    """Return every name the log holds for a person: who worked on a case, and who asked."""
    steps = log.steps.select(name=log.steps.person)
    cases = log.cases.select(name=log.cases.person)
    requesters = log.cases.select(name=log.cases.requester)
    names = steps.union(cases, requesters, distinct=True)
    return [name for name in names.filter(names.name.notnull()).order_by("name").name.to_pyarrow().to_pylist() if name]


def row_without_names(row: dict[str, Any], people: Pseudonyms) -> dict[str, Any]:
    """Return a row of a measure with people as pseudonyms."""
    if people.show:
        return row
    return {name: people.person(value) if name in PEOPLE else value for name, value in row.items()}
