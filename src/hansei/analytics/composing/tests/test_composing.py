"""What a definition measures, worked by hand, and which are none."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hansei.analytics.composing import WrongDefinition, answer, followed, read, split, written
from hansei.analytics.log import Log
from hansei.analytics.measures.tests.logs import answer as library
from hansei.analytics.measures.tests.logs import at, log_of
from hansei.worktime.calendar import Calendar

OFFICE = Calendar(zone=ZoneInfo("Europe/Berlin"), hours=dict.fromkeys(range(5), ((time(8), time(17)),)))
RESOLVED = '{"what": "end", "end": "resolved"}'
TO_RESOLVE = f'{{"figure": {{"what": "interval", "end": {RESOLVED}}}}}'


@pytest.fixture(scope="module")
def log() -> Log:
    """Five cases. Hours to resolve: 1 and 4 (incidents), 2 (request), one open since Monday, one out of order."""
    monday, friday, later = "2025-03-03", "2025-03-07", "2025-03-11"
    rows = [
        (1, "incident", "Pay", f"{monday} 09:00", f"{monday} 10:00"),
        (2, "request", "Pay", f"{monday} 09:00", f"{monday} 11:00"),
        (3, "incident", None, f"{friday} 15:00", f"{friday} 19:00"),
        (4, "incident", "Pay", f"{monday} 12:00", None),
        (5, "incident", "Pay", f"{later} 09:00", f"{later} 08:00"),
    ]
    cases: list[dict[str, Any]] = [
        {"case": case, "kind": kind, "service": service, "reported_at": at(reported), "worked_hours": float(case)}
        | {"resolved_at": at(resolved) if resolved else None, "last_at": None if resolved else at("2025-03-14 12:00")}
        for case, kind, service, reported, resolved in rows
    ]
    steps = [
        {"case": 1, "at": at(f"{monday} 09:00"), "state": "New", "phase": "new", "team": "Desk"},
        {"case": 1, "at": at(f"{monday} 09:30"), "state": "Approved", "team": "Desk"},
        {"case": 1, "at": at(f"{monday} 09:45"), "state": "Approved", "team": "Net"},
        {"case": 2, "at": at("2025-03-11 09:00"), "state": "New", "team": "Net"},
    ]
    return log_of(cases, steps)


def test_a_time_between_two_ends_agrees_with_the_library(log: Log):
    told = answer(log, read(TO_RESOLVE), office=OFFICE)
    assert (told.value, told.n, told.mean) == (2.0, 3, 7 / 3)
    assert told.left_out == {"not_ended": 1, "out_of_order": 1}
    row = library(log, "time_to_resolve").rows[0]
    assert (told.n, told.median, told.p90, told.mean) == (row["n"], row["median"], row["p90"], row["mean"])


@pytest.mark.parametrize(
    ("aggregate", "value"), [("median", 2.0), ("mean", 7 / 3), ("sum", 7.0), ("count", 3.0), ("p90", 3.6)]
)
def test_each_aggregate(log: Log, aggregate: str, value: float):
    text = f'{{"figure": {{"what": "interval", "end": {RESOLVED}, "aggregate": "{aggregate}"}}}}'
    assert answer(log, read(text), office=OFFICE).value == pytest.approx(value)


def test_service_hours_end_with_the_office_and_an_office_of_its_own_wins(log: Log):
    """Case 3 is reported on Friday at 16:00 in Berlin and resolved at 20:00: 1 hour; open until 18:30: 2.5."""
    where = '"where": [{"what": "is", "field": "service", "unknown": true}]'
    text = f'{{"figure": {{"what": "interval", "end": {RESOLVED}, "counted": {{"count": "service"%s}}}}, {where}}}'
    own = ', "office": {"zone": "Europe/Berlin", "days": [5], "opens": 8, "closes": 18.5}'
    assert answer(log, read(text % ""), office=OFFICE).value == 1.0
    assert answer(log, read(text % own), office=OFFICE).value == 2.5


def test_a_time_falls_into_the_step_of_its_later_end_and_steps_without_one_are_absent(log: Log):
    assert {day: told.value for day, told in followed(log, read(TO_RESOLVE), office=OFFICE).items()} == {
        date(2025, 3, 3): 2.0
    }


def test_days_are_those_of_the_office_s_zone():
    """Reported on 3 March at 23:30 UTC, which is 00:30 on the 4th in Berlin."""
    log = log_of([{"case": 1, "reported_at": at("2025-03-03 23:30")}])
    count = read('{"figure": {"what": "count"}, "step": "day"}')
    assert list(followed(log, count, office=OFFICE)) == [date(2025, 3, 4)]
    assert answer(log, count, office=OFFICE, days=(date(2025, 3, 3), date(2025, 3, 3))).value == 0.0
    assert answer(log, count, office=OFFICE, days=(date(2025, 3, 4), date(2025, 3, 4))).value == 1.0


def test_first_and_last_step_of_a_kind(log: Log):
    """Case 1: from its first state New (09:00) to its last Approved (09:45)."""
    text = (
        '{"figure": {"what": "interval", "start": {"what": "step", "step": {"field": "state", "values": ["New"]}},'
        ' "end": {"what": "step", "which": "last", "step": {"field": "state", "values": ["Approved"]}}}}'
    )
    told = answer(log, read(text), office=OFFICE)
    assert (told.value, told.n, told.left_out) == (0.75, 1, {"not_started": 3, "not_ended": 1})


@pytest.mark.parametrize(
    ("condition", "n"),
    [
        ('{"what": "is", "field": "kind", "values": ["incident"]}', 4),
        ('{"what": "is", "field": "kind", "values": ["incident"], "is_not": true}', 1),
        ('{"what": "is", "field": "service", "values": ["Pay"], "is_not": true}', 1),  # unknown is not Pay
        ('{"what": "is", "field": "planned", "values": ["no"]}', 5),
        ('{"what": "between", "field": "worked_hours", "at_least": 2, "at_most": 4}', 3),
        ('{"what": "between", "field": "reassigned", "at_most": 100}', 0),  # unknown lies in no bounds
        ('{"what": "reached", "step": {"field": "team", "values": ["Net"]}}', 2),
        ('{"what": "reached", "step": {"field": "team", "values": ["Net"]}, "is_not": true}', 3),
        ('{"what": "any", "of": [{"what": "is", "field": "kind", "values": ["request"]},'
         ' {"what": "all", "of": [{"what": "is", "field": "service", "unknown": true}]}]}', 2),
        (f'{{"what": "within", "end": {RESOLVED}, "hours": 2}}', 2),
    ],
)  # fmt: skip
def test_which_cases_count(log: Log, condition: str, n: int):
    text = f'{{"figure": {{"what": "count"}}, "where": [{condition}]}}'
    assert answer(log, read(text), office=OFFICE).n == n


def test_a_case_that_waits_longer_already_is_a_miss_and_one_not_late_yet_is_unknown(log: Log):
    """Within 48 hours: three in time; the one open for 11 days is a miss; the one out of order is unknown."""
    text = f'{{"figure": {{"what": "share", "hit": [{{"what": "within", "end": {RESOLVED}, "hours": %s}}]}}}}'
    told = answer(log, read(text % 48), office=OFFICE)
    assert (told.value, told.count, told.n, told.left_out) == (0.75, 3, 4, {"unknown": 1})
    patient = answer(log, read(text % 1000), office=OFFICE)
    assert (patient.value, patient.n, patient.left_out) == (1.0, 3, {"unknown": 2})


def test_steps_are_counted_by_their_own_instant(log: Log):
    text = '{"figure": {"what": "count", "of": "steps", "step": {"field": "state", "values": ["New", "Approved"]}}}'
    assert {day: told.n for day, told in followed(log, read(text), office=OFFICE).items()} == {
        date(2025, 3, 3): 3,
        date(2025, 3, 10): 1,
    }


def test_a_split_has_a_row_for_each_value_the_most_frequent_first(log: Log):
    text = '{"figure": {"what": "amount", "field": "worked_hours"}, "by": "service"}'
    assert [(value, told.value, told.n) for value, told in split(log, read(text), office=OFFICE)] == [
        ("Pay", 12.0, 4),
        (None, 3.0, 1),
    ]


def test_nothing_to_count_is_no_value_and_never_nought_for_a_share():
    empty = log_of([])
    share = '{"figure": {"what": "share", "hit": [{"what": "is", "field": "kind", "values": ["incident"]}]}}'
    assert answer(empty, read(share), office=OFFICE).value is None
    assert answer(empty, read(TO_RESOLVE), office=OFFICE).value is None
    assert followed(empty, read(share), office=OFFICE) == {}


GOOD = '{"figure": {"what": "count"}%s}'
WHERE = '{"figure": {"what": "count"}, "where": [{%s}]}'
OFFICE_OF = (
    f'{{"figure": {{"what": "interval", "end": {RESOLVED}, "counted": {{"count": "service", "office": {{%s}}}}}}}}'
)
OWN = "figure.counted.office"
BETWEEN = '"what": "between", "field": "events"'
WRONG: list[tuple[Any, str, str]] = [
    ("", "not_json", ""),
    ("[" * 9000, "too_deep", ""),
    ("[" * 9000 + "]" * 9000, "too_deep", ""),
    ("x" * 20_001, "too_large", ""),
    ('{"figure": {"what": "people"}}', "not_one_of", "figure"),
    ('{"figure": {"what": "interval", "end": {"what": "end", "end": "mended"}}}', "not_one_of", "figure.end.end"),
    (GOOD % ', "sql": "DROP TABLE"', "unknown_part", "sql"),
    (WHERE % '"what": "is", "field": "key; --", "values": ["x"]', "not_one_of", "where.1.field"),
    (WHERE % '"what": "is", "field": "kind"', "too_few", "where.1.values"),
    (WHERE % '"what": "is", "field": "kind", "values": ["a\\u0000b"]', "not_text", ""),
    (WHERE % '"what": "is", "field": "kind", "values": ["\\ud800"]', "not_text", "where.1.values.1"),
    (WHERE % f'"what": "is", "field": "kind", "values": ["{"x" * 201}"]', "too_long", "where.1.values.1"),
    (WHERE % '"what": "between", "field": "events"', "missing", "where.1.at_least"),
    (WHERE % f'{BETWEEN}, "at_least": 3, "at_most": 2', "bounds_crossed", "where.1.at_most"),
    (WHERE % f'{BETWEEN}, "at_least": NaN', "out_of_bounds", "where.1.at_least"),
    (f'{{"figure": {{"what": "interval", "start": {RESOLVED}, "end": {RESOLVED}}}}}', "same_ends", "figure.end"),
    (OFFICE_OF % '"zone": "../../etc/passwd", "days": [1], "opens": 8, "closes": 9', "unknown_zone", f"{OWN}.zone"),
    (OFFICE_OF % '"zone": "UTC", "days": [1], "opens": 9, "closes": 9.001', "bounds_crossed", f"{OWN}.closes"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "place"), WRONG, ids=range(len(WRONG)))
def test_what_is_no_definition_is_refused_with_its_place_and_reason(text: str, code: str, place: str):
    with pytest.raises(WrongDefinition) as refused:
        read(text)
    assert (refused.value.code, refused.value.place) == (code, place)


def test_ten_thousand_filters_and_deep_groups_are_refused():
    condition = '{"what": "is", "field": "kind", "values": ["x"]}'
    with pytest.raises(WrongDefinition, match="too_large"):
        read(GOOD % f', "where": [{", ".join([condition] * 10_000)}]')
    with pytest.raises(WrongDefinition, match="too_many"):
        read(GOOD % f', "where": [{", ".join([condition] * 51)}]')
    for depth, code in ((5, None), (6, "too_deep")):
        nested = '{"what": "all", "of": [' * depth + condition + "]}" * depth
        if code is None:
            assert read(GOOD % f', "where": [{nested}]').where[0].what == "all"
        else:
            with pytest.raises(WrongDefinition, match=code):
                read(GOOD % f', "where": [{nested}]')


def test_what_is_written_reads_the_same():
    text = (
        GOOD
        % ', "where": [{"what": "any", "of": [{"what": "between", "field": "events", "at_least": 2}]}], "by": "team"'
    )
    assert read(written(read(text))) == read(text)
    assert written(read(written(read(text)))) == written(read(text))
