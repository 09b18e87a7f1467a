"""Tables from a code to its words, and what is said of a code that a table does not know."""

from __future__ import annotations

from django.utils.functional import Promise

Words = dict[str, str | Promise]


def known(words: Words, code: str) -> str:
    """Return a code's words; one that is not listed reads as itself without underscores."""
    return str(words[code]) if code in words else code.replace("_", " ")
