"""Titles of inputs: a row keeps the number of its origin, the words are each reader's own."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from openpyxl import load_workbook

from hansei.blocks.meeting.models import Agreed
from hansei.blocks.register.values import titles_of
from hansei.kernel import check, demonstration, links, triggers
from hansei.kernel.actions import Act
from hansei.kernel.models import Account, Grant, Identity, Revision, Role
from hansei.kernel.rights import RIGHTS
from hansei.rooms.feedback import actions as feedback
from hansei.rooms.governance import actions as governance
from hansei.rooms.improvement import actions, feeding, hearing, titles
from hansei.rooms.improvement.models import Input
from hansei.rooms.mining.models import DataSet
from hansei.rooms.mining.queries import standing_findings
from hansei.rooms.reviews.tests.pages import one_meeting
from tests.accounts import PASSWORD, make_account
from tests.imported import story_imported

SECRET = "Ψψ-σιωπή"  # stands in the title of the origin, and nowhere else
OWN_WORK = ["improvement.see", "improvement.work"]


@pytest.fixture
def manager(db: None) -> Account:
    return make_account("manager")


def reader_with(*rights: str) -> Account:
    account = Account.objects.create_user(f"{len(rights)}@test.example", PASSWORD, name="Reader")
    role = Role.objects.create(key=f"{len(rights)}-rights", rights=list(rights))
    Grant.objects.create(account=account, role=role, scope="everything", since=timezone.now())
    return account


def a_risk(manager: Account, title: str = SECRET) -> tuple[str, int]:
    return "risks", governance.open_risk(Act(by=manager, via="web"), fields={"title": title}).pk


def a_complaint(manager: Account, title: str = SECRET) -> tuple[str, int]:
    fields: feedback.ComplaintFields = {"title": title, "customer": "Ω", "received_on": date(2026, 9, 1)}
    return "complaints", feedback.open_complaint(Act(by=manager, via="web"), fields=fields).pk


def an_action(manager: Account, title: str = SECRET) -> tuple[str, int]:
    one_meeting(manager)
    agreed = Agreed.objects.get()
    Revision.objects.filter(pk=agreed.text_id).update(text=title)
    return "operations", agreed.meeting_id


ORIGINS: dict[str, Callable[[Account], tuple[str, int]]] = {
    "Risk": a_risk,
    "Complaint": a_complaint,
    "Review": an_action,
}


@pytest.fixture(params=ORIGINS)
def heard(request: pytest.FixtureRequest, manager: Account) -> tuple[Input, str]:
    """An input that a feeder took in, and what it is called for who may not see its origin."""
    source, origin = ORIGINS[request.param](manager)
    assert feeding.feed(source) == 1
    return Input.objects.get(), f"{request.param} {Identity.objects.get(pk=origin).key}"


def pages_of(account: Account, pk: int) -> dict[str, str]:
    """Return every page that names the input, and its files, as this person reads them."""
    web = Client()
    web.force_login(account)
    addresses = {"list": "", "csv": "export/csv/", "wheel": "sources/", "board": "?shape=board", "record": f"{pk}/"}
    addresses |= {each: f"{pk}/{each}/" for each in ("row", "card", "edit", "convert", "repeats")}
    texts = {name: web.get(f"/inputs/{each}") for name, each in addresses.items()}
    found = {name: b"".join(page) if page.streaming else page.content for name, page in texts.items()}
    picked = web.post("/inputs/bulk/", {"pick": str(pk), "what": "move:kept"})
    assert {page.status_code for page in (*texts.values(), picked)} == {200}
    book = load_workbook(io.BytesIO(b"".join(web.get("/inputs/export/xlsx/"))))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    return {name: text.decode() for name, text in found.items()} | {
        "bulk": picked.content.decode(),
        "xlsx": " ".join(cells),
    }


NAMING = ("list", "board", "record", "row", "card", "convert", "csv", "xlsx", "bulk")  # what says the title itself


def test_the_row_and_its_revisions_keep_the_number_alone(heard: tuple[Input, str]):
    found, called = heard
    assert found.title == called.split()[-1]
    assert list(Revision.objects.filter(object_id=found.pk).values_list("field", "text")) == [("title", found.title)]
    assert list(check.check()) == []


def test_who_may_not_see_the_origin_reads_its_kind_and_number(heard: tuple[Input, str]):
    found, called = heard
    pages = pages_of(reader_with(*OWN_WORK), found.pk)
    assert [name for name, text in pages.items() if SECRET in text] == []
    assert [name for name in NAMING if called not in pages[name]] == []


def test_who_may_see_the_origin_reads_its_title(heard: tuple[Input, str], manager: Account):
    found, called = heard
    pages = pages_of(manager, found.pk)
    assert [name for name in NAMING if SECRET not in pages[name]] == []
    assert [name for name in NAMING if called in pages[name]] == []


def test_an_origin_made_confidential_later_hides_its_title_at_once(heard: tuple[Input, str]):
    found, called = heard
    account = reader_with(*sorted(set(RIGHTS) - {"record.confidential"}))
    assert titles.title(account, found) == SECRET
    kind, number, _key = hearing.parts(found.heard_of)
    origin = int(number) if kind == hearing.RECORD else hearing.review_of(int(number))
    assert origin is not None
    Identity.objects.filter(pk=origin).update(is_confidential=True)
    assert titles.title(account, found) == called
    assert [name for name, text in pages_of(account, found.pk).items() if SECRET in text] == []


def test_the_number_is_said_in_the_readers_language(manager: Account):
    source, risk = a_risk(manager)
    feeding.feed(source)
    key = Identity.objects.get(pk=risk).key
    with translation.override("ru"):
        assert titles.title(reader_with(*OWN_WORK), Input.objects.get()) == f"Риск {key}"


def test_an_improvement_starts_from_the_title_that_its_maker_sees(heard: tuple[Input, str], manager: Account):
    found, called = heard
    stranger = reader_with(*OWN_WORK)
    made = actions.convert(Act(by=stranger, via="api"), pk=found.pk, version=1)
    assert made.title == called
    assert not links.links_of(manager, made.pk)
    web = Client()
    for account, said in ((stranger, called), (manager, SECRET)):
        web.force_login(account)
        page = web.get(f"/improvements/{made.pk}/").content.decode()
        assert (said in page, SECRET in page) == (True, account == manager)


def test_its_maker_who_sees_the_origin_takes_its_title_along(heard: tuple[Input, str], manager: Account):
    found, _called = heard
    made = actions.convert(Act(by=manager, via="api"), pk=found.pk, version=1)
    assert made.title == SECRET
    assert SECRET not in {*Revision.objects.filter(object_id=found.pk).values_list("text", flat=True)}


def test_what_somebody_wrote_is_what_everybody_reads(manager: Account):
    source, _risk = a_risk(manager)
    feeding.feed(source)
    found = Input.objects.get()
    act = Act(by=manager, via="web")
    actions.edit_input(act, pk=found.pk, version=1, fields={"title": found.title, "evidence": "Ω"})
    found.refresh_from_db()
    assert titles.title(manager, found) == SECRET  # saved as it stood in the form, nothing was written
    actions.edit_input(act, pk=found.pk, version=2, fields={"title": "Gateway"})
    found.refresh_from_db()
    assert {titles.title(account, found) for account in (manager, reader_with(*OWN_WORK))} == {"Gateway"}


def test_alike_is_found_by_what_the_reader_may_read(manager: Account):
    from hansei.rooms.improvement import queries

    source, _risk = a_risk(manager, "Nobody at night knows who holds which key")
    feeding.feed(source)
    said = "Nobody knows at night who holds which key"
    assert queries.alike(manager, said, "") == [Input.objects.get()]
    assert queries.alike(reader_with(*OWN_WORK), said, "") == []


@pytest.fixture
def story(transactional_db: None, settings: LazySettings, tmp_path: Path) -> Iterator[int]:
    settings.UPLOAD_ROOT, settings.PARQUET_ROOT = tmp_path / "uploads", tmp_path / "parquet"
    cache.clear()
    yield story_imported()
    triggers.lift()


def test_a_findings_title_is_for_readers_of_the_data(story: int):
    manager, stranger = make_account("manager"), reader_with(*OWN_WORK)
    heard = standing_findings(DataSet.objects.get(pk=story)) or []
    assert feeding.feed("findings") == len(heard) > 0
    said = {hearing.finding_of(story, each.key): each for each in heard}
    for found in Input.objects.all():
        finding = said[found.heard_of]
        assert found.title == finding.key
        assert titles.title(manager, found) == hearing.title_of(finding)
        assert titles.title(stranger, found) == f"Finding {finding.key}"
        words = hearing.title_of(finding)
        assert [name for name, text in pages_of(stranger, found.pk).items() if words in text] == []
    DataSet.objects.filter(pk=story).update(version=0)
    gone = Input.objects.earliest("pk")
    assert titles.title(manager, gone) == f"Finding {gone.title}"


def test_the_demonstrations_inputs_keep_numbers_too(manager: Account):
    source = demonstration.records_source().pk
    act = Act(by=manager, via="import", source=source)
    risk = governance.open_risk(act, fields={"title": SECRET})
    feeding.feed("risks")
    found = Input.objects.select_related("identity").get()
    assert (found.identity.source_id, found.title) == (source, risk.identity.key)
    assert titles.title(manager, found) == SECRET


def test_more_inputs_ask_no_more_questions(manager: Account, client: Client):
    def asked() -> list[int]:
        counts = []
        for each in ("/inputs/", "/inputs/?shape=board", "/inputs/export/csv/"):
            with CaptureQueriesContext(connection) as captured:
                page = client.get(each)
                assert page.status_code == 200
                _read = b"".join(page) if page.streaming else page.content
            counts.append(len(captured))
        return counts

    client.force_login(manager)
    for make in ORIGINS.values():
        feeding.feed(make(manager)[0])
    asked()
    few = asked()
    for n in range(12):
        for make in (a_risk, a_complaint):
            make(manager, f"{SECRET} {n}")
    feeding.feed("risks")
    feeding.feed("complaints")
    assert Input.objects.count() == 27
    # A column of the board has its newest twenty cards: of the review it asks no more.
    assert all(now <= before for now, before in zip(asked(), few, strict=True))


def test_titles_of_many_kinds_are_asked_for_together(manager: Account):
    source, risk = a_risk(manager)
    feeding.feed(source)
    found, own = Input.objects.get(), governance.open_risk(Act(by=manager, via="web"), fields={"title": "Ω"})
    assert titles_of(manager, [found, own]) == {found.pk: SECRET, own.pk: "Ω"}
    assert titles_of(reader_with(*OWN_WORK), []) == {}
    assert risk != own.pk


def of_before(found: Input, said: str) -> None:
    """Let an input stand as a feeder left it before numbers were kept."""
    Input.objects.filter(pk=found.pk).update(title=said)
    Revision.objects.filter(object_id=found.pk, field="title").update(text=said)


def test_titles_kept_before_are_forgotten_and_what_people_wrote_is_not(manager: Account):
    for make in ORIGINS.values():
        feeding.feed(make(manager)[0])
    heard = list(Input.objects.order_by("pk"))
    numbers = {each.pk: each.title for each in heard}
    finding = actions.take_in(Act(by=None, via="timer"), origin="findings", heard_of="finding:3:7f3a")
    assert finding is not None
    by_hand = actions.add_input(Act(by=manager, via="web"), fields={"title": SECRET, "origin": "staff"})
    for each in (*heard, finding):
        of_before(each, SECRET)
    act = Act(by=manager, via="web")
    actions.edit_input(act, pk=heard[0].pk, version=1, fields={"title": "Gateway"})
    actions.edit_input(act, pk=heard[1].pk, version=1, fields={"title": "Gateway"})
    actions.edit_input(act, pk=heard[1].pk, version=2, fields={"title": SECRET})  # put back
    migration: Any = import_module("hansei.rooms.improvement.migrations.0011_inputs_keep_numbers")
    for _ in range(2):
        migration.forget_titles(apps, None)
    now = dict(Input.objects.values_list("pk", "title"))
    assert now == {**numbers, heard[0].pk: "Gateway", finding.pk: "7f3a", by_hand.pk: SECRET}
    texts = Revision.objects.filter(field="title", text=SECRET, object__kind="input")
    assert [each.object_id for each in texts] == [by_hand.pk]
    assert list(check.check()) == []
