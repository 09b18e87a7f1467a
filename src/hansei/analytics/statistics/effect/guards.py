"""The four guards that stand beside every before/after answer."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hansei.analytics.statistics.effect import season
from hansei.analytics.statistics.effect.comparisons import Comparisons, Parts, Span, within
from hansei.analytics.statistics.effect.model import FEWEST_BEFORE, Circumstances, Guard, Kind, Points
from hansei.analytics.statistics.interval import Interval

Floats = NDArray[np.float64]
VOLUME_BREAK: Final = 1.25  # a quarter more or less, and more than chance
MIX_BREAK: Final = 0.2  # a fifth of the cases are of another kind than before
SURE: Final = 0.01


def baseline_guard(intervention_on: date, baseline: Span | None, frozen_on: date | None) -> Guard:
    """Guard a: the baseline was frozen before the intervention, and ends before it."""
    figures = {"frozen_on": frozen_on, "baseline": baseline, "intervention_on": intervention_on}
    found = []
    if frozen_on is not None and frozen_on >= intervention_on:
        found.append("not_frozen_before_intervention")
    if baseline is not None and baseline[1] >= intervention_on:
        found.append("baseline_runs_into_intervention")
    holds = False if found else (None if frozen_on is None else True)
    return Guard("baseline_frozen", holds, tuple(found), figures)


def selection_guard(parts: Parts, made: Comparisons, chosen: Span | None, margin: float) -> Guard:
    """Guard b: the effect stands against the whole earlier period too, not only against the bad weeks.

    Where the baseline alone shows no effect, that there is none must show against the earlier period as well: an
    interval that goes beyond the margin says neither. With too few weeks outside the finding nobody can tell.
    """
    figures: dict[str, object] = {
        "chosen": chosen,
        "chosen_level": None,
        "whole_level": parts.whole.mean,
        "outside_level": None if parts.outside is None or not len(parts.outside) else parts.outside.mean,
        **{f"against_{name}": made.ratios[name] for name in ("baseline", "whole", "outside") if name in made.ratios},
    }
    if chosen is not None:
        inside = within(parts.whole, chosen)
        figures["chosen_level"] = parts.whole.kept(inside).mean if inside.any() else None
    first = side(made.glance)
    if first is None:
        return Guard("selection", None, (), figures)
    if parts.outside is not None and len(parts.outside) < FEWEST_BEFORE:
        return Guard("selection", None, ("no_weeks_outside_finding",), figures)
    others = [made.ratios[name] for name in ("whole", "outside") if name in made.ratios]
    if first != 0 and any(side(other) != first for other in others):
        return Guard("selection", False, ("vanishes_against_earlier",), figures)
    known = chosen is not None or len(parts.baseline) < len(parts.whole)
    if first == 0:
        known = known and all(is_immaterial(other, margin) for other in others)
    return Guard("selection", True if known else None, (), figures)


def season_guard(parts: Parts, made: Comparisons, kind: Kind, named: season.Surge | None) -> Guard:
    """Guard c: the same parts of the year on both sides, and a surge has had its chance to return."""
    surge, surge_ratio = (None, None)
    if kind == "count" or named:
        surge, surge_ratio = season.surge_in(parts.whole, named)
    length = season.step_days(parts.whole.days)
    returned = None if surge is None else bool(season.at_end(parts.after.days, surge, length).any())
    found = []
    if not parts.baseline_comparable:
        first, matched = side_of(made, "whole"), side_of(made, "same_season")
        # Other seasons may stand against each other only where partners of earlier years say the same.
        if parts.earlier_covers < season.COVERED or first not in (-1, 1) or matched != first:
            found.append("season_not_comparable")
    if returned is False:
        found.append("surge_not_due_yet")
    figures = {
        "after_covered_by_baseline": parts.baseline_covers,
        "baseline_covered_by_after": parts.after_covers,
        "after_covered_by_earlier_years": parts.earlier_covers,
        "matched_steps": len(parts.matched),
        "surge": surge,
        "surge_ratio": surge_ratio,
        "surge_returned": returned,
    }
    # Before there is anything after, no part of the year is known to be another one.
    return Guard("season", not found, tuple(found), figures) if len(parts.after) else Guard("season", None, (), figures)


def sameness_guard(parts: Parts, kind: Kind, before: Circumstances | None, after: Circumstances | None) -> Guard:
    """Guard d: volume, mix of kinds and the measure's version are the same, or the break is named.

    It holds once all that is known of before has been compared with after; what differs already is said at once.
    """
    first, second = before or Circumstances(), after or Circumstances()
    volumes = [_volume(side, points, kind) for side, points in ((first, parts.baseline), (second, parts.after))]
    found: list[str] = []
    figures: dict[str, object] = {}
    checked, waits = False, not len(parts.after)
    if len(volumes[0]) >= 3 and volumes[0].mean() > 0 and len(volumes[1]) < 3:
        waits = True
    elif min(map(len, volumes)) >= 3 and volumes[0].mean() > 0:
        checked = True
        figures["volume"] = tuple(float(side.mean()) for side in volumes)
        if _volume_broke(volumes[0], volumes[1]):
            found.append("volume_changed")
    if first.mix and second.mix:
        checked = True
        moved, surprise = _mix_moved(first.mix, second.mix)
        figures["mix_moved"] = moved
        if moved > MIX_BREAK and surprise < SURE:
            found.append("mix_changed")
    if first.measure_version is not None and second.measure_version is not None:
        checked = True
        figures["measure_version"] = (first.measure_version, second.measure_version)
        if first.measure_version != second.measure_version:
            found.append("measure_version_changed")
    holds = False if found else (True if checked and not waits else None)
    return Guard("sameness", holds, tuple(found), figures)


def is_immaterial(ratio: Interval, margin: float) -> bool:
    """Say whether the whole interval of a ratio lies inside the margin: a change, if any, is no material one."""
    return ratio.low is not None and ratio.high is not None and 1 - margin < ratio.low and ratio.high < 1 + margin


def side_of(made: Comparisons, name: str) -> int | None:
    """Return −1 where the ratio's interval lies below 1, +1 above, 0 around it; None without an interval."""
    return side(made.ratios.get(name))


def side(ratio: Interval | None) -> int | None:
    """Return the same of one interval."""
    if ratio is None or ratio.low is None:
        return None
    if ratio.high is not None and ratio.high < 1:
        return -1
    return 1 if ratio.low > 1 else 0


def _volume(side: Circumstances, points: Points, kind: Kind) -> Floats:
    if side.volume:
        return np.asarray(side.volume, dtype=np.float64)
    return np.zeros(0) if kind == "count" else points.exposure


def _volume_broke(before: Floats, after: Floats) -> bool:
    from scipy.special import stdtr

    ratio = float(after.mean() / before.mean())
    if 1 / VOLUME_BREAK < ratio < VOLUME_BREAK:
        return False
    errors = [float(side.var(ddof=1)) / len(side) for side in (before, after)]
    if not sum(errors):
        return True
    t = abs(float(after.mean() - before.mean())) / math.sqrt(sum(errors))
    freedom = sum(errors) ** 2 / sum(e**2 / (len(s) - 1) for e, s in zip(errors, (before, after), strict=True))
    return bool(2 * (1 - float(stdtr(freedom, t))) < SURE)


def _mix_moved(before: Mapping[str, float], after: Mapping[str, float]) -> tuple[float, float]:
    """Return the share of cases that changed their kind (total variation), and chi-square's chance of it."""
    from scipy.special import chdtrc

    kinds = sorted(set(before) | set(after))
    table = np.array([[side.get(kind, 0.0) for kind in kinds] for side in (before, after)])
    table = table[:, table.sum(axis=0) > 0]
    totals = table.sum(axis=1, keepdims=True)
    if table.shape[1] < 2 or not totals.all():
        return 0.0, 1.0
    expected = totals * table.sum(axis=0) / table.sum()
    statistic = float(((table - expected) ** 2 / expected).sum())
    moved = float(np.abs(table[0] / totals[0] - table[1] / totals[1]).sum() / 2)
    return moved, float(chdtrc(table.shape[1] - 1, statistic))
