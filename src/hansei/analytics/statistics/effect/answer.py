"""The plain answer out of four, drawn from all comparisons together."""

from __future__ import annotations

from datetime import date
from typing import Final

from hansei.analytics.statistics.effect import guards
from hansei.analytics.statistics.effect.comparisons import Comparisons, Parts, Span, compared, has_plain_trend, parts_of
from hansei.analytics.statistics.effect.model import (
    FEWEST_AFTER,
    FEWEST_BEFORE,
    Answer,
    Circumstances,
    Effect,
    Guard,
    Kind,
    Series,
    points,
)
from hansei.analytics.statistics.effect.ratio import level_of
from hansei.analytics.statistics.effect.season import Surge
from hansei.analytics.statistics.interval import Interval

CANDIDATES: Final = 20
# What decides how large the effect was, the fairest that could be made.
FAIREST: Final = ("same_season", "outside", "whole", "baseline")


def effect_of(
    before: Series,
    after: Series,
    *,
    kind: Kind,
    intervention_on: date,
    baseline: Span | None = None,
    frozen_on: date | None = None,
    chosen: Span | None = None,
    candidates: int = CANDIDATES,
    surge: Surge | None = None,
    target: float | None = None,
    lower_is_better: bool = True,
    margin: float = 0.10,
    circumstances: tuple[Circumstances | None, Circumstances | None] = (None, None),
    level: float = 0.95,
) -> Effect:
    """Say whether a measure became better, worse, not materially different, or whether it is too soon to tell.

    before: the *whole* earlier history, not only the baseline; after: from the intervention on
    (steps of `before` on or after its date are moved out). kind: count (a step's number), share
    (0 to 1, n cases), duration (a median or mean, n cases). baseline: first and last day of the
    frozen one, default all of `before`; frozen_on: when it was frozen. chosen: the days that made
    it a finding; candidates: how many such things were looked at. target: in the measure's unit.
    margin: what change is immaterial, relative to before. circumstances: before and after.

    better and worse need every comparison that applies to leave "no change" out on the same
    side. Method, error rates and power: docs/measures/effect.md.
    Raises ValueError for values that the kind cannot have.
    """
    earlier = points([row for row in before if row[0] < intervention_on], kind)
    later = points([row for row in after if row[0] >= intervention_on], kind)
    parts = parts_of(earlier, later, baseline, chosen)
    made = compared(parts, kind, level, candidates)
    stood = (
        guards.baseline_guard(intervention_on, baseline, frozen_on),
        guards.selection_guard(parts, made, chosen, margin),
        guards.season_guard(parts, made, kind, surge),
        guards.sameness_guard(parts, kind, *circumstances),
    )
    deciding = next((name for name in FAIREST if name in made.ratios), "baseline")
    answer, reasons = _answer(parts, made, stood, deciding, margin, lower_is_better)
    first, second = (level_of(side, kind, made.uneven, level) for side in (parts.baseline, later))
    reached = _reached(second, target, lower_is_better)
    ratio = made.ratios[deciding]
    return Effect(answer, reached, first, second, ratio, deciding, made.ratios, stood, reasons, kind, margin)


def _answer(
    parts: Parts,
    made: Comparisons,
    stood: tuple[Guard, Guard, Guard, Guard],
    deciding: str,
    margin: float,
    lower_is_better: bool,
) -> tuple[Answer, tuple[str, ...]]:
    blocked = [*_too_few(parts), *(code for code in (*stood[0].found, *stood[3].found) if code in BLOCKING)]
    if not blocked and not parts.season_comparable:
        # Without an earlier year nobody can say what this part of the year does by itself.
        blocked = ["season_not_comparable"]
    if blocked:
        return "cannot_tell_yet", tuple(blocked)
    ratio = made.ratios[deciding]
    reasons = _reasons(parts, made, stood, ratio.level)
    if guards.is_immaterial(ratio, margin):
        return "no_material_change", tuple(code for code in reasons if code != "interval_holds_no_change")
    sides = {guards.side_of(made, name) for name in made.ratios}
    if len(sides) == 1 and sides <= {-1, 1} and "surge_not_due_yet" not in stood[2].found:
        fell = sides == {-1}
        return ("better" if fell == lower_is_better else "worse"), tuple(reasons)
    return "cannot_tell_yet", tuple(reasons)


# A baseline frozen too late could have been picked: the guard says so, and the answer still has to
# stand against the whole earlier period, which cannot be picked.
BLOCKING: Final = ("baseline_runs_into_intervention", "measure_version_changed")


def _too_few(parts: Parts) -> list[str]:
    few = []
    if min(len(parts.whole), len(parts.baseline)) < FEWEST_BEFORE:
        few.append("too_few_before")
    if len(parts.after) < FEWEST_AFTER:
        few.append("too_few_after")
    return few


def _reasons(parts: Parts, made: Comparisons, stood: tuple[Guard, Guard, Guard, Guard], level: float) -> list[str]:
    found = [code for guard in stood for code in guard.found]
    if any(guards.side_of(made, name) == 0 for name in made.ratios):
        found.append("interval_holds_no_change")
    if guards.side_of(made, "trend") in (0, None) and has_plain_trend(parts, made, level):
        found.append("trend_explains_it")
    return found


def _reached(after: Interval, target: float | None, lower_is_better: bool) -> bool | None:
    if target is None or after.value is None or after.n < FEWEST_AFTER:
        return None
    return after.value <= target if lower_is_better else after.value >= target
