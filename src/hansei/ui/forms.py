"""What a reader chooses for themselves."""

from __future__ import annotations

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from hansei.kernel import access

CONTROL, CHOICE, TICK = "form-control", "form-select", "form-check-input"


class SignInForm(AuthenticationForm):
    """E-mail and password."""

    error_messages = {
        "invalid_login": _(
            "This e-mail and this password do not belong together. In the password, capital letters count."
        ),
        "held_back": _("Too many attempts. Wait a quarter of an hour, then try again."),
        "inactive": _("This account may not sign in any more. Ask your administrator."),
    }

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.fields["username"].label = _("E-mail")
        self.fields["username"].widget = forms.EmailInput(
            attrs={"class": CONTROL, "autocomplete": "username", "autofocus": True}
        )
        self.fields["password"].label = _("Password")
        self.fields["password"].widget.attrs["class"] = CONTROL

    def clean(self) -> dict[str, Any]:
        """Ask for the password only while the address is not held back: guessing and hashing both end there."""
        address = str(self.cleaned_data.get("username", ""))
        if access.is_held_back(address):
            raise forms.ValidationError(self.error_messages["held_back"], code="held_back")
        try:
            return super().clean()
        except forms.ValidationError:
            access.sign_in_failed(address)
            raise

    def clean_username(self) -> str:
        """Addresses are kept in lower case."""
        return str(self.cleaned_data["username"]).strip().lower()


class PreferencesForm(forms.Form):
    """Language, zone and theme go with the account; keys with this browser."""

    language = forms.ChoiceField(label=_("Language"), widget=forms.Select(attrs={"class": CHOICE, "translate": "no"}))
    zone = forms.ChoiceField(
        label=_("Time zone"),
        widget=forms.Select(attrs={"class": CHOICE, "translate": "no"}),
        help_text=_("All times are shown in this zone. Working hours keep the zone of their calendar."),
    )
    theme = forms.ChoiceField(
        label=_("Theme"),
        choices=[("system", _("As the device says")), ("light", _("Light")), ("dark", _("Dark"))],
        widget=forms.RadioSelect(attrs={"class": TICK}),
    )
    shortcuts = forms.BooleanField(
        label=_("Single keys work outside fields"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": TICK}),
        help_text=_("Kept in this browser. Press ? on any page to see the keys."),
    )

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        language, zone = self.fields["language"], self.fields["zone"]
        assert isinstance(language, forms.ChoiceField)
        assert isinstance(zone, forms.ChoiceField)
        language.choices = settings.LANGUAGES
        zone.choices = zones()


@cache
def zones() -> list[tuple[str, Any]]:
    """IANA zones by continent; the names are data and stay as they are."""
    regions: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(available_timezones()):
        region, _slash, place = name.partition("/")
        if place and region in {
            "Africa",
            "America",
            "Antarctica",
            "Asia",
            "Atlantic",
            "Australia",
            "Europe",
            "Indian",
            "Pacific",
        }:
            regions.setdefault(region, []).append((name, place.replace("_", " ")))
    return [("UTC", "UTC"), *regions.items()]
