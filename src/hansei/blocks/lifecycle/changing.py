"""What an administrator may save for the life of a kind, and what differs between two versions, in words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override
from typing_extensions import TypedDict  # comes with pydantic, which needs it below Python 3.12

from hansei.blocks.lifecycle.declaration import AUDIENCES, Lifecycle, Transition
from hansei.blocks.lifecycle.setting import Setting, SubState, Words, holds, is_fixed, missed, stuck
from hansei.kernel.errors import Refusal
from hansei.ui import words

MOST_WITHIN: Final = 12  # sub-states in one state
LONGEST: Final = 60
CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")


class GivenSubState(TypedDict, total=False):
    code: str
    state: str
    labels: dict[str, str]
    is_default: bool
    is_retired: bool


class Given(TypedDict, total=False):
    """A version whole, as a door gives it: what is left out is as declared; sub-states stay known, retired."""

    labels: dict[str, dict[str, dict[str, str]]]
    sub_states: list[GivenSubState]
    off: list[tuple[str, str]]
    guards_off: list[tuple[str, str, str]]


def taken(life: Lifecycle, given: Given, before: Setting) -> Setting:
    """Return what was given as a version after `before`, or refuse with the sentence that says what to do."""
    return Setting(
        labels=_labels(life, given.get("labels", {})),
        sub_states=_sub_states(life, given.get("sub_states", []), before),
        off=_off(life, given.get("off", [])),
        guards_off=_guards_off(life, given.get("guards_off", [])),
    )


def _labels(life: Lifecycle, given: Mapping[str, Mapping[str, Words]]) -> dict[str, dict[str, Words]]:
    """Keep the words that somebody wrote and that differ from the shipped ones."""
    codes = [each.code for each in life.states]
    if unknown := sorted({code for states in given.values() for code in states} - set(codes)):
        raise Refusal("life.state", _("There is no state “%(state)s”.") % {"state": unknown[0]})
    kept: dict[str, dict[str, Words]] = {}
    for who in AUDIENCES if life.customers else AUDIENCES[:1]:
        said = {each.code: _words(given.get(who, {}).get(each.code, {}), each.shipped) for each in life.states}
        if any(said.values()):
            kept[who] = {code: words for code, words in said.items() if words}
    return kept


def _words(given: Words, shipped: object = None) -> dict[str, str]:
    said: dict[str, str] = {}
    for code, _name in settings.LANGUAGES:
        text = " ".join(str(given.get(code, "")).split())
        if len(text) > LONGEST:
            raise Refusal(
                "life.long", _("“%(text)s” is too long: %(n)s characters at most.") % {"text": text[:30], "n": LONGEST}
            )
        with override(code):
            if text and text != str(shipped or ""):
                said[code] = text
    return said


def _sub_states(life: Lifecycle, given: Sequence[GivenSubState], before: Setting) -> tuple[SubState, ...]:
    made: list[SubState] = []
    for each in given:
        used = [
            *(one.code for one in made),
            *(one.get("code", "") for one in given),
            *(one.code for one in before.sub_states),
        ]
        made.append(_sub_state(life, each, used))
    codes = [one.code for one in made]
    if twice := [code for code in codes if codes.count(code) > 1]:
        raise Refusal("life.sub_state_twice", _("The code “%(code)s” is there twice.") % {"code": twice[0]})
    known = {each.code: each for each in before.sub_states}
    if moved := [each for each in made if each.code in known and known[each.code].state != each.state]:
        said = _("“%(name)s” stays in its state: records may be there. Retire it and add another one.")
        raise Refusal("life.sub_state_moved", said % {"name": moved[0].label})
    made += [replace(each, is_retired=True, is_default=False) for code, each in known.items() if code not in codes]
    for state in life.states:
        here = [each for each in made if each.state == state.code and not each.is_retired]
        if len(here) > MOST_WITHIN:
            said = _("“%(state)s” has more than %(n)s sub-states: retire one first.")
            raise Refusal("life.sub_states", said % {"state": state.label, "n": MOST_WITHIN})
        if sum(each.is_default for each in here) > 1:
            raise Refusal(
                "life.default", _("Only one sub-state of “%(state)s” is where records enter.") % {"state": state.label}
            )
    return tuple(made)


def _sub_state(life: Lifecycle, given: GivenSubState, used: Collection[str]) -> SubState:
    """Return one sub-state; without a code it gets one that nobody uses, after its English name where there is one."""
    state, labels = given.get("state", ""), _words(given.get("labels", {}))
    code = given.get("code", "") or _code_after(labels.get("en", ""), {*used, *(each.code for each in life.states)})
    states = {each.code: each for each in life.states}
    if state not in states or states[state].is_end:
        raise Refusal("life.sub_state_state", _("A sub-state lies within a declared state that is no end."))
    if not labels:
        raise Refusal("life.sub_state_name", _("Give each sub-state a name in one language at least."))
    if not CODE.fullmatch(code) or code in states:
        said = _(
            "“%(code)s” is no code for a sub-state: a small Latin letter, then letters, digits and _; no state’s code."
        )
        raise Refusal("life.sub_state_code", said % {"code": code})
    is_retired = bool(given.get("is_retired"))
    return SubState(code, state, labels, bool(given.get("is_default")) and not is_retired, is_retired)


def _code_after(name: str, used: Collection[str]) -> str:
    stem = slugify(name).replace("-", "_").lstrip("_0123456789")[:30].rstrip("_")
    wanted = [stem] if stem else []
    return next(each for each in [*wanted, *(f"{stem or 'sub'}_{n}" for n in range(1, 1000))] if each not in used)


def _off(life: Lifecycle, given: Sequence[Sequence[str]]) -> frozenset[tuple[str, str]]:
    off = frozenset((start, target) for start, target in given)
    for each in off:
        way = life.transition(*each)
        if way is None:
            raise Refusal("life.way", _("There is no such way."))
        if is_fixed(way):
            raise Refusal("life.way_fixed", _("“%(way)s” stays on: also the program goes it.") % {"way": way.label})
    if lost := stuck(life, off):
        said = _("From %(states)s no end would be reached any more. Leave a way on.")
        raise Refusal("life.stuck", said % {"states": _named(life, lost)}, states=lost)
    if lost := missed(life, off):
        said = _("No way forward would lead to %(states)s any more. Leave one on.")
        raise Refusal("life.missed", said % {"states": _named(life, lost)}, states=lost)
    return off


def _named(life: Lifecycle, states: Iterable[str]) -> str:
    return words.listed(str(life.state(code).label) for code in states)


def _guards_off(life: Lifecycle, given: Sequence[Sequence[str]]) -> frozenset[tuple[str, str, str]]:
    off = frozenset((start, target, code) for start, target, code in given)
    for start, target, code in off:
        way = life.transition(start, target)
        guard = next((each for each in way.guards if each.code == code), None) if way else None
        if way is None or guard is None:
            raise Refusal("life.guard", _("There is no such rule on this way."))
        if holds(way, guard):
            raise Refusal("life.guard_fixed", _("“%(rule)s” stays on: Hansei promises it.") % {"rule": guard.label})
    return off


def still(life: Lifecycle, setting: Setting) -> Setting:
    """Return an older version as far as the declaration still knows what it speaks of, and leaves it to choose."""
    states = {each.code: each for each in life.states}
    free = {each.ends: each for each in life.transitions if not is_fixed(each)}
    rules = {(*each.ends, rule.code) for each in life.transitions for rule in each.guards if not holds(each, rule)}
    labels = {
        who: {code: said for code, said in named.items() if code in states} for who, named in setting.labels.items()
    }
    here = (each for each in setting.sub_states if each.state in states and not states[each.state].is_end)
    return Setting(labels, tuple(here), setting.off & frozenset(free), setting.guards_off & rules)


def why_needed(life: Lifecycle, way: Transition) -> str:
    """Return why a way cannot be switched off even alone, "" where it can."""
    if way.by_action:
        return _("It goes by itself when something else happens.")
    if way.fixed:
        return _("Also the program goes it.")
    if lost := stuck(life, frozenset([way.ends])):
        return _("Without it no end is reached from %(states)s.") % {"states": _named(life, lost)}
    if lost := missed(life, frozenset([way.ends])):
        return _("Without it nothing leads to %(states)s.") % {"states": _named(life, lost)}
    return ""


def differences(life: Lifecycle, was: Setting, now: Setting) -> list[str]:
    """Return what differs between two versions, a sentence each."""
    return [
        *_of_labels(life, was, now),
        *_of_sub_states(life, was, now),
        *_of_ways(life, was, now),
        *_of_guards(life, was, now),
    ]


def _of_labels(life: Lifecycle, was: Setting, now: Setting) -> Iterator[str]:
    languages = dict(settings.LANGUAGES)
    for who in AUDIENCES:
        for state in life.states:
            before, after = was.words(who, state.code), now.words(who, state.code)
            for code, language in languages.items():
                if before.get(code) != after.get(code):
                    with override(code):
                        shipped = str(state.shipped)
                    names = {"language": language, "was": before.get(code, shipped), "now": after.get(code, shipped)}
                    said = _("State “%(was)s” is called “%(now)s” (%(language)s).")
                    if who != "staff":
                        said = _("For customers, state “%(was)s” is called “%(now)s” (%(language)s).")
                    yield said % names


def _of_sub_states(life: Lifecycle, was: Setting, now: Setting) -> Iterator[str]:
    before = {each.code: each for each in was.sub_states}
    for each in now.sub_states:
        names = {"name": each.label, "state": life.state(each.state).label}
        old = before.get(each.code)
        if old is None:
            yield _("New sub-state “%(name)s” in “%(state)s”.") % names
            old = replace(each, is_default=False, is_retired=False)
        if old.labels != each.labels:
            yield _("Sub-state “%(was)s” is called “%(now)s”.") % {"was": _every(old), "now": _every(each)}
        if each.is_retired != old.is_retired:
            said = (
                _("Sub-state “%(name)s” is retired.") if each.is_retired else _("Sub-state “%(name)s” is in use again.")
            )
            yield said % names
        if each.is_default and not old.is_default:
            yield _("Records enter “%(state)s” in “%(name)s”.") % names
        if old.is_default and not each.is_default:
            yield _("Records no longer enter “%(state)s” in “%(name)s”.") % names
    stay = [each.code for each in now.sub_states if each.code in before]
    if stay != [each.code for each in was.sub_states if each.code in set(stay)]:
        yield _("The sub-states stand in another order.")


def _every(each: SubState) -> str:
    return " / ".join(each.labels[code] for code, _name in settings.LANGUAGES if each.labels.get(code))


def _of_ways(life: Lifecycle, was: Setting, now: Setting) -> Iterator[str]:
    for way in life.transitions:
        names = _ends(life, way)
        if way.ends in now.off - was.off:
            yield _("The way “%(way)s” from “%(start)s” to “%(target)s” is off.") % names
        if way.ends in was.off - now.off:
            yield _("The way “%(way)s” from “%(start)s” to “%(target)s” is on.") % names


def _of_guards(life: Lifecycle, was: Setting, now: Setting) -> Iterator[str]:
    for way in life.transitions:
        for guard in way.guards:
            key, names = (*way.ends, guard.code), {**_ends(life, way), "rule": guard.label}
            if key in now.guards_off - was.guards_off:
                yield _("“%(rule)s” is asked no more on the way “%(way)s” from “%(start)s” to “%(target)s”.") % names
            if key in was.guards_off - now.guards_off:
                yield _("“%(rule)s” is asked on the way “%(way)s” from “%(start)s” to “%(target)s”.") % names


def _ends(life: Lifecycle, way: Transition) -> dict[str, Any]:
    return {"way": way.label, "start": life.state(way.start).label, "target": life.state(way.target).label}
