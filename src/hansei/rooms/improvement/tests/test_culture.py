"""The culture of improving: who takes part, a warning when it hangs on one person, hours and thanks; no ranking."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from hansei.kernel.actions import Act
from hansei.kernel.models import Account, Grant, Identity, Role, TeamMember
from hansei.rooms.improvement import actions
from hansei.rooms.improvement.models import Improvement
from hansei.rooms.improvement.queries import TeamRow, culture
from hansei.rooms.improvement.queries.control import Share
from hansei.ui import words
from tests.accounts import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Account:
    return make_account("manager")


def act(by: Account) -> Act:
    return Act(by=by, via="cli")


def owned(by: Account, *owners: Account) -> list[Improvement]:
    return [actions.propose(act(by), fields={"title": f"Ω{n}", "owner": each.pk}) for n, each in enumerate(owners)]


def test_one_person_with_three_of_five_is_a_warning_that_names_them_to_those_with_the_right(
    manager: Account, client: Client
):
    key, other = make_account("agent", "key@test.example"), make_account("agent")
    Account.objects.filter(pk=key.pk).update(name="Ключ")
    owned(manager, key, key, key, other, manager)
    told = culture(manager)
    assert (told.key_person, told.is_dependent, told.depends_on) == (Share(3, 5), True, "Ключ")
    assert culture(other).is_dependent and culture(other).depends_on == ""
    client.force_login(manager)
    page = client.get("/improvements/culture/").content.decode()
    assert "3 of 5 open improvements depend on one person" in page and "That is Ключ." in page
    client.force_login(other)
    page = client.get("/improvements/culture/").content.decode()
    assert "3 of 5 open improvements depend on one person" in page and "Ключ" not in page


@pytest.mark.parametrize(
    ("mine", "others", "warned"), [(2, 2, False), (2, 1, True), (2, 0, False)], ids=["half", "two thirds", "too few"]
)
def test_half_is_no_warning_and_two_improvements_are_too_few(manager: Account, mine: int, others: int, warned: bool):
    other = make_account("agent")
    owned(manager, *[manager] * mine, *[other] * others)
    assert culture(manager).is_dependent is warned


def test_who_was_withdrawn_or_closed_is_depended_on_no_more(manager: Account):
    found = owned(manager, manager, manager, manager)[0]
    assert culture(manager).key_person == Share(3, 3)
    Improvement.objects.filter(pk=found.pk).update(end="effective", ended_at=timezone.now(), state="closed")
    assert culture(manager).key_person == Share(2, 2)


def test_those_who_take_part_are_counted_among_staff_and_by_team(manager: Account):
    """Six of staff: five in one team of which two take part, and the manager; a customer's reader is no staff."""
    people = [make_account("agent", f"p{n}@test.example") for n in range(5)]
    desk = Identity.objects.create(kind="team", key="Служба")
    for each in people:
        TeamMember.objects.create(team=desk, account=each, since=timezone.now() - timedelta(days=1))
    small = Identity.objects.create(kind="team", key="Ночь")
    TeamMember.objects.create(team=small, account=people[0], since=timezone.now() - timedelta(days=1))
    reader = Account.objects.create_user("reader@test.example", "a long pass phrase", name="R")
    role = Role.objects.create(key="reader", rights=["improvement.shared"])
    Grant.objects.create(account=reader, role=role, scope="everything", since=timezone.now())
    found = owned(manager, people[0])[0]
    assert actions.take_part(act(people[1]), pk=found.pk)
    told = culture(manager)
    assert told.participants == Share(3, 6)  # the owner, who takes part, and the manager who proposed it
    assert told.teams == (TeamRow("Служба", Share(2, 5)),)  # the team of one is not shown


def test_hours_are_noted_by_whoever_works_and_replaced_by_a_later_word(manager: Account, client: Client):
    client.force_login(manager)
    given = {"month": timezone.localdate().strftime("%Y-%m"), "team": "Служба", "reserved": "40", "used": "10"}
    assert client.post("/improvements/culture/", given).status_code == 302
    assert client.post("/improvements/culture/", {**given, "used": "25"}).status_code == 302
    page = client.get("/improvements/culture/").content.decode()
    assert "Служба" in page and words.share(0.625) in page
    told = culture(manager)
    assert (told.reserved, told.used, told.hours) == (Decimal(40), Decimal(25), 0.625)
    refused = client.post("/improvements/culture/", {**given, "reserved": "много"})
    assert refused.status_code == 422 and culture(manager).used == 25
    year_ago = (timezone.localdate() - timedelta(days=400)).replace(day=1)
    actions.reserve_time(act(manager), month=year_ago, team="Служба", reserved=Decimal(99))
    assert culture(manager).reserved == 40
    reader = Account.objects.create_user("reader@test.example", "a long pass phrase", name="R")
    role = Role.objects.create(key="reader", rights=["improvement.see"])
    Grant.objects.create(account=reader, role=role, scope="everything", since=timezone.now())
    client.force_login(reader)
    assert client.get("/improvements/culture/").status_code == 403  # teams and hours are of no organisation's records
    assert client.post("/improvements/culture/", given).status_code == 403
