"""The form of a kind, made from its model; what it gives back is plain values for the action."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from hansei.blocks.register.declaration import Register
from hansei.kernel.models import Account
from hansei.kernel.records import Record
from hansei.ui.forms import CHOICE, CONTROL, TICK


class RecordForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """Fields of one record, and the version its reader saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def lines(self) -> list[forms.BoundField]:
        """The fields a person sees, in the order of the declaration."""
        return [self[name] for name in self.fields if name != "version"]

    def values(self) -> dict[str, Any]:
        """Return what the action takes: ids for related records, plain values otherwise."""
        taken = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return {name: value.pk if isinstance(value, models.Model) else value for name, value in taken.items()}


def form_for(register: Register, only: Sequence[str] | None = None) -> type[RecordForm]:
    """Return the form class of a kind, of all its fields or of `only` some."""
    names = list(register.editable if only is None else only)
    made = forms.modelform_factory(register.kind.model, form=RecordForm, fields=names, formfield_callback=_control)
    for name, hint in register.hints.items():
        if name in made.base_fields:
            made.base_fields[name].help_text = hint  # type: ignore[assignment]  # lazy words are words
    return made  # type: ignore[return-value]  # the factory forgets the class it was given


def _control(field: Any, **more: Any) -> forms.Field | None:
    if isinstance(field, models.DateField):
        more["widget"] = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    elif isinstance(field, models.TextField):
        more["widget"] = forms.Textarea(attrs={"rows": 4})
    elif isinstance(field, models.ForeignKey) and field.related_model is Account:
        more["queryset"] = Account.objects.filter(is_active=True).order_by("name")
        more["empty_label"] = _("nobody yet")
    elif isinstance(field, models.ForeignKey) and issubclass(field.related_model, Record):
        more["queryset"] = field.related_model._default_manager.select_related("identity")  # each says its number
    made: forms.Field | None = field.formfield(**more)
    if made is not None:
        tick, choice = isinstance(made.widget, forms.CheckboxInput), isinstance(made.widget, forms.Select)
        made.widget.attrs["class"] = TICK if tick else CHOICE if choice else CONTROL
        made.label = capfirst(str(field.verbose_name))
    return made
