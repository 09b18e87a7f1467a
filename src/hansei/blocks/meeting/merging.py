"""Put two changes of one text together where they do not touch each other; where they do, say so."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

# Words, blanks, and every other sign by itself: Han characters are words of their own.
PARTS = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+|\s+|[^\w\s]")
Change = tuple[int, int, tuple[str, ...]]


def merged(base: str, mine: str, theirs: str) -> str | None:
    """Return a text with both changes of `base`, or None where both changed the same place.

    >>> merged("The gateway fails.", "The new gateway fails.", "The gateway fails daily.")
    'The new gateway fails daily.'
    >>> merged("It fails.", "It works.", "It stops.") is None
    True
    """
    if mine == theirs or base == theirs:
        return mine
    if base == mine:
        return theirs
    parts = PARTS.findall(base)
    ours, others = _changes(parts, PARTS.findall(mine)), _changes(parts, PARTS.findall(theirs))
    apart = [each for each in ours if each not in others]
    if any(_touch(one, other) for one in apart for other in others):
        return None
    for start, end, new in sorted([*apart, *others], reverse=True):
        parts[start:end] = new
    return "".join(parts)


def _changes(base: list[str], text: list[str]) -> list[Change]:
    found = SequenceMatcher(None, base, text, autojunk=False).get_opcodes()
    return [(a, b, tuple(text[c:d])) for tag, a, b, c, d in found if tag != "equal"]


def _touch(one: Change, other: Change) -> bool:
    """Also side by side: two words put at one place have no order that both meant."""
    return one[0] <= other[1] and other[0] <= one[1]
