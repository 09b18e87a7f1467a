"""What a room says of its meetings to those who are told by mail or by a calendar: registered per record kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urljoin

from django.conf import settings

from hansei.blocks.document import api as document
from hansei.blocks.meeting.models import Meeting, SignedMinutes
from hansei.kernel.models import Account


@dataclass(frozen=True)
class Described:
    """A meeting in the language that is active. `address` leads to it for who signs in."""

    title: str
    kind: str
    address: str
    organiser: Account | None = None
    agenda: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return urljoin(settings.SITE_ADDRESS, self.address) if settings.SITE_ADDRESS else ""


@dataclass(frozen=True)
class Told:
    """How a room tells of the meetings of one record kind; `receipt` makes the address of a mail's own link.

    `keep`: what the room adds to what is signed, in numbers and codes, never in people's words. `minutes`: an issue as
    it was signed, whatever changed since. `refused` says why a point with these facts may not stand on an agenda, None
    where it may; `uninvited` says the same of somebody who comes for this side.
    """

    describe: Callable[[Meeting], Described]
    keep: Callable[[Meeting], dict[str, Any]]
    minutes: Callable[[SignedMinutes], document.Document]
    receipt: Callable[[str], str]
    refused: Callable[[Meeting, dict[str, Any]], str | None] = lambda _met, _facts: None
    uninvited: Callable[[Meeting, str], str | None] = lambda _met, _side: None


TOLD: Final[dict[str, Told]] = {}


def tell(kind: str, told: Told) -> None:
    """Register a record kind. Raises ValueError for one that is registered."""
    if kind in TOLD:
        raise ValueError(f"meetings of {kind} are told twice")
    TOLD[kind] = told


def of(found: Meeting) -> Told:
    return TOLD[found.identity.kind]


def uid(found: Meeting) -> str:
    """What a meeting is called in every calendar, for ever."""
    return f"meeting-{found.pk}@{settings.SITE_HOST}"
