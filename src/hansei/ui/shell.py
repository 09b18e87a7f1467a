"""What the frame around every page shows: menu, tabs, theme, shortcuts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from hansei.ui import menu, shortcuts
from hansei.ui.middleware.reader import MENU_COOKIE, SHORTCUTS_COOKIE, theme_of

# html lang: the script decides which regional shapes of Han characters a browser picks.
HTML_LANGUAGE = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}


@dataclass(frozen=True)
class Shell:
    """The frame as one reader sees it."""

    language: str
    theme: str
    is_folded: bool
    has_shortcuts: bool
    blocks: list[menu.Block]
    tabs: list[menu.Line]
    keys: list[shortcuts.Section]
    languages: list[tuple[str, str, str]]
    title: str


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `shell`, made only when a page uses it."""
    return {"shell": SimpleLazyObject(lambda: shell_of(request))}


def shell_of(request: HttpRequest) -> Shell:
    code = get_language() or "en"
    lines = menu.menu_of(request)
    return Shell(
        language=HTML_LANGUAGE.get(code, code),
        theme=theme_of(request),
        is_folded=request.COOKIES.get(MENU_COOKIE) == "folded",
        has_shortcuts=request.COOKIES.get(SHORTCUTS_COOKIE) != "off",
        blocks=lines.blocks,
        tabs=lines.tabs,
        keys=shortcuts.sections(),
        languages=[(each, HTML_LANGUAGE.get(each, each), name) for each, name in settings.LANGUAGES],
        title="Hansei",
    )
