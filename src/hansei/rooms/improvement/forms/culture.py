"""What a team fills in about hours for improving."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hansei.rooms.improvement.forms.pages import Lined
from hansei.ui.forms import CONTROL

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
