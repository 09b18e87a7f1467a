"""The rights of this room, its record kinds and their lives, and the sections that each kind of review has."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from hansei.blocks import lifecycle
from hansei.blocks.lifecycle import Lifecycle, State, Transition
from hansei.kernel import records, rights
from hansei.kernel.records import RecordKind
from hansei.rooms.reviews import guards
from hansei.rooms.reviews.models import Kind, Plan, Review

SEE = rights.declare("reviews.see", _("See review packs"))
WORK = rights.declare("reviews.work", _("Draft and freeze review packs, comment, agree actions"))

# By their numbers. What is read first in the meeting, and where it agrees its actions, is said below.
SECTIONS: Final[dict[str, tuple[str, ...]]] = {
    Kind.EVENT: ("last_actions", "course", "effect", "cause", "measures"),
    Kind.CUSTOMER: (
        "contract", "goals", "performance", "satisfaction", "scope", "needs", "problems", "last_actions",
    ),
    Kind.TEAM: ("last_plan", "special", "unsolved", "sub_teams", "team_problems", "key_figures", "next_plan"),
    Kind.PERFORMANCE: (
        "last_actions", "goals", "performance", "trends", "improvement_results", "needs", "risks", "next_plan",
    ),
    Kind.PARTNERSHIP: (
        "last_actions", "value", "contract", "scope", "relationship", "strategy", "investment", "next_plan",
    ),
    Kind.MANAGEMENT: (
        "last_actions", "surroundings", "conformity", "incidents_problems", "risks", "resources", "suppliers",
        "improvement_results",
    ),
    Kind.FORUM: ("last_actions", "patterns", "suspected", "off_track", "blocks", "help"),
}  # fmt: skip
LAST_ACTIONS: Final[dict[str, str]] = {kind: "last_plan" if kind == Kind.TEAM else "last_actions" for kind in SECTIONS}
NEW_ACTIONS: Final[dict[str, str]] = {
    Kind.EVENT: "measures",
    Kind.CUSTOMER: "problems",
    Kind.TEAM: "next_plan",
    Kind.PERFORMANCE: "next_plan",
    Kind.PARTNERSHIP: "next_plan",
    Kind.MANAGEMENT: "improvement_results",
    Kind.FORUM: "help",
}
LEVEL: Final = {Kind.EVENT: 1, Kind.CUSTOMER: 2, Kind.TEAM: 2, Kind.PERFORMANCE: 3, Kind.PARTNERSHIP: 4}
# Whose agenda the unsolved comes onto: one level up.
ABOVE: Final = {
    Kind.EVENT: Kind.CUSTOMER,
    Kind.CUSTOMER: Kind.PERFORMANCE,
    Kind.TEAM: Kind.PERFORMANCE,
    Kind.PERFORMANCE: Kind.PARTNERSHIP,
}
WITH_CUSTOMER: Final = (Kind.CUSTOMER, Kind.PERFORMANCE, Kind.PARTNERSHIP)

PLAN = records.declare(
    RecordKind(
        kind="review_plan",
        prefix="RPL",
        room="reviews",
        model=Plan,
        name=_("review plan"),
        plural=_("Review plans"),
        tracked=(
            "title", "customer", "manager", "data_set", "scope_field", "scope_value", "zone", "country", "starts_on",
            "at_time", "minutes_long", "place", "frequencies", "planned_until",
        ),
        texts=("title", "customer", "place"),
    )
)  # fmt: skip

REVIEW = records.declare(
    RecordKind(
        kind="review",
        prefix="REV",
        room="reviews",
        model=Review,
        name=_("review"),
        plural=_("Reviews"),
        tracked=(
            "title", "kind", "form", "plan", "manager", "data_set", "scope_field", "scope_value", "zone", "first",
            "last", "planned_on", "pack_due", "postponed", "held_on", "reason",
        ),
        texts=("title", "reason"),
    )
)  # fmt: skip

PAGE: Final = "reviews:meeting"

PLAN_LIFE = lifecycle.declare(
    Lifecycle(
        "review_plan",
        states=(
            State("draft", _("Draft"), "new"),
            State("published", _("Published"), "running"),
            State("ended", _("Ended"), "good", is_end=True),
        ),
        transitions=(
            Transition("draft", "published", _("Publish the calendar"), (guards.FREQUENCY,)),
            Transition("published", "ended", _("End the plan")),
        ),
    )
)

REVIEW_LIFE = lifecycle.declare(
    Lifecycle(
        "review",
        states=(
            State("planned", _("Planned"), "new"),
            State("running", _("In session"), "running"),
            State("held", _("Held"), "good", is_end=True),
            State("not_held", _("Not held"), "bad", is_end=True),
            State("withdrawn", _("Withdrawn"), "paused", is_end=True),
        ),
        transitions=(
            Transition("planned", "running", _("Begin the meeting")),
            Transition("running", "held", _("Note as held"), (guards.MINUTES, guards.CUSTOMER, guards.THIRD)),
            Transition("planned", "not_held", _("Note as not held"), (guards.REASON,), form=PAGE, is_back=True),
            Transition("running", "not_held", _("Note as not held"), (guards.REASON,), form=PAGE, is_back=True),
            Transition("planned", "withdrawn", _("Withdraw"), is_back=True),
        ),
    )
)


def agenda(kind: str) -> list[tuple[int, str]]:
    """The sections as they are read, each with its number: last time's actions come first."""
    numbered = list(enumerate(SECTIONS[kind], start=1))
    return sorted(numbered, key=lambda each: each[1] != LAST_ACTIONS[kind])
