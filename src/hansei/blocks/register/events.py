"""What happens to the register itself and to what hangs on its records."""

from __future__ import annotations

from dataclasses import dataclass

from hansei.kernel.events import Event


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
