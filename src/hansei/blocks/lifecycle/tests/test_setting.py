"""What may be switched off in any declared life: never so much that a record gets stuck, never what is promised."""

from __future__ import annotations

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from hansei.blocks.lifecycle import LIFECYCLES, Lifecycle
from hansei.blocks.lifecycle.changing import Given, differences, still, taken, why_needed
from hansei.blocks.lifecycle.setting import SHIPPED, Setting, SubState, holds, is_fixed, lived
from hansei.kernel.errors import Refusal

pytestmark = pytest.mark.django_db  # words are looked up
KINDS = sorted(LIFECYCLES)


def walks_to_an_end(life: Lifecycle, state: str, *, by_hand: bool) -> bool:
    """Try every walk from a state: told apart from the program's own reckoning, which goes back from the ends."""
    ends = {each.code for each in life.states if each.is_end}
    seen, waiting = {state}, [state]
    while waiting:
        at = waiting.pop()
        if at in ends:
            return True
        for each in life.transitions:
            if each.start == at and each.target not in seen and not (by_hand and each.by_action):
                seen.add(each.target)
                waiting.append(each.target)
    return False


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_record_never_gets_stuck_whatever_may_be_switched_off(data: st.DataObject):
    life = LIFECYCLES[data.draw(st.sampled_from(KINDS))]
    off = data.draw(st.sets(st.sampled_from([each.ends for each in life.transitions]))) if life.transitions else set()
    try:
        setting = taken(life, {"off": sorted(off)}, SHIPPED)
    except Refusal:
        return
    now = lived(life, setting)
    assert {each.ends for each in now.transitions} == {each.ends for each in life.transitions} - off
    for state in life.states:
        for by_hand in (True, False):
            if walks_to_an_end(life, state.code, by_hand=by_hand):
                assert walks_to_an_end(now, state.code, by_hand=by_hand), (life.kind, state.code, off)
        leads_on = [each for each in life.transitions if each.start == state.code]
        assert state.is_end or not leads_on or any(each.start == state.code for each in now.transitions)


def forward(life: Lifecycle) -> set[str]:
    """The ends of every walk without a way back, a walk after the other."""
    walks, seen = [[life.first]], set()
    while walks:
        walk = walks.pop()
        seen.add(walk[-1])
        targets = {each.target for each in life.transitions if each.start == walk[-1] and not each.is_back}
        walks += [[*walk, target] for target in targets if target not in walk]
    return seen


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_every_state_is_still_come_to_whatever_may_be_switched_off(data: st.DataObject):
    """An end is not enough: who proves, decides or runs must not be left out."""
    life = LIFECYCLES[data.draw(st.sampled_from(KINDS))]
    ways = [each.ends for each in life.transitions if not is_fixed(each)]
    off = data.draw(st.sets(st.sampled_from(ways))) if ways else set()
    try:
        now = lived(life, taken(life, {"off": sorted(off)}, SHIPPED))
    except Refusal:
        return
    pauses = {each.code for each in life.states if each.meaning == "paused"}
    assert forward(life) - pauses <= forward(now), (life.kind, off)


@pytest.mark.parametrize(
    ("kind", "start", "target"),
    [
        ("improvement", "in_work", "verified"),
        ("decision", "asked", "decided"),
        ("audit", "planned", "running"),
        ("report", "commented", "approved"),
    ],
)
def test_the_way_that_proves_or_decides_is_not_switched_off_though_another_end_is_left(
    kind: str, start: str, target: str
):
    life = LIFECYCLES[kind]
    way = life.transition(start, target)
    assert way is not None
    with override("en"):
        assert why_needed(life, way).startswith("Without it nothing leads to ")
    with pytest.raises(Refusal, match="No way forward would lead to ") as no:
        taken(life, {"off": [way.ends]}, SHIPPED)
    assert no.value.code == "life.missed"


def test_a_pause_may_be_switched_off():
    life = LIFECYCLES["engagement"]
    assert lived(life, taken(life, {"off": [("active", "paused")]}, SHIPPED)).transition("active", "paused") is None


@pytest.mark.parametrize("kind", KINDS)
def test_every_declared_life_can_be_set_and_holds_its_promises(kind: str):
    life = LIFECYCLES[kind]
    for way in life.transitions:
        given_off: Given = {"off": [way.ends]}
        if why_needed(life, way):
            with pytest.raises(Refusal):
                taken(life, given_off, SHIPPED)
        else:
            assert lived(life, taken(life, given_off, SHIPPED)).transition(*way.ends) is None
        for rule in way.guards:
            without: Given = {"guards_off": [(*way.ends, rule.code)]}
            if holds(way, rule):
                with pytest.raises(Refusal):
                    taken(life, without, SHIPPED)
            else:
                left = lived(life, taken(life, without, SHIPPED)).transition(*way.ends)
                assert left is not None
                assert rule not in left.guards


@pytest.mark.parametrize("kind", KINDS)
def test_what_code_goes_stays_whatever_an_older_version_says(kind: str):
    life = LIFECYCLES[kind]
    everything = Setting(
        off=frozenset(each.ends for each in life.transitions),
        guards_off=frozenset((*each.ends, rule.code) for each in life.transitions for rule in each.guards),
    )
    assert [each.ends for each in lived(life, everything).transitions] == [
        each.ends for each in life.transitions if is_fixed(each)
    ]
    kept = still(life, everything)
    assert not any(is_fixed(each) for each in life.transitions if each.ends in kept.off)


PROMISED = {
    ("improvement", "improvement.end"), ("improvement", "improvement.answer"), ("improvement", "improvement.baseline"),
    ("improvement", "improvement.frozen_first"), ("improvement", "improvement.items_closed"),
    ("control_item", "control.met"), ("cycle", "cycle.signed"), ("audit", "audit.independent"),
    ("audit_finding", "audit_finding.verified"), ("capa", "capa.effect"), ("complaint", "complaint.agreed"),
    ("review", "review.minutes"), ("decision", "decision.taken"),
}  # fmt: skip


def test_proof_independence_and_signatures_are_not_switched_off():
    fixed = {
        (kind, rule.code)
        for kind, life in LIFECYCLES.items()
        for way in life.transitions
        for rule in way.guards
        if holds(way, rule)
    }
    assert fixed >= PROMISED


LIFE = LIFECYCLES["improvement"]
WAITING: Given = {"sub_states": [{"code": "waiting", "state": "in_work", "labels": {"en": "Waiting", "ru": "Ждём"}}]}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"labels": {"staff": {"nowhere": {"en": "X"}}}}, "life.state"),
        ({"labels": {"staff": {"triage": {"en": "x" * 61}}}}, "life.long"),
        ({"sub_states": [{"code": "a", "state": "closed", "labels": {"en": "A"}}]}, "life.sub_state_state"),
        ({"sub_states": [{"code": "a", "state": "nowhere", "labels": {"en": "A"}}]}, "life.sub_state_state"),
        ({"sub_states": [{"code": "a", "state": "in_work", "labels": {"en": "  "}}]}, "life.sub_state_name"),
        ({"sub_states": [{"code": "A b", "state": "in_work", "labels": {"en": "A"}}]}, "life.sub_state_code"),
        ({"sub_states": [{"code": "planned", "state": "in_work", "labels": {"en": "A"}}]}, "life.sub_state_code"),
        (
            {"sub_states": [{"code": "a", "state": "in_work", "labels": {"en": n}} for n in "AB"]},
            "life.sub_state_twice",
        ),
        (
            {
                "sub_states": [
                    {"code": n, "state": "in_work", "labels": {"en": n}, "is_default": True} for n in ("a", "b")
                ]
            },
            "life.default",
        ),
        ({"sub_states": [{"state": "in_work", "labels": {"en": str(n)}} for n in range(13)]}, "life.sub_states"),
        ({"off": [["proposed", "verified"]]}, "life.way"),
        ({"off": [["closed", "in_work"]]}, "life.way_fixed"),
        ({"off": [["in_work", "closed"], ["in_work", "verified"]]}, "life.stuck"),
        ({"off": [["in_work", "verified"]]}, "life.missed"),
        ({"off": [["approved", "in_work"]]}, "life.missed"),
        ({"guards_off": [["proposed", "closed", "nothing"]]}, "life.guard"),
        ({"guards_off": [["proposed", "closed", "improvement.end"]]}, "life.guard_fixed"),
    ],
)
def test_what_does_not_hold_is_refused_with_a_sentence(wrong: Given, code: str):
    with pytest.raises(Refusal) as refused:
        taken(LIFE, wrong, SHIPPED)
    assert refused.value.code == code
    assert refused.value.message.endswith(".")


def test_a_sub_state_is_never_taken_away_and_stays_in_its_state():
    before = taken(LIFE, WAITING, SHIPPED)
    assert taken(LIFE, {}, before).sub_states == (
        SubState("waiting", "in_work", {"en": "Waiting", "ru": "Ждём"}, is_default=False, is_retired=True),
    )
    elsewhere: Given = {"sub_states": [{"code": "waiting", "state": "triage", "labels": {"en": "Waiting"}}]}
    with pytest.raises(Refusal, match="stays in its state"):
        taken(LIFE, elsewhere, before)


def test_a_sub_state_without_a_code_gets_one_after_its_english_name_that_nobody_has():
    rows: Given = {
        "sub_states": [
            {"state": "in_work", "labels": {"en": "Waiting for a part!"}},
            {"state": "triage", "labels": {"en": "Waiting for a part"}},
            {"state": "triage", "labels": {"ru": "Ждём"}},
            {"state": "triage", "labels": {"en": "Planned"}},
        ]
    }
    codes = [each.code for each in taken(LIFE, rows, SHIPPED).sub_states]
    assert codes == ["waiting_for_a_part", "waiting_for_a_part_1", "sub_1", "planned_1"]


def test_words_as_shipped_are_not_kept_so_that_they_follow_a_newer_program():
    given: Given = {"labels": {"staff": {"triage": {"en": "In  triage", "ru": "Разбор"}}, "customers": {}}}
    assert taken(LIFE, given, SHIPPED).labels == {"staff": {"triage": {"ru": "Разбор"}}}


def test_customers_have_words_of_their_own_only_where_they_read_the_kind():
    given: Given = {"labels": {"customers": {"draft": {"en": "Soon"}}}}
    assert taken(LIFECYCLES["goal"], given, SHIPPED).labels == {}


def test_what_differs_is_said_in_words():
    now = taken(
        LIFE,
        {
            "labels": {"staff": {"triage": {"en": "Sorting"}}, "customers": {"triage": {"en": "We look at it"}}},
            "sub_states": [{"state": "in_work", "labels": {"en": "Waiting"}, "is_default": True}],
            "off": [("analysed", "triage")],
            "guards_off": [("planned", "approved", "improvement.owner")],
        },
        SHIPPED,
    )
    with override("en"):
        assert differences(LIFE, SHIPPED, now) == [
            "State “In triage” is called “Sorting” (English).",
            "For customers, state “In triage” is called “We look at it” (English).",
            "New sub-state “Waiting” in “In work”.",
            "Records enter “In work” in “Waiting”.",
            "The way “Back to triage” from “Analysed” to “In triage” is off.",
            "“has an owner” is asked no more on the way “Approve” from “Planned” to “Approved”.",
        ]
        assert differences(LIFE, now, SHIPPED)[-2:] == [
            "The way “Back to triage” from “Analysed” to “In triage” is on.",
            "“has an owner” is asked on the way “Approve” from “Planned” to “Approved”.",
        ]
    assert differences(LIFE, now, now) == []


def test_a_version_is_kept_and_read_without_a_loss():
    from hansei.kernel.models import LifeVersion

    now = taken(LIFE, {**WAITING, "off": [("analysed", "triage")]}, SHIPPED)
    assert Setting.of(LifeVersion(said=now.written())) == now
