"""Numbers: what is written in any of the usual ways comes back as it was."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hansei.analytics.mapping.numbers import Style, hours, number, style_of, unit_of

WHOLE = st.integers(min_value=0, max_value=10**9)
CENTS = st.integers(min_value=1, max_value=99)


def indian(digits: str) -> str:
    """Group digits as a spreadsheet set to India does: the last three, then twos."""
    head, tail = digits[:-3], digits[-3:]
    pairs = [head[max(at - 2, 0) : at] for at in range(len(head), 0, -2)][::-1]
    return ",".join([*pairs, tail])


@given(WHOLE, CENTS)
def test_a_decimal_comma_with_points_for_thousands(whole: int, cents: int) -> None:
    written = f"{whole:,}".replace(",", ".") + f",{cents:02d}"
    assert style_of([written, "1.234,56"]) == "decimal_comma"
    assert number(written, "decimal_comma") == pytest.approx(whole + cents / 100)


@given(WHOLE, CENTS)
def test_a_decimal_point_with_commas_for_thousands(whole: int, cents: int) -> None:
    assert number(f"{whole:,}.{cents:02d}", "grouped") == pytest.approx(whole + cents / 100)


@given(st.integers(min_value=1_000_000_000, max_value=9_999_999_999))
def test_digits_that_a_spreadsheet_grouped_anew_are_put_right(digits: int) -> None:
    """Ten digits, four before the comma: what `%.10g` gives for thousands of hours."""
    meant = digits / 10**6
    assert number(indian(str(digits)), "broken_grouping") == pytest.approx(meant)


def test_the_words_of_the_data_page() -> None:
    column = ["3,87,16,91,111", "0,862777778", "2050,36"]
    assert style_of(column) == "broken_grouping"
    assert [number(value, "broken_grouping") for value in column] == [3871.691111, 0.862777778, 2050.36]


@given(st.text(max_size=12))
def test_no_text_makes_a_number_reader_fail(text: str) -> None:
    for style in get_args(Style):
        found = number(text, style)
        assert found is None or isinstance(found, float)
        hours(text, style, 1.0)


def test_no_thousands_stand_behind_a_zero() -> None:
    column = ["1,5", "2.5", "0.125"]
    assert [number(value, style_of(column)) for value in column] == [1.5, 2.5, 0.125]
    assert style_of(["0,125", "0,250"]) == "decimal_comma"


@pytest.mark.parametrize(
    ("column", "part"),
    [
        ("Worked hours", 1), ("Administration hours", 1), ("Terminal work hours", 1), ("Second line effort (h)", 1),
        ("Second line effort", 1), ("Effort minor changes hours", 1), ("Aufwand Administrator (Std)", 1),
        ("Bearbeitungsstunden", 1), ("Время администратора, час", 1), ("分公司工时(小时)", 1), ("分公司工时", 1),
        ("Aufwand (min)", 60), ("workMinutes", 60), ("Arbeitsminuten", 60), ("Время, мин", 60), ("工时(分钟)", 60),
        ("工时(分)", 60), ("工時分鐘", 60), ("Second line minutes", 60),
        ("Time Spent", 3600), ("business_duration", 3600), ("Effort, seconds", 3600), ("Dauer (Sek)", 3600),
        ("Время (сек)", 3600), ("耗时(秒)", 3600),
    ],
)  # fmt: skip
def test_a_unit_is_a_word_of_its_own_and_hours_come_first(column: str, part: int) -> None:
    assert unit_of(column) * part == pytest.approx(1)


def test_less_than_no_effort_is_none() -> None:
    assert hours("-2", "plain", 1.0) is None
