"""Sub-states where records are listed: a column, a filter, a choice in the row and for many, a word on the card."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from hansei.blocks.register.actions.living import save, set_sub_state
from hansei.blocks.register.tests.any_kind import a_record, address, register_of
from hansei.kernel.actions import ACTIONS, Act
from hansei.kernel.models import Account, Identity
from hansei.kernel.records import Record
from tests.accounts import make_account

pytestmark = pytest.mark.django_db
KIND = "improvement"


@pytest.fixture
def three(manager: Account) -> list[Record]:
    """One that began before there were sub-states, and two after: one waits, one is fresh."""
    old = a_record(register_of(KIND), manager, "Α")
    rows: Any = [
        {"code": "fresh", "state": "proposed", "labels": {"en": "Fresh"}, "is_default": True},
        {"code": "waiting", "state": "proposed", "labels": {"en": "Waiting"}},
        {"code": "desk", "state": "triage", "labels": {"en": "On the desk"}},
    ]
    save(Act(by=make_account("administrator"), via="test"), kind=KIND, seen=0, setting={"sub_states": rows})
    waiting, fresh = (a_record(register_of(KIND), manager, each) for each in "ΒΓ")
    set_sub_state(Act(by=manager, via="test"), record=waiting.pk, version=1, sub_state="waiting")
    return [old, waiting, fresh]


def now(found: Record) -> tuple[str | None, int]:
    identity = Identity.objects.get(pk=found.pk)
    return identity.sub_state, identity.version


def test_the_list_has_a_column_and_a_filter_that_a_view_keeps(web: Client, three: list[Record]):
    page = web.get(address(register_of(KIND)))
    assert "Sub-state" in [each.label for each in page.context["columns"]]
    said = {row["pk"]: {each["name"]: each["value"] for each in row["cells"]} for row in page.context["rows"]}
    assert [said[each.pk]["sub_state"] for each in three] == ["", "Waiting", "Fresh"]
    offered = next(each for each in page.context["filters"] if each["field"] == "sub_state")
    assert [label for _code, label in offered["choices"]] == [
        "Proposed: Fresh",
        "Proposed: Waiting",
        "In triage: On the desk",
    ]
    only = web.get(address(register_of(KIND)) + "?sub_state=waiting")
    assert [row["pk"] for row in only.context["rows"]] == [three[1].pk]
    kept = web.post(
        address(register_of(KIND), "save_view"), {"name": "Waiting", "query": "sub_state=waiting&show=sub_state"}
    )
    assert kept.status_code == 302
    again = web.get(kept["Location"])
    assert [row["pk"] for row in again.context["rows"]] == [three[1].pk]


def test_a_kind_without_sub_states_offers_neither(web: Client, manager: Account):
    a_record(register_of("risk"), manager)
    page = web.get(address(register_of("risk")))
    assert "sub_state" not in [each["field"] for each in page.context["filters"]]
    assert "Sub-state" not in [each.label for each in page.context["columns"]]


def test_it_goes_along_in_files(web: Client, three: list[Record]):
    lines = b"".join(web.get(address(register_of(KIND), "export", "csv")).streaming_content).decode().splitlines()  # type: ignore[attr-defined]  # it streams
    head = lines[0].lstrip("\ufeff").split(",")
    at = head.index("Sub-state")
    assert at == head.index("State") + 1
    assert [line.split(",")[at] for line in lines[1:]] == ["Fresh", "Waiting", ""]


def quick(web: Client, found: Record, data: dict[str, Any] | None = None) -> Any:
    page = address(register_of(KIND), "quick", found.pk, "sub_state")
    part = {"HX-Request": "true"}
    return web.get(page, headers=part) if data is None else web.post(page, data, headers=part)


def test_it_is_set_in_the_row_over_what_was_seen(web: Client, three: list[Record]):
    asked = quick(web, three[2]).content.decode()
    assert "Waiting" in asked
    assert "On the desk" not in asked
    assert quick(web, three[2], {"version": 1, "sub_state": "waiting"}).status_code == 200
    assert now(three[2]) == ("waiting", 2)
    late = quick(web, three[2], {"version": 1, "sub_state": "fresh"})
    assert late.status_code == 412
    assert "Waiting" in late.content.decode()
    assert quick(web, three[2], {"version": 2, "sub_state": "desk"}).status_code == 422
    assert now(three[2]) == ("waiting", 2)


def test_it_is_set_for_many_and_undone(web: Client, three: list[Record]):
    picked = [f"{each.pk}:{now(each)[1]}" for each in three]
    data = {"what": "sub_state", "sub_state": "waiting", "given": "1"}
    seen = web.post(address(register_of(KIND), "bulk"), {**data, "pick": picked})
    assert [len(seen.context[name]) for name in ("changing", "refused", "same")] == [1, 1, 1]
    done = web.post(address(register_of(KIND), "bulk"), {**data, "pick": picked, "apply": "1"})
    assert [now(each)[0] for each in three] == [None, "waiting", "waiting"]
    assert "has no such sub-state for this record" in done.content.decode()  # it began before there were any
    web.post(address(register_of(KIND), "undo"), {"trace": done.context["trace"]})
    assert [now(each)[0] for each in three] == [None, "waiting", "fresh"]


def test_the_card_says_it_and_the_record_page_sets_it(web: Client, three: list[Record]):
    board = web.get(address(register_of(KIND)) + "?shape=board")
    cards = {card.pk: card.sub_state for each in board.context["columns"] for card, *_urls in each["cards"]}
    assert [cards[each.pk] for each in three] == ["", "Waiting", "Fresh"]
    page = address(register_of(KIND), "record", three[2].pk)
    assert [each.code for each in web.get(page).context["sub_states"]] == ["fresh", "waiting"]
    set_it = address(register_of(KIND), "sub_state", three[2].pk)
    assert web.post(set_it, {"version": 1, "sub_state": ""}).status_code == 302
    assert now(three[2]) == (None, 2)
    assert web.post(set_it, {"version": 1, "sub_state": "fresh"}).status_code == 412
    assert web.post(set_it, {"version": 2, "sub_state": "desk"}).status_code == 409
    assert now(three[2]) == (None, 2)
    assert web.get(address(register_of(KIND), "record", three[0].pk)).context["sub_states"] == []


def test_a_move_from_the_board_takes_the_sub_state_along(web: Client, three: list[Record]):
    ACTIONS["improvement.move"].run(Act(by=make_account("manager"), via="test"), pk=three[1].pk, version=2, to="triage")
    assert now(three[1])[0] is None
