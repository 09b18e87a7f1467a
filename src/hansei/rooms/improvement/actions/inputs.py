"""Inputs: taken in by hand or by a feeder, decided once, turned into improvements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import TypedDict

from hansei.blocks import lifecycle
from hansei.kernel import links, records
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Refusal
from hansei.rooms.improvement.events import SourceChecked
from hansei.rooms.improvement.kinds import SEE, WORK
from hansei.rooms.improvement.models import Improvement, Input, Source, SourceCheck

LONGEST_TITLE = 200


class InputFields(TypedDict, total=False):
    """What a person writes of an input. `origin` is one of the sixteen sources."""

    title: str
    evidence: str
    origin: str


@action("input.add", label=gettext_lazy("Add an input"), right=SEE)
def add_input(act: Act, *, fields: InputFields) -> Input:
    """Write down what may be worth an improvement, with its source."""
    values: Mapping[str, Any] = fields
    requester = act.by.person_id if act.by else None
    made = records.create(act, Input, state="new", where={"requester_id": requester}, **values)
    _checked(act, made.origin)
    return made


@action("input.take_in", label=gettext_lazy("Take an input in"), right=WORK)
def take_in(
    act: Act, *, origin: str, title: str, heard_of: str, evidence: str = "", data_set: int | None = None
) -> Input | None:
    """Take something in from where it was heard of; None where it was taken in before."""
    if Input.objects.filter(heard_of=heard_of).exists():
        return None
    short = title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"
    return records.create(
        act, Input, state="new", origin=origin, title=short, evidence=evidence, heard_of=heard_of, data_set=data_set
    )


@action("input.edit", label=gettext_lazy("Edit"), on="input", right=WORK)
def edit_input(act: Act, *, pk: int, version: int, fields: InputFields) -> list[str]:
    """Change an input; refuses when somebody else did meanwhile."""
    found = act.claim(Input, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    values: Mapping[str, Any] = fields
    return records.change(act, found, **values)


@action("input.move", label=gettext_lazy("Move on"), on="input", right=WORK)
def move_input(act: Act, *, pk: int, version: int, to: str) -> None:
    """Keep an input for later. Converting, declining and finding its repeat are actions of their own."""
    lifecycle.move(act, act.claim(Input, pk, WORK, version=version), to)


@action("input.convert", label=gettext_lazy("Make an improvement of it"), on="input", right=WORK)
def convert(act: Act, *, pk: int, version: int, title: str = "", improvement: str = "") -> Improvement:
    """Make an improvement of an input, or tie it to one that is there (by its number, IMP-4)."""
    found = act.claim(Input, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    made = _named(act, improvement) if improvement.strip() else _proposed(act, found, title)
    records.change(act, found, improvement=made)
    lifecycle.move(act, found, "converted")
    _decided(act, found)
    links.link(act, record=made.pk, role="came_from", target=str(found.identity.key))
    return made


@action("input.decline", label=gettext_lazy("Decline"), on="input", right=WORK)
def decline(act: Act, *, pk: int, version: int, reason: str) -> None:
    """Say that nothing comes of an input, and why."""
    found = act.claim(Input, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    records.change(act, found, reason=reason.strip())
    lifecycle.move(act, found, "declined")
    _decided(act, found)


@action("input.repeats", label=gettext_lazy("It repeats another"), on="input", right=WORK)
def repeats(act: Act, *, pk: int, version: int, other: str) -> None:
    """Say that an input repeats another one (by its number, INP-4); it is decided there."""
    found = act.claim(Input, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    same = Input.objects.filter(identity__key=other.strip().upper()).select_related("identity").first()
    if same is None:
        raise NotFound("input.no_such", _("There is no input “%(key)s”, or you may not see it.") % {"key": other})
    same = act.claim(Input, same.pk, SEE)
    if same.pk == found.pk or same.same_as_id == found.pk:
        raise Refusal("input.itself", _("An input does not repeat itself; write the number of another."))
    records.change(act, found, same_as=same)
    lifecycle.move(act, found, "repeats")
    _decided(act, found)


@action("input.check_source", label=gettext_lazy("Looked into it"), right=WORK)
def check_source(act: Act, *, origin: str) -> None:
    """Say that somebody looked into a source today, whether or not there was anything."""
    if origin not in Source.values:
        raise NotFound("input.no_source", _("There is no such source."))
    _checked(act, origin)
    act.record(SourceChecked(origin=origin))


def _checked(act: Act, origin: str) -> None:
    SourceCheck.objects.update_or_create(origin=origin, defaults={"at": act.at, "by": act.by})


def _decided(act: Act, found: Input) -> None:
    found.decided_at = act.at
    found.save(update_fields=["decided_at"])


def _proposed(act: Act, found: Input, title: str) -> Improvement:
    return records.create(
        act,
        Improvement,
        state="proposed",
        source=records.source_of(found),
        where={"requester_id": act.by.person_id if act.by else None},
        title=title.strip() or found.title,
        idea=found.evidence,
        origin=found.origin,
        data_set=found.data_set,
        proposed_by=act.by,
    )


def _named(act: Act, key: str) -> Improvement:
    found = Improvement.objects.filter(identity__key=key.strip().upper()).first()
    if found is None:
        raise NotFound("link.no_target", _("There is no record “%(key)s”, or you may not see it.") % {"key": key})
    claimed = act.claim(Improvement, found.pk, WORK)
    lifecycle.refuse_unless_open(claimed)
    return claimed
