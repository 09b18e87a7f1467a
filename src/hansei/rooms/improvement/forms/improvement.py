"""What people fill in about an improvement besides its own fields."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.analytics.measures.weekly import RULE_COLUMNS
from hansei.kernel.models import Account
from hansei.rooms.improvement import wording
from hansei.rooms.improvement.models import End, Improvement, Unit
from hansei.rooms.mining import queries as mining
from hansei.ui.forms import CHOICE, CONTROL, TICK

DAY = {"type": "date", "class": CONTROL}
PAIRS = 3


class Versioned(forms.Form):
    """A form about a record as its reader saw it."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def lines(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if not self.fields[name].widget.is_hidden]


class MeasureForm(Versioned):
    """Which cases count: fields and values, all of which must hold."""

    source = forms.TypedChoiceField(
        label=gettext_lazy("Data set"), coerce=int, widget=forms.Select(attrs={"class": CHOICE, "translate": "no"})
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("Measured in"), choices=Unit, widget=forms.Select(attrs={"class": CHOICE})
    )
    from_hour = forms.IntegerField(
        label=gettext_lazy("Reported from this hour"),
        min_value=0,
        max_value=23,
        required=False,
        widget=forms.NumberInput(attrs={"class": CONTROL}),
        help_text=gettext_lazy("Hours of the day on the clock of this installation; empty counts all hours."),
    )
    to_hour = forms.IntegerField(
        label=gettext_lazy("Reported before this hour"),
        min_value=1,
        max_value=24,
        required=False,
        widget=forms.NumberInput(attrs={"class": CONTROL}),
    )

    def __init__(self, *arguments: Any, account: Account, found: Improvement | None = None, **more: Any) -> None:
        super().__init__(*arguments, **more)
        source = self.fields["source"]
        assert isinstance(source, forms.ChoiceField)
        source.choices = [(each.id, each.name) for each in mining.data_sets(account)]
        columns = [("", _("not used")), *((name, wording.column(name)) for name in RULE_COLUMNS)]
        for at in range(1, PAIRS + 1):
            n = {"n": at}
            self.fields[f"column{at}"] = forms.ChoiceField(
                label=_("Field %(n)s") % n,
                choices=columns,
                required=at == 1,
                widget=forms.Select(attrs={"class": CHOICE}),
            )
            self.fields[f"values{at}"] = forms.CharField(
                label=_("Value of field %(n)s") % n,
                required=at == 1,
                widget=forms.Textarea(attrs={"class": CONTROL, "rows": 2}),
                help_text=_("As the data write it; one value a line, any of them counts."),
            )
        self.order_fields(["source", "unit", *_pair_names(), "from_hour", "to_hour", "version"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if (given.get("from_hour") is None) != (given.get("to_hour") is None):
            self.add_error("to_hour", _("Give both hours or none."))
        for at in range(1, PAIRS + 1):
            if given.get(f"column{at}") and not given.get(f"values{at}", "").strip():
                self.add_error(f"values{at}", _("Give at least one value."))
        return given

    def where(self) -> dict[str, list[str]]:
        """Return the rule; a field chosen twice takes the values of both."""
        found: dict[str, list[str]] = {}
        for at in range(1, PAIRS + 1):
            if column := self.cleaned_data.get(f"column{at}"):
                lines = self.cleaned_data[f"values{at}"].splitlines()
                found.setdefault(column, []).extend(line.strip() for line in lines if line.strip())
        return found

    def hours(self) -> tuple[int, int] | None:
        first, last = self.cleaned_data["from_hour"], self.cleaned_data["to_hour"]
        return None if first is None else (first, last)

    @staticmethod
    def initial_of(found: Improvement) -> dict[str, Any]:
        """Return what the form shows for a rule that was chosen before."""
        rule = found.rule
        initial: dict[str, Any] = {"source": found.data_set, "unit": found.unit, "version": found.identity.version}
        for at, (column, values) in enumerate(rule.get("where", {}).items(), 1):
            initial |= {f"column{at}": column, f"values{at}": "\n".join(values)}
        hours = rule.get("hours")
        return initial | ({"from_hour": hours[0], "to_hour": hours[1]} if hours else {})


def _pair_names() -> list[str]:
    return [name for at in range(1, PAIRS + 1) for name in (f"column{at}", f"values{at}")]


class FreezeForm(Versioned):
    """Where the baseline begins, and the days that made it a finding: falling back to the usual is no effect."""

    since = forms.DateField(
        label=gettext_lazy("First day of the baseline"),
        required=False,
        widget=forms.DateInput(attrs=DAY),
        help_text=gettext_lazy("Empty takes the last year, which is the safest. All earlier weeks are kept beside it."),
    )
    chosen_first = forms.DateField(
        label=gettext_lazy("First day that made it a finding"), required=False, widget=forms.DateInput(attrs=DAY)
    )
    chosen_last = forms.DateField(
        label=gettext_lazy("Last day that made it a finding"), required=False, widget=forms.DateInput(attrs=DAY)
    )


class CloseForm(Versioned):
    """How it ends. Ends that the answer does not support are not offered."""

    end = forms.ChoiceField(label=gettext_lazy("How it ends"), widget=forms.RadioSelect(attrs={"class": TICK}))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"class": CONTROL, "rows": 4}),
        help_text=gettext_lazy("Needed for “worse”, “done without proof” and “withdrawn”."),
    )

    def __init__(self, *arguments: Any, ends: list[End], **more: Any) -> None:
        super().__init__(*arguments, **more)
        end = self.fields["end"]
        assert isinstance(end, forms.ChoiceField)
        end.choices = [(each.value, each.label) for each in ends]


class FindingForm(forms.Form):
    """What a finding's page hands over in the address; checked like any other input."""

    source = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    finding = forms.CharField(max_length=200, widget=forms.HiddenInput)
    where = forms.CharField(max_length=20_000, widget=forms.HiddenInput)
    hours = forms.RegexField(r"^\d{1,2}-\d{1,2}$", required=False, widget=forms.HiddenInput)
    first = forms.DateField(required=False, widget=forms.HiddenInput)
    last = forms.DateField(required=False, widget=forms.HiddenInput)

    def clean_where(self) -> dict[str, list[str]]:
        try:
            given = json.loads(self.cleaned_data["where"])
            json.dumps(given, ensure_ascii=False).encode()  # half a character cannot be kept
        except (ValueError, RecursionError):
            given = None
        if not isinstance(given, dict) or not given:
            raise forms.ValidationError(_("Say which cases count."))
        return {
            str(name): [str(each) for each in (value if isinstance(value, list) else [value])]
            for name, value in given.items()
        }

    def clean_hours(self) -> tuple[int, int] | None:
        first, dash, last = self.cleaned_data["hours"].partition("-")
        return (int(first), int(last)) if dash else None
