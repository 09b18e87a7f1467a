"""The six criteria of information quality in words: what each means, why one is not measured, what a defect asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from hansei.ui.words.numbers import number

Text = str | Promise

NAMES: Final[dict[str, Text]] = {
    "availability": pgettext_lazy("quality of information", "Availability"),
    "reliability": pgettext_lazy("quality of information", "Reliability"),
    "accessibility": pgettext_lazy("quality of information", "Accessibility"),
    "timeliness": pgettext_lazy("quality of information", "Timeliness"),
    "accuracy": pgettext_lazy("quality of information", "Accuracy"),
    "relevance": pgettext_lazy("quality of information", "Relevance"),
}
MEANINGS: Final[dict[str, Text]] = {
    "availability": gettext_lazy(
        "Cases whose times are there (report, and resolution once they ended), of all cases that the extract holds"
        " whole. 100 resolved cases, 5 without the time: 95 %."
    ),
    "reliability": gettext_lazy(
        "Cases in which counters and history agree, of those that tell both: how often reopened, how often handed to"
        " another team. 20 cases, 1 contradicts itself: 95 %."
    ),
    "accessibility": gettext_lazy(
        "People who got the information they needed in time, of those who were asked. 50 asked, 45 got it: 90 %."
    ),
    "timeliness": gettext_lazy(
        "Events recorded within one day after they happened, of those with both times. 100 events, 8 recorded later:"
        " 92 %."
    ),
    "accuracy": gettext_lazy(
        "Cases whose times are in a possible order, of those with two times to compare. 100 cases, 3 resolved before"
        " they were reported: 97 %."
    ),
    "relevance": gettext_lazy(
        "Fields that a published metric reads, of all fields that hold anything. 20 fields, 12 of them read: 60 %."
    ),
}
REASONS: Final[dict[str, Text]] = {
    "ask": gettext_lazy("No log tells this. Ask people who need the data, and enter how many got what they needed."),
    "told_once": gettext_lazy(
        "Nothing in these data is told twice. Compare a sample with another source, and enter how many agreed."
    ),
    "recorded_missing": gettext_lazy(
        "The data do not say when things were recorded. Import that column, or enter what a sample showed."
    ),
    "recorded_copied": gettext_lazy(
        "The time of recording is a copy of the time of the event. Import the real one, or enter what a sample showed."
    ),
    "one_time": gettext_lazy(
        "No case has two times to compare. Import more times, or check a sample and enter how many were right."
    ),
    "no_cases": gettext_lazy("There is no case to judge."),
    "no_fields": gettext_lazy("No field holds anything."),
}
# Sentence and what to do about it.
DEFECTS: Final[dict[str, tuple[Callable[[int], str], Text]]] = {
    "report_missing": (
        lambda n: ngettext("%(n)s case has no time of report", "%(n)s cases have no time of report", n),
        gettext_lazy("Make the field compulsory when a case is opened; add the times from mail or telephone logs."),
    ),
    "end_missing": (
        lambda n: ngettext(
            "%(n)s case ended without a time of resolution", "%(n)s cases ended without a time of resolution", n
        ),
        gettext_lazy("Let the tool stamp the time when a case is resolved; ask why these were closed without it."),
    ),
    "reopened_more": (
        lambda n: ngettext(
            "%(n)s case was reopened more often than its counter says",
            "%(n)s cases were reopened more often than their counter says",
            n,
        ),
        gettext_lazy("Have the tool count every way back from resolved or closed; until then trust the history."),
    ),
    "reassigned_more": (
        lambda n: ngettext(
            "%(n)s case changed its team more often than its counter says",
            "%(n)s cases changed their team more often than their counter says",
            n,
        ),
        gettext_lazy("Have the tool count every change of the team; until then trust the history."),
    ),
    "recorded_late": (
        lambda n: ngettext(
            "%(n)s event was recorded more than one day afterwards",
            "%(n)s events were recorded more than one day afterwards",
            n,
        ),
        gettext_lazy("Find out who records later and why: no access on the spot, or a weekly catching up."),
    ),
    "resolved_before_report": (
        lambda n: ngettext(
            "%(n)s case was resolved before it was reported", "%(n)s cases were resolved before they were reported", n
        ),
        gettext_lazy("Check the clocks and zones of both fields, and cases that were entered afterwards."),
    ),
    "closed_before_report": (
        lambda n: ngettext(
            "%(n)s case was closed before it was reported", "%(n)s cases were closed before they were reported", n
        ),
        gettext_lazy("Check the clocks and zones of both fields, and cases that were entered afterwards."),
    ),
    "verified_before_report": (
        lambda n: ngettext(
            "%(n)s case was verified before it was reported", "%(n)s cases were verified before they were reported", n
        ),
        gettext_lazy("Check the clocks and zones of both fields, and cases that were entered afterwards."),
    ),
    "restored_before_failure": (
        lambda n: ngettext(
            "%(n)s case was restored before it failed", "%(n)s cases were restored before they failed", n
        ),
        gettext_lazy("Agree what “failed” and “restored” mean, and who enters them."),
    ),
    "detected_before_failure": (
        lambda n: ngettext(
            "%(n)s case was detected before it failed", "%(n)s cases were detected before they failed", n
        ),
        gettext_lazy("Agree what “failed” means: the first sign, not the first report."),
    ),
    "unused_fields": (
        lambda n: ngettext(
            "%(n)s field is kept and read by no published metric",
            "%(n)s fields are kept and read by no published metric",
            n,
        ),
        gettext_lazy("Stop asking for what nobody uses, or publish the metric that it is for."),
    ),
}


def name(code: str) -> str:
    return str(NAMES[code])


def meaning(code: str) -> str:
    """What is counted of what, with an example."""
    return str(MEANINGS[code])


def why_not(reason: str) -> str:
    """Why a criterion is not measured, and what to do; a reason without words here reads “not measured”."""
    return str(REASONS[reason]) if reason in REASONS else _("not measured")


def defect(code: str, n: int) -> str:
    """What is wrong, and how often."""
    return DEFECTS[code][0](n) % {"n": number(n)}


def remedy(code: str) -> str:
    """What to do about a defect."""
    return str(DEFECTS[code][1])
