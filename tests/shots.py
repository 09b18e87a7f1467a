"""`make shots`: a picture of every page in every form, under shots/. Looked at by people; compares nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.site import SitePage, site_pages
from tests.variants import VARIANTS, Variant

SHOTS = Path(__file__).parent.parent / "shots"
pytestmark = [pytest.mark.browser, pytest.mark.shots]


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
@pytest.mark.parametrize("shown", site_pages(), ids=lambda shown: shown.name)
def test_picture(shown: SitePage, variant: Variant, page: Page, sign_in: Callable[[str], Any]) -> None:
    SHOTS.mkdir(exist_ok=True)
    shown.prepare()
    account = None if shown.is_public else sign_in(shown.role)
    variant.put_on(page, account)
    page.goto(shown.address(account), wait_until="networkidle")
    page.screenshot(path=str(SHOTS / f"{shown.name}.{variant.name}.png"), full_page=True)
