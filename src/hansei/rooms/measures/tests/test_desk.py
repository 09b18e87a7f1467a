"""The service desk's panel: four measures that are never without their three guards, from the log, counts, surveys."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hansei.blocks.survey.models import Response, Survey
from hansei.kernel.actions import Act
from hansei.kernel.errors import NotAllowed, NotFound, Refusal
from hansei.kernel.models import Account, EventRow, Grant, Role
from hansei.rooms.measures import actions, desk_panel, desks, entered_pairs
from hansei.rooms.measures.desk_line import FOUR, GUARDS, name_of
from hansei.rooms.measures.models import DeskSetting, Metric
from hansei.rooms.measures.tests.histories import a_data_set
from hansei.rooms.mining import queries as mining
from hansei.rooms.mining.models import DataSet
from tests.accounts import make_account
from tests.words import bare_words

pytestmark = pytest.mark.django_db
START = datetime.fromisoformat("2025-03-01 09:00")
MARCH = (date(2025, 3, 1), date(2025, 3, 31))
PERIOD = "since=2025-03-01&until=2025-03-31"


@pytest.fixture
def manager() -> Account:
    return make_account("manager")


def a_desk(people: int = 6) -> DataSet:
    """40 matters from 1 March on, every 18 hours, each resolved after 30 minutes.

    Every fourth goes to 网络, every eighth from there on to 桌面: of 10 dispatches 5 are right. Matters 20 and 21
    are of one person: of the 30 from 10 on (the eighth day) 1 is a repeat. Of the 30 before the last seven days 8
    were passed on: 22 are resolved at once.
    """
    cases, steps = [], []
    for number in range(40):
        at = START + timedelta(hours=18 * number)
        teams = ["一线", *(["网络"] if number % 4 == 0 else []), *(["桌面"] if number % 8 == 0 else [])]
        cases.append({
            "key": f"问{number}", "reported_at": at, "resolved_at": at + timedelta(minutes=30), "last_at": at,
            "requester": "同" if number in (20, 21) else f"人{number}", "service": "邮件", "is_open": False,
        })  # fmt: skip
        steps += [
            {"case": number + 1, "at": at + timedelta(minutes=place), "team": team, "person": f"员{number % people}"}
            for place, team in enumerate(teams)
        ]
    return a_data_set(cases, steps=steps)


def with_rights(*held: str) -> Account:
    account = Account.objects.create_user("reads@test.example", "x", name="Reads")
    role = Role.objects.create(key="reads", rights=list(held))
    Grant.objects.create(account=account, role=role, scope="everything", since=timezone.now() - timedelta(days=1))
    return account


def set_desk(by: Account | None, data_set: DataSet, **given: Any) -> int:
    told: dict[str, Any] = {"teams": ["一线"], "beyond": [], "minutes": 60, "counts": {}} | given
    return actions.set_desk(Act(by=by, via="web"), source=data_set.pk, **told)


def counts(**values: float) -> None:
    """March's counts in the entries that come with the product."""
    actions.ship(Act(by=None, via="cli"), names=list(desks.COUNTS))
    for code, value in values.items():
        enter(code, value)


def enter(code: str, value: float, first: date = MARCH[0], last: date = MARCH[1]) -> None:
    given: Any = [{"first": first, "last": last, "value": value, "n": None}]
    metric = Metric.objects.get(shipped=code)
    actions.enter_values(Act(by=None, via="cli"), pk=metric.pk, values=given, source="Αρχείο", method="monitoring")


def answered(*stars: int, week: date = date(2025, 3, 10)) -> None:
    asked, _made = Survey.objects.get_or_create(
        title="После обращения",
        defaults={"service": "Почта", "trigger": "contact", "questions": ["met"], "opened_at": timezone.now()},
    )
    Response.objects.bulk_create(Response(survey=asked, week=week, answers={"met": each}) for each in stars)


def taken(client: Client, data_set: DataSet, more: str = "") -> dict[str, dict[str, str]]:
    """The file, by what each line is called."""
    text = client.get(f"/measures/desk/?source={data_set.pk}&{PERIOD}&export=csv{more}").content.decode("utf-8-sig")
    return {row["Figure"]: row for row in csv.DictReader(io.StringIO(text))}


def test_the_four_measures_stand_together_with_their_three_guards(manager: Account, client: Client):
    """MSR-10. 300 offered, 270 answered, 1,350 minutes: 90.0 % and 5:00; 460 of 500 contacts with a ticket: 92 %."""
    data_set = a_desk()
    set_desk(None, data_set)
    counts(calls_offered=300, calls_answered=270, talk_minutes=1350, contacts_answered=500, contacts_recorded=460)
    answered(5, 5, 4, 4, 2)
    client.force_login(manager)
    page = client.get(f"/measures/desk/?source={data_set.pk}&{PERIOD}").content.decode()
    assert "Вызовы" in page
    for code in (*FOUR, *GUARDS):
        assert page.count(name_of(code)) >= 2, code  # a tile and its line
    lines = taken(client, data_set)
    assert list(lines) == [name_of(code) for code in (*FOUR, *GUARDS)]
    told = {name: (row["Value"], row["n"]) for name, row in lines.items()}
    assert told == {
        "Answer rate": ("0.9", "300.0"),
        "Dispatch accuracy": ("0.5", "10"),
        "Record rate": ("0.92", "500.0"),
        "Mean call time": ("300.0", "270.0"),
        "Repeat contacts within 7 days": (str(1 / 30), "30"),
        "Satisfaction after a contact": ("0.8", "5"),
        "First-contact resolution, net": (str(22 / 30), "30"),
    }
    assert {row["Data set"] for row in lines.values()} == {"Вызовы"}


def test_what_has_no_source_says_so_and_is_no_zero(manager: Account, client: Client):
    data_set = a_desk()
    actions.ship(Act(by=None, via="cli"), names=list(desks.COUNTS))
    client.force_login(manager)
    page = client.get(f"/measures/desk/?source={data_set.pk}&{PERIOD}").content.decode()
    offered = Metric.objects.get(shipped="calls_offered")
    assert "No source yet: enter or import Calls offered to the service desk" in page
    assert f"/metrics/{offered.pk}/import/" in page
    assert "Nobody has said yet which teams of this data set are the service desk." in page
    assert f"/measures/desk/{data_set.pk}/setting/" in page
    lines = taken(client, data_set)
    assert [row["Value"] for name, row in lines.items() if name != "Repeat contacts within 7 days"] == [""] * 6


def test_four_answers_are_not_shown_and_a_week_of_four_is_no_point(manager: Account, client: Client):
    data_set = a_desk()
    answered(5, 5, 5, 1)
    client.force_login(manager)
    said = taken(client, data_set)["Satisfaction after a contact"]
    assert (said["Value"], said["Counted"], said["n"]) == ("", "", "")
    assert said["Remark"].startswith("Fewer than five answers")


def test_who_may_not_see_surveys_sees_that_the_guard_is_closed_to_them(client: Client):
    data_set = a_desk()
    answered(5, 5, 5, 5, 5)
    client.force_login(with_rights("mining.see", "measures.see"))
    said = taken(client, data_set)["Satisfaction after a contact"]
    assert (said["Value"], said["n"]) == ("", "")
    assert said["Remark"] == "You may not see surveys: ask for that right."
    assert client.get(f"/measures/desk/{data_set.pk}/setting/").status_code == 403


def test_entered_counts_are_for_those_who_may_see_the_catalogue(client: Client):
    data_set = a_desk()
    counts(calls_offered=300, calls_answered=270)
    client.force_login(with_rights("mining.see"))
    assert taken(client, data_set)["Answer rate"]["Value"] == ""


def test_a_period_in_which_one_count_is_missing_is_left_out_of_the_ratio(manager: Account):
    counts(calls_offered=300, calls_answered=270)
    enter("calls_offered", 200, date(2025, 4, 1), date(2025, 4, 30))
    known = {code: Metric.objects.get(shipped=code) for code in ("calls_answered", "calls_offered")}
    pairs, alone = entered_pairs.pairs_of(known["calls_answered"], known["calls_offered"])
    told = entered_pairs.together(pairs, alone, date(2025, 3, 1), date(2025, 4, 30))
    assert (told.value, told.below, told.days, told.alone) == (0.9, 300, 31, 1)


def test_days_within_an_entered_month_are_not_counted_twice(manager: Account):
    counts(calls_offered=300, calls_answered=270)
    for code, value in (("calls_offered", 10), ("calls_answered", 5)):
        enter(code, value, date(2025, 3, 3), date(2025, 3, 3))
    known = {code: Metric.objects.get(shipped=code) for code in ("calls_answered", "calls_offered")}
    pairs, alone = entered_pairs.pairs_of(known["calls_answered"], known["calls_offered"])
    told = entered_pairs.together(pairs, alone, *MARCH)
    assert (told.above, told.below, told.days) == (5, 10, 1)


def test_agreed_exclusions_come_off_the_contacts_answered(manager: Account, client: Client):
    """SUP-01: 460 of 500 with a ticket; 20 excluded: 460 of 480."""
    data_set = a_desk()
    counts(contacts_answered=500, contacts_recorded=460, contacts_excluded=20)
    client.force_login(manager)
    said = taken(client, data_set)["Record rate"]
    assert (said["Value"], said["n"]) == (str(460 / 480), "480.0")


@pytest.mark.beside_database
@pytest.mark.slow
def test_each_number_leads_to_exactly_its_cases(manager: Account, client: Client):
    data_set = a_desk()
    set_desk(None, data_set)
    client.force_login(manager)
    base = f"/measures/desk/cases/?source={data_set.pk}&{PERIOD}&figure="
    found = {}
    for name in ("dispatch_accuracy", "first_contact_resolution", "repeat_contact_share"):
        for which in ("all", "hit", "miss"):
            file = client.get(f"{base}{name}&which={which}&export=csv")
            text = b"".join(file).decode("utf-8-sig")
            found[name, which] = [row["Number"] for row in csv.DictReader(io.StringIO(text))]
    assert found["dispatch_accuracy", "hit"] == [f"问{number}" for number in (36, 28, 20, 12, 4)]
    assert found["dispatch_accuracy", "miss"] == [f"问{number}" for number in (32, 24, 16, 8, 0)]
    assert found["repeat_contact_share", "hit"] == ["问21"]
    assert {name: len(rows) for (name, which), rows in found.items() if which == "all"} == {
        "dispatch_accuracy": 10, "first_contact_resolution": 30, "repeat_contact_share": 30,
    }  # fmt: skip
    page = client.get(f"{base}dispatch_accuracy&which=miss").content.decode()
    assert "问32" in page and "问36" not in page


def test_the_period_before_stands_beside_and_days_add_up(manager: Account):
    data_set = a_desk()
    set_desk(None, data_set)
    kept = desk_panel.days_of(mining.kept, data_set, desks.told_of(data_set))
    days = kept["measures"]["dispatch_accuracy"]["days"]
    whole = desk_panel.summed(days, date(2025, 3, 1), date(2025, 3, 31))
    halves = [
        desk_panel.summed(days, *each)
        for each in ((date(2025, 3, 1), date(2025, 3, 15)), (date(2025, 3, 16), date(2025, 3, 31)))
    ]
    assert whole["n"] == sum(each["n"] for each in halves) == 10
    assert whole["count"] == sum(each["count"] for each in halves) == 5


@pytest.mark.beside_database
@pytest.mark.slow
def test_teams_of_fewer_than_five_people_are_not_shown_by_themselves(manager: Account, client: Client):
    client.force_login(manager)
    for people, offered in ((5, True), (4, False)):
        data_set = a_desk(people)
        set_desk(None, data_set)
        page = client.get(f"/measures/desk/?source={data_set.pk}&{PERIOD}")
        assert ('<option value="一线"' in page.content.decode()) is offered
        asked = client.get(f"/measures/desk/?source={data_set.pk}&{PERIOD}&team=一线")
        assert asked.status_code == (200 if offered else 400)
        behind = client.get(f"/measures/desk/cases/?source={data_set.pk}&{PERIOD}&figure=dispatch_accuracy&team=一线")
        assert behind.status_code == (200 if offered else 400)


def test_what_is_beyond_the_desk_leaves_the_net_figure(manager: Account, client: Client):
    data_set = a_desk()
    set_desk(None, data_set, beyond=[["service", "邮件"]])
    client.force_login(manager)
    said = taken(client, data_set)["First-contact resolution, net"]
    assert (said["Value"], said["n"]) == ("", "0")
    assert "beyond what the service desk is able to resolve: 30" in said["Left out"]


def test_only_who_works_on_measures_says_which_teams_are_the_desk(manager: Account):
    data_set = a_desk()
    before = EventRow.objects.count()
    with pytest.raises(NotAllowed):
        set_desk(with_rights("mining.see", "measures.see"), data_set)
    assert (DeskSetting.objects.count(), EventRow.objects.count()) == (0, before)


def test_the_same_desk_again_changes_nothing_and_nonsense_is_refused(manager: Account):
    data_set = a_desk()
    set_desk(manager, data_set)
    events = EventRow.objects.filter(kind="measures.desk_set").count()
    set_desk(manager, data_set)
    assert EventRow.objects.filter(kind="measures.desk_set").count() == events == 1
    for given in (
        {"minutes": 0},
        {"minutes": 1441},
        {"teams": [""]},
        {"beyond": [["person", "x"]]},
        {"counts": {"x": 1}},
    ):
        with pytest.raises(Refusal):
            set_desk(manager, data_set, **given)
    with pytest.raises(NotFound):
        actions.set_desk(Act(by=manager, via="web"), source=10**9, teams=[], beyond=[], minutes=60, counts={})


def test_the_form_keeps_what_was_chosen(manager: Account, client: Client):
    data_set = a_desk()
    actions.ship(Act(by=None, via="cli"), names=list(desks.COUNTS))
    client.force_login(manager)
    address = f"/measures/desk/{data_set.pk}/setting/"
    assert "一线 (40)" in client.get(address).content.decode()
    own = Metric.objects.get(shipped="calls_answered")
    given = {"teams": ["一线"], "minutes": 30, "beyond": ['["service", "邮件"]'], "calls_offered": own.pk}
    assert client.post(address, given).status_code == 302
    held = DeskSetting.objects.get()
    assert (held.teams, held.minutes, held.beyond, held.counts) == (
        ["一线"],
        30,
        [["service", "邮件"]],
        {"calls_offered": own.pk},
    )
    assert client.post(address, given | {"teams": ["没有"]}).status_code == 422


def test_the_pages_speak_no_bare_english(pseudo: None, manager: Account, client: Client):
    data_set = a_desk()
    set_desk(None, data_set)
    counts(calls_offered=300, calls_answered=270)
    Account.objects.filter(pk=manager.pk).update(name="Ωμέγα")
    client.force_login(manager)
    for address in (
        f"/measures/desk/?source={data_set.pk}&{PERIOD}",
        f"/measures/desk/cases/?source={data_set.pk}&{PERIOD}&figure=dispatch_accuracy&which=miss",
        f"/measures/desk/{data_set.pk}/setting/",
    ):
        assert bare_words(client.get(address).content.decode()) == [], address
