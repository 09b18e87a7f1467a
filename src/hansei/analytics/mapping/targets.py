"""What a source column can become. One list for inference, validation, the wizard and the documentation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

Role = Literal["tickets", "updates", "events", "changes", "ignored"]
Shape = Literal["tickets", "updates", "events", "changes", "tickets_and_changes", "tickets_and_events", "log"]

# What a table of each role must have a column for.
NEEDED: Final[dict[str, tuple[str, ...]]] = {
    "updates": ("key", "at"),
    "events": ("key", "at"),
    "changes": ("key", "at", "field", "now"),
}


def shape_of(roles: Iterable[Role]) -> Shape:
    """Return what a source is whose tables have these roles."""
    kinds = {role for role in roles if role != "ignored"}
    if kinds >= {"tickets", "changes"}:
        return "tickets_and_changes"
    if "tickets" in kinds and kinds & {"events", "updates"}:
        return "tickets_and_events"
    return next((role for role in ("changes", "events", "updates") if role in kinds), "tickets")


# Dates of a case, in the order in which they happen. The activity is what an event made from the date is called.
DATES: Final[dict[str, str]] = {
    "failed_at": "failed",
    "detected_at": "detected",
    "reported_at": "opened",
    "answered_at": "answered",
    "restored_at": "restored",
    "resolved_at": "resolved",
    "reopened_at": "reopened",
    "verified_at": "verified",
    "closed_at": "closed",
    "due_at": "",  # a promise, not something that happened
}
DATE_PHASES: Final[dict[str, str]] = {
    "failed_at": "new",
    "detected_at": "new",
    "reported_at": "new",
    "answered_at": "active",
    "restored_at": "restored",
    "resolved_at": "resolved",
    "reopened_at": "active",
    "verified_at": "resolved",
    "closed_at": "closed",
}
WORDS: Final = (
    "kind", "title", "text", "service", "ci", "product", "category", "subcategory", "symptom", "fix_action",
    "priority", "requester", "organisation", "channel", "location", "resolver", "assignee",
)  # fmt: skip
# Their values are people: hidden from whoever may not see names.
PERSONS: Final = ("person", "requester", "resolver", "assignee")
# Worked: what people spent, and what is priced. Handled: how long it took on the tool's own service clock.
HOURS: Final = ("worked_hours", "handled_hours")
NUMBERS: Final = ("reassigned", "reopened", *HOURS)
FLAGS: Final = ("planned", "service_level_flag")
# Said of one row (an event), not of the case.
ROW: Final = (
    "event_key",
    "activity",
    "at",
    "recorded_at",
    "state",
    "substate",
    "person",
    "team",
    "line",
    "update_number",
)
CHANGE: Final = ("field", "was", "now")
OTHER: Final = ("attribute", "ignore")

TARGETS: Final = ("key", *ROW, *CHANGE, *DATES, *WORDS, *NUMBERS, *FLAGS, *OTHER)
INSTANTS: Final = frozenset({*DATES, "at", "recorded_at"})


def type_of(target: str) -> str:
    """The type a target's values have in the base tables: time, integer, float, boolean or string."""
    if target in INSTANTS:
        return "time"
    if target in FLAGS:
        return "boolean"
    if target in HOURS:
        return "float"
    return "integer" if target in ("reassigned", "reopened", "line", "update_number") else "string"
