"""What the metrics of goals say now: the last whole step of each, with n and interval, and the steps before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from django.http import HttpRequest
from django.utils import timezone

from hansei.analytics.statistics import rate_interval, share_interval
from hansei.kernel.errors import NotYet
from hansei.kernel.models import Account
from hansei.rooms.goals.models import Goal
from hansei.rooms.measures import queries as measures
from hansei.rooms.mining import queries as mining
from hansei.ui import front, words
from hansei.worktime import is_open

STEPS: Final = ("day", "week", "month", "quarter")
FORMS: Final = {"share": "share", "hours": "span", "number": "number"}


@dataclass(frozen=True)
class Reading:
    """One metric over one data set. `first` and `last` are the days of the step that `value` is of.

    A share is from 0 to 1, a time in hours. `reason`: no_data_set, cannot_follow, no_values; "" where there is a value.
    """

    metric: Any
    step: str
    points: list[tuple[date, float | None, int]] = field(default_factory=list)
    value: float | None = None
    n: int = 0
    low: float | None = None
    high: float | None = None
    first: date | None = None
    reason: str = ""

    def said(self, value: float | None) -> str:
        """A value of this metric, in words."""
        return said_of(self.metric, value)

    @property
    def period(self) -> str:
        """The step, in words: a month by its name, another by its first day."""
        if self.first is None:
            return ""
        return words.of_month(self.first) if self.step == "month" else words.of_day(self.first)


def said_of(metric: Any, value: float | None) -> str:
    """A value as a metric writes it."""
    return words.no_data() if value is None else said_in(metric.form, value)


def said_in(form: str, value: float) -> str:
    """A value in a form: a share in percent, hours as a span, else a number."""
    if form == "share":
        return words.share(value)
    return words.span(value * 3600) if form == "hours" else words.number(value)


def of_request(request: HttpRequest, account: Account, goals: Iterable[Goal]) -> dict[int, Reading]:
    """The readings of these goals' metrics over the newest data set, by metric, read once a page.

    What is not kept yet is begun for all of them; then the page says that it is being computed.
    """
    data_set = front.once(request, "mining.newest", lambda: mining.newest(account))
    rows = front.once(request, "goals.metrics", lambda: {each.id: each for each in measures.published(account)})
    wanted = {each.metric_id for each in goals if each.metric_id in rows}
    known: dict[int, Reading] = front.once(request, "goals.readings", dict)
    late: NotYet | None = None
    for pk in sorted(wanted - set(known)):
        try:
            known[pk] = read(rows[pk], data_set, measures.soon)
        except NotYet as not_yet:
            late = not_yet
    if late is not None:
        raise late
    return known


def read(metric: Any, data_set: Any, keep: Any) -> Reading:
    """What one metric says of the last whole step of a data set."""
    step = step_of(metric)
    if data_set is None:
        return Reading(metric, step, reason="no_data_set")
    if not metric.can_follow:
        return Reading(metric, step, reason="cannot_follow")
    points = measures.series_of(metric, data_set, step=step, keep=keep)
    end = timezone.localdate(data_set.last_at) if data_set.last_at else date.max
    whole = [each for each in points if measures.next_step(each[0], step) - timedelta(days=1) <= end]
    last = next((each for each in reversed(whole) if each[1] is not None), None)
    if last is None or last is not whole[-1]:
        # The newest step decides: an older value would pass off a gap as news.
        return Reading(metric, step, whole, reason="no_values", first=whole[-1][0] if whole else None)
    day, value, n = last
    low, high = _interval(metric, value, n)
    return Reading(metric, step, whole, value, n, low, high, day)


def read_days(metric: Any, data_set: Any, days: tuple[date, date], keep: Any) -> Reading:
    """What one metric says of these days, both included, as a whole."""
    told = measures.value_of(metric, data_set, days, keep=keep)
    low, high = _interval(metric, told.value, told.n)
    return Reading(metric, "", [], told.value, told.n, low, high, days[0], told.reason)


def step_of(metric: Any) -> str:
    """A count means its own step; of a share or a time a month is followed at least: a week is mostly chance."""
    if metric.form == "number" or STEPS.index(metric.step) >= STEPS.index("month"):
        return str(metric.step)
    return "month"


def _interval(metric: Any, value: float | None, n: int) -> tuple[float | None, float | None]:
    if value is None:
        return None, None
    if metric.form == "share" and n and 0 <= value <= 1:
        found = share_interval(round(value * n), n)
        return found.low, found.high
    if metric.form == "number" and value >= 0 and value == int(value):
        found = rate_interval(int(value), 1.0)
        return found.low, found.high
    return None, None


def is_outside(at: Any, hours: mining.Hours) -> bool:
    """Whether an instant of a log (UTC, ISO text) lies outside the office hours of its data set; unknown: no."""
    if not at:
        return False
    instant = datetime.fromisoformat(at) if isinstance(at, str) else at
    calendar = hours.calendar()
    return not is_open(instant.replace(tzinfo=UTC), calendar)
