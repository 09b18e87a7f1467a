"""Surveys: seldom, at the right time, never the wrong question; answers tied to nobody; figures with n and interval."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hansei.blocks.ballot import queries as waiting
from hansei.blocks.ballot.models import Ballot
from hansei.blocks.survey import QUESTIONS, answering, queries, results
from hansei.blocks.survey.models import Hold, Invitation, Response, Survey
from hansei.kernel.actions import Act
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account, EventRow
from hansei.rooms.feedback import actions
from hansei.rooms.feedback.questions import AFTER_CONTACT, HALF_YEARLY
from hansei.rooms.feedback.tests.test_anonymous import added, dump
from tests.accounts import make_account
from tests.words import bare_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Account:
    return make_account("manager")


@pytest.fixture
def act(manager: Account) -> Act:
    return Act(by=manager, via="web")


def opened(act: Act, trigger: str = "contact", questions: Any = AFTER_CONTACT, **more: Any) -> int:
    return actions.open_survey(act, title="Ω", service="Mail", trigger=trigger, questions=list(questions), **more)


def links(act: Act, survey: int, *people: str) -> list[str]:
    return [token for _who, token in actions.invite(act, survey=survey, people=list(people)).links]


def test_fifty_promoters_thirty_passives_and_twenty_detractors_are_thirty_with_its_interval():
    """NPS = 50 − 20 = 30; half width 1.96 · √((0.7 − 0.3²) / 100) = 15.3."""
    found = results.result(QUESTIONS["recommend"], [9] * 25 + [10] * 25 + [7] * 15 + [8] * 15 + [6] * 10 + [0] * 10)
    assert (found.n, found.value) == (100, 30.0)
    assert found.low is not None
    assert found.high is not None
    assert (round(found.low, 1), round(found.high, 1)) == (14.7, 45.3)


def test_each_question_is_read_by_its_scale():
    met = results.result(QUESTIONS["met"], [5, 4, 4, 3, 1])
    assert (met.value, met.n, met.counts) == (0.6, 5, (1, 0, 1, 2, 1))
    felt = results.result(QUESTIONS["felt"], [2, 1, 0, -1])
    assert felt.value == 0.5
    worked = results.result(QUESTIONS["worked"], [2, 2, 1, 0])
    assert (worked.value, worked.counts) == (0.5, (1, 1, 2))
    nothing = results.result(QUESTIONS["recommend"], [])
    assert (nothing.value, nothing.low, nothing.high, nothing.n) == (None, None, None, 0)


@pytest.mark.parametrize(
    ("answers", "asked", "expected"), [(29, 29, ""), (30, 30, "up"), (30, 300, "up"), (30, 301, ""), (0, 0, "")]
)
def test_below_thirty_answers_or_ten_percent_there_is_no_arrow(answers: int, asked: int, expected: str):
    questions = [QUESTIONS["met"]]
    before = results.of(questions, [{"met": 1}] * 30, 30, 30)
    now = results.of(questions, [{"met": 5}] * answers, asked, answers)
    assert results.arrow(before, now, "met") == expected


@pytest.mark.parametrize(
    ("trigger", "questions", "code"),
    [
        ("contact", ["worked", "recommend"], "survey.not_after_contact"),
        ("contact", [*AFTER_CONTACT, "effort"], "survey.not_after_contact"),
        ("contact", [], "survey.questions"),
        ("contact", ["worked", "worked"], "survey.questions"),
        ("monthly", ["worked"], "survey.questions"),
        ("contact", ["invented"], "survey.questions"),
    ],
)
def test_a_recommendation_is_never_asked_after_a_contact(act: Act, trigger: str, questions: list[str], code: str):
    with pytest.raises(Refusal) as no:
        opened(act, trigger, questions)
    assert no.value.code == code
    assert not Survey.objects.exists()
    assert not EventRow.objects.filter(kind="survey.opened").exists()
    opened(act, "half_year", HALF_YEARLY)
    assert Survey.objects.count() == 1


def test_nothing_is_asked_while_something_grave_is_open_and_once_from_the_next_working_day(manager: Account):
    friday = datetime(2027, 3, 5, 12, tzinfo=UTC)
    act = Act(by=manager, via="web", at=friday)
    survey = opened(act, "major", ["service_worked"])
    held = actions.hold_surveys(act, why="Mail is down", service="mail")
    with pytest.raises(Refusal, match="nothing is asked until it is over"):
        actions.invite(act, survey=survey, people=["a@x.example"])
    assert not Invitation.objects.exists()
    actions.resume_surveys(act, held=held)
    saturday = Act(by=manager, via="web", at=friday + timedelta(days=1))
    with pytest.raises(Refusal, match="next working day"):
        actions.invite(saturday, survey=survey, people=["a@x.example"])
    monday = Act(by=manager, via="web", at=friday + timedelta(days=3))
    assert [each.pk for each in queries.rounds_due(date(2027, 3, 7))] == []
    assert [each.pk for each in queries.rounds_due(date(2027, 3, 8))] == [survey]
    assert len(links(monday, survey, "a@x.example")) == 1
    assert queries.rounds_due(date(2027, 3, 9)) == []


def test_a_hold_on_another_service_holds_nothing_here(act: Act):
    survey = opened(act)
    actions.hold_surveys(act, why="Boards are dark", service="Boards")
    assert len(links(act, survey, "a@x.example")) == 1
    actions.hold_surveys(act, why="Everything is down")
    with pytest.raises(Refusal):
        links(act, survey, "b@x.example")
    assert Hold.objects.count() == 2


def test_one_person_is_asked_once_in_so_many_days_whatever_the_survey(act: Act, manager: Account):
    first, second = opened(act), opened(act, "half_year", HALF_YEARLY)
    assert len(links(act, first, "Ada@x.example", "ada@x.example ", "bob@x.example")) == 2
    made = actions.invite(act, survey=second, people=["ada@x.example", "eve@x.example"])
    assert (len(made.links), made.capped) == (1, 1)
    later = Act(by=manager, via="web", at=timezone.now() + timedelta(days=30))
    assert len(links(later, second, "ada@x.example")) == 1


def test_a_sample_is_the_same_however_often_it_is_drawn(act: Act):
    survey = opened(act, sample_percent=30)
    people = [f"p{n}@x.example" for n in range(400)]
    made = actions.invite(act, survey=survey, people=people)
    assert 80 < len(made.links) < 160  # 120 expected; beyond four standard deviations on either side
    again = actions.invite(act, survey=survey, people=people)
    assert (len(again.links), again.capped, again.not_sampled) == (0, len(made.links), made.not_sampled)


def test_three_taps_by_a_link_and_the_answer_is_tied_to_nobody(act: Act, client: Client):
    survey = opened(act)
    [token] = links(act, survey, "ada@x.example")
    assert "ada@" not in "".join(row for rows in dump().values() for row in rows if "survey" in row.lower())
    before, address = dump(), f"/voice/asked/{token}/"
    assert "Did it work?" in client.get(address).content.decode()
    assert "How did dealing" in client.post(address, {"worked": "2"}).content.decode()
    assert "How well did it meet" in client.post(address, {"worked": "2", "felt": "-1"}).content.decode()
    thanks = client.post(address, {"worked": "2", "felt": "-1", "met": "4"})
    assert "What should we change?" in thanks.content.decode()
    new = added(before)
    assert sorted(new) == ["ballot_ballot", "ballot_box", "ballot_spentticket"]
    rows = "".join(row for rows in new.values() for row in rows)
    assert not [each for each in ("ada@", "datetime.datetime", "worked", token) if each in rows]
    assert client.get(address).status_code == 409
    client.post(address, {"thanks": thanks.context["thanks"], "text": "Shorter forms"})
    assert waiting.holds(f"survey.answers:{survey}", lambda said: said == {"worked": 2, "felt": -1, "met": 4})
    assert waiting.holds(f"survey.remarks:{survey}", lambda said: said == {"text": "Shorter forms"})
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    "answers",
    [{"worked": "9"}, {"worked": "x"}, {"worked": "²"}, {"worked": "--5"}, {"worked": "٣"}, {"recommend": "10"}],
)
def test_an_answer_that_is_none_is_not_taken(act: Act, client: Client, answers: dict[str, str]):
    [token] = links(act, opened(act), "ada@x.example")
    client.post(f"/voice/asked/{token}/", {"felt": "1", "met": "3", **answers})
    assert not Ballot.objects.exists()
    assert client.get(f"/voice/asked/{token}/").status_code == 200


def test_a_link_that_was_changed_is_over_or_closed_asks_nothing(act: Act, client: Client):
    survey = opened(act)
    [token] = links(act, survey, "ada@x.example")
    assert client.get(f"/voice/asked/{token[:-1]}x/").status_code == 404
    with pytest.raises(Refusal, match="over"):
        answering.survey_of(token, timezone.localdate() + timedelta(days=15))
    actions.close_survey(act, survey=survey)
    assert client.get(f"/voice/asked/{token}/").status_code == 409


@pytest.mark.parametrize(
    ("language", "asked"), [("en", "Did it work?"), ("ru", "получилось"), ("zh-hans", "解决"), ("zh-hant", "解決")]
)
def test_a_link_asks_in_the_language_of_its_reader(act: Act, client: Client, language: str, asked: str):
    [token] = links(act, opened(act), "ada@x.example")
    page = client.get(f"/voice/asked/{token}/", headers={"accept-language": language}).content.decode()
    assert asked in page


def test_surveys_are_opened_and_sent_on_their_pages(manager: Account, client: Client):
    client.force_login(manager)
    given = {"title": "Ω", "service": "Mail", "trigger": "contact", "sample_percent": 100, "cap_days": 30}
    assert client.post("/surveys/", {**given, "questions": ["worked", "recommend"]}).status_code == 422
    made = client.post("/surveys/", {**given, "questions": list(AFTER_CONTACT)})
    assert made.status_code == 302
    page = client.post(made["Location"], {"addresses": "ada@x.example\nbob@x.example"}).content.decode()
    assert page.count("/voice/asked/") == 2
    assert "No answers are counted yet" in page
    for n in range(5):
        Response.objects.create(survey=Survey.objects.get(), week=date(2027, 3, 1), answers={"met": n + 1})
    Response.objects.update(week=timezone.localdate())
    page = client.get(made["Location"]).content.decode()
    assert "No trend is shown" in page
    assert "40" in page  # two of five answered 4 or 5


def test_the_pages_speak_no_bare_english(manager: Account, act: Act, pseudo: Any, client: Client):
    Account.objects.update(name="Ωμέγα")
    client.force_login(manager)
    survey = opened(act)
    Survey.objects.update(title="Ωμέγα", service="Ωμέγα")
    [token] = links(act, survey, "ada@x.example")
    for path in ("/surveys/", f"/surveys/{survey}/", f"/voice/asked/{token}/"):
        assert bare_words(client.get(path).content.decode()) == [], path
