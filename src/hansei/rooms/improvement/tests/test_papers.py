"""The plan of six parts and the report of an improvement: drafted from records, approved, frozen, published, sent."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import docx
import pypdf
import pytest
from django.conf import LazySettings
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hansei.blocks.document import api as document
from hansei.blocks.mail import sending
from hansei.kernel import check, followers
from hansei.kernel.actions import Act
from hansei.kernel.errors import NotAllowed, NotFound, Refusal
from hansei.kernel.models import Account, EventRow, Grant, Identity, Role
from hansei.kernel.tests.settling import settle
from hansei.rooms.governance import actions as governance
from hansei.rooms.governance.models import Taken
from hansei.rooms.improvement.actions import papers
from hansei.rooms.improvement.guards.papers import empty_parts
from hansei.rooms.improvement.models import Frozen, ImprovementReport, Plan
from hansei.rooms.improvement.pages.papers import drawn
from hansei.rooms.improvement.queries import in_time
from hansei.rooms.improvement.tests import paper_pages as made
from hansei.rooms.reports.models import Receipt
from hansei.rooms.reports.tests.test_mail import due_now
from tests.accounts import make_account
from tests.mail_server import Server

pytestmark = pytest.mark.django_db
SIX = ["introduction", "basic", "description", "solution", "roles", "review"]


@pytest.fixture
def manager() -> Account:
    return make_account("manager")


def act(by: Account | None) -> Act:
    return Act(by=by, via="cli")


def version(found: Plan | ImprovementReport) -> int:
    return Identity.objects.get(pk=found.pk).version


def now(found: Plan | ImprovementReport) -> Plan | ImprovementReport:
    return type(found)._default_manager.select_related("identity", "improvement__identity").get(pk=found.pk)


def told(found: Plan | ImprovementReport, account: Account, form: str = "html", language: str = "en") -> bytes:
    return document.rendered(lambda: drawn(now(found), account), form, language=language, base="https://x/").content


def follow() -> None:
    settle()
    followers.follow_pending()


def test_a_plan_begins_with_what_the_records_say_and_is_approved_with_all_six_parts(manager: Account, client: Client):
    found = made.a_draft(manager)
    assert (found.number, found.description, found.solution) == (
        1,
        "Пакет сам ждёт своей очереди.",
        "Очередь вместо блокировки.",
    )
    sections = drawn(found, manager).sections
    assert [each.code for each in sections] == SIX and all(each.parts for each in sections)
    papers.edit_plan(act(manager), pk=found.pk, version=1, fields={"solution": "", "review": " "})
    with pytest.raises(Refusal, match="Still empty: solution, review"):
        papers.move_plan(act(manager), pk=found.pk, version=2, to="approved")
    assert not Frozen.objects.exists() and not Taken.objects.filter(record=found.pk).exists()
    client.force_login(manager)
    page = client.get(f"/improvement-plans/{found.pk}/").content.decode()
    assert "Still empty: solution, review" in page


def test_the_forms_hints_say_which_parts_may_stay_empty_as_the_guard_does(manager: Account, client: Client):
    found = made.a_draft(manager)
    papers.edit_plan(act(manager), pk=found.pk, version=1, fields=dict.fromkeys(SIX, ""))  # type: ignore[arg-type]
    may_stay_empty = {"basic", "roles"}
    assert set(empty_parts(Plan.objects.get(pk=found.pk))) == set(SIX) - may_stay_empty
    client.force_login(manager)
    page = client.get(reverse("sip:edit", args=[found.pk])).content.decode()
    assert "Introduction, description, solution and review need words before the plan is approved." in page
    assert page.count("May stay empty once") == len(may_stay_empty)


def test_who_owns_the_management_system_approves_it(manager: Account):
    found, owner, agent = made.a_draft(manager), make_account("agent", "owner@test.example"), make_account("agent")
    governance.give_seat(act(manager), account=owner.pk, role="team_lead")
    with pytest.raises(NotAllowed, match="Team lead decides"):
        papers.move_plan(act(agent), pk=found.pk, version=1, to="approved")
    papers.move_plan(act(owner), pk=found.pk, version=1, to="approved")
    taken = Taken.objects.get(record=found.pk)
    assert (taken.kind, taken.by, taken.role) == ("improvement.plan", owner, "team_lead")
    frozen = now(found).frozen
    assert frozen is not None and frozen.is_intact and frozen.by == owner
    with pytest.raises(Refusal, match="stays as it is"):
        papers.edit_plan(act(manager), pk=found.pk, version=version(found), fields={"solution": "Иначе."})
    with pytest.raises(DatabaseError), transaction.atomic():
        Frozen.objects.filter(pk=frozen.pk).update(content={})
    assert list(check.check()) == []


def test_an_earlier_version_stays_readable_as_it_was(manager: Account, client: Client):
    first = made.approved(manager)
    before = told(first, manager)
    with pytest.raises(Refusal, match="Say by when"):
        papers.draft_plan(act(manager), fields={"improvement": first.improvement_id})
    second = papers.draft_plan(
        act(manager), fields={"improvement": first.improvement_id, "due_on": made.DUE, "solution": "Две очереди."}
    )
    assert (second.number, second.review) == (2, first.review)
    with pytest.raises(Refusal, match="draft already"):
        papers.draft_plan(act(manager), fields={"improvement": first.improvement_id, "due_on": made.DUE})
    papers.move_plan(act(manager), pk=second.pk, version=1, to="approved")
    papers.publish_plan(act(manager), pk=second.pk, version=version(second))
    assert (now(first).state, now(second).state) == ("superseded", "published")
    assert "Две очереди." in told(second, manager).decode() and first.identity.key in told(second, manager).decode()
    after = told(first, manager).decode()
    assert "Две очереди." not in after
    assert after.replace("Superseded", "").split("<h2", 1)[1] == before.decode().split("<h2", 1)[1]
    client.force_login(manager)
    page = client.get(f"/improvement-plans/{first.pk}/document/").content.decode()
    assert f"/improvement-plans/{second.pk}/document/" in page


def test_it_is_published_in_full_to_those_affected(manager: Account, client: Client):
    doer, supervisor = make_account("agent"), make_account("administrator")
    outsider = make_account("agent", "outsider@test.example")
    found = made.approved(manager)
    asked = Receipt.objects.filter(record=found.pk)
    assert set(asked.values_list("account", flat=True)) == {manager.pk, doer.pk, supervisor.pk}
    client.force_login(doer)
    assert found.identity.key in client.get("/").content.decode()
    assert client.post(f"/improvement-plans/{found.pk}/acknowledge/").status_code == 302
    assert asked.get(account=doer).read_at is not None and asked.get(account=supervisor).read_at is None
    with pytest.raises(Refusal, match="Nobody is left"):
        papers.publish_plan(act(manager), pk=found.pk, version=version(found))
    client.force_login(outsider)
    assert found.identity.key not in client.get("/").content.decode()


def test_a_customer_sees_neither_plan_nor_report(manager: Account, client: Client):
    report = made.a_report(manager)
    customer = Account.objects.create_user("customer@test.example", "a long pass phrase", name="Заказчик")
    role = Role.objects.create(key="reader", rights=["improvement.shared"])
    Grant.objects.create(account=customer, role=role, scope="everything", since=timezone.now())
    client.force_login(customer)
    for address in (f"/improvement-plans/{report.plan_id}/document/", f"/improvement-reports/{report.pk}/document/"):
        for query in ("", "?document=docx&language=ru"):
            assert client.get(address + query).status_code in (403, 404), address
    assert client.post(f"/improvement-reports/{report.pk}/send/", {"version": 9}).status_code in (403, 404)
    assert now(report).state == "approved"


def test_a_report_needs_an_approved_plan_an_answer_and_its_words(manager: Account):
    found = made.verified(manager)
    fields: papers.ReportFields = {"improvement": found.pk, "due_on": made.DUE}
    with pytest.raises(Refusal, match="plan approved first"):
        papers.draft_report(act(manager), fields=fields)
    made.approved(manager)
    report = papers.draft_report(act(manager), fields=fields)
    assert report.supervisor == make_account("administrator")  # the improvement's own
    with pytest.raises(Refusal, match="analysis and the measures"):
        papers.move_report(act(manager), pk=report.pk, version=1, to="approved")
    words: papers.ReportFields = {"analysis": "Ω", "measures": "Ω"}
    papers.edit_report(act(manager), pk=report.pk, version=1, fields=words)
    papers.move_report(act(manager), pk=report.pk, version=version(report), to="approved")
    with pytest.raises(Refusal, match="Name the responsible leader"):
        papers.send_report(act(manager), pk=report.pk, version=version(report))
    same: papers.ReportFields = {"leader": make_account("administrator").pk}
    with pytest.raises(Refusal):
        papers.edit_report(act(manager), pk=report.pk, version=version(report), fields=same)
    assert not Receipt.objects.filter(record=report.pk).exists() and now(report).state == "approved"


def test_a_report_tells_the_verdict_with_interval_n_and_series(manager: Account):
    report = now(made.a_report(manager))
    content = report.frozen.content  # type: ignore[union-attr]
    answer = report.improvement.last_answer
    assert answer is not None and content["answer"]["verdict"] == "better"
    assert (content["answer"]["low"], content["answer"]["high"]) == (answer.low, answer.high)
    assert (content["answer"]["weeks_before"], content["answer"]["weeks_after"]) == (answer.weeks_before, 15)
    assert [value for _monday, value, _others in content["since"]] == [6, 1, 2, 1, 0, 1, 2, 1, 1, 0, 2, 1, 1, 0, 1, 2]
    assert [each.code for each in drawn(report, manager).sections] == [
        *SIX, "statistics", "analysis", "measures", "approval",
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_it_counts_as_sent_only_when_both_have_it(manager: Account, server: Server, client: Client):
    report, supervisor = made.a_report(manager), make_account("administrator")
    Account.objects.filter(pk=supervisor.pk).update(language="ru")
    server.refuses[supervisor.email] = "550 No such user"
    papers.send_report(act(manager), pk=report.pk, version=version(report))
    due_now()
    assert sending.send_due() == 1
    follow()
    assert (now(report).state, now(report).sent_on) == ("sending", None)  # type: ignore[union-attr]
    client.force_login(manager)
    page = client.get(f"/improvement-reports/{report.pk}/document/").content.decode()
    assert "missing is the supervisor" in page and "550" in page
    with pytest.raises(NotFound):
        papers.note_sent(act(manager), pk=report.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        ImprovementReport.objects.filter(pk=report.pk).update(state="sent")

    server.refuses.clear()
    failed = Receipt.objects.get(record=report.pk, account=supervisor)
    assert client.post(f"/reports/mails/{failed.pk}/again/").status_code == 302
    due_now()
    assert sending.send_due() == 1
    follow()
    assert now(report).state == "sent" and now(report).sent_on == timezone.localdate()  # type: ignore[union-attr]
    assert {each["To"] for each in server.taken} == {manager.email, supervisor.email}
    last = server.taken[-1]
    (attached,) = last.iter_attachments()
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(attached.get_content())).pages)
    assert last["Content-Language"] == "ru" and "Статистика" in text and "Вызовы шли от блокировки." in text
    assert EventRow.objects.filter(kind="report.mail_tried", facts__state="sent").count() == 2
    assert list(check.check()) == []


def test_in_time_is_counted_by_the_day_it_was_due(manager: Account):
    first = made.approved(manager)
    day = timezone.localdate()
    assert in_time(manager, today=day).plans.share == 1
    Plan.objects.filter(pk=first.pk).update(due_on=date(2020, 1, 1))
    late = papers.draft_plan(
        act(manager), fields={"improvement": first.improvement_id, "due_on": datetime(2126, 1, 1, tzinfo=UTC).date()}
    )
    assert in_time(manager, today=day).plans.whole == 1  # the draft has time still
    assert (
        in_time(manager, today=date(2126, 1, 2)).plans.part,
        in_time(manager, today=date(2126, 1, 2)).plans.whole,
    ) == (
        0,
        2,
    )
    papers.move_plan(act(manager), pk=late.pk, version=1, to="withdrawn")
    assert in_time(manager, today=date(2126, 1, 2)).plans.whole == 1


HEADINGS = {
    "en": "Document introduction|Basic information|Description|Solution|Roles and responsibilities|Review",
    "ru": "Введение|Основные сведения|Описание|Решение|Роли и ответственность|Проверка и пересмотр",
    "zh-hans": "文档介绍|基本信息|描述|解决方案|角色与职责|评审",
    "zh-hant": "文件介紹|基本資訊|描述|解決方案|角色與職責|審查",
}


@pytest.mark.parametrize(("language", "said"), [(code, said.split("|")) for code, said in HEADINGS.items()])
def test_the_plan_comes_as_docx_in_each_language(manager: Account, language: str, said: list[str]):
    opened = docx.Document(io.BytesIO(told(made.approved(manager), manager, "docx", language)))
    headings = [each.text for each in opened.paragraphs if each.style is not None and "Heading" in str(each.style.name)]
    for each in said:
        assert any(each in heading for heading in headings), (each, headings)
    assert "Очередь вместо блокировки." in "\n".join(each.text for each in opened.paragraphs)


@pytest.mark.beside_database
@pytest.mark.slow
@pytest.mark.parametrize(("language", "said"), [(code, said.split("|")) for code, said in HEADINGS.items()])
def test_the_plan_comes_as_pdf_with_its_six_headings_in_each_language(manager: Account, language: str, said: list[str]):
    """Each heading stands on a line of its own, numbered or not, in the order of the parts."""
    pages = pypdf.PdfReader(io.BytesIO(told(made.approved(manager), manager, "pdf", language))).pages
    lines = [line.strip().lstrip("0123456789. ") for page in pages for line in page.extract_text().splitlines()]
    assert [line for line in lines if line in said] == said


@pytest.mark.beside_database
@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ru", "zh-hans", "zh-hant"])
def test_the_report_comes_as_pdf_in_each_language(manager: Account, language: str):
    pages = pypdf.PdfReader(io.BytesIO(told(made.a_report(manager), manager, "pdf", language))).pages
    text = "".join(page.extract_text() for page in pages)
    assert "Вызовы шли от блокировки." in text and len(pages) >= 2


def test_mail_settings_are_asked_for_on_the_page(manager: Account, client: Client, settings: LazySettings):
    report = made.a_report(manager)
    settings.EMAIL_HOST = ""
    client.force_login(manager)
    page = client.get(f"/improvement-reports/{report.pk}/document/").content.decode()
    assert "Send to both" in page and "HANSEI_MAIL_HOST" in page
