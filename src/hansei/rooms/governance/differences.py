"""What differs between two versions of a setting, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from hansei.rooms.governance import matrix as matrices
from hansei.rooms.governance import roles
from hansei.rooms.governance.levels import LEVEL_LABELS
from hansei.rooms.governance.matrix import Cell
from hansei.rooms.governance.models import Category, Horizon, Setting
from hansei.ui import words

Change = tuple[str, str, str]  # where, was, now


def between(name: str, was: Mapping[str, Any], now: Mapping[str, Any]) -> list[Change]:
    """Return every place where two versions differ, with both texts."""
    said_of = _of_appetite if name == Setting.Name.APPETITE else _of_matrix
    before, after = dict(said_of(was)), dict(said_of(now))
    places = list(dict.fromkeys([*before, *after]))
    none = _("as any other decision")
    return [
        (place, before.get(place, none), after.get(place, none))
        for place in places
        if before.get(place) != after.get(place)
    ]


def cell_in_words(cell: Cell, currency: str) -> str:
    """Return a cell as one line: who decides, limits, heard, told, aids."""
    parts = [roles.label(cell.decider), *limits(cell, currency)]
    if cell.consult:
        parts.append(_("hears %(roles)s") % {"roles": words.listed(roles.label(each) for each in cell.consult)})
    if cell.inform:
        parts.append(_("tells %(roles)s") % {"roles": words.listed(roles.label(each) for each in cell.inform)})
    if cell.aids:
        parts.append(words.listed(str(matrices.AIDS[each]) for each in cell.aids))
    return words.joined(parts)


def limits(cell: Cell, currency: str) -> list[str]:
    """Return the limits of a cell in words; none where it has none."""
    found = []
    if cell.amount is not None:
        found.append(_("up to %(amount)s") % {"amount": words.money(float(cell.amount), currency)})
    if cell.hours is not None:
        found.append(_("up to %(n)s h") % {"n": words.number(float(cell.hours))})
    return found


def _of_matrix(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    from hansei.rooms.governance.queries import appetite

    currency = appetite().currency
    yield _("Trifles that mean too many, in percent"), words.number(content["overload_percent"])
    for kind, row in matrices.read(content).rows.items():
        for level, cell in row.items():
            place = {"kind": matrices.KINDS.get(kind, kind), "level": LEVEL_LABELS[level]}
            yield _("%(kind)s, risk %(level)s") % place, cell_in_words(cell, currency)


def _of_appetite(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield _("Currency"), content["currency"]
    bounds = [words.money(float(Decimal(each)), content["currency"]) for each in content["impact_from"]]
    yield _("Amounts at which the impact rises"), words.joined(bounds)
    for category, row in content["limits"].items():
        for horizon, limit in row.items():
            place = {"category": Category(category).label, "horizon": Horizon(horizon).label}
            said = {"points": limit["points"], "money": words.money(limit["money"], content["currency"])}
            yield _("%(category)s, %(horizon)s") % place, _("%(points)s points, %(money)s a year") % said
