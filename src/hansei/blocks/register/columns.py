"""The columns a reader may choose, what stands in them, and which of them a list may be sorted by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from hansei.blocks.register import custom, sub_states, tags
from hansei.blocks.register.declaration import Register
from hansei.blocks.register.models import CustomField, FieldType
from hansei.blocks.register.values import is_figure, label_of, said_by, titles_of, value_of
from hansei.kernel.models import Account, Identity
from hansei.kernel.records import SUB_STATE, Record, names_record
from hansei.ui import words
from hansei.ui.components import Column

ALWAYS = ("created_at", "changed_at")  # every record has these
TAGS = "tags"


def offered(register: Register, fields: list[CustomField] | None = None) -> dict[str, str]:
    """Return name → label of every column that may be shown; number, title and state always are.

    `fields`: the kind's custom fields where they are known already.
    """
    first = (register.kind.title, "state")
    names = dict.fromkeys((*register.columns, *register.shown, *ALWAYS))
    labels = {name: label_of(register.kind, name) for name in names if name not in first}
    if sub_states.choices_of(register.kind.kind):
        labels = {SUB_STATE: label_of(register.kind, SUB_STATE)} | labels
    more = custom.fields_of(register.kind.kind) if fields is None else fields
    return labels | {custom.key_of(each): custom.name_of(each) for each in more} | {TAGS: _("Tags")}


def sortable(register: Register) -> list[str]:
    """Return the fields that have an index of their own with the number behind it, and an order people expect.

    Codes and people are left out: they would stand in the order of what nobody sees.
    """
    model = register.kind.model
    indexed = {each.fields[0].lstrip("-") for each in model._meta.indexes if each.fields[1:] == ["identity"]}
    return [name for name in sorted(indexed) if _has_order(model._meta.get_field(name))]


def _has_order(field: Any) -> bool:
    if isinstance(field, models.IntegerField | models.DateField | models.DecimalField | models.FloatField):
        return True
    return isinstance(field, models.CharField) and not field.flatchoices and field.name != "state"


def related(register: Register, names: Iterable[str]) -> list[str]:
    """Return the columns that name another record, a person's say: read with the list, not once a row."""
    wanted = set(names)
    fields = register.kind.model._meta.get_fields()
    named = [each for each in fields if each.name in wanted and (each.many_to_one or each.one_to_one)]
    return [f"{each.name}__identity" if _is_record(each) else each.name for each in named]


def _is_record(field: Any) -> bool:
    return names_record(field) and field.related_model is not Identity


class Cells:
    """What stands in the columns of some rows for one reader, read for all of them at once."""

    def __init__(
        self,
        register: Register,
        account: Account | None,
        rows: list[Record],
        names: Iterable[str],
        fields: list[CustomField] | None = None,
    ) -> None:
        self.register, self.account, self.names = register, account, list(names)
        more = custom.fields_of(register.kind.kind) if fields is None else fields
        self.labels = offered(register, more)
        self.fields = {custom.key_of(each): each for each in more if custom.key_of(each) in self.names}
        self.values = custom.values_of([each.pk for each in rows], list(self.fields.values()))
        self.titles = titles_of(account, rows)
        self.tags = tags.of(each.pk for each in rows) if TAGS in self.names else {}
        self.said = {
            name: say({getattr(each, name) for each in rows})
            for name, say in register.in_words_at_once.items()
            if name in self.names
        }

    def say(self, found: Record, name: str) -> str:
        """Return a cell in words, "" where it is empty."""
        if name == TAGS:
            return words.listed(self.tags.get(found.pk, []))
        if field := self.fields.get(name):
            return custom.in_words(field, self.values.get((found.pk, field.pk)))
        if name in self.said:
            return self.said[name].get(getattr(found, name), "")
        return said_by(self.register, name, getattr(found, name, None), value_of(found, name, self.account))

    def head(self) -> list[Column]:
        """Return the columns' heads; those that offer it sort the list."""
        by = set(sortable(self.register))
        return [
            Column(self.labels[name], key=name, numeric=self.is_figure(name), sortable=name in by)
            for name in self.names
        ]

    def is_figure(self, name: str) -> bool:
        """Whether the column holds numbers to be compared."""
        if field := self.fields.get(name):
            return str(field.type) == FieldType.NUMBER
        return (
            name not in (TAGS, SUB_STATE)
            and name not in self.register.in_words_at_once
            and is_figure(self.register.kind, name)
        )
