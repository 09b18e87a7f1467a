"""React to events after commit: in order, at least once, one bad follower never holds up the others."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from hansei.kernel.models import Cursor, EventRow, Sequenced

log = logging.getLogger("hansei.followers")
BATCH = 200
WINDOW = 20_000  # places looked at in one short transaction: an import brings a million that concern nobody
Follow = Callable[[EventRow], None]


@dataclass(frozen=True)
class Follower:
    """A named reaction to some kinds of events. It must bear repeats."""

    name: str
    kinds: frozenset[str]
    run: Follow


FOLLOWERS: dict[str, Follower] = {}


def follower(name: str, *, kinds: set[str]) -> Callable[[Follow], Follow]:
    """Register a reaction to these kinds of events."""

    def declare(fn: Follow) -> Follow:
        if name in FOLLOWERS:
            raise ValueError(f"follower {name} is declared twice")
        FOLLOWERS[name] = Follower(name, frozenset(kinds), fn)
        return fn

    return declare


def follow_pending() -> int:
    """Let every follower catch up; return how many places of the log they passed."""
    return sum(_catch_up(each) for each in FOLLOWERS.values())


def lag() -> dict[str, int]:
    """Return, by follower, how many places of the log it has not read."""
    end = Sequenced.objects.aggregate(last=Max("seq"))["last"] or 0
    read = dict(Cursor.objects.filter(name__in=FOLLOWERS).values_list("name", "seq"))
    return {name: end - read.get(name, 0) for name in FOLLOWERS}


def _catch_up(each: Follower) -> int:
    passed = 0
    while places := _batch(each):
        passed += places
    return passed


def _batch(each: Follower) -> int:
    """Hand one batch over in one transaction with the cursor, so that its own writes happen once.

    Returns how many places were passed, with those of events that do not concern this follower.
    """
    try:
        with transaction.atomic():
            cursor, _ = Cursor.objects.select_for_update().get_or_create(name=each.name)
            if cursor.retry_at and cursor.retry_at > timezone.now():
                return 0
            was, places, end = cursor.seq, *_next_places(each, cursor.seq)
            for place in places:
                each.run(place.event)
            if end > was:
                cursor.seq, cursor.failures, cursor.retry_at = end, 0, None
                cursor.save()
            return end - was
    except Exception:  # the outer edge of the follower loop: one bad follower must not stop the others
        log.exception("follower %s failed", each.name)
        _hold_back(each)
        return 0


def _next_places(each: Follower, after: int) -> tuple[list[Sequenced], int]:
    """Return the next places whose events concern a follower, and how far that has read the log."""
    last = Sequenced.objects.aggregate(last=Max("seq"))["last"] or after
    end = max(after, min(last, after + WINDOW))
    wanted = Sequenced.objects.filter(seq__gt=after, seq__lte=end, event__kind__in=each.kinds)
    places = list(wanted.select_related("event").order_by("seq")[:BATCH])
    return places, places[-1].seq if len(places) == BATCH else end


def _hold_back(each: Follower) -> None:
    cursor, _ = Cursor.objects.get_or_create(name=each.name)
    cursor.failures += 1
    cursor.retry_at = timezone.now() + timedelta(seconds=min(600, 2**cursor.failures))
    cursor.save()
