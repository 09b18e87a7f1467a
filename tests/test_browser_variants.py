"""Every page opens in a real browser, in both themes and sizes and three scripts: no error, nothing inaccessible."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.site import SitePage, site_pages
from tests.variants import FEW_VARIANTS

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("shown", site_pages(), ids=lambda shown: shown.name)
def test_every_page_is_accessible_in_every_form(
    shown: SitePage,
    page: Page,
    sign_in: Callable[[str], Any],
    assert_accessible: Callable[[Page], None],
    subtests: pytest.Subtests,
) -> None:
    """One test for all forms of a page: making what it shows takes longer than looking at it."""
    shown.prepare()
    account = None if shown.is_public else sign_in(shown.role)
    address = shown.address(account)
    for variant in FEW_VARIANTS:
        with subtests.test(variant.name):
            variant.put_on(page, account)
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == 200
            assert page.locator("h1").count() == 1, "a page has one heading of the first level"
            assert page.title().endswith("Hansei")
            assert page.locator("html").get_attribute("lang") == variant.html_language
            assert_accessible(page)
            # Charts follow the window a frame later.
            page.wait_for_function(f"() => document.documentElement.scrollWidth <= {variant.size[0]}")
