"""The form of a kind, made from its model; what it gives back is plain values for the action."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django import forms
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from hansei.blocks.lifecycle import why_held
from hansei.blocks.register.declaration import Register
from hansei.kernel import seeing
from hansei.kernel.models import OWN, Account
from hansei.kernel.records import KINDS, Record, source_of
from hansei.ui.forms import CHOICE, CONTROL, TICK


class RecordChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    """A choice among the records that one person may see; what stands there unseen may stay, and is not named."""

    def __init__(self, *, account: Account | None, model: type[Record], **more: Any) -> None:
        self.account = account
        self.is_of_one_history = False
        super().__init__(queryset=self._offered(model), **more)

    def _offered(self, model: type[Record], kept: int | None = None, history: int | None = None) -> QuerySet[Any]:
        open_to_them = seeing.opened(self.account, model) & Q(identity__merged_into=None)
        if history is not None:
            open_to_them &= Q(identity__source__in=(history, OWN))
        return model._default_manager.filter(open_to_them | Q(pk=kept)).select_related("identity")

    def keep(self, pk: int | None, history: int) -> None:
        """Offer also what the record names already, and where it must be so, else only what is of its history."""
        assert self.queryset is not None
        self.queryset = self._offered(self.queryset.model, pk, history if self.is_of_one_history else None)

    def label_from_instance(self, obj: Any) -> str:
        return seeing.named(self.account, obj)


class NumberChoice(forms.TypedChoiceField):
    """A number chosen by name. What was chosen before stays, also where this reader may not see what it is."""

    def __init__(self, known: Sequence[tuple[int, str]], replaced: forms.Field) -> None:
        super().__init__(
            choices=[("", "–"), *known],
            coerce=int,
            empty_value=None,
            required=replaced.required,
            label=replaced.label,
            widget=forms.Select(attrs={"class": CHOICE, "translate": "no"}),
        )

    def keep(self, kept: int | None) -> None:
        known = list(self.choices)  # type: ignore[arg-type]  # what was given above
        if kept is not None and kept not in (value for value, _label in known):
            self.choices = [*known, (kept, _("chosen before; you may not see it"))]


class RecordForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """Fields of one record, and the version its reader saw.

    What the record's state holds is shown as it stands, with the reason.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        for name, field in self.fields.items():
            if self.instance.pk and (refusal := why_held(self.instance, name)) is not None:
                field.disabled, field.help_text = True, refusal.message
            kept = getattr(self.instance, f"{name}_id", None)
            if isinstance(field, RecordChoice):
                field.keep(kept, source_of(self.instance) if self.instance.pk else OWN)
            elif isinstance(field, NumberChoice):
                field.keep(getattr(self.instance, name, None))
            elif isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
                self._keep_people(name, field, kept)

    def _keep_people(self, name: str, field: Any, kept: int | None) -> None:
        """Offer only those who may see the record where they must, and whom it names already."""
        if self.instance.pk and name in KINDS[self.instance.record_kind].readers:
            field.queryset = field.queryset.filter(pk__in=seeing.readers(self.instance.identity).values("pk"))
        if kept is not None:
            known = Account.objects.filter(pk=kept)
            field.queryset |= known if field.disabled else known.filter(is_active=True)

    @property
    def lines(self) -> list[forms.BoundField]:
        """The fields a person sees, in the order of the declaration."""
        return [self[name] for name in self.fields if name != "version"]

    def values(self) -> dict[str, Any]:
        """Return what the action takes: ids for related records, plain values otherwise; of what is held, nothing."""
        taken = {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "version" and not self.fields[name].disabled
        }
        return {name: value.pk if isinstance(value, models.Model) else value for name, value in taken.items()}


def form_for(register: Register, account: Account | None, only: Sequence[str] | None = None) -> type[RecordForm]:
    """Return the form class of a kind for one person, of all its fields or of `only` some."""
    names = list(register.editable if only is None else only)
    control = partial(_control, account)
    made = forms.modelform_factory(register.kind.model, form=RecordForm, fields=names, formfield_callback=control)
    for name in set(register.choices) & set(made.base_fields):
        made.base_fields[name] = NumberChoice(register.choices[name](account), made.base_fields[name])
    for name, hint in register.hints.items():
        if name in made.base_fields:
            made.base_fields[name].help_text = hint  # type: ignore[assignment]  # lazy words are words
    for each in made.base_fields.values():
        if isinstance(each, RecordChoice):
            each.is_of_one_history = register.is_of_one_history
    return made  # type: ignore[return-value]  # the factory forgets the class it was given


def _control(account: Account | None, field: Any, **more: Any) -> forms.Field | None:
    if isinstance(field, models.DateField):
        more["widget"] = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    elif isinstance(field, models.TextField):
        more["widget"] = forms.Textarea(attrs={"rows": 4})
    elif isinstance(field, models.ForeignKey) and field.related_model is Account:
        more["queryset"] = seeing.nameable(account, field)
        more["empty_label"] = _("nobody yet")
    elif isinstance(field, models.ForeignKey) and issubclass(field.related_model, Record):
        more["form_class"] = partial(_choice, account=account, model=field.related_model)
    made: forms.Field | None = field.formfield(**more)
    if made is not None:
        tick, choice = isinstance(made.widget, forms.CheckboxInput), isinstance(made.widget, forms.Select)
        made.widget.attrs["class"] = TICK if tick else CHOICE if choice else CONTROL
        made.label = capfirst(str(field.verbose_name))
    return made


def _choice(*, queryset: object, limit_choices_to: object = None, **more: Any) -> RecordChoice:
    return RecordChoice(**more)
