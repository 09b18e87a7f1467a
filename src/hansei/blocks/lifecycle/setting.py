"""What an administrator sets for the life of a kind: words, sub-states, and what is switched off; read, and as it acts.

Words follow the newest version for every record, so that one state has one name on every page. Ways, guards and
sub-states follow the version that a record began on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from hansei.blocks.lifecycle.declaration import LIFECYCLES, Guard, Lifecycle, Transition
from hansei.kernel import lives
from hansei.kernel.models import LifeVersion
from hansei.kernel.records import Record

Words = Mapping[str, str]  # language → words
Way = tuple[str, str]


@dataclass(frozen=True)
class SubState:
    """A place inside a declared state. It is never taken away: records and history may name it; it is retired."""

    code: str
    state: str
    labels: Words
    is_default: bool = False
    is_retired: bool = False

    @property
    def label(self) -> str:
        """Its name in the reader's language, or in the first that has one."""
        ordered = [get_language() or "en", *(code for code, _name in settings.LANGUAGES)]
        return next((self.labels[code] for code in ordered if self.labels.get(code)), self.code)


@dataclass(frozen=True)
class Setting:
    """One version whole. `labels`: audience → state → language → words; sub-states in their order."""

    labels: Mapping[str, Mapping[str, Words]] = field(default_factory=dict)
    sub_states: tuple[SubState, ...] = ()
    off: frozenset[Way] = frozenset()
    guards_off: frozenset[tuple[str, str, str]] = frozenset()

    @classmethod
    def of(cls, version: LifeVersion | None) -> Setting:
        """Return what a version says; without one all is as declared."""
        if version is None:
            return SHIPPED
        said: dict[str, Any] = version.said
        return cls(
            labels=said["labels"],
            sub_states=tuple(SubState(**each) for each in said["sub_states"]),
            off=frozenset((start, target) for start, target in said["off"]),
            guards_off=frozenset((start, target, code) for start, target, code in said["guards_off"]),
        )

    def written(self) -> dict[str, Any]:
        """Return it as the database keeps it."""
        return {
            "labels": {
                who: {state: dict(said) for state, said in states.items()} for who, states in self.labels.items()
            },
            "sub_states": [{**vars(each), "labels": dict(each.labels)} for each in self.sub_states],
            "off": sorted([*each] for each in self.off),
            "guards_off": sorted([*each] for each in self.guards_off),
        }

    def within(self, state: str) -> list[SubState]:
        """Return the sub-states of a state that may be taken, in their order."""
        return [each for each in self.sub_states if each.state == state and not each.is_retired]

    def words(self, who: str, state: str) -> Words:
        return self.labels.get(who, {}).get(state, {})


SHIPPED = Setting()


def newest(kind: str) -> Setting:
    """Return what holds for new records of a kind."""
    return Setting.of(lives.newest().get(kind))


def setting_of(found: Record) -> Setting:
    """Return what holds for a record until its end: the version that it began on."""
    return Setting.of(found.identity.life)


def life_of(found: Record) -> Lifecycle:
    """Return the life that a record goes: what is switched off for it is not there."""
    return lived(LIFECYCLES[found.record_kind], setting_of(found))


def lived(life: Lifecycle, setting: Setting) -> Lifecycle:
    """Return a declared life without what is switched off; what became fixed since is on again."""
    if not setting.off and not setting.guards_off:
        return life
    left = (each for each in life.transitions if each.ends not in setting.off or is_fixed(each))
    return replace(life, transitions=tuple(replace(each, guards=_asked(each, setting)) for each in left))


def _asked(way: Transition, setting: Setting) -> tuple[Guard, ...]:
    return tuple(each for each in way.guards if (*way.ends, each.code) not in setting.guards_off or holds(way, each))


def is_fixed(way: Transition) -> bool:
    """Whether no administrator may switch a way off, because code goes it."""
    return way.by_action or way.fixed


def holds(way: Transition, guard: Guard) -> bool:
    """Whether no administrator may switch a guard of a way off."""
    return guard.fixed or way.by_action


def stuck(life: Lifecycle, off: frozenset[Way]) -> list[str]:
    """Return the states from which no end is reached any more once these ways are off, or none by hand where it was.

    Where a state leads to no end as declared, each of its ways is needed.
    """
    left = [each for each in life.transitions if each.ends not in off]
    lost: set[str] = {each.start for each in life.transitions if each.ends in off and each.start not in _ending(life)}
    for by_hand in (False, True):
        lost |= _ending(life, by_hand=by_hand) - _ending(replace(life, transitions=tuple(left)), by_hand=by_hand)
    return [each.code for each in life.states if each.code in lost]


def _ending(life: Lifecycle, *, by_hand: bool = False) -> set[str]:
    """Return the states from which an end is reached."""
    reached = {each.code for each in life.states if each.is_end}
    ways = [each for each in life.transitions if not (by_hand and each.by_action)]
    while more := {each.start for each in ways if each.target in reached} - reached:
        reached |= more
    return reached


def missed(life: Lifecycle, off: frozenset[Way]) -> list[str]:
    """Return the states that no way forward leads to any more once these ways are off; what pauses may be left out.

    An end is not enough: without its good way a record could only be given up, or would skip what proves it.
    """
    left = replace(life, transitions=tuple(each for each in life.transitions if each.ends not in off))
    lost = _forward(life) - _forward(left)
    return [each.code for each in life.states if each.code in lost and each.meaning != "paused"]


def _forward(life: Lifecycle) -> set[str]:
    """Return the states that a new record comes to without a way back."""
    reached = {life.first}
    ways = [each for each in life.transitions if not each.is_back]
    while more := {each.target for each in ways if each.start in reached} - reached:
        reached |= more
    return reached


def sub_state_label(kind: str, code: str) -> str:
    """Return what a sub-state is called; the newest version knows every one that ever was."""
    return next((each.label for each in newest(kind).sub_states if each.code == code), code)
