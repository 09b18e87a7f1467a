"""What a reader's own pages may leave in the log."""

from __future__ import annotations

from dataclasses import dataclass

from hansei.kernel.events import Event


@dataclass(frozen=True)
class PreferencesChosen(Event, kind="account.preferences_chosen"):
    """Somebody chose how the product is shown to them."""

    account: int
    language: str
    zone: str
    theme: str
