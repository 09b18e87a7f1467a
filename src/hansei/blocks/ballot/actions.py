"""Putting in and taking out. Neither is an action at a door: an event and its instant would tell who spoke."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from secrets import SystemRandom
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from hansei.blocks.ballot.models import Ballot, Box, SpentTicket
from hansei.blocks.ballot.sealing import Said, seal, unseal
from hansei.kernel.errors import Refusal

SHAKEN: Final = 32  # ballots written anew together, so that no row says by its place or transaction when it came
AT_ONCE: Final = 500
log = logging.getLogger("hansei.ballot")


@dataclass(frozen=True)
class Ticket:
    """What lets somebody speak once, until a day. `secret` stands in a link and nowhere in the database."""

    secret: str
    last_day: date

    @property
    def mark(self) -> str:
        """What is kept of it once it was used."""
        return sha256(self.secret.encode()).hexdigest()


def refuse_spent(ticket: Ticket) -> None:
    """Refuse a ticket that was used."""
    if SpentTicket.objects.filter(mark=ticket.mark).exists():
        raise _spent()


@transaction.atomic
def put(box: str, said: Said, *, size: int, day: date, ticket: Ticket | None = None) -> None:
    """Put in what somebody said on a day, once with this ticket. Both are kept or neither is, also after a kill.

    One transaction may hold both: no person leads to the ticket's mark, and nothing readable to what was said.
    """
    found = _locked(box)
    if ticket is not None:
        until = _monday(ticket.last_day) + timedelta(days=7)
        if not SpentTicket.objects.get_or_create(mark=ticket.mark, defaults={"until": until})[1]:
            raise _spent()
    numbers = list(found.ballots.values_list("pk", flat=True))
    beside = SystemRandom().sample(numbers, min(len(numbers), SHAKEN - 1))
    opened = _opened(found, beside)
    found.ballots.filter(pk__in=opened).delete()
    _lay_in(found, [*opened.values(), {"day": day.isoformat(), "said": said}], size)


@transaction.atomic
def take(box: str, *, before: date, at_least: int) -> list[Said]:
    """Take out, in no order, all that was said before a day; nothing where that is less than so many."""
    found = _locked(box)
    ripe = {pk: each["said"] for pk, each in _opened(found).items() if each["day"] < before.isoformat()}
    if not ripe or len(ripe) < at_least:
        return []
    _remove(found, ripe)
    taken = list(ripe.values())
    SystemRandom().shuffle(taken)
    return taken


@transaction.atomic
def rewrite(box: str, change: Callable[[Said], Said], *, size: int) -> None:
    """Change what waits, as erasing a person must."""
    found = _locked(box)
    opened = _opened(found)
    changed = {
        pk: {**each, "said": now} for pk, each in opened.items() if (now := change(each["said"])) != each["said"]
    }
    _remove(found, changed)
    _lay_in(found, changed.values(), size)


def empty(boxes: Iterable[str]) -> None:
    """Throw away what waits in these boxes, and the boxes."""
    for found in Box.objects.filter(pk__in=list(boxes)):
        found.ballots.all().delete()
        found.delete()


def forget_tickets(*, day: date) -> int:
    """Forget the tickets of links that are over; returns how many."""
    return SpentTicket.objects.filter(until__lte=day).delete()[0]


def _locked(box: str) -> Box:
    Box.objects.get_or_create(pk=box)
    return Box.objects.select_for_update().get(pk=box)


def _opened(found: Box, numbers: list[int] | None = None) -> dict[int, Said]:
    """What ballots hold, by their numbers. One that no key of ours opens is left where it is."""
    rows = found.ballots.all() if numbers is None else found.ballots.filter(pk__in=numbers)
    opened: dict[int, Said] = {}
    for each in rows.iterator(chunk_size=AT_ONCE):
        if (said := unseal(bytes(each.sealed))) is None:
            log.error(
                "a ballot in %s was sealed by another key; it waits until HANSEI_SECRET_KEY is that one", found.pk
            )
        else:
            opened[each.pk] = said
    return opened


def _lay_in(found: Box, said: Iterable[Said], size: int) -> None:
    rows = [Ballot(box=found, sealed=seal(each, size)) for each in said]
    SystemRandom().shuffle(rows)
    Ballot.objects.bulk_create(rows, batch_size=AT_ONCE)


def _remove(found: Box, numbers: Iterable[int]) -> None:
    gone = list(numbers)
    for first in range(0, len(gone), AT_ONCE):
        found.ballots.filter(pk__in=gone[first : first + AT_ONCE]).delete()


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _spent() -> Refusal:
    return Refusal("ballot.spent", _("This was answered already. Thank you."))
