"""The demonstration organisation: its sign-ins, and what loads and removes it.

`load_demonstration` is the one place that fills an empty installation. The history it brings is loaded by the rooms
that own it; they are found through the kernel's registry (`hansei.kernel.demonstration`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class SignIn:
    """A demonstration account: who it is and which role it shows."""

    email: str
    name: str
    role: str


SIGN_INS = (
    SignIn("manager@demo.example", "Service manager", "manager"),
    SignIn("agent@demo.example", "Support agent", "agent"),
    SignIn("admin@demo.example", "Administrator", "administrator"),
)
# Known to everybody, so the accounts exist only where somebody asked for the demonstration.
PASSWORD = "look-back-honestly"


def is_wanted() -> bool:
    """Nobody can sign in yet, a fresh installation; or loading was begun here and killed before its end."""
    from hansei.kernel.demonstration import is_loaded
    from hansei.kernel.models import Account

    return not Account.objects.exists() or (bool(sign_ins()) and not is_loaded())


def sign_ins() -> list[tuple[str, str]]:
    """Return address and password of each demonstration account that may sign in now."""
    from hansei.kernel.models import Account

    there = set(Account.objects.filter(is_active=True).values_list("email", flat=True))
    return [(each.email, PASSWORD) for each in SIGN_INS if each.email in there]


def load_demonstration(progress: Callable[[str], object]) -> None:
    """Create what is missing of the demonstration organisation. Repeating it changes nothing."""
    from hansei.kernel import demonstration, shipped
    from hansei.kernel.models import Account

    load_sign_ins(progress)
    shipped.bring_all("cli")  # rights and content that came with a newer version
    administrator = Account.objects.get(email=SIGN_INS[-1].email)
    demonstration.load(administrator, progress)


def load_sign_ins(progress: Callable[[str], object]) -> None:
    """Add the demonstration's accounts, or let them sign in again."""
    from hansei.kernel.actions import Act
    from hansei.kernel.models import Account
    from hansei.kernel.people import open_account, reopen_account

    act = Act(by=None, via="cli")
    for each in SIGN_INS:
        found = Account.objects.filter(email=each.email).first()
        if found is None:
            open_account(act, email=each.email, name=each.name, password=PASSWORD, role=each.role)
            progress(f"Added {each.email} ({each.role})")
        elif not found.is_active:
            reopen_account(act, account=found.pk, password=PASSWORD)
            progress(f"Opened {each.email} again")


def remove_demonstration(progress: Callable[[str], object]) -> None:
    """Remove the history and close the sign-ins. Their rows stay, so that events keep their actor."""
    from hansei.kernel import demonstration
    from hansei.kernel.actions import Act
    from hansei.kernel.models import Account
    from hansei.kernel.people import close_account

    demonstration.remove(progress)
    open_ones = Account.objects.filter(email__in=[each.email for each in SIGN_INS], is_active=True)
    closed = list(open_ones.values_list("pk", flat=True))
    for account in closed:
        close_account(Act(by=None, via="cli"), account=account)
    progress(f"Closed {len(closed)} demonstration sign-ins")
