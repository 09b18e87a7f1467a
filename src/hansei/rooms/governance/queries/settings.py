"""What governance has set: the versions that hold, what comes with the product where nobody has set anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from hansei.rooms.governance import appetite as appetites
from hansei.rooms.governance import matrix as matrices
from hansei.rooms.governance.appetite import Appetite
from hansei.rooms.governance.matrix import Matrix
from hansei.rooms.governance.models import Setting

STARTERS: Final[Mapping[str, Mapping[str, Any]]] = {
    Setting.Name.APPETITE: appetites.STARTER,
    Setting.Name.MATRIX: matrices.STARTER,
}


def content(name: str, number: int | None = None) -> Mapping[str, Any]:
    """Return what a version says, the newest unless one is named; version 0 is what comes with the product."""
    found = Setting.objects.filter(name=name)
    found = found.order_by("-number") if number is None else found.filter(number=number)
    kept: Mapping[str, Any] | None = found.values_list("content", flat=True).first()
    return STARTERS[name] if kept is None else kept


def number(name: str) -> int:
    """Return the number of the version that holds; 0 while nobody has set anything."""
    return Setting.objects.filter(name=name).order_by("-number").values_list("number", flat=True).first() or 0


def versions(name: str) -> list[Setting]:
    """Return every version that somebody set, newest first."""
    return list(Setting.objects.filter(name=name).select_related("by", "why").order_by("-number"))


def appetite() -> Appetite:
    """Return the appetite that holds."""
    return appetites.read(content(Setting.Name.APPETITE))


def matrix() -> Matrix:
    """Return the decision rights that hold."""
    return matrices.read(content(Setting.Name.MATRIX))
