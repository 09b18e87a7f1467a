from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hansei.rooms.reviews.models import Kind
from hansei.ui.forms import CHOICE, CONTROL


def day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": CONTROL})


class DraftForm(forms.Form):
    """Which review, of what, over which days."""

    source = forms.ChoiceField(label=_("Data set"), widget=forms.Select(attrs={"class": CHOICE, "translate": "no"}))
    kind = forms.ChoiceField(label=_("Review"), choices=Kind.choices, widget=forms.Select(attrs={"class": CHOICE}))
    first = forms.DateField(label=_("First day"), widget=day())
    last = forms.DateField(label=_("Last day"), widget=day(), help_text=_("It belongs to the period."))

    def __init__(self, *arguments: Any, sources: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*arguments, **more)
        source = self.fields["source"]
        assert isinstance(source, forms.ChoiceField)
        source.choices = sources


class CommentForm(forms.Form):
    section = forms.CharField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Comment"), max_length=5000, widget=forms.Textarea(attrs={"class": CONTROL, "rows": 2})
    )


class ActionForm(forms.Form):
    """What is agreed: the deed, who does it, by when."""

    text = forms.CharField(label=_("Action"), max_length=5000, widget=forms.TextInput(attrs={"class": CONTROL}))
    owner = forms.ChoiceField(label=_("Owner"), widget=forms.Select(attrs={"class": CHOICE, "translate": "no"}))
    due = forms.DateField(label=_("Due"), widget=day())

    def __init__(self, *arguments: Any, owners: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*arguments, **more)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ChoiceField)
        owner.choices = owners
