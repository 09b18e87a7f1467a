"""Tickets of a data set: pages of them by key, and one of them with everything that happened to it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import ibis
from ibis.expr.types import BooleanValue, Table

from hansei.analytics.log import Log
from hansei.analytics.measures.paths import Label, labelled
from hansei.analytics.people import people_of, says_person

SHOWN: Final = (
    "case", "key", "kind", "title", "service", "priority", "team", "state", "reported_at", "resolved_at",
    "closed_at", "events", "reassigned", "reopened", "is_open",
)  # fmt: skip
PAGE: Final = 50
LONG_AGO: Final = "1900-01-01 00:00:00"  # where cases without a report stand in the order


@dataclass(frozen=True)
class Edge:
    """A path of the flow map: from one step to the next."""

    label: Label
    source: str | None
    target: str | None


def chosen(log: Log, *, text: str = "", edge: Edge | None = None) -> Table:
    """The cases whose number, title or service holds the text and that took the path."""
    cases = log.cases
    if text:
        cases = cases.filter(_holds(cases, text))
    if edge is not None:
        cases = cases.semi_join(taken(log, edge), "case")
    return cases


def _holds(cases: Table, text: str) -> BooleanValue:
    wanted = text.casefold()
    said = [cases[name].fill_null("").lower().contains(wanted) for name in ("key", "title", "service")]
    return said[0] | said[1] | said[2]


def taken(log: Log, edge: Edge) -> Table:
    """Each time a case took this path: case, at, until, seconds."""
    steps = labelled(log, edge.label)
    following = steps.label.lead().over(ibis.window(group_by="case", order_by="position"))
    steps = steps.mutate(following=following).filter(steps.position < steps.steps)
    here = steps.label.isnull() if edge.source is None else steps.label == edge.source
    there = steps.following.isnull() if edge.target is None else steps.following == edge.target
    seconds = steps.until.delta(steps["at"], unit="microsecond").cast("float64") / 1_000_000
    return steps.filter(here & there).select("case", "at", "until", seconds=seconds)


def page(cases: Table, after: tuple[datetime, int] | None) -> dict[str, Any]:
    """One page of cases, the latest report first, from the key `after` on; with how many there are in all."""
    placed = cases.select(*SHOWN, place=cases.reported_at.fill_null(ibis.timestamp(LONG_AGO)))
    total = int(placed.count().to_pyarrow().as_py())
    if after is not None:
        at, case = ibis.literal(after[0], type="timestamp(6)"), after[1]
        placed = placed.filter((placed.place < at) | ((placed.place == at) & (placed.case < case)))
    ordered = placed.order_by(placed.place.desc(), placed.case.desc()).limit(PAGE + 1)
    rows = ordered.to_pyarrow().to_pylist()
    return {"rows": rows[:PAGE], "total": total, "more": len(rows) > PAGE}


def every(cases: Table) -> Iterator[dict[str, Any]]:
    """All of them in the same order, for a file."""
    placed = cases.select(*SHOWN, place=cases.reported_at.fill_null(ibis.timestamp(LONG_AGO)))
    found = placed.order_by(placed.place.desc(), placed.case.desc()).to_pyarrow()
    return itertools.chain.from_iterable(batch.to_pylist() for batch in found.to_batches(1000))


def one(log: Log, case: int, person_fields: frozenset[str] = frozenset()) -> dict[str, Any] | None:
    """A case with its events in order, what each changed, and the steps it went through; None where there is none.

    `named` are the told values that are people: of a field that holds people, by its name or as the mapping has it
    (`person_fields`), and those that stand for a person anywhere in the data set.
    """
    found = log.cases.filter(log.cases.case == case).to_pyarrow().to_pylist()
    if not found:
        return None
    touched = log.event_objects.filter(log.event_objects.object == case).select("event").distinct()
    events = log.events.semi_join(touched, "event").order_by("at", "event").to_pyarrow().to_pylist()
    values = log.event_values.semi_join(touched, "event").order_by("event", "name").to_pyarrow().to_pylist()
    steps = log.steps.filter(log.steps.case == case).order_by("position").to_pyarrow().to_pylist()
    named = sorted(_named(log, values, person_fields))
    return {"case": found[0], "events": _told(events, values, steps), "steps": steps, "named": named}


def _named(log: Log, values: list[dict[str, Any]], person_fields: frozenset[str]) -> set[str]:
    people = people_of(log)
    told = {value["value"] for value in values}
    found = set(people.filter(people.name.isin(sorted(told))).name.to_pyarrow().to_pylist()) if told else set()
    # A change log says in one value which field the other two are of.
    changes = {
        value["event"]
        for value in values
        if value["name"] == "field" and (value["value"] in person_fields or says_person(value["value"]))
    }
    for value in values:
        is_change = value["name"] in ("was", "now") and value["event"] in changes
        if is_change or value["name"] in person_fields or says_person(value["name"]):
            found.add(value["value"])
    return found


def _told(events: list[dict[str, Any]], values: list[dict[str, Any]], steps: list[dict[str, Any]]) -> list[Any]:
    """Give each event its step and what it changed: name, was, now. A value said again is no change."""
    said: dict[int, list[dict[str, Any]]] = {}
    for value in values:
        said.setdefault(value["event"], []).append(value)
    by_event = {step["event"]: step for step in steps}
    known: dict[str, str] = {}
    told = []
    for event in events:
        changes = []
        for value in said.get(event["event"], ()):
            was = known.get(value["name"])
            if was != value["value"]:
                changes.append({"name": value["name"], "was": was, "now": value["value"]})
            known[value["name"]] = value["value"]
        told.append({**event, "step": by_event.get(event["event"]), "changes": changes})
    return told
