"""Hours are written the way people write them, and holidays are looked up by country."""

from datetime import date, time

import pytest

from hansei.worktime import hours_from_text, hours_to_text
from hansei.worktime.public_holidays import public_holidays


def test_a_later_rule_replaces_a_day() -> None:
    hours = hours_from_text("Mo-Su 08:00-18:00; Fr 08:00-14:00")
    assert hours[4] == [(time(8), time(14))]
    assert hours[3] == [(time(8), time(18))]


def test_days_may_run_over_the_weekend() -> None:
    assert sorted(hours_from_text("Fr-Mo 20:00-02:00")) == [0, 4, 5, 6]


def test_round_the_clock_has_a_short_form() -> None:
    assert hours_from_text("24/7") == {day: [(time(0), time(0))] for day in range(7)}


@pytest.mark.parametrize(
    "text", ["Mo-Fr 08:00-12:00,13:00-17:00; Sa 09:00-12:00", "Mo-Su 00:00-24:00", "We 22:00-06:00"]
)
def test_what_is_written_reads_back(text: str) -> None:
    assert hours_to_text(hours_from_text(text)) == text


@pytest.mark.parametrize(
    "text", ["", "Mo-Fr", "Xx 08:00-17:00", "Mo 8-17", "Mo 25:00-26:00", "Mo 08:00-24:30", "Mo-We-Fr 08:00-09:00"]
)
def test_hours_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"hours|day|opening|time"):
        hours_from_text(text)


def test_bavaria_has_epiphany_and_berlin_has_not() -> None:
    epiphany = date(2025, 1, 6)
    assert epiphany in public_holidays("DE", [2025], "BY")
    assert epiphany not in public_holidays("DE", [2025], "BE")


@pytest.mark.parametrize(("country", "part"), [("XX", None), ("DE", "ZZ")])
def test_an_unknown_country_or_part_is_refused(country: str, part: str | None) -> None:
    with pytest.raises(ValueError, match=r"holidays|part"):
        public_holidays(country, [2025], part)
