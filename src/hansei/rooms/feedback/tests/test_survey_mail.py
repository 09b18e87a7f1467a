"""Surveys by mail through a real SMTP server: once, at the right time, in the reader's language, tied to nobody."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from hansei.blocks.ballot import queries as waiting
from hansei.blocks.mail import actions as mail
from hansei.blocks.mail import sending
from hansei.blocks.survey import queries
from hansei.blocks.survey.models import Hold, Invitation, Survey, SurveyMail
from hansei.kernel.actions import Act
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account
from hansei.rooms.feedback import actions
from hansei.rooms.feedback.questions import AFTER_CONTACT
from tests.accounts import make_account
from tests.mail_server import Server, text_of


@pytest.fixture
def manager(db: None) -> Account:
    return make_account("manager")


@pytest.fixture
def act(manager: Account) -> Act:
    return Act(by=manager, via="test")


def opened(act: Act, cap_days: int = 30) -> int:
    return actions.open_survey(
        act, title="Ω", service="Ταχυδρομείο", trigger="contact", questions=list(AFTER_CONTACT), cap_days=cap_days
    )


def due_now() -> None:
    SurveyMail.objects.update(due_at=datetime.now(UTC) - timedelta(minutes=1))


def test_each_is_mailed_once_in_their_language_and_the_address_goes(server: Server, act: Act, client: Client):
    survey = opened(act)
    made = actions.mail_survey(act, survey=survey, recipients="anna@omega.example ru\nli@omega.example zh-hans")
    assert (made.links, made.mailed) == ([], 2)
    assert sending.send_due() == 2 and sending.send_due() == 0
    assert not SurveyMail.objects.exclude(email="", seed="").exists()
    to_anna = next(each for each in server.taken if each["To"] == "anna@omega.example")
    assert to_anna["Content-Language"] == "ru"
    address = re.findall(r"https://hansei\.example(/voice/asked/\S+)", text_of(to_anna))[0]
    assert "получилось" in client.get(address).content.decode()
    assert "получилось" not in client.post(address, {"worked": "2"}).content.decode()
    client.post(address, {"worked": "2", "felt": "1", "met": "5"})
    assert waiting.holds(f"survey.answers:{survey}", lambda said: said == {"worked": 2, "felt": 1, "met": 5})
    assert client.get(address).status_code == 409
    # Nobody is reminded, and the cap holds whoever asks.
    again = actions.mail_survey(act, survey=opened(act), recipients="anna@omega.example ru")
    assert (again.mailed, again.capped) == (0, 1)


def test_a_mail_that_cannot_be_sent_says_why_and_those_behind_it_go(server: Server, act: Act):
    addresses = "\n".join(f"{name}@omega.example" for name in ("anna", "boris", "li"))
    actions.mail_survey(act, survey=opened(act), recipients=addresses)
    bad = "a@" + "ü" * 60 + ".de"  # as an older version took it
    SurveyMail.objects.filter(email="anna@omega.example").update(email=bad)
    assert sending.send_due() == 2 and len(server.taken) == 2
    row = SurveyMail.objects.get(email=bad)
    assert (row.state, row.attempts, row.error) == ("waiting", 1, "UnicodeError")


def test_a_mail_waits_while_something_grave_is_open(server: Server, act: Act):
    survey = opened(act)
    actions.mail_survey(act, survey=survey, recipients="anna@omega.example")
    held = actions.hold_surveys(act, why="Το ταχυδρομείο είναι κλειστό")
    assert sending.send_due() == 0 and server.taken == []
    row = SurveyMail.objects.get()
    assert (row.state, row.attempts) == ("waiting", 0)
    actions.resume_surveys(act, held=held)
    Hold.objects.update(until=datetime.now(UTC) - timedelta(days=5))
    due_now()
    assert sending.send_due() == 1


def test_a_closed_survey_mails_nobody_and_forgets_them(server: Server, act: Act):
    survey = opened(act)
    actions.mail_survey(act, survey=survey, recipients="anna@omega.example")
    actions.close_survey(act, survey=survey)
    assert sending.send_due() == 0 and server.taken == []
    row = SurveyMail.objects.get()
    assert (row.state, row.email) == ("dropped", "") and Invitation.objects.get().is_lost


def test_who_cannot_be_reached_is_shown_and_was_not_asked(server: Server, act: Act, manager: Account, client: Client):
    survey = opened(act)
    server.refuses["gone@omega.example"] = "550 No such user"
    actions.mail_survey(act, survey=survey, recipients="gone@omega.example\nanna@omega.example")
    assert sending.send_due() == 1
    found = Survey.objects.get(pk=survey)
    today = datetime.now(UTC).date()
    assert queries.results_of(found, today, today).asked == 1
    client.force_login(manager)
    page = client.get(f"/surveys/{survey}/").content.decode()
    assert "gone@omega.example" in page and "550" in page and "anna@omega.example" not in page
    server.refuses.clear()
    failed = SurveyMail.objects.get(state="failed")
    client.post(f"/surveys/{survey}/again/", {"mail": failed.pk})
    assert sending.send_due() == 1 and queries.results_of(found, today, today).asked == 2
    agent = make_account("agent")
    with pytest.raises(Refusal):
        actions.mail_survey_again(Act(by=agent, via="test"), mail=failed.pk)


def test_a_killed_worker_leaves_doubt_and_no_second_mail(server: Server, act: Act):
    survey = opened(act)
    actions.mail_survey(act, survey=survey, recipients="anna@omega.example\nbo@omega.example")
    taken = SurveyMail.objects.get(email="anna@omega.example")
    assert mail.take(Act(by=None, via="job"), post="survey", mail=taken.pk)
    assert not mail.take(Act(by=None, via="job"), post="survey", mail=taken.pk)
    SurveyMail.objects.filter(pk=taken.pk).update(claimed_at=datetime.now(UTC) - timedelta(hours=1))
    assert sending.send_due() == 1
    assert [each["To"] for each in server.taken] == ["bo@omega.example"]
    assert SurveyMail.objects.get(pk=taken.pk).state == "doubtful"
    Invitation.objects.update(last_day=datetime.now(UTC).date() - timedelta(days=1))
    assert actions.forget_addresses(Act(by=None, via="timer")) == 1
    assert actions.forget_addresses(Act(by=None, via="timer")) == 0
    assert not SurveyMail.objects.exclude(email="").exists()


def test_a_line_that_is_no_address_is_named_and_nobody_is_asked(act: Act):
    survey = opened(act)
    with pytest.raises(Refusal, match="2"):
        actions.mail_survey(act, survey=survey, recipients="anna@omega.example\nnobody")
    assert not Invitation.objects.exists() and not SurveyMail.objects.exists()
