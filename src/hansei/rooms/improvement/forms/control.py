"""What people fill in on a control sheet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from hansei.kernel import seeing
from hansei.kernel.models import Account
from hansei.rooms.improvement.forms.improvement import DAY, Versioned
from hansei.rooms.improvement.models import ControlItem, Result
from hansei.ui.forms import CHOICE, CONTROL, TICK


def words(label: Any, *, required: bool = True, hint: Any = "", rows: int = 3) -> forms.CharField:
    """A field for sentences."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=20_000,
        help_text=hint,
        widget=forms.Textarea(attrs={"class": CONTROL, "rows": rows}),
    )


class CheckForm(Versioned):
    """What the checker found."""

    result = forms.ChoiceField(
        label=gettext_lazy("Result"), choices=Result, widget=forms.RadioSelect(attrs={"class": TICK})
    )
    observed = words(
        gettext_lazy("What was found"),
        required=False,
        hint=gettext_lazy("Needed where it is not met, and for what the customer's representative says."),
    )


class AnalyseForm(Versioned):
    """Why an item was not met, and what is done about it."""

    cause = words(
        gettext_lazy("Cause"), hint=gettext_lazy("Ask the departments concerned; causes in the system first.")
    )
    measure = words(gettext_lazy("Measure against the cause"))
    check_on = forms.DateField(label=gettext_lazy("Checked again on"), widget=forms.DateInput(attrs=DAY))


class PersonForm(Versioned):
    """A person by name."""

    supervisor = forms.ModelChoiceField(
        label=gettext_lazy("Quality supervisor"),
        queryset=Account.objects.none(),
        widget=forms.Select(attrs={"class": CHOICE, "translate": "no"}),
        help_text=gettext_lazy("Somebody who neither answers for the improvement nor does or checks any of it."),
    )

    def __init__(self, account: Account, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        field = self.fields["supervisor"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = seeing.people(account)


class RecheckForm(forms.Form):
    """Which items do not hold any more, and what was found."""

    unmet = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Items that do not hold any more"),
        queryset=ControlItem.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": TICK}),
        help_text=gettext_lazy("A failed check reopens the improvement and these items."),
    )
    text = words(gettext_lazy("What was found"), required=False)

    def __init__(self, *arguments: Any, items: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        field = self.fields["unmet"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = items

    @property
    def lines(self) -> list[forms.BoundField]:
        return [self["unmet"], self["text"]]
