"""The shape of a log: what every reader, measure, finder and writer agrees on.

A log is object-centric (OCEL 2.0): an event touches one or more objects. Tickets are objects
of the case kind; most measures look at a log through `cases` (one row a case) and `steps`
(one row a case and event, in order). Both are derived from the base tables by `derive` in
`hansei.analytics.shaping`, once per version of the data.

All instants are UTC timestamps without a zone attached. Missing is NULL, never '' or '?'.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

from ibis.expr.types import Table

Schema = dict[str, str]

# How long a name that identifies something may be, in characters: what every database can hold and index.
LONGEST: Final = {"object.key": 200, "object.kind": 60, "event.kind": 80, "role": 200}

# Base tables. They go out to OCEL 2.0 and come back equal.
EVENTS: Final[Schema] = {
    "event": "int64",  # dense, and the order among equal instants
    "key": "string",  # the source's own event id; NULL where it has none
    "kind": "string",  # case.activity, case.updated, or an event kind of our own
    "activity": "string",  # what happened, in the source's words
    "at": "timestamp(6)",
    "recorded_at": "timestamp(6)",
    "person": "string",
    "team": "string",
}
EVENT_VALUES: Final[Schema] = {"event": "int64", "name": "string", "type": "string", "value": "string"}
EVENT_OBJECTS: Final[Schema] = {"event": "int64", "object": "int64", "role": "string"}
OBJECTS: Final[Schema] = {"object": "int64", "kind": "string", "key": "string"}
OBJECT_VALUES: Final[Schema] = {
    "object": "int64",
    "at": "timestamp(6)",  # NULL: holds from the beginning
    "name": "string",
    "type": "string",  # string, integer, float, boolean, time
    "value": "string",
}
LINKS: Final[Schema] = {"object": "int64", "target": "int64", "role": "string"}

# Derived tables.
CASES: Final[Schema] = {
    "case": "int64",  # object id
    "key": "string",  # INC0000045
    "kind": "string",  # incident, request, problem, change, maintenance, alert …; NULL unknown
    "title": "string",
    "text": "string",
    "service": "string",
    "ci": "string",
    "product": "string",
    "category": "string",
    "subcategory": "string",
    "symptom": "string",
    "fix_action": "string",  # closure code, resolution code
    "priority": "string",  # the source's words
    "priority_rank": "int64",  # 1 = first; NULL unknown
    "requester": "string",
    "organisation": "string",
    "channel": "string",
    "location": "string",
    "planned": "boolean",  # planned work: maintenance, scheduled
    "state": "string",  # last known state, source's words
    "team": "string",  # last team
    "person": "string",  # who resolved, else last person
    "failed_at": "timestamp(6)",
    "detected_at": "timestamp(6)",
    "reported_at": "timestamp(6)",  # opened
    "answered_at": "timestamp(6)",
    "restored_at": "timestamp(6)",
    "resolved_at": "timestamp(6)",  # last value of the source's own field, else first event of phase resolved
    "verified_at": "timestamp(6)",
    "closed_at": "timestamp(6)",
    "due_at": "timestamp(6)",
    "first_at": "timestamp(6)",  # first and last event
    "last_at": "timestamp(6)",
    "events": "int64",
    "reassigned": "int64",  # highest value of the source's counter; NULL where it has none
    "reopened": "int64",  # likewise
    "service_level_flag": "boolean",  # last value of the source's own flag
    "worked_hours": "float64",  # effort as the source recorded it
    "is_open": "boolean",  # not resolved or closed when the extract ends
    "cut_off": "boolean",  # the row group at the extract's end that may be incomplete
    "began_before": "boolean",  # already open when the extract starts
}
STEPS: Final[Schema] = {
    "case": "int64",
    "position": "int64",  # 1, 2, 3 … in the case, by instant then event
    "turn": "int64",  # 1, 2, 3 … in the case, by the source's own count of updates where its clock contradicts that
    "steps": "int64",  # how many the case has: the end is position == steps, never NULL from lead
    "event": "int64",
    "activity": "string",
    "state": "string",  # state the case is in from this event on (source's words)
    "substate": "string",
    "phase": "string",  # one of PHASES
    "at": "timestamp(6)",
    "until": "timestamp(6)",  # the next step's instant; the last step's own
    "person": "string",
    "team": "string",  # carried forward: the team that holds the case from this event on
    "line": "int64",  # support line 1, 2, 3; NULL unknown, or a team of two lines
}

# Columns of a case by which it may be counted or left out: what the source wrote of it, not who wrote it.
DIMENSIONS: Final = (
    "kind",
    "service",
    "ci",
    "product",
    "category",
    "subcategory",
    "symptom",
    "fix_action",
    "priority",
    "organisation",
    "channel",
    "location",
)

# What a state means for the clock. Mapped from the source's words (mapping.phases), editable.
PHASES: Final = (
    "new",
    "queued",
    "active",
    "waiting_user",
    "waiting_other",
    "restored",
    "resolved",
    "closed",
    "cancelled",
)
# What an event is called that a date of a case was made into, and its state. Such a case was opened and ended; which
# ways it went between them nobody told, but for `REOPENED`.
REOPENED: Final = "reopened"
OF_DATES: Final = (
    "failed", "detected", "opened", "answered", "restored", "resolved", REOPENED, "verified", "closed",
)  # fmt: skip
# A case in one of these was done; in one of those its time has ended, done or not.
DONE: Final = ("resolved", "closed")
ENDED: Final = (*DONE, "cancelled")


@dataclass(frozen=True)
class Log:
    """One history, of our own or imported: base tables and the two derived views of it.

    `history` holds all cases where `cases` is a part of them: what a case means may depend on another one, outside the
    part (whether the same person asked again).
    """

    events: Table
    event_values: Table
    event_objects: Table
    objects: Table
    object_values: Table
    links: Table
    cases: Table
    steps: Table
    history: Table | None = None

    @property
    def tables(self) -> dict[str, Table]:
        """Its tables by name, those that it has."""
        named = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: table for name, table in named.items() if table is not None}

    @property
    def all_cases(self) -> Table:
        """Every case of the history, whatever part is asked for."""
        return self.cases if self.history is None else self.history


BASE: Final[dict[str, Schema]] = {
    "events": EVENTS,
    "event_values": EVENT_VALUES,
    "event_objects": EVENT_OBJECTS,
    "objects": OBJECTS,
    "object_values": OBJECT_VALUES,
    "links": LINKS,
}
DERIVED: Final[dict[str, Schema]] = {"cases": CASES, "steps": STEPS}
