"""The custom fields of a record as part of its form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hansei.blocks.register import custom
from hansei.blocks.register.declaration import Register
from hansei.blocks.register.models import CustomField, CustomValue, FieldType
from hansei.kernel import seeing
from hansei.kernel.models import Account
from hansei.kernel.records import Record
from hansei.ui.forms import CHOICE, CONTROL


class CustomForm(forms.Form):
    """The fields that an administrator added; one that is needed in the record's state is required."""

    def __init__(
        self, register: Register, account: Account | None, found: Record | None, state: str, given: Any = None,
        *, only: list[CustomField] | None = None,
    ) -> None:  # fmt: skip
        fields = custom.fields_of(register.kind.kind) if only is None else only
        has = custom.values_of([found.pk], fields) if found is not None else {}
        pk = found.pk if found is not None else 0
        initial = {custom.key_of(each): custom.plain(each, has.get((pk, each.pk))) for each in fields}
        super().__init__(given, initial=initial)
        for each in fields:
            control = _control(account, each, has.get((pk, each.pk)), is_required=state in each.required_in)
            self.fields[custom.key_of(each)] = control

    @property
    def lines(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields]

    def values(self) -> dict[str, Any]:
        """Return the field's names with plain values, as the action takes them."""
        return {name: None if value == "" else value for name, value in self.cleaned_data.items()}


def _control(
    account: Account | None, field: CustomField, value: CustomValue | None, *, is_required: bool
) -> forms.Field:
    said: dict[str, Any] = {"label": custom.name_of(field), "required": is_required}
    if field.type == FieldType.NUMBER:
        widget = forms.NumberInput(attrs={"class": CONTROL, "step": "any"})
        return forms.DecimalField(max_digits=24, decimal_places=6, widget=widget, **said)
    if field.type == FieldType.DATE:
        return forms.DateField(
            widget=forms.DateInput(attrs={"type": "date", "class": CONTROL}, format="%Y-%m-%d"), **said
        )
    if field.type == FieldType.TEXT:
        widget_text = forms.Textarea(attrs={"class": CONTROL, "rows": 2})
        return forms.CharField(max_length=20_000, widget=widget_text, **said)
    return forms.ChoiceField(
        choices=_choices(account, field, value), widget=forms.Select(attrs={"class": CHOICE}), **said
    )


def _choices(account: Account | None, field: CustomField, value: CustomValue | None) -> list[tuple[Any, Any]]:
    nothing: tuple[Any, Any] = ("", "–")
    if field.type == FieldType.YES_NO:
        return [nothing, ("yes", _("yes")), ("no", _("no"))]
    if field.type == FieldType.PERSON:
        people = {each.pk: str(each) for each in seeing.people(account)}
        kept = value.person if value is not None else None
        if kept is not None and kept.is_active:
            people.setdefault(kept.pk, str(kept))
        return [nothing, *people.items()]
    return [nothing, *((code, word) for code, word in field.choices)]
