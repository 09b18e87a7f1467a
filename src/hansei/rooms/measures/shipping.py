"""The entries that come with the product: one for each measure of the library, and the concerns they answer.

Texts are kept in English and said in the reader's language for as long as nobody changes them (`Metric.said`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hansei.analytics.measures import MEASURES
from hansei.rooms.measures.desks import COUNTS
from hansei.ui.words import measures as measure_words
from hansei.ui.words.meanings import meaning

Text = str | Promise

# code -> stakeholder, what concerns them
CONCERNS: Final[dict[str, tuple[Text, Text]]] = {
    "work_again": (_("User"), _("How long until I can work again?")),
    "passed_on": (_("User"), _("Am I passed from one team to the next?")),
    "promises": (_("Customer"), _("Are the promises kept?")),
    "again": (_("Customer"), _("Does the same trouble come back?")),
    "keep_up": (_("Team lead"), _("Can the team keep up with what comes in?")),
    "waits": (_("Team lead"), _("Where does work wait, and why?")),
    "notice": (_("Service owner"), _("Do we notice a failure before the users do?")),
    "next": (_("Service manager"), _("What is to be improved next?")),
}

SPEED: Final = _("Which service or team needs help to restore and to resolve sooner.")
LOAD: Final = _("How many people and hours the work needs, and when.")
FLOW: Final = _("Which wait or hand-over is to be removed next.")
PROMISE: Final = _("Whether a promise is renegotiated, or the work organised otherwise.")
CAUSE: Final = _("Which cause becomes a problem to solve or an improvement.")
DETECT: Final = _("Where monitoring is to be added.")
DISPATCH: Final = _("Which knowledge the service desk lacks to send a matter to the team that can solve it.")
DESK: Final = _("What the service desk is to be able to resolve itself: knowledge, rights, time.")
CLOSING: Final = _("Whether closing by a machine hides what is not settled.")


@dataclass(frozen=True)
class Entry:
    """What the catalogue says of one measure of the library beside what the library knows itself."""

    kind: str
    concerns: tuple[str, ...]
    reason: str
    decision: Text
    direction: str = "lower"
    counter: str = ""
    timing: str = "lagging"


ENTRIES: Final[dict[str, Entry]] = {
    "cases": Entry("process", ("keep_up",), "justify", LOAD, "neither", timing="leading"),
    "events": Entry("process", ("keep_up",), "justify", LOAD, "neither", timing="leading"),
    "arrivals": Entry("process", ("keep_up",), "justify", LOAD, "neither", timing="leading"),
    "arrivals_by_hour": Entry("process", ("keep_up",), "justify", LOAD, "neither", timing="leading"),
    "throughput": Entry("process", ("keep_up",), "progress", LOAD, "higher", "reopened_share"),
    "work_in_progress": Entry("process", ("keep_up",), "direct", LOAD, counter="reopened_share", timing="leading"),
    "open_age": Entry("process", ("waits",), "direct", FLOW, counter="reopened_share", timing="leading"),
    "ageing": Entry("process", ("waits",), "direct", FLOW, timing="leading"),
    "cumulative_flow": Entry("process", ("keep_up",), "direct", LOAD, "neither", timing="leading"),
    "time_to_answer": Entry("service", ("work_again",), "progress", SPEED, counter="time_to_resolve"),
    "time_to_detect": Entry("technology", ("notice",), "direct", DETECT),
    "time_to_restore": Entry("service", ("work_again",), "progress", SPEED, counter="reopened_share"),
    "time_to_resolve": Entry("service", ("work_again",), "progress", SPEED, counter="reopened_share"),
    "time_to_resolve_service_hours": Entry("service", ("work_again",), "progress", SPEED, counter="reopened_share"),
    "time_to_close": Entry("process", ("waits",), "direct", CLOSING, "neither"),
    "time_in_state": Entry("process", ("waits",), "direct", FLOW, "neither"),
    "time_in_queue": Entry("process", ("waits",), "direct", FLOW, timing="leading"),
    "waiting_user_share": Entry("process", ("waits",), "direct", FLOW),
    "flow_efficiency": Entry("process", ("waits",), "direct", FLOW, "higher", "reopened_share", "leading"),
    "variants": Entry("process", ("waits",), "direct", FLOW, "neither"),
    "directly_follows": Entry("process", ("waits",), "direct", FLOW, "neither"),
    "directly_follows_service_hours": Entry("process", ("waits",), "direct", FLOW, "neither"),
    "reassigned_share": Entry("process", ("passed_on",), "direct", FLOW, counter="time_to_resolve", timing="leading"),
    "hand_offs": Entry("process", ("passed_on",), "direct", FLOW, counter="time_to_resolve", timing="leading"),
    "hand_off_matrix": Entry("process", ("passed_on",), "direct", FLOW, "neither"),
    "ping_pong_share": Entry("process", ("passed_on",), "direct", FLOW, counter="time_to_resolve", timing="leading"),
    "returned_share": Entry("process", ("passed_on",), "direct", FLOW, counter="time_to_resolve", timing="leading"),
    "support_line_order": Entry("process", ("passed_on",), "direct", FLOW, "neither"),
    "service_level_attainment": Entry("service", ("promises",), "prove", PROMISE, "higher", "reopened_share"),
    "service_level_flag_share": Entry("service", ("promises",), "prove", PROMISE, "higher", "reopened_share"),
    "dispatch_accuracy": Entry(
        "process", ("passed_on",), "direct", DISPATCH, "higher", "repeat_contact_share", "leading"
    ),
    "first_contact_resolution": Entry("service", ("work_again",), "progress", DESK, "higher", "repeat_contact_share"),
    "repeat_contact_share": Entry("service", ("again",), "progress", CAUSE, counter="first_contact_resolution"),
    "met_by_reassignments": Entry("process", ("promises", "passed_on"), "prove", FLOW, "neither"),
    "reopened_share": Entry("service", ("again",), "progress", CAUSE, counter="time_to_resolve"),
    "recurring_groups": Entry("service", ("again", "next"), "direct", CAUSE, "neither"),
    "concentration": Entry("service", ("again", "next"), "direct", CAUSE, "neither"),
    "auto_close_share": Entry("process", ("work_again",), "direct", CLOSING, counter="reopened_share"),
}  # fmt: skip
# A measure that came to the library and has no line above yet.
UNTOLD: Final = Entry("process", ("next",), "direct", CAUSE, "neither")

# measure -> numerator, denominator; of the shares of cases
PARTS: Final[dict[str, tuple[Text, Text]]] = {
    "reopened_share": (_("Cases taken up again"), _("Cases of which it is known")),
    "reassigned_share": (_("Cases that went to another team"), _("Cases of which it is known")),
    "ping_pong_share": (_("Cases that went to a team and straight back"), _("Cases with a team")),
    "returned_share": (_("Cases that came back to an earlier team"), _("Cases with a team")),
    "support_line_order": (_("Cases that met the lines in their order"), _("Cases with a support line")),
    "dispatch_accuracy": (
        _("Cases resolved by the first team outside the service desk"),
        _("Cases passed on by the service desk and resolved"),
    ),
    "repeat_contact_share": (_("Contacts within 7 days of one before"), _("Contacts of which it is known")),
    "first_contact_resolution": (
        _("Matters resolved at the first contact, for good"),
        _("Matters that the service desk is able to resolve"),
    ),
    "service_level_attainment": (_("Promises kept"), _("Promises due")),
    "service_level_flag_share": (_("Cases that the source flags as met"), _("Cases with a flag")),
    "auto_close_share": (_("Closings made by a machine"), _("Closings")),
    "waiting_user_share": (_("Time spent waiting for the user"), _("Elapsed time")),
    "flow_efficiency": (_("Time somebody worked on it"), _("Elapsed time")),
}
FORMS: Final = {"share": "share", "duration": "hours", "count": "number", "rows": "table"}
# Tables with a row for each step: their n is a figure that can be followed.
BY_STEP: Final = ("arrivals", "throughput", "work_in_progress")


def count_values(code: str, concerns: dict[str, int]) -> dict[str, Any]:
    """What the entry of a count is made of that people enter or import: no log of tickets holds it."""
    title, unit, formula = COUNTS[code]
    with translation.override("en"):
        return {
            "title": str(title), "shipped": code, "origin": "entered", "kind": "process", "form": "number",
            "concerns": [concerns["keep_up"]] if "keep_up" in concerns else [],
            "reason": "justify", "decision": str(LOAD), "formula": str(formula), "unit": str(unit),
            "direction": "neither", "timing": "leading", "period": "month", "uses": ["improve", "decide", "inform"],
        }  # fmt: skip


def concern_values(code: str) -> dict[str, Any]:
    """What a shipped concern is made of."""
    stakeholder, title = CONCERNS[code]
    with translation.override("en"):
        return {"stakeholder": str(stakeholder), "title": str(title), "shipped": code}


def metric_values(name: str, concerns: dict[str, int]) -> dict[str, Any]:
    """What the entry of a measure is made of; `concerns` gives the ids of the shipped ones."""
    measure, entry = MEASURES[name], ENTRIES.get(name, UNTOLD)
    with translation.override("en"):
        above, below = PARTS.get(name, ("", ""))
        return {
            "title": measure_words.name(name),
            "shipped": name,
            "origin": "library",
            "measure": name,
            "kind": entry.kind,
            "concerns": [concerns[code] for code in entry.concerns if code in concerns],
            "reason": entry.reason,
            "decision": str(entry.decision),
            "formula": meaning(name),
            "numerator": str(above),
            "denominator": str(below),
            "unit": measure_words.unit(measure.unit),
            "form": "number" if name in BY_STEP else FORMS[measure.kind],
            "direction": entry.direction,
            "timing": entry.timing,
            "uses": ["improve", "decide", "inform"],
        }
