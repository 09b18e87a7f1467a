"""Sub-states where records are listed: which may be chosen, and the field that asks for one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from hansei.blocks.lifecycle import LIFECYCLES, setting_of
from hansei.blocks.lifecycle.setting import newest
from hansei.kernel.records import SUB_STATE, Record
from hansei.ui.forms import CHOICE

Choices = list[tuple[str, str]]


def choices_of(kind: str) -> Choices:
    """Return every sub-state of a kind, each with its state, in their order; retired ones say so and come last."""
    if kind not in LIFECYCLES:
        return []
    sub_states, life = newest(kind).sub_states, LIFECYCLES[kind]
    places = {state.code: place for place, state in enumerate(life.states)}
    ordered = sorted(sub_states, key=lambda each: (each.is_retired, places.get(each.state, len(places))))
    said = {False: _("%(state)s: %(name)s"), True: _("%(state)s: %(name)s (retired)")}
    return [
        (each.code, said[each.is_retired] % {"state": life.state(each.state).label, "name": each.label})
        for each in ordered
    ]


def choices_for(found: Record) -> Choices:
    """Return the sub-states that one record may take where it is."""
    return [(each.code, each.label) for each in setting_of(found).within(found.state)]


class SubStateForm(forms.Form):
    """One choice, none among them; what it gives is what the action takes."""

    sub_state = forms.ChoiceField(required=False, widget=forms.Select(attrs={"class": CHOICE}))

    def __init__(self, choices: Choices, given: Mapping[str, Any] | None, now: str | None = None) -> None:
        super().__init__(given, initial={SUB_STATE: now or ""})
        field: Any = self.fields[SUB_STATE]
        field.label, field.choices = _("Sub-state"), [("", "–"), *choices]

    def values(self) -> dict[str, Any]:
        return {SUB_STATE: self.cleaned_data[SUB_STATE]}
