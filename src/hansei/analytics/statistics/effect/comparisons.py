"""The comparisons behind a before/after answer, each on its own part of the earlier time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hansei.analytics.statistics.effect import regression, season
from hansei.analytics.statistics.effect.model import FEWEST_BEFORE, Kind, Points
from hansei.analytics.statistics.effect.ratio import Unevenness, ratio_of, unevenness
from hansei.analytics.statistics.interval import Interval

Span = tuple[date, date]
# Neighbours that are alike make waves too; a season must be much plainer than those before it is taken out.
PLAIN_SEASON: Final = 1e-5


@dataclass(frozen=True)
class Parts:
    """The earlier time and its parts: frozen baseline, steps outside the finding, same parts of earlier years."""

    whole: Points
    baseline: Points
    outside: Points | None  # None: nobody said which weeks made it a finding
    same_season: Points
    after: Points
    baseline_covers: float  # share of the after steps whose part of the year is in the baseline
    after_covers: float  # and the other way round
    earlier_covers: float  # share of the after steps whose part of the year is anywhere earlier

    @property
    def baseline_comparable(self) -> bool:
        """Say whether baseline and after cover the same parts of the year."""
        return min(self.baseline_covers, self.after_covers) >= season.COVERED

    @property
    def season_comparable(self) -> bool:
        """Say whether the after steps have partners in earlier years, enough to compare with."""
        return self.earlier_covers >= season.COVERED and len(self.same_season) >= FEWEST_BEFORE


@dataclass(frozen=True)
class Comparisons:
    """After over before by each comparison, and what of it an answer must heed."""

    ratios: dict[str, Interval]
    uneven: Unevenness
    trend: Interval | None
    advisory: frozenset[str]  # shown, but of another season than the after period: no part in the answer


def parts_of(before: Points, after: Points, baseline: Span | None, chosen: Span | None) -> Parts:
    """Cut the earlier time into the parts that the comparisons need."""
    frozen = before.kept(_within(before, baseline)) if baseline else before
    outside = before.kept(~_within(before, chosen)) if chosen else None
    return Parts(
        before,
        frozen,
        outside,
        before.kept(season.same_parts(before, after)),
        after,
        season.covered(after, frozen),
        season.covered(frozen, after),
        season.covered(after, before),
    )


def compared(parts: Parts, kind: Kind, level: float, candidates: int) -> Comparisons:
    """Make every comparison that these data allow."""
    uneven = unevenness(parts.whole, parts.after, kind)
    ratios = {"baseline": ratio_of(parts.baseline, parts.after, kind, uneven, level)}
    advisory: frozenset[str] = frozenset()
    calm = None if parts.baseline_comparable or not parts.season_comparable else _without_season(parts, kind)
    cut, unrest = calm or (parts, uneven)
    if parts.season_comparable and not parts.baseline_comparable:
        ratios["same_season"] = ratio_of(parts.same_season, parts.after, kind, unrest, level)
        advisory = frozenset(["baseline"]) if calm else advisory
    elif not parts.baseline_comparable:
        _add(ratios, "wave", regression.step_beside_wave(parts.whole, parts.after, level))
    strict = None
    if parts.outside is not None and cut.outside is not None and len(parts.outside) >= FEWEST_BEFORE:
        ratios["outside"] = ratio_of(cut.outside, cut.after, kind, unrest, level)
    elif parts.outside is not None or len(parts.baseline) == len(parts.whole):
        # The worst of many looks worse than it is; with no other weeks to compare with, the
        # interval itself must bear that it was picked (Bonferroni over the candidates).
        strict = 1 - (1 - level) / max(candidates, 1)
    ratios["whole"] = ratio_of(cut.whole, cut.after, kind, unrest, strict or level)
    trend = regression.slope(cut.whole, level)
    if trend is not None and _leaves_one_out(trend):
        _add(ratios, "trend", regression.step_beside_trend(cut.whole, cut.after, level))
    return Comparisons(ratios, uneven, trend, advisory)


def _without_season(parts: Parts, kind: Kind) -> tuple[Parts, Unevenness] | None:
    """Return the parts with a yearly wave taken out, and the unevenness that is left; None if none can be fitted.

    A season makes weeks uneven and neighbours alike, and a baseline of one season differs from
    an after period of another. Where earlier years show the season, both can be taken out; the
    partners of the same season, which need no model, must agree all the same.
    """
    if regression.wave_chance(parts.whole, parts.after) > PLAIN_SEASON:
        return None
    levels = regression.wave_levels(parts.whole, parts.after)
    if levels is None:
        return None
    before, after, wave = levels
    cut = len(parts.whole)
    whole = _deseasoned(parts.whole, wave[:cut], kind)
    kept = None if parts.outside is None else np.isin(parts.whole.days, parts.outside.days)
    calm = replace(
        parts,
        whole=whole,
        outside=None if kept is None else whole.kept(kept),
        after=_deseasoned(parts.after, wave[cut:], kind),
    )
    return calm, unevenness(parts.whole, parts.after, kind, (before, after), 6)


def _deseasoned(points: Points, wave: NDArray[np.float64], kind: Kind) -> Points:
    if kind == "duration":
        return Points(points.days, points.totals / wave, points.exposure)
    return Points(points.days, points.totals, points.exposure * wave)


def _add(ratios: dict[str, Interval], name: str, found: Interval | None) -> None:
    # A step that cannot be fitted is a comparison that was needed and failed: no ends, so no answer.
    ratios[name] = found or Interval(None, None, None, 0, "not_estimable")


def _leaves_one_out(ratio: Interval) -> bool:
    return ratio.low is not None and ratio.high is not None and not ratio.low <= 1 <= ratio.high


def _within(points: Points, span: Span) -> NDArray[np.bool_]:
    return np.asarray((points.days >= span[0].toordinal()) & (points.days <= span[1].toordinal()))
