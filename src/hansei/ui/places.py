"""Places on a page that is no record's, where rooms above show what they know of its subject.

The room that owns the page names the place (`mining.ticket`) and says what its subject is; upper rooms add sections
from their app's `ready()`. The pages of records have `register.add_section` for the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString

# Makes a part of a page for one reader and one subject; "" leaves it out.
Section = Callable[[HttpRequest, Any], SafeString | str]

_SECTIONS: dict[str, dict[str, tuple[int, Section]]] = {}


def add(place: str, name: str, order: int, section: Section) -> None:
    """Show a section at a place; registering the same name again replaces it."""
    _SECTIONS.setdefault(place, {})[name] = (order, section)


def sections(place: str, request: HttpRequest, subject: Any) -> list[SafeString | str]:
    """Return what stands at this place for this reader, in order."""
    made = sorted(_SECTIONS.get(place, {}).values(), key=lambda pair: pair[0])
    return [html for _order, section in made if (html := section(request, subject))]
