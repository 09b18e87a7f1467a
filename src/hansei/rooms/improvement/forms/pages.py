"""What people fill in about steps, transfers, ideas of their own, and the uses of lessons."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.rooms.improvement.forms.improvement import DAY
from hansei.rooms.improvement.models import Baseline, Improvement
from hansei.ui import words
from hansei.ui.forms import CHOICE, CONTROL

LONGEST = 20_000


def wide_text(label: Any, *, hint: Any = "", required: bool = True, rows: int = 6) -> forms.CharField:
    """A field for many words."""
    area = forms.Textarea(attrs={"class": CONTROL, "rows": rows})
    return forms.CharField(label=label, required=required, max_length=LONGEST, widget=area, help_text=hint)


class Lined(forms.Form):
    """A form whose visible fields stand in the order in which they were declared."""

    @property
    def lines(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if not self.fields[name].widget.is_hidden]


class StepForm(Lined):
    """One of the seven pages; `seen` is the text that its writer saw."""

    text = wide_text(gettext_lazy("What do you say to this?"), rows=10)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, baselines: list[Baseline] | None = None, **more: Any) -> None:
        super().__init__(*arguments, **more)
        if baselines is None:
            return
        choices = [("", _("no baseline yet: the page stays open")), *((each.pk, _frozen(each)) for each in baselines)]
        self.fields["cites"] = forms.TypedChoiceField(
            label=_("Measured baseline that it cites"),
            coerce=int,
            empty_value=None,
            required=False,
            choices=choices,
            widget=forms.Select(attrs={"class": CHOICE}),
            help_text=_("Start where you are: this page is complete when it cites a frozen baseline."),
        )


def _frozen(each: Baseline) -> str:
    return _("frozen %(day)s, seal %(seal)s") % {"day": words.of_day(each.at), "seal": each.seal[:12]}


class TransferForm(Lined):
    """A transfer session that was held."""

    on = forms.DateField(label=gettext_lazy("Held on"), widget=forms.DateInput(attrs=DAY))
    people = forms.IntegerField(
        label=gettext_lazy("How many were told"),
        min_value=1,
        max_value=100_000,
        widget=forms.NumberInput(attrs={"class": CONTROL}),
    )
    told = wide_text(gettext_lazy("Whom, and what"))


class SuggestForm(Lined):
    """An idea of anybody who may sign in."""

    title = forms.CharField(
        label=gettext_lazy("What should get better?"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": CONTROL}),
        help_text=gettext_lazy("In one line."),
    )
    idea = wide_text(gettext_lazy("What did you notice, and what would help?"), required=False)
    service = forms.CharField(
        label=gettext_lazy("Which service, if you know it"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": CONTROL}),
    )


class UseForm(Lined):
    """Where a lesson was used again."""

    improvement = forms.TypedChoiceField(
        label=gettext_lazy("In which improvement"),
        coerce=int,
        widget=forms.Select(attrs={"class": CHOICE, "translate": "no"}),
    )
    how = wide_text(gettext_lazy("How it was used"), rows=4)

    def __init__(self, *arguments: Any, improvements: list[Improvement], **more: Any) -> None:
        super().__init__(*arguments, **more)
        field = self.fields["improvement"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.pk, str(each)) for each in improvements]
