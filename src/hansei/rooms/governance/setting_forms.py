"""The forms of the two settings: one kind's row of the matrix, and the table of the appetite."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hansei.rooms.governance import matrix as matrices
from hansei.rooms.governance.appetite import HORIZONS
from hansei.rooms.governance.forms import Seen, choice, decimal
from hansei.rooms.governance.levels import LEVEL_LABELS, LEVELS
from hansei.rooms.governance.matrix import Cell, Matrix
from hansei.rooms.governance.models import Category, Horizon
from hansei.rooms.governance.roles import ROLES
from hansei.ui.forms import CONTROL, TICK

PARTS = ("decider", "amount", "hours", "consult", "inform", "aids")


def _several(label: Any, choices: Any) -> forms.MultipleChoiceField:
    widget = forms.CheckboxSelectMultiple(attrs={"class": TICK})
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=widget)


class RowForm(Seen):
    """Who decides one kind, level by level. The table of any other decision also says when trifles are too many."""

    def __init__(self, *arguments: Any, kind: str, now: Matrix, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.kind, self.now = kind, now
        for level in LEVELS:
            self._add(level, now.cell(kind, level))
        if kind == matrices.ANY:
            self.fields["overload"] = forms.IntegerField(
                label=_("Propose to push down when more than this share of a role’s decisions are trifles (percent)"),
                min_value=1,
                max_value=100,
                initial=now.overload_percent,
                widget=forms.NumberInput(attrs={"class": CONTROL}),
            )
        self.order_fields([*(name for name in self.fields if name != "why"), "why"])

    def _add(self, level: str, cell: Cell) -> None:
        made = {
            "decider": choice(_("Decides"), list(ROLES.items())),
            "amount": decimal(_("Up to this amount")),
            "hours": decimal(_("Up to so many hours")),
            "consult": _several(_("Hears"), list(ROLES.items())),
            "inform": _several(_("Tells"), list(ROLES.items())),
            "aids": _several(_("Aids"), list(matrices.AIDS.items())),
        }
        for part, field in made.items():
            value = getattr(cell, part)
            field.initial = list(value) if isinstance(value, tuple) else value
            self.fields[f"{part}_{level}"] = field

    @property
    def levels(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields by level."""
        return [(LEVEL_LABELS[level], [self[f"{part}_{level}"] for part in PARTS]) for level in LEVELS]

    def content(self, stands: Mapping[str, Any]) -> dict[str, Any]:
        """Return the whole matrix with this row."""
        row = {level: self._cell(level).written() for level in LEVELS}
        made = {**stands, "kinds": {**stands["kinds"], self.kind: row}}
        if self.kind == matrices.ANY:
            made["overload_percent"] = self.cleaned_data["overload"]
        return made

    def _cell(self, level: str) -> Cell:
        given = {part: self.cleaned_data[f"{part}_{level}"] for part in PARTS}
        heard, told, aids = (tuple(given[part]) for part in ("consult", "inform", "aids"))
        return Cell(given["decider"], given["amount"], given["hours"], heard, told, aids)


class AppetiteForm(Seen):
    """Points and money borne by category and horizon, the currency, and the amounts at which the impact rises."""

    def __init__(self, *arguments: Any, stands: Mapping[str, Any], **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.fields["currency"] = forms.CharField(
            label=_("Currency"),
            min_length=3,
            max_length=3,
            initial=stands["currency"],
            widget=forms.TextInput(attrs={"class": CONTROL}),
        )
        for at, bound in enumerate(stands["impact_from"]):
            self.fields[f"from_{at}"] = _whole(_("Impact %(n)s from") % {"n": at + 2}, 1, bound)
        for category in Category.values:
            for horizon in HORIZONS:
                limit = stands["limits"][category][horizon]
                label = f"{Category(category).label}, {Horizon(horizon).label}"
                self.fields[f"points_{category}_{horizon}"] = _whole(label, 1, limit["points"], 25)
                self.fields[f"money_{category}_{horizon}"] = _whole(label, 0, limit["money"])
        self.order_fields([*(name for name in self.fields if name != "why"), "why"])

    @property
    def first(self) -> list[forms.BoundField]:
        return [self["currency"], *(self[f"from_{at}"] for at in range(4))]

    @property
    def rows(self) -> list[tuple[Any, list[tuple[forms.BoundField, forms.BoundField]]]]:
        """By category: the pair of points and money of each horizon."""
        return [
            (
                Category(each).label,
                [(self[f"points_{each}_{horizon}"], self[f"money_{each}_{horizon}"]) for horizon in HORIZONS],
            )
            for each in Category.values
        ]

    def content(self) -> dict[str, Any]:
        """Return the appetite as a version keeps it."""
        given = self.cleaned_data
        return {
            "currency": given["currency"].upper(),
            "impact_from": [given[f"from_{at}"] for at in range(4)],
            "limits": {
                category: {
                    horizon: {
                        "points": given[f"points_{category}_{horizon}"],
                        "money": given[f"money_{category}_{horizon}"],
                    }
                    for horizon in HORIZONS
                }
                for category in Category.values
            },
        }


def _whole(label: Any, least: int, initial: int, most: int = 10**11) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"class": CONTROL})
    return forms.IntegerField(label=label, min_value=least, max_value=most, initial=initial, widget=widget)
