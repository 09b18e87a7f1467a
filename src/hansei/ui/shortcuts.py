"""The keys that work, so that the sheet behind `?` lists these and no others."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Shortcut:
    """Keys pressed one after the other (`g h`), and where they go or what they do.

    With `url_name` the key opens that page. Without, a script named by the page handles it.
    """

    keys: str
    label: str | Promise
    url_name: str = ""


@dataclass(frozen=True)
class Section:
    title: str | Promise
    shortcuts: list[Shortcut]


SECTIONS: dict[str, Section] = {}


def add(key: str, title: str | Promise, *shortcuts: Shortcut) -> None:
    """Register shortcuts, from an app's `ready()`; a section that exists grows."""
    known = SECTIONS.setdefault(key, Section(title, []))
    taken = {each.keys for each in known.shortcuts}
    known.shortcuts.extend(each for each in shortcuts if each.keys not in taken)


def sections() -> list[Section]:
    return list(SECTIONS.values())


def add_own() -> None:
    """The keys of the frame itself."""
    add(
        "everywhere",
        _("Everywhere"),
        Shortcut("?", _("Show the keys that work here")),
        Shortcut("g h", _("Go to Home"), "ui:home"),
        Shortcut("g p", _("Go to your preferences"), "ui:preferences"),
        Shortcut("m", _("Fold or unfold the menu")),
    )
    add(
        "lists",
        _("In lists"),
        Shortcut("j", _("Next line")),
        Shortcut("k", _("Previous line")),
        Shortcut("o", _("Open the line")),
        Shortcut("x", _("Tick the line")),
    )
