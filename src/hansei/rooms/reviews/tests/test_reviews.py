"""Packs: all sections, figures that never move once frozen, and actions that open the next one."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from hansei.kernel import jobs
from hansei.kernel.actions import Act
from hansei.kernel.errors import NotAllowed, NotFound, Refusal
from hansei.kernel.models import Account, EventRow, Grant
from hansei.rooms.mining.models import DataSet
from hansei.rooms.reviews import actions, chart, kinds, printing, queries, shown
from hansei.rooms.reviews.models import Pack
from hansei.rooms.reviews.periods import Period, last_whole_month
from hansei.rooms.reviews.seal import is_intact
from hansei.rooms.reviews.tests.arranged import MARCH, case, data_set, freeze
from tests.accounts import make_account
from tests.words import bare_words

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2025, 3, 1), date(2025, 3, 31)


@pytest.fixture
def manager(settings: LazySettings, tmp_path: Path) -> Account:
    settings.PARQUET_ROOT = tmp_path / "parquet"
    return make_account("manager")


@pytest.fixture
def march(manager: Account) -> DataSet:
    return data_set(MARCH)


def draft(by: Account, source: DataSet, kind: str = "customer", first: date = FIRST, last: date = LAST) -> Pack:
    pk = actions.draft_pack(Act(by=by, via="web"), source=source.pk, kind=kind, first=first, last=last)
    return Pack.objects.get(pk=pk)


def figures(content: Any, section: str) -> dict[str, tuple[Any, Any]]:
    return {each["code"]: (each["value"], each["n"]) for each in content[section]["figures"]}


def test_a_customer_review_has_its_eight_sections_with_last_actions_first(manager: Account, march: DataSet):
    pack = draft(manager, march)
    found = shown.sections(pack, queries.figures_now(manager, pack), None)
    assert [each.number for each in found] == [8, 1, 2, 3, 4, 5, 6, 7]
    assert found[0].title == "Progress of last meeting's actions"
    assert {each.code for each in found if not each.has_data} == {
        "last_actions", "contract", "goals", "satisfaction", "needs",
    }  # fmt: skip


def test_a_team_review_has_its_seven_sections(manager: Account, march: DataSet):
    pack = draft(manager, march, "team")
    found = shown.sections(pack, queries.figures_now(manager, pack), None)
    assert [each.number for each in found] == [1, 2, 3, 4, 5, 6, 7]
    assert [each.code for each in found if not each.has_data] == ["last_plan", "special", "next_plan"]


def test_the_figures_of_a_month_are_of_its_cases(manager: Account, march: DataSet):
    content = queries.figures_now(manager, draft(manager, march))
    assert figures(content, "scope")["reported"] == (4, None)
    assert figures(content, "scope")["reported_before"] == (1, None)
    assert figures(content, "scope")["resolved"] == (3, None)
    assert figures(content, "scope")["open_at_end"] == (1, None)
    assert figures(content, "scope")["open_age"] == (4.0, 1)
    assert figures(content, "performance")["time_to_resolve"] == (4.0, 3)
    assert content["problems"]["tables"][0]["rows"][0] == ["1 · 2", 4]


def test_an_empty_list_leads_to_its_first_step(manager: Account, client: Client):
    client.force_login(manager)
    assert f'class="btn btn-primary" href="{reverse("mining:data_sets")}"' in client.get("/reviews/").content.decode()
    data_set(MARCH)
    page = client.get("/reviews/").content.decode()
    assert 'class="btn btn-primary" href="#draft-title">Draft a review pack</a>' in page
    assert 'id="draft-title"' in page


def test_a_period_without_cases_is_no_data_and_not_zero(manager: Account, march: DataSet):
    pack = draft(manager, march, first=date(2024, 3, 1), last=date(2024, 3, 31))
    content = queries.figures_now(manager, pack)
    problems = content.pop("problems")
    assert problems == {"figures": [], "tables": [], "notes": [{"code": "not_looked"}]}
    assert all(part == {"figures": [], "tables": []} for part in content.values())


def test_a_day_begins_where_the_reviewer_is(manager: Account, march: DataSet):
    """The case of 31 March 20:00 in UTC is of April in Shanghai."""
    pk = actions.draft_pack(
        Act(by=manager, via="web"), source=march.pk, kind="customer", first=FIRST, last=LAST, zone="Asia/Shanghai"
    )
    content = queries.figures_now(manager, Pack.objects.get(pk=pk))
    assert figures(content, "scope")["reported"] == (3, None)


def test_a_team_of_two_shows_no_times_and_no_review_names_a_person(manager: Account, march: DataSet):
    more = MARCH + case("7", "2025-03-06 08:00", "2025-03-06 09:00", person="Di")
    pack = draft(manager, data_set(more, march), "team")
    content = queries.figures_now(manager, pack)
    (table,) = content["sub_teams"]["tables"]
    assert table["rows"] == [["Δέλτα", 3, 2.0, 3.6], ["Σίγμα", 1, None, None]]
    assert not any(name in str(content) for name in ("Ana", "Bo", "Cy", "Di"))


def test_frozen_figures_stay_and_later_corrections_stand_beside(manager: Account, march: DataSet, client: Client):
    pack = freeze(manager, draft(manager, march))
    kept = pack.content
    data_set(MARCH + case("8", "2025-03-20 08:00", "2025-03-20 09:00"), march)
    client.force_login(manager)
    page = client.get(f"/reviews/{pack.pk}/").content.decode()
    pack.refresh_from_db()
    assert pack.content == kept
    assert figures(pack.content, "scope")["reported"] == (4, None)
    assert "Reported in the period: frozen as 4, by the data of today 5." in page
    assert pack.seal in page
    assert "does not fit" not in page
    with pytest.raises(Refusal) as no:
        freeze(manager, pack)
    assert no.value.code == "pack.frozen"


def test_a_touched_figure_breaks_the_seal(manager: Account, march: DataSet, client: Client):
    pack = freeze(manager, draft(manager, march))
    assert is_intact(pack)
    assert EventRow.objects.get(kind="pack.frozen").facts == {"pack": pack.pk, "version": 1, "seal": pack.seal}
    pack.content["scope"]["figures"][0]["value"] = 3
    pack.save()
    client.force_login(manager)
    assert "The seal does not fit the figures" in client.get(f"/reviews/{pack.pk}/").content.decode()


def test_the_next_pack_opens_with_the_actions_of_the_last(manager: Account, march: DataSet):
    act = Act(by=manager, via="web")
    before = draft(manager, march)
    one = actions.agree_action(act, pack=before.pk, text="Name a deputy", owner=manager.pk, due=date(2025, 4, 10))
    actions.agree_action(act, pack=before.pk, text="Ask for a price", owner=manager.pk, due=date(2025, 4, 20))
    actions.finish_action(act, agreed=one)
    after = draft(manager, march, first=date(2025, 4, 1), last=date(2025, 4, 30))
    opening = shown.sections(after, queries.figures_now(manager, after), None)[0]
    assert [(each.text, each.is_done) for each in opening.actions] == [
        ("Name a deputy", True),
        ("Ask for a price", False),
    ]
    other = draft(manager, march, "team", date(2025, 4, 1), date(2025, 4, 30))
    assert queries.last_actions(other) == []


def test_what_is_done_after_freezing_is_said_beside_the_frozen_state(manager: Account, march: DataSet):
    act = Act(by=manager, via="web")
    agreed = actions.agree_action(
        act, pack=draft(manager, march).pk, text="Name a deputy", owner=manager.pk, due=date(2125, 4, 10)
    )
    after = freeze(manager, draft(manager, march, first=date(2025, 4, 1), last=date(2025, 4, 30)))
    actions.finish_action(act, agreed=agreed)
    (opened,) = shown.sections(after, after.content, None)[0].actions
    assert (opened.is_done, opened.done_since) == (False, True)
    assert is_intact(after)


def test_a_comment_is_kept_with_its_author_and_its_words_stay_out_of_the_event(manager: Account, march: DataSet):
    pack = draft(manager, march)
    actions.write_comment(Act(by=manager, via="web"), pack=pack.pk, section="needs", text=" A new depot opens. ")
    (section,) = [each for each in shown.sections(pack, {}, None) if each.code == "needs"]
    assert [(each.text.text, each.text.author) for each in section.comments] == [("A new depot opens.", manager)]
    assert EventRow.objects.get(kind="comment.written").facts["text"] == section.comments[0].text_id
    with pytest.raises(Refusal):
        actions.write_comment(Act(by=manager, via="web"), pack=pack.pk, section="next_plan", text="Not of this review")


def test_an_empty_section_needs_a_reason_and_initials_before_the_pack_is_frozen(manager: Account, march: DataSet):
    pack, act = draft(manager, march), Act(by=manager, via="web")
    actions.write_comment(act, pack=pack.pk, section="needs", text="A new depot opens.")
    with pytest.raises(Refusal) as no:
        actions.freeze_pack(act, pack=pack.pk)
    missing = "Progress of last meeting's actions, Contract execution, Service goals, Satisfaction survey."
    assert str(no.value) == f"Say why these sections are empty: {missing}"
    with pytest.raises(Refusal):
        actions.explain_empty(act, pack=pack.pk, section="goals", reason="No goals are agreed", initials=" ")
    frozen = freeze(manager, pack)
    said = frozen.empty_sections.get(section="goals")
    assert frozen.content["goals"]["reason"] == said.reason_id
    assert not frozen.empty_sections.filter(section__in=["needs", "scope"]).exists()
    assert is_intact(frozen)
    with pytest.raises(Refusal):
        actions.explain_empty(act, pack=pack.pk, section="goals", reason="Another", initials="ΕΝ")


def test_the_second_of_two_reasons_is_refused_and_shows_both(manager: Account, march: DataSet, client: Client):
    """Two people opened the same draft; the one who saves last replaces nothing unseen."""
    pack = draft(manager, march)
    other = Client()
    other.force_login(make_account("manager", "second@test.example"))
    client.force_login(manager)
    told = {"section": "goals", "seen": "0"}
    first = client.post(f"/reviews/{pack.pk}/empty/", {**told, "reason": "No goals agreed", "initials": "AB"})
    assert first.status_code == 302
    recorded = EventRow.objects.count()
    second = other.post(f"/reviews/{pack.pk}/empty/", {**told, "reason": "The goals are late", "initials": "CD"})
    assert second.status_code == 412
    page = second.content.decode()
    assert "No goals agreed · AB" in page
    assert 'value="The goals are late"' in page
    assert 'value="CD"' in page
    assert EventRow.objects.count() == recorded
    stands = pack.empty_sections.get()
    assert stands.reason.text == "No goals agreed"
    again = {**told, "seen": str(stands.reason_id), "reason": "The goals are late", "initials": "CD"}
    assert other.post(f"/reviews/{pack.pk}/empty/", again).status_code == 302
    assert pack.empty_sections.get().reason.text == "The goals are late"


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


def test_a_section_that_is_empty_twice_in_a_row_gets_a_remark(manager: Account, march: DataSet, client: Client):
    freeze(manager, draft(manager, march))
    after = draft(manager, march, first=date(2025, 4, 1), last=date(2025, 4, 30))
    actions.write_comment(Act(by=manager, via="web"), pack=after.pk, section="needs", text="A new depot opens.")
    found = {each.code: each for each in shown.sections(after, queries.figures_now(manager, after), None)}
    twice = {code for code, each in found.items() if each.empty_before}
    assert twice == {"last_actions", "contract", "goals", "satisfaction"}
    client.force_login(manager)
    page = client.get(f"/reviews/{after.pk}/").content.decode()
    assert page.count("Empty for the second time in a row. Last time: “Δεν μετράται”") == 4


def test_twelve_months_are_drawn_by_name_with_gaps_as_gaps():
    drawn = chart.months(
        [(date(2025, 3, 1), 0.5, 4), (date(2025, 4, 1), None, 0)], "Service level met, as the source flagged it"
    )
    assert drawn.count("<rect") == 1
    assert "as the source flagged it" in drawn
    assert "50" in drawn
    assert "–" in drawn


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


def test_drafting_by_the_form_leads_to_the_pack_and_not_twice(manager: Account, march: DataSet, client: Client):
    client.force_login(manager)
    sent = {"source": march.pk, "kind": "team", "first": "2025-03-01", "last": "2025-03-31"}
    answer = client.post("/reviews/", sent)
    made = Pack.objects.get()
    assert answer.headers["Location"] == f"/reviews/{made.pk}/"
    assert client.post("/reviews/", sent).status_code == 422
    assert client.post("/reviews/", {**sent, "last": "2025-02-01"}).status_code == 422
    agreed = client.post(f"/reviews/{made.pk}/agree/", {"text": "", "owner": manager.pk, "due": "2025-04-01"})
    assert agreed.status_code == 422
    client.post(f"/reviews/{made.pk}/agree/", {"text": "Ask", "owner": manager.pk, "due": "2025-04-01"})
    assert [each.text.text for each in made.actions.all()] == ["Ask"]
    assert client.post(f"/reviews/{made.pk}/freeze/").status_code == 409
    for section in ("last_plan", "special"):
        signed = {"section": section, "reason": "Πρώτη φορά", "initials": "ΕΝ"}
        assert client.post(f"/reviews/{made.pk}/empty/", signed).status_code == 302
    assert client.post(f"/reviews/{made.pk}/freeze/").status_code == 302
    assert Pack.objects.get().frozen_by == manager


@pytest.mark.parametrize(("language", "word"), [("en", "Service goals"), ("ru", "Цели услуг"), ("zh-hans", "服务目标")])
def test_the_pdf_says_the_same_in_the_readers_language(
    manager: Account, march: DataSet, client: Client, language: str, word: str
):
    from pypdf import PdfReader

    manager.language = language
    manager.save()
    pack = draft(manager, march)
    client.force_login(manager)
    answer = client.get(f"/reviews/{pack.pk}/pdf/")
    assert answer.headers["Content-Type"] == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert "Ωμέγα" in text
    if language != "zh-hans" or not printing.lacks_font("zh-hans"):
        assert word in text.replace("\n", "")


def test_without_pango_one_sentence_says_so(manager: Account, march: DataSet, client: Client, monkeypatch: Any):
    import builtins

    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'pango-1.0-0'")
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    client.force_login(manager)
    answer = client.get(f"/reviews/{draft(manager, march).pk}/pdf/")
    assert answer.status_code == 409
    assert "Pango" in answer.content.decode()


@pytest.mark.parametrize("kind", ["customer", "team"])
def test_a_pack_speaks_no_bare_english(pseudo: None, manager: Account, march: DataSet, client: Client, kind: str):
    pack = freeze(manager, draft(manager, march, kind))
    data_set(MARCH + case("8", "2025-03-20 08:00"), march)
    manager.name = "Ωμέγα"
    manager.save()
    client.force_login(manager)
    assert bare_words(client.get(f"/reviews/{pack.pk}/").content.decode()) == []


def test_every_section_has_words(manager: Account):
    from hansei.rooms.reviews import wording

    with translation.override("en"):
        assert [len(each) for each in kinds.SECTIONS.values()] == [8, 7]
        assert all(wording.section(code) for codes in kinds.SECTIONS.values() for code in codes)


def test_the_period_before_whole_months_is_whole_months():
    assert Period(date(2025, 1, 1), date(2025, 3, 31), "UTC").previous() == Period(
        date(2024, 10, 1), date(2024, 12, 31), "UTC"
    )
    assert Period(date(2025, 3, 10), date(2025, 3, 16), "UTC").previous() == Period(
        date(2025, 3, 3), date(2025, 3, 9), "UTC"
    )
    assert last_whole_month(date(2025, 4, 2)) == (FIRST, LAST)
    assert last_whole_month(LAST) == (FIRST, LAST)


def test_the_first_page_shows_ones_own_actions_until_they_are_done(manager: Account, march: DataSet, client: Client):
    pack, act = draft(manager, march), Act(by=manager, via="web")
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


@pytest.mark.parametrize("year", [1, 9999])
def test_a_period_at_the_end_of_the_calendar_is_refused(manager: Account, march: DataSet, year: int):
    with pytest.raises(Refusal, match="a year at most"):
        draft(manager, march, first=date(year, 1, 1), last=date(year, 12, 31))
    assert Pack.objects.count() == 0
