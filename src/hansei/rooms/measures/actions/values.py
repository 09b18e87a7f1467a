"""Enter values by hand or from a file. What stands is never written over: a correction is a value of its own."""

from __future__ import annotations

import math
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import TypedDict  # comes with pydantic, which needs it below Python 3.12

from hansei.blocks import lifecycle
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import Refusal
from hansei.rooms.measures import entered
from hansei.rooms.measures.events import ValuesEntered
from hansei.rooms.measures.kinds import WORK
from hansei.rooms.measures.models import EnteredValue, Form, Method, Metric, Origin

MOST_AT_ONCE = 2000


class Given(TypedDict, total=False):
    """One value of a period; a share is a part of 1, a time in hours."""

    first: date
    last: date
    value: float
    n: int | None


@action("metric.enter_values", label=gettext_lazy("Enter values"), on="metric", right=WORK)
def enter_values(
    act: Act,
    *,
    pk: int,
    values: list[Given],
    source: str,
    method: str,
    reason: str = "",
    is_imported: bool = False,
) -> int:
    """Write down values with where they come from and how they were collected; returns how many were new.

    The same value for the same period again changes nothing. Another value is a correction and needs its reason; what
    it corrects stays beside it.
    """
    found = act.claim(Metric, pk, WORK)
    lifecycle.refuse_unless_open(found)
    _refuse_wrong(found, values, source, method)
    held = {(each.first, each.last): each for each in entered.in_force(found)}
    new = [each for each in values if _is_new(held.get((each["first"], each["last"])), each)]
    corrected = [each for each in new if (each["first"], each["last"]) in held]
    if corrected and not reason.strip():
        raise Refusal(
            "metric.correction_reason",
            _("Some periods have another value already. Say why it is corrected; both stay."),
            fields={"reason": [_("Say why.")]},
        )
    if not new:
        return 0
    EnteredValue.objects.bulk_create(
        EnteredValue(
            metric=found,
            first=each["first"],
            last=each["last"],
            value=each["value"],
            n=each.get("n"),
            source=source.strip(),
            method=method,
            reason=reason.strip() if each in corrected else "",
            is_imported=is_imported,
            at=act.at,
            by=act.by,
        )
        for each in new
    )
    first, last = min(each["first"] for each in new), max(each["last"] for each in new)
    act.record(
        ValuesEntered(
            record=found.pk,
            values=len(new),
            corrected=len(corrected),
            first=first.isoformat(),
            last=last.isoformat(),
            is_imported=is_imported,
        ),
        source=found.identity.source_id,
    )
    return len(new)


def _is_new(held: EnteredValue | None, given: Given) -> bool:
    return held is None or (held.value, held.n) != (given["value"], given.get("n"))


def _refuse_wrong(found: Metric, values: list[Given], source: str, method: str) -> None:
    if found.origin != Origin.ENTERED:
        _refuse("", "metric.not_entered", _("The values of this metric are computed; nobody enters them."))
    if not values or len(values) > MOST_AT_ONCE:
        _refuse("", "metric.how_many", _("Give between 1 and %(n)s values at once.") % {"n": MOST_AT_ONCE})
    if not source.strip() or len(source) > 200:
        _refuse("source", "metric.source", _("Say where the value comes from, in at most 200 characters."))
    if method not in Method.values:
        _refuse("method", "metric.method", _("Choose how it was collected."))
    if len({(each["first"], each["last"]) for each in values}) < len(values):
        _refuse("first", "metric.twice", _("One period is given twice."))
    for each in values:
        refuse_value(found, each)


def refuse_value(found: Metric, each: Given) -> None:
    """Refuse a value that cannot be one of this metric."""
    if each["first"] > each["last"]:
        _refuse("last", "metric.period", _("The period ends before it begins."))
    if not math.isfinite(each["value"]):
        _refuse("value", "metric.not_a_number", _("This must be a number."))
    if found.form == Form.SHARE and not 0 <= each["value"] <= 1:
        _refuse("value", "metric.share", _("A share lies between 0 and 1."))
    if found.form == Form.HOURS and each["value"] < 0:
        _refuse("value", "metric.negative", _("A time cannot be negative."))
    n = each.get("n")
    if n is not None and not 0 <= n < 2**31:
        _refuse("n", "metric.n", _("n is a whole number."))


def _refuse(name: str, code: str, said: str) -> None:
    raise Refusal(code, said, **({"fields": {name: [said]}} if name else {}))
