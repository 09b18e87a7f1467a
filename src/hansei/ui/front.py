"""What stands on the first page: rooms register sections, each draws itself for one reader or leaves itself out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

from django.http import HttpRequest

T = TypeVar("T")
Section = Callable[[HttpRequest], str]
Part = Literal["above", "waiting", "beside", "below"]


@dataclass(frozen=True)
class Front:
    """The first page of one reader: its one sentence, what waits for them, and what is good to know beside it.

    `above` and `below` are as wide as the page.
    """

    voice: str
    above: list[str]
    waiting: list[str]
    beside: list[str]
    below: list[str]


@dataclass(frozen=True)
class Place:
    order: int
    section: Section
    at: Part


SECTIONS: dict[str, Place] = {}
VOICES: dict[str, Place] = {}


def add(name: str, order: int, section: Section, *, at: Part = "waiting") -> None:
    """Register a section, from an app's `ready()`. It returns safe HTML, empty where there is nothing to show."""
    SECTIONS[name] = Place(order, section, at)


def say(name: str, order: int, sentence: Section) -> None:
    """Register what may be the page's one sentence, plain text; the first that says something speaks alone."""
    VOICES[name] = Place(order, sentence, "waiting")


def once(request: HttpRequest, name: str, ask: Callable[[], T]) -> T:
    """What several sections ask, asked once for the page."""
    known: dict[str, T] = request.__dict__.setdefault("_front", {})
    if name not in known:
        known[name] = ask()
    return known[name]


def front_of(request: HttpRequest) -> Front:
    """Return what this reader finds on the first page, in order."""
    ordered = sorted(SECTIONS.values(), key=lambda each: each.order)
    drawn = [(each.at, html) for each in ordered if (html := each.section(request))]
    said = (each.section(request) for each in sorted(VOICES.values(), key=lambda each: each.order))
    return Front(
        voice=next(filter(None, said), ""),
        above=[html for at, html in drawn if at == "above"],
        waiting=[html for at, html in drawn if at == "waiting"],
        beside=[html for at, html in drawn if at == "beside"],
        below=[html for at, html in drawn if at == "below"],
    )
