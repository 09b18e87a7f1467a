"""Reports by mail through a real SMTP server: once, in the reader's language, tried again, and with receipts."""

from __future__ import annotations

import io
import threading
from datetime import UTC, datetime, timedelta

import pypdf
import pytest
from django.conf import LazySettings
from django.db import connections
from django.test import Client

from hansei.blocks.mail import actions as mail
from hansei.blocks.mail import sending
from hansei.kernel.actions import Act
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.models import Account
from hansei.rooms.reports import actions, mailing, queries, receipts
from hansei.rooms.reports.models import Receipt, Report
from hansei.rooms.reports.tests.arranged import count, data_set, draft, issue, now
from tests.accounts import make_account
from tests.mail_server import Server, text_of, token_of


@pytest.fixture
def issued(db: None) -> Report:
    manager = make_account("manager")
    fields: actions.EngagementFields = {
        "title": "服务", "data_set": data_set().pk, "kind": "problems", "send_hour": 0,
        "recipients": "anna@omega.example ru\nli@omega.example zh-hans",
    }  # fmt: skip
    ours = actions.open_engagement(Act(by=manager, via="test"), fields=fields)
    return issue(manager, draft(manager, "problems", engagement=ours.pk))


def due_now() -> None:
    Receipt.objects.update(due_at=datetime.now(UTC) - timedelta(minutes=1))


@pytest.mark.slow
def test_each_reader_gets_the_report_once_in_their_language(server: Server, issued: Report):
    due_now()
    assert sending.send_due() == 2
    assert sending.send_due() == 0
    assert [each["To"] for each in server.taken] == ["anna@omega.example", "li@omega.example"]
    first = server.taken[0]
    assert first["Content-Language"] == "ru" and first["Message-ID"].startswith("<report-receipt-")
    (attached,) = first.iter_attachments()
    assert attached.get_content_type() == "application/pdf"
    pages = pypdf.PdfReader(io.BytesIO(attached.get_content())).pages
    assert "март" in "".join(page.extract_text() for page in pages)
    assert "https://hansei.example/reports/read/" in text_of(first)
    assert set(issued.receipts.values_list("state", flat=True)) == {"sent"}


def test_nothing_is_sent_before_its_hour(server: Server, issued: Report):
    Receipt.objects.update(due_at=datetime.now(UTC) + timedelta(hours=1))
    assert sending.send_due() == 0 and server.taken == []


@pytest.mark.slow
def test_a_busy_server_is_asked_again_and_a_wrong_address_is_not(server: Server, issued: Report):
    due_now()
    server.refuses["li@omega.example"] = "550 No such user"
    server.is_busy = True
    assert sending.send_due() == 0
    anna, li = issued.receipts.order_by("email")
    assert (anna.state, anna.attempts) == ("waiting", 1) and "451" in anna.error and anna.due_at > datetime.now(UTC)
    assert li.state == "failed" and "550" in li.error
    server.is_busy = False
    due_now()
    assert sending.send_due() == 1
    assert issued.receipts.get(email="anna@omega.example").state == "sent"


@pytest.mark.slow
def test_after_six_tries_it_is_shown_as_failed_and_a_person_may_send_it_again(server: Server, issued: Report):
    server.is_busy = True
    for _try in range(7):
        due_now()
        sending.send_due()
    anna = issued.receipts.get(email="anna@omega.example")
    assert (anna.state, anna.attempts) == ("failed", 6)
    server.is_busy = False
    manager = Account.objects.get(email__startswith="manager")
    receipts.send_again(Act(by=manager, via="test"), receipt=anna.pk)
    assert sending.send_due() == 1


@pytest.mark.slow
def test_work_that_was_killed_while_sending_is_not_done_twice(server: Server, issued: Report):
    due_now()
    anna = issued.receipts.get(email="anna@omega.example")
    assert mail.take(Act(by=None, via="job"), post="report-receipt", mail=anna.pk)
    Receipt.objects.filter(pk=anna.pk).update(claimed_at=datetime.now(UTC) - timedelta(hours=1))
    assert sending.send_due() == 1
    assert [each["To"] for each in server.taken] == ["li@omega.example"]
    assert issued.receipts.get(pk=anna.pk).state == "doubtful"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_workers_never_send_twice(server: Server, transactional_db: None):
    manager = make_account("manager")
    found = issue(manager, draft(manager, "problems"))
    lines = "\n".join(f"reader{at}@omega.example en" for at in range(6))
    receipts.mail(Act(by=manager, via="test"), pk=found.pk, recipients=lines)
    due_now()

    wrong: list[BaseException] = []

    def work() -> None:
        try:
            sending.send_due()
        except BaseException as no:  # noqa: BLE001  # told below, by the test's own thread
            wrong.append(no)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _worker in range(2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join(timeout=60)
    assert wrong == []
    assert sorted(each["To"] for each in server.taken) == [f"reader{at}@omega.example" for at in range(6)]


def test_the_link_opens_the_report_for_its_reader_and_says_it_was_read(server: Server, issued: Report, client: Client):
    due_now()
    sending.send_due()
    anna = issued.receipts.get(email="anna@omega.example")
    address = f"/reports/read/{mailing.POST.token(anna)}/"
    page = client.get(address)
    assert page.status_code == 200 and '<html lang="ru"' in page.content.decode()
    assert "/cases/" not in page.content.decode() and "no-store" in page.headers["Cache-Control"]
    assert queries.reading_of(issued) == queries.Reading(asked=2, opened=1, read=0)
    client.post(address)
    assert queries.reading_of(issued) == queries.Reading(asked=2, opened=1, read=1)
    assert queries.reading_of(issued).share == 0.5


def test_a_link_ends_and_says_whom_to_ask(settings: LazySettings, issued: Report, client: Client):
    anna = issued.receipts.get(email="anna@omega.example")
    last, ended = (f"/reports/read/{token_of(mailing.POST, anna, days=days)}/" for days in (399, 401))
    assert client.get(last).status_code == 200
    told = queries.reading_of(issued)
    answer = client.get(ended)
    assert answer.status_code == 410 and '<html lang="ru"' in answer.content.decode()
    assert "mailto:manager@test.example" in answer.content.decode()
    assert client.post(ended).status_code == 410
    assert queries.reading_of(issued) == told
    Report.objects.filter(pk=issued.pk).update(owner=None)
    assert f"mailto:{settings.DEFAULT_FROM_EMAIL}" in client.get(ended).content.decode()
    settings.LINK_DAYS = 398
    assert client.get(last).status_code == 410


@pytest.mark.parametrize("token", ["1", "x" * 500, "MQ:1tAbc:forged"])
def test_a_link_that_we_did_not_sign_opens_nothing(issued: Report, client: Client, token: str):
    assert client.get(f"/reports/read/{token}/").status_code == 404


def test_without_a_mail_server_nothing_is_lost(settings: LazySettings, issued: Report):
    settings.EMAIL_HOST = ""
    due_now()
    assert sending.send_due() == 0
    assert set(issued.receipts.values_list("state", flat=True)) == {"waiting"}


def test_nobody_but_the_system_says_that_a_mail_was_sent(issued: Report):
    agent = make_account("agent")
    receipt = issued.receipts.first()
    assert receipt is not None
    with pytest.raises(NotFound):
        mail.sent(Act(by=agent, via="api"), post="report-receipt", mail=receipt.pk)
    assert issued.receipts.get(pk=receipt.pk).state == "waiting"


def test_a_draft_is_sent_to_nobody(db: None):
    manager = make_account("manager")
    found = draft(manager)
    count(found)
    act = Act(by=manager, via="test")
    with pytest.raises(Refusal):
        receipts.mail(act, pk=found.pk, recipients="a@omega.example en")
    with pytest.raises(Refusal):
        receipts.publish(act, pk=found.pk)
    assert not Receipt.objects.exists()


def test_a_problem_report_is_put_before_all_delivery_teams_and_shows_who_read_it(db: None, client: Client):
    manager, agent = make_account("manager"), make_account("agent")
    found = issue(manager, draft(manager, "problems"))
    assert receipts.publish(Act(by=manager, via="test"), pk=found.pk) == 2
    client.force_login(agent)
    assert found.identity.key in client.get("/").content.decode()
    client.post(f"/reports/{found.pk}/acknowledge/")
    assert queries.reading_of(now(found)) == queries.Reading(asked=2, opened=1, read=1)
    client.force_login(manager)
    assert agent.name in client.get(f"/reports/{found.pk}/report/").content.decode()


@pytest.mark.parametrize(
    ("hour", "asked", "due"),
    [
        (8, datetime(2025, 3, 29, 5, tzinfo=UTC), datetime(2025, 3, 29, 7, tzinfo=UTC)),
        (8, datetime(2025, 3, 29, 12, tzinfo=UTC), datetime(2025, 3, 30, 6, tzinfo=UTC)),
        (13, datetime(2025, 3, 29, 12, 20, tzinfo=UTC), datetime(2025, 3, 29, 12, 20, tzinfo=UTC)),
    ],
    ids=["later today", "tomorrow, over the change to summer time", "in this very hour"],
)
def test_mail_goes_when_the_reader_has_time(db: None, hour: int, asked: datetime, due: datetime):
    manager = make_account("manager")
    fields: actions.EngagementFields = {
        "title": "E",
        "data_set": data_set().pk,
        "zone": "Europe/Berlin",
        "send_hour": hour,
    }
    ours = actions.open_engagement(Act(by=manager, via="test"), fields=fields)
    assert receipts.send_time(Report(engagement=ours), asked) == due
