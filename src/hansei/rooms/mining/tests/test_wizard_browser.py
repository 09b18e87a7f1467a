"""The import as a person does it in the browser: drop a file, look, simulate, import, read on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hansei.kernel import jobs

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

EXPORT = (
    "number,state,opened_at,sys_updated_at,assignment_group,priority,resolved_at\n"
    "INC1,New,2025-03-03 09:00,2025-03-03 09:00,Desk,3,\n"
    "INC1,Resolved,2025-03-03 09:00,2025-03-04 10:00,Desk,3,2025-03-04 10:00\n"
    "INC2,New,2025-03-05 09:00,2025-03-05 09:00,Desk,3,\n"
)


def work() -> None:
    while jobs.work_once():
        pass


def test_a_dropped_file_becomes_a_data_set(
    page: Page, sign_in: Callable[[str], Any], settings: Any, tmp_path: Path, assert_accessible: Callable[[Page], None]
):
    settings.UPLOAD_ROOT, settings.PARQUET_ROOT = tmp_path / "uploads", tmp_path / "parquet"
    sign_in("manager")
    page.goto("/data/new/")
    page.evaluate(
        """text => {
            const moved = new DataTransfer();
            moved.items.add(new File([text], "march.csv"));
            const dropped = new DragEvent("drop", {dataTransfer: moved, bubbles: true});
            document.querySelector("[data-drop]").dispatchEvent(dropped);
        }""",
        EXPORT,
    )
    assert page.locator("[data-chosen]").inner_text() == "march.csv"
    page.get_by_role("button", name="Look at the files").click()
    page.wait_for_url("**/progress/")
    page.reload()
    work()
    page.wait_for_url("**/mapping/")
    assert_accessible(page)
    page.get_by_role("button", name="Simulate 3 rows").click()
    page.wait_for_url("**/progress/")
    work()
    page.wait_for_url("**/simulation/")
    assert_accessible(page)
    page.get_by_role("button", name="Import 3 rows").click()
    page.wait_for_url("**/progress/")
    work()
    page.wait_for_url("**/done/")
    assert_accessible(page)
    assert "2 new cases with 3 new events" in page.locator("h1").inner_text()
    for _step in range(2):  # what htmx was answered at the address of the progress is no page to go back to
        page.go_back()
        page.locator("h1").wait_for()
