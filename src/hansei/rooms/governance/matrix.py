"""The matrix of decision rights: kind of decision × level of risk → who decides, up to what, heard and told whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hansei.rooms.governance.levels import LEVELS

ANY: Final = "any"
# What is decided about. Upper rooms declare theirs by `governance.queries.declare_kind`.
KINDS: Final[dict[str, str | Promise]] = {
    ANY: _("Any other decision"),
    "remedy": _("Put a customer’s problem right on the spot"),
    "request.approve": _("Approve a service request"),
    "change.approve": _("Approve a change"),
    "risk.accept": _("Accept a risk"),
    "rights.widen": _("Widen somebody’s decision rights"),
}
AIDS: Final[dict[str, str | Promise]] = {
    "training": _("training"),
    "automation": _("automation"),
    "policy": _("policy"),
    "guideline": _("guideline"),
    "review": _("structured review"),
}


@dataclass(frozen=True)
class Cell:
    """One cell: the role that decides, up to which amount and how many hours (None: no limit), with whom and what."""

    decider: str
    amount: Decimal | None = None
    hours: Decimal | None = None
    consult: tuple[str, ...] = ()
    inform: tuple[str, ...] = ()
    aids: tuple[str, ...] = ()

    def bears(self, amount: Decimal | None, hours: Decimal | None) -> bool:
        """Whether the limits hold these. What has no amount passes no limit of amount."""
        within_amount = amount is None or self.amount is None or amount <= self.amount
        return within_amount and (hours is None or self.hours is None or hours <= self.hours)

    def written(self) -> dict[str, Any]:
        """Return the cell as a version keeps it."""
        plain = {"decider": self.decider, "amount": self.amount, "hours": self.hours}
        limits = {name: None if value is None else str(value) for name, value in plain.items()}
        return limits | {"consult": list(self.consult), "inform": list(self.inform), "aids": list(self.aids)}


@dataclass(frozen=True)
class Matrix:
    """One version of the matrix. A kind without rows of its own follows those of any other decision."""

    rows: Mapping[str, Mapping[str, Cell]]
    overload_percent: int

    def cell(self, kind: str, level: str) -> Cell:
        return self.rows.get(kind, self.rows[ANY])[level]

    def applied(self, kind: str, level: str, amount: Decimal | None, hours: Decimal | None) -> str:
        """Return the level by which it is decided: what passes the limits of one goes by the next one's row."""
        following = LEVELS[LEVELS.index(level) :]
        return next((each for each in following if self.cell(kind, each).bears(amount, hours)), LEVELS[-1])


def read(content: Mapping[str, Any]) -> Matrix:
    """Return what a version says."""
    rows = {kind: {level: _cell(cell) for level, cell in levels.items()} for kind, levels in content["kinds"].items()}
    return Matrix(rows, content["overload_percent"])


def _cell(written: Mapping[str, Any]) -> Cell:
    amount, hours = (None if written[each] is None else Decimal(written[each]) for each in ("amount", "hours"))
    heard, told, aids = (tuple(written[each]) for each in ("consult", "inform", "aids"))
    return Cell(written["decider"], amount, hours, heard, told, aids)


def _rows(low: Cell, moderate: Cell, high: Cell, over: Cell) -> dict[str, Any]:
    return {level: cell.written() for level, cell in zip(LEVELS, (low, moderate, high, over), strict=True)}


_HIGH: Final = Cell("service_owner", consult=("team_lead",), inform=("governing_body",), aids=("review",))
_OVER: Final = Cell("governing_body", consult=("service_owner",), inform=("team_lead",), aids=("review",))
# What comes with the product: ours, editable.
STARTER: Final[dict[str, Any]] = {
    "overload_percent": 30,
    "kinds": {
        ANY: _rows(
            Cell("doer", aids=("guideline", "training")),
            Cell("team_lead", inform=("service_owner",), aids=("policy",)),
            _HIGH,
            _OVER,
        ),
        "remedy": _rows(
            Cell("front_line", Decimal(100), Decimal(4), inform=("team_lead",), aids=("guideline", "training")),
            Cell("team_lead", Decimal(1000), Decimal(16), inform=("service_owner",), aids=("policy",)),
            Cell("service_owner", Decimal(10000), None, ("team_lead",), ("governing_body",), ("review",)),
            _OVER,
        ),
        "risk.accept": _rows(
            Cell("team_lead", inform=("service_owner",), aids=("policy",)),
            Cell("service_owner", consult=("team_lead",), aids=("policy",)),
            _HIGH,
            _OVER,
        ),
        "rights.widen": _rows(
            Cell("team_lead", inform=("service_owner",), aids=("policy",)),
            Cell("service_owner", consult=("team_lead",), aids=("policy",)),
            Cell("governing_body", consult=("service_owner",), aids=("review",)),
            _OVER,
        ),
    },
}
