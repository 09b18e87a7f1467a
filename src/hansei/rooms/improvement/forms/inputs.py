"""What people fill in when they decide about an input."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.register.submitting import Versioned
from hansei.ui.forms import CONTROL

LONGEST = 20_000


class ConvertForm(Versioned):
    """A new improvement, or one that is there."""

    title = forms.CharField(
        label=gettext_lazy("Title of the new improvement"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": CONTROL}),
        help_text=gettext_lazy("What gets better, in one line. It is proposed with the input’s evidence and source."),
    )
    improvement = forms.CharField(
        label=gettext_lazy("Or the number of an improvement that is there"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"class": CONTROL, "placeholder": "IMP-4"}),
        help_text=gettext_lazy("Where it is filled in, no new improvement is made."),
    )

    def clean(self) -> dict[str, object]:
        given: dict[str, object] = super().clean() or {}
        if not str(given.get("title", "")).strip() and not str(given.get("improvement", "")).strip():
            self.add_error("title", _("Write a title, or the number of an improvement."))
        return given


class DeclineForm(Versioned):
    """Why nothing comes of it."""

    reason = forms.CharField(
        label=gettext_lazy("Why does nothing come of it?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"class": CONTROL, "rows": 4}),
        help_text=gettext_lazy("Whoever brought it reads this."),
    )


class RepeatsForm(Versioned):
    """Which other input says the same."""

    other = forms.CharField(
        label=gettext_lazy("Number of the input that says the same"),
        max_length=40,
        widget=forms.TextInput(attrs={"class": CONTROL, "placeholder": "INP-4"}),
        help_text=gettext_lazy("It is decided there; this one is closed."),
    )
