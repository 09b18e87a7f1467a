"""The access log: rights denied and hidden records asked for. It is not the event log, and holds no texts.

Doors call `denied` where they turn a refusal into their answer, after the refused transaction has been rolled back.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Final

from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from hansei.kernel.errors import NotAllowed, NotFound, Refusal
from hansei.kernel.models import Access, Account, Identity

log = logging.getLogger("hansei.access")
# Whoever asks again and again is written down once in this time, so that nobody fills the disk by asking.
ONCE_IN: Final = timedelta(minutes=1)
# However many different things somebody asks for.
MOST_IN_THAT_TIME: Final = 60
# Guessing passwords: after so many failures an address waits, whether anybody has it or not.
FAILED: Final = "sign_in.failed"
MOST_FAILED: Final = 10
HELD_BACK_FOR: Final = timedelta(minutes=15)
MOST_UNKNOWN: Final = 1000  # rows about addresses that nobody has, in that time


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


def sign_in_failed(address: str) -> None:
    """Write down that somebody could not sign in with this address; of one nobody has, only its keyed hash."""
    since = timezone.now() - HELD_BACK_FOR
    account = Account.objects.filter(email=address).first()
    failed = Access.objects.filter(at__gt=since, code__startswith=FAILED, account=account)
    if failed.count() >= (MOST_UNKNOWN if account is None else MOST_FAILED):
        return
    Access.objects.create(at=timezone.now(), account=account, code=_failed_code(address), via="web")


def is_held_back(address: str) -> bool:
    """Whether too many could not sign in with this address of late; it says nothing of whether anybody has it."""
    since = timezone.now() - HELD_BACK_FOR
    return Access.objects.filter(at__gt=since, code=_failed_code(address)).count() >= MOST_FAILED


def _failed_code(address: str) -> str:
    return f"{FAILED}:{salted_hmac('hansei.sign_in', address).hexdigest()[:32]}"


def _thing(asked: object) -> int | None:
    """Return the record's id where there is one: also a number nobody has can be asked for."""
    return asked if isinstance(asked, int) and Identity.objects.filter(pk=asked).exists() else None
