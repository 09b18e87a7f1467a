"""What the metrics of goals say now: the last whole step of each, with n and interval, and the steps before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from django.http import HttpRequest
from django.utils import timezone

from hansei.analytics.statistics import rate_interval, share_interval
from hansei.kernel import demonstration
from hansei.kernel.errors import NotYet
from hansei.kernel.models import Account
from hansei.rooms.goals.models import Goal
from hansei.rooms.measures import queries as measures
from hansei.rooms.mining import queries as mining
from hansei.ui import front, words
from hansei.worktime import is_open

DAY: Final = timedelta(days=1)
STEPS: Final = ("day", "week", "month", "quarter")
Asked = tuple[int, int, bool]  # metric; data set, 0 for the newest; whether of the demonstration
FORMS: Final = {"share": "share", "hours": "span", "number": "number"}


@dataclass(frozen=True)
class Reading:
    """One metric over one data set. `first` and `last` are the days of the step that `value` is of.

    A share is from 0 to 1, a time in hours. `reason`: no_data_set, only_made_up, data_set_gone, cannot_follow,
    no_values; "" where there is a value.
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
    data_set: Any = None
    beside: tuple[str, ...] = ()  # the guards of the metric's measure over the same days, in words

    def said(self, value: float | None) -> str:
        """A value of this metric, in words."""
        return said_of(self.metric, value)

    @property
    def read_from(self) -> str:
        """The data set's name; "" for what people enter, which is of none."""
        return "" if self.data_set is None or self.metric.is_entered else str(self.data_set.source.name)

    @property
    def period(self) -> str:
        """The step, in words: a month by its name, another by its first day."""
        return step_named(self.step, self.first) if self.first is not None else ""


def step_named(step: str, first: date) -> str:
    """A step of a series, in words: a month by its name, another by its first day."""
    return words.of_month(first) if step == "month" else words.of_day(first)


def said_of(metric: Any, value: float | None) -> str:
    """A value as a metric writes it."""
    return words.no_data() if value is None else said_in(metric.form, value)


def said_in(form: str, value: float) -> str:
    """A value in a form: a share in percent, hours as a span, else a number."""
    if form == "share":
        return words.share(value)
    return words.span(value * 3600) if form == "hours" else words.number(value)


def of_request(request: HttpRequest, account: Account, goals: Iterable[Goal]) -> dict[int, Reading]:
    """The readings of these goals' metrics, by goal, read once a page: over the goal's data set, else the newest.

    The newest of its own history: the demonstration's goals are read from its data, all others from any other data.
    What is not kept yet is begun for all of them; then the page says that it is being computed.
    """
    goals = list(goals)
    rows = front.once(request, "goals.metrics", lambda: {each.id: each for each in measures.published(account)})
    tied = any(each.data_set for each in goals)
    sets = front.once(request, "goals.data_sets", lambda: seen_sets(account)) if tied else {}
    known: dict[Asked, Reading] = front.once(request, "goals.readings", dict)
    late: NotYet | None = None
    wanted = {each.pk: _asked(each) for each in goals if each.metric_id in rows}
    for asked in sorted(set(wanted.values()) - set(known)):
        metric, data_set, made_up = asked
        chosen, missing = (sets.get(data_set), "data_set_gone") if data_set else _newest(request, account, made_up)
        try:
            known[asked] = with_guards(account, read(rows[metric], chosen, measures.soon, missing=missing))
        except NotYet as not_yet:
            late = not_yet
    if late is not None:
        raise late
    return {pk: known[asked] for pk, asked in wanted.items()}


def _asked(goal: Goal) -> Asked:
    return goal.metric_id or 0, goal.data_set or 0, demonstration.is_made_up(goal.identity.source)


def _newest(request: HttpRequest, account: Account, made_up: bool) -> tuple[Any, str]:
    """The newest data set of a history, made up or not, and what to say where there is none."""
    newest = front.once(request, "mining.newest", lambda: mining.newest(account))
    if newest is None or demonstration.is_made_up(newest.source) == made_up:
        return newest, "no_data_set"
    other = front.once(request, f"goals.newest.{made_up}", lambda: mining.newest(account, made_up=made_up))
    return other, "no_data_set" if made_up else "only_made_up"


def seen_sets(account: Account | None) -> dict[int, Any]:
    """The data sets this person (None: a job) may see, by number."""
    seen = {each.id for each in mining.data_sets(account)}
    return {each.pk: each for each in mining.ready_data_sets() if each.pk in seen}


def with_guards(account: Account | None, found: Reading) -> Reading:
    """A reading with the guards that its measure is never shown without, over the days of the same step."""
    if found.first is None or found.value is None:
        return found
    days = (found.first, measures.next_step(found.first, found.step) - timedelta(days=1))
    guards = measures.guards_of_days(account, found.metric.measure, found.data_set, days)
    return replace(found, beside=tuple(each.said for each in guards))


def read(metric: Any, data_set: Any, keep: Any, *, missing: str = "no_data_set") -> Reading:
    """What one metric says of the last whole step of a data set; `missing`: the reason where there is no such set."""
    step = step_of(metric)
    if data_set is None:
        return Reading(metric, step, reason=missing)
    if not metric.can_follow:
        return Reading(metric, step, reason="cannot_follow", data_set=data_set)
    points = measures.series_of(metric, data_set, step=step, keep=keep)
    end = timezone.localdate(data_set.last_at) if data_set.last_at else date.max
    whole = [each for each in points if measures.next_step(each[0], step) - timedelta(days=1) <= end]
    last = next((each for each in reversed(whole) if each[1] is not None), None)
    if last is None or last is not whole[-1]:
        # The newest step decides: an older value would pass off a gap as news.
        first = whole[-1][0] if whole else None
        return Reading(metric, step, whole, reason="no_values", first=first, data_set=data_set)
    day, value, n = last
    low, high = _interval(metric, value, n)
    return Reading(metric, step, whole, value, n, low, high, day, data_set=data_set)


def read_days(metric: Any, data_set: Any, days: tuple[date, date], keep: Any) -> Reading:
    """What one metric says of these days, both included: as a whole, a count of the last whole step among them.

    A count has its target for a step: that of a month says nothing against that of a week.
    """
    if metric.form == "number":
        return _last_step(metric, data_set, days, keep)
    told = measures.value_of(metric, data_set, days, keep=keep)
    low, high = _interval(metric, told.value, told.n)
    return Reading(metric, "", [], told.value, told.n, low, high, days[0], told.reason)


def _last_step(metric: Any, data_set: Any, days: tuple[date, date], keep: Any) -> Reading:
    step = step_of(metric)
    points = measures.series_of(metric, data_set, step=step, keep=keep) if metric.can_follow else []
    within = [each for each in points if days[0] <= each[0] and measures.next_step(each[0], step) <= days[1] + DAY]
    if not within or within[-1][1] is None:
        return Reading(metric, step, reason="no_values")
    day, value, n = within[-1]
    low, high = _interval(metric, value, n)
    return Reading(metric, step, within, value, n, low, high, day)


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
