"""What one person may decide: by kind and level, up to which limits, and who decides what they may not."""

from __future__ import annotations

from dataclasses import dataclass

from hansei.kernel.models import Account
from hansei.rooms.governance import matrix as matrices
from hansei.rooms.governance.levels import LEVELS
from hansei.rooms.governance.matrix import Cell
from hansei.rooms.governance.models import Seat
from hansei.rooms.governance.queries.deciding import deciders, holds_role, seats_now
from hansei.rooms.governance.queries.settings import matrix


@dataclass(frozen=True)
class Here:
    """One kind at one level: whether it is this person's, its row, and who decides otherwise.

    `is_own_work`: only where one does the work oneself.
    """

    kind: str
    level: str
    cell: Cell
    is_mine: bool
    is_own_work: bool
    who: str


@dataclass(frozen=True)
class Scope:
    """A person's scope of control: the roles held, and what follows for every kind of decision."""

    seats: list[Seat]
    rows: list[tuple[str, list[Here]]]


def scope_of(account: Account) -> Scope:
    """Return what this person may decide, each kind with the four levels of risk."""
    now = matrix()
    held = list(seats_now())
    seats = [each for each in held if each.account_id == account.pk]
    services = ["", *dict.fromkeys(each.service for each in seats if each.service)]
    rows = []
    for kind in matrices.KINDS:
        here = []
        for level in LEVELS:
            cell = now.cell(kind, level)
            is_own = cell.decider == "doer"
            is_mine = is_own or any(holds_role(account, cell.decider, service, held=held) for service in services)
            who = "" if is_mine else str(deciders(account, kind=kind, level=level, held=held))
            here.append(Here(kind, level, cell, is_mine, is_own, who))
        rows.append((kind, here))
    return Scope(seats, rows)
