"""Acting for somebody who is away: who may be named, for how long, and what a deputy decides in whose name."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from hansei.kernel.actions import Act
from hansei.kernel.errors import NotAllowed, NotFound, Outdated, Refusal
from hansei.kernel.models import OWN, Account, EventRow, Grant, Identity, Role
from hansei.rooms.governance import actions, queries
from hansei.rooms.governance.models import Decision, Deputy, Escalation, Risk, Taken
from tests.accounts import make_account
from tests.words import bare_words

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
ALL = ["decisions", "papers", "checks"]


@pytest.fixture
def admin() -> Account:
    return make_account("administrator")


@pytest.fixture
def anna() -> Account:
    return make_account("agent", "anna@test.example")


@pytest.fixture
def boris() -> Account:
    return make_account("agent", "boris@test.example")


@pytest.fixture
def chen() -> Account:
    return make_account("agent", "chen@test.example")


def by(account: Account | None) -> Act:
    return Act(by=account, via="web")


def name(principal: Account, account: Account, *, after: int = 0, days: int = 7, **more: Any) -> Deputy:
    """Let one act for the other, beginning so many days from now."""
    act = by(principal)
    since = act.at + timedelta(days=after)
    given = {"matters": ALL, "reason": "Отпуск", "since": since, "until": since + timedelta(days=days), **more}
    return actions.name_deputy(act, account=account.pk, **given)


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


@pytest.mark.parametrize(
    ("after", "days", "code"),
    [(-1, 7, "deputy.past"), (0, 0, "deputy.ends"), (3, -1, "deputy.ends"), (0, 367, "deputy.long")],
)
def test_days_that_cannot_be_are_refused(anna: Account, boris: Account, after: int, days: int, code: str):
    with pytest.raises(Refusal) as no:
        name(anna, boris, after=after, days=days)
    assert (no.value.code, Deputy.objects.count()) == (code, 0)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"matters": []}, "deputy.nothing"),
        ({"matters": ["everything"]}, "deputy.no_matter"),
        ({"reason": "  "}, "text.length"),
    ],
)
def test_a_deputy_has_something_to_do_and_a_reason(anna: Account, boris: Account, more: dict[str, Any], code: str):
    with pytest.raises(Refusal) as no:
        name(anna, boris, **more)
    assert (no.value.code, Deputy.objects.count(), EventRow.objects.filter(kind="deputy.named").count()) == (code, 0, 0)


def test_two_deputies_in_one_matter_at_one_time_are_refused(anna: Account, boris: Account, chen: Account):
    name(anna, boris, days=7, matters=["decisions"])
    with pytest.raises(Refusal) as no:
        name(anna, chen, after=6, matters=["decisions", "checks"])
    assert no.value.code == "deputy.overlapping"
    name(anna, chen, after=6, matters=["checks"])
    name(anna, chen, after=8, matters=["decisions"])
    assert Deputy.objects.count() == 3


def test_a_circle_is_refused_and_one_after_the_other_is_none(anna: Account, boris: Account, chen: Account):
    name(anna, boris, days=7)
    name(boris, chen, days=7)
    for principal, account in ((boris, anna), (chen, anna)):
        with pytest.raises(Refusal) as no:
            name(principal, account, after=3, matters=["checks"])
        assert no.value.code in ("deputy.circular", "deputy.overlapping")
    with pytest.raises(Refusal) as no:
        name(chen, anna, after=3)
    assert no.value.code == "deputy.circular"
    name(chen, anna, after=8)
    assert Deputy.objects.count() == 3


def test_an_administrator_names_for_others_and_nobody_else_does(admin: Account, anna: Account, boris: Account):
    later = timezone.now() + WEEK
    given: dict[str, Any] = {"until": later, "matters": ALL, "reason": "Больна", "principal": anna.pk}
    with pytest.raises(NotAllowed):
        actions.name_deputy(by(boris), account=boris.pk, **given)
    with pytest.raises(Refusal) as no:
        actions.name_deputy(by(admin), account=anna.pk, **given)
    assert no.value.code == "deputy.oneself"
    assert Deputy.objects.count() == 0
    made = actions.name_deputy(by(admin), account=boris.pk, **given)
    assert (made.principal, made.account, made.named_by) == (anna, boris, admin)


def test_an_administrator_neither_names_themselves_nor_lets_themselves_act_for_longer(
    admin: Account, anna: Account, client: Client
):
    given: dict[str, Any] = {"matters": ["checks"], "reason": "Больна"}
    with pytest.raises(Refusal) as no:
        actions.name_deputy(by(admin), principal=anna.pk, account=admin.pk, until=timezone.now() + WEEK, **given)
    assert no.value.code == "deputy.in_own_favour"
    assert Deputy.objects.count() == 0
    made = name(anna, admin, **given)
    with pytest.raises(Refusal) as no:
        actions.change_deputy(by(admin), deputy=made.pk, version=1, until=made.until + WEEK, matters=ALL)
    assert no.value.code == "deputy.in_own_favour"
    client.force_login(admin)
    page = client.get("/governance/deputies/")
    (line,) = page.context["lines"]
    assert (line["may_change"], line["may_end"]) == (False, True)
    assert admin not in page.context["form"].fields["account"].queryset
    made.refresh_from_db()
    assert (made.matters, made.version) == (["checks"], 1)


@pytest.mark.parametrize("last", ["9999-12-30", "9999-12-31"])
def test_the_last_days_of_the_calendar_are_refused_as_too_long(
    anna: Account, boris: Account, client: Client, last: str
):
    client.force_login(anna)
    given = {"account": boris.pk, "until": last, "matters": ["checks"], "reason": "Отпуск"}
    answer = client.post("/governance/deputies/", given)
    assert (answer.status_code, Deputy.objects.count()) == (422, 0)
    assert "A deputy acts for a year at most" in answer.content.decode()


def of_organisation(email: str, key: str, role: str = "agent") -> Account:
    """An account that works for one organisation only."""
    where, _made = Identity.objects.get_or_create(kind="organisation", key=key, defaults={"source_id": OWN})
    found = Account.objects.create_user(email, "correct horse battery", name=email)
    given = Role.objects.get(key=role)
    Grant.objects.create(account=found, role=given, scope="organisation", scope_object=where, since=timezone.now())
    return found


def test_a_customers_account_does_not_act_for_another_organisation(admin: Account, anna: Account):
    one, other = of_organisation("one@a.example", "A"), of_organisation("other@b.example", "B")
    same = of_organisation("same@a.example", "A")
    for principal, account in ((anna, one), (one, other)):
        with pytest.raises(Refusal) as no:
            actions.name_deputy(
                by(admin), principal=principal.pk, account=account.pk, until=timezone.now() + WEEK, matters=ALL,
                reason="Ω",
            )  # fmt: skip
        assert no.value.code == "deputy.elsewhere"
    with pytest.raises(NotFound):
        name(one, other)
    assert Deputy.objects.count() == 0
    name(one, same)
    name(same, anna)
    assert Deputy.objects.count() == 2


def test_who_sees_no_decisions_is_no_deputy_though_they_work_in_the_same_place(
    admin: Account, anna: Account, client: Client
):
    """An agent of one organisation does not hand its matters to its customer, who could not even end that."""
    Role.objects.create(key="reads_nothing", rights=[])
    one, customer = of_organisation("one@a.example", "A"), of_organisation("c@a.example", "A", "reads_nothing")
    same, more = of_organisation("same@a.example", "A"), of_organisation("more@a.example", "A")
    where, _made = Identity.objects.get_or_create(kind="organisation", key="B", defaults={"source_id": OWN})
    for account, role in ((one, "agent"), (more, "reads_nothing")):
        given = Role.objects.get(key=role)
        Grant.objects.create(
            account=account, role=given, scope="organisation", scope_object=where, since=timezone.now()
        )
    until = timezone.now() + WEEK
    for principal, account in ((same, customer), (one, more)):
        for who in (principal, admin):
            with pytest.raises(Refusal, match="may not see decisions, so could neither take nor end this") as no:
                actions.name_deputy(
                    by(who), principal=principal.pk, account=account.pk, until=until, matters=ALL, reason="Ω"
                )
            assert no.value.code == "deputy.sees_nothing"
    assert Deputy.objects.count() == 0
    client.force_login(same)
    offered = client.get("/governance/deputies/").context["form"].fields["account"].queryset
    assert customer not in offered and one in offered
    name(same, one)
    name(same, anna, after=8)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_four_who_name_at_once_none_closes_a_circle():
    ring = [make_account("agent", f"{n}@test.example") for n in range(4)]
    answers: list[str] = []

    def name_next(at: int) -> None:
        try:
            name(ring[at], ring[(at + 1) % 4])
            answers.append("named")
        except Refusal as refusal:
            answers.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=name_next, args=(at,)) for at in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(answers) == ["deputy.circular", "named", "named", "named"]
    assert Deputy.objects.count() == 3


def test_changing_and_ending_are_acts_and_what_ended_stays(anna: Account, boris: Account, chen: Account):
    made = name(anna, boris)
    longer = made.until + WEEK
    with pytest.raises(NotAllowed):
        actions.change_deputy(by(boris), deputy=made.pk, version=1, until=longer, matters=ALL)
    with pytest.raises(NotFound):
        actions.end_deputy(by(chen), deputy=made.pk, version=1)
    actions.change_deputy(by(anna), deputy=made.pk, version=1, until=longer, matters=["checks"])
    with pytest.raises(Outdated):
        actions.change_deputy(by(anna), deputy=made.pk, version=1, until=longer, matters=ALL)
    actions.end_deputy(by(boris), deputy=made.pk, version=2)
    with pytest.raises(Refusal) as no:
        actions.change_deputy(by(anna), deputy=made.pk, version=3, until=longer, matters=ALL)
    assert no.value.code == "deputy.over"
    kinds = EventRow.objects.filter(kind__startswith="deputy.").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["deputy.named", "deputy.changed", "deputy.ended"]
    coming = name(anna, boris, after=3)
    actions.end_deputy(by(anna), deputy=coming.pk, version=1)
    coming.refresh_from_db()
    assert coming.until == coming.since


def test_naming_changing_and_ending_on_the_page(anna: Account, boris: Account, chen: Account, client: Client):
    client.force_login(anna)
    last = timezone.localdate() + WEEK
    given: dict[str, Any] = {"account": boris.pk, "until": last, "matters": ["checks"], "reason": "Отпуск"}
    assert client.post("/governance/deputies/", {**given, "matters": []}).status_code == 422
    assert client.post("/governance/deputies/", given).status_code == 302
    made = Deputy.objects.get()
    assert timezone.localdate(made.last_instant) == last
    crossing = client.post("/governance/deputies/", {**given, "account": chen.pk})
    assert crossing.status_code == 422
    assert "acts for Agent at that time already" in crossing.content.decode()
    address = f"/governance/deputies/{made.pk}/"
    change = {"version": 1, "until": last + WEEK, "matters": ["checks", "papers"]}
    assert client.post(address, change).status_code == 302
    made.refresh_from_db()
    assert made.matters == ["papers", "checks"]
    assert "Отпуск" in client.get("/governance/deputies/").content.decode()
    client.force_login(chen)
    assert "Отпуск" not in client.get("/governance/deputies/").content.decode()
    assert client.get(address).status_code == 404
    assert client.post(f"{address}end/", {"version": 2}).status_code == 404
    client.force_login(boris)
    assert client.post(f"{address}end/", {"version": 2}).status_code == 302
    made.refresh_from_db()
    assert made.until <= timezone.now()


def test_a_closed_account_neither_acts_nor_is_acted_for(anna: Account, boris: Account):
    name(anna, boris)
    assert queries.stands_in_for(boris, "checks") == [anna]
    anna.is_active = False
    anna.save()
    assert queries.stands_in_for(boris, "checks") == []


def test_the_pages_speak_no_bare_english(admin: Account, anna: Account, boris: Account, pseudo: Any, client: Client):
    made = name(anna, boris)
    Account.objects.update(name="Ωμέγα")
    client.force_login(admin)
    for path in ("/governance/deputies/", f"/governance/deputies/{made.pk}/"):
        assert bare_words(client.get(path).content.decode()) == [], path
