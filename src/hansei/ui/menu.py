"""The menu: rooms register their entries, every page shows those the reader may open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hansei.kernel import rights
from hansei.kernel.models import Account


class Group(Enum):
    """Where an entry stands. The order here is the order in the menu; a group without entries leaves no gap."""

    DAY = ""
    WORK = _("Work")
    LOOK_BACK = _("Look back")
    SET_UP = _("Set up")


@dataclass(frozen=True)
class Entry:
    """One line of the menu.

    `right` is asked of the reader; without it everybody who is signed in sees the entry. `count` answers how many
    things wait for this reader to act (None: show nothing). `tab` from 1 to 4 also puts it among the phone's tabs.
    """

    group: Group
    label: str | Promise
    icon: str
    url_name: str
    right: str | None = None
    count: Callable[[HttpRequest], int | None] | None = None
    order: int = 100
    tab: int = 0
    is_first_step: bool = False


@dataclass(frozen=True)
class Line:
    """An entry as one reader sees it now."""

    label: str
    icon: str
    url: str
    is_current: bool
    count: int | None


@dataclass(frozen=True)
class Block:
    title: str
    lines: list[Line]


@dataclass(frozen=True)
class Menu:
    """The whole menu, and up to four of its lines for the phone's tab bar: its fifth tab is the whole menu."""

    blocks: list[Block]
    tabs: list[Line]


ENTRIES: dict[str, Entry] = {}


def add(*entries: Entry) -> None:
    """Register entries, from an app's `ready()`. The address is the key: registering again replaces."""
    ENTRIES.update({entry.url_name: entry for entry in entries})


def menu_of(request: HttpRequest) -> Menu:
    """Return the menu of this reader: groups with at least one entry that they may open, in their order."""
    open_to_reader = _open_to(request)
    current = _current(request, open_to_reader)
    lines = [(entry, _line(request, entry, url, current)) for entry, url in open_to_reader]
    blocks = [(str(group.value), [line for entry, line in lines if entry.group is group]) for group in Group]
    tabs = sorted((pair for pair in lines if pair[0].tab), key=lambda pair: pair[0].tab)[:4]
    return Menu([Block(title, found) for title, found in blocks if found], [line for _entry, line in tabs])


def first_step(request: HttpRequest) -> Line | None:
    """The entry somebody new begins with, e.g. bringing a history in; None where no room declares one."""
    pairs = [pair for pair in _open_to(request) if pair[0].is_first_step]
    return _line(request, *pairs[0], current="") if pairs else None


def may_open(request: HttpRequest, right: str | None) -> bool:
    """Whether this reader sees the entry: signed in, and holding the right in any scope."""
    reader = request.user
    return isinstance(reader, Account) and (right is None or rights.holds(reader, right))


def _open_to(request: HttpRequest) -> list[tuple[Entry, str]]:
    found = []
    for entry in sorted(ENTRIES.values(), key=lambda each: (each.order, str(each.label))):
        if not may_open(request, entry.right):
            continue
        try:
            found.append((entry, reverse(entry.url_name)))
        except NoReverseMatch:  # an app switched off by the address table: its line disappears with it
            continue
    return found


def _current(request: HttpRequest, pairs: list[tuple[Entry, str]]) -> str:
    """The entry whose address is the longest start of this page's address."""
    starts = [url for _entry, url in pairs if request.path == url or (url != "/" and request.path.startswith(url))]
    return max(starts, key=len, default="")


def _line(request: HttpRequest, entry: Entry, url: str, current: str) -> Line:
    count = entry.count(request) if entry.count else None
    return Line(str(entry.label), entry.icon, url, is_current=url == current, count=count)
