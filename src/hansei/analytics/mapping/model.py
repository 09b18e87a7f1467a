"""The mapping: what each column of a source means. Frozen, checked, and the same in YAML."""

from __future__ import annotations

import collections.abc
import re
from collections import Counter
from collections.abc import Collection
from typing import Annotated, Any, Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import PydanticCustomError

from hansei.analytics.log import PHASES
from hansei.analytics.mapping.targets import NEEDED, OTHER, TARGETS, Role, Shape
from hansei.analytics.reading.encoding import CHOOSABLE, known_encoding

DateOrder = Literal["ymd", "dmy", "mdy", "ydm", "epoch_s", "epoch_ms", "serial", "serial_1904"]
Why = Literal["preset", "name", "name_and_values", "values", "person", "nothing_fits", "empty", "one_value"]


# What can be wrong, in English; `hansei.ui.words.imports` says the same in the reader's language.
PROBLEMS: Final[dict[str, str]] = {
    "no_such_target": "no such target: %(given)s; one of %(known)s",
    "no_such_zone": "no such time zone: %(given)s; use an IANA name such as Europe/Berlin",
    "no_such_encoding": "no such encoding: %(given)s; one of %(known)s",
    "no_such_phase": "no such phase: %(given)s; one of %(known)s",
    "target_twice": "more than one column is mapped to %(given)s",
    "column_twice": "named more than once: %(given)s",
    "target_missing": "a table of %(role)s needs a column for %(given)s",
    "no_such_table": "no such table; there is %(known)s",
    "no_such_column": "no such column in the files; take it out, or write its new name",
    "too_deep": "this is nested too deeply",
    "not_yaml": "this is not YAML",
    "not_keys": "a mapping is a list of keys and values",
    "missing": "this is missing",
    "extra_forbidden": "there is no such key; take it out, or correct its spelling",
    "literal_error": "this must be one of %(known)s",
    "wrong_kind": "this value is of the wrong kind",
}


class Problem(NamedTuple):
    """Something wrong with a mapping: the key as it stands in the YAML, a code of `PROBLEMS`, and what that names."""

    place: str
    code: str
    facts: dict[str, str]

    def __str__(self) -> str:
        return f"{self.place}: {PROBLEMS[self.code] % self.facts}"


class MappingError(ValueError):
    """A mapping that cannot be used, with all that is wrong."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ColumnMapping(_Strict):
    """One column: what it becomes, how sure we are (0 to 1), why (a code), and a few of its values."""

    column: str
    target: str
    confidence: Annotated[float, Field(ge=0, le=1)] = 1.0
    why: Why = "person"
    samples: tuple[str, ...] = ()
    order: DateOrder | None = None
    ambiguous: int = 0  # dates of the column that could be read in another order
    zone: str | None = None  # where this column's clock stands, if not where the mapping's does
    zone_why: Literal["other_clocks", "person"] | None = None

    @field_validator("target")
    @classmethod
    def _known(cls, target: str) -> str:
        if target not in TARGETS:
            raise _wrong("no_such_target", target, known=TARGETS)
        return target

    @field_validator("zone")
    @classmethod
    def _zone(cls, zone: str | None) -> str | None:
        return zone if zone is None else _checked_zone(zone)


class TableMapping(_Strict):
    """One table of the source: its role and its columns. `fields` says what a change log's field names mean.

    `keeps`: which row of a case told twice; `drop_repeated`: rows that say what an earlier row says are left out;
    `told`: how the file orders a case's rows, where that is not left to be found out.
    """

    name: str
    role: Role
    columns: tuple[ColumnMapping, ...]
    fields: dict[str, str] = Field(default_factory=dict)
    keeps: Literal["first", "last"] = "last"
    drop_repeated: bool = False
    told: Literal["oldest_first", "newest_first"] | None = None

    def column(self, target: str) -> str | None:
        """The column that becomes `target`, None when there is none."""
        return next((entry.column for entry in self.columns if entry.target == target), None)

    @model_validator(mode="after")
    def _each_target_once(self) -> TableMapping:
        counts = Counter(entry.target for entry in self.columns if entry.target not in OTHER)
        if twice := [target for target, n in counts.items() if n > 1]:
            raise _wrong("target_twice", *sorted(twice))
        if names := [name for name, n in Counter(entry.column for entry in self.columns).items() if n > 1]:
            raise _wrong("column_twice", *sorted(names))
        if missing := [target for target in NEEDED.get(self.role, ()) if not self.column(target)]:
            raise _wrong("target_missing", *missing, role=self.role)
        return self


class Mapping(_Strict):
    """What a source means, ready to be shaped; made by `infer`, changed by a person, kept with the source."""

    version: Literal[1] = 1
    preset: str = "generic"
    shape: Shape
    zone: str = "UTC"
    tables: tuple[TableMapping, ...]
    phases: dict[str, str] = Field(default_factory=dict)
    unknown_states: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    lines: dict[str, int] = Field(default_factory=dict)  # a word in a team's name → its support line; '' for the rest
    case_type: str | None = None  # of an object-centric log: which kind of object is the case; None: the likeliest
    kind: str | None = None  # what every case is, where no column says it
    encoding: str | None = None  # of text tables, where a person says it; None: it is found

    @field_validator("zone")
    @classmethod
    def _zone(cls, zone: str) -> str:
        return _checked_zone(zone)

    @field_validator("encoding")
    @classmethod
    def _encoding(cls, encoding: str | None) -> str | None:
        if encoding is not None and (known := known_encoding(encoding)) is None:
            raise _wrong("no_such_encoding", encoding, known=CHOOSABLE)
        return encoding and known

    @field_validator("phases")
    @classmethod
    def _phases(cls, phases: dict[str, str]) -> dict[str, str]:
        if wrong := sorted({phase for phase in phases.values() if phase not in PHASES}):
            raise _wrong("no_such_phase", *wrong, known=PHASES)
        return phases

    def table(self, name: str) -> TableMapping:
        """The mapping of one table; KeyError when it is not mapped."""
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(name)

    @property
    def date_orders(self) -> dict[str, str]:
        """Column → order of its dates, of all tables."""
        return {entry.column: entry.order for table in self.tables for entry in table.columns if entry.order}


def refuse_unfit(mapping: Mapping, tables: collections.abc.Mapping[str, Collection[str]]) -> None:
    """Raise MappingError where a mapping names a table or a column that the files do not have.

    `tables`: the names of the columns of each table of the files.
    """
    problems = [
        Problem(entry.name, "no_such_table", {"known": ", ".join(tables)})
        for entry in mapping.tables
        if entry.name not in tables
    ]
    problems += [
        Problem(f"{entry.name}.{column.column}", "no_such_column", {})
        for entry in mapping.tables
        for column in entry.columns
        if entry.name in tables and column.column not in tables[entry.name]
    ]
    if problems:
        raise MappingError(problems)


def _checked_zone(zone: str) -> str:
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:
        raise _wrong("no_such_zone", zone) from error
    return zone


def _wrong(code: str, *given: str, known: Collection[str] = (), role: str = "") -> PydanticCustomError:
    """What a check of ours raises: a code of `PROBLEMS`, what was given, and what could have been."""
    facts = {"given": ", ".join(given), "known": ", ".join(known), "role": role}
    return PydanticCustomError(code, code, facts)


def without_samples(mapping: Mapping) -> Mapping:
    """The mapping without any cell of the source: what it decides needs none."""
    tables = tuple(
        table.model_copy(update={"columns": tuple(each.model_copy(update={"samples": ()}) for each in table.columns)})
        for table in mapping.tables
    )
    return mapping.model_copy(update={"tables": tables})


def to_yaml(mapping: Mapping) -> str:
    """Write a mapping as YAML that a person can edit; `from_yaml` gives back an equal one."""
    data = mapping.model_dump(mode="json", exclude_defaults=True)
    data = {"version": mapping.version, **data}
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=120)


def from_yaml(text: str) -> Mapping:
    """Read a mapping; raises MappingError naming each wrong key."""
    try:
        data: Any = yaml.safe_load(text)
    except RecursionError:
        raise MappingError([Problem("file", "too_deep", {})]) from None
    except (yaml.YAMLError, ValueError) as error:  # PyYAML lets a date or a number that cannot be fall through
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else "file"
        raise MappingError([Problem(where, "not_yaml", {})]) from error
    if not isinstance(data, dict):
        raise MappingError([Problem("file", "not_keys", {})])
    return checked(data)


def checked(data: dict[str, Any]) -> Mapping:
    """Return the mapping that these keys and values say; raises MappingError naming each wrong key."""
    try:
        return Mapping.model_validate(data)
    except ValidationError as error:
        raise MappingError([_problem(found, data) for found in error.errors()]) from error


def _problem(found: Any, data: Any) -> Problem:
    """The place as a person finds it: tables.incidents.columns.opened_at.target, not tables.0.columns.3.target."""
    place: list[str] = []
    for step in found["loc"]:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            data = None
        named = isinstance(data, dict) and isinstance(step, int)
        place.append(str(data.get("column") or data.get("name") or step) if named else str(step))
    code, facts = found["type"], found.get("ctx", {})
    if code == "literal_error":
        facts = {"known": ", ".join(re.findall(r"'([^']*)'", facts["expected"])) or facts["expected"]}
    elif code not in PROBLEMS:
        code, facts = "wrong_kind", {}
    return Problem(".".join(place) or "file", code, facts)
