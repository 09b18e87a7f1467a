"""The pages of packs: who sees them, two people at once, drafting, printing, words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from hansei.blocks.document import api as document
from hansei.blocks.document.printing import lacks_font
from hansei.blocks.meeting import queries as meetings
from hansei.kernel import jobs
from hansei.kernel.actions import Act
from hansei.kernel.errors import NotAllowed, NotFound, Refusal
from hansei.kernel.models import Account, EventRow, Grant
from hansei.rooms.mining.models import DataSet
from hansei.rooms.reviews import actions, pack_paper, queries, shown
from hansei.rooms.reviews.models import Pack, Review
from hansei.rooms.reviews.tests.arranged import MARCH, case, data_set, draft, freeze
from tests.accounts import make_account
from tests.words import bare_words

pytestmark = pytest.mark.django_db


def test_an_empty_list_leads_to_its_first_step(manager: Account, client: Client):
    client.force_login(manager)
    assert f'class="btn btn-primary" href="{reverse("mining:data_sets")}"' in client.get("/reviews/").content.decode()
    data_set(MARCH)
    page = client.get("/reviews/").content.decode()
    assert 'class="btn btn-primary" href="#draft-title">Draft a review pack</a>' in page
    assert 'id="draft-title"' in page


def test_a_comment_is_kept_with_its_author_and_its_words_stay_out_of_the_event(manager: Account, march: DataSet):
    pack = draft(manager, march)
    actions.write_comment(Act(by=manager, via="web"), pack=pack.pk, section="needs", text=" A new depot opens. ")
    (section,) = [each for each in shown.sections(pack, {}, None) if each.code == "needs"]
    assert [(each.text.text, each.text.author) for each in section.comments] == [("A new depot opens.", manager)]
    assert EventRow.objects.get(kind="comment.written").facts["text"] == section.comments[0].text_id
    with pytest.raises(Refusal):
        actions.write_comment(Act(by=manager, via="web"), pack=pack.pk, section="next_plan", text="Not of this review")


def test_comments_of_two_people_on_one_section_both_stand(manager: Account, march: DataSet, client: Client):
    pack = draft(manager, march)
    other = Client()
    other.force_login(make_account("manager", "second@test.example"))
    client.force_login(manager)
    for who, text in ((client, "A calm month"), (other, "Not for payroll")):
        assert who.post(f"/reviews/{pack.pk}/comment/", {"section": "scope", "text": text}).status_code == 302
    assert [each.text.text for each in pack.comments.all()] == ["A calm month", "Not for payroll"]


def test_a_pack_is_counted_beside_the_page_and_comes_by_itself(
    manager: Account, march: DataSet, client: Client, settings: LazySettings
):
    pack = draft(manager, march)
    client.force_login(manager)
    settings.RESULT_WAIT_SECONDS = 0
    page = client.get(f"/reviews/{pack.pk}/")
    assert (page.status_code, page["Refresh"]) == (202, "1")
    sealing = client.post(f"/reviews/{pack.pk}/freeze/", follow=False)
    assert sealing.status_code == 302
    assert Pack.objects.get(pk=pack.pk).frozen_at is None
    settings.RESULT_WAIT_SECONDS = 60
    assert "Reported in the period" in client.get(f"/reviews/{pack.pk}/").content.decode()


@pytest.mark.slow
def test_a_frozen_pack_does_not_wait_for_what_newer_data_say(
    manager: Account, march: DataSet, client: Client, settings: LazySettings
):
    pack = freeze(manager, draft(manager, march))
    data_set(MARCH + case("7", "2025-03-09 08:00"), march)
    client.force_login(manager)
    settings.RESULT_WAIT_SECONDS = 0
    page = client.get(f"/reviews/{pack.pk}/")
    assert page.status_code == 200
    assert "Newer data are being counted" in page.content.decode()
    settings.RESULT_WAIT_SECONDS = 60
    later = client.get(f"/reviews/{pack.pk}/").content.decode()
    assert "Newer data are being counted" not in later
    assert "frozen as 4, by the data of today 5" in later


def test_a_job_counts_the_packs_of_a_new_version_before_anybody_opens_them(
    manager: Account, march: DataSet, client: Client, monkeypatch: pytest.MonkeyPatch
):
    pack = draft(manager, march)
    job = jobs.enqueue("reviews.prepare", by=None)
    assert jobs.work_once()
    job.refresh_from_db()
    assert (job.state, job.result) == ("done", {"packs": 1})
    monkeypatch.setattr(queries, "fill", None)  # nothing is left to count
    client.force_login(manager)
    assert client.get(f"/reviews/{pack.pk}/").status_code == 200


def test_only_who_may_sees_and_works(manager: Account, march: DataSet, client: Client):
    pack = draft(manager, march)
    nobody = make_account("agent", "nobody@test.example")
    Grant.objects.filter(account=nobody).delete()
    client.force_login(nobody)
    assert client.get("/reviews/").status_code == 403
    assert client.get(f"/reviews/{pack.pk}/").status_code == 403
    with pytest.raises(NotAllowed):
        actions.write_comment(Act(by=nobody, via="web"), pack=pack.pk, section="needs", text="?")
    with pytest.raises(NotFound):
        queries.pack_of(nobody, pack.pk)


def test_the_form_offers_the_days_of_the_data_set_that_is_chosen(manager: Account, march: DataSet, client: Client):
    client.force_login(manager)
    page = client.get("/reviews/").content.decode()
    assert "27 Feb 2025 – 2 Apr 2025" in page
    assert 'value="2025-03-01"' in page
    one = client.post("/reviews/", {"source": march.pk, "kind": "team", "first": "2025-03-01", "last": ""})
    assert "Write both days, or neither." in one.content.decode()
    client.post("/reviews/", {"source": march.pk, "kind": "team", "first": "", "last": ""})
    made = Pack.objects.get()
    assert (made.first, made.last) == (date(2025, 3, 1), date(2025, 3, 31))


def test_drafting_by_the_form_leads_to_the_pack_and_not_twice(manager: Account, march: DataSet, client: Client):
    client.force_login(manager)
    sent = {"source": march.pk, "kind": "team", "first": "2025-03-01", "last": "2025-03-31"}
    answer = client.post("/reviews/", sent)
    made = Pack.objects.get()
    assert answer.headers["Location"] == f"/reviews/{made.pk}/"
    assert client.post("/reviews/", sent).status_code == 422
    assert client.post("/reviews/", {**sent, "last": "2025-02-01"}).status_code == 422
    agreed = client.post(f"/reviews/{made.pk}/agree/", {"text": "", "owner": manager.pk, "due": "2125-04-01"})
    assert agreed.status_code == 422
    client.post(f"/reviews/{made.pk}/agree/", {"text": "Ask", "owner": manager.pk, "due": "2125-04-01"})
    assert [each.text.text for each in meetings.agreed_in(made.review_id)] == ["Ask"]
    assert client.post(f"/reviews/{made.pk}/freeze/").status_code == 409
    for section in ("last_plan", "special"):
        signed = {"section": section, "reason": "Πρώτη φορά", "initials": "ΕΝ"}
        assert client.post(f"/reviews/{made.pk}/empty/", signed).status_code == 302
    assert client.post(f"/reviews/{made.pk}/freeze/").status_code == 302
    assert Pack.objects.get().frozen_by == manager


def test_freezing_asks_once_says_what_it_means_and_what_is_missing(manager: Account, march: DataSet, client: Client):
    pack, act = draft(manager, march, "team"), Act(by=manager, via="web")
    client.force_login(manager)
    page = client.get(f"/reviews/{pack.pk}/").content.decode()
    assert f'href="/reviews/{pack.pk}/freeze/"' in page and f'action="/reviews/{pack.pk}/freeze/"' not in page
    asked = client.get(f"/reviews/{pack.pk}/freeze/").content.decode()
    assert "This cannot be undone" in asked and 'type="submit">' not in asked.split("<main")[1]
    assert Pack.objects.get().frozen_at is None
    for section, title in queries.unexplained(pack, queries.figures_now(manager, pack)).items():
        assert f'#{section}">{title}</a>' in asked
        actions.explain_empty(act, pack=pack.pk, section=section, reason="Πρώτη φορά", initials="ΕΝ")
    assert "Freeze the figures</button>" in client.get(f"/reviews/{pack.pk}/freeze/").content.decode()
    assert client.post(f"/reviews/{pack.pk}/freeze/").status_code == 302
    assert client.get(f"/reviews/{pack.pk}/freeze/").headers["Location"] == f"/reviews/{pack.pk}/"


SAID = {
    "en": ("Service goals", "Reported in the period"),
    "ru": ("Цели услуг", "Зарегистрировано за период"),
    "zh-hans": ("服务目标", "本期报告"),
    "zh-hant": ("服務目標", "本期回報"),
}


@pytest.mark.parametrize("language", SAID)
def test_a_pack_is_taken_along_in_the_language_asked_for_whoever_reads_the_site_in_which_one(
    manager: Account, march: DataSet, client: Client, language: str
):
    pack = draft(manager, march)
    actions.write_comment(Act(by=manager, via="web"), pack=pack.pk, section="needs", text="Ωμέγα έρχεται")
    client.force_login(manager)
    word = docx.Document(BytesIO(_file(client, pack, "docx", language)))
    said = "\n".join([*(each.text for each in word.paragraphs), *_cells(word)])
    book = openpyxl.load_workbook(BytesIO(_file(client, pack, "xlsx", language)))
    kept = [
        str(each) for sheet in book for row in sheet.iter_rows(values_only=True) for each in row if each is not None
    ]
    for each in SAID[language]:
        assert each in said
        assert any(each in one for one in kept)
    assert "Ωμέγα έρχεται" in said and "Ωμέγα έρχεται" in kept
    printed = "".join(page.extract_text() for page in PdfReader(BytesIO(_file(client, pack, "pdf", language))).pages)
    assert "Ωμέγα έρχεται" in printed
    if not lacks_font(language):
        assert SAID[language][0] in printed.replace("\n", "")


def test_a_workbook_of_a_pack_keeps_its_figures_and_days_as_such(manager: Account, march: DataSet, client: Client):
    pack = draft(manager, march)
    actions.agree_action(Act(by=manager, via="web"), pack=pack.pk, text="=1+1", owner=manager.pk, due=date(2125, 4, 10))
    client.force_login(manager)
    book = openpyxl.load_workbook(BytesIO(_file(client, pack, "xlsx")))
    first = [row for row in book["Document"].iter_rows(values_only=True) if row[0] == "Reported in the period"]
    assert first[0][1] == 4
    action = next(row for row in book["Actions"].iter_rows() if row[0].value == "=1+1")
    assert action[0].data_type == "s" and _day(action[2].value) == date(2125, 4, 10)


def test_in_files_a_year_is_a_chart_and_a_month_a_row(manager: Account, march: DataSet):
    pack = draft(manager, march)
    rows = [["2025-02-01", None, 0], ["2025-03-01", 0.5, 4]]
    told = {"performance": {"tables": [{"code": "service_level_attainment", "columns": ["month"], "rows": rows}]}}

    def make() -> document.Document:
        return pack_paper.described(pack, told, None, sees_costs=False)

    book = openpyxl.load_workbook(BytesIO(document.rendered(make, "xlsx", language="en", base="https://h/").content))
    head, february, march_ = list(book["By month"].iter_rows(values_only=True))
    assert head == ("Month", "Service level met", "n")
    assert (_day(february[0]), february[1:]) == (date(2025, 2, 1), ("no data", 0))
    assert (_day(march_[0]), march_[1:]) == (date(2025, 3, 1), (0.5, 4))
    word = docx.Document(BytesIO(document.rendered(make, "docx", language="en", base="https://h/").content))
    assert len(word.inline_shapes) == 1


def test_every_file_of_a_frozen_pack_keeps_the_frozen_figures_and_says_what_was_corrected(
    manager: Account, march: DataSet, client: Client
):
    pack = freeze(manager, draft(manager, march))
    data_set(MARCH + case("7", "2025-03-09 08:00"), march)
    client.force_login(manager)
    client.get(f"/reviews/{pack.pk}/")
    book = openpyxl.load_workbook(BytesIO(_file(client, pack, "xlsx")))
    said = [each for row in book["Document"].iter_rows(values_only=True) for each in row if each is not None]
    assert f"Seal: {pack.seal}" in said and "Corrected since" in said
    assert any("frozen as 4, by the data of today 5" in str(each) for each in said)
    assert (
        next(row[1] for row in book["Document"].iter_rows(values_only=True) if row[0] == "Reported in the period") == 4
    )
    assert not any("Draft" in str(each) for each in said)
    word = docx.Document(BytesIO(_file(client, pack, "docx")))
    assert pack.seal in "\n".join(each.text for each in word.paragraphs)
    Pack.objects.filter(pk=pack.pk).update(scope="organisation=B")
    assert "somebody changed them outside" in _file(client, pack, "html").decode()


def test_a_file_wants_the_same_rights_as_the_page_and_says_nothing_of_when_it_was_due(
    manager: Account, march: DataSet, client: Client
):
    pack = draft(manager, march)
    Review.objects.filter(pk=pack.review_id).update(planned_on=date(2025, 4, 10), pack_due=date(2025, 4, 3))
    pack.refresh_from_db()
    assert pack.review.pack_due is not None
    client.force_login(manager)
    assert "Pack due" in client.get(f"/reviews/{pack.pk}/").content.decode()
    assert "Pack due" not in _file(client, pack, "html").decode()
    nobody = make_account("agent", "nobody@test.example")
    Grant.objects.filter(account=nobody).delete()
    client.force_login(nobody)
    for form in ("pdf", "docx", "xlsx", "html"):
        assert client.get(f"/reviews/{pack.pk}/?document={form}").status_code == 403


def _file(client: Client, pack: Pack, form: str, language: str = "en") -> bytes:
    answer = client.get(f"/reviews/{pack.pk}/?document={form}&language={language}")
    assert answer.status_code == 200
    assert f"review-customer-2025-03-01-2025-03-31.{form}" in answer.headers["Content-Disposition"]
    return answer.content


def _day(value: Any) -> date:
    assert isinstance(value, datetime)
    return value.date()


def _cells(word: Any) -> list[str]:
    return [cell.text for table in word.tables for row in table.rows for cell in row.cells]


def test_without_pango_one_sentence_says_so(
    manager: Account, march: DataSet, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library pango-1.0-0')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    client.force_login(manager)
    answer = client.get(f"/reviews/{draft(manager, march).pk}/?document=pdf")
    assert answer.status_code == 409
    assert "Pango" in answer.content.decode()


@pytest.mark.beside_database
@pytest.mark.slow
@pytest.mark.parametrize("kind", ["customer", "team"])
def test_a_pack_speaks_no_bare_english(pseudo: None, manager: Account, march: DataSet, client: Client, kind: str):
    pack = freeze(manager, draft(manager, march, kind))
    data_set(MARCH + case("8", "2025-03-20 08:00"), march)
    manager.name = "Ωμέγα"
    manager.save()
    client.force_login(manager)
    assert bare_words(client.get(f"/reviews/{pack.pk}/").content.decode()) == []


def test_the_first_page_shows_ones_own_actions_until_they_are_done(manager: Account, march: DataSet, client: Client):
    pack, day = draft(manager, march), datetime(2025, 4, 2, 9, tzinfo=UTC)
    act = Act(by=manager, via="web", at=day, told_at=timezone.now())
    agreed = {"pack": pack.pk, "owner": manager.pk}
    late = actions.agree_action(act, **agreed, text="Σήμερα", due=date(2025, 4, 10))
    actions.agree_action(act, **agreed, text="Αργότερα", due=date(2125, 4, 10))
    client.force_login(manager)
    page = client.get("/").content.decode()
    assert "Σήμερα" in page
    assert "Αργότερα" not in page
    client.force_login(make_account("administrator"))
    assert "Σήμερα" not in client.get("/").content.decode()
    actions.finish_action(act, agreed=late)
    client.force_login(manager)
    assert "Σήμερα" not in client.get("/").content.decode()
