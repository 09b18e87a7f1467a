"""Extracts come in another order or form than they should: older after newer, other columns, other dates."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from hansei.kernel import check, jobs
from hansei.kernel.actions import Act
from hansei.rooms.mining.actions.exports import ENDINGS, export_data_set, exports_of
from hansei.rooms.mining.models import DataSet
from hansei.rooms.mining.tests.test_import import APRIL, HEAD, MARCH, Bring, bring, cases, committed, shown

__all__ = ["bring", "committed"]

LATE = HEAD + (
    "INC1,Resolved,2025-03-03 09:00,2025-03-04 10:00,Desk,Ana,3,2025-03-04 10:00\n"
    "INC2,New,2025-03-05 09:00,2025-03-05 09:00,Desk,Bo,1,\n"
    "INC2,Resolved,2025-03-05 09:00,2025-04-02 10:00,Network,Cy,1,2025-04-02 10:00\n"
)


def fields(source: int | None, *names: str) -> dict[str, tuple[Any, ...]]:
    assert source is not None
    rows = shown(source).cases.execute().to_dict("records")
    return {row["key"]: tuple(None if row[name] != row[name] else row[name] for name in names) for row in rows}


@pytest.mark.slow
def test_an_older_extract_after_a_newer_one_brings_its_events_and_takes_nothing_back(bring: Bring) -> None:
    """What a case is now is what the newest extract says; the older one only fills in what happened before."""
    source = bring(LATE).data_set_id
    assert source is not None
    before = cases(source)
    assert before["INC2"] == ("1", False, "Network", 2)
    older = bring(MARCH, source)
    assert (older.counts["cases"], older.counts["events"], older.counts["reopened"]) == (0, 1, 0)
    after = cases(source)
    assert after["INC2"] == ("1", False, "Network", 2)
    assert after["INC1"] == ("3", False, "Desk", 2)
    assert list(check.check()) == []


@pytest.mark.slow
def test_a_column_that_is_missing_later_takes_nothing_away(bring: Bring) -> None:
    source = bring(MARCH).data_set_id
    assert source is not None
    head, *lines = LATE.strip().split("\n")
    without = "\n".join(",".join(line.split(",")[:6] + line.split(",")[7:]) for line in [head, *lines]) + "\n"
    later = bring(without, source)
    # What we noted about the extract is no event of the cases.
    assert DataSet.objects.get(pk=source).events == shown(source).steps.count().to_pyarrow().as_py()
    assert later.counts["corrected"] == 2  # INC2 is resolved, by somebody else; its priority stays what it was
    assert fields(source, "priority")["INC2"] == ("3",)


@pytest.mark.slow
def test_a_new_column_fills_the_cases_that_have_it(bring: Bring) -> None:
    source = bring(MARCH).data_set_id
    head, *lines = LATE.strip().split("\n")
    later = bring("\n".join([f"{head},category", *(f"{line},network" for line in lines)]) + "\n", source)
    assert later.counts["cases"] == 0
    assert fields(source, "category", "priority") == {"INC1": ("network", "3"), "INC2": ("network", "1")}


@pytest.mark.slow
def test_renamed_columns_and_another_date_order_are_the_same_events(bring: Bring) -> None:
    source = bring(MARCH).data_set_id
    renamed = (
        "Number,State,Opened,Updated,Assignment group,Assigned to,Priority,Resolved\n"
        "INC1,New,03/03/2025 09:00,03/03/2025 09:00,Desk,Ana,3,\n"
        "INC1,Resolved,03/03/2025 09:00,04/03/2025 10:00,Desk,Ana,3,04/03/2025 10:00\n"
        "INC2,New,05/03/2025 09:00,05/03/2025 09:00,Desk,Bo,3,\n"
        "INC2,Active,05/03/2025 09:00,31/03/2025 09:00,Desk,Bo,3,\n"
    )
    later = bring(renamed, source)
    assert (later.counts["cases"], later.counts["events"], later.counts["corrected"]) == (0, 1, 0)


@pytest.mark.slow
def test_a_case_opened_again_later_has_no_end_any_more(bring: Bring) -> None:
    source = bring(MARCH).data_set_id
    assert source is not None
    again = HEAD + (
        "INC1,Resolved,2025-03-03 09:00,2025-03-04 10:00,Desk,Ana,3,2025-03-04 10:00\n"
        "INC1,Active,2025-03-03 09:00,2025-03-20 10:00,Desk,Ana,3,\n"
    )
    later = bring(again, source)
    assert (later.counts["events"], later.counts["reopened"], later.counts["changed_after"]) == (1, 1, 1)
    assert cases(source)["INC1"] == ("3", True, "Desk", 3)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("form", "is_corrected"), [("ocel_json", True), ("ocel_sqlite", True), ("xes", False), ("csv", False)]
)
def test_our_own_export_brought_back_is_nothing_new(bring: Bring, form: str, is_corrected: bool) -> None:
    """In OCEL also after a correction, which is an event of its own in the log but none of the tool's."""
    source = bring(MARCH).data_set_id
    assert source is not None
    if is_corrected:
        assert bring(APRIL, source).counts["corrected"] == 3  # resolved, by somebody else, with another priority
    before = cases(source)
    job = export_data_set(Act(by=None, via="cli"), source=source, form=form)
    while jobs.work_once():
        pass
    back = bring((exports_of(source) / str(job)).read_bytes(), source, name=f"log.{ENDINGS[form]}")
    told = {name: back.counts[name] for name in ("cases", "events", "corrected", "closed", "reopened")}
    assert told == dict.fromkeys(told, 0)
    assert cases(source) == before


LIST = "number,opened_at,resolved_at,state,priority,assignment_group\n"
SHUT = LIST + (
    "INC1,2025-03-01 09:00,2025-03-05 09:00,Resolved,3,Desk\nINC2,2025-03-02 09:00,2025-03-03 09:00,Resolved,3,Desk\n"
)
AGAIN = LIST + "INC1,2025-03-01 09:00,,In Progress,1,Desk\nINC3,2025-04-01 09:00,2025-04-02 09:00,Resolved,3,Desk\n"
ANEW = LIST + (
    "INC1,2025-03-01 09:00,2025-05-02 09:00,Resolved,1,Desk\nINC3,2025-04-01 09:00,2025-04-02 09:00,Resolved,3,Desk\n"
)


def _without(text: str, column: str) -> str:
    """The same list without one of its columns."""
    lines = [line.split(",") for line in text.strip().split("\n")]
    kept = [at for at, name in enumerate(lines[0]) if name != column]
    return "\n".join(",".join(line[at] for at in kept) for line in lines) + "\n"


def ended(source: int | None, *names: str) -> tuple[Any, ...]:
    """How INC1 stands: its end as a day, whether it is open, and other fields."""
    end, *rest = fields(source, "resolved_at", "is_open", *names)["INC1"]
    return (end and f"{end:%m-%d}", *rest)


@pytest.mark.slow
@pytest.mark.parametrize("without", ["", "state"])
def test_a_newer_list_of_tickets_opens_a_ticket_again_and_another_ends_it_anew(bring: Bring, without: str) -> None:
    """A tool empties the date of the end of a ticket that is opened again, so it is told less far than before."""
    shut, again, anew = (_without(text, without) for text in (SHUT, AGAIN, ANEW))
    source = bring(shut).data_set_id
    later = bring(again, source)
    assert (later.counts["reopened"], later.counts["unchanged"], later.counts["changed_after"]) == (1, 0, 1)
    assert later.counts["overruled"] == 0
    assert ended(source, "priority") == (None, True, "1")
    assert bring(anew, source).counts["closed"] == 1
    assert ended(source) == ("05-02", False)
    assert list(check.check()) == []


@pytest.mark.slow
def test_an_older_list_of_tickets_does_not_end_a_ticket_that_is_open_again(bring: Bring) -> None:
    source = bring(SHUT).data_set_id
    bring(AGAIN, source)
    older = bring(SHUT, source)
    assert (older.counts["corrected"], older.counts["closed"], older.counts["overruled"]) == (0, 0, 3)
    assert ended(source, "state", "priority") == (None, True, "In Progress", "1")


@pytest.mark.slow
def test_a_newer_list_moves_an_end_backwards(bring: Bring) -> None:
    source = bring(SHUT).data_set_id
    moved = AGAIN.replace("09:00,,In Progress", "09:00,2025-03-04 08:59,Closed")
    later = bring(moved, source)
    assert (later.counts["overruled"], later.counts["changed_after"], later.counts["reopened"]) == (0, 1, 0)
    assert ended(source, "state", "priority") == ("03-04", False, "Closed", "1")


@pytest.mark.slow
def test_a_newer_list_without_a_column_for_the_end_opens_nothing(bring: Bring) -> None:
    """What a list does not have it cannot take back; only a state that is known says so."""
    source = bring(SHUT).data_set_id
    later = bring(_without(AGAIN.replace("In Progress", "Resolved"), "resolved_at"), source)
    assert later.counts["reopened"] == 0
    assert ended(source) == ("03-05", False)


def priced(*prices: tuple[str, str], used: bool = False) -> bytes:
    """An object-centric log of two tickets and an item, with the item's price from instants on."""
    item = {
        "id": "I1",
        "type": "item",
        "attributes": [{"name": "price", "value": price, "time": at} for price, at in prices],
    }
    kinds = [
        {"name": "ticket", "attributes": []},
        {"name": "item", "attributes": [{"name": "price", "type": "string"}]},
    ]
    events: list[dict[str, Any]] = [
        {
            "id": f"e{n}",
            "type": activity,
            "time": f"2025-03-0{day}T09:00:00Z",
            "attributes": [],
            "relationships": [{"objectId": ticket, "qualifier": "case"}],
        }
        for n, (activity, day, ticket) in enumerate([("New", 3, "T1"), ("New", 3, "T2"), ("Done", 4, "T1")])
    ]
    if used:
        events[0]["relationships"].append({"objectId": "I1", "qualifier": "uses"})
    tickets: list[dict[str, Any]] = [{"id": key, "type": "ticket", "attributes": []} for key in ("T1", "T2")]
    names: list[dict[str, Any]] = [{"name": name, "attributes": []} for name in ("New", "Done")]
    log = {"objectTypes": kinds, "eventTypes": names, "objects": [*tickets, item], "events": events}
    return orjson.dumps(log)


@pytest.mark.slow
def test_what_a_later_log_says_of_objects_that_are_no_case_is_kept(bring: Bring) -> None:
    first, second = ("10", "2025-03-01T00:00:00Z"), ("99", "2025-03-04T00:00:00Z")
    source = bring(priced(first), name="log.json").data_set_id
    assert source is not None

    def prices() -> list[str]:
        rows = shown(source).object_values.order_by("at").execute()
        return [str(value) for value in rows[rows.name == "price"].value]

    later = bring(priced(first, second, used=True), source, name="log.json")
    assert (later.counts["other_values"], later.counts["relations_left_out"]) == (1, 1)
    assert prices() == ["10", "99"]
    for text in (priced(first, second), priced(first)):  # the same again, and an older one
        assert bring(text, source, name="log.json").counts["other_values"] == 0
    assert prices() == ["10", "99"]
    assert list(check.check()) == []
