"""Takes out of a document what no reader can see and some program could choke on or be led astray by."""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, TypeVar
from urllib.parse import urljoin, urlsplit

from django.utils.safestring import SafeString

T = TypeVar("T")
# Control characters, halves of pairs and non-characters are forbidden in XML; direction marks turn words around.
UNSEEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
SCHEMES: Final = {"http", "https", "mailto"}


def cleaned(thing: T) -> T:
    """The same description without unseen characters, however deep they lie.

    >>> cleaned(("a\\x00b", ["\\u202eevil", 3]))
    ('ab', ['evil', 3])
    """
    return changed(thing, _text)


def changed(thing: T, text: Callable[[str], str], *, apart: Container[str] = ()) -> T:
    """The same description with each of its texts changed, however deep; fields of the names `apart` stay."""
    made: Any = thing
    if isinstance(thing, str):
        made = text(thing)
    elif is_dataclass(thing) and not isinstance(thing, type):
        found = {each.name: getattr(thing, each.name) for each in fields(thing) if each.init and each.name not in apart}
        other = {name: new for name, old in found.items() if (new := changed(old, text, apart=apart)) is not old}
        made = replace(thing, **other) if other else thing
    elif isinstance(thing, list | tuple):
        parts = [changed(each, text, apart=apart) for each in thing]
        if any(new is not old for new, old in zip(parts, thing, strict=True)):
            made = tuple(parts) if isinstance(thing, tuple) else parts
    found_: T = made
    return found_


def _text(text: str) -> str:
    if not UNSEEN.search(text):
        return text
    plain = UNSEEN.sub("", text)
    return SafeString(plain) if isinstance(text, SafeString) else plain


def whole(url: str, base: str) -> str:
    """The address for a file that leaves the site; "" for what no reader should be led to.

    >>> whole("/a/1", "https://h.example/"), whole("javascript:x", "https://h.example/"), whole("#here", "https://h/")
    ('https://h.example/a/1', '', '')
    """
    if not url or url.startswith("#"):
        return ""
    try:
        found = urljoin(base, url)
        return found if urlsplit(found).scheme in SCHEMES else ""
    except ValueError:
        return ""
