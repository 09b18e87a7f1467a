"""Risks: exposure is never mixed, what is over its threshold is escalated, nothing is waved through."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from hansei.kernel import check
from hansei.kernel.actions import Act
from hansei.kernel.errors import NotAllowed, Outdated, Refusal
from hansei.kernel.models import Account, EventRow
from hansei.rooms.governance import actions, layers
from hansei.rooms.governance.exposure import exposure_of
from hansei.rooms.governance.models import Escalation, Risk, RiskScore, Seat
from hansei.rooms.governance.queries import escalations_for, overdue_reviews
from hansei.rooms.governance.tests.pages import a_risk
from tests.accounts import make_account
from tests.words import bare_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Account:
    return make_account("manager")


@pytest.fixture
def act(manager: Account) -> Act:
    return Act(by=manager, via="web")


def noted(act: Act, **fields: Any) -> Risk:
    told = {"causes": "c", "event": "e", "effects": "f", **fields}
    return actions.open_risk(act, fields={"title": "Ω", **told})  # type: ignore[typeddict-item]


def now(found: Risk) -> Risk:
    return Risk.objects.select_related("identity").get(pk=found.pk)


def score(act: Act, found: Risk, likelihood: int, **more: Any) -> Risk:
    actions.score_risk(act, pk=found.pk, version=now(found).identity.version, likelihood=likelihood, **more)
    return now(found)


def sit(account: Account, role: str, service: str = "") -> Seat:
    from django.utils import timezone

    return Seat.objects.create(role=role, account=account, service=service, since=timezone.now())


def test_an_exposure_is_money_a_year_where_money_is_known_else_points(act: Act):
    """Twice a year (step 4) 20,000 each are 40,000 a year; possible (3) and serious (3) are 9 points."""
    in_money = score(act, noted(act), 4, amount=Decimal(20_000))
    assert (in_money.impact, in_money.currency) == (3, "EUR")
    worth = exposure_of(in_money)
    assert worth is not None
    assert (worth.money, worth.points) == (Decimal(40_000), 12)
    in_points = score(act, noted(act), 3, impact=3)
    worth = exposure_of(in_points)
    assert worth is not None
    assert (worth.money, worth.points) == (None, 9)
    noted(act)
    assert act.by is not None
    total = layers.of(act.by).layers[-1].total
    assert (total.money, total.in_money, total.in_points, total.unscored) == ({"EUR": Decimal(40_000)}, 1, 1, 1)


def test_a_risk_over_its_threshold_is_escalated_to_the_horizon_that_bears_it(act: Act, manager: Account):
    """Operations bear 20,000 a year, programmes 100,000, strategy 500,000."""
    found = score(act, noted(act), 4, amount=Decimal(10_000))  # exactly 20,000: borne
    assert found.raised_to == ""
    assert not Escalation.objects.exists()
    found = score(act, found, 4, amount=Decimal(10_001))
    assert found.raised_to == "programme"
    assert [(each.risk_id, name) for each, name in escalations_for(manager)] == [
        (found.pk, manager)
    ]  # nobody holds the role: stands in
    found = score(act, found, 4, amount=Decimal(60_000))  # 120,000: beyond the programme, too
    assert found.raised_to == "strategy"
    assert [each.answer for each in Escalation.objects.order_by("pk")] == ["ended", ""]
    found = score(act, found, 1, amount=Decimal(60_000), is_residual=True)  # 3,000
    assert found.raised_to == ""
    kinds = list(EventRow.objects.filter(kind__startswith="risk.escal").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["risk.escalated", "risk.escalation_answered"] * 2
    assert list(check.check()) == []


def test_only_the_owner_of_the_horizon_answers(act: Act, manager: Account):
    owner = make_account("agent")
    sit(owner, "service_owner")
    found = score(act, noted(act), 5, amount=Decimal(5_000))  # 60,000 a year: programme
    version = found.identity.version
    with pytest.raises(NotAllowed, match="Service owner"):
        actions.answer_escalation(act, pk=found.pk, version=version, answer="taken", reason="I see to it.")
    assert now(found).owner_id is None
    assert escalations_for(manager) == []
    own = Act(by=owner, via="web")
    sit(manager, "governing_body")  # who accepts what is over the appetite
    with pytest.raises(NotAllowed, match="not yours to decide"):
        actions.answer_escalation(own, pk=found.pk, version=version, answer="accepted", reason="We bear it.")
    actions.answer_escalation(own, pk=found.pk, version=version, answer="taken", reason="I see to it.")
    assert now(found).owner_id == owner.pk
    assert escalations_for(owner) == []
    assert list(check.check()) == []


def test_one_that_has_grown_since_its_answer_is_asked_about_again(act: Act):
    found = score(act, noted(act), 4, amount=Decimal(15_000))
    actions.answer_escalation(act, pk=found.pk, version=found.identity.version, answer="taken", reason="Mine.")
    found = score(act, found, 4, amount=Decimal(14_000))
    assert not found.escalations.filter(answer="").exists()
    found = score(act, found, 4, amount=Decimal(16_000))
    assert found.escalations.filter(answer="", horizon="programme").count() == 1


def test_what_is_passed_on_asks_the_next_horizon_and_none_is_above_strategy(act: Act):
    found = score(act, noted(act), 4, amount=Decimal(15_000))
    actions.answer_escalation(act, pk=found.pk, version=found.identity.version, answer="raised", reason="Not mine.")
    found = now(found)
    assert found.raised_to == "strategy"
    with pytest.raises(Refusal, match="no horizon above"):
        actions.answer_escalation(act, pk=found.pk, version=found.identity.version, answer="raised", reason="Again.")
    assert [each.answer for each in found.escalations.all()] == ["raised", ""]


def test_nothing_is_monitored_over_its_threshold_without_an_answer(act: Act, manager: Account):
    fields = {"treatment": "accept", "owner": manager.pk, "review_on": date(2027, 1, 1)}
    found = score(act, noted(act, **fields), 5, impact=5)
    version = found.identity.version
    actions.move_risk(act, pk=found.pk, version=version, to="analysed")
    with pytest.raises(Refusal, match="answers first"):
        actions.move_risk(act, pk=found.pk, version=version + 1, to="monitored")
    assert now(found).state == "analysed"
    actions.answer_escalation(act, pk=found.pk, version=version + 1, answer="accepted", reason="We bear it.")
    actions.move_risk(act, pk=found.pk, version=now(found).identity.version, to="monitored")
    assert now(found).state == "monitored"
    assert list(check.check()) == []


def test_a_treated_risk_is_scored_again_before_it_is_monitored(act: Act, manager: Account):
    fields = {"treatment": "reduce", "plan": "p", "owner": manager.pk, "review_on": date(2027, 1, 1)}
    found = score(act, noted(act, **fields), 2, impact=2)
    for to in ("analysed", "treating"):
        actions.move_risk(act, pk=found.pk, version=now(found).identity.version, to=to)
    with pytest.raises(Refusal, match="with the treatment"):
        actions.move_risk(act, pk=found.pk, version=now(found).identity.version, to="monitored")
    score(act, found, 1, impact=2, is_residual=True)
    actions.move_risk(act, pk=found.pk, version=now(found).identity.version, to="monitored")


def test_a_score_is_never_changed(act: Act):
    found = score(act, noted(act), 2, impact=2)
    with pytest.raises(DatabaseError), transaction.atomic():
        RiskScore.objects.filter(risk=found).update(likelihood=1)
    assert found.scores.get().likelihood == 2


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"likelihood": 3}, "risk.no_impact"),
        ({"likelihood": 3, "amount": Decimal(-1)}, "risk.amount"),
        ({"likelihood": 9, "impact": 2}, "record.invalid"),
        ({"likelihood": 3, "impact": 0}, "record.invalid"),
    ],
)
def test_a_score_that_makes_no_sense_is_refused(act: Act, given: dict[str, Any], code: str):
    found = noted(act)
    before = EventRow.objects.count()
    with pytest.raises(Refusal) as no:
        actions.score_risk(act, pk=found.pk, version=1, **given)
    assert no.value.code == code
    assert (now(found).likelihood, found.scores.count(), EventRow.objects.count()) == (None, 0, before)


def test_of_two_who_score_at_once_the_second_is_told(act: Act):
    found = noted(act)
    score(act, found, 2, impact=2)
    with pytest.raises(Outdated):
        actions.score_risk(act, pk=found.pk, version=1, likelihood=5, impact=5)
    assert now(found).likelihood == 2


def test_an_overdue_review_is_shown_until_the_risk_is_closed(act: Act, manager: Account, client: Client):
    found = noted(act, review_on=date(2026, 1, 15), owner=manager.pk)
    noted(act, review_on=date(2999, 1, 15), owner=manager.pk)
    assert [each.pk for each in overdue_reviews(manager)] == [found.pk]
    client.force_login(manager)
    assert "review overdue" in client.get("/").content.decode()
    actions.close_risk(act, pk=found.pk, version=1, end="gone", reason="The server is gone.")
    assert not overdue_reviews(manager).exists()


def test_the_pages_speak_no_bare_english(manager: Account, pseudo: Any, client: Client):
    Account.objects.update(name="Ωμέγα")
    client.force_login(manager)
    address = a_risk(manager)
    for path in (address, address + "score/", address + "answer/", "/risks/map/", "/risks/", "/"):
        page = client.get(path).content.decode().replace("RSK", "")  # a number is no word
        assert bare_words(page) == [], path
