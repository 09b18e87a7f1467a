"""What a room writes down about the pages of a record kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import ForeignKey
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from hansei.blocks.register.shapes import Seen
from hansei.kernel.models import Account
from hansei.kernel.records import Record, RecordKind

Text = str | Promise
# Makes a part of a page for one reader; "" leaves it out.
Section = Callable[[HttpRequest, Any], SafeString | str]
# Says an event in words, from its facts.
EventLine = Callable[[Mapping[str, Any]], str]
# Says what records of one kind are called for a reader (None: the system), by their numbers, all asked for at once.
Titles = Callable[[Account | None, Sequence[Any]], Mapping[int, str]]
# Says a field's kept value in words.
InWords = Callable[[str], str]
# The values that one reader may choose from, each with its name.
Choices = Callable[[Account | None], Sequence[tuple[int, str]]]


@dataclass(frozen=True)
class Filter:
    """A choice above the list. The field has few values and an index, or it is not offered."""

    field: str
    label: Text
    choices: Callable[[], list[tuple[str, Text]]]


@dataclass(frozen=True)
class Register:
    """The pages of one kind. Actions are names in the kernel's registry.

    namespace: of its addresses. columns: fields of the list, after number and title. shown: fields of the record
    page. editable: fields of its form. `create(act, fields=…)` and `edit(act, pk=…, version=…, fields=…)` take a dict
    of field → plain value; `move(act, pk=…, version=…, to=…)` follows the lifecycle. lead: what stands above the list.
    in_words_at_once: the same for all values of a list in one go: kept values to words.
    in_words: of fields that are kept in a form nobody reads; mappings and lists come as JSON.
    beside: fields said beside the number.
    seen: how the records are seen besides the list.
    choices: number fields whose value is chosen by name, from what the reader may see.
    is_of_one_history: its form offers no record of another history that can be removed; its actions refuse these.
    titles: where a title depends on who reads it; it asks once for all rows.
    """

    kind: RecordKind
    namespace: str
    columns: tuple[str, ...]
    shown: tuple[str, ...]
    editable: tuple[str, ...]
    create: str
    edit: str
    move: str
    new_label: Text
    empty_title: Text
    empty_text: Text
    hints: Mapping[str, Text] = field(default_factory=dict)
    filters: tuple[Filter, ...] = ()
    lead: Callable[[HttpRequest], SafeString | str] | None = None
    event_lines: Mapping[str, EventLine] = field(default_factory=dict)
    in_words: Mapping[str, InWords] = field(default_factory=dict)
    in_words_at_once: Mapping[str, Callable[[set[Any]], Mapping[Any, str]]] = field(default_factory=dict)
    beside: tuple[str, ...] = ()
    seen: Seen = field(default_factory=Seen)
    titles: Titles | None = None
    is_of_one_history: bool = False
    choices: Mapping[str, Choices] = field(default_factory=dict)

    @property
    def see(self) -> str:
        return f"{self.kind.room}.see"

    @property
    def work(self) -> str:
        return f"{self.kind.room}.work"


REGISTERS: dict[str, Register] = {}
_SECTIONS: dict[str, list[tuple[int, Section]]] = {}


def declare(register: Register) -> Register:
    """Register the pages of a kind. Raises ValueError for a second declaration or a field the kind has not."""
    name = register.kind.kind
    if name in REGISTERS:
        raise ValueError(f"the register of {name} is declared twice")
    known = {each.name for each in register.kind.model._meta.get_fields()}
    wanted = {*register.columns, *register.shown, *register.editable}
    if unknown := sorted(wanted - known):
        raise ValueError(f"{name} has no fields {unknown}")
    if untracked := sorted(set(register.editable) - set(register.kind.tracked)):
        raise ValueError(f"{name} does not track {untracked}: an edit would leave no event")
    _refuse_what_nobody_asks_for(register)
    REGISTERS[name] = register
    return register


def _refuse_what_nobody_asks_for(register: Register) -> None:
    """A field names a record of a kind, or somebody: of these alone the reader's right is asked everywhere."""
    model = register.kind.model
    for name in {*register.columns, *register.shown, *register.editable, *register.beside, *register.kind.tracked}:
        field: Any = model._meta.get_field(name)
        is_asked_for = isinstance(field, ForeignKey) and issubclass(field.related_model, Record | Account)
        if field.is_relation and not is_asked_for:
            raise ValueError(f"{register.kind.kind}.{name} names something whose reader nobody can ask for")
    for each in register.filters:
        if "__" in each.field or model._meta.get_field(each.field).is_relation:
            raise ValueError(f"{register.kind.kind} may not be filtered by {each.field}: a filter offers what it names")


ANY = "*"  # in place of a kind: every kind's pages


def add_section(kind: str, order: int, section: Section) -> None:
    """Show a section on the record page of a kind, or of every kind (`ANY`), from the app's `ready()`."""
    _SECTIONS.setdefault(kind, []).append((order, section))


def sections(request: HttpRequest, found: Record) -> list[SafeString | str]:
    """Return the sections of one record's page for this reader, in their order."""
    made = [*_SECTIONS.get(found.record_kind, []), *_SECTIONS.get(ANY, [])]
    made.sort(key=lambda pair: pair[0])
    return [html for _order, section in made if (html := section(request, found))]
