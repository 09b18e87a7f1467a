"""The board: columns of states, cards moved along the lifecycle's ways, by whoever may and only to where one leads."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hansei.blocks.lifecycle import LIFECYCLES
from hansei.blocks.register import board, shapes
from hansei.blocks.register.actions import saved_views
from hansei.blocks.register.tests.any_kind import KINDS, a_record, address, register_of
from hansei.kernel.actions import ACTIONS, Act
from hansei.kernel.models import Account, EventRow, Grant, Role
from tests.accounts import make_account

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def shown(web: Client, kind: str = "improvement", **asked: str) -> dict[str, board.Column]:
    page = web.get(address(register_of(kind)), {"shape": "board", **asked})
    assert page.status_code == 200
    return {each["column"].state.code: each["column"] for each in page.context["columns"]}


def moved(web: Client, found: Any, to: str, version: int = 1, **more: Any) -> Any:
    url = address(register_of("improvement"), "card", found.pk) + "?shape=board"
    return web.post(url, {"to": to, "version": version}, **more)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_board_with_a_column_for_each_state_in_order(web: Client, manager: Account, kind: str):
    found = a_record(register_of(kind), manager)
    columns = shown(web, kind)
    assert list(columns) == [each.code for each in LIFECYCLES[kind].states]
    assert {code: len(each.cards) for code, each in columns.items() if each.cards} == {found.state: 1}
    assert columns[found.state].cards[0].key == found.identity.key
    assert web.get(address(register_of(kind), "card", found.pk)).status_code == 200
    assert web.get(address(register_of(kind), "life")).status_code == 200


def test_a_card_goes_the_way_and_the_board_comes_back_with_an_undo(web: Client, manager: Account):
    found = a_record(register_of("improvement"), manager)
    page = moved(web, found, "triage", headers=HTMX)
    assert page.status_code == 200
    found.refresh_from_db()
    assert found.state == "triage"
    assert f"{found.identity.key} is in “In triage” now." in page.content.decode()
    undone = web.post(page.context["undo_url"], {"trace": page.context["trace"]})
    assert undone.status_code == 200
    found.refresh_from_db()
    assert found.state == "proposed"


@pytest.mark.parametrize(
    ("to", "sentence"),
    [("verified", "no way leads to “Verified”"), ("nowhere", "no way leads to “nowhere”"), ("", "no way leads to")],
)
def test_where_no_way_leads_the_card_stays_and_says_why(web: Client, manager: Account, to: str, sentence: str):
    found, before = a_record(register_of("improvement"), manager), EventRow.objects.count()
    page = moved(web, found, to, headers=HTMX)
    assert page.status_code == 409
    assert sentence in page.content.decode()
    assert [card.pk for each in page.context["columns"] for card in each["column"].cards] == [found.pk]
    found.refresh_from_db()
    assert (found.state, EventRow.objects.count()) == ("proposed", before)


def test_a_guard_refuses_with_its_sentence(web: Client, manager: Account):
    found = a_record(register_of("improvement"), manager)
    moved(web, found, "triage")
    page = moved(web, found, "analysed", version=2, headers=HTMX)
    assert page.status_code == 409
    assert "owner" in page.content.decode()
    menu = web.get(address(register_of("improvement"), "card", found.pk), headers=HTMX).content.decode()
    assert "Mark as analysed" in menu
    assert 'value="analysed"' not in menu


def test_of_two_who_move_at_once_the_second_is_told_and_sees_where_the_card_is(web: Client, manager: Account):
    found = a_record(register_of("improvement"), manager)
    ACTIONS["improvement.move"].run(Act(by=manager, via="test"), pk=found.pk, version=1, to="triage")
    page = moved(web, found, "triage", headers=HTMX)
    assert page.status_code == 412
    assert "Somebody moved or changed this meanwhile" in page.content.decode()
    columns = {each["column"].state.code: each["column"].cards for each in page.context["columns"]}
    assert [card.version for card in columns["triage"]] == [2]


def test_a_way_that_asks_for_more_leads_to_its_form(web: Client, manager: Account):
    found = a_record(register_of("improvement"), manager)
    page = moved(web, found, "closed", headers=HTMX)
    assert (page.status_code, page.headers["HX-Redirect"]) == (204, f"/improvements/{found.pk}/close/")
    assert moved(web, found, "closed").headers["Location"] == f"/improvements/{found.pk}/close/"
    found.refresh_from_db()
    assert found.state == "proposed"


def test_without_scripts_the_menu_is_a_page_and_leads_back_to_the_board(web: Client, manager: Account):
    found = a_record(register_of("improvement"), manager)
    url = address(register_of("improvement"), "card", found.pk) + "?shape=board&origin=staff"
    assert "<h1" in web.get(url).content.decode()
    answer = web.post(url, {"to": "triage", "version": 1})
    assert answer.headers["Location"] == "/improvements/?shape=board&origin=staff"
    found.refresh_from_db()
    assert found.state == "triage"


def test_who_may_only_look_moves_nothing(client: Client, manager: Account):
    found, looker = a_record(register_of("improvement"), manager), make_account("agent", "looker@test.example")
    Grant.objects.filter(account=looker).delete()
    role = Role.objects.create(key="looks", rights=["improvement.see"])
    Grant.objects.create(account=looker, role=role, scope=Grant.Scope.EVERYTHING, since=timezone.now())
    client.force_login(looker)
    assert [card.may_move for each in shown(client).values() for card in each.cards] == [False]
    assert moved(client, found, "triage", headers=HTMX).status_code == 403
    found.refresh_from_db()
    assert found.state == "proposed"


def test_cards_of_records_one_may_not_see_are_neither_shown_nor_counted(client: Client, manager: Account):
    a_record(register_of("improvement"), manager)
    other = make_account("agent", "other@test.example")
    Grant.objects.filter(account=other).delete()
    role = Role.objects.create(key="elsewhere", rights=["improvement.see", "improvement.work"])
    Grant.objects.create(account=other, role=role, scope=Grant.Scope.MINE, since=timezone.now())
    client.force_login(other)
    assert sum(each.count for each in shown_or_none(client).values()) == 0


def shown_or_none(web: Client) -> dict[str, board.Column]:
    page = web.get("/improvements/", {"shape": "board"})
    return {each["column"].state.code: each["column"] for each in page.context["columns"]}


def test_a_long_column_shows_the_first_cards_and_says_of_how_many(
    web: Client, manager: Account, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(board, "SHOWN", 3)
    made = [a_record(register_of("improvement"), manager, f"{n}").pk for n in range(5)]
    column = shown(web)["proposed"]
    assert [card.pk for card in column.cards] == made[:1:-1]
    page = web.get("/improvements/", {"shape": "board"}).content.decode()
    assert "The first 3 of 5: see all in the list" in page
    assert "/improvements/?shape=list&amp;state=proposed" in page


def test_a_filter_and_a_saved_view_hold_on_the_board(web: Client, manager: Account):
    for origin in ("staff", "audit"):
        a_record(register_of("improvement"), manager, origin, origin=origin)
    assert [card.title for card in shown(web, origin="audit")["proposed"].cards] == ["audit"]
    keeps: saved_views.Kept = {"filters": {"origin": "audit"}, "shape": "board"}
    view = saved_views.save_view(Act(by=manager, via="test"), kind="improvement", name="Audits", keeps=keeps)
    page = web.get("/improvements/", {"view": str(view)})
    columns = {each["column"].state.code: each["column"] for each in page.context["columns"]}
    assert [card.title for card in columns["proposed"].cards] == ["audit"]
    assert web.get("/improvements/", {"view": str(view), "shape": "list"}).context["rows"]


def test_what_the_kind_declares_is_summed_by_its_unit(web: Client, manager: Account):
    register = register_of("improvement")
    for benefit, currency in (("1000", "EUR"), ("2000", "EUR"), ("300", "CNY"), (None, "EUR")):
        a_record(register, manager, benefit=benefit, currency=currency)
    totals = shown(web)["proposed"].totals
    assert [re.sub(r"\s", " ", each) for each in totals] == ["¥ 300", "€ 3 000"]


def test_a_card_says_by_when_it_is_due_and_how_late_it_is():
    from datetime import UTC, date, datetime

    created, today = datetime(2026, 3, 1, 12, tzinfo=UTC), date(2026, 3, 10)
    assert board.said_of(date(2026, 3, 8), created, today, is_met=False) == ("bad", "late by 2 days")
    assert board.said_of(date(2026, 3, 8), created, today, is_met=True)[0] == ""
    assert board.said_of(date(2026, 3, 10), created, today, is_met=False)[0] == ""
    assert board.said_of(None, created, today, is_met=False)[1].startswith("there since")


def test_an_improvement_in_work_is_not_late_for_the_day_its_change_began_to_work():
    seen, kind = register_of("improvement").seen, register_of("improvement").kind
    waited_for = [each.code for each in LIFECYCLES["improvement"].states if not shapes.is_met(kind, seen, each.code)]
    assert waited_for == ["proposed", "triage", "analysed", "planned", "approved"]


def test_the_board_asks_as_often_for_many_cards_as_for_one(web: Client, manager: Account):
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            shown(web)
        return len(captured)

    a_record(register_of("improvement"), manager)
    asked()
    before = asked()
    for n in range(6):
        found = a_record(register_of("improvement"), manager, f"{n}", owner=manager.pk)
        if n % 2:
            moved(web, found, "triage")
    assert asked() == before
