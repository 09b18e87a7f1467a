"""The forms of the catalogue that ask for more than fields of a record."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.analytics.measures import MEASURES
from hansei.analytics.measures.desk import MINUTES
from hansei.kernel import rights, seeing
from hansei.kernel.models import Account
from hansei.kernel.records import may_see
from hansei.rooms.measures import choosing, desks
from hansei.rooms.measures.models import Concern, DeskSetting, Form, Method, Metric, Origin, Use
from hansei.ui import words
from hansei.ui.forms import CHOICE, CONTROL, TICK
from hansei.ui.words import measures as measure_words

TEXT: Final = {"class": CONTROL}
AREA: Final = {"class": CONTROL, "rows": 3}
DAY: Final = {"class": CONTROL, "type": "date"}


class Versioned(forms.Form):
    """A form over a record, with the version its reader saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def lines(self) -> list[forms.BoundField]:
        """The fields a person sees."""
        return [self[name] for name in self.fields if name != "version"]


class Plain(Versioned):
    """The same for what does not change the record itself; whoever comes second is told by the action."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class FormulaForm(Versioned):
    """What every formula says, whatever its values come from; `since` only once it was approved."""

    formula = forms.CharField(
        label=gettext_lazy("Formula in words"), required=False, max_length=4000, widget=forms.Textarea(attrs=AREA)
    )
    numerator = forms.CharField(
        label=gettext_lazy("Numerator"), required=False, max_length=2000, widget=forms.TextInput(attrs=TEXT)
    )
    denominator = forms.CharField(
        label=gettext_lazy("Denominator"), required=False, max_length=2000, widget=forms.TextInput(attrs=TEXT)
    )
    unit = forms.CharField(
        label=gettext_lazy("Unit"), required=False, max_length=80, widget=forms.TextInput(attrs=TEXT)
    )
    form = forms.ChoiceField(
        label=gettext_lazy("Written as"), choices=Form.choices, widget=forms.Select(attrs={"class": CHOICE})
    )
    since = forms.DateField(
        label=gettext_lazy("Holds from"),
        required=False,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        help_text=gettext_lazy("Steps before this day keep the formula before; the line breaks there."),
    )

    def __init__(self, *arguments: Any, account: Account, origin: str, metric: Metric, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.account, self.metric, self.origin = account, metric, origin
        getattr(self, f"_add_{origin}")()
        if not metric.versions.exists():
            del self.fields["since"]

    def _add_library(self) -> None:
        named = sorted(((name, measure_words.name(name)) for name in MEASURES), key=lambda pair: pair[1])
        self._first("measure", forms.ChoiceField(label=_("Measure of the library"), choices=named))

    def _add_ratio(self) -> None:
        others = seeing.seen(self.account, Metric).exclude(pk=self.metric.pk).exclude(state="retired")
        named = {each.pk: str(each) for each in others.exclude(form=Form.TABLE).order_by("pk")}
        for name, label in (("below", _("Metric below the line")), ("above", _("Metric above the line"))):
            kept = getattr(self.metric, name)
            offered = named if kept is None else {kept.pk: seeing.named(self.account, kept)} | named
            self._first(name, forms.TypedChoiceField(label=label, choices=list(offered.items()), coerce=int))

    def _add_entered(self) -> None:
        """Nothing more: people bring the values."""

    def _add_composed(self) -> None:
        area = forms.Textarea(attrs={"class": f"{CONTROL} h-mono", "rows": 8, "spellcheck": "false"})
        field = forms.CharField(label=_("Definition"), max_length=20_000, widget=area)
        field.help_text = _("Made by the form above; whoever knows the grammar writes it here.")
        self._first("definition", field)

    def _first(self, name: str, field: forms.Field) -> None:
        if isinstance(field.widget, forms.Select):
            field.widget.attrs["class"] = CHOICE
        self.fields = {name: field} | self.fields

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {"origin": self.origin} | {
            name: value for name, value in self.cleaned_data.items() if name not in ("version", "since")
        }

    @staticmethod
    def initial_of(found: Metric) -> dict[str, Any]:
        """The formula as it stands; texts that came with the product in the reader's language."""
        said = {name: found.said(name) for name in ("formula", "numerator", "denominator", "unit")}
        parts = {"measure": found.measure, "definition": found.definition, "form": found.form}
        return said | parts | {"above": found.above_id, "below": found.below_id, "version": found.identity.version}


class ConcernsForm(Versioned):
    """Which concerns a metric answers, why it is measured, and for what it may be used."""

    concerns = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Concerns it answers"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple(attrs={"class": TICK}),
    )

    def __init__(self, *arguments: Any, account: Account, metric: Metric, **more: Any) -> None:
        super().__init__(*arguments, **more)
        there = Concern.objects.filter(state="open").select_related("identity").order_by("pk")
        found = [each for each in there if each.pk in metric.concerns or may_see(account, each.identity)]
        concerns = self.fields["concerns"]
        assert isinstance(concerns, forms.MultipleChoiceField)
        concerns.choices = [(each.pk, seeing.named(account, each)) for each in found]
        self.fields["uses"] = forms.MultipleChoiceField(
            label=_("Allowed uses"),
            required=False,
            choices=Use.choices,
            widget=forms.CheckboxSelectMultiple(attrs={"class": TICK}),
        )


class ValueForm(forms.Form):
    """One value of a period, with where it comes from."""

    first = forms.DateField(label=gettext_lazy("First day"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    last = forms.DateField(label=gettext_lazy("Last day"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    value = forms.FloatField(
        label=gettext_lazy("Value"),
        widget=forms.NumberInput(attrs={"class": CONTROL, "step": "any"}),
        help_text=gettext_lazy("A share as a part of 1 (0.95), a time in hours."),
    )
    n = forms.IntegerField(
        label="n",
        required=False,
        min_value=0,
        max_value=2**31 - 1,
        widget=forms.NumberInput(attrs=TEXT),
        help_text=gettext_lazy("From how many things it was counted; empty where nobody knows."),
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=200,
        widget=forms.TextInput(attrs=TEXT),
        help_text=gettext_lazy("Where the figure stands: a system, a report, a list."),
    )
    method = forms.ChoiceField(
        label=gettext_lazy("Method"), choices=Method.choices, widget=forms.Select(attrs={"class": CHOICE})
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason for the correction"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs=TEXT),
        help_text=gettext_lazy("Only where the period has a value already; both stay."),
    )

    @property
    def lines(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields]


class FileForm(forms.Form):
    """A file of values: looked at first, nothing is kept yet."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"class": CONTROL, "accept": ".csv,.tsv,.txt,.xlsx"}),
        help_text=gettext_lazy("CSV or XLSX with the columns first, last, value, and n where it is known."),
    )

    @property
    def lines(self) -> list[forms.BoundField]:
        return [self["file"]]


class TakeForm(forms.Form):
    """What was looked at, taken in: the rows travel with the form and are checked again."""

    rows = forms.JSONField(widget=forms.HiddenInput)
    source = forms.CharField(label=gettext_lazy("Source"), max_length=200, widget=forms.TextInput(attrs=TEXT))
    method = forms.ChoiceField(
        label=gettext_lazy("Method"), choices=Method.choices, widget=forms.Select(attrs={"class": CHOICE})
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason for corrections"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs=TEXT),
        help_text=gettext_lazy("Only where periods have another value already; both stay."),
    )

    @property
    def lines(self) -> list[forms.BoundField]:
        return [self[name] for name in ("source", "method", "reason")]


class ImprovementForm(Versioned):
    """The improvement that a signal led to, by its number."""

    improvement = forms.CharField(
        label=gettext_lazy("Number of the improvement"),
        help_text=gettext_lazy("Such as IMP-12; it is made first, with “Propose an improvement” on the signal’s page."),
        max_length=40,
        widget=forms.TextInput(attrs=TEXT),
    )


class DismissForm(Versioned):
    """Why nothing follows from a signal."""

    reason = forms.CharField(
        label=gettext_lazy("Why nothing follows from it"), max_length=2000, widget=forms.Textarea(attrs=AREA)
    )


class ShareForm(Versioned):
    """Why a dashboard is shown to anybody."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is shown outside, and to whom"), max_length=2000, widget=forms.Textarea(attrs=AREA)
    )


class InformationForm(forms.Form):
    """What people found out about the quality of a data set."""

    good = forms.IntegerField(
        label=gettext_lazy("As it should be"), min_value=0, widget=forms.NumberInput(attrs={**TEXT, "min": 0})
    )
    n = forms.IntegerField(
        label=gettext_lazy("Asked or checked"), min_value=1, widget=forms.NumberInput(attrs={**TEXT, "min": 1})
    )
    basis = forms.CharField(
        label=gettext_lazy("How it was found out"),
        max_length=300,
        widget=forms.TextInput(attrs=TEXT),
        help_text=gettext_lazy("Whom you asked or what you compared, and when. No names."),
    )


class AppraisalForm(Plain):
    """What people would be appraised for by a metric, and the choice test."""

    purpose = forms.CharField(
        label=gettext_lazy("What people are appraised for"), max_length=500, widget=forms.Textarea(attrs=AREA)
    )
    answers = forms.MultipleChoiceField(
        label=gettext_lazy("Choice test: tick what is true"),
        required=False,
        choices=choosing.QUESTIONS.items,
        widget=forms.CheckboxSelectMultiple(attrs={"class": TICK}),
    )


class RefusalForm(Plain):
    """Why people are not appraised by a metric."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs=AREA))


class DeskForm(forms.Form):
    """The service desk behind a data set."""

    teams = forms.MultipleChoiceField(
        label=gettext_lazy("Teams of the service desk"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": TICK}),
        help_text=gettext_lazy("Those to which cases come first stand first, with how many come to them first."),
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes that count as the first contact"),
        min_value=1,
        max_value=1440,
        widget=forms.NumberInput(attrs={**TEXT, "min": 1, "max": 1440}),
        help_text=gettext_lazy(
            "No log says how long a contact lasted; what is resolved so soon is taken for the first."
        ),
    )
    beyond = forms.MultipleChoiceField(
        label=gettext_lazy("Beyond what the service desk is able to resolve"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": TICK}),
        help_text=gettext_lazy("What needs a visit, a part or an approval. The net figure leaves it out."),
    )

    def __init__(
        self,
        data: Any,
        *,
        teams: Sequence[Mapping[str, Any]],
        values: Mapping[str, Sequence[Sequence[Any]]],
        setting: DeskSetting | None,
        account: Account,
    ) -> None:
        initial = {
            "teams": setting.teams if setting else [],
            "minutes": setting.minutes if setting else MINUTES,
            "beyond": [_as_key(each) for each in setting.beyond] if setting else [],
        }
        counts = setting.counts if setting else {}
        super().__init__(data, initial=initial | counts)
        self.codes = list(desks.COUNTS)
        known = {each["team"]: each["cases"] for each in teams} | {
            each: 0 for each in initial["teams"] if each not in {row["team"] for row in teams}
        }
        self._choose("teams", [(name, f"{name} ({words.number(n)})") for name, n in known.items()])
        marked = {_as_key([field, value]): (field, value, n) for field, rows in values.items() for value, n in rows}
        marked |= {
            _as_key(each): (*each, 0) for each in (setting.beyond if setting else []) if _as_key(each) not in marked
        }
        self._choose(
            "beyond",
            [
                (key, f"{words.labelled(measure_words.column(field), value)} ({words.number(n)})")
                for key, (field, value, n) in marked.items()
            ],
        )
        seen = Metric.objects.filter(rights.predicate(account, "measures.work", prefix="identity__"))
        entered = list(seen.filter(origin=Origin.ENTERED).exclude(state="retired").select_related("identity__source"))
        options = [("", _("the entry that comes with the product")), *((each.pk, str(each)) for each in entered)]
        for code, (title, _unit, formula) in desks.COUNTS.items():
            self.fields[code] = forms.TypedChoiceField(
                label=str(title), required=False, choices=options, coerce=int, empty_value=None, help_text=str(formula),
                widget=forms.Select(attrs={"class": CHOICE}),
            )  # fmt: skip

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices

    def given(self) -> dict[str, Any]:
        """What the action is given."""
        told = self.cleaned_data
        return {
            "teams": told["teams"],
            "minutes": told["minutes"],
            "beyond": [json.loads(each) for each in told["beyond"]],
            "counts": {code: told[code] for code in self.codes if told.get(code)},
        }


def _as_key(pair: Sequence[Any]) -> str:
    return json.dumps(list(pair), ensure_ascii=False)
