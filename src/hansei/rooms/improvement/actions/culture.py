"""Hours that teams set aside for improving."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.kernel.actions import Act, action
from hansei.kernel.errors import Refusal
from hansei.rooms.improvement.actions.pages import kept_text
from hansei.rooms.improvement.events import TimeReserved
from hansei.rooms.improvement.kinds import RESERVE
from hansei.rooms.improvement.models import ReservedTime

MOST_HOURS = 100_000


@action("improvement.reserve_time", label=gettext_lazy("Set hours aside"), right=RESERVE)
def reserve_time(act: Act, *, month: date, team: str, reserved: Decimal, used: Decimal = Decimal(0)) -> None:
    """Say how many hours a team set aside for improving in a month, and how many it used; a later word replaces it."""
    name = " ".join(team.split())
    if not name or len(name) > 200:
        raise Refusal("reserve.no_team", _("Name the team in one line."))
    if not (0 <= reserved <= MOST_HOURS and 0 <= used <= MOST_HOURS):
        raise Refusal("reserve.hours", _("Hours are a number from 0 on."))
    kept = kept_text(act, None, "team", name)
    ReservedTime.objects.update_or_create(
        month=month.replace(day=1), team=name, defaults={"reserved": reserved, "used": used}
    )
    said = TimeReserved(month=month.isoformat()[:7], team=kept.pk, reserved=float(reserved), used=float(used))
    act.record(said)
