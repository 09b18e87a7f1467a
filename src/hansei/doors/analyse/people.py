"""Which columns of a result hold people, and how a row is shown without their names."""

from __future__ import annotations

from typing import Any, Final

from hansei.analytics.log import Log
from hansei.analytics.mapping import ColumnMapping, Mapping, TableMapping
from hansei.analytics.mapping.targets import PERSONS
from hansei.analytics.people import people_of, says_person
from hansei.doors.analyse.pseudonyms import Pseudonyms

# Columns of measures and logs that name a human being.
PEOPLE: Final = frozenset({"person", "from_person", "to_person", "requester", "resolver", "opened_by", "closed_by"})


def known_people(log: Log) -> list[str]:
    """Return every name the log holds for a person: who worked on a case, who asked, who was assigned."""
    return list(people_of(log).order_by("name").name.to_pyarrow().to_pylist())


def row_without_names(row: dict[str, Any], people: Pseudonyms) -> dict[str, Any]:
    """Return a row of a measure with people as pseudonyms."""
    if people.show:
        return row
    return {name: people.person(value) if name in PEOPLE else value for name, value in row.items()}


def samples_without_names(table: TableMapping, entry: ColumnMapping, people: Pseudonyms) -> tuple[str, ...] | None:
    """The sample values of a column with people as pseudonyms; None where the values themselves are people."""
    if people.show:
        return entry.samples
    return None if _holds_people(table, entry) else tuple(people.text(value) or "" for value in entry.samples)


def mapping_without_names(mapping: Mapping, people: Pseudonyms) -> Mapping:
    """The mapping as it may be written without names."""
    tables = [
        table.model_copy(
            update={
                "columns": tuple(
                    entry.model_copy(update={"samples": samples_without_names(table, entry, people) or ()})
                    for entry in table.columns
                )
            }
        )
        for table in mapping.tables
    ]
    return mapping.model_copy(update={"tables": tuple(tables)})


def _holds_people(table: TableMapping, entry: ColumnMapping) -> bool:
    """Whether values of a column are people: so it is mapped, its name says so, or a change log changes people."""
    if entry.target in ("was", "now"):
        return any(target in PERSONS for target in table.fields.values())
    is_unmapped = entry.target in ("attribute", "ignore")
    return entry.target in PERSONS or (is_unmapped and says_person(entry.column))
