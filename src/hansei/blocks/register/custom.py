"""Custom fields: what an administrator added to a kind, and what records hold in them, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hansei.blocks.lifecycle import Transition
from hansei.blocks.register.models import CustomField, CustomValue, FieldType
from hansei.kernel.errors import Refusal
from hansei.kernel.events import Fact
from hansei.kernel.models import Account, Revision
from hansei.kernel.records import Record
from hansei.ui import words

PREFIX = "custom."
COLUMNS = {
    FieldType.TEXT: "text",
    FieldType.NUMBER: "number",
    FieldType.DATE: "day",
    FieldType.CHOICE: "code",
    FieldType.YES_NO: "code",
    FieldType.PERSON: "person_id",
}
FILTERED = (FieldType.CHOICE, FieldType.YES_NO, FieldType.PERSON)  # few values: a choice above the list


def fields_of(kind: str, *, with_retired: bool = False) -> list[CustomField]:
    """Return the fields of a kind in their order."""
    found = CustomField.objects.filter(kind=kind).order_by("order", "pk")
    return list(found if with_retired else found.filter(is_retired=False))


def key_of(field: CustomField) -> str:
    """Return the field's name in addresses, columns and events."""
    return f"{PREFIX}{field.pk}"


def name_of(field: CustomField) -> str:
    """Return the field's name in the reader's language, or in the first that has one."""
    names: dict[str, str] = field.names
    ordered = [get_language() or "en", *(code for code, _name in settings.LANGUAGES)]
    return next((names[code] for code in ordered if names.get(code)), key_of(field))


def values_of(records: Iterable[int], fields: Sequence[CustomField]) -> dict[tuple[int, int], CustomValue]:
    """Return (record, field) → value, read for all of them at once."""
    if not fields:
        return {}
    wanted = CustomValue.objects.filter(object__in=list(records), field__in=[each.pk for each in fields])
    return {(each.object_id, each.field_id): each for each in wanted.select_related("person")}


def plain(field: CustomField, value: CustomValue | None) -> Any:
    """Return what stands in the field, None where nothing does."""
    held = None if value is None else getattr(value, COLUMNS[FieldType(field.type)])
    return None if held == "" else held


def say(field: CustomField, held: Any, people: dict[int, str] | None = None) -> str:
    """Return what stands in the field in words; `people` are names by account."""
    if held is None or held == "":
        return ""
    if field.type == FieldType.CHOICE:
        return str(dict(field.choices).get(held, held))
    if field.type == FieldType.YES_NO:
        return _("yes") if held == "yes" else _("no")
    if field.type == FieldType.NUMBER:
        number = Decimal(str(held)).normalize()
        return words.number(number, max(0, -int(number.as_tuple().exponent)))
    if field.type == FieldType.DATE:
        return words.of_day(held if isinstance(held, date) else date.fromisoformat(held))
    if field.type == FieldType.PERSON:
        return (people or {}).get(int(held), str(held))
    return str(held)


def in_words(field: CustomField, value: CustomValue | None) -> str:
    """Return a record's value in words."""
    named = {value.person.pk: str(value.person)} if value is not None and value.person is not None else {}
    return say(field, plain(field, value), named)


def taken(field: CustomField, given: Any) -> Any:
    """Return what was given as the field holds it, None for nothing; refuse what it cannot hold.

    Whether the person named is one whom the giver may name is asked where it is set.
    """
    if given is None or given == "":
        return None
    try:
        return _TAKE[FieldType(field.type)](field, given)
    except (ValueError, TypeError, InvalidOperation):
        pass
    raise cannot_hold(field)


def cannot_hold(field: CustomField) -> Refusal:
    said = _("“%(field)s” cannot hold this value.") % {"field": name_of(field)}
    return Refusal("field.value", said, fields={key_of(field): [said]})


def _number(_field: CustomField, given: Any) -> Decimal:
    number = Decimal(str(given))
    if not number.is_finite() or abs(number) >= 10**18:
        raise ValueError
    return number.quantize(Decimal("0.000001"))


def _code(field: CustomField, given: Any) -> str:
    if str(given) not in dict(field.choices):
        raise ValueError
    return str(given)


def _yes_no(_field: CustomField, given: Any) -> str:
    return (
        {True: "yes", False: "no", "yes": "yes", "no": "no"}[given] if given in (True, False, "yes", "no") else _bad()
    )


def _bad() -> str:
    raise ValueError


def _person(_field: CustomField, given: Any) -> int:
    if not Account.objects.filter(pk=int(given), is_active=True).exists():
        raise ValueError
    return int(given)


def _text(_field: CustomField, given: Any) -> str | None:
    said = str(given).strip()
    if len(said) > 20_000:
        raise ValueError
    return said or None


_TAKE: dict[FieldType, Any] = {
    FieldType.TEXT: _text,
    FieldType.NUMBER: _number,
    FieldType.DATE: lambda _field, given: given if isinstance(given, date) else date.fromisoformat(str(given)),
    FieldType.CHOICE: _code,
    FieldType.YES_NO: _yes_no,
    FieldType.PERSON: _person,
}


def fact_of(field: CustomField, found: Record, held: Any, author: Account | None, at: Any) -> Fact:
    """Return a value as a fact; a text becomes a revision, its number the fact."""
    if held is None:
        return None
    if field.type == FieldType.TEXT:
        made = Revision.objects.create(object_id=found.pk, field=key_of(field), text=held, author=author, at=at)
        return made.pk
    return fact_of_plain(held)


def fact_of_plain(held: Any) -> Fact:
    """Return a value that is no text as JSON can hold it."""
    if isinstance(held, Decimal):
        return format(held.normalize(), "f")
    result: Fact = held.isoformat() if isinstance(held, date) else held
    return result


def missing_before(found: Record, transition: Transition) -> list[str]:
    """Return a sentence for each field that a record needs before it goes this way, and has not."""
    if transition.is_back:
        return []
    wanted = [each for each in fields_of(found.record_kind) if transition.target in each.required_in]
    has = values_of([found.pk], wanted)
    empty = [name_of(each) for each in wanted if plain(each, has.get((found.pk, each.pk))) is None]
    return [_("Fill in “%(field)s”.") % {"field": name} for name in empty]
