"""Codes of the statistics in the reader's words."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hansei.ui import words

COLUMNS: dict[str, str | Promise] = {
    "kind": gettext_lazy("kind of case"),
    "service": gettext_lazy("service"),
    "ci": gettext_lazy("configuration item"),
    "product": gettext_lazy("product"),
    "category": gettext_lazy("category"),
    "subcategory": gettext_lazy("subcategory"),
    "symptom": gettext_lazy("symptom"),
    "fix_action": gettext_lazy("fix action"),
    "priority": gettext_lazy("priority"),
    "organisation": gettext_lazy("organisation"),
    "channel": gettext_lazy("channel"),
    "location": gettext_lazy("location"),
    "team": gettext_lazy("team"),
}

GUARDS: dict[tuple[str, bool | None], str | Promise] = {
    ("baseline_frozen", True): gettext_lazy("Baseline frozen before the change"),
    ("baseline_frozen", False): gettext_lazy("Baseline not frozen before the change"),
    ("baseline_frozen", None): gettext_lazy("Baseline: it is not known when it was frozen"),
    ("selection", True): gettext_lazy("Holds against the whole earlier time"),
    ("selection", False): gettext_lazy("Vanishes against the whole earlier time: bad weeks fell back to the usual"),
    ("selection", None): gettext_lazy("Against the whole earlier time: cannot be checked yet"),
    ("season", True): gettext_lazy("Same parts of the year"),
    ("season", False): gettext_lazy("Season not comparable"),
    ("season", None): gettext_lazy("Season: cannot be checked yet"),
    ("sameness", True): gettext_lazy("Volume, mix and definition the same"),
    ("sameness", False): gettext_lazy("Volume or mix changed"),
    ("sameness", None): gettext_lazy("Volume and mix: cannot be checked yet"),
}

FOUND: dict[str, str | Promise] = {
    "not_frozen_before_intervention": gettext_lazy("The baseline was frozen after the intervention."),
    "baseline_runs_into_intervention": gettext_lazy("The baseline runs into the intervention."),
    "vanishes_against_earlier": gettext_lazy("Against the whole earlier time the change vanishes."),
    "no_weeks_outside_finding": gettext_lazy("Nearly all earlier weeks belong to the finding itself."),
    "season_not_comparable": gettext_lazy("Before and after are other parts of the year."),
    "surge_not_due_yet": gettext_lazy("The usual surge at the end of a month, quarter or year is not due yet."),
    "volume_changed": gettext_lazy("The number of other cases changed too."),
    "mix_changed": gettext_lazy("Other kinds of cases arrive than before."),
    "measure_version_changed": gettext_lazy("The measure is not the same as in the baseline."),
    "too_few_before": gettext_lazy("Fewer than 8 weeks before."),
    "too_few_after": gettext_lazy("Fewer than 6 whole weeks since the intervention."),
    "interval_holds_no_change": gettext_lazy("The interval still holds “no change”."),
    "trend_explains_it": gettext_lazy("A trend that was there before explains it as well."),
}

COMPARED: dict[str, str | Promise] = {
    "baseline": gettext_lazy("Compared with the baseline."),
    "whole": gettext_lazy("Compared with the whole earlier time."),
    "outside": gettext_lazy("Compared with the earlier time without the weeks that made it a finding."),
    "same_season": gettext_lazy("Compared with the same parts of earlier years."),
}

SIGNALS: dict[str, str | Promise] = {
    "beyond_limits": gettext_lazy("beyond the limits"),
    "eight_on_one_side": gettext_lazy("eight or more on one side of the centre"),
    "three_of_four_near_limit": gettext_lazy("three of four near a limit"),
}


def weeks(with_data: int, spanned: int) -> str:
    """Return how many weeks a baseline has; where some of its span have no data, of how many."""
    if with_data < spanned:
        return _("%(n)s weeks with data of %(all)s") % {"n": words.number(with_data), "all": words.number(spanned)}
    return ngettext("%(n)s week", "%(n)s weeks", spanned) % {"n": words.number(spanned)}


def signal(code: str) -> str:
    """Return which rule of the control chart was met."""
    return str(SIGNALS.get(code, code))


def compared(code: str | None) -> str:
    """Return which of the comparisons decides."""
    return str(COMPARED.get(code or "", ""))


def column(name: str) -> str:
    """Return a field of a case in words."""
    return str(COLUMNS.get(name, name))


def guard(code: str, holds: bool | None) -> str:
    """Return what a guard says."""
    return str(GUARDS.get((code, holds), code))


def found(code: str) -> str:
    """Return what stands against a plainer answer."""
    return str(FOUND.get(code, code))


def rule(said: dict[str, Any]) -> str:
    """Return a rule as one line: every field with its values, and the hours."""
    parts = [
        _("%(field)s: %(values)s") % {"field": column(name), "values": " / ".join(values)}
        for name, values in said.get("where", {}).items()
    ]
    if hours := said.get("hours"):
        parts.append(_("reported from %(first)s to %(last)s o’clock") % {"first": hours[0], "last": hours[1]})
    return words.joined(parts)


def never_counted(said: dict[str, Any], without: dict[str, list[str]]) -> str:
    """Say that no case has these values, or never all of a rule at once, and what to do."""
    if not without:
        told = _("No case of this data set has all of this together: %(rule)s. Choose other values.")
        return told % {"rule": rule(said)}
    named = [
        _("“%(value)s” (%(field)s)") % {"value": value, "field": column(name)}
        for name, values in without.items()
        for value in values
    ]
    told = _("No case of this data set has %(values)s. Choose another value, or check the spelling.")
    return told % {"values": words.joined(named)}


def level(value: float | None, unit: str) -> str:
    """Return a weekly level with its unit."""
    if value is None:
        return words.no_data()
    figure = {"n": words.number(value)}
    return _("%(n)s hours a week") % figure if unit == "hours" else _("%(n)s a week") % figure
