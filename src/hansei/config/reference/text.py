"""How a page of the reference is set: tables, types in words, the first sentence of a docstring."""

from __future__ import annotations

import inspect
import re
import types
from collections.abc import Iterable, Sequence
from typing import Any, Final, Union, get_args, get_origin

MADE: Final = "This page is made from the code by `make reference`; a test fails when it says something else."
WORDS: Final[dict[Any, str]] = {
    int: "whole number",
    float: "number",
    str: "text",
    bool: "yes or no",
    Any: "anything",
    type(None): "nothing",
}
NAMED: Final = {"date": "day", "datetime": "instant"}


class Undocumented(ValueError):
    """Something has no words of its own; the sentence says where they belong."""


def said(documented: Any, name: str) -> str:
    """Return a docstring as one paragraph a blank line apart, or refuse what has none."""
    words = inspect.cleandoc(getattr(documented, "__doc__", None) or "")
    if not words:
        raise Undocumented(f"{name} has no docstring: say in one sentence what it means.")
    return paragraphs(words)


def paragraphs(words: str) -> str:
    """Return the words with each paragraph on one line."""
    return "\n\n".join(" ".join(part.split()) for part in words.split("\n\n"))


def first_sentence(words: str) -> str:
    """Return what stands before the first full stop, with it.

    >>> first_sentence("Takes e.g. two. And three.")
    'Takes e.g. two.'
    """
    return re.split(r"(?<=[^.]\w[.])\s+(?=[A-Z])", words.split("\n\n")[0], maxsplit=1)[0]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    r"""Return a Markdown table.

    >>> print(table(["name", "means"], [["a|b", "both"]]), end="")
    | name | means |
    |---|---|
    | a\|b | both |
    """
    cells = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    lines = [list(head), ["---"] * len(head), *cells]
    return "".join(f"|{'|'.join(line)}|\n" if line[0] == "---" else f"| {' | '.join(line)} |\n" for line in lines)


def kind_of(hint: Any) -> str:
    """Say what kind of value a type stands for.

    >>> kind_of(list[str]), kind_of(int | None), kind_of(dict[str, list[str]])
    ('list of text', 'whole number or nothing', 'text → list of text')
    """
    if hint in WORDS:
        return WORDS[hint]
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        parts = [kind_of(each) for each in inner]
        return "any value" if len(parts) > 3 else " or ".join(parts)
    if origin is list:
        return f"list of {kind_of(inner[0])}"
    if origin is tuple:
        return " and ".join(kind_of(each) for each in inner)
    if origin is dict:
        return f"{kind_of(inner[0])} → {kind_of(inner[1])}"
    return NAMED.get(str(hint.__name__), str(hint.__name__))
