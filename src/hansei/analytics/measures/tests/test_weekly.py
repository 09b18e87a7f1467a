"""Weekly counts by a rule: whole weeks only, empty ones included, every other case beside them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from hansei.analytics.log import Log
from hansei.analytics.measures.tests.logs import at, log_of
from hansei.analytics.measures.weekly import Rule, Week, mix_of_others, never_counted, weekly

PAYROLL = Rule({"service": ["Payroll"]})


def a_log(*rows: tuple[str, str | None] | tuple[str, str | None, float]) -> Log:
    cases: list[dict[str, Any]] = [
        {
            "case": number,
            "key": f"INC{number}",
            "kind": "incident",
            "service": row[1],
            "reported_at": at(row[0]),
            "last_at": at(row[0]),
            "worked_hours": row[2] if len(row) > 2 else None,
        }
        for number, row in enumerate(rows, start=1)
    ]
    return log_of(cases)


def test_weeks_that_an_end_cuts_are_left_out_and_empty_ones_stay():
    log = a_log(
        ("2025-03-05 09:00", "Payroll"),  # Wednesday: its week is cut
        ("2025-03-10 00:00", "Payroll"),
        ("2025-03-16 23:59", "Payroll"),
        ("2025-03-12 12:00", "Mail"),
        ("2025-03-26 12:00", None),
        ("2025-04-01 08:00", "Payroll"),  # Tuesday: its week has only begun
    )
    found = weekly(log, PAYROLL)
    assert found.weeks == (
        Week(date(2025, 3, 10), 2.0, 1),
        Week(date(2025, 3, 17), 0.0, 0),
        Week(date(2025, 3, 24), 0.0, 1),
    )
    assert found.known_until == date(2025, 4, 1)


def test_a_week_belongs_to_the_clock_of_the_zone():
    # 23:30 UTC on Sunday is Monday in Berlin.
    log = a_log(("2025-03-03 00:00", "Mail"), ("2025-03-09 23:30", "Payroll"), ("2025-03-18 12:00", "Mail"))
    assert [each.value for each in weekly(log, PAYROLL).weeks] == [1.0, 0.0]
    assert [each.value for each in weekly(log, PAYROLL, zone="Europe/Berlin").weeks] == [0.0, 1.0]


def test_hours_are_summed_and_a_window_may_run_over_midnight():
    log = a_log(
        ("2025-03-03 00:00", "Mail"),
        ("2025-03-04 23:00", "Payroll", 1.5),
        ("2025-03-05 02:00", "Payroll", 2.0),
        ("2025-03-05 12:00", "Payroll", 8.0),
        ("2025-03-10 12:00", "Mail"),
    )
    night = Rule({"service": ["Payroll"]}, hours=(22, 6))
    assert weekly(log, night).weeks[0] == Week(date(2025, 3, 3), 2.0, 2)
    assert weekly(log, night, unit="hours").weeks[0].value == 3.5


def test_a_busy_history_without_any_case_in_a_week_has_a_hole():
    days = [f"2025-03-{day:02d} 0{n}:00" for day in (3, 17, 24) for n in range(10)] + ["2025-03-31 09:00"]
    found = weekly(a_log(*((day, "Payroll") for day in days)), PAYROLL)
    assert [each.value for each in found.weeks] == [10.0, None, 10.0, 10.0]


def test_other_cases_are_counted_by_kind():
    log = a_log(("2025-03-03 00:00", "Mail"), ("2025-03-04 00:00", "Payroll"), ("2025-03-20 00:00", "Mail"))
    assert mix_of_others(log, PAYROLL, date(2025, 3, 3), date(2025, 3, 9)) == {"incident": 1}


def test_the_days_of_a_mix_begin_and_end_at_midnight_of_the_zone():
    """Berlin's clocks go forward on 30 March: that day begins at 23:00 UTC and ends at 22:00 UTC."""
    log = a_log(
        ("2025-03-29 22:59", "Mail"),
        ("2025-03-29 23:00", "Mail"),
        ("2025-03-30 21:59", "Mail"),
        ("2025-03-30 22:00", "Mail"),
    )
    day = date(2025, 3, 30)
    assert mix_of_others(log, PAYROLL, day, day, zone="Europe/Berlin") == {"incident": 2}
    assert mix_of_others(log, PAYROLL, day, day) == {"incident": 2}
    assert mix_of_others(log, PAYROLL, date(2025, 3, 29), day, zone="Europe/Berlin") == {"incident": 3}


def test_the_data_reach_to_the_day_of_the_zone():
    log = a_log(("2025-07-06 22:30", "Mail"), ("2025-07-14 22:30", "Mail"))
    assert weekly(log, PAYROLL).known_until == date(2025, 7, 14)
    in_berlin = weekly(log, PAYROLL, zone="Europe/Berlin")
    # There the first case is one of Monday, so that its week is whole.
    assert (in_berlin.known_until, [each.monday for each in in_berlin.weeks]) == (date(2025, 7, 15), [date(2025, 7, 7)])


def test_a_rule_names_known_columns_only():
    log = a_log(("2025-03-03 00:00", "Mail"))
    with pytest.raises(ValueError, match="person"):
        weekly(log, Rule({"person": ["Ana"]}))
    with pytest.raises(ValueError, match="needs a column"):
        weekly(log, Rule({}))


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        (Rule({"service": ["Mail"]}), None),
        (Rule({"service": ["Mial", "Mail"]}), None),
        (Rule({"service": ["Mial", "Mali"]}), {"service": ["Mial", "Mali"]}),
        (Rule({"service": ["Mail"], "kind": ["request"]}), {"kind": ["request"]}),
        (Rule({"service": ["Mail"]}, hours=(9, 12)), {}),
        (Rule({"service": ["Mail"]}, hours=(8, 9)), None),
    ],
    ids=["met", "one is met", "no value", "one column", "never at that hour", "at that hour"],
)
def test_a_rule_that_never_counted_a_case_says_by_which_values(rule: Rule, why: dict[str, list[str]] | None):
    log = a_log(("2025-03-03 08:00", "Mail"), ("2025-03-04 10:00", "Payroll"), ("2025-03-05 08:00", None))
    assert never_counted(log, rule) == why


def test_no_cases_no_weeks():
    assert never_counted(log_of([]), PAYROLL) == {"service": ["Payroll"]}
    assert weekly(log_of([]), PAYROLL).weeks == ()
    assert isinstance(at("2025-03-03 09:00"), datetime)
