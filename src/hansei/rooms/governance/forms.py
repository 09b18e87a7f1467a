"""What people fill in about risks, decisions and rights besides the fields of records."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hansei.blocks.register.submitting import Versioned
from hansei.kernel import rights, seeing
from hansei.kernel.models import Account
from hansei.rooms.governance.kinds import SEE
from hansei.rooms.governance.matters import MATTERS
from hansei.rooms.governance.models import Escalation, Impact, Likelihood, Outcome, RiskEnd
from hansei.rooms.governance.models.decision import kinds as decision_kinds
from hansei.rooms.governance.models.decision import levels as decision_levels
from hansei.rooms.governance.roles import ROLES, SEATED
from hansei.ui.forms import CHOICE, CONTROL, TICK


def choice(label: Any, choices: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.Select(attrs={"class": CHOICE}), **more)


def number(label: Any, **more: Any) -> forms.TypedChoiceField:
    """A choice of whole numbers."""
    widget = forms.Select(attrs={"class": CHOICE})
    return forms.TypedChoiceField(label=label, coerce=int, empty_value=None, widget=widget, **more)


def words(label: Any, *, rows: int = 3, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"class": CONTROL, "rows": rows})
    return forms.CharField(label=label, max_length=5000, widget=widget, **more)


def line(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=200, widget=forms.TextInput(attrs={"class": CONTROL}), **more)


def day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", "class": CONTROL}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def decimal(label: Any, **more: Any) -> forms.DecimalField:
    widget = forms.NumberInput(attrs={"class": CONTROL, "step": "0.01", "min": "0"})
    return forms.DecimalField(label=label, max_digits=13, decimal_places=2, required=False, widget=widget, **more)


class ScoreForm(Versioned):
    """How likely, how bad."""

    likelihood = number(_("Likelihood"), choices=[("", "–"), *Likelihood.choices])
    amount = decimal(
        _("Cost of one occurrence"),
        help_text=_("Where it is known: the step of impact follows from it, and the exposure is in money."),
    )
    impact = number(
        _("Impact"),
        choices=[("", "–"), *Impact.choices],
        required=False,
        help_text=_("Where the cost is not known. The exposure is in points then."),
    )
    is_residual = forms.BooleanField(
        label=_("With the treatment at work"), required=False, widget=forms.CheckboxInput(attrs={"class": TICK})
    )
    why = words(_("Why so"), required=False)


class RealiseForm(Versioned):
    """The risk happened."""

    on = day(_("On which day"))
    what = words(_("What happened"))
    cost = decimal(_("What it cost"), help_text=_("Empty where it is not known."))


class AnswerForm(Versioned):
    """What becomes of a risk over its threshold."""

    answer = choice(
        _("Answer"),
        [
            (Escalation.Answer.TAKEN, _("I take it over and have it treated")),
            (Escalation.Answer.ACCEPTED, _("It is accepted over the appetite")),
            (Escalation.Answer.RAISED, _("The next horizon must answer")),
        ],
    )
    reason = words(_("Reason"))


class CloseForm(Versioned):
    """How a risk ends."""

    end = choice(_("How it ends"), RiskEnd.choices)
    reason = words(_("Reason"))


class DecideForm(Versioned):
    """Which option, why, and when the outcome is looked at."""

    chosen = forms.ChoiceField(label=_("Decided"), widget=forms.RadioSelect(attrs={"class": TICK}))
    reason = words(_("Reason"), required=False)
    check_on = day(_("Look at the outcome on"), help_text=_("Whoever prepared it is reminded on this day."))

    def __init__(self, *arguments: Any, options: list[str], **more: Any) -> None:
        super().__init__(*arguments, **more)
        chosen = self.fields["chosen"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [(each, each) for each in options]


class RevisitForm(Versioned):
    """How a decision turned out."""

    outcome = choice(_("Outcome"), Outcome.choices)
    said = words(_("How it turned out"))


class ReverseForm(Versioned):
    """Why a decision is taken back."""

    reason = words(_("Reason"))


class Seen(forms.Form):
    """A form about a setting in the version its reader saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    why = line(_("Why this changes"))


class UndoForm(Seen):
    """Back to an earlier version."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class AskForm(forms.Form):
    """Who would decide this? Nothing is kept."""

    kind = choice(_("Kind of decision"), decision_kinds)
    level = choice(_("Level of risk"), decision_levels)
    amount = decimal(_("Amount"))
    hours = decimal(_("Hours"))
    service = line(_("Service"), required=False)


class WidenForm(forms.Form):
    """Asking to decide more."""

    title = line(_("What you ask for, in one line"))
    kind = choice(_("Kind of decision"), decision_kinds)
    level = choice(_("Level of risk"), decision_levels)
    reason = words(_("Why"))
    without = words(_("What happens if it stays as it is"))


class SeatForm(forms.Form):
    """Somebody holds a role."""

    account = forms.ModelChoiceField(
        label=_("Person"),
        queryset=Account.objects.filter(is_active=True).order_by("name"),
        widget=forms.Select(attrs={"class": CHOICE, "translate": "no"}),
    )
    role = choice(_("Role"), [(each, ROLES[each]) for each in SEATED])
    service = line(_("Only for this service"), required=False)
    until = day(_("Until this day, included"), required=False, help_text=_("For a deputy; empty: without an end."))


def _matters() -> list[tuple[str, object]]:
    """What a deputy may do, with what upper rooms declared."""
    return list(MATTERS.items())


def _for_what(**more: Any) -> forms.MultipleChoiceField:
    widget = forms.CheckboxSelectMultiple(attrs={"class": TICK})
    return forms.MultipleChoiceField(label=_("For what"), choices=_matters, widget=widget, **more)


class DeputyForm(forms.Form):
    """Who acts for whom, from which day until which, in what, and why. Who administers accounts says for whom."""

    principal = forms.ModelChoiceField(
        label=_("For whom"),
        queryset=Account.objects.none(),
        widget=forms.Select(attrs={"class": CHOICE, "translate": "no"}),
    )
    account = forms.ModelChoiceField(
        label=_("Who acts"),
        queryset=Account.objects.none(),
        widget=forms.Select(attrs={"class": CHOICE, "translate": "no"}),
        help_text=_("A colleague who works everywhere that the person does; they keep their own rights."),
    )
    since = day(_("From this day"), required=False, help_text=_("Empty, or today: from now on."))
    until = day(_("Until this day, included"))
    matters = _for_what()
    reason = line(_("Reason"), help_text=_("Those named here read it, and who administers accounts."))

    def __init__(self, reader: Account, *arguments: Any, may_name_others: bool, **more: Any) -> None:
        super().__init__(*arguments, **more)
        people = seeing.people(reader)
        _choice_of(self, "account").queryset = people.filter(pk__in=rights.holders(SEE)).exclude(pk=reader.pk)
        if may_name_others:
            _choice_of(self, "principal").queryset = people
        else:
            del self.fields["principal"]


class ChangeDeputyForm(forms.Form):
    """How long, and in what."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    until = day(_("Until this day, included"))
    matters = _for_what()


def _choice_of(form: forms.Form, name: str) -> forms.ModelChoiceField[Account]:
    found = form.fields[name]
    assert isinstance(found, forms.ModelChoiceField)
    return found
