"""The access log: rights denied and hidden records asked for. It is not the event log, and holds no texts.

Doors call `denied` where they turn a refusal into their answer, after the refused transaction has been rolled back.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Final

from django.db import DatabaseError, connection
from django.utils import timezone

from hansei.kernel.errors import NotAllowed, NotFound, Refusal
from hansei.kernel.models import Access, Account, Identity

log = logging.getLogger("hansei.access")
# Whoever asks again and again is written down once in this time, so that nobody fills the disk by asking.
ONCE_IN: Final = timedelta(minutes=1)
# However many different things somebody asks for.
MOST_IN_THAT_TIME: Final = 60


def denied(account: Account | None, refusal: Refusal, via: str) -> bool:
    """Write down that this account was refused; return whether it was. Refusals of other kinds are no access."""
    if not isinstance(refusal, NotAllowed | NotFound):
        return False
    if connection.in_atomic_block and connection.needs_rollback:
        return False  # the door still stands inside the refused transaction: what it wrote would go with it
    since = timezone.now() - ONCE_IN
    thing = _thing(refusal.details.get("record"))
    seen = Access.objects.filter(account=account, at__gt=since)
    code = refusal.code if not (right := refusal.details.get("right")) else f"{refusal.code}:{right}"
    try:
        if seen.filter(code=code[:80], object_id=thing, via=via).exists() or seen.count() >= MOST_IN_THAT_TIME:
            return False
        Access.objects.create(at=timezone.now(), account=account, code=code[:80], object_id=thing, via=via)
    except DatabaseError:  # the refusal itself must still reach the person
        log.warning("a refusal could not be written to the access log")
        return False
    return True


def _thing(asked: object) -> int | None:
    """Return the record's id where there is one: also a number nobody has can be asked for."""
    return asked if isinstance(asked, int) and Identity.objects.filter(pk=asked).exists() else None
