"""The choices above a list: those the kind declares, and its tags."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hansei.blocks.register import custom, sub_states, tags
from hansei.blocks.register.declaration import Register, Text
from hansei.blocks.register.models import CustomField, CustomValue, FieldType, Tagged
from hansei.kernel import seeing
from hansei.kernel.models import Account
from hansei.kernel.records import SUB_STATE
from hansei.ui.pages import whole_number

Choices = list[tuple[str, Text]]


@dataclass(frozen=True)
class Choice:
    """One choice: its name in the address, what may be chosen, and what it leaves in the list."""

    name: str
    label: Text
    choices: Choices
    keep: Callable[[QuerySet[Any], str], QuerySet[Any]]

    more: Callable[[str], str | None] = lambda _value: None  # the word of a value that the list was too long for

    def __contains__(self, value: str) -> bool:
        return self.word(value) is not None

    def word(self, value: str) -> str | None:
        """Return what a value is called; None for one that this reader is not offered."""
        return next((str(label) for key, label in self.choices if str(key) == value), None) or self.more(value)


def offered(register: Register, account: Account | None, fields: list[CustomField] | None = None) -> list[Choice]:
    """Return the choices above one reader's list; `fields`: the kind's custom fields where they are known already."""
    more = custom.fields_of(register.kind.kind) if fields is None else fields
    own = [_custom(each, account) for each in more if each.type in custom.FILTERED]
    return [*_declared_and_tags(register, account), *own]


def _custom(field: CustomField, account: Account | None) -> Choice:
    column = custom.COLUMNS[FieldType(field.type)]
    choices: Choices = [(str(code), word) for code, word in field.choices]
    if field.type == FieldType.YES_NO:
        choices = [("yes", _("yes")), ("no", _("no"))]
    elif field.type == FieldType.PERSON:
        choices = [(str(each.pk), str(each)) for each in seeing.people(account)]

    def keep(found: QuerySet[Any], value: str) -> QuerySet[Any]:
        return found.filter(pk__in=CustomValue.objects.filter(field=field, **{column: value}).values("object"))

    return Choice(custom.key_of(field), custom.name_of(field), choices, keep)


def _declared_and_tags(register: Register, account: Account | None) -> list[Choice]:
    declared = [_declared(each.field, each.label, each.choices()) for each in register.filters]
    if within := sub_states.choices_of(register.kind.kind):
        declared.append(Choice(SUB_STATE, _("Sub-state"), [*within], _within(register.kind.kind)))
    words: Choices = [(str(each.pk), each.word) for each in tags.in_use(account)]
    if not words:
        return declared

    def more(value: str) -> str | None:
        pk = whole_number(value) if len(words) == tags.OFFERED else None
        return next((each.word for each in tags.in_use(account, only=pk)), None) if pk is not None else None

    return [*declared, Choice("tag", _("Tag"), words, _tagged, more)]


def _within(kind: str) -> Callable[[QuerySet[Any], str], QuerySet[Any]]:
    return lambda found, value: found.filter(identity__kind=kind, identity__sub_state=value)


def _tagged(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    return found.filter(pk__in=Tagged.objects.filter(tag=int(value)).values("object"))


def _declared(field: str, label: Text, choices: Choices) -> Choice:
    return Choice(field, label, choices, lambda found, value: found.filter(**{field: value}))


def chosen(offered: list[Choice], asked: Mapping[str, str]) -> dict[str, str]:
    """Return what is asked for, as far as it is offered. A value that no filter offers is passed over."""
    return {each.name: asked[each.name] for each in offered if asked.get(each.name, "") in each}


def is_shut(offered: list[Choice], kept: Mapping[str, str], given: Container[str]) -> bool:
    """Whether a view keeps a choice that this reader is not offered, and has put nothing in its place."""
    by_name = {each.name: each for each in offered}
    asked = {name: value for name, value in kept.items() if value and name not in given}
    return any(name not in by_name or value not in by_name[name] for name, value in asked.items())


def kept(offered: list[Choice], chosen: Mapping[str, str], found: QuerySet[Any]) -> QuerySet[Any]:
    """Return the records that the choices leave."""
    for each in offered:
        if each.name in chosen:
            found = each.keep(found, chosen[each.name])
    return found
