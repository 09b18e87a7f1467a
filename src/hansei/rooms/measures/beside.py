"""What a figure is never shown without: the guards that its measure names, wherever it stands alone.

One rule for every page, list, tile and file: what `beside` of a measure names is said with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hansei.analytics.measures import MEASURES, Measure
from hansei.blocks.survey import queries as surveys
from hansei.blocks.survey.results import FEWEST_SHOWN
from hansei.kernel import rights
from hansei.kernel.models import Account
from hansei.rooms.measures import computed
from hansei.rooms.measures.desk_line import name_of
from hansei.rooms.mining import queries as mining
from hansei.ui import words
from hansei.ui.components import Figure

Days = tuple[date, date]
SATISFACTION = "satisfaction"  # of surveys, no measure of a log
SEE_SURVEYS = "voice.see"
# What a measure says: its fields value and n; None where nothing says it.
Answered = Callable[[str], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Guard:
    """One guard as it stands beside a figure. `missing` says why it has no figure."""

    code: str
    name: str
    figure: Figure
    missing: str = ""

    @property
    def said(self) -> str:
        """Name and figure in one line, for lists and files."""
        if self.missing or self.figure.value is None:
            return words.labelled(self.name, self.missing or words.no_data())
        basis = f" (n {words.number(self.figure.n)})" if self.figure.n is not None else ""
        return words.labelled(self.name, self.figure.written + basis)


def figure_of(measure: Measure, answer: Mapping[str, Any], **more: Any) -> Figure:
    """A measure's figure in the form its kind asks for."""
    value, form = answer["value"], {"share": "share", "duration": "span"}.get(measure.kind, "number")
    if measure.kind == "duration" and value is not None:
        value = value * 3600  # hours
    return Figure(value, form=form, n=answer["n"], **more)


def guards(account: Account | None, name: str, data_set: Any, answered: Answered, days: Days | None) -> list[Guard]:
    """The guards of a measure of the library, each over the same part; empty for one that stands for itself."""
    named = MEASURES[name].beside if name in MEASURES else ()
    return [
        _satisfaction(account, days or _days_of(data_set)) if code == SATISFACTION else _measured(code, answered(code))
        for code in named
    ]


def of_summary(account: Account | None, name: str, data_set: Any, found: Mapping[str, Any], scope: Any) -> list[Guard]:
    """The same where every measure of a part of the data is known already, as in the list of measures."""
    first, last = _days_of(data_set)
    return guards(account, name, data_set, found.get, (scope.since or first, scope.until or last))


def of_days(
    account: Account | None, name: str, data_set: Any, days: Days | None = None, *, keep: mining.Keep = mining.soon
) -> list[Guard]:
    """The same of a period of a data set (None: all of it), for a metric or a goal that the library answers."""
    if data_set is None:
        return []
    return guards(account, name, data_set, lambda code: computed.of_library(code, data_set, keep).value(days), days)


def _measured(code: str, answer: Mapping[str, Any] | None) -> Guard:
    figure = figure_of(MEASURES[code], answer, label=name_of(code)) if answer else Figure(None, label=name_of(code))
    url = reverse("measures:measure", args=[code])
    return Guard(code, name_of(code), Figure(**{**vars(figure), "definition_url": url, "small": True}))


def _satisfaction(account: Account | None, days: Days) -> Guard:
    name = name_of(SATISFACTION)

    def missing(said: str) -> Guard:
        return Guard(SATISFACTION, name, Figure(None, label=name, note=said, small=True), said)

    if account is not None and not rights.holds(account, SEE_SURVEYS):
        return missing(_("You may not see surveys: ask for that right."))
    found = surveys.satisfaction(*days)
    if found is None or found.n == 0:
        return missing(_("No source yet: nobody answered a survey after a contact."))
    if found.n < FEWEST_SHOWN:
        return missing(_("Fewer than five answers: not shown, they might tell who gave them."))
    return Guard(SATISFACTION, name, Figure(found.value, label=name, form="share", n=found.n, small=True))


def _days_of(data_set: Any) -> Days:
    ends = (data_set.first_at, data_set.last_at)
    first, last = (timezone.localdate(each) if each is not None else None for each in ends)
    return first or date.min.replace(year=1970), last or timezone.localdate()
