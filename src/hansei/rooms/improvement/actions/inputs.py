"""Inputs: taken in by hand or by a feeder, decided once, turned into improvements."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import TypedDict

from hansei.blocks import lifecycle
from hansei.kernel import links, records, seeing
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.models import OWN, Identity
from hansei.rooms.improvement import hearing, titles
from hansei.rooms.improvement.events import SourceChecked
from hansei.rooms.improvement.kinds import SEE, WORK
from hansei.rooms.improvement.models import Improvement, Input, Source, SourceCheck


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
def take_in(act: Act, *, origin: str, heard_of: str, record: int | None = None) -> Input | None:
    """Take something in from where it was heard of; None where it was taken in before.

    It belongs where the record belongs, so that only those see it who may see such records there. Of its origin it
    keeps the number alone: not everybody who sees the input may see that.
    """
    if not hearing.is_name(heard_of):
        raise Refusal("input.heard_of", _("Name what it was taken from: record:12, agreed:7 or finding:3:key."))
    list(SourceCheck.objects.select_for_update().filter(origin=origin))  # one feeder at a time a source
    if Input.objects.filter(heard_of=heard_of).exists():
        return None
    where = _place(record) if record else {}
    number = titles.kept(heard_of)
    return records.create(act, Input, state="new", where=where, origin=origin, title=number, heard_of=heard_of)


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
    made = _named(act, found, improvement) if improvement.strip() else _proposed(act, found, title)
    _convert(act, found, made)
    return made


@action("input.settle", label=gettext_lazy("Its improvement stands already"), right=WORK)
def settle(act: Act, *, pk: int, improvement: Annotated[int, seeing.record("improvement")]) -> bool:
    """Note that the evidence of an input led to an improvement beside it. Returns whether that is new."""
    found = act.claim(Input, pk, WORK)
    made = Improvement.objects.select_related("identity").filter(pk=improvement).first()
    if made is None or found.state not in ("new", "kept") or not _may_be_tied(found, made):
        return False
    _convert(act, found, made)
    return True


def settle_finding(act: Act, made: Improvement) -> None:
    """An improvement was made of a finding: the input that was taken in from it is converted."""
    heard_of = hearing.finding_of(made.data_set or 0, made.finding)
    for pk in Input.objects.filter(heard_of=heard_of, state__in=("new", "kept")).values_list("pk", flat=True):
        settle(act, pk=pk, improvement=made.pk)


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
    _refuse_other_history(found, same)
    records.change(act, found, same_as=same)
    lifecycle.move(act, found, "repeats")
    _decided(act, found)


@action("input.check_source", label=gettext_lazy("Looked into it"), right=WORK)
def check_source(act: Act, *, origin: str) -> bool:
    """Say that a source was looked into, whether or not there was anything. A feeder says it once a day."""
    if origin not in Source.values:
        raise NotFound("input.no_source", _("There is no such source."))
    last = SourceCheck.objects.filter(origin=origin).first()
    if act.by is None and last is not None and timezone.localdate(last.at) >= timezone.localdate(act.at):
        return False
    _checked(act, origin)
    act.record(SourceChecked(origin=origin))
    return True


def _checked(act: Act, origin: str) -> None:
    SourceCheck.objects.update_or_create(origin=origin, defaults={"at": act.at, "by": act.by})


def _convert(act: Act, found: Input, made: Improvement) -> None:
    records.change(act, found, improvement=made)
    lifecycle.move(act, found, "converted")
    _decided(act, found)
    kind, number, _key = hearing.parts(found.heard_of)
    if kind == hearing.RECORD and records.source_of(found) == records.source_of(made):
        _tie(act, made, int(number))


def _tie(act: Act, made: Improvement, record: int) -> None:
    """Tie the improvement to the record it came of, so that this one's page tells of it too."""
    key = Identity.objects.filter(pk=record).values_list("key", flat=True).first()
    if key is None or hearing.is_tied(made.pk, record):
        return
    with suppress(NotFound):  # whoever may not see that record ties nothing to it
        links.link(act, record=made.pk, role="came_from", target=key)


def _decided(act: Act, found: Input) -> None:
    found.decided_at = act.at
    found.save(update_fields=["decided_at"])


def _proposed(act: Act, found: Input, title: str) -> Improvement:
    where = _place(found.pk)
    where["requester_id"] = where["requester_id"] or (act.by.person_id if act.by else None)
    return records.create(
        act,
        Improvement,
        state="proposed",
        source=records.source_of(found),
        where=where,
        title=title.strip() or titles.title(act.by, found),
        idea=found.evidence,
        origin=found.origin,
        proposed_by=act.by,
    )


def _place(record: int) -> dict[str, Any]:
    """Where a record belongs: what decides who may see it."""
    names = ("organisation_id", "service_id", "team_id", "requester_id", "is_confidential")
    return Identity.objects.filter(pk=record).values(*names).first() or {}


def _named(act: Act, found: Input, key: str) -> Improvement:
    named = Improvement.objects.filter(identity__key=key.strip().upper()).first()
    if named is None:
        raise NotFound("link.no_target", _("There is no record “%(key)s”, or you may not see it.") % {"key": key})
    claimed = act.claim(Improvement, named.pk, WORK)
    lifecycle.refuse_unless_open(claimed)
    if not _may_be_tied(found, claimed):
        _refuse_other_history(found, claimed)
    return claimed


def _may_be_tied(found: Input, made: Improvement) -> bool:
    """An input of our own may not hang on an improvement that goes with a removable history."""
    return records.source_of(made) in (records.source_of(found), OWN)


def _refuse_other_history(found: records.Record, other: records.Record) -> None:
    if records.source_of(found) != records.source_of(other):
        raise Refusal("link.other_history", records.other_history(records.source_of(found), other))
