"""What a team fills in about hours for improving."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hansei.kernel import rights, seeing
from hansei.kernel.models import Account
from hansei.rooms.improvement.forms.pages import Lined, wide_text
from hansei.rooms.improvement.kinds import SEE
from hansei.rooms.improvement.models import Improvement
from hansei.rooms.improvement.queries import visible
from hansei.ui.forms import CHOICE, CONTROL

MOST_HOURS = 100_000


class ReserveForm(Lined):
    """The hours a team set aside in a month, and how many of them it used."""

    month = forms.DateField(
        label=_("Month"),
        input_formats=["%Y-%m", "%Y-%m-%d"],
        widget=forms.DateInput(attrs={"class": CONTROL, "type": "month"}, format="%Y-%m"),
    )
    team = forms.CharField(
        label=_("Team"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": CONTROL, "list": "teams", "translate": "no"}),
    )
    reserved = forms.DecimalField(
        label=_("Hours set aside"), min_value=0, max_value=MOST_HOURS, decimal_places=1,
        widget=forms.NumberInput(attrs={"class": CONTROL, "step": "0.5"}),
    )  # fmt: skip
    used = forms.DecimalField(
        label=_("Hours used"), min_value=0, max_value=MOST_HOURS, decimal_places=1,
        widget=forms.NumberInput(attrs={"class": CONTROL, "step": "0.5"}),
    )  # fmt: skip

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"


class NominateForm(Lined):
    """Whom to celebrate, for what, in a sentence."""

    account = forms.ModelChoiceField(
        label=_("Colleague"),
        queryset=Account.objects.none(),
        required=False,
        empty_label=_("whoever owns the improvement"),
        widget=forms.Select(attrs={"class": CHOICE, "translate": "no"}),
    )
    improvement = forms.ModelChoiceField(
        label=_("Improvement"),
        queryset=Improvement.objects.none(),
        required=False,
        empty_label=_("none in particular"),
        widget=forms.Select(attrs={"class": CHOICE, "translate": "no"}),
    )
    text = wide_text(
        _("What is to be celebrated?"), rows=2, hint=_("The person reads it first, and says whether everybody may.")
    )

    def __init__(self, reader: Account, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        person, found = self.fields["account"], self.fields["improvement"]
        assert isinstance(person, forms.ModelChoiceField) and isinstance(found, forms.ModelChoiceField)
        person.queryset = seeing.people(reader).exclude(pk=reader.pk).filter(pk__in=rights.holders(SEE).values("pk"))
        found.queryset = visible(reader).select_related("identity").order_by("-pk")


class RoleDutyForm(Lined):
    """What a role's description asks for improving."""

    role = forms.CharField(
        label=_("Role"), max_length=200, widget=forms.TextInput(attrs={"class": CONTROL, "translate": "no"})
    )
    duty = wide_text(_("What its description asks for improving"), rows=2)
