"""Raise a signal once, and end it: acted on by an improvement, or dismissed with a reason."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from typing_extensions import TypedDict  # comes with pydantic, which needs it below Python 3.12

from hansei.blocks import lifecycle
from hansei.kernel import records, rights, seeing
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Identity
from hansei.rooms.measures.kinds import SEE, WORK
from hansei.rooms.measures.models import Metric, Rule, Strength, TrendSignal

# Kept in English and shown in the reader's language, as other texts that came with the product.
DATA_SET_GONE: Final = gettext_noop("The data set in which it was seen was removed.")


class SignalFields(TypedDict, total=False):
    """What a person saw on a chart. `metric` is a metric's number in the log, `data_set` a source's, 0 for none."""

    metric: int
    data_set: int
    side: str
    first_on: date
    last_on: date


@action("signal.note", label=gettext_lazy("Note a signal"), right=WORK)
def note(act: Act, *, fields: SignalFields) -> TrendSignal:
    """Write down what a person sees on a chart and no rule found."""
    values = _values(fields)
    metric = values["metric"]
    _refuse_twice(metric.pk, values.get("data_set", 0), values["first_on"])
    where = {"is_confidential": metric.identity.is_confidential}
    return records.create(act, TrendSignal, state="open", where=where, rule=Rule.SEEN, title=metric.title, **values)


@action("signal.edit", label=gettext_lazy("Edit"), on="signal", right=WORK)
def edit(act: Act, *, pk: int, version: int, fields: SignalFields) -> list[str]:
    """Correct what a person noted; what the watch found stays as it was found."""
    found = act.claim(TrendSignal, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    if found.rule != Rule.SEEN:
        raise Refusal("signal.found", _("The watch found this signal; it is acted on or dismissed, not edited."))
    values = _values(fields)
    if "metric" in values:
        values["title"] = values["metric"].title
    return records.change(act, found, **values)


@action("signal.find", label=gettext_lazy("Raise a signal"), right=WORK)
def find(
    act: Act,
    *,
    metric: Annotated[int, seeing.record("metric")],
    data_set: int,
    rule: str,
    side: str,
    first_on: date,
    last_on: date,
    is_firm: bool,
) -> TrendSignal | None:
    """Raise a stretch once: one that goes on, or begins elsewhere by new limits, stays the signal it was.

    Returns the signal where it is new.
    """
    # The metric's row is locked: two jobs at once raise one signal.
    of = Metric.objects.select_for_update(of=("self",)).select_related("identity").get(pk=metric)
    here = TrendSignal.objects.select_related("identity").filter(metric=of, data_set=data_set)
    known = here.filter(side=side, first_on__lte=last_on, last_on__gte=first_on).order_by("pk").last()
    strength = Strength.FIRM if is_firm else Strength.WEAK
    if known is None and not here.filter(rule=rule, first_on=first_on).exists():
        values: dict[str, Any] = {
            "rule": rule,
            "side": side,
            "first_on": first_on,
            "last_on": last_on,
            "strength": strength,
        }
        values |= {"title": of.title, "metric": of, "data_set": data_set}
        where = {"is_confidential": of.identity.is_confidential}  # it is called as its metric is
        return records.create(act, TrendSignal, state="open", source=records.source_of(of), where=where, **values)
    if known is not None and known.state == "open":
        more: dict[str, Any] = {"last_on": max(last_on, known.last_on)}
        if is_firm:
            more["strength"] = Strength.FIRM
        records.change(act, known, **more)
    return None


@action("signal.act_on", label=gettext_lazy("Link an improvement"), on="signal", right=WORK)
def act_on(act: Act, *, pk: int, version: int, improvement: str) -> None:
    """Say which improvement the signal led to."""
    found = act.claim(TrendSignal, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    key = improvement.strip().upper()
    opened = rights.predicate(act.by, "improvement.see")
    if not Identity.objects.filter(opened, kind="improvement", key=key).exists():
        said = _("There is no improvement with this number, or you may not see it.")
        raise Refusal("signal.no_improvement", said, fields={"improvement": [said]})
    records.change(act, found, improvement=key)
    lifecycle.move(act, found, "acted")


@action("signal.dismiss", label=gettext_lazy("Dismiss"), on="signal", right=WORK)
def dismiss(act: Act, *, pk: int, version: int, reason: str) -> None:
    """Say why nothing follows from the signal."""
    found = act.claim(TrendSignal, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    if not reason.strip():
        said = _("Say why it is dismissed.")
        raise Refusal("signal.reason", said, fields={"reason": [said]})
    records.change(act, found, reason=reason.strip())
    lifecycle.move(act, found, "dismissed")


@action("signal.lapse", label=gettext_lazy("Lapse"), on="signal", right=WORK)
def lapse(act: Act, *, pk: int) -> None:
    """Close a signal whose data set was removed: nobody can look at its series any more."""
    found = act.claim(TrendSignal, pk, WORK)
    if found.state != "open":
        return
    records.change(act, found, reason=DATA_SET_GONE)
    lifecycle.move(act, found, "lapsed")


@action("signal.move", label=gettext_lazy("Move on"), on="signal")
def move(act: Act, *, pk: int, version: int, to: str) -> None:
    """Go a way out of its state; each asks for an improvement or a reason, which its own action takes."""
    lifecycle.move(act, act.claim(TrendSignal, pk, SEE, version=version), to)


def _values(fields: SignalFields) -> dict[str, Any]:
    values: dict[str, Any] = dict(fields)
    first, last = values.get("first_on"), values.get("last_on")
    if first is not None and last is not None and last < first:
        said = _("The last step lies before the first.")
        raise Refusal("signal.order", said, fields={"last_on": [said]})
    if "metric" in values:
        found = Metric.objects.filter(pk=values["metric"]).first()
        if found is None:
            said = _("There is none with this number.")
            raise Refusal("signal.metric", said, fields={"metric": [said]})
        values["metric"] = found
    return values


def _refuse_twice(metric: int, data_set: int, first_on: date) -> None:
    rows = TrendSignal.objects.filter(metric=metric, data_set=data_set, rule=Rule.SEEN, first_on=first_on)
    if rows.exists():
        said = _("This stretch is noted already.")
        raise Refusal("signal.twice", said, fields={"first_on": [said]})
