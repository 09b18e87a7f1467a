"""By keyboard and mouse: a cell changed in its row, lines ticked with x, changed together and put back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from hansei.blocks.register.tests.any_kind import KINDS, a_record, address, register_of

pytestmark = pytest.mark.browser


def test_a_list_is_worked_through(page: Page, sign_in: Callable[[str], Any]):
    register, account = register_of("improvement" if "improvement" in KINDS else KINDS[0]), sign_in("manager")
    first, second = (a_record(register, account, title) for title in ("Αλφα", "Βητα"))
    page.goto(address(register))
    owner = page.locator(f"tr:has-text('{first.identity.key}') td[data-label=Owner] a.h-quick")
    owner.click()
    page.locator("form.h-quick-form select").select_option(label=account.name)
    page.locator("form.h-quick-form button:has-text('Save')").click()
    page.locator(f"tr:has-text('{first.identity.key}'):has-text('{account.name}')").wait_for()
    page.locator("td[data-label=Owner] a.h-quick:focus").wait_for()  # the keyboard goes on where it was
    page.locator(f"tr:has-text('{second.identity.key}') a[data-line]").focus()
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("input[name=pick]:checked").count() == 2
    page.locator("select[name=what]").select_option("move:triage")
    page.locator("#bulk button[type=submit]").click()
    page.locator("button:has-text('Apply to 2 records')").click()
    page.locator("text=2 records changed").wait_for()
    page.locator("button:has-text('Undo')").click()
    page.locator("text=2 records changed").wait_for()
    states = set(type(first)._default_manager.values_list("state", flat=True))
    assert states == {"proposed"}


def the_card(found: Any) -> str:
    return f"[data-card='{found.pk}']"


def test_a_card_is_moved_by_keyboard_and_a_refused_move_says_why(
    page: Page, sign_in: Callable[[str], Any], page_watch: Any
):
    register, account = register_of("improvement"), sign_in("manager")
    found = a_record(register, account, "Αλφα")
    page.goto(address(register) + "?shape=board")
    page.locator(f"[data-state=proposed] {the_card(found)} a[data-line]").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("button[name=to][value=triage]:focus").wait_for()
    page.keyboard.press("Escape")
    page.locator(f"{the_card(found)} a.h-quick:focus").wait_for()
    page.keyboard.press("Enter")
    page.locator("button[name=to][value=triage]:focus").wait_for()
    page.keyboard.press("Enter")
    page.locator(f"[data-state=triage] {the_card(found)} a:focus").wait_for()
    assert "In triage" in page.locator("[data-board] [role=status]").inner_text()
    found.refresh_from_db()
    assert found.state == "triage"


def test_a_card_is_dragged_to_the_column_it_may_go_to_and_stays_where_none_leads(
    page: Page, sign_in: Callable[[str], Any], page_watch: Any
):
    register, account = register_of("improvement"), sign_in("manager")
    found = a_record(register, account, "Βητα")
    page.set_viewport_size({"width": 2400, "height": 900})
    page.goto(address(register) + "?shape=board")
    page.locator(the_card(found)).drag_to(page.locator("[data-state=triage]"))
    page.locator(f"[data-state=triage] {the_card(found)}").wait_for()
    page_watch.expect("409")
    page.locator(the_card(found)).drag_to(page.locator("[data-state=verified]"))
    page.locator("[data-board] [role=alert]").wait_for()
    assert page.locator(f"[data-state=triage] {the_card(found)}").count() == 1
    assert "no way leads to “Verified”" in page.locator("[data-board] [role=alert]").inner_text()
    page.locator(the_card(found)).drag_to(page.locator("[data-state=closed]"))
    page.wait_for_url(f"**/improvements/{found.pk}/close/")
    found.refresh_from_db()
    assert found.state == "triage"
