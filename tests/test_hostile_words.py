"""What other tools' exports may hold in any cell: markup, templates, letters that turn the line, words without end.

Every page that shows imported words is opened in a real browser: nothing of it runs, loads or breaks the page's width.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.imported import import_text, story

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.xdist_group("browser")]

RUNS = "<script>document.title='run'</script>"
LOADS = "\"><img src=/nowhere onerror=document.title='run'>"
DRAWS = "'--></title></textarea><svg onload=document.title='run'>"
FILLS = "{{ 7|add:7 }}{% now 'Y' %}${7*7}"
TURNS = "\u202egnp.exe\u2066"
LONG = "W" * 180
CLOSES = "</script><script>document.title='run'</script>"
# What reaches beyond a phone's right edge and is not scrolled by a box of its own.
OUTSIDE = """() => document.documentElement.scrollWidth <= 390 ? [] : [...document.querySelectorAll("body *")]
    .filter((each) => each.getBoundingClientRect().right > 391 && !each.closest(".h-scroll, svg, .h-flow-plane"))
    .map((each) => `${each.tagName} ${each.className} ${Math.round(each.getBoundingClientRect().right)}`).slice(0, 9)"""
# Each word of the story that a page shows, and what stands in its place.
PLACES = {
    "批处理02": RUNS, "排班批处理停止": LOADS, "批处理没有结果": DRAWS, "重启排班批处理": FILLS, "夜间排班卡住": LONG,
    "重启": TURNS, "排班": CLOSES, "发布": LONG, "Αννα": LOADS, "New": RUNS, "Resolved": f"{LONG}ed",
}  # fmt: skip


def hostile() -> str:
    """The story with these words, each as a cell of its own."""
    head, *lines = story(others=60).splitlines()
    rows = [",".join(_cell(cell) for cell in line.split(",")) for line in lines]
    return "\n".join([head, *rows]) + "\n"


def _cell(cell: str) -> str:
    text = PLACES.get(cell, cell).replace('"', '""')
    return f'"{text}"'


def addresses(source: int) -> list[str]:
    from hansei.kernel.models import Identity
    from hansei.rooms.mining.models import DataSet
    from hansei.rooms.mining.queries import findings_of

    found = findings_of(DataSet.objects.get(pk=source)).findings
    assert found, "the story's own finding is there, whatever its words"
    case = Identity.objects.filter(source=source, kind="case").order_by("pk")[0].pk
    measures = ("recurring_groups", "time_in_state", "hand_off_matrix", "variants", "directly_follows")
    return [
        "/",
        f"/findings/?source={source}",
        f"/findings/{source}/{found[0].key}/",
        f"/flow/?source={source}",
        f"/flow/?source={source}&label=team",
        f"/tickets/?source={source}",
        f"/tickets/{source}/{case}/",
        f"/data/{source}/",
        f"/measures/time_to_resolve/?source={source}&by=team",
        *(f"/measures/{name}/?source={source}" for name in measures),
    ]


def test_no_word_of_an_export_runs_or_breaks_a_page(page: Page, sign_in: Callable[[str], Any]) -> None:
    sign_in("manager")
    source = import_text(hostile(), name=f"{LOADS}{LONG}"[:180])
    page.on("dialog", lambda box: pytest.fail(f"a dialog: {box.message}"))
    broken = {}
    for address in addresses(source):
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(address)
        assert page.title().endswith("Hansei"), address
        assert page.locator("img[src='/nowhere'], svg[onload], main script:not([src]):not([type])").count() == 0, (
            address
        )
        assert "14" + "2026" not in page.content(), address
        page.set_viewport_size({"width": 390, "height": 844})
        page.wait_for_timeout(200)
        if too_wide := page.evaluate(OUTSIDE):
            broken[address] = too_wide
    assert broken == {}


def test_a_path_with_such_names_opens_from_the_map(page: Page, sign_in: Callable[[str], Any]) -> None:
    sign_in("manager")
    source = import_text(hostile(), name="服务")
    page.goto(f"/flow/?source={source}")
    page.locator("[data-at^=e]").first.dispatch_event("click")
    page.locator("#flow-panel h2").wait_for()
    assert RUNS in page.locator("#flow-panel h2").inner_text()
    with page.expect_download() as taken:
        page.locator("[data-flow-file=svg]").click()
    drawn = taken.value.path().read_text()
    assert drawn.startswith("<svg")
    assert "<script" not in drawn
    with page.expect_download() as taken:
        page.locator("[data-flow-file=png]").click()
    assert taken.value.path().read_bytes()[:4] == b"\x89PNG"
