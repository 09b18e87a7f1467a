"""Cells that a spreadsheet would run as a formula, now or when the cell is edited."""

from __future__ import annotations

from typing import Final

# Also in full width, which spreadsheets in Chinese and Japanese take for the same signs.
BEGINNINGS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def runs(text: str) -> bool:
    """Return whether a spreadsheet would take this for a formula; a plain number it would not.

    >>> runs("=1+1"), runs("plain"), runs("-4.5"), runs("-4.5+1"), runs("＠A1")
    (True, False, False, True, True)
    """
    if not text.startswith(BEGINNINGS):
        return False
    return not (text.isascii() and text.lstrip("+-").replace(".", "", 1).isdigit())


def defused(text: str) -> str:
    """Return the cell of a text file, with an apostrophe before it where a spreadsheet would run it.

    >>> defused("=1+1"), defused("plain")
    ("'=1+1", 'plain')
    """
    return f"'{text}" if runs(text) else text
