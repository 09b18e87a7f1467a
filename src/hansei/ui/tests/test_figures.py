"""Figures, spans and instants as each language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from hansei.ui import words

THIN = "\u202f"


@pytest.mark.parametrize(
    ("language", "value", "places", "written"),
    [
        ("en", 12480, None, f"12{THIN}480"),
        ("en", 1234567.891, None, f"1{THIN}234{THIN}568"),
        ("en", 999, None, "999"),
        ("en", -0.5, None, "−0.5"),
        ("en", -0.004, 1, "0.0"),
        ("en", 2.675, 2, "2.68"),
        ("en", 58.5, None, "58.5"),
        ("en", 58.54, None, "58.5"),
        ("en", 158.54, None, "159"),
        ("en", Decimal("0.10"), None, "0.1"),
        ("en", 1e30, None, THIN.join(["1", *["000"] * 10])),
        ("en", None, None, "no data"),
        ("en", float("nan"), None, "no data"),
        ("ru", 1234.5, 1, f"1{THIN}234,5"),
        ("zh-hans", 1234.5, 1, f"1{THIN}234.5"),
        ("ru", None, None, "нет данных"),
        ("zh-hant", None, None, "無資料"),
    ],
)
def test_a_number_reads_as_the_language_writes_it(language: str, value: Any, places: int | None, written: str) -> None:
    with translation.override(language):
        assert words.number(value, places) == written


@pytest.mark.parametrize(
    ("language", "value", "written"),
    [("en", 0.82, f"82{THIN}%"), ("en", 0.004, f"0.4{THIN}%"), ("ru", 0.0512, f"5,1{THIN}%"), ("zh-hans", 0.82, "82%")],
)
def test_a_small_share_is_not_rounded_to_none(language: str, value: float, written: str) -> None:
    with translation.override(language):
        assert words.share(value) == written


def test_differences_carry_their_sign() -> None:
    assert [words.signed(each, 0) for each in (3, -3, 0, 0.2)] == ["+3", "−3", "0", "0"]
    assert words.signed_share(-0.41) == f"−41{THIN}%"


def test_a_change_that_lies_far_out_is_not_written_out() -> None:
    """An interval without an upper end ends at such a figure."""
    most = f"+1{THIN}000{THIN}%"
    assert [words.signed_share(each) for each in (9.99, 10, 10.01, 4503599627370495.5)] == [
        f"+999{THIN}%", most, f"over {most}", f"over {most}",
    ]  # fmt: skip
    with translation.override("ru"):
        assert words.signed_share(12.5) == f"свыше {most}"
    with translation.override("zh-hans"):
        assert words.signed_share(12.5) == f"超过+1{THIN}000%"


def test_an_interval_stands_in_square_brackets_and_russian_parts_it_by_a_semicolon() -> None:
    assert words.interval(-52, -28) == "[−52, −28]"
    assert words.interval(None, 3) == ""
    with translation.override("ru"):
        assert words.interval(1.5, 2.5) == "[1,5; 2,5]"


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (0, f"0{THIN}s"),
        (59.6, f"1{THIN}min"),
        (3570, f"1{THIN}h"),
        (13_200, f"3{THIN}h 40{THIN}min"),
        (86_399, f"1{THIN}d"),
        (187_200, f"2{THIN}d 4{THIN}h"),
        (86_400 * 45, f"45{THIN}d"),
        (-1080, f"−18{THIN}min"),
        (None, "no data"),
    ],
)
def test_a_span_has_two_units_at_most(seconds: float | None, written: str) -> None:
    assert words.span(seconds) == written


@pytest.mark.parametrize(
    ("language", "days", "written"),
    [
        ("en", 1, "1 day ago"),
        ("en", 5, "5 days ago"),
        ("ru", 1, "1 день назад"),
        ("ru", 3, "3 дня назад"),
        ("ru", 11, "11 дней назад"),
        ("ru", 21, "21 день назад"),
        ("zh-hans", 3, "3 天前"),
    ],
)
def test_counts_of_days_take_the_form_the_language_wants(language: str, days: int, written: str) -> None:
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with translation.override(language):
        assert words.relative(now - timedelta(days=days), now) == written


def test_past_a_month_the_day_itself_is_shown_in_the_readers_zone() -> None:
    instant = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
    with timezone.override(ZoneInfo("Europe/Oslo")):
        assert words.relative(instant, datetime(2026, 3, 1, tzinfo=UTC)) == "1 Jan 2026"
        assert words.exact(instant) == "Thu 1 Jan 2026, 00:30 CET"


def test_days_read_as_the_language_writes_them() -> None:
    day = date(2025, 11, 3)
    written = {}
    for language in ("en", "ru", "zh-hans", "zh-hant"):
        with translation.override(language):
            written[language] = words.of_day(day)
    assert written == {
        "en": "3 Nov 2025",
        "ru": "3 ноября 2025",
        "zh-hans": "2025年11月3日",
        "zh-hant": "2025年11月3日",
    }


def test_money_stands_where_the_language_puts_it() -> None:
    assert words.money(-5390, "EUR") == f"−€\u00a05{THIN}390"
    assert words.money(5390, "CHF") == f"CHF\u00a05{THIN}390"
    with translation.override("ru"):
        assert words.money(5390, "EUR") == f"5{THIN}390\u00a0€"
