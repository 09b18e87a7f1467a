"""A pack on a narrow screen, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page

from hansei.rooms.reviews.tests.arranged import data_set, draft

pytestmark = pytest.mark.browser
FLAGGED = "number,state,opened_at,sys_updated_at,resolved_at,made_sla\n" + "".join(
    f"{at},Resolved,2025-0{at}-03 08:00,2025-0{at}-03 09:00,2025-0{at}-03 09:00,true\n" for at in (1, 2, 3)
)


def test_the_month_under_review_is_seen_first_beside_what_the_rows_are_of(
    page: Page, sign_in: Callable[[str], Any], settings: LazySettings, tmp_path: Any
):
    settings.PARQUET_ROOT = tmp_path / "parquet"
    manager = sign_in("manager")
    pack = draft(manager, data_set(FLAGGED))
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/reviews/{pack.pk}/")
    year = page.locator(".reviews-year")
    assert year.locator("th").last.inner_text() == "Mar"
    for cell in (year.locator("th").last, year.locator("tbody td").first):
        box = cell.bounding_box()
        assert box is not None
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390


def test_a_refused_reason_stays_and_is_mended_and_sent_again_by_keyboard(
    page: Page,
    page_watch: Any,
    sign_in: Callable[[str], Any],
    assert_accessible: Callable[[Page], None],
    settings: LazySettings,
    tmp_path: Any,
):
    settings.PARQUET_ROOT = tmp_path / "parquet"
    manager = sign_in("manager")
    pack = draft(manager, data_set(FLAGGED), "team")
    page.goto(f"/reviews/{pack.pk}/")
    page_watch.expect("409")
    section = page.locator("#special")
    section.get_by_text("Say why it is empty").click()
    section.get_by_label("Why “Special or difficult tickets” is empty").fill("Ωμέγα πρώτη φορά")
    section.get_by_label("Your initials").fill("  ")
    page.keyboard.press("Enter")
    page.get_by_text("Sign with one to eight characters.").wait_for()
    assert_accessible(page)
    assert page.get_by_label("Reason").input_value() == "Ωμέγα πρώτη φορά"
    page.get_by_label("Reason").focus()
    page.keyboard.press("Tab")
    page.keyboard.type("ΕΝ")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Try again"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/reviews/{pack.pk}/#special")
    assert page.get_by_text("Ωμέγα πρώτη φορά · ΕΝ").is_visible()
