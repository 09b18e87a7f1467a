"""Translations without an installation: Django's catalogues, no settings from the environment, no database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).resolve().parents[2]
LANGUAGES: Final = ("en", "zh-hans", "zh-hant", "ru")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say everything inside in this language (one of LANGUAGES)."""
    from django.apps import apps
    from django.conf import settings

    if not settings.configured:
        settings.configure(
            INSTALLED_APPS=[],
            LANGUAGES=[(code, code) for code in LANGUAGES],
            LANGUAGE_CODE="en",
            LOCALE_PATHS=[PACKAGE / "locale"],
            LOGGING_CONFIG=None,
            TIME_ZONE="UTC",
            USE_I18N=True,
            USE_TZ=True,
        )
        # What django.setup does besides (addresses, logging) would import the database's part.
        apps.populate(settings.INSTALLED_APPS)
    from django.utils import translation

    with translation.override(language):
        yield
