"""The watch over pages sees what it must see: without this, a silent watch would look like a clean site."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser import PageWatch

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("mischief", "seen"),
    [
        ("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')", "Content Security Policy"),
        (
            "document.head.append(Object.assign(document.createElement('script'), {text: '1'}))",
            "Content Security Policy",
        ),
        ("fetch('/nowhere/')", "answer 404"),
        ("console.error('broken')", "console error: broken"),
        ("setTimeout(() => { throw new Error('late') })", "script error: late"),
    ],
    ids=["style", "script", "missing", "console", "error"],
)
def test_the_watch_sees(mischief: str, seen: str, page: Page, page_watch: PageWatch) -> None:
    page.goto("/sign-in/")
    assert page_watch.unexpected() == []
    page.evaluate(f"() => {{ {mischief}; }}")
    page.wait_for_timeout(300)
    assert any(seen in each for each in page_watch.unexpected()), page_watch.seen
    page_watch.expect(seen)


def test_axe_finds_a_picture_without_words(page: Page, assert_accessible: Callable[[Page], None]) -> None:
    page.goto("/sign-in/")
    page.evaluate(
        "() => document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/static/ui/mark.svg\">')"
    )
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)
