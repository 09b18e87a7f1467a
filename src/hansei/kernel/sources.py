"""Our own source, and what goes with a removable one."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connections

from hansei.kernel.models import OWN, Source


def ensure_own(using: str = "default") -> None:
    """Make the source of our own history (id 1) where it is missing."""
    _, made = Source.objects.using(using).get_or_create(
        pk=OWN,
        defaults={"key": "own", "name": "Own", "kind": Source.Kind.OWN, "state": "ready", "is_removable": False},
    )
    if made and connections[using].vendor == "postgresql":
        # An explicit id does not move the sequence; the next source would collide with ours.
        with connections[using].cursor() as cursor:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('kernel_source', 'id'), (SELECT max(id) FROM kernel_source))"
            )


EMPTIERS: list[Callable[[int], None]] = []


def emptier(fn: Callable[[int], None]) -> Callable[[int], None]:
    """Register what takes away everything that hangs on the records of a removable source; it must bear repeats."""
    EMPTIERS.append(fn)
    return fn


def empty(source: int) -> None:
    """Take away what hangs on the records of a source, before its rows go."""
    for each in EMPTIERS:
        each(source)
