"""The mapping: what each column of a source means. Frozen, checked, and the same in YAML."""

from __future__ import annotations

import collections.abc
from collections import Counter
from collections.abc import Collection
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from hansei.analytics.log import PHASES
from hansei.analytics.mapping.targets import NEEDED, OTHER, TARGETS, Role, Shape

DateOrder = Literal["ymd", "dmy", "mdy", "ydm", "epoch_s", "epoch_ms", "serial", "serial_1904"]
Why = Literal["preset", "name", "name_and_values", "values", "person", "nothing_fits", "empty", "one_value"]


class MappingError(ValueError):
    """A mapping that cannot be used. `problems` lists (key, what is wrong), the key as it stands in the YAML."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{key}: {problem}" for key, problem in problems))
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
            raise ValueError(f"no such target: {target!r}; one of {', '.join(TARGETS)}")
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
            raise ValueError(f"more than one column is mapped to {', '.join(sorted(twice))}")
        if names := [name for name, n in Counter(entry.column for entry in self.columns).items() if n > 1]:
            raise ValueError(f"named more than once: {', '.join(sorted(names))}")
        if missing := [target for target in NEEDED.get(self.role, ()) if not self.column(target)]:
            raise ValueError(f"a table of {self.role} needs a column for {', '.join(missing)}")
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

    @field_validator("zone")
    @classmethod
    def _zone(cls, zone: str) -> str:
        return _checked_zone(zone)

    @field_validator("phases")
    @classmethod
    def _phases(cls, phases: dict[str, str]) -> dict[str, str]:
        if wrong := sorted({phase for phase in phases.values() if phase not in PHASES}):
            raise ValueError(f"no such phase: {', '.join(wrong)}; one of {', '.join(PHASES)}")
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
        (entry.name, f"no such table; there is {', '.join(tables)}")
        for entry in mapping.tables
        if entry.name not in tables
    ]
    problems += [
        (f"{entry.name}.{column.column}", "no such column in the files; take it out, or write its new name")
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
        raise ValueError(f"no such time zone: {zone!r}; use an IANA name such as Europe/Berlin") from error
    return zone


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
        raise MappingError([("file", "this is nested too deeply")]) from None
    except (yaml.YAMLError, ValueError) as error:  # PyYAML lets a date or a number that cannot be fall through
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else "file"
        raise MappingError([(where, "this is not YAML")]) from error
    if not isinstance(data, dict):
        raise MappingError([("file", "a mapping is a list of keys and values")])
    try:
        return Mapping.model_validate(data)
    except ValidationError as error:
        raise MappingError([_problem(found, data) for found in error.errors()]) from error


def _problem(found: Any, data: Any) -> tuple[str, str]:
    """The place as a person finds it: tables.incidents.columns.opened_at.target, not tables.0.columns.3.target."""
    place: list[str] = []
    for step in found["loc"]:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            data = None
        named = isinstance(data, dict) and isinstance(step, int)
        place.append(str(data.get("column") or data.get("name") or step) if named else str(step))
    return ".".join(place) or "file", str(found["msg"]).removeprefix("Value error, ")
