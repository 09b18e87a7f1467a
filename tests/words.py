"""The pseudo-language: every marked word comes out as ⟦word⟧, so that a word nobody marked stands out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest

OPEN, CLOSE = "⟦", "⟧"
WORD = re.compile(r"[A-Za-z]{2,}")
SPOKEN = {"title", "aria-label", "placeholder", "alt", "data-form", "data-offline", "data-label", "label"}
# Names and abbreviations that are the same in all four languages.
SAME_EVERYWHERE = {
    "Hansei",
    "SVG",
    "PNG",
    "CSV",
    "XLSX",
    "PDF",
    "JSON",
    "HTML",
    "OCEL",
    "XES",
    "UTC",
    "ITIL",
    "SLA",
    "ID",
}
SILENT = {"script", "style", "time", "code", "kbd", "option"}
EMPTY_TAGS = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class _Page(HTMLParser):
    """Collect what a person reads or hears, leaving out what is marked `translate="no"` or in another language."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.silent: list[bool] = [False]
        self.language = ""
        self.is_drawn = False  # within a text of a drawing, whose lines are one text

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attributes}
        if tag == "html":
            self.language = given.get("lang", "")
        foreign = "lang" in given and given["lang"] != self.language
        silent = self.silent[-1] or tag in SILENT or given.get("translate") == "no" or foreign
        if tag not in EMPTY_TAGS:
            self.silent.append(silent)
        if tag == "text":
            self.is_drawn = True
            self.found.append("")
        if not silent:
            self.found += [value for key, value in given.items() if key in SPOKEN]
            if tag == "input" and given.get("type") in {"submit", "button"}:
                self.found.append(given.get("value", ""))

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)
        if tag not in EMPTY_TAGS:
            self.silent.pop()

    def handle_endtag(self, tag: str) -> None:
        self.is_drawn = self.is_drawn and tag != "text"
        if tag not in EMPTY_TAGS and len(self.silent) > 1:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        if self.silent[-1]:
            return
        if self.is_drawn:
            self.found[-1] += data
        else:
            self.found.append(data)


def bare_words(html: str) -> list[str]:
    """Return texts of a page rendered in the pseudo-language that hold a word nobody marked.

    What stands between ⟦ and ⟧ was marked, also when a marked text holds another. Data in tests are given names without
    Latin letters, so that they do not count; or their element says `translate="no"`.
    """
    page = _Page()
    page.feed(html)
    return [text.strip() for text in page.found if _has_bare_word(text)]


def _has_bare_word(text: str) -> bool:
    depth, outside = 0, []
    for character in text:
        depth += character == OPEN
        if depth == 0:
            outside.append(character)
        depth -= character == CLOSE
    return any(word not in SAME_EVERYWHERE for word in WORD.findall("".join(outside)))


@pytest.fixture
def pseudo(settings: object) -> Iterator[None]:
    """English answers in the pseudo-language for the length of a test."""
    from django.utils.translation import trans_real

    inside: Any = trans_real  # the catalogues in use are Django's own affair; there is no public way to swap one

    class Pseudo(trans_real.DjangoTranslation):
        def __init__(self) -> None:
            """Read no catalogue."""

        def gettext(self, message: str) -> str:
            return OPEN + message.rpartition(trans_real.CONTEXT_SEPARATOR)[2] + CLOSE

        def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
            return OPEN + (msgid1 if n == 1 else msgid2).rpartition(trans_real.CONTEXT_SEPARATOR)[2] + CLOSE

        def language(self) -> str:
            return "en"

        def to_language(self) -> str:
            return "en"

    kept = dict(inside._translations)
    inside._translations["en"] = Pseudo()
    active = getattr(inside._active, "value", None)
    inside._active.value = inside._translations["en"]
    try:
        yield
    finally:
        inside._translations.clear()
        inside._translations.update(kept)
        if active is None:
            del inside._active.value
        else:
            inside._active.value = active
