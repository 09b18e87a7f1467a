"""Decide how records of a kind live, and where in its state a record stands."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks import lifecycle
from hansei.blocks.lifecycle import LIFECYCLES
from hansei.blocks.lifecycle.changing import Given, still, taken
from hansei.blocks.lifecycle.setting import Setting
from hansei.blocks.register.declaration import REGISTERS
from hansei.blocks.register.events import LifeVersionSaved
from hansei.kernel import lives
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Outdated, Refusal
from hansei.kernel.models import Identity, LifeVersion, NumberSequence
from hansei.kernel.people import ADMINISTER

LONGEST_NOTE: Final = 2000


@action("lifecycle.save", label=gettext_lazy("Save the states"), right=ADMINISTER)
def save(act: Act, *, kind: str, seen: int, setting: Given, note: str = "") -> int:
    """Save how new records of a kind live, as a version after the one that was `seen` (0: as shipped).

    Records that are there finish on the version they began on; only words follow the newest. Returns the version that
    holds now, the one before where nothing differs.
    """
    last = _held(kind, seen)
    before = Setting.of(last)
    return _keep(act, kind, last, taken(LIFECYCLES[kind], setting, before), note, None)


@action("lifecycle.bring_back", label=gettext_lazy("Bring this version back"), right=ADMINISTER)
def bring_back(act: Act, *, kind: str, seen: int, number: int, note: str = "") -> int:
    """Save a version that says what an older one said (0: as shipped); sub-states added since are retired."""
    last = _held(kind, seen)
    older = LifeVersion.objects.filter(kind=kind, number=number).first()
    if older is None and number:
        raise NotFound("life.not_found", _("There is no such version."))
    life = LIFECYCLES[kind]
    given: Given = still(life, Setting.of(older)).written()  # type: ignore[assignment]  # what is kept may be given
    return _keep(act, kind, last, taken(life, given, Setting.of(last)), note, number)


@action("record.set_sub_state", label=gettext_lazy("Set the sub-state"))
def set_sub_state(act: Act, *, record: int, version: int, sub_state: str) -> bool:
    """Say where in its state a record stands ("" for nowhere). Returns whether anything changed."""
    kind = Identity.objects.filter(pk=record, kind__in=REGISTERS).values_list("kind", flat=True).first()
    if kind is None:
        raise NotFound("record.not_found", _("There is no such record, or you may not see it."), record=record)
    found = act.claim(REGISTERS[kind].kind.model, record, REGISTERS[kind].work, version=version)
    return lifecycle.set_sub_state(act, found, sub_state or None)


def _held(kind: str, seen: int) -> LifeVersion | None:
    """Return the newest version, held until the act is done; refuse where it is not the one that was seen."""
    if kind not in REGISTERS or kind not in LIFECYCLES:
        raise NotFound("register.not_found", _("There is no such register."))
    NumberSequence.objects.get_or_create(kind=kind)
    life = NumberSequence.objects.select_for_update().values_list("life", flat=True).get(kind=kind)
    last = LifeVersion.objects.filter(pk=life).first()
    number = last.number if last else 0
    if number != seen:
        said = _("Somebody saved version %(n)s meanwhile. Compare both, then save again.")
        raise Outdated("life.outdated", said % {"n": number}, version=number)
    return last


def _keep(act: Act, kind: str, last: LifeVersion | None, setting: Setting, note: str, brought_back: int | None) -> int:
    number = last.number if last else 0
    if setting == Setting.of(last):
        return number
    note = note.strip()
    if len(note) > LONGEST_NOTE:
        raise Refusal("life.note", _("The note is too long: %(n)s characters at most.") % {"n": LONGEST_NOTE})
    made = LifeVersion.objects.create(
        kind=kind, number=number + 1, said=setting.written(), note=note, by=act.by, at=act.at
    )
    NumberSequence.objects.filter(kind=kind).update(life=made)
    lives.forget()
    act.record(LifeVersionSaved(record_kind=kind, number=made.number, brought_back=brought_back))
    return made.number
