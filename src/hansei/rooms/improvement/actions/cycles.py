"""Going round the seven steps: open a cycle, tie evidence to a step, sign it, close, begin the next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import TypedDict

from hansei.blocks import lifecycle
from hansei.kernel import records
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.models import Account
from hansei.rooms.improvement import circling, naming
from hansei.rooms.improvement.actions.pages import kept_text
from hansei.rooms.improvement.events import CycleStepLinked, CycleStepSigned
from hansei.rooms.improvement.guards.cycles import STEPS
from hansei.rooms.improvement.kinds import WORK
from hansei.rooms.improvement.models import Cycle, CycleEvidence, CycleSignature
from hansei.ui import words


class CycleFields(TypedDict, total=False):
    """What a person writes of a cycle. `owner` is an account's id."""

    title: str
    service: str
    scope: str
    first: date
    last: date
    owner: int | None


@action("cycle.open", label=gettext_lazy("Open a cycle"), right=WORK)
def open_cycle(act: Act, *, fields: CycleFields) -> Cycle:
    """Begin a pass through the seven steps for a service and a period."""
    return records.create(act, Cycle, state="open", **_values(fields))


@action("cycle.edit", label=gettext_lazy("Edit"), on="cycle", right=WORK)
def edit_cycle(act: Act, *, pk: int, version: int, fields: CycleFields) -> list[str]:
    """Change a cycle; refuses when somebody else did meanwhile."""
    found = act.claim(Cycle, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    return records.change(act, found, **_values(fields))


@action("cycle.move", label=gettext_lazy("Move on"), on="cycle", right=WORK)
def move_cycle(act: Act, *, pk: int, version: int, to: str) -> None:
    """Close a cycle whose steps are all signed, or stop it."""
    found = act.claim(Cycle, pk, WORK, version=version)
    lifecycle.move(act, found, to)
    found.ended_at = act.at
    found.save(update_fields=["ended_at"])


@action("cycle.link", label=gettext_lazy("Tie evidence to a step"), on="cycle", right=WORK)
def link_evidence(act: Act, *, pk: int, step: int, kind: str, key: str) -> bool:
    """Tie a step to what proves it: a record, a data set or a finding. Returns whether the tie is new."""
    found = _open(act, pk, step)
    named = naming.find(act.by, kind, key)
    if named is None:
        raise NotFound("link.no_target", _("There is no record “%(key)s”, or you may not see it.") % {"key": key})
    if named.kind not in circling.step_of(step).needs:
        raise Refusal("cycle.proves_nothing", str(circling.step_of(step).lacks))
    return _tie(act, found, step, named.kind, named.key)


@action("cycle.unlink", label=gettext_lazy("Take evidence away"), on="cycle", right=WORK)
def unlink_evidence(act: Act, *, pk: int, evidence: int) -> bool:
    """Take a tie away again, while its step is not signed."""
    cycle = act.claim(Cycle, pk, WORK)
    tie = CycleEvidence.objects.filter(cycle=cycle, pk=evidence).first()
    if tie is None:
        return False
    _open(act, pk, tie.step)
    said = CycleStepLinked(record=pk, step=tie.step, evidence=tie.kind, key=tie.key, linked=False)
    tie.delete()
    act.record(said, source=records.source_of(cycle))
    return True


@action("cycle.sign", label=gettext_lazy("Sign a step"), on="cycle", right=WORK)
def sign_step(act: Act, *, pk: int, step: int, result: str) -> None:
    """Answer for a step: what came out of it. Refused without the records that prove it, and before the step before."""
    found = _open(act, pk, step)
    if missing := circling.missing(found, step):
        raise Refusal("cycle.no_evidence", missing)
    if step > 1 and not found.signatures.filter(step=step - 1).exists():
        raise Refusal("cycle.out_of_order", _("Sign step %(n)s first.") % {"n": words.number(step - 1)})
    kept = kept_text(act, pk, f"step.{step}", result)
    CycleSignature.objects.create(cycle=found, step=step, result=kept, by=act.by, at=act.at)
    act.record(CycleStepSigned(record=pk, step=step, result=kept.pk), source=records.source_of(found))


@action("cycle.go_on", label=gettext_lazy("Begin the next cycle"), on="cycle", right=WORK)
def go_on(act: Act, *, pk: int) -> Cycle:
    """Begin the next cycle of a complete one, as long as it was; what it led to is the evidence of its first step."""
    found = act.claim(Cycle, pk, WORK)
    if found.state != "complete":
        raise Refusal("cycle.not_complete", _("Close this cycle first; its results feed the next."))
    if Cycle.objects.filter(previous=found).exists():
        raise Refusal("cycle.goes_on_already", _("The next cycle is open already."))
    first = found.last + timedelta(days=1)
    made = records.create(
        act,
        Cycle,
        state="open",
        source=records.source_of(found),
        title=found.title,
        service=found.service,
        scope=found.scope,
        first=first,
        last=first + (found.last - found.first),
        owner=found.owner,
        previous=found,
    )
    for each in [("cycle", str(found.identity.key)), *found.evidence.filter(step=STEPS).values_list("kind", "key")]:
        _tie(act, made, 1, *each)
    return made


def _tie(act: Act, cycle: Cycle, step: int, kind: str, key: str) -> bool:
    if CycleEvidence.objects.filter(cycle=cycle, step=step, kind=kind, key=key).exists():
        return False
    CycleEvidence.objects.create(cycle=cycle, step=step, kind=kind, key=key, by=act.by, at=act.at)
    said = CycleStepLinked(record=cycle.pk, step=step, evidence=kind, key=key, linked=True)
    act.record(said, source=records.source_of(cycle))
    return True


def _open(act: Act, pk: int, step: int) -> Cycle:
    """A claimed cycle whose step is still to be signed."""
    found = act.claim(Cycle, pk, WORK)
    lifecycle.refuse_unless_open(found)
    if step not in range(1, STEPS + 1):
        raise NotFound("cycle.no_step", _("There is no such step."))
    if found.signatures.filter(step=step).exists():
        raise Refusal("cycle.signed_already", _("This step is signed and stays as it is."))
    return found


def _values(fields: Mapping[str, Any]) -> dict[str, Any]:
    values = dict(fields)
    if values.get("owner") is not None:
        found = Account.objects.filter(pk=values["owner"], is_active=True).first()
        if found is None:
            raise Refusal("improvement.no_such_owner", _("There is no such account, or it may not sign in any more."))
        values["owner"] = found
    return values
