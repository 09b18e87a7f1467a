"""Who brings what into the demonstration organisation. Rooms register their part; a door loads and removes all.

The made-up company's time goes on in steps. At each step every room brings what had happened by then, so that what
is frozen or decided at one step knows nothing of the next.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Final, TypeVar

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from hansei.kernel.actions import Act
from hansei.kernel.events import DemonstrationLoaded, DemonstrationRemoved
from hansei.kernel.models import Access, Account, EventRow, Identity, ObjectLink, Revision, Source

SEED: Final = 1
RECORDS: Final = "demonstration-records"  # the source of the records that the made-up company keeps
Kept = TypeVar("Kept", bound=Model)
Progress = Callable[[str], object]
Load = Callable[[Account, Progress, date], None]
Remove = Callable[[Progress], None]
GoOn = Callable[[Path], date]


@dataclass(frozen=True)
class Part:
    """What one room brings: both steps must bear repeats and go on where a killed one stopped."""

    order: int
    steps: tuple[date, ...]
    load: Load
    remove: Remove
    go_on: GoOn | None = None


PARTS: dict[str, Part] = {}


def part(
    name: str, *, order: int, steps: tuple[date, ...], load: Load, remove: Remove, go_on: GoOn | None = None
) -> None:
    """Register a room's part; at each step parts are loaded in ascending order, in the end removed in descending.

    `load` is called with the account that acts, an administrator of the demonstration, what tells a person in one
    sentence how far it is, and the company's day: nothing later is known yet. `steps` are the days that matter to
    this part; it is called on every part's days. `go_on` writes to a file what the company's tool exports next, for a
    person to bring in, and returns the company's day of it.
    """
    if name in PARTS:
        raise ValueError(f"the demonstration's part {name} is declared twice")
    PARTS[name] = Part(order, steps, load, remove, go_on)


def records_source() -> Source:
    """Return the removable source of the company's records; where there is none, make it."""
    name = _("Northwind Rail (demonstration, generated): records")
    defaults = {"name": name, "kind": Source.Kind.DEMONSTRATION, "state": Source.State.READY}
    return Source.objects.get_or_create(key=RECORDS, defaults=defaults)[0]


def beside(history: Source) -> Q:
    """The records that look at a history: the company's own at its data, and all others at any other data."""
    made_up = Q(identity__source__kind=Source.Kind.DEMONSTRATION)
    return made_up if is_made_up(history) else ~made_up


def is_made_up(history: Source) -> bool:
    """Say whether it is the made-up company's."""
    return history.kind == Source.Kind.DEMONSTRATION


def account_of(who: str) -> Account:
    """Return one of the demonstration's accounts: manager, agent or admin."""
    return Account.objects.get(email=f"{who}@demo.example")


def act_of(who: str, day: date, hour: int = 9, *, ago: int = 0) -> Act:
    """Begin an act of one of the company's people at a full hour, UTC, so many days before a day; it is told now."""
    at = datetime.combine(day - timedelta(days=ago), time(hour), UTC)
    return Act(by=account_of(who), via="cli", at=at, told_at=timezone.now(), source=records_source().pk)


def version_of(pk: int) -> int:
    """Return the version that a record of the company has now: what its next edit must have seen."""
    return Identity.objects.values_list("version", flat=True).get(pk=pk)


def records_of(model: type[Kept]) -> QuerySet[Kept]:
    """Return the company's own records of one model."""
    return model._default_manager.filter(identity__source__key=RECORDS)


def identities(*kinds: str) -> QuerySet[Identity]:
    """Return the company's own records of some kinds."""
    return Identity.objects.filter(source__key=RECORDS, kind__in=kinds)


def let_go(here: QuerySet[Identity]) -> None:
    """Delete links and texts of some of its records; who looked at them stays noted, without saying at what."""
    ObjectLink.objects.filter(object__in=here.values("pk")).delete()
    ObjectLink.objects.filter(target__in=here.values("pk")).delete()
    Revision.objects.filter(object__in=here.values("pk")).delete()
    Access.objects.filter(object__in=here.values("pk")).update(object=None)


def is_loaded() -> bool:
    """Say whether everything of it was loaded and nobody has removed it since."""
    kinds = (DemonstrationLoaded.kind, DemonstrationRemoved.kind)
    last = EventRow.objects.filter(kind__in=kinds).order_by("-pk").values_list("kind", flat=True).first()
    return last == DemonstrationLoaded.kind


def load(by: Account, progress: Progress) -> None:
    """Load every part once; after a kill, what is missing."""
    if is_loaded():
        return
    for day in sorted({day for each in PARTS.values() for day in each.steps}):
        for each in sorted(PARTS.values(), key=lambda part: part.order):
            each.load(by, progress, day)
    with transaction.atomic():
        Act(by=by, via="cli").record(DemonstrationLoaded(seed=SEED))


def write_next(path: Path) -> date:
    """Write what the company's tool exports next, and return the day of it."""
    return next(each.go_on for each in PARTS.values() if each.go_on is not None)(path)


def remove(progress: Progress) -> None:
    """Remove every part. What is told of it in our own history stays."""
    for each in sorted(PARTS.values(), key=lambda part: -part.order):
        each.remove(progress)
    if is_loaded():
        with transaction.atomic():
            Act(by=None, via="cli").record(DemonstrationRemoved(seed=SEED))
