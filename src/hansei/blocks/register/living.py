"""The versions of how a kind's records live: which there are, and what each changed."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from hansei.blocks.lifecycle import LIFECYCLES
from hansei.blocks.lifecycle.changing import differences
from hansei.blocks.lifecycle.setting import Setting
from hansei.kernel import lives
from hansei.kernel.errors import NotFound
from hansei.kernel.models import EventRow, LifeVersion
from hansei.ui.pages import whole_number

SHOWN = 50


@dataclass(frozen=True)
class Saved:
    """One version, with what it changed in the one before it."""

    version: LifeVersion
    changed: list[str]
    brought_back: int | None


def newest(kind: str) -> LifeVersion | None:
    """Return the version on which new records begin, None where all is as shipped."""
    return lives.newest().get(kind)


def asked(kind: str, number: str) -> LifeVersion | None:
    """Return the version that an address asks for, 0 or one that is there; the newest where it names none."""
    if not number:
        return newest(kind)
    wanted = whole_number(number)
    found = LifeVersion.objects.filter(kind=kind, number=wanted).first() if wanted is not None else None
    if found is None and number != "0":
        raise NotFound("life.not_found", _("There is no such version."))
    return found


def versions(kind: str) -> list[Saved]:
    """Return the newest versions of a kind, the newest first."""
    found = list(LifeVersion.objects.filter(kind=kind).select_related("by").order_by("-number")[: SHOWN + 1])
    said = EventRow.objects.filter(kind="register.life_saved", facts__record_kind=kind).order_by("-pk")
    back = {row["number"]: row["brought_back"] for row in said.values_list("facts", flat=True)[: SHOWN + 1]}
    befores = [*found[1:], None][: len(found)]
    lines = [
        Saved(each, differences(LIFECYCLES[kind], Setting.of(before), Setting.of(each)), back.get(each.number))
        for each, before in zip(found, befores, strict=True)
    ]
    return lines[:SHOWN]
