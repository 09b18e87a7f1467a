"""Enter what people found out about the quality of a data set where its log cannot tell."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.analytics.quality.criteria import CRITERIA
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Refusal
from hansei.rooms.measures import information
from hansei.rooms.measures.events import InformationChecked
from hansei.rooms.measures.kinds import WORK
from hansei.rooms.measures.models import InformationCheck
from hansei.rooms.mining import queries as mining

MOST = 2**31 - 1
LONGEST = 300


@action("measures.check_information", label=gettext_lazy("Enter what was found"), right=WORK)
def check(act: Act, *, source: int, criterion: str, good: int, n: int, basis: str) -> int:
    """Write down that so many of so many were as they should be; returns the entry that holds.

    Only where the log cannot tell: what is measured is not overruled by hand. The same again changes nothing.
    """
    act.need(WORK)
    data_set = mining.ready_data_set(source)
    if data_set is None:
        raise NotFound("data_set.not_found", _("There is no such data set, or you may not see it."))
    if criterion not in CRITERIA:
        raise Refusal("information.criterion", _("Choose one of the six criteria."))
    _refuse_wrong(good, n, basis)
    if information.is_measured(data_set, criterion):
        raise Refusal("information.measured", _("The data tell this themselves; it is not entered by hand."))
    held = InformationCheck.objects.filter(source=source, criterion=criterion).last()
    told = {"good": good, "n": n, "basis": basis.strip()}
    if held is not None and all(getattr(held, name) == value for name, value in told.items()):
        return held.pk
    made = InformationCheck.objects.create(source_id=source, criterion=criterion, at=act.at, by=act.by, **told)
    act.record(InformationChecked(data_set=source, criterion=criterion, good=good, n=n))
    return made.pk


def _refuse_wrong(good: int, n: int, basis: str) -> None:
    if not 1 <= n <= MOST:
        _refuse("n", _("Say how many were asked or checked: at least 1."))
    if not 0 <= good <= n:
        _refuse("good", _("This is a part of those who were asked or checked."))
    if not 1 <= len(basis.strip()) <= LONGEST:
        _refuse("basis", _("Say how it was found out, in at most %(n)s characters.") % {"n": LONGEST})


def _refuse(name: str, said: str) -> None:
    raise Refusal(f"information.{name}", said, fields={name: [said]})
