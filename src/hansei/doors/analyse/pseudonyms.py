"""People as letters: the same letter for the same person in every output of one run, no way back."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from string import ascii_uppercase
from typing import Final

from django.utils.translation import gettext as _

# What an export without names puts in the place of every word, of people and of things alike.
STANDS_FOR_A_WORD: Final = re.compile(r"(value|wert|valore|valeur|valor|значение|值)[ _-]?\d+", re.IGNORECASE)
WORD: Final = re.compile(r"\w+")
UNPARTED: Final = ("CJK ", "HIRAGANA ", "KATAKANA ", "HANGUL ")
# What tools write in place of a person, and what titles say of anything else.
NOBODY: Final = frozenset(
    {
        "系统",
        "系統",
        "用户",
        "用戶",
        "使用者",
        "客户",
        "客戶",
        "管理",
        "管理员",
        "管理員",
        "匿名",
        "未知",
        "其他",
        "测试",
        "測試",
    }
    | {"시스템", "관리자", "システム", "ユーザー"}
)


class Pseudonyms:
    """Turn names into "person A" unless names were asked for.

    Letters go by first mention, so findings read A, B, C. `texts` are cleaned of the names that the
    log itself knows as people; other names may remain in wording, and the report says so.
    """

    def __init__(self, known: Iterable[str] = (), *, show: bool = False) -> None:
        self.show = show
        self._letters: dict[str, str] = {}
        self._cleaned: dict[str, str] = {}
        # Kept by their first word: there are thousands of names and thousands of texts, and few texts hold one.
        self._known: dict[str, list[str]] = defaultdict(list)
        for name in filter(_is_telling, set(known)):
            self._known[_first_word(name)].append(name)

    def person(self, name: str | None) -> str | None:
        """Return the name, or its pseudonym; None stays None."""
        if name is None or self.show:
            return name
        if name not in self._letters:
            self._letters[name] = letters(len(self._letters))
        return _("person %(letter)s") % {"letter": self._letters[name]}

    def text(self, wording: str | None) -> str | None:
        """Return wording with every person the log knows replaced."""
        if not wording or self.show:
            return wording
        if wording not in self._cleaned:
            self._cleaned[wording] = self._replaced(wording)
        return self._cleaned[wording]

    def _replaced(self, wording: str) -> str:
        folded = wording.casefold()
        words = {"", *WORD.findall(folded), *(() if folded.isascii() else filter(_is_unparted, set(folded)))}
        named = [name for word in words if word in self._known for name in self._known[word]]
        for name in sorted(named, key=lambda name: (-len(name), name)):
            if name.casefold() in folded:
                before, after = (
                    "" if _is_unparted(name[at]) else edge for at, edge in ((0, r"(?<!\w)"), (-1, r"(?!\w)"))
                )
                pattern = f"{before}{re.escape(name)}{after}"
                replacement = self.person(name) or ""
                wording = re.sub(pattern, replacement.replace("\\", ""), wording, flags=re.IGNORECASE)
                folded = wording.casefold()
        return wording


def _is_telling(name: str) -> bool:
    """Whether a name can be looked for in wording: short ones and bare numbers stand inside ordinary words and dates.

    >>> [name for name in ("Bo", "Ana", "12345", "王伟", "王", "系统", "Value 7") if _is_telling(name)]
    ['Ana', '王伟']
    """
    if STANDS_FOR_A_WORD.fullmatch(name):
        return False
    if name and all(map(_is_unparted, name)):
        return len(name) > 1 and name not in NOBODY
    return len(name) > 2 and not name.isdigit()


@cache
def _is_unparted(character: str) -> bool:
    """Whether names of this script stand in a text without blanks around them."""
    return unicodedata.name(character, "").startswith(UNPARTED)


def _first_word(name: str) -> str:
    """The first word of a name, or the first character where words are not parted; empty where it has none."""
    found = WORD.search(name.casefold())
    return "" if found is None else found.group()[0] if _is_unparted(found.group()[0]) else found.group()


def letters(index: int) -> str:
    """Count like a spreadsheet's columns: A … Z, AA, AB.

    >>> letters(0), letters(25), letters(26), letters(701), letters(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = ascii_uppercase[rest] + text
    return text
