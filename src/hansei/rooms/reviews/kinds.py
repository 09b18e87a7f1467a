"""The rights of this room, its record kinds and their lives, and the sections that each kind of review has."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hansei.blocks import lifecycle
from hansei.blocks.lifecycle import Lifecycle, State, Transition
from hansei.blocks.meeting.models import Participant
from hansei.kernel import people, records, rights
from hansei.kernel.records import RecordKind
from hansei.rooms.reviews import guards
from hansei.rooms.reviews.independence import not_an_auditor, not_somebody_else, not_the_owner
from hansei.rooms.reviews.models import Audit, AuditArea, AuditFinding, Kind, Plan, Review
from hansei.ui import words

SEE = rights.declare("reviews.see", _("See review packs"))
WORK = rights.declare("reviews.work", _("Draft and freeze review packs, comment, agree actions"))
AUDIT_SEE = rights.declare("audit.see", _("See audits and their findings, answer one's own findings"))
AUDIT_WORK = rights.declare("audit.work", _("Plan audits; carry them out where one is named auditor, verify findings"))
people.built_in("auditor", "see", "export", "confidential", AUDIT_WORK)

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
INTERNAL: Final = (Kind.TEAM, Kind.MANAGEMENT, Kind.FORUM)


def comes_to(side: str, only: Collection[str]) -> list[str]:
    """The kinds of review to which somebody of a plan comes; none named: all, for the customer's side none of ours."""
    return [kind for kind in Kind.values if (not only or kind in only) and why_not_asked(side, [kind]) is None]


def why_not_asked(side: str, wanted: Collection[str]) -> str | None:
    """Why somebody who comes for this side is not asked to these kinds of review; None where they are."""
    if side != Participant.Side.CUSTOMER or not (inside := [kind for kind in INTERNAL if kind in wanted]):
        return None
    said = gettext(
        "Internal reviews are without the customer: %(reviews)s. Ask this person to another one, or for the provider."
    )
    return said % {"reviews": words.listed(str(kind.label) for kind in inside)}


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
        readers=("manager",),
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
        readers=("manager",),
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
            # Fixed: a plan that changes takes its later reviews back.
            Transition("planned", "withdrawn", _("Withdraw"), is_back=True, fixed=True),
        ),
    )
)

AREA = records.declare(
    RecordKind(
        kind="audit_area",
        prefix="AREA",
        room="audit",
        model=AuditArea,
        name=_("audited area"),
        plural=_("Audited areas"),
        tracked=("title", "service", "responsible", "every_months"),
        texts=("title", "service"),
        readers=("responsible",),
    )
)
AUDIT = records.declare(
    RecordKind(
        kind="audit",
        prefix="AUD",
        room="audit",
        model=Audit,
        name=_("audit"),
        plural=_("Audits"),
        tracked=(
            "title", "area", "scope", "criteria", "clauses", "lead", "planned_on", "begun_on", "reported_on", "summary",
            "reason",
        ),
        texts=("title", "scope", "criteria", "summary", "reason"),
        readers=("lead",),
    )
)  # fmt: skip
FINDING = records.declare(
    RecordKind(
        kind="audit_finding",
        prefix="AF",
        room="audit",
        model=AuditFinding,
        name=_("audit finding"),
        plural=_("Audit findings"),
        tracked=(
            "title", "audit", "grade", "clause", "evidence", "owner", "due_on", "is_confidential", "answer",
            "answered_by", "verification", "verified_by", "closed_on", "reason",
        ),
        texts=("title", "evidence", "answer", "verification", "reason"),
    )
)  # fmt: skip

AREA_LIFE = lifecycle.declare(
    Lifecycle(
        "audit_area",
        states=(
            State("active", _("Audited"), "running"),
            State("ended", _("No longer audited"), "paused", is_end=True),
        ),
        transitions=(Transition("active", "ended", _("Audit it no longer"), is_back=True),),
    )
)
AUDIT_LIFE = lifecycle.declare(
    Lifecycle(
        "audit",
        states=(
            State("planned", _("Planned"), "new"),
            State("running", _("In progress"), "running"),
            State("reported", pgettext_lazy("audit", "Reported"), "running"),
            State("closed", _("Closed"), "good", is_end=True),
            State("withdrawn", _("Withdrawn"), "paused", is_end=True),
        ),
        transitions=(
            Transition(
                "planned", "running", _("Begin the audit"),
                (guards.LEAD, guards.INDEPENDENT, guards.SCOPE, guards.CLAUSES, guards.DAY), decides=not_an_auditor,
            ),
            Transition(
                "running", "reported", _("Issue the report"),
                (guards.INDEPENDENT, guards.ANSWERED, guards.FOUND, guards.SUMMARY), decides=not_an_auditor,
            ),
            Transition("reported", "closed", _("Close the audit"), (guards.FOLLOWED_UP,), decides=not_an_auditor),
            Transition(
                "planned", "withdrawn", _("Withdraw"), (guards.AUDIT_REASON,), form="audit:withdraw", is_back=True
            ),
        ),
    )
)  # fmt: skip
lifecycle.settle(
    "audit",
    "reported",
    says=_("The report is issued and stays; what is found later is another audit’s."),
)
FINDING_LIFE = lifecycle.declare(
    Lifecycle(
        "audit_finding",
        states=(
            State("open", _("Open"), "new"),
            State("answered", _("Answered"), "running"),
            State("closed", _("Closed"), "good", is_end=True),
            State("withdrawn", _("Withdrawn"), "paused", is_end=True),
        ),
        transitions=(
            Transition(
                "open", "answered", pgettext_lazy("button", "Answer"),
                (guards.OWNED, guards.ANSWER, guards.HAS_CAPA), right=AUDIT_SEE, form="audit:answer",
                decides=not_the_owner,
            ),
            Transition(
                "answered", "closed", _("Verify"), (guards.CAPA_CLOSED, guards.VERIFICATION), form="audit:verify",
                decides=not_somebody_else,
            ),
            Transition("answered", "open", _("Send back"), by_action=True, decides=not_somebody_else),
            Transition(
                "open", "withdrawn", _("Withdraw"), (guards.AUDIT_REASON,), form="audit:withdraw_finding", is_back=True,
                decides=lambda found, account: not_an_auditor(found.audit, account),
            ),
        ),
    )
)  # fmt: skip


def agenda(kind: str) -> list[tuple[int, str]]:
    """The sections as they are read, each with its number: last time's actions come first."""
    numbered = list(enumerate(SECTIONS[kind], start=1))
    return sorted(numbered, key=lambda each: each[1] != LAST_ACTIONS[kind])
