"""Write down what becomes different for a stakeholder, and what was delivered for it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import TypedDict  # comes with pydantic, which needs it below Python 3.12

from hansei.blocks import lifecycle
from hansei.kernel import records
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.models import Revision
from hansei.kernel.records import source_of
from hansei.rooms.goals.actions.related import values_of
from hansei.rooms.goals.events import OutputAdded, OutputRemoved
from hansei.rooms.goals.kinds import SEE, WORK
from hansei.rooms.goals.models import Outcome, Output

FIGURES = ("baseline", "planned", "current")


class OutcomeFields(TypedDict, total=False):
    """What a person writes of an outcome. `owner` and `goal` are ids."""

    title: str
    stakeholder: str
    method: str
    goal: int | None
    owner: int | None
    unit: str
    better: str
    baseline: float | None
    baseline_on: date | None
    planned: float | None
    due_on: date | None
    current: float | None
    current_on: date | None
    n: int | None
    others: str


@action("outcome.note", label=gettext_lazy("Note an outcome"), right=WORK)
def note(act: Act, *, fields: OutcomeFields) -> Outcome:
    """Write down what is to become different for whom."""
    return records.create(act, Outcome, state="draft", **_values(act, fields, act.source))


@action("outcome.edit", label=gettext_lazy("Edit"), on="outcome", right=WORK)
def edit(act: Act, *, pk: int, version: int, fields: OutcomeFields) -> list[str]:
    """Change it; the baseline stays once it was agreed: it decides what counts as a benefit."""
    found = act.claim(Outcome, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    values = _values(act, fields, source_of(found), found)
    if found.state == "agreed" and values.get("baseline", found.baseline) != found.baseline:
        said = _("The baseline was agreed and stays; take the outcome back to draft to correct it.")
        raise Refusal("outcome.settled", said, fields={"baseline": [said]})
    return records.change(act, found, **values)


@action("outcome.move", label=gettext_lazy("Move on"), on="outcome")
def move(act: Act, *, pk: int, version: int, to: str) -> None:
    """Agree on it, close it as measured, or drop it."""
    lifecycle.move(act, act.claim(Outcome, pk, SEE, version=version), to)


@action("outcome.add_output", label=gettext_lazy("Add an output"), on="outcome", right=WORK)
def add_output(act: Act, *, pk: int, name: str, delivered_on: date | None = None) -> int:
    """Name something that was delivered for an outcome and is no record here; records are linked."""
    found = act.claim(Outcome, pk, WORK)
    lifecycle.refuse_unless_open(found)
    text = name.strip()
    if not text or len(text) > 200:
        raise Refusal("outcome.no_output", _("Name what was delivered, in at most 200 letters."))
    made = Output.objects.create(outcome=found, name=text, delivered_on=delivered_on)
    said = Revision.objects.create(object_id=found.pk, field="output", text=text, author=act.by, at=act.at)
    day = delivered_on.isoformat() if delivered_on else None
    act.record(OutputAdded(record=found.pk, output=made.pk, name=said.pk, delivered_on=day), source=source_of(found))
    return int(made.pk)


@action("outcome.remove_output", label=gettext_lazy("Take the output away"), on="outcome", right=WORK)
def remove_output(act: Act, *, pk: int, output: int) -> None:
    """Take away what was named as an output by mistake."""
    found = act.claim(Outcome, pk, WORK)
    lifecycle.refuse_unless_open(found)
    gone = Output.objects.filter(outcome=found, pk=output).first()
    if gone is None:
        raise NotFound("outcome.no_such_output", _("There is no such output; somebody took it away."))
    gone.delete()
    act.record(OutputRemoved(record=found.pk, output=output), source=source_of(found))


def _values(act: Act, fields: Mapping[str, Any], source: int, kept: Outcome | None = None) -> dict[str, Any]:
    for name in FIGURES:
        value = fields.get(name)
        if value is not None and not math.isfinite(value):
            said = _("Write it as a number.")
            raise Refusal("outcome.no_number", said, fields={name: [said]})
    return values_of(act, Outcome, fields, source, kept)
