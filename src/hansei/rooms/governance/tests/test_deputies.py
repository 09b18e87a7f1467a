"""Acting for somebody who is away: what a deputy decides, and in whose name."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hansei.kernel.errors import NotAllowed, Refusal
from hansei.kernel.models import Account, EventRow, Identity
from hansei.rooms.governance import actions, queries
from hansei.rooms.governance.models import Decision, Deputy, Escalation, Risk, Taken
from hansei.rooms.governance.tests.deputies import WEEK, by, name
from tests.accounts import make_account
from tests.words import bare_words

pytestmark = pytest.mark.django_db


def lead(account: Account) -> None:
    actions.give_seat(by(None), account=account.pk, role="team_lead")


def a_question(owner: Account, level: str = "moderate") -> Decision:
    """A question before whoever decides."""
    act = by(make_account("manager"))
    fields: actions.DecisionFields = {"title": "Ω?", "options": "Да\nНет", "without": "Плохо", "level": level}
    found = actions.open_decision(act, fields={**fields, "owner": owner.pk})
    actions.move_decision(act, pk=found.pk, version=1, to="asked")
    return found


def decide(account: Account, found: Decision) -> None:
    actions.decide(by(account), pk=found.pk, version=2, chosen="Да", reason="Ω", check_on=date(2999, 1, 1))


def test_a_deputy_decides_in_the_name_of_who_is_away_and_the_record_says_so(
    anna: Account, boris: Account, chen: Account, client: Client
):
    lead(anna)
    found = a_question(chen)
    with pytest.raises(NotAllowed, match="Team lead decides"):
        decide(boris, found)
    name(anna, boris)
    assert [(each.pk, whose) for each, whose in queries.waiting_for(boris)] == [(found.pk, anna)]
    client.force_login(boris)
    anna.name, boris.name = "Анна", "Борис"
    anna.save()
    boris.save()
    assert "you act for Анна" in client.get("/").content.decode()
    mine = client.get("/governance/mine/").content.decode()
    assert "for Анна" in mine
    assert "You act for Анна until" in mine
    decide(boris, found)
    taken = Taken.objects.get()
    assert (taken.by, taken.acting_for, taken.by_role) == (boris, anna, "team_lead")
    fact = EventRow.objects.get(kind="decision.taken")
    assert (fact.actor, fact.facts["acting_for"]) == (boris, anna.pk)
    page = client.get(f"/decisions/{found.pk}/").content.decode()
    assert "Борис for Анна" in page
    assert "for Анна" in page.partition("decided by")[2][:200]


def test_the_sentence_of_who_decides_names_the_deputy_too(anna: Account, boris: Account):
    lead(anna)
    name(anna, boris)
    found = queries.deciders(None, kind="any", level="moderate")
    assert str(found) == "Team lead decides: Agent (Agent acts for them)."


def test_only_in_what_and_while_it_was_named(anna: Account, boris: Account, chen: Account):
    lead(anna)
    found = a_question(chen)
    name(anna, boris, after=1, matters=["decisions"])
    other = name(anna, chen, days=1, matters=["papers"])
    for each in (boris, chen):
        with pytest.raises(NotAllowed):
            decide(each, found)
    ago = timezone.now() - timedelta(days=3)
    Deputy.objects.exclude(pk=other.pk).update(since=ago, until=ago + timedelta(days=2))
    with pytest.raises(NotAllowed):
        decide(boris, found)
    Deputy.objects.exclude(pk=other.pk).update(until=timezone.now() + WEEK)
    decide(boris, found)


@pytest.mark.parametrize("whose", ["deputy", "principal"])
def test_nobody_decides_about_their_own_work_through_a_deputy(anna: Account, boris: Account, whose: str):
    lead(anna)
    found = a_question(boris if whose == "deputy" else anna)
    name(anna, boris)
    with pytest.raises(NotAllowed):
        decide(boris, found)
    assert (Decision.objects.get().state, Taken.objects.count()) == ("asked", 0)
    assert queries.waiting_for(boris) == []


@pytest.mark.parametrize("whose", ["deputy", "principal"])
def test_giving_a_matter_away_does_not_make_it_somebody_elses(anna: Account, boris: Account, chen: Account, whose: str):
    """Its owner stays while it is to be decided; taken back and given away before, it is still one's own."""
    lead(anna)
    found = a_question(boris if whose == "deputy" else anna)
    name(anna, boris)
    with pytest.raises(Refusal, match="Take it back"):
        actions.edit_decision(by(boris), pk=found.pk, version=2, fields={"owner": chen.pk})
    actions.move_decision(by(boris), pk=found.pk, version=2, to="draft")
    actions.edit_decision(by(boris), pk=found.pk, version=3, fields={"owner": chen.pk})
    actions.move_decision(by(boris), pk=found.pk, version=4, to="asked")
    assert queries.waiting_for(boris) == []
    given: dict[str, Any] = {"chosen": "Да", "reason": "Ω", "check_on": date(2999, 1, 1)}
    with pytest.raises(NotAllowed) as no:
        actions.decide(by(boris), pk=found.pk, version=5, **given)
    assert (no.value.code, Taken.objects.count()) == ("decision.own_work", 0)


def test_a_deputy_of_a_deputy_decides_nothing(anna: Account, boris: Account, chen: Account):
    lead(anna)
    found = a_question(make_account("agent", "doer@test.example"))
    name(anna, boris)
    name(boris, chen)
    with pytest.raises(NotAllowed):
        decide(chen, found)
    decide(boris, found)


def test_a_role_of_ones_own_is_used_before_somebody_elses(anna: Account, boris: Account, chen: Account):
    lead(anna)
    lead(boris)
    name(anna, boris)
    decide(boris, a_question(chen))
    assert Taken.objects.get().acting_for is None


def test_a_deputy_answers_an_escalation_and_the_risk_becomes_the_owners(anna: Account, boris: Account):
    manager = by(make_account("manager"))
    actions.give_seat(by(None), account=anna.pk, role="service_owner")
    risk = actions.open_risk(manager, fields={"title": "Ω"})
    actions.score_risk(manager, pk=risk.pk, version=1, likelihood=4, impact=3)
    name(anna, boris, matters=["papers"])
    answer: dict[str, Any] = {"pk": risk.pk, "answer": "taken", "reason": "Ω"}
    version = Identity.objects.get(pk=risk.pk).version
    with pytest.raises(NotAllowed):
        actions.answer_escalation(by(boris), version=version, **answer)
    Deputy.objects.update(matters=["decisions"])
    assert [whose for _task, whose in queries.escalations_for(boris)] == [anna]
    actions.answer_escalation(by(boris), version=version, **answer)
    assert (Risk.objects.get().owner, Escalation.objects.get().answered_by) == (anna, boris)
    assert EventRow.objects.get(kind="risk.escalation_answered").facts["acting_for"] == anna.pk


def test_the_pages_speak_no_bare_english(admin: Account, anna: Account, boris: Account, pseudo: Any, client: Client):
    made = name(anna, boris)
    Account.objects.update(name="Ωμέγα")
    client.force_login(admin)
    for path in ("/governance/deputies/", f"/governance/deputies/{made.pk}/"):
        assert bare_words(client.get(path).content.decode()) == [], path
