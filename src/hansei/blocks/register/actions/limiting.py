"""Set how many records of a kind may stand in a state at once."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.register import limits
from hansei.blocks.register.declaration import REGISTERS
from hansei.blocks.register.events import WorkLimitSet
from hansei.blocks.register.models import WorkLimit
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Outdated, Refusal
from hansei.kernel.people import ADMINISTER

MOST = 999


@action("register.limit", label=gettext_lazy("Limit the work in progress"), right=ADMINISTER)
def limit(act: Act, *, kind: str, state: str, seen: int, most: int) -> bool:
    """Let so many records into a state at once; 0 takes the limit away, `seen` is the limit as it stood.

    What stands there already stays. Returns whether anything changed.
    """
    if kind not in REGISTERS:
        raise NotFound("register.not_found", _("There is no such register."))
    if state not in [each.code for each in limits.limited(kind)]:
        raise Refusal("limit.state", _("Only a state between the first one and an end has a limit."))
    if not 0 <= most <= MOST:
        raise Refusal("limit.number", _("A limit is a number from 1 to %(n)s, or empty for none.") % {"n": MOST})
    there = WorkLimit.objects.select_for_update().filter(kind=kind, state=state).first()
    was = there.most if there else 0
    if was != seen:
        raise Outdated("limit.outdated", _("Somebody set this limit meanwhile. Look at it, then set yours."))
    if was == most:
        return False
    if most:
        WorkLimit.objects.update_or_create(kind=kind, state=state, defaults={"most": most})
    else:
        WorkLimit.objects.filter(kind=kind, state=state).delete()
    act.record(WorkLimitSet(record_kind=kind, state=state, was=was, now=most))
    return True
