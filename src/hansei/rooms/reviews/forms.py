from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hansei.rooms.reviews import planning
from hansei.rooms.reviews.models import Kind
from hansei.ui import words
from hansei.ui.forms import CHOICE, CONTROL


def day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": CONTROL})


@dataclass(frozen=True)
class Offered:
    """A data set to look back on, with the days that it covers."""

    id: int
    name: str
    begin: date
    end: date

    @property
    def label(self) -> str:
        return f"{self.name} · {_days(self.begin, self.end)}"

    def choices(self) -> list[Any]:
        """Its latest whole months and quarters, and other days, as groups of a list."""
        groups = []
        for title, frequency, most in ((gettext("months"), "monthly", 24), (gettext("quarters"), "quarterly", 8)):
            periods = planning.whole_periods(self.begin, self.end, frequency)[:most]
            groups.append((f"{self.label} · {title}", [(self.value(*each), _days(*each)) for each in periods]))
        groups.append((self.label, [(f"{self.id}:", gettext("other days"))]))
        return [each for each in groups if each[1]]

    def value(self, first: date, last: date) -> str:
        return f"{self.id}:{first}/{last}"

    def chosen(self, first: date, last: date) -> dict[str, Any]:
        """These days as the form shows them chosen: as a whole month or quarter, else as other days."""
        if any(
            (first, last) in planning.whole_periods(self.begin, self.end, each) for each in ("monthly", "quarterly")
        ):
            return {"period": self.value(first, last)}
        return {"period": f"{self.id}:", "first": first, "last": last}

    def proposed(self, frequency: str) -> str:
        """Its latest whole period of this length; where it covers none, other days."""
        whole = planning.whole_periods(self.begin, self.end, frequency)
        return self.value(*whole[0]) if whole else f"{self.id}:"


def _days(first: date, last: date) -> str:
    return f"{words.of_day(first)} – {words.of_day(last)}"


class DraftForm(forms.Form):
    """Which review, of what, over which days; without days, over the latest whole month of the data set."""

    source = forms.ChoiceField(label=_("Data set"), widget=forms.Select(attrs={"class": CHOICE, "translate": "no"}))
    kind = forms.ChoiceField(label=_("Review"), choices=Kind.choices, widget=forms.Select(attrs={"class": CHOICE}))
    first = forms.DateField(label=_("First day"), required=False, widget=day())
    last = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=day(),
        help_text=_("It belongs to the period. Both days empty: the latest whole month of the data set."),
    )

    def __init__(self, *arguments: Any, offered: list[Offered], **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.offered = {each.id: each for each in offered}
        source = self.fields["source"]
        assert isinstance(source, forms.ChoiceField)
        source.choices = [(each.id, each.label) for each in offered]

    def clean(self) -> dict[str, Any]:
        """Fill in the latest whole month; one day alone is no period."""
        given: dict[str, Any] = {**self.cleaned_data}
        missing = [name for name in ("first", "last") if name in given and given[name] is None]
        if len(missing) == 2 and "source" in given:
            each = self.offered[int(given["source"])]
            given["first"], given["last"] = planning.latest_period(each.begin, each.end)
        elif len(missing) == 1:
            self.add_error(missing[0], gettext("Write both days, or neither."))
        return given


class PlannedDraftForm(forms.Form):
    """On which days of which data a planned review looks back: a whole month or quarter of the data, or other days."""

    period = forms.ChoiceField(label=_("Look back on"), widget=forms.Select(attrs={"class": CHOICE, "translate": "no"}))
    first = forms.DateField(label=_("First day"), required=False, widget=day())
    last = forms.DateField(
        label=_("Last day"), required=False, widget=day(), help_text=_("Only where you chose “other days”.")
    )

    def __init__(self, *arguments: Any, offered: list[Offered], **more: Any) -> None:
        super().__init__(*arguments, **more)
        period = self.fields["period"]
        assert isinstance(period, forms.ChoiceField)
        period.choices = [choice for each in offered for choice in each.choices()]

    def chosen(self) -> dict[str, Any]:
        """The data set and the days, as the action takes them."""
        source, _sign, days = self.cleaned_data["period"].partition(":")
        if days:
            first, last = (date.fromisoformat(each) for each in days.split("/"))
        else:
            first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        return {"source": int(source), "first": first, "last": last}


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
