"""Plan how values are collected, and note why some did not come."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import TypedDict  # comes with pydantic, which needs it below Python 3.12

from hansei.blocks import lifecycle
from hansei.kernel import records
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account
from hansei.rooms.measures.events import CollectionFailed
from hansei.rooms.measures.kinds import SEE, WORK
from hansei.rooms.measures.models import CollectionRun, Collector, Method, Metric
from hansei.rooms.measures.valuing import start_of_step


class CollectorFields(TypedDict, total=False):
    """How one metric's values are collected. `metric` and `responsible` are numbers; `data_set` is a source's."""

    title: str
    metric: int
    method: str
    frequency: str
    starts_on: date
    data_set: int | None
    population: str
    sample_size: int | None
    responsible: int | None


@action("collector.plan", label=gettext_lazy("Plan a collection"), right=WORK)
def plan(act: Act, *, fields: CollectorFields) -> Collector:
    """Say how a metric's values come: method, how often, who, from which sample. A sample gets its seed here."""
    values = _values(fields)
    if values.get("method") == Method.SAMPLING:
        values["seed"] = secrets.randbelow(2**31)
    return records.create(act, Collector, state="running", **values)


@action("collector.edit", label=gettext_lazy("Edit"), on="collector", right=WORK)
def edit(act: Act, *, pk: int, version: int, fields: CollectorFields) -> list[str]:
    """Change the plan; the seed of a sample stays, so that it can be drawn again."""
    found = act.claim(Collector, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    values = _values(fields)
    if values.get("method") == Method.SAMPLING and found.seed is None:
        values["seed"] = secrets.randbelow(2**31)
    return records.change(act, found, **values)


@action("collector.move", label=gettext_lazy("Move on"), on="collector")
def move(act: Act, *, pk: int, version: int, to: str) -> None:
    """Stop a collection, or let it go on."""
    lifecycle.move(act, act.claim(Collector, pk, SEE, version=version), to)


@action("collector.note_failure", label=gettext_lazy("Note why nothing came"), on="collector", right=WORK)
def note_failure(act: Act, *, pk: int, step: date, error: str) -> None:
    """Write down why a step has no value. It stays a gap."""
    found = act.claim(Collector, pk, WORK)
    said = error.strip()
    if not said or len(said) > 300:
        raise Refusal("collector.reason", _("Say why, in at most 300 characters."))
    day = start_of_step(step, found.frequency)
    made = CollectionRun.objects.create(collector=found, step=day, at=act.at, by=act.by, error=said)
    act.record(CollectionFailed(record=found.pk, run=made.pk, step=day.isoformat()), source=found.identity.source_id)


def _values(fields: CollectorFields) -> dict[str, Any]:
    values: dict[str, Any] = dict(fields)
    for name, model in (("metric", Metric), ("responsible", Account)):
        if (pk := values.get(name)) is not None:
            found: Any = model._default_manager.filter(pk=pk).first()
            if found is None:
                said = _("There is none with this number.")
                raise Refusal("collector.missing", said, fields={name: [said]})
            values[name] = found
    return values
