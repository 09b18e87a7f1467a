"""What stands on the first page: rooms register sections, each draws itself for one reader or leaves itself out."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

Section = Callable[[HttpRequest], str]
SECTIONS: dict[str, tuple[int, Section]] = {}


def add(name: str, order: int, section: Section) -> None:
    """Register a section, from an app's `ready()`. It returns safe HTML, empty where there is nothing to show."""
    SECTIONS[name] = (order, section)


def sections(request: HttpRequest) -> list[str]:
    """Return what this reader finds on the first page, in order."""
    ordered = sorted(SECTIONS.values(), key=lambda each: each[0])
    return [drawn for _order, section in ordered if (drawn := section(request))]
