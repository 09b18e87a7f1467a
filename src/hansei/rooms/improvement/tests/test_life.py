"""Nothing closes without what its end needs, whatever way it came."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hansei.blocks.checklist import queries as checklists
from hansei.kernel import check
from hansei.kernel.actions import Act
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account, Source
from hansei.rooms.improvement import actions, sheets
from hansei.rooms.improvement.models import Baseline, End, GivenAnswer, Improvement, Verdict
from hansei.rooms.improvement.queries import Outcomes, outcomes
from hansei.rooms.improvement.tests.filled import filled, handed_on
from hansei.rooms.mining.models import DataSet
from tests.accounts import make_account

pytestmark = pytest.mark.django_db

FREEZABLE = ("proposed", "triage", "analysed", "planned")
STATES = (*FREEZABLE, "approved", "in_work", "verified", "closed")
# Written apart from the guards: which end is legal after which answer and target.
LEGAL = {
    ("better", True): {"effective"},
    ("better", False): {"target_missed"},
    ("better", None): set[str](),
    **{("no_material_change", reached): {"no_effect"} for reached in (True, False, None)},
    **{("worse", reached): {"worse_rolled_back", "worse_kept"} for reached in (True, False, None)},
    **{("cannot_tell_yet", reached): {"without_proof", "withdrawn"} for reached in (True, False, None)},
}
NEED_REASON = {"worse_rolled_back", "worse_kept", "without_proof", "withdrawn"}
MEASURE = '{"hours": null, "where": {"category": ["payroll"]}, "zone": "UTC"}'


@pytest.fixture
def manager() -> Account:
    return make_account("manager")


def a_baseline(found: Improvement, known_until: date) -> Baseline:
    made = Baseline(improvement=found, at=found.created_at, version=1, measure=MEASURE, unit="cases", weeks=[])
    made.first, made.last, made.known_until = date(2025, 1, 6), known_until, known_until
    made.seal = made.sealed()
    made.save()
    return made


def answered(found: Improvement, verdict: str, *, reached: bool | None) -> GivenAnswer:
    return GivenAnswer.objects.create(
        improvement=found,
        baseline=a_baseline(found, date(2025, 3, 2)),
        at=found.created_at,
        version=1,
        verdict=verdict,
        target_reached=reached,
        weeks_before=8,
        weeks_after=8,
        deciding="whole",
        guards=[],
    )


def test_the_first_page_shows_what_is_to_be_verified_and_what_newer_data_may_change(manager: Account, client: Client):
    source = Source.objects.create(key="omega", name="Ω", kind="import", state=Source.State.READY)
    data = DataSet.objects.create(source=source, version=1, last_at=datetime(2025, 5, 24, 12, tzinfo=UTC))
    found = actions.propose(Act(by=manager, via="web"), fields={"title": "Ωμέγα", "owner": manager.pk})
    Improvement.objects.filter(pk=found.pk).update(
        state="in_work", data_set=data.pk, intervention_on=date(2025, 3, 3)
    )  # twelve weeks end on 26 May
    client.force_login(manager)

    def said() -> tuple[bool, bool]:
        page = client.get("/").content.decode()
        return "answer due" in page, "newer data" in page

    assert said() == (False, False)
    DataSet.objects.filter(pk=data.pk).update(last_at=datetime(2025, 5, 26, 12, tzinfo=UTC))
    assert said() == (True, False)
    answered(found, "better", reached=True)
    assert said() == (False, False)
    DataSet.objects.filter(pk=data.pk).update(version=2)
    assert said() == (False, True)
    client.force_login(make_account("manager", "other@test.example"))
    assert said() == (False, False)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    state=st.sampled_from(STATES),
    verdict=st.sampled_from([None, *Verdict.values]),
    reached=st.sampled_from([True, False, None]),
    end=st.sampled_from([*End.values, "proved", ""]),
    reason=st.sampled_from(["", "   ", "The board decided."]),
)
def test_nothing_closes_without_its_guards(
    manager: Account, state: str, verdict: str | None, reached: bool | None, end: str, reason: str
):
    with transaction.atomic():
        act = Act(by=manager, via="web")
        found = actions.propose(act, fields={"title": "Ω"})
        Improvement.objects.filter(pk=found.pk).update(state=state)
        if verdict is not None:
            answered(found, verdict, reached=reached)
        if state != "closed":
            handed_on(act, found)
        try:
            actions.close(act, pk=found.pk, version=1, end=end, reason=reason)
            closed = True
        except Refusal:
            closed = False
        assert closed == _legal(state, verdict, reached, end, reason)
        after = Improvement.objects.get(pk=found.pk)
        assert (after.state, after.end) == (("closed", end) if closed else (state, ""))
        transaction.set_rollback(True)


def _legal(state: str, verdict: str | None, reached: bool | None, end: str, reason: str) -> bool:
    if state == "closed" or (end in NEED_REASON and not reason.strip()):
        return False
    if end == "withdrawn" and verdict in (None, "cannot_tell_yet"):
        return True
    if end == "without_proof" and verdict in (None, "cannot_tell_yet"):
        return state in ("in_work", "verified")
    return verdict is not None and state == "verified" and end in LEGAL[verdict, reached]


# "on" goes to the next state, so that walks get far; a bare name tries to jump.
STEPS = [*["on"] * 10, *STATES, "freeze", "plan", "own", "fill", "fill"]
WAYS = st.lists(st.sampled_from(STEPS), min_size=8, max_size=25)


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ways=WAYS)
def test_no_walk_reaches_work_without_owner_plan_and_baseline(manager: Account, ways: list[str]):
    with transaction.atomic():
        found = actions.propose(Act(by=manager, via="web"), fields={"title": "Ω"})
        for step in ways:
            _try(manager, found.pk, step)
        after = Improvement.objects.get(pk=found.pk)
        assert after.state not in ("verified", "closed")
        if after.state in ("approved", "in_work"):
            assert after.owner_id is not None
            assert after.intervention_on is not None
            assert after.target_percent is not None
            assert after.baseline is not None
            assert checklists.missing(found.pk, sheets.IMPACT) == []
        if after.state == "in_work":
            assert all(each.person_id for each in checklists.tasks_of(found.pk, sheets.DUTIES))
            assert after.baseline is not None
            assert after.intervention_on is not None
            assert after.baseline.known_until < after.intervention_on
        transaction.set_rollback(True)


def _try(manager: Account, pk: int, step: str) -> None:
    found = Improvement.objects.select_related("identity").get(pk=pk)
    act, version = Act(by=manager, via="web"), found.identity.version
    try:
        if step == "freeze":
            if found.state in FREEZABLE:  # the action itself wants a data set; its refusal has a test of its own
                Improvement.objects.filter(pk=pk).update(measure=MEASURE, data_set=7)
                a_baseline(found, date(2025, 3, 2 + version % 10))
        elif step == "plan":
            plan: actions.Fields = {"target_percent": 20, "intervention_on": date(2025, 3, 8), "risk": "Ω"}
            actions.edit(act, pk=pk, version=version, fields=plan)
        elif step == "fill":
            filled(act, found)
        elif step == "own":
            actions.edit(act, pk=pk, version=version, fields={"owner": manager.pk})
        else:
            following = STATES[min(STATES.index(found.state) + 1, len(STATES) - 1)]
            actions.move(act, pk=pk, version=version, to=following if step == "on" else step)
    except Refusal:
        return


def test_what_was_closed_changes_no_more(manager: Account):
    act = Act(by=manager, via="web")
    found = actions.propose(act, fields={"title": "Ω"})
    actions.close(act, pk=found.pk, version=1, end="withdrawn", reason="Nobody needs it.")
    version = Improvement.objects.select_related("identity").get().identity.version
    for again in (
        lambda: actions.edit(act, pk=found.pk, version=version, fields={"title": "New"}),
        lambda: actions.close(act, pk=found.pk, version=version, end="withdrawn", reason="Again."),
        lambda: actions.move(act, pk=found.pk, version=version, to="triage"),
        lambda: actions.verify(act, pk=found.pk, version=version),
    ):
        with pytest.raises(Refusal):
            again()
    assert list(check.check()) == []


def test_the_newest_answer_decides(manager: Account):
    act = Act(by=manager, via="web")
    found = actions.propose(act, fields={"title": "Ω"})
    answered(found, "cannot_tell_yet", reached=None)
    answered(found, "better", reached=True)
    Improvement.objects.filter(pk=found.pk).update(state="verified")
    with pytest.raises(Refusal, match="There is an answer"):
        actions.close(act, pk=found.pk, version=1, end="without_proof", reason="tired")
    with pytest.raises(Refusal, match="Hand the knowledge on first"):
        actions.close(act, pk=found.pk, version=1, end="effective")
    assert (Improvement.objects.get().state, Improvement.objects.get().end) == ("verified", "")
    handed_on(act, found)
    actions.close(act, pk=found.pk, version=1, end="effective")
    assert Improvement.objects.get().ended_at == act.at


def test_success_counts_proved_ends_and_shows_the_unproved_beside(manager: Account):
    ends = ["effective"] * 5 + ["target_missed"] * 2 + ["no_effect", "worse_kept", "without_proof"]
    for end in ends:
        found = actions.propose(Act(by=manager, via="web"), fields={"title": end})
        Improvement.objects.filter(pk=found.pk).update(end=end, state="closed")
    ended = outcomes(manager)
    assert (ended.success, ended.unproved) == (5 / 9, 1 / 10)
    assert Outcomes(0, 0, 0, 0, 0, 3, 2).success is None
    assert Outcomes(0, 0, 0, 0, 0, 3, 2).unproved is None
