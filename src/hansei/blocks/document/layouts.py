"""What an administrator may write about a kind of document: which sections, in which order, under which words.

A room declares a `TemplateKind` with the sections it can fill. What is saved is a version; a document is printed with
the version it was made from, and an issued one is read with that version for ever.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hansei.blocks.document.description import Document, Paragraph, Part, Section
from hansei.blocks.document.models import TemplateVersion
from hansei.kernel.models import Account
from hansei.ui import words

Text = str | Promise
PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")
SHIPPED: Final = 1  # the version of a template that nobody has written in yet


@dataclass(frozen=True)
class Slot:
    """A section that the room can fill. A `required` one cannot be left out."""

    code: str
    title: Text
    required: bool = False


@dataclass(frozen=True)
class Place:
    """A section as a template has it: its heading and the words below it, in the language that is active."""

    code: str
    title: str
    text: str = ""

    @property
    def lead(self) -> list[Part]:
        return [Paragraph(self.text)] if self.text else []


@dataclass(frozen=True)
class Layout:
    """One version of a template, read in the active language."""

    code: str
    name: str
    version: int
    places: tuple[Place, ...]
    preface: str = ""

    def sections(self, parts: Mapping[str, Sequence[Part]]) -> list[Section]:
        """The sections in their order, numbered: the template's words, then what the record fills in."""
        return [
            Section(place.title, [*place.lead, *parts.get(place.code, ())], number=at, code=place.code)
            for at, place in enumerate(self.places, 1)
        ]

    @property
    def stamp(self) -> str:
        """What a document prints of it."""
        return _("Template: %(name)s, version %(version)s") % {"name": self.name, "version": words.number(self.version)}


# Makes the preview: a document drawn with this layout; None where there is nothing yet to draw it from.
Example = Callable[[Account, Layout], Document | None]


@dataclass(frozen=True)
class TemplateKind:
    """A kind of document. `placeholders`: what texts may name in braces, with what it stands for."""

    code: str
    name: Text
    slots: tuple[Slot, ...]
    placeholders: Mapping[str, Text] = field(default_factory=dict)
    example: Example | None = None

    def slot(self, code: str) -> Slot | None:
        return next((each for each in self.slots if each.code == code), None)

    @property
    def shipped(self) -> dict[str, Any]:
        """The content before anybody wrote in it."""
        return {
            "preface": {},
            "sections": [{"code": each.code, "on": True, "title": {}, "text": {}} for each in self.slots],
        }


TEMPLATES: dict[str, TemplateKind] = {}


def declare(kind: TemplateKind) -> TemplateKind:
    """Register a kind of document, from the app's `ready()`."""
    if kind.code in TEMPLATES:
        raise ValueError(f"the template {kind.code} is declared twice")
    TEMPLATES[kind.code] = kind
    return kind


def latest(code: str) -> int:
    """The version that new documents are made from."""
    newest = TemplateVersion.objects.filter(template=code).order_by("-number").first()
    return newest.number if newest else SHIPPED


def content_of(code: str, version: int | None = None) -> tuple[int, dict[str, Any]]:
    """Return a version's number and content, the latest where none is named."""
    found = TemplateVersion.objects.filter(template=code).select_related("content").order_by("-number")
    one = found.first() if version is None else found.filter(number=version).first()
    if one is None:
        return SHIPPED, TEMPLATES[code].shipped
    content: dict[str, Any] = json.loads(one.content.text) if one.content.text else TEMPLATES[code].shipped
    return one.number, content


def layout_of(code: str, version: int | None = None, values: Mapping[str, str] | None = None) -> Layout:
    """Return the layout by which to make a document: the latest version, or the one it was made with before.

    `values` fill the placeholders of its texts.
    """
    number, content = content_of(code, version)
    return layout_from(TEMPLATES[code], number, content, values or {})


def layout_from(kind: TemplateKind, number: int, content: Mapping[str, Any], values: Mapping[str, str]) -> Layout:
    """The same from content that is not saved yet."""
    places, seen = [], set()
    for each in content["sections"]:
        slot = kind.slot(each["code"])
        seen.add(each["code"])
        if slot is not None and (each["on"] or slot.required):
            places.append(Place(slot.code, said(each["title"]) or str(slot.title), filled(said(each["text"]), values)))
    # A section that came with a newer program stands at the end until somebody places it.
    places += [Place(each.code, str(each.title)) for each in kind.slots if each.code not in seen]
    return Layout(kind.code, str(kind.name), number, tuple(places), filled(said(content["preface"]), values))


def said(by_language: Mapping[str, str]) -> str:
    """The text in the active language; where it was not written in it, nothing."""
    return by_language.get(get_language() or "en", "")


def filled(text: str, values: Mapping[str, str]) -> str:
    """Put values in the place of their names; braces that name nothing stay as they are.

    >>> filled("For {customer}: {x}", {"customer": "Ωμέγα {x}"})
    'For Ωμέγα {x}: {x}'
    """
    return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)
