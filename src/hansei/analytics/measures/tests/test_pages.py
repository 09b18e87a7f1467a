"""Every measure is defined on a page, and the page says what the code says."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from hansei.analytics import statistics
from hansei.analytics.measures import MEASURES, Measure, measure

ROOT = Path(__file__).parents[5]


@pytest.mark.parametrize("one", MEASURES.values(), ids=list(MEASURES))
def test_a_measure_has_a_page_that_says_what_its_code_says(one: Measure) -> None:
    page = " ".join((ROOT / one.definition).read_text().replace("**Worked example.**", "Example:").split())
    words = " ".join(inspect.cleandoc(one.function.__doc__ or "").split())
    assert f"# {one.name} " in page
    assert f"| Unit | {one.unit} |" in page
    assert "| Formula | " in page
    assert "Source: " in page
    for part in ("Counted", "Left out", "Example: "):
        assert part in words, f"{one.name} does not say: {part}"
    assert words[words.index("Counted") : words.index("Example: ")].strip() in page
    assert words[words.index("Example: ") :] in page
    for parameter in one.parameters:
        assert f"`{parameter}`" in page


def test_no_page_defines_what_is_neither_measure_nor_statistic() -> None:
    pages = {page.stem for page in (ROOT / "docs" / "measures").glob("*.md")} - {"README", "recurrence_finder"}
    assert {page for page in pages - set(MEASURES) if not hasattr(statistics, page)} == set()


@pytest.mark.parametrize("name", ["mttr", "MTTR", "weekly_mttr", "cases", "Time to close"])
def test_a_name_that_hides_its_ends_or_is_taken_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        measure(name, unit="hours", kind="duration")


def test_a_need_must_be_a_column_of_a_log() -> None:
    with pytest.raises(ValueError, match="no such column"):
        measure("fine_name", unit="hours", kind="duration", needs=("cases.solved_at",))
