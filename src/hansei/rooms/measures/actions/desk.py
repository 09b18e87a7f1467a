"""Say which teams are the service desk behind a data set, and where its counts stand."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Refusal
from hansei.rooms.measures.desks import BEYOND, COUNTS
from hansei.rooms.measures.events import DeskSet
from hansei.rooms.measures.kinds import WORK
from hansei.rooms.measures.models import DeskSetting, Metric, Origin
from hansei.rooms.mining import queries as mining

MOST = 200
LONGEST = 400


@action("measures.set_desk", label=gettext_lazy("Say which teams are the service desk"), right=WORK)
def set_desk(
    act: Act,
    *,
    source: int,
    teams: list[str],
    beyond: list[list[str]],
    minutes: int,
    counts: dict[str, int],
) -> int:
    """Keep the desk of a data set: its teams, what it cannot resolve, its first contact's length, its counts' metrics.

    The figures are counted anew with the next look at them. The same again changes nothing.
    """
    act.need(WORK)
    if mining.ready_data_set(source) is None:
        raise NotFound("data_set.not_found", _("There is no such data set, or you may not see it."))
    _refuse_wrong(teams, beyond, minutes)
    _refuse_metrics(act, counts)
    told: dict[str, Any] = {
        "teams": sorted(set(teams)),
        "beyond": sorted([field, value] for field, value in beyond),
        "minutes": minutes,
        "counts": dict(sorted(counts.items())),
    }
    held = DeskSetting.objects.select_for_update().filter(source=source).first()
    if held is not None and all(getattr(held, name) == value for name, value in told.items()):
        return held.pk
    made, _is_new = DeskSetting.objects.update_or_create(
        source_id=source, defaults={**told, "at": act.at, "by": act.by}
    )
    act.record(DeskSet(data_set=source, teams=len(told["teams"]), beyond=len(told["beyond"]), minutes=minutes))
    return made.pk


def _refuse_wrong(teams: list[str], beyond: list[list[str]], minutes: int) -> None:
    if len(teams) > MOST or any(not 1 <= len(each) <= LONGEST for each in teams):
        _refuse("teams", _("Choose at most %(n)s teams, each by its name.") % {"n": MOST})
    if len(beyond) > MOST or any(
        len(each) != 2 or each[0] not in BEYOND or not 1 <= len(each[1]) <= LONGEST for each in beyond
    ):
        _refuse("beyond", _("Choose kinds, services or categories that the data hold."))
    if not 1 <= minutes <= 1440:
        _refuse("minutes", _("Give between 1 and 1440 minutes."))


def _refuse_metrics(act: Act, counts: dict[str, int]) -> None:
    for code, metric in counts.items():
        if code not in COUNTS:
            _refuse("counts", _("There is no such count."))
        found = act.claim(Metric, metric, WORK)
        if found.origin != Origin.ENTERED:
            _refuse(code, _("Choose a metric whose values are entered or imported."))


def _refuse(name: str, said: str) -> None:
    raise Refusal(f"desk.{name}", said, fields={name: [said]})
