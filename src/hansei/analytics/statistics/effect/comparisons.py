"""The comparisons behind a before/after answer, each on its own part of the earlier time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hansei.analytics.statistics.effect import regression, season
from hansei.analytics.statistics.effect.model import FEWEST_AFTER, FEWEST_BEFORE, Kind, Points
from hansei.analytics.statistics.effect.ratio import Unevenness, ratio_of, unevenness
from hansei.analytics.statistics.interval import Interval

Span = tuple[date, date]
# Neighbours that are alike make waves too; a season must be much plainer than those before it is taken out.
PLAIN_SEASON: Final = 1e-5


@dataclass(frozen=True)
class Parts:
    """The earlier time and its parts: frozen baseline, steps outside the finding, partners in earlier years."""

    whole: Points
    baseline: Points
    outside: Points | None  # None: nobody said which weeks made it a finding
    partners: Points  # what the earlier time says of the seasons of `matched`
    matched: Points  # the steps after that have partners
    after: Points
    baseline_covers: float  # share of the after steps whose part of the year is in the baseline
    after_covers: float  # and the other way round

    @property
    def earlier_covers(self) -> float:
        """Share of the after steps that have partners in an earlier year."""
        return len(self.matched) / len(self.after) if len(self.after) else 0.0

    @property
    def baseline_comparable(self) -> bool:
        """Say whether baseline and after cover the same parts of the year."""
        return min(self.baseline_covers, self.after_covers) >= season.COVERED

    @property
    def season_comparable(self) -> bool:
        """Say whether enough of the after steps have partners in earlier years, to be compared with these."""
        return len(self.matched) >= FEWEST_AFTER


@dataclass(frozen=True)
class Comparisons:
    """After over before by each comparison that these data allow; an answer must heed all of them."""

    ratios: dict[str, Interval]
    uneven: Unevenness
    glance: Interval  # the baseline's, by its own unevenness alone: what somebody sees who looks at nothing else
    is_seasonal: bool  # a yearly wave is allowed for


def parts_of(before: Points, after: Points, baseline: Span | None, chosen: Span | None) -> Parts:
    """Cut the earlier time into the parts that the comparisons need."""
    frozen = before.kept(within(before, baseline)) if baseline else before
    outside = before.kept(~within(before, chosen)) if chosen else None
    covers = season.covered(after, frozen), season.covered(frozen, after)
    return Parts(before, frozen, outside, *season.partners(before, after), after, *covers)


def compared(parts: Parts, kind: Kind, level: float, candidates: int) -> Comparisons:
    """Make every comparison that these data allow."""
    levels = _seasonal_levels(parts)
    is_seasonal = levels is not None
    uneven = unevenness(parts.whole, parts.after, kind, levels, 6 if is_seasonal else 2)
    ratios: dict[str, Interval] = {}

    def compare(name: str, before: Points, at: float = level) -> None:
        if is_seasonal:
            # A step that cannot be fitted is a comparison that was needed and failed: no ends, so no answer.
            ratios[name] = _beside_season(parts, before, at) or Interval(None, None, None, 0, "not_estimable")
        else:
            ratios[name] = ratio_of(before, parts.after, kind, uneven, at)

    compare("baseline", parts.baseline)
    if parts.season_comparable:
        ratios["same_season"] = ratio_of(parts.partners, parts.matched, kind, uneven, level)
    strict = level
    if parts.outside is not None and len(parts.outside) >= FEWEST_BEFORE:
        compare("outside", parts.outside)
    elif parts.outside is not None or len(parts.baseline) == len(parts.whole):
        # The worst of many looks worse than it is; with no other weeks to compare with, the
        # interval itself must bear that it was picked (Bonferroni over the candidates).
        strict = 1 - (1 - level) / max(candidates, 1)
    compare("whole", parts.whole, strict)
    # Never asked whether there is a trend: one too weak to be plain makes an effect of nothing all the same.
    beside = regression.step(parts.whole, parts.after, level, wave=is_seasonal, trend=True)
    ratios["trend"] = beside or Interval(None, None, None, 0, "not_estimable")
    alone = unevenness(parts.baseline, parts.after, kind)
    glance = ratios["baseline"] if is_seasonal else ratio_of(parts.baseline, parts.after, kind, alone, level)
    return Comparisons(ratios, uneven, glance, is_seasonal)


def has_plain_trend(parts: Parts, made: Comparisons, level: float) -> bool:
    """Say whether the earlier period itself rises or falls, beyond chance and season."""
    trend = regression.slope(parts.whole, level, wave=made.is_seasonal)
    return trend is not None and trend.low is not None and trend.high is not None and not trend.low <= 1 <= trend.high


def _seasonal_levels(parts: Parts) -> NDArray[np.float64] | None:
    """Return each step's level by a yearly wave; None where none is plain, none shows or none is needed.

    A season makes weeks uneven and neighbours alike, and a baseline of one season differs from
    an after period of another. Where earlier years show the season, it is allowed for; the
    partners of earlier years, which need no model, must agree all the same.
    """
    if parts.baseline_comparable or not parts.season_comparable:
        return None
    if regression.wave_chance(parts.whole, parts.after) > PLAIN_SEASON:
        return None
    return regression.seasonal_levels(parts.whole, parts.after)


def _beside_season(parts: Parts, before: Points, level: float) -> Interval | None:
    against = np.isin(parts.whole.days, before.days)
    return regression.step(parts.whole, parts.after, level, wave=True, against=against)


def within(points: Points, span: Span) -> NDArray[np.bool_]:
    """Return for each step whether it begins in a span of days."""
    return np.asarray((points.days >= span[0].toordinal()) & (points.days <= span[1].toordinal()))
