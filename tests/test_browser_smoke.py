"""A page of each part opens in a real browser: no breach of the content security policy, no error, all accessible.

All of them do in the long run (test_browser_variants.py).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.accounts import PASSWORD, make_account
from tests.site import SitePage, one_of_each_part, plain_routes, site_pages

pytestmark = pytest.mark.browser
PAGES = site_pages()
# The register draws these alike: one kind's are listed.
SAME_FOR_EVERY_KIND = (":tags", ":fields", ":life", ":life_versions")


def test_signing_in_leads_home(page: Page, live_site: Any) -> None:
    make_account("manager")
    page.goto("/")
    assert "/sign-in/" in page.url
    page.locator("input[name=username]").fill("manager@test.example")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form:has(input[name=password]) button[type=submit]").click()
    page.wait_for_url(f"{live_site.url}/")
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("shown", one_of_each_part(), ids=lambda shown: shown.name)
def test_a_page_opens_and_is_accessible(
    shown: SitePage, page: Page, sign_in: Callable[[str], Any], assert_accessible: Callable[[Page], None]
) -> None:
    answer = page.goto(shown.address(None if shown.is_public else sign_in(shown.role)))
    assert answer is not None
    assert answer.status == 200
    assert_accessible(page)
    page.set_viewport_size({"width": 390, "height": 844})
    # Charts follow the window a frame later.
    page.wait_for_function("() => document.documentElement.scrollWidth <= 390")


@pytest.mark.django_db
def test_every_page_is_listed(client: Any) -> None:
    """A route that answers with a page and needs no argument stands in its part's tests/pages.py."""
    client.force_login(make_account("administrator"))
    listed = {shown.path for shown in PAGES if isinstance(shown.path, str)}
    unlisted = [
        f"{name} {address}"
        for name, address in plain_routes()
        if address not in listed and not name.endswith(SAME_FOR_EVERY_KIND) and _is_a_page(client.get(address))
    ]
    assert unlisted == []


def _is_a_page(answer: Any) -> bool:
    if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
        return False
    return answer.content.lstrip()[:15].lower() == b"<!doctype html>"
