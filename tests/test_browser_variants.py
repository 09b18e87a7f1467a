"""Every page opens in a real browser, in both themes and sizes and three scripts: no error, nothing inaccessible."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.site import SitePage, one_of_each_part, site_pages
from tests.variants import PHONE, Variant

SETTLED = """async () => {
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  await Promise.all(document.getAnimations().map(each => each.finished.catch(() => null)));
}"""
pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("shown", site_pages(), ids=lambda shown: shown.name)
def test_every_page_is_accessible_in_both_themes_and_sizes(
    shown: SitePage,
    page: Page,
    sign_in: Callable[[str], Any],
    assert_accessible: Callable[[Page], None],
) -> None:
    """In Russian, whose words are the longest. The page is loaded once; theme and size follow as for readers."""
    shown.prepare()
    account = None if shown.is_public else sign_in(shown.role)
    opened(Variant("ru", language="ru", theme="system"), page, account, shown.address(account))
    assert_accessible(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    # Charts follow the window a frame later, and colours the theme.
    page.wait_for_function(f"() => document.documentElement.scrollWidth <= {PHONE[0]}")
    page.evaluate(SETTLED)
    assert_accessible(page)


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
@pytest.mark.parametrize("shown", one_of_each_part(), ids=lambda shown: shown.name)
def test_a_page_of_each_part_is_accessible_in_the_other_languages(
    shown: SitePage, language: str, page: Page, sign_in: Callable[[str], Any], assert_accessible: Callable[[Page], None]
) -> None:
    account = None if shown.is_public else sign_in(shown.role)
    opened(Variant(language, language=language, size=PHONE), page, account, shown.address(account))
    assert_accessible(page)
    page.wait_for_function(f"() => document.documentElement.scrollWidth <= {PHONE[0]}")


def opened(form: Variant, page: Page, account: Any, address: str) -> None:
    """Open a page in a form of it: it answers, in that language, with one heading and a title."""
    form.put_on(page, account)
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200
    assert page.locator("h1").count() == 1, "a page has one heading of the first level"
    assert page.title().endswith("Hansei")
    assert page.locator("html").get_attribute("lang") == form.html_language
