"""What one person may decide: by kind and level, up to which limits, and who decides what they may not."""

from __future__ import annotations

from dataclasses import dataclass

from hansei.kernel.models import Account
from hansei.rooms.governance import matrix as matrices
from hansei.rooms.governance.levels import LEVELS
from hansei.rooms.governance.matrix import Cell
from hansei.rooms.governance.matters import of_kind
from hansei.rooms.governance.models import Deputy, Seat
from hansei.rooms.governance.queries.deciding import Held, deciders, holds_role
from hansei.rooms.governance.queries.settings import matrix


@dataclass(frozen=True)
class Here:
    """One kind at one level: whether it is this person's, its row, and who decides otherwise.

    `is_own_work`: only where one does the work oneself. `acting_for`: whose it is, where one acts for them.
    """

    kind: str
    level: str
    cell: Cell
    is_mine: bool
    is_own_work: bool
    who: str
    acting_for: str = ""


@dataclass(frozen=True)
class Scope:
    """A person's scope of control: the roles held, for whom they act, and what follows for every kind of decision."""

    seats: list[Seat]
    acts_for: list[Deputy]
    rows: list[tuple[str, list[Here]]]


def scope_of(account: Account) -> Scope:
    """Return what this person may decide, each kind with the four levels of risk."""
    now = matrix()
    held = Held()
    seats = [each for each in held.seats if each.account_id == account.pk]
    rows = []
    for kind in matrices.KINDS:
        here = []
        for level in LEVELS:
            cell = now.cell(kind, level)
            is_own = cell.decider == "doer"
            is_mine = is_own or _may(account, cell, held)
            others = [] if is_mine else held.principals_of(account, of_kind(kind))
            name = next((each.name for each in others if _may(each, cell, held)), "")
            who = "" if is_mine or name else str(deciders(account, kind=kind, level=level, held=held))
            here.append(Here(kind, level, cell, is_mine, is_own, who, name))
        rows.append((kind, here))
    return Scope(seats, [each for each in held.deputies if each.account_id == account.pk], rows)


def _may(account: Account, cell: Cell, held: Held) -> bool:
    """Whether somebody decides by this cell, for everything or for a service of theirs."""
    services = dict.fromkeys(["", *(each.service for each in held.seats if each.account_id == account.pk)])
    return any(holds_role(account, cell.decider, service, held=held) for service in services)
