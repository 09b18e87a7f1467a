"""Naming a deputy: who may be named, by whom, for how long; changing and ending it."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from hansei.kernel.errors import NotAllowed, NotFound, Outdated, Refusal
from hansei.kernel.models import OWN, Account, EventRow, Grant, Identity, Role
from hansei.rooms.governance import actions, queries
from hansei.rooms.governance.models import Deputy
from hansei.rooms.governance.tests.deputies import ALL, WEEK, by, name
from tests.accounts import make_account

pytestmark = pytest.mark.django_db


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


def test_what_is_ones_own_is_handed_only_to_whoever_works_everywhere(admin: Account, anna: Account):
    """Two who decide of their own records only would otherwise see each other's."""
    one, other = (Account.objects.create_user(f"{n}@test.example", "correct horse battery", name=n) for n in "αβ")
    for each in (one, other):
        role = Role.objects.get(key="agent")
        Grant.objects.create(account=each, role=role, scope=Grant.Scope.MINE, since=timezone.now())
    assert (queries.reaches(one, other), queries.reaches(anna, one)) == (False, True)
    given: dict[str, Any] = {"principal": one.pk, "until": timezone.now() + WEEK, "matters": ALL, "reason": "Ω"}
    with pytest.raises(Refusal) as no:
        actions.name_deputy(by(admin), account=other.pk, **given)
    assert no.value.code == "deputy.elsewhere"
    actions.name_deputy(by(admin), account=anna.pk, **given)


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
