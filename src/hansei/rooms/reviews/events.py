"""The facts this room records."""

from __future__ import annotations

from dataclasses import dataclass

from hansei.kernel.events import Event


@dataclass(frozen=True)
class PackDrafted(Event, kind="pack.drafted"):
    """A review of a data set over a period is being prepared."""

    pack: int
    reviewed: int  # source id
    review: str
    first: str
    last: str


@dataclass(frozen=True)
class PackFrozen(Event, kind="pack.frozen"):
    """The figures of a pack stand from now on; the seal is over all of them."""

    pack: int
    version: int
    seal: str


@dataclass(frozen=True)
class CommentWritten(Event, kind="comment.written"):
    """Somebody remarked on one section of a pack."""

    pack: int
    section: str
    text: int  # revision id


@dataclass(frozen=True)
class EmptyExplained(Event, kind="section.explained"):
    """Somebody said why a section has nothing to show."""

    pack: int
    section: str
    reason: int  # revision id


@dataclass(frozen=True)
class ActionAgreed(Event, kind="action.agreed"):
    """A review agreed that somebody does something by a day."""

    pack: int
    action: int
    text: int  # revision id
    owner: int  # account id
    due: str


@dataclass(frozen=True)
class ActionDone(Event, kind="action.done"):
    """What a review agreed was done."""

    pack: int
    action: int
