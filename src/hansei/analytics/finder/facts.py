"""The facts of one recurrence, each computed from its members and compared with everybody else's tickets."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import numpy as np
from scipy.special import bdtr, ndtr

from hansei.analytics.finder.calls import Calls, Floats, Ints, moment, people_of
from hansei.analytics.finder.groups import Expected
from hansei.analytics.finder.model import (
    Burden,
    Clock,
    Facts,
    Hours,
    HoursBasis,
    Spread,
    Surge,
    SurgeCode,
    Trend,
    Weekday,
)
from hansei.analytics.finder.rhythm import windows
from hansei.analytics.finder.settings import FinderSettings
from hansei.analytics.finder.wording import mean_similarity, scripts_of
from hansei.analytics.local_time import DAY, to_local
from hansei.analytics.statistics import Counted, Interval, median_interval, rate_ratio, weekday_concentration

YEAR: Final = 365
WHOLE_YEAR: Final = 360  # days from which a year's figure is not extrapolated
MONTH: Final = 30.44
KNOWN: Final = 0.5  # of a few tickets' priority or promise nothing is told for all


def facts(
    calls: Calls,
    members: Ints,
    settings: FinderSettings,
    rhythm_chance: float,
    clock_chance: float,
    burden: Burden | None = None,
) -> Facts:
    """Everything that is said about a recurrence. `members` index `calls`, in the order of time."""
    day = calls.day[members]
    gap = median_interval(np.diff(np.unique(day)).astype(np.float64).tolist())
    usual = gap.value or 0.0
    trend = trend_of(calls, members, usual, settings)
    # A burden is steady over all the time observed; a rhythm has a first call.
    hours = hours_of(calls, members, settings, usual, trend, whole_log=burden is not None)
    met = spread(calls, members)
    priority = calls.priority[members]
    known = priority[~np.isnan(priority)]
    breached = calls.breached[members]
    titles = calls.title.take(members).to_pylist()
    return Facts(
        calls=len(members),
        people=met.people,
        weeks=len(np.unique((day + 3) // 7)),
        first_at=moment(calls.at[members].min()),
        last_at=moment(calls.at[members].max()),
        median_gap_days=gap,
        rhythm_chance=rhythm_chance,
        clock=clock_of(calls, members, clock_chance),
        weekday=weekday_of(calls, members),
        surges=surges(calls, members),
        spread=met,
        hours=hours,
        yearly_cost=None if settings.price is None else hours.yearly.scaled(settings.price),
        currency=None if settings.price is None else settings.currency,
        trend=trend,
        low_priority_share=float((known >= 3).mean()) if len(known) >= KNOWN * len(members) else None,
        best_priority=int(known.min()) if len(known) else None,
        breaches=None if np.isnan(breached).mean() > 1 - KNOWN else int(np.nansum(breached)),
        wording_similarity=mean_similarity(titles),
        languages=scripts_of(titles),
        burden=burden,
    )


def clock_of(calls: Calls, members: Ints, chance: float) -> Clock:
    """The best three hours, against the hours of everybody's tickets, mixed from office hours and after as these are.

    `chance` was computed before the group was narrowed to its hours: computed after, it would prove itself.
    """
    counts = np.bincount(calls.hour[members], minlength=24).astype(np.float64)
    everybody = Expected.of(calls, np.ones(len(calls), dtype=bool))
    usual = everybody.hours(calls.is_overtime[members], np.zeros(len(members), dtype=np.int64), 1)
    inside = windows(counts)
    start = int(inside.argmax())
    share, expected = float(inside[start] / len(members)), float(windows(usual)[0, start])
    return Clock(start, (start + 3) % 24, share, expected, chance, tuple(int(n) for n in counts))


def weekday_of(calls: Calls, members: Ints) -> Weekday:
    """The weekday that holds most beyond the usual, against all tickets' weekdays."""
    population = np.bincount(calls.weekday, minlength=7).tolist()
    found = weekday_concentration(calls.weekday[members].tolist(), population=population)
    return Weekday(found.start, found.share.value or 0.0, found.usual, 1.0 if found.chance is None else found.chance)


def surges(calls: Calls, members: Ints) -> tuple[Surge, ...]:
    """Calls in the weeks (Monday to Sunday) in which a month, quarter or year ends, against the other weeks.

    Compared over the pattern's own life, by weeks: a permutation test of the weekly counts, because a regular
    pattern varies less than chance would and a binomial test would not see the second call.
    """
    weeks = (calls.day[members] + 3) // 7
    all_weeks = np.arange(weeks.min(), weeks.max() + 1)
    counts = np.bincount(weeks - weeks.min(), minlength=len(all_weeks))
    ends: dict[SurgeCode, set[int]] = {"month_end": {*range(1, 13)}, "quarter_end": {3, 6, 9, 12}, "year_end": {12}}
    found = []
    for code, months in ends.items():
        inside = np.array([_ends_in(int(week), months) for week in all_weeks])
        surge = _surge(code, counts, inside)
        if surge is not None:
            found.append(surge)
    return tuple(found)


def _ends_in(week: int, months: set[int]) -> bool:
    """Whether one of these months ends in the week (weeks since the Monday before 1970)."""
    monday = date(1970, 1, 1) + timedelta(days=week * 7 - 3)
    return any(
        (monday + timedelta(days=i)).month in months and (monday + timedelta(days=i + 1)).day == 1 for i in range(7)
    )


def _surge(code: SurgeCode, counts: Ints, inside: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Surge | None:
    weeks, out = int(inside.sum()), int((~inside).sum())
    k, rest = int(counts[inside].sum()), int(counts[~inside].sum())
    if weeks < 2 or out < 4 or k + rest == 0:
        return None
    mean, variance = counts.mean() * weeks, counts.var(ddof=1) * weeks * (1 - weeks / len(counts))
    chance = float(ndtr(-(k - 0.5 - mean) / np.sqrt(variance))) if variance > 0 else 1.0
    ratio = rate_ratio(Counted(rest, out * 7), Counted(k, weeks * 7))
    return Surge(code, ratio, min(1.0, chance), k, weeks * 7)


def spread(calls: Calls, members: Ints) -> Spread:
    """How many people met it, and how long each did not hear of it in between."""
    person = calls.codes["person"][members]
    counts = np.bincount(person[person >= 0])
    counts = counts[counts > 0]
    gaps = [np.diff(calls.day[members][person == code]) for code in people_of(person)]
    own = np.concatenate(gaps) if gaps else np.zeros(0)
    return Spread(
        people=len(counts),
        fewest=int(counts.min()) if len(counts) else 0,
        most=int(counts.max()) if len(counts) else 0,
        median_own_gap_days=float(np.median(own)) if len(own) else None,
    )


def trend_of(calls: Calls, members: Ints, gap: float, settings: FinderSettings) -> Trend:
    """Died: silent for three usual gaps and more, and at least 14 days. Growing: the later half much denser."""
    until = int(to_local(np.array([calls.until]), settings.office.zone)[0] // DAY)
    day = calls.day[members]
    if until - day.max() > max(3 * gap, 14):
        return "died"
    middle = (day.min() + until) / 2
    later = int((day > middle).sum())
    # two-sided: one half is as likely as the other
    if 2 * bdtr(min(later, len(day) - later), len(day), 0.5) > 0.01:
        return "active"
    return "growing" if later > len(day) / 2 else "shrinking"


def hours_of(
    calls: Calls, members: Ints, settings: FinderSettings, gap: float, trend: Trend, *, whole_log: bool = False
) -> Hours:
    """Worked and billed hours, and what a year of it costs, by the time since its first call or by the `whole_log`."""
    billed = billed_hours(calls, settings)
    worked = calls.worked[members]
    last = calls.at[members].max() + gap * DAY if trend == "died" else calls.until
    opened = int(calls.at[members].min())
    first = calls.since if whole_log else max(min(calls.since, opened), int(opened - gap * DAY))
    covered = max(min(YEAR, (last - max(first, last - YEAR * DAY)) / DAY), 1.0)
    counted_from = max(first, last - YEAR * DAY)
    inside = members[calls.at[members] >= counted_from]
    total = float(billed[inside].sum())
    dead = trend == "died"  # what ended is counted, never extrapolated
    yearly = total if dead else total * YEAR / covered
    overtime = calls.is_overtime[members]
    everything = float(billed[calls.is_overtime].sum())
    days = max((calls.until - calls.since) / DAY, 1)
    return Hours(
        worked=float(np.nansum(worked)),
        billed=float(billed[members].sum()),
        basis=_basis(worked),
        assumed=settings.assumed_hours,
        yearly=_yearly(yearly, calls.at[inside], billed[inside]),
        extrapolated=not dead and covered < WHOLE_YEAR,
        covered_months=round(covered / MONTH, 1),
        overtime_share=float(overtime.mean()),
        share_of_overtime=float(billed[members[overtime]].sum() / everything) if everything else None,
        all_overtime=everything * YEAR / days,
    )


def billed_hours(calls: Calls, settings: FinderSettings) -> Floats:
    """Hours that each ticket costs: as worked; after hours at least the minimum."""
    worked = np.where(np.isnan(calls.worked), settings.assumed_hours, calls.worked)
    if settings.minimum_billed_hours is None:
        return np.asarray(worked)
    return np.where(calls.is_overtime, np.maximum(worked, settings.minimum_billed_hours), worked)


def _basis(worked: Floats) -> HoursBasis:
    unknown = float(np.isnan(worked).mean())
    return "recorded" if unknown <= 0.05 else "assumed" if unknown >= 0.95 else "partly_recorded"


def _yearly(yearly: float, at: Ints, billed: Floats) -> Interval:
    """A year's hours ± 1.96 standard errors: the number varies as the gaps do, the price as the calls' hours do.

    Narrower than the interval of calls at random (`statistics.yearly`), because these are not at random.
    """
    if len(at) < 3 or yearly == 0:
        return Interval(yearly, None, None, len(at), "renewal")
    gaps = np.diff(at)
    varies = (gaps.std(ddof=1) / gaps.mean()) ** 2 + (billed.std(ddof=1) / billed.mean()) ** 2
    error = 1.96 * yearly * float(np.sqrt(varies / len(at)))
    return Interval(yearly, max(0.0, yearly - error), yearly + error, len(at), "renewal")
