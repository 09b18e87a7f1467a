"""The culture of improving: who takes part, a warning when it hangs on one person, hours and thanks; no ranking."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from hansei.kernel import links
from hansei.kernel.actions import Act
from hansei.kernel.errors import Refusal
from hansei.kernel.models import OWN, Account, EventRow, Grant, Identity, Role, TeamMember
from hansei.rooms.improvement import actions
from hansei.rooms.improvement.actions import katas
from hansei.rooms.improvement.forms.culture import NominateForm
from hansei.rooms.improvement.models import Improvement, Nomination, RoleDuty
from hansei.rooms.improvement.queries import TeamRow, coached, culture, wall
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


def nominate(by: Account, person: Account | None = None, improvement: int | None = None) -> Nomination:
    return actions.nominate(act(by), account=person.pk if person else None, improvement=improvement, text="Похвала Ω")


def of_team(*people: Account) -> None:
    team = Identity.objects.create(kind="team", key=f"Team{people[0].pk}", source_id=1)
    for each in people:
        TeamMember.objects.create(team=team, account=each, since=timezone.now() - timedelta(days=1))


def of_organisation(key: str, *given: str) -> Account:
    """An account with these rights in one organisation only."""
    where = Identity.objects.create(kind="organisation", key=key, source_id=OWN)
    found = Account.objects.create_user(f"{key}@test.example", "correct horse battery", name=key)
    role = Role.objects.create(key=key, rights=[*given])
    Grant.objects.create(account=found, role=role, scope="organisation", scope_object=where, since=timezone.now())
    return found


def test_nobody_of_another_organisation_reads_who_is_celebrated_on_their_own(manager: Account):
    one, other = (of_organisation(key, "improvement.see") for key in "БВ")
    actions.answer_nomination(act(one), nomination=nominate(manager, one).pk, agrees=True)
    assert [each.account for each in wall(manager)] == [each.account for each in wall(one)] == [one]
    assert not wall(other).exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_who_clicks_twice_nominates_once():
    by, person = make_account("manager"), make_account("agent")
    told: list[str] = []

    def click() -> None:
        try:
            told.append(nominate(by, person).state)
        except Refusal as refusal:
            told.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(told) == ["asked", *["nomination.asked"] * 3]
    assert Nomination.objects.count() == 1


def test_nobody_is_nominated_who_could_not_read_it_and_answer(manager: Account):
    blind = of_organisation("Б", "feedback.see")
    with pytest.raises(Refusal) as no:
        nominate(manager, blind)
    assert (no.value.code, Nomination.objects.count()) == ("nomination.stranger", 0)
    assert blind not in NominateForm(manager).fields["account"].queryset  # type: ignore[attr-defined]  # of accounts


def test_a_nomination_stands_on_the_wall_only_while_the_person_agrees(manager: Account, client: Client):
    agent, mate, other = make_account("agent"), *(make_account("agent", f"{n}@test.example") for n in range(2))
    of_team(agent, mate)
    made = nominate(manager, agent)

    def seen(account: Account, path: str = "/improvements/nominate/") -> bool:
        client.force_login(account)
        return "Похвала Ω" in client.get(path).content.decode()

    wall = "/improvements/culture/"
    assert [seen(each) for each in (agent, mate, manager, other)] == [True, True, True, False]
    assert [seen(agent, "/"), seen(mate, "/"), seen(other, wall), seen(manager, wall)] == [True, False, False, False]
    answer = f"/improvements/nominate/{made.pk}/answer/"
    client.force_login(mate)
    assert client.post(answer, {"agrees": "yes"}).status_code == 404
    client.force_login(agent)
    assert client.post(answer, {"agrees": "yes"}).status_code == 302
    assert seen(other, wall)
    client.force_login(agent)
    client.post(answer, {"agrees": "no"})
    assert not seen(other, wall)
    kinds = EventRow.objects.filter(kind__startswith="culture.").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["culture.nominated", *["culture.nomination_answered"] * 2]


def test_an_improvement_is_celebrated_in_the_person_of_its_owner(manager: Account):
    agent = make_account("agent")
    (found,) = owned(manager, agent)
    assert nominate(manager, improvement=found.pk).account == agent
    with pytest.raises(Refusal) as twice:
        nominate(manager, improvement=found.pk)
    nobodys = actions.propose(act(manager), fields={"title": "Ω"})
    with pytest.raises(Refusal) as nobody:
        nominate(manager, improvement=nobodys.pk)
    with pytest.raises(Refusal) as oneself:
        nominate(agent, improvement=found.pk)
    codes = [each.value.code for each in (twice, nobody, oneself)]
    assert codes == ["nomination.asked", "nomination.nobody", "nomination.oneself"]
    assert Nomination.objects.count() == 1


def test_coaching_shows_sessions_rhythm_and_what_is_late(manager: Account, client: Client):
    """Weekly from Monday 6 January: held on the 6th and 20th; on the 22nd the 27th is next, on the 28th it is late."""
    agent = make_account("agent")
    fields: katas.KataFields = {"title": "Ω", "learner": agent.pk, "coach": manager.pk, "begins_on": date(2025, 1, 6)}
    board = katas.begin_kata(act(manager), fields=fields)
    (found,) = owned(manager, agent)
    links.link(act(manager), record=board.pk, role="relates_to", target=found.identity.key)
    for day in (6, 20):
        at = datetime(2025, 1, day, 12, tzinfo=UTC)
        katas.hold_coaching(Act(by=manager, via="cli", at=at, told_at=timezone.now()), pk=board.pk, answers=["Ω"] * 5)
    (row,) = coached(manager, today=date(2025, 1, 22))
    assert (row.sessions, row.rhythm, row.last_on, row.next_on) == (
        2, Share(2, 3), date(2025, 1, 20), date(2025, 1, 27)
    )  # fmt: skip
    assert (row.is_late, row.improvements) == (False, (found,))
    (row,) = coached(manager, today=date(2025, 1, 28))
    assert (row.is_late, row.rhythm) == (True, Share(2, 4))
    client.force_login(manager)
    assert "Next session" in client.get("/improvements/culture/").content.decode()


def test_duties_in_role_descriptions_are_noted_and_ended(manager: Account, client: Client):
    client.force_login(manager)
    given = {"role": "Ведущий  смены", "duty": "Четыре часа в неделю."}
    assert client.post("/improvements/culture/roles/", {**given, "role": ""}).status_code == 422
    assert client.post("/improvements/culture/roles/", given).status_code == 302
    assert "Ведущий смены" in client.get("/improvements/culture/").content.decode()
    made = RoleDuty.objects.get()
    client.force_login(make_account("agent"))
    assert client.post("/improvements/culture/roles/end/", {"duty": made.pk}).status_code == 302
    made.refresh_from_db()
    assert made.until is not None
    assert EventRow.objects.filter(kind="culture.role_duty_ended").count() == 1
