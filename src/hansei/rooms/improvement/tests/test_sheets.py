"""What an improvement's sheets ask before it goes on: nine answers, six names, seven pages, a goal, a transfer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from hansei.blocks.checklist import queries as checklists
from hansei.kernel import check, links
from hansei.kernel.actions import Act
from hansei.kernel.errors import Outdated, Refusal
from hansei.kernel.models import Account, EventRow
from hansei.rooms.goals.actions import nodes
from hansei.rooms.improvement import actions, queries, sheets
from hansei.rooms.improvement.guards.sheets import goal_checks, passes
from hansei.rooms.improvement.models import Baseline, Improvement, StepPage, Transfer
from hansei.rooms.improvement.sections import step_lines
from hansei.rooms.improvement.tests.filled import answered, named
from hansei.rooms.improvement.tests.test_life import MEASURE, a_baseline
from tests.accounts import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def act() -> Act:
    return Act(by=make_account("manager"), via="web")


def planned(act: Act) -> Improvement:
    """An improvement that lacks nothing for its approval but the answers about its impact."""
    assert act.by is not None
    found = actions.propose(
        act,
        fields={
            "title": "Ω",
            "owner": act.by.pk,
            "target_percent": 20,
            "risk": "It goes on.",
            "intervention_on": date(2025, 3, 8),
        },
    )
    Improvement.objects.filter(pk=found.pk).update(measure=MEASURE, data_set=7)
    a_baseline(found, date(2025, 3, 2))
    for version, state in enumerate(("triage", "analysed", "planned"), start=1):
        actions.move(act, pk=found.pk, version=version, to=state)
    return Improvement.objects.select_related("identity").get(pk=found.pk)


def go(act: Act, found: Improvement, to: str) -> None:
    now = Improvement.objects.select_related("identity").get(pk=found.pk)
    actions.move(act, pk=now.pk, version=now.identity.version, to=to)


def state(found: Improvement) -> str:
    return Improvement.objects.get(pk=found.pk).state


def test_approval_waits_for_all_nine_answers_and_makes_the_tasks_for_catalogue_and_manual(act: Act):
    found = planned(act)
    answered(act, found, but=1)
    with pytest.raises(Refusal, match="1 are open, the first: “Which acceptance criteria are agreed"):
        go(act, found, "approved")
    assert state(found) == "planned"
    assert not checklists.is_started(found.pk, sheets.DOCUMENTS)
    answered(act, found)
    go(act, found, "approved")
    tasks = checklists.tasks_of(found.pk, sheets.DOCUMENTS)
    assert [(each.code, each.person, each.due_on) for each in tasks] == [
        ("catalogue", act.by, act.at.date() + timedelta(days=14)),
        ("manual", act.by, act.at.date() + timedelta(days=14)),
    ]


def test_work_waits_for_six_names(act: Act):
    found = planned(act)
    answered(act, found)
    go(act, found, "approved")
    named(act, found, but=1)
    with pytest.raises(Refusal, match="without one: Transfer the knowledge"):
        go(act, found, "in_work")
    assert state(found) == "approved"
    named(act, found)
    go(act, found, "in_work")
    assert state(found) == "in_work"


def test_where_are_we_now_stays_open_until_it_cites_a_baseline(act: Act):
    found = actions.propose(act, fields={"title": "Ω"})
    assert actions.write_step(act, pk=found.pk, step="vision", text="Никто не ждёт.", seen=0)
    assert not actions.write_step(act, pk=found.pk, step="where_now", text="Плохо.", seen=0)
    assert [each.is_done for each in step_lines(found)] == [True, False, False, False, False, False, False]
    baseline = a_baseline(found, date(2025, 3, 2))
    seen = StepPage.objects.get(step="where_now").text_id
    assert actions.write_step(act, pk=found.pk, step="where_now", text="Шесть.", seen=seen, cites=baseline.pk)
    assert [each.is_done for each in step_lines(found)][:2] == [True, True]
    assert list(check.check()) == []


def test_a_page_cites_its_own_baseline_only(act: Act):
    found, other = (actions.propose(act, fields={"title": title}) for title in "ΩΨ")
    theirs = a_baseline(other, date(2025, 3, 2))
    with pytest.raises(Refusal, match="no such baseline"):
        actions.write_step(act, pk=found.pk, step="where_now", text="Шесть.", seen=0, cites=theirs.pk)
    made = Baseline(improvement=found, at=act.at, version=1, measure=MEASURE, unit="cases", weeks=[], seal="no")
    made.first, made.last, made.known_until = date(2025, 1, 6), date(2025, 3, 2), date(2025, 3, 2)
    made.save()
    with pytest.raises(Refusal, match="not what was sealed"):
        actions.write_step(act, pk=found.pk, step="where_now", text="Шесть.", seen=0, cites=made.pk)
    assert not StepPage.objects.exists()


def test_two_who_write_one_page_see_both_texts(act: Act, client: Client):
    found = actions.propose(act, fields={"title": "Ω"})
    actions.write_step(act, pk=found.pk, step="how", text="Первый.", seen=0)
    with pytest.raises(Outdated):
        actions.write_step(act, pk=found.pk, step="how", text="Второй.", seen=0)
    assert act.by is not None
    client.force_login(act.by)
    page = client.post(f"/improvements/{found.pk}/step/how/", {"text": "Второй.", "seen": 0})
    assert page.status_code == 412
    assert "Первый." in page.content.decode()
    assert "Второй." in page.content.decode()
    assert StepPage.objects.get().text.text == "Первый."


def test_a_goal_passes_when_it_serves_a_goal_is_measurable_and_its_people_agree(act: Act):
    found = planned(act)
    assert [(each.code, each.holds) for each in goal_checks(found)] == [
        ("linked", False), ("measurable", True), ("need", None), ("realistic", None), ("law", None), ("customer", None),
    ]  # fmt: skip
    answered(act, found, sheets.GOAL)
    assert not passes(goal_checks(found))  # it still serves no goal
    actions.edit(act, pk=found.pk, version=found.identity.version, fields={"target_percent": None})
    assert [each.code for each in goal_checks(Improvement.objects.get(pk=found.pk)) if not each.holds] == [
        "linked", "measurable",
    ]  # fmt: skip


def test_the_check_of_a_goal_that_serves_one_passes_on_the_page(act: Act, client: Client):
    found = planned(act)
    answered(act, found, sheets.GOAL)
    assert act.by is not None
    client.force_login(act.by)
    page = client.get(f"/improvements/{found.pk}/").content.decode()
    assert ("check fails" in page, "passes all checks" in page) == (True, False)
    goal = nodes.add(act, fields={"title": "Γ", "level": "objective"})
    links.link(act, record=found.pk, role="serves", target=goal.identity.key)
    checks = goal_checks(found)
    assert [each.code for each in checks if not each.holds] == []
    assert passes(checks)
    page = client.get(f"/improvements/{found.pk}/").content.decode()
    assert ("check fails" in page, "passes all checks" in page) == (False, True)


def test_an_idea_withdrawn_before_work_needs_no_transfer_but_work_does(act: Act):
    found = actions.propose(act, fields={"title": "Ω"})
    actions.close(act, pk=found.pk, version=1, end="withdrawn", reason="Никому не нужно.")
    begun = actions.propose(act, fields={"title": "Ψ"})
    Improvement.objects.filter(pk=begun.pk).update(state="in_work")
    before = EventRow.objects.count()
    with pytest.raises(Refusal, match="Hand the knowledge on first"):
        actions.close(act, pk=begun.pk, version=1, end="withdrawn", reason="Никому не нужно.")
    assert (state(begun), EventRow.objects.count()) == ("in_work", before)


def test_a_transfer_lies_behind_and_told_somebody(act: Act):
    found = actions.propose(act, fields={"title": "Ω"})
    with pytest.raises(Refusal, match="still to come"):
        actions.transfer(act, pk=found.pk, on=act.at.date() + timedelta(days=1), people=3, told="Ω")
    with pytest.raises(Refusal, match="one other person"):
        actions.transfer(act, pk=found.pk, on=act.at.date(), people=0, told="Ω")
    assert not Transfer.objects.exists()


def test_anybody_who_may_sign_in_proposes_and_sees_what_came_of_it(client: Client, act: Act):
    nobody = Account.objects.create_user("nobody@test.example", "correct horse battery", name="Ω")
    client.force_login(nobody)
    assert client.get("/improvements/").status_code == 403
    assert client.post("/improvements/propose/", {"title": ""}).status_code == 422
    page = client.post("/improvements/propose/", {"title": "Свет в коридоре"}, follow=True).content.decode()
    found = Improvement.objects.get()
    assert (found.proposed_by, found.origin, found.state) == (nobody, "staff", "proposed")
    assert "Свет в коридоре" in page
    actions.close(act, pk=found.pk, version=1, end="withdrawn", reason="Есть уже.")
    assert "Есть уже." in client.get("/improvements/propose/").content.decode()
    other = Account.objects.create_user("other@test.example", "correct horse battery", name="Ψ")
    client.force_login(other)
    assert "Свет в коридоре" not in client.get("/improvements/propose/").content.decode()


def test_users_see_only_what_is_opened_to_them(client: Client, act: Act):
    nobody = Account.objects.create_user("nobody@test.example", "correct horse battery", name="Ω")
    actions.propose(act, fields={"title": "Закрытое"})
    actions.propose(act, fields={"title": "Открытое", "is_visible_to_users": True})
    client.force_login(nobody)
    page = client.get("/improvements/for-users/").content.decode()
    assert ("Закрытое" in page, "Открытое" in page) == (False, True)


def test_a_periods_success_counts_what_closed_in_it(act: Act):
    assert act.by is not None
    ends = ["effective"] * 5 + ["target_missed"] * 2 + ["no_effect", "worse_kept", "without_proof"]
    for end in ends:
        found = actions.propose(act, fields={"title": end})
        Improvement.objects.filter(pk=found.pk).update(end=end, state="closed", ended_at=act.at)
    today = act.at.date()
    ended = queries.outcomes(act.by, first=today, last=today)
    assert (ended.effective, ended.answered, ended.success) == (5, 9, 5 / 9)
    assert (ended.without_proof, ended.done, ended.unproved) == (1, 10, 1 / 10)
    earlier = queries.outcomes(act.by, first=today - timedelta(days=30), last=today - timedelta(days=1))
    assert (earlier.answered, earlier.success, earlier.unproved) == (0, None, None)
