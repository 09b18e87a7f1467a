"""The browser in tests: the system's Chromium, a live site, signing in, and what no page may do.

`page` fails its test on any breach of the content security policy, on any error in the console and on any request that
failed or was answered with an error, unless the test says beforehand which it expects (`page_watch.expect(...)`).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request, Response
    from pytest_django.live_server_helper import LiveServer

ROOT = Path(__file__).parent.parent
AXE = ROOT / "node_modules/axe-core/axe.min.js"
# The one without windows first: the same engine, which opens a page with a fifth less of work.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PASSWORD = "correct horse battery"
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def chromium() -> str:
    """Return the path of the system's Chromium; without one the test fails, it is never skipped."""
    named = os.environ.get("HANSEI_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.fail("Chromium is missing: install it (apt-get install chromium), then repeat.", pytrace=False)
    return found


@dataclass
class PageWatch:
    """What went wrong on the pages of one test, and what the test expects to go wrong."""

    seen: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, part: str) -> None:
        """Let pass every report that contains `part`, e.g. "404"."""
        self.expected.append(part)

    def unexpected(self) -> list[str]:
        return [each for each in self.seen if not any(part in each for part in self.expected)]

    def follow(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.seen.append(f"script error: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.seen.append(f"console {message.type}: {message.text}")

    def _failed(self, request: Request) -> None:
        # Leaving a page ends its open requests: that is no failure.
        if request.failure != "net::ERR_ABORTED":
            self.seen.append(f"request failed: {request.method} {request.url} {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.seen.append(f"answer {response.status}: {response.request.method} {response.url}")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    from playwright.sync_api import sync_playwright

    # Playwright's own loop runs in this thread, and Django would take every query for one inside a coroutine.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    started = playwright.chromium.launch(executable_path=chromium(), headless=True, args=flags)
    yield started
    started.close()


@pytest.fixture
def page_watch() -> PageWatch:
    return PageWatch()


@pytest.fixture
def browser_context(browser: Browser, live_site: LiveServer) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=live_site.url, locale="en-GB", timezone_id="Europe/Berlin", viewport={"width": 1440, "height": 900}
    )
    context.set_default_timeout(30_000)  # a busy machine is slow, not wrong
    yield context
    context.close()


@pytest.fixture
def page(browser_context: BrowserContext, page_watch: PageWatch) -> Iterator[Page]:
    """A page of the live site. Addresses may be relative: `page.goto("/")`."""
    opened = browser_context.new_page()
    page_watch.follow(opened)
    yield opened
    assert page_watch.unexpected() == []


@pytest.fixture
def live_site(live_server: LiveServer, settings: Any) -> LiveServer:
    """The whole site on a free port, with its own database; emptied after the test."""
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    return live_server


@pytest.fixture
def sign_in(page: Page, live_site: LiveServer) -> Callable[[str], Any]:
    """`sign_in("manager")` makes an account in that role and signs it in; returns the account."""
    from tests.accounts import make_account, session_cookie

    def signed_in(role: str) -> Any:
        account = make_account(role)
        page.context.add_cookies([{**session_cookie(account), "url": live_site.url}])
        return account

    return signed_in


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """Run axe-core on the page as it stands; every breach of WCAG 2.2 AA fails the test."""
    if not AXE.exists():
        pytest.fail("axe-core is missing: run `make assets`, then repeat.", pytrace=False)

    def check(page: Page) -> None:
        # Through the debugger, so that the page's content security policy stays as it is.
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(AXE.read_text())
        # Only the breaches are brought over: what passed is most of what axe tells.
        found = page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})"
            ".then(found => found.violations)",
            WCAG,
        )
        said = [
            f"{each['id']} ({each['impact']}): {each['help']}: {node['html'][:160]}"
            for each in found
            for node in each["nodes"][:3]
        ]
        assert said == []

    return check
