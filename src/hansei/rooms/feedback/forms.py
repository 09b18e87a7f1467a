"""What people fill in about feedback."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hansei.blocks.register.submitting import Versioned
from hansei.blocks.survey import QUESTIONS
from hansei.blocks.survey.models import Trigger
from hansei.rooms.feedback.models import Barrier
from hansei.ui.forms import CHOICE, CONTROL, TICK

AREA = {"class": CONTROL, "rows": 5}


class GiveForm(forms.Form):
    """An opinion, with a name or without any."""

    how = forms.ChoiceField(
        label=_("How do you want to say it?"),
        choices=[
            ("anonymous", _("Without my name: nothing is kept that says who I am")),
            ("named", _("With my name: I can be asked and told what became of it")),
        ],
        initial="anonymous",
        widget=forms.RadioSelect(attrs={"class": TICK}),
    )
    title = forms.CharField(
        label=_("Topic, in one line"), max_length=200, widget=forms.TextInput(attrs={"class": CONTROL})
    )
    text = forms.CharField(
        label=_("What do you want to say?"),
        max_length=5000,
        widget=forms.Textarea(attrs=AREA),
        help_text=_("Every opinion is welcome. Without your name: do not write what tells who you are."),
    )
    service = forms.CharField(
        label=_("Which service, if any"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": CONTROL}),
    )
    giver_name = forms.CharField(
        label=_("Your name"), max_length=200, required=False, widget=forms.TextInput(attrs={"class": CONTROL})
    )
    contact = forms.CharField(
        label=_("How to reach you"), max_length=200, required=False, widget=forms.TextInput(attrs={"class": CONTROL})
    )
    may_be_shown = forms.BooleanField(
        label=_("May be shown on the wall, without my name"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": TICK}),
    )

    def __init__(self, *arguments: Any, is_known: bool, **more: Any) -> None:
        super().__init__(*arguments, **more)
        if is_known:
            del self.fields["giver_name"], self.fields["contact"]


class TokenForm(forms.Form):
    """The token that shows the reply."""

    token = forms.CharField(
        label=_("Your token"),
        max_length=64,
        widget=forms.TextInput(attrs={"class": CONTROL, "autocomplete": "off", "spellcheck": "false"}),
    )


class BarrierForm(forms.Form):
    """Why somebody says nothing."""

    barrier = forms.ChoiceField(
        label=_("What keeps you?"), choices=Barrier, widget=forms.RadioSelect(attrs={"class": TICK})
    )


class ReplyForm(Versioned):
    reply = forms.CharField(label=_("Reply"), max_length=5000, widget=forms.Textarea(attrs=AREA))


class CloseForm(Versioned):
    outcome = forms.CharField(
        label=_("What we did"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs=AREA),
        help_text=_("Shown on the wall where the giver agreed. Empty is enough where an improvement is linked."),
    )
    public_words = forms.CharField(
        label=_("Wording for the wall"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"class": CONTROL, "rows": 2}),
        help_text=_("Where the own words name somebody, write them anew. Empty: as they were said."),
    )


class UsersForm(forms.Form):
    """How many users there are, entered by hand."""

    users = forms.IntegerField(label=_("Users"), min_value=1, widget=forms.NumberInput(attrs={"class": CONTROL}))
    since = forms.DateField(
        label=_("From this day on"), widget=forms.DateInput(attrs={"type": "date", "class": CONTROL}, format="%Y-%m-%d")
    )
    source = forms.CharField(
        label=_("Where the number comes from"), max_length=200, widget=forms.TextInput(attrs={"class": CONTROL})
    )


class SurveyForm(forms.Form):
    """A survey to be opened."""

    title = forms.CharField(label=_("Title"), max_length=200, widget=forms.TextInput(attrs={"class": CONTROL}))
    service = forms.CharField(label=_("Service"), max_length=200, widget=forms.TextInput(attrs={"class": CONTROL}))
    trigger = forms.ChoiceField(label=_("Asked"), choices=Trigger, widget=forms.Select(attrs={"class": CHOICE}))
    questions = forms.MultipleChoiceField(
        label=_("Questions"),
        choices=lambda: [(each.code, each.text) for each in QUESTIONS.values()],
        widget=forms.CheckboxSelectMultiple(attrs={"class": TICK}),
        help_text=_("After a contact three at most; a recommendation only half-yearly."),
    )
    sample_percent = forms.IntegerField(
        label=_("Share of people asked, in percent"),
        min_value=1,
        max_value=100,
        initial=100,
        widget=forms.NumberInput(attrs={"class": CONTROL}),
    )
    cap_days = forms.IntegerField(
        label=_("One survey per person in so many days"),
        min_value=1,
        max_value=365,
        initial=30,
        widget=forms.NumberInput(attrs={"class": CONTROL}),
    )
    may_choose = forms.BooleanField(
        label=_("Users may choose another service"),
        required=False,
        initial=True,
        widget=forms.CheckboxInput(attrs={"class": TICK}),
        help_text=_("Where they may not, it is said beside a recommendation."),
    )


class InviteForm(forms.Form):
    """Whom to ask."""

    addresses = forms.CharField(
        label=_("Addresses, one a line"),
        widget=forms.Textarea(attrs={"class": CONTROL, "rows": 4}),
        help_text=_(
            "For mail with the language, as in: name@example.org ru. Only a keyed hash is kept once the mail has gone,"
            " so that nobody is asked too often. Links are shown once."
        ),
    )

    def people(self) -> list[str]:
        lines = str(self.cleaned_data["addresses"]).splitlines()
        return [line.split()[0] for line in lines if line.strip()]


class HoldForm(forms.Form):
    """Something grave is open."""

    service = forms.CharField(
        label=_("Service; empty: any"), max_length=200, required=False, widget=forms.TextInput(attrs={"class": CONTROL})
    )
    why = forms.CharField(label=_("What is open"), max_length=200, widget=forms.TextInput(attrs={"class": CONTROL}))
