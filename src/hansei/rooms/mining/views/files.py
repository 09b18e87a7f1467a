"""Findings, the members of one, and a ticket's events, taken along as tables: no name that the page does not show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from hansei.analytics.finder import headline
from hansei.ui import tables
from hansei.ui.words import findings as finding_words


def findings(form: str, rows: Sequence[Any]) -> HttpResponseBase:
    """The findings of one state: what they share, how often, what they cost a year, and why nobody saw them."""
    head = [_("Finding"), _("In common"), _("Cases"), _("Weeks"), _("People"), _("Hours a year")]
    head += [_("Hours a year, from"), _("Hours a year, to"), _("extrapolated"), _("Cost a year"), _("Currency")]
    head += [_("Confidence"), _("First"), _("Last"), _("Why nobody saw it")]
    return tables.as_file(form, _("Findings"), head, [_finding(row) for row in rows])


def _finding(row: Any) -> list[Any]:
    finding = row.finding
    facts, yearly = finding.facts, finding.facts.hours.yearly
    return [
        row.title,
        finding_words.shared(finding),
        facts.calls,
        facts.weeks,
        facts.people,
        yearly.value,
        yearly.low,
        yearly.high,
        _("yes") if facts.hours.extrapolated else _("no"),
        row.cost,
        None if row.cost is None else row.currency,
        min(finding.confidence, 0.9999),
        facts.first_at.replace(tzinfo=UTC),
        facts.last_at.replace(tzinfo=UTC),
        finding_words.why_in_full(*headline(finding.why_unseen)),
    ]


def members(form: str, title: str, rows: Sequence[dict[str, Any]]) -> HttpResponseBase:
    """All members of a finding; hours as figures, people as the page shows them."""
    head = [_("Number"), _("When"), _("Person"), _("In their words"), _("Fix action"), _("Worked, hours")]
    head += [_("Billed, hours"), _("Belongs because of")]
    return tables.as_file(
        form,
        title,
        head,
        [
            [
                each["member"].key,
                each["at"],
                each["who"],
                each["member"].title,
                each["member"].fix_action,
                each["member"].worked_hours,
                each["member"].billed_hours,
                each["reasons"],
            ]
            for each in rows
        ],
    )


def events(form: str, title: str, rows: Sequence[dict[str, Any]]) -> HttpResponseBase:
    """What happened to a ticket: a row for each value an event changed, one for an event that changed none."""
    head = [_("When"), _("What"), _("State"), _("Team"), _("Person"), _("Field"), _("Was"), _("Now")]
    unchanged = [{"name": "", "was": None, "now": None}]
    return tables.as_file(
        form,
        title,
        head,
        [
            [
                each["at"],
                each["activity"],
                each["state"],
                each["team"],
                each["who"],
                change["name"],
                change["was"],
                change["now"],
            ]
            for each in rows
            for change in each["changes"] or unchanged
        ],
    )
