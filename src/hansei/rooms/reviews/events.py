"""The facts this room records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from hansei.kernel.events import Event, Touches

Record = Annotated[int | None, Touches("record")]


@dataclass(frozen=True)
class PackDrafted(Event, kind="pack.drafted"):
    """A review of a data set over a period is being prepared."""

    pack: int
    reviewed: int  # source id
    review: str
    first: str
    last: str
    record: Record = None


@dataclass(frozen=True)
class PackDraftedAgain(Event, kind="pack.drafted_again"):
    """Somebody asked a draft to show what the scan for hidden causes says today."""

    pack: int
    version: int  # of the data set
    record: Record = None


@dataclass(frozen=True)
class PackFrozen(Event, kind="pack.frozen"):
    """The figures of a pack stand from now on; the seal is over all of them."""

    pack: int
    version: int
    seal: str
    record: Record = None


@dataclass(frozen=True)
class CommentWritten(Event, kind="comment.written"):
    """Somebody remarked on one section of a pack."""

    pack: int
    section: str
    text: int  # revision id
    record: Record = None


@dataclass(frozen=True)
class EmptyExplained(Event, kind="section.explained"):
    """Somebody said why a section has nothing to show."""

    pack: int
    section: str
    reason: int  # revision id
    record: Record = None


@dataclass(frozen=True)
class ActionAgreed(Event, kind="action.agreed"):
    """A review agreed that somebody does something by a day. Told so until 2026-11; since then by its meeting."""

    pack: int
    action: int
    text: int  # revision id
    owner: int  # account id
    due: str


@dataclass(frozen=True)
class ActionDone(Event, kind="action.done"):
    """What a review agreed was done. Told so until 2026-11; since then by its meeting."""

    pack: int
    action: int


@dataclass(frozen=True)
class CalendarPublished(Event, kind="review_plan.published"):
    """Dates of reviews were made and are frozen: what is moved later does not count as held on time."""

    record: Annotated[int, Touches("record")]
    reviews: int
    until: str


@dataclass(frozen=True)
class PlanPersonAdded(Event, kind="review_plan.person_added"):
    """Somebody comes to the reviews of a plan."""

    record: Annotated[int, Touches("record")]
    person: int
    side: str
    account: int | None


@dataclass(frozen=True)
class PlanPersonTakenAway(Event, kind="review_plan.person_taken_away"):
    """Somebody comes no more to the reviews of a plan."""

    record: Annotated[int, Touches("record")]
    person: int


@dataclass(frozen=True)
class LevelChanged(Event, kind="review_level.changed"):
    """How a level of review is held was set anew, its template too."""

    code: str
    version: int


@dataclass(frozen=True)
class FeedOpened(Event, kind="review_feed.opened"):
    """Somebody has an address under which their calendar reads their reviews; an older one of theirs is shut."""

    feed: int
    account: int


@dataclass(frozen=True)
class FeedShut(Event, kind="review_feed.shut"):
    """The address of somebody's calendar feed answers no more."""

    feed: int
    account: int


@dataclass(frozen=True)
class Assumed(Event, kind="forum.assumed"):
    """A forum listed what it assumes that customers need."""

    record: Annotated[int, Touches("record")]
    assumption: int
    text: int  # revision id
    goal: int


@dataclass(frozen=True)
class AssumptionChecked(Event, kind="forum.assumption_checked"):
    """Customers were asked: they confirmed an assumption, or it does not hold."""

    record: Annotated[int, Touches("record")]
    assumption: int
    state: str
    text: int  # revision id


@dataclass(frozen=True)
class HelpSaid(Event, kind="forum.help_said"):
    """A team asked another for help, or offered it."""

    record: Annotated[int, Touches("record")]
    help: int
    help_kind: str  # request, offer
    text: int  # revision id


@dataclass(frozen=True)
class HelpTakenUp(Event, kind="forum.help_taken_up"):
    """Somebody committed to help; the action is followed like any other."""

    record: Annotated[int, Touches("record")]
    help: int
    action: int


@dataclass(frozen=True)
class AuditorNamed(Event, kind="audit.auditor_named"):
    """Somebody audits beside the lead."""

    record: Annotated[int, Touches("record")]
    account: int


@dataclass(frozen=True)
class AuditorReleased(Event, kind="audit.auditor_released"):
    """Somebody no longer audits beside the lead."""

    record: Annotated[int, Touches("record")]
    account: int


@dataclass(frozen=True)
class AreaPersonNamed(Event, kind="audit_area.person_named"):
    """Somebody works in an area, from a day on."""

    record: Annotated[int, Touches("record")]
    account: int
    since: str


@dataclass(frozen=True)
class AreaPersonLeft(Event, kind="audit_area.person_left"):
    """Somebody no longer works in an area; for a year more they do not audit it."""

    record: Annotated[int, Touches("record")]
    account: int
    until: str
