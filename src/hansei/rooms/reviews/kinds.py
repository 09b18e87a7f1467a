"""The rights of this room, and the sections that each kind of review has."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from hansei.kernel import rights

SEE = rights.declare("reviews.see", _("See review packs"), undivided=True)
WORK = rights.declare("reviews.work", _("Draft and freeze review packs, comment, agree actions"), undivided=True)

# By their numbers. What is read first in the meeting, and where it agrees its actions, is said below.
SECTIONS: Final = {
    "customer": ("contract", "goals", "performance", "satisfaction", "scope", "needs", "problems", "last_actions"),
    "team": ("last_plan", "special", "unsolved", "sub_teams", "team_problems", "key_figures", "next_plan"),
}
LAST_ACTIONS: Final = {"customer": "last_actions", "team": "last_plan"}
NEW_ACTIONS: Final = {"customer": "problems", "team": "next_plan"}


def agenda(kind: str) -> list[tuple[int, str]]:
    """The sections as they are read, each with its number: last time's actions come first."""
    numbered = list(enumerate(SECTIONS[kind], start=1))
    return sorted(numbered, key=lambda each: each[1] != LAST_ACTIONS[kind])
