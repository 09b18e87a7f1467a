"""What a reader may change about their own account from its pages."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotAllowed
from hansei.ui.events import PreferencesChosen


@action("account.choose_preferences", label=gettext_lazy("Keep preferences"))
def choose_preferences(act: Act, *, language: str, zone: str, theme: str) -> None:
    """Show everything to this person in this language, zone and theme from now on."""
    account = act.by
    if account is None:
        raise NotAllowed("account.none", _("Only a person who is signed in has preferences."))
    if (account.language, account.zone, account.theme) == (language, zone, theme):
        return
    account.language, account.zone, account.theme = language, zone, theme
    account.save(update_fields=["language", "zone", "theme"])
    act.record(PreferencesChosen(account=account.pk, language=language, zone=zone, theme=theme))
