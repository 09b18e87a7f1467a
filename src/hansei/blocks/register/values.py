"""A field's value in words: what lists, pages, history and exports show."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from hansei.blocks.lifecycle import LIFECYCLES, sub_state_label
from hansei.blocks.register.declaration import REGISTERS, Register
from hansei.kernel import seeing
from hansei.kernel.models import Account, Revision
from hansei.kernel.records import KINDS, SUB_STATE, Record, RecordKind, names_record
from hansei.ui import words


def label_of(kind: RecordKind, name: str) -> str:
    """Return the field's name for people."""
    if name == SUB_STATE:
        return _("Sub-state")
    found = kind.model._meta.get_field(name)
    return capfirst(str(getattr(found, "verbose_name", name)))


def is_figure(kind: RecordKind, name: str) -> bool:
    """Whether the field holds a number to be read in columns: neither a choice nor somebody's number."""
    found = kind.model._meta.get_field(name)
    is_number = isinstance(found, models.IntegerField | models.FloatField | models.DecimalField)
    return is_number and not getattr(found, "flatchoices", ())


def value_of(found: Record, name: str, account: Account | None) -> str:
    """Return a record's field in this reader's words, "" where it is empty."""
    if name == "state":
        return state_label(found.record_kind, found.state)
    if name == SUB_STATE:
        return sub_state_of(found)
    if said := _said(found, name):
        return said
    value = getattr(found, name)
    field = found._meta.get_field(name)
    if names_record(field):
        return seeing.named(account, value)
    return "" if value is None else _in_words(field, value)


def titles_of(account: Account | None, rows: Iterable[Record]) -> dict[int, str]:
    """Return what records of any kinds are called for this reader, by their numbers, asked for all of them at once.

    One that came with the product is called so in the reader's language.
    """
    by_kind: dict[str, list[Record]] = {}
    for each in rows:
        by_kind.setdefault(each.record_kind, []).append(each)
    found: dict[int, str] = {}
    for kind, some in by_kind.items():
        register = REGISTERS.get(kind)
        if register is not None and register.titles is not None:
            found |= register.titles(account, some)
        else:
            found |= {each.pk: _title(each) for each in some}
    return found


def title_of(account: Account | None, found: Record) -> str:
    """Return what one record is called for this reader."""
    return titles_of(account, [found])[found.pk]


def _title(found: Record) -> str:
    if found.record_kind not in REGISTERS:
        return str(found)
    name = KINDS[found.record_kind].title
    return _said(found, name) or str(getattr(found, name))


def _said(found: Record, name: str) -> str:
    """A model that ships content has `said(field)`: its words in the reader's language while nobody changed them."""
    said = getattr(found, "said", None)
    is_text = name in KINDS[found.record_kind].texts if found.record_kind in KINDS else False
    return str(said(name)) if callable(said) and is_text else ""


def state_label(kind: str, code: str) -> str:
    return str(LIFECYCLES[kind].state(code).label) if kind in LIFECYCLES else code


def sub_state_of(found: Record) -> str:
    """Return where in its state a record stands, "" where nothing says."""
    code = found.identity.sub_state
    return sub_state_label(found.record_kind, code) if code else ""


def _in_words(field: Any, value: Any) -> str:
    if choices := dict(getattr(field, "flatchoices", ())):
        return str(choices.get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return words.exact(value)
    if isinstance(value, date):
        return words.of_day(value)
    if isinstance(value, int | float):
        return words.number(value)
    if isinstance(value, dict):
        return words.listed(words.labelled(name, _in_words(None, each)) for name, each in value.items())
    if isinstance(value, list):
        return words.listed(_in_words(None, each) for each in value)
    return str(value)


def said_by(register: Register, name: str, value: Any, said: str) -> str:
    """Return the register's own words for a field that is kept in a form nobody reads, else what `said` says."""
    say = register.in_words.get(name)
    if say is None or not said:
        return said
    return say(json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else said)


def _all(field: Any) -> QuerySet[Any]:
    """What a field may name; records with the identities that say whose they are."""
    rows: QuerySet[Any] = field.related_model._default_manager.all()
    return rows.select_related("identity") if issubclass(field.related_model, Record) else rows


class Facts:
    """Facts of events back into one reader's words. Texts and whom or what they name are read once for a page."""

    def __init__(self, kind: RecordKind, account: Account | None, named: Iterable[tuple[str, Any]]) -> None:
        self.kind, self.account = kind, account
        texts, others = set(), dict[str, set[Any]]()
        for name, fact in named:
            if name in kind.texts and isinstance(fact, int):
                texts.add(fact)
            elif fact is not None and isinstance(self._field(name), models.ForeignKey):
                others.setdefault(name, set()).add(fact)
        self.texts = dict(Revision.objects.filter(pk__in=texts).values_list("pk", "text"))
        self.related = {name: _all(self._field(name)).in_bulk(keys) for name, keys in others.items()}

    def say(self, name: str, fact: Any) -> str:
        """Return what stood in the field, "" for nothing."""
        if fact is None or fact == "":
            return ""
        if name == "state":
            return state_label(self.kind.kind, str(fact))
        if name == SUB_STATE:
            return sub_state_label(self.kind.kind, str(fact))
        if name in self.kind.texts:
            return str(self.texts.get(fact, ""))
        if name in self.related:
            found = self.related[name].get(fact)
            if found is not None and names_record(self._field(name)):
                return seeing.named(self.account, found)
            return str(found) if found is not None else str(fact)
        field = self._field(name)
        return _in_words(field, field.to_python(fact) if field is not None else fact)

    def _field(self, name: str) -> Any:
        try:
            return self.kind.model._meta.get_field(name)
        except FieldDoesNotExist:
            return None
