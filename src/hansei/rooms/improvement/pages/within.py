"""The registers of this room beside each other: each list's head leads to the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

LISTS: Final = [
    ("improvement", gettext_lazy("Improvements")),
    ("inputs", gettext_lazy("Inputs")),
    ("cycles", gettext_lazy("Cycles")),
    ("sip", gettext_lazy("Plans")),
    ("irp", gettext_lazy("Reports")),
    ("control", gettext_lazy("Control sheets")),
    ("capa", gettext_lazy("CAPA")),
    ("violation", gettext_lazy("Violations")),
    ("swot", gettext_lazy("SWOT analyses")),
    ("kata", gettext_lazy("Kata storyboards")),
    ("investigation", gettext_lazy("Investigations")),
]


def tabs_of(here: str) -> Callable[[HttpRequest], SafeString | str]:
    """Return what draws the tabs above the list of one register."""

    def lead(request: HttpRequest) -> SafeString | str:
        tabs = [(name, reverse(f"{space}:list"), space == here) for space, name in LISTS]
        return render_to_string("improvement/within.html", {"tabs": tabs}, request)

    return lead


def with_tabs(here: str, below: Callable[[HttpRequest], SafeString | str]) -> Callable[[HttpRequest], SafeString | str]:
    """Return what draws the tabs, and under them what the list says of itself."""

    def lead(request: HttpRequest) -> SafeString | str:
        return tabs_of(here)(request) + below(request)

    return lead
