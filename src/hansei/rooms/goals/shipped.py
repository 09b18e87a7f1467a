"""The words of the starter tree and the starter scorecard: ours, to be changed by those who use them.

`library` names the measure of the library that shows a node today; without one there is no source yet, and it says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class Measure:
    """What is measured, by what of the library, and which way is better."""

    title: Text
    library: str = ""
    better: str = "lower"


@dataclass(frozen=True)
class Objective:
    """An objective of the starter tree with its indicators, each shown by one metric."""

    title: Text
    about: str
    reason: Text
    indicators: tuple[tuple[Text, Measure], ...]
    measure: Measure | None = None


@dataclass(frozen=True)
class CardObjective:
    """An objective of the starter scorecard with its lead and its lag measure."""

    title: Text
    perspective: str
    lead: Measure
    lag: Measure
    about: str = ""


CASES: Final = Measure(_("Cases"), "cases")
REOPENED: Final = Measure(_("Cases reopened"), "reopened_share")
RESTORE: Final = Measure(_("Time to restore service"), "time_to_restore")
RESOLVE: Final = Measure(_("Time to resolve"), "time_to_resolve")
REASSIGNED: Final = Measure(_("Cases assigned to another team"), "reassigned_share")
ATTAINMENT: Final = Measure(_("Service level met, from targets and dates"), "service_level_attainment", "higher")
FLAGGED: Final = Measure(_("Service level met, as the source flagged it"), "service_level_flag_share", "higher")
EFFICIENCY: Final = Measure(_("Flow efficiency"), "flow_efficiency", "higher")
FAIL_RATE: Final = Measure(_("Changes that failed or caused an incident"))
CALL_OUT_HOURS: Final = Measure(_("Billed hours of call-outs"))
TRAINING: Final = Measure(_("Training applied at work within 90 days"), better="higher")

LIBRARY: Final = frozenset(
    each.library for each in (CASES, REOPENED, RESTORE, RESOLVE, REASSIGNED, ATTAINMENT, FLAGGED, EFFICIENCY)
)

PURPOSE: Final[tuple[Text, Text]] = (
    _("Staff can do their work, and the organisation spends less on failure"),
    _("Everything below is for this. What is for nothing above is worth a question."),
)
TREE: Final[tuple[Objective, ...]] = (
    Objective(
        _("Fewer interruptions"),
        "interruptions",
        _("An interruption that never happens costs nobody anything."),
        ((_("What comes back after it was settled"), REOPENED),),
        CASES,
    ),
    Objective(
        _("Quicker back to work"),
        "waiting",
        _("People wait from the failure until they can work again, not until a ticket is closed."),
        (
            (_("How long it takes until the cause is mended"), RESOLVE),
            (_("How often a case is passed on"), REASSIGNED),
        ),
        RESTORE,
    ),
    Objective(
        _("Promises kept"),
        "promises",
        _("A promise lets the other side plan its day."),
        (
            (_("Promises kept, counted from targets and dates"), ATTAINMENT),
            (_("Promises kept, as the source flags them"), FLAGGED),
        ),
    ),
    Objective(
        _("Less overtime in every unit"),
        "overtime",
        _("Nights and weekends are paid twice: with money and with people."),
        ((_("Call-out hours by cause"), CALL_OUT_HOURS),),
    ),
    Objective(
        _("Safer change"),
        "change",
        _("Many failures are made by a change of the days before."),
        ((_("Changes that did not do what they should"), FAIL_RATE),),
    ),
    Objective(
        _("People who grow"),
        "people",
        _("Who learns solves tomorrow what is passed on today."),
        ((_("What was learned is used"), TRAINING),),
    ),
)

CARD: Final[tuple[Text, Text, dict[str, CardObjective]]] = (
    _("Balanced scorecard of the service organisation"),
    _("Two objectives a perspective, each with one measure that leads and one that lags."),
    {
        "cost": CardObjective(
            _("A fair cost for each service"),
            "financial",
            Measure(_("Cost of recurring failure")),
            Measure(_("Cost per user and service")),
            "cost",
        ),
        "benefits": CardObjective(
            _("Benefits that arrive"),
            "financial",
            Measure(_("Benefits with an owner and a date"), better="higher"),
            Measure(_("Benefits realised of those planned"), better="higher"),
        ),
        "trust": CardObjective(
            _("Customers can rely on us"),
            "customer",
            Measure(_("Gap between stages of the journey")),
            ATTAINMENT,
            "promises",
        ),
        "heard": CardObjective(
            _("Customers are heard"),
            "customer",
            Measure(_("Feedback answered with an outcome"), better="higher"),
            Measure(_("Satisfaction"), better="higher"),
        ),
        "restore": CardObjective(_("Work goes on soon after a failure"), "internal", EFFICIENCY, RESTORE, "waiting"),
        "once": CardObjective(
            _("Done right the first time"),
            "internal",
            FAIL_RATE,
            Measure(_("Repeat contacts within 7 days")),
            "interruptions",
        ),
        "learn": CardObjective(
            _("People and knowledge are ready"),
            "learning",
            TRAINING,
            Measure(_("Knowledge articles in date"), better="higher"),
            "people",
        ),
        "improve": CardObjective(
            _("Improvement that proves itself"),
            "learning",
            Measure(_("Staff index"), better="higher"),
            Measure(_("Improvements proved effective"), better="higher"),
        ),
    },
)
# cause -> effect, from the ground up
CAUSES: Final[tuple[tuple[str, str], ...]] = (
    ("learn", "once"),
    ("learn", "restore"),
    ("improve", "once"),
    ("once", "trust"),
    ("restore", "trust"),
    ("heard", "trust"),
    ("trust", "benefits"),
    ("once", "cost"),
)
