"""axe on every page in every language and theme, on desktop and phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.site import SitePage, site_pages
from tests.variants import VARIANTS, Variant

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
@pytest.mark.parametrize("shown", site_pages(), ids=lambda shown: shown.name)
def test_every_page_is_accessible_in_every_form(
    shown: SitePage,
    variant: Variant,
    page: Page,
    sign_in: Callable[[str], Any],
    assert_accessible: Callable[[Page], None],
) -> None:
    account = None if shown.is_public else sign_in(shown.role)
    variant.put_on(page, account)
    page.goto(shown.address(account))
    assert page.locator("html").get_attribute("lang") == variant.html_language
    assert_accessible(page)
