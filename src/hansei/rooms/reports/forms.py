"""What a person fills in beyond the register's own forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hansei.rooms.reports.models import Kind
from hansei.ui.forms import CHOICE, CONTROL

DAY = {"class": CONTROL, "type": "date"}


class DraftForm(forms.Form):
    """A report on demand: which kind, on which data and days, for whom."""

    kind = forms.ChoiceField(label=_("Report"), widget=forms.Select(attrs={"class": CHOICE}))
    source = forms.ChoiceField(label=_("Data set"), widget=forms.Select(attrs={"class": CHOICE, "translate": "no"}))
    engagement = forms.ChoiceField(
        label=_("Engagement"), required=False, widget=forms.Select(attrs={"class": CHOICE, "translate": "no"})
    )
    first = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs=DAY))
    last = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs=DAY))
    organisation = forms.CharField(
        label=_("Organisation"), required=False, max_length=400, widget=forms.TextInput(attrs={"class": CONTROL}),
        help_text=_("As it is called in the data; empty: all of them."),
    )  # fmt: skip
    service = forms.CharField(
        label=_("Service"), required=False, max_length=400, widget=forms.TextInput(attrs={"class": CONTROL}),
        help_text=_("As it is called in the data; empty: all of them."),
    )  # fmt: skip

    def __init__(
        self, *arguments: Any, sources: list[tuple[int, str]], engagements: list[tuple[int, str]], **more: Any
    ) -> None:
        super().__init__(*arguments, **more)
        for name, choices in (("kind", Kind.choices), ("source", sources), ("engagement", [("", "—"), *engagements])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
