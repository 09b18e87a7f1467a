"""What happens to the register itself and to what hangs on its records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from hansei.kernel.events import Event, Touches


@dataclass(frozen=True)
class ViewSaved(Event, kind="view.saved"):
    """Somebody keeps a view of a list, or keeps it otherwise than before."""

    view: int
    record_kind: str
    is_shared: bool
    filters: dict[str, str]
    columns: list[str]
    order: str
    shape: str


@dataclass(frozen=True)
class ViewWithdrawn(Event, kind="view.withdrawn"):
    """A view of a list is offered to nobody any more."""

    view: int


@dataclass(frozen=True)
class ViewPinned(Event, kind="view.pinned"):
    """Somebody put a view first among theirs, or took it from there."""

    view: int
    is_pinned: bool


@dataclass(frozen=True)
class RecordTagged(Event, kind="record.tagged"):
    """Somebody gave a record a tag."""

    record: Annotated[int, Touches("record")]
    tag: int


@dataclass(frozen=True)
class RecordUntagged(Event, kind="record.untagged"):
    """Somebody took a tag from a record."""

    record: Annotated[int, Touches("record")]
    tag: int


@dataclass(frozen=True)
class TagMerged(Event, kind="tag.merged"):
    """Two words turned out to mean one thing: every record with the one has the other from now on."""

    tag: int
    into: int
    records: int


@dataclass(frozen=True)
class RecordAttached(Event, kind="record.attached"):
    """Somebody attached a file to a record."""

    record: Annotated[int, Touches("record")]
    attachment: int
    digest: str
    bytes: int


@dataclass(frozen=True)
class AttachmentWithdrawn(Event, kind="record.attachment_withdrawn"):
    """A file is no longer shown with a record."""

    record: Annotated[int, Touches("record")]
    attachment: int


@dataclass(frozen=True)
class FieldSetChanged(Event, kind="field_set.changed"):
    """An administrator added, changed or retired a custom field of a kind."""

    record_kind: str
    field: int
    version: int
    is_retired: bool


@dataclass(frozen=True)
class WorkLimitSet(Event, kind="register.limit_set"):
    """An administrator set how many records of a kind may be in a state at once; 0 is no limit."""

    record_kind: str
    state: str
    was: int
    now: int


@dataclass(frozen=True)
class LifeVersionSaved(Event, kind="register.life_saved"):
    """An administrator saved how records of a kind live from now on; `brought_back`: the version it is like."""

    record_kind: str
    number: int
    brought_back: int | None
