"""The frame in a real browser: in the dark, by keyboard, and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


def test_every_component_is_accessible_on_a_phone_in_the_dark(
    page: Page, sign_in: Callable[[str], Any], assert_accessible: Callable[[Page], None]
) -> None:
    """tests/test_browser_smoke.py looks at each page in light, tests/test_browser_variants.py in every form."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    sign_in("administrator")
    page.goto("/gallery/")
    assert_accessible(page)


def test_the_theme_of_the_account_wins_over_the_device(page: Page, sign_in: Callable[[str], Any]) -> None:
    sign_in("manager")
    page.emulate_media(color_scheme="light")
    page.goto("/preferences/")
    page.get_by_label("Dark").check()
    page.get_by_role("button", name="Save").click()
    page.wait_for_selector("[data-bs-theme=dark]")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 19, 18)"
    page.get_by_label("As the device says").check()
    page.get_by_role("button", name="Save").click()
    page.wait_for_selector("html:not([data-bs-theme])")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(246, 244, 239)"


def test_the_first_tab_leads_past_the_menu(page: Page, sign_in: Callable[[str], Any]) -> None:
    sign_in("manager")
    for address in ("/improvements/", "/preferences/"):  # in the menu, and not
        page.goto(address)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "language"


def test_a_low_window_shows_where_one_is_in_the_menu(page: Page, sign_in: Callable[[str], Any]) -> None:
    sign_in("administrator")
    page.set_viewport_size({"width": 1280, "height": 420})
    page.goto("/gallery/")
    address = page.locator(".h-side li a").last.get_attribute("href")
    page.goto(str(address))
    line = page.locator(".h-side [aria-current=page]")
    line.wait_for()
    box = line.bounding_box()
    assert box is not None
    assert box["y"] >= 0 and box["y"] + box["height"] <= 420
    assert page.evaluate("window.scrollY") == 0


def test_keys_work_outside_fields_only_and_can_be_turned_off(page: Page, sign_in: Callable[[str], Any]) -> None:
    sign_in("manager")
    page.goto("/")
    page.keyboard.press("?")
    assert page.locator("dialog#keys").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("dialog#keys").is_visible()
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_url("**/preferences/")
    page.get_by_label("Language").focus()
    page.keyboard.press("?")
    assert not page.locator("dialog#keys").is_visible()
    page.get_by_label("Single keys").uncheck()
    page.get_by_role("button", name="Save").click()
    page.wait_for_selector("[data-shortcuts=off]")
    page.locator("body").press("?")
    assert not page.locator("dialog#keys").is_visible()


def test_the_menu_stays_folded_on_the_next_page(page: Page, sign_in: Callable[[str], Any]) -> None:
    sign_in("manager")
    page.goto("/")
    page.get_by_role("button", name="Fold the menu").click()
    assert page.locator(".h-side").bounding_box()["width"] == 48  # type: ignore[index]
    page.goto("/preferences/")
    assert page.locator(".h-side").bounding_box()["width"] == 48  # type: ignore[index]
    assert page.get_by_role("link", name="Home").first.is_visible()


def test_the_flow_map_is_walked_along_the_flow_and_opens_its_panel(page: Page, sign_in: Callable[[str], Any]) -> None:
    sign_in("administrator")
    page.goto("/gallery/")
    page.wait_for_selector(".h-flow .h-step")

    def here() -> Any:
        return page.evaluate("document.activeElement.getAttribute('aria-label')")

    page.locator('.h-flow [tabindex="0"]').focus()
    assert here() == "Reported, 4\u202f812"
    page.keyboard.press("ArrowRight")
    assert here().startswith("Reported → Registered: 4\u202f812 times")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert here() == "Triaged, 4\u202f212"
    page.keyboard.press("ArrowRight")
    assert here().startswith("Triaged → Desk: 2\u202f804")
    page.keyboard.press("ArrowDown")
    assert here().startswith("Triaged → Applications")
    page.keyboard.press("Enter")
    page.wait_for_selector("#flow-panel h2")
    assert page.locator("#flow-panel h2").inner_text() == "2-4"


def test_the_slider_of_the_flow_map_counts_what_it_covers(page: Page, sign_in: Callable[[str], Any]) -> None:
    sign_in("administrator")
    page.goto("/gallery/")
    slider = page.locator("[data-flow-share]")
    said = page.locator("[data-flow-said]")
    assert said.inner_text() == "16 of 16 paths, 100 % of steps"
    slider.fill("50")
    # 4812 + 4604 + 3902 of 24170 steps is 55 %, without the third 39 %.
    assert said.inner_text() == "3 of 16 paths, 55 % of steps"
    assert page.locator(".h-flow .h-way").count() == 3


def test_the_chart_follows_the_theme(page: Page, sign_in: Callable[[str], Any]) -> None:
    sign_in("administrator")
    page.goto("/gallery/")
    page.wait_for_selector("#arrivals canvas")
    page.evaluate("document.addEventListener('chart:drawn', () => { document.body.dataset.redrawn = 'yes'; })")
    page.emulate_media(color_scheme="dark")
    page.wait_for_selector("[data-redrawn]")


def test_everything_reads_without_scripts(browser: Browser, live_site: Any) -> None:
    from tests.accounts import make_account, session_cookie

    context = browser.new_context(base_url=live_site.url, java_script_enabled=False)
    cookie: Any = {**session_cookie(make_account("administrator")), "url": live_site.url}
    context.add_cookies([cookie])
    page = context.new_page()
    page.goto("/gallery/")
    assert page.locator(".h-picture").first.is_visible()
    assert page.locator("[data-act]:visible").count() == 0
    assert page.locator("[data-flow-controls]:visible").count() == 0
    page.get_by_text("Every path as a table").click()
    assert page.get_by_role("cell", name="Triaged").first.is_visible()
    page.locator(".h-me summary").click()
    page.get_by_role("button", name="Sign out").click()
    assert page.url.endswith("/sign-in/")
    context.close()


def test_a_first_visit_loads_less_than_350_kb(page: Page, live_site: Any) -> None:
    """Compressed as it would be served, without the charts, which only pages with a chart load."""
    import gzip

    from tests.accounts import make_account

    make_account("manager")
    addresses: list[str] = []
    page.on("response", lambda response: addresses.append(response.url))
    page.goto("/sign-in/")
    page.wait_for_load_state("networkidle")
    assert len(addresses) >= 6
    assert sum(len(gzip.compress(page.request.get(address).body())) for address in set(addresses)) < 350_000
    assert not any("echarts" in address for address in addresses)


SEEN_OF = """(name) => [...document.querySelectorAll(name)].map(each => each.getBoundingClientRect())
    .filter(each => each.width > 0).map(each => [each.left, each.right])"""


def test_a_phone_shows_wheel_and_ring_whole_with_their_labels_below(page: Page, sign_in: Callable[[str], Any]) -> None:
    """Twelve sources and seven steps, neither cut nor scaled down; on a desk the labels stand around the circle."""
    sign_in("administrator")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/gallery/")
    drawn = "svg.h-wheel :is(path, circle, text)"
    for part, n in (("svg.h-wheel text.h-nth", 12), (".h-legend li", 12 + 7), (drawn, None)):
        spans = page.evaluate(SEEN_OF, part)
        assert n is None or len(spans) == n
        assert [each for each in spans if each[0] < 0 or each[1] > 390] == []
    scale = page.evaluate("document.querySelector('svg.h-wheel').getScreenCTM().a")
    assert scale == 1
    assert page.locator("svg.h-wheel .h-beside:visible").count() == 0
    page.set_viewport_size({"width": 1200, "height": 844})
    assert page.evaluate(SEEN_OF, ".h-legend li") == []
    assert page.locator("svg.h-wheel .h-beside:visible").count() == 2
