"""The roles that decide, from the one who does the work up to the governing body; who holds them is data (seats)."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ROLES: Final[dict[str, str | Promise]] = {
    "front_line": _("Front line"),
    "doer": _("The doer"),
    "team_lead": _("Team lead"),
    "service_owner": _("Service owner"),
    "governing_body": _("Governing body"),
}
# A higher one may always decide what a lower one may. Front line and doer stand on one step, nearest to the work.
RANK: Final = {"front_line": 0, "doer": 0, "team_lead": 1, "service_owner": 2, "governing_body": 3}
# Roles that somebody is given; the doer is whoever does the work.
SEATED: Final = ("front_line", "team_lead", "service_owner", "governing_body")
# Who answers for the risks of a horizon.
OWNER_OF: Final = {"operations": "team_lead", "programme": "service_owner", "strategy": "governing_body"}


def label(role: str) -> str:
    return str(ROLES.get(role, role))
