"""An improvement is called one only when chance, season, selection and trend would not do it."""

import math
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from hansei.analytics.statistics import Circumstances, Effect, effect_of

START = date(2023, 1, 2)
Floats = NDArray[np.float64]
Weeks = list[tuple[date, float | None, float | None]]


def weekly(values: Floats | list[float], n: float | None = None) -> Weeks:
    return [(START + timedelta(weeks=at), float(value), n) for at, value in enumerate(values)]


def week(number: int) -> date:
    return START + timedelta(weeks=number)


def judged(values: Floats | list[float], at: int, base: int, **more: Any) -> Effect:
    """Weekly counts, the intervention in week `at`, a baseline of the `base` weeks before it."""
    series = weekly(values)
    return effect_of(
        series[:at],
        series[at:],
        kind="count",
        intervention_on=week(at),
        baseline=(week(at - base), week(at) - timedelta(days=1)),
        **more,
    )


def drawn(seed: int, rate: Floats) -> Floats:
    return np.asarray(np.random.default_rng(seed).poisson(rate), dtype=np.float64)


def winter(weeks: int) -> Floats:
    return np.asarray(1 + 0.65 * np.cos(2 * np.pi * (np.arange(weeks) * 7 - 13) / 365.25))


SEEDS = range(40)


def test_an_improvement_that_worked_is_better() -> None:
    """14 a week, 55 % fewer from week 65 on, target 70 % of 14."""
    answers = [judged(drawn(seed, 14 * np.r_[np.ones(65), np.full(39, 0.45)]), 65, 26, target=9.8) for seed in SEEDS]
    assert [effect.answer for effect in answers] == ["better"] * len(SEEDS)
    assert all(effect.target_reached for effect in answers)
    assert all(effect.guard("season").holds and effect.guard("selection").holds for effect in answers)


def test_no_effect_is_never_better_or_worse_more_often_than_chance_allows() -> None:
    """40 series of 16 a week: at most 5 % are 2; four would come by in 14 % of such tests at a true 5 %."""
    answers = [judged(drawn(seed, np.full(104, 16.0)), 60, 26).answer for seed in SEEDS]
    assert sum(answer in ("better", "worse") for answer in answers) <= 2


def test_what_only_regressed_to_the_mean_is_not_better() -> None:
    """A bad spell of eight weeks, 1.9 times the usual 10 a week, passes by itself when the intervention comes."""
    spell = np.r_[np.ones(60), np.full(8, 1.9), np.ones(36)]
    answers = [judged(drawn(seed, 10 * spell), 68, 10, chosen=(week(60), week(68))) for seed in SEEDS]
    assert "better" not in {effect.answer for effect in answers}
    caught = [effect for effect in answers if "vanishes_against_earlier" in effect.guard("selection").found]
    assert len(caught) >= 30
    level = caught[0].guard("selection").figures["chosen_level"]
    assert isinstance(level, float) and level > 15


def test_what_no_interval_can_tell_does_not_hold_against_the_whole_earlier_time() -> None:
    """One a week, then none in two weeks: neither that it fell nor that it did not is shown, so nothing holds."""
    few = judged([1.0] * 60 + [0.0] * 2, 60, 26, chosen=(week(52), week(60)))
    assert few.guard("selection").holds is None
    calm = judged([400.0, 404.0] * 45, 60, 26, chosen=(week(52), week(60)))
    assert (calm.answer, calm.guard("selection").holds) == ("no_material_change", True)


def test_with_no_weeks_outside_the_finding_it_cannot_be_checked() -> None:
    """Fifty of 55 earlier weeks made it a finding: there is no other time to hold it against."""
    found = judged([14.0, 16.0] * 27 + [15.0] + [5.0, 7.0] * 10, 55, 26, chosen=(week(5), week(55)))
    assert (found.guard("selection").holds, found.guard("selection").found) == (None, ("no_weeks_outside_finding",))


def test_what_only_followed_the_season_is_not_comparable_and_not_better() -> None:
    """12 a week, winters 65 % above and summers as far below; the intervention falls in the second spring."""
    answers = [judged(drawn(seed, 12 * winter(104)), 73, 18) for seed in SEEDS]
    assert {effect.answer for effect in answers} <= {"cannot_tell_yet", "no_material_change"}
    found = [effect.guard("season").found for effect in answers]
    assert sum("season_not_comparable" in codes for codes in found) >= 38


def test_a_season_without_an_earlier_year_is_not_comparable() -> None:
    answers = [judged(drawn(seed, 12 * winter(50)), 18, 18) for seed in SEEDS]
    assert "better" not in {effect.answer for effect in answers}
    assert all(effect.guard("season").found == ("season_not_comparable",) for effect in answers)


def test_without_an_earlier_year_even_a_full_stop_cannot_be_told_from_a_season() -> None:
    """Twenty a week for half a year, then none in the other half: a school's holidays look like this."""
    effect = judged([20.0] * 26 + [0.0] * 20, 26, 26)
    assert (effect.answer, effect.reasons) == ("cannot_tell_yet", ("season_not_comparable",))
    assert "same_season" not in effect.against


def test_the_same_part_of_the_next_year_makes_it_comparable() -> None:
    """26 weeks before, 34 after: the last eight of these lie a year after the first eight of those."""
    effect = judged([20.0, 22] * 13 + [4.0, 3] * 17, 26, 26)
    assert effect.guard("season").figures["matched_steps"] == 8
    assert effect.answer == "better"
    assert "season_not_comparable" in effect.guard("season").found


@pytest.mark.parametrize("turn", range(0, 52, 4))
@pytest.mark.parametrize("after", [6, 13, 26])
def test_partners_of_earlier_years_leave_no_season_at_any_turn_of_the_year(turn: int, after: int) -> None:
    """A pure wave without chance, ± 65 %: what is compared differs by less than half a percent, at the low too."""
    level = 1e6 * (1 + 0.65 * np.cos(2 * np.pi * (np.arange(104 + after) + turn) * 7 / 365.25))
    effect = judged(level, 104, 26)
    assert effect.against["same_season"].value == pytest.approx(1.0, abs=0.005)


def test_a_step_is_compared_with_the_same_days_of_both_earlier_years() -> None:
    """A year of 10 a week, one of 20: a week's partner is 15. A gap leaves the year that has none."""
    years = [10.0] * 53 + [20.0] * 52
    effect = judged([*years, *[15.0] * 12], 105, 52)
    assert effect.against["same_season"].value == pytest.approx(1.0, abs=0.01)
    series = weekly([*years, *[15.0] * 12])
    gap: Weeks = [(day, None if at < 40 else value, n) for at, (day, value, n) in enumerate(series)]
    alone = effect_of(gap[:105], gap[105:], kind="count", intervention_on=week(105))
    assert alone.against["same_season"].value == pytest.approx(15 / 20, abs=0.01)


def test_a_trend_too_weak_to_be_plain_is_allowed_for_all_the_same() -> None:
    """Ten percent fewer a year: the step beside the trend is always among the comparisons."""
    effect = judged(drawn(3, np.full(91, 20.0)), 65, 52)
    assert set(effect.against) == {"baseline", "same_season", "whole", "trend"}


def test_a_weekly_call_out_that_stops_is_better_after_twelve_weeks() -> None:
    """Once a week for two years, then never: 104 in 104 weeks against 0 in 12, though picked as worst of 20."""
    effect = judged([1.0] * 104 + [0.0] * 12, 104, 104, chosen=(week(0), week(104)), target=0)
    assert (effect.answer, effect.ratio.value, effect.target_reached) == ("better", 0.0, True)
    assert effect.after.high is not None
    assert effect.after.high < 0.31


def test_three_weeks_cannot_tell() -> None:
    effect = judged([1.0] * 104 + [0.0] * 3, 104, 104, target=0)
    assert (effect.answer, effect.reasons, effect.target_reached) == ("cannot_tell_yet", ("too_few_after",), None)


def test_a_surge_must_have_had_its_chance_to_return() -> None:
    """Five a week, twenty in the last week of each quarter; ten weeks later no quarter has ended yet."""
    series = weekly([5.0] * 118)
    ends = [
        20.0 if (day + timedelta(days=7)).day <= 7 and (day + timedelta(days=7)).month % 3 == 1 else 5.0
        for day, _, _ in series
    ]
    at = 105  # 6 January 2025
    values = [value + (index % 3 - 1) for index, value in enumerate(ends)]
    soon = judged([*values[:at], 2.0, 3, 2, 1, 2, 3, 2, 1, 2], at, 104)
    assert soon.guard("season").figures["surge"] == "quarter_end"
    assert "surge_not_due_yet" in soon.guard("season").found
    assert soon.answer == "cannot_tell_yet"
    later = judged([*values[:at], 2.0, 3, 2, 1, 2, 3, 2, 1, 2, 1, 2, 3, 2], at, 104)
    assert later.guard("season").figures["surge_returned"] is True
    assert later.answer == "better"


def test_a_trend_that_goes_on_is_no_effect() -> None:
    """2 % fewer each week from 60 on, before and after alike."""
    answers = [judged(drawn(seed, 60 * np.exp(-0.02 * np.arange(104))), 60, 26) for seed in SEEDS]
    assert sum(effect.answer == "better" for effect in answers) <= 2
    assert sum("trend_explains_it" in effect.reasons for effect in answers) >= 35


def test_many_steady_weeks_show_no_material_change() -> None:
    answers = [judged(drawn(seed, np.full(208, 60.0)), 104, 104).answer for seed in SEEDS]
    assert answers.count("no_material_change") >= 36


def test_more_can_be_better() -> None:
    rng = np.random.default_rng(5)
    counts = np.asarray(rng.binomial(50, np.r_[np.full(78, 0.6), np.full(26, 0.9)]), dtype=np.float64)
    met = weekly(counts / 50, 50)
    up = effect_of(met[:78], met[78:], kind="share", intervention_on=week(78), lower_is_better=False, target=0.85)
    assert (up.answer, up.target_reached) == ("better", True)
    down = effect_of(met[:78], met[78:], kind="share", intervention_on=week(78), target=0.5)
    assert (down.answer, down.target_reached) == ("worse", False)


def test_longer_durations_are_worse() -> None:
    rng = np.random.default_rng(8)
    hours = 20 * np.exp(rng.normal(0, 0.3, 104)) * np.r_[np.ones(78), np.full(26, 1.8)]
    series = weekly(hours, 25)
    effect = effect_of(series[:78], series[78:], kind="duration", intervention_on=week(78))
    assert effect.answer == "worse"
    assert effect.ratio.value == pytest.approx(1.8, rel=0.2)


def test_a_baseline_frozen_on_the_day_or_later_is_named_and_the_whole_earlier_time_still_decides() -> None:
    late = judged([9.0, 11] * 39 + [2.0] * 26, 78, 26, frozen_on=week(78))
    assert late.guard("baseline_frozen").holds is False
    assert late.reasons == ("not_frozen_before_intervention",)
    assert late.answer == "better"
    picked = judged([2.0, 3] * 35 + [9.0, 8] * 4 + [2.0, 3] * 13, 78, 8, frozen_on=week(80))
    assert picked.answer != "better"


def test_a_baseline_frozen_the_day_before_holds() -> None:
    effect = judged([9.0, 11] * 39 + [2.0] * 26, 78, 26, frozen_on=week(78) - timedelta(days=1))
    assert effect.guard("baseline_frozen").holds is True


def test_a_baseline_that_runs_into_the_intervention_proves_nothing() -> None:
    series = weekly([9.0, 11] * 39 + [2.0] * 26)
    span = (week(60), week(80))
    effect = effect_of(series[:78], series[78:], kind="count", intervention_on=week(78), baseline=span)
    assert (effect.answer, effect.reasons) == ("cannot_tell_yet", ("baseline_runs_into_intervention",))


def test_another_version_of_the_measure_proves_nothing() -> None:
    breaks = (Circumstances(measure_version="1"), Circumstances(measure_version="2"))
    effect = judged([9.0, 11] * 39 + [2.0] * 26, 78, 26, circumstances=breaks)
    assert (effect.answer, effect.guard("sameness").found) == ("cannot_tell_yet", ("measure_version_changed",))


def test_breaks_in_volume_and_mix_are_named() -> None:
    """Half of the tickets are gone, and phones fell from 70 % to 20 %: half of the cases are of another kind."""
    circumstances = (
        Circumstances([100.0, 104, 98, 101], {"phone": 700, "mail": 300}),
        Circumstances([50.0, 52, 49, 51], {"phone": 100, "mail": 400}),
    )
    guard = judged([9.0, 11] * 39 + [2.0] * 26, 78, 26, circumstances=circumstances).guard("sameness")
    assert guard.holds is False
    assert guard.found == ("volume_changed", "mix_changed")
    assert guard.figures["mix_moved"] == pytest.approx(0.5)


def test_without_circumstances_sameness_is_not_claimed() -> None:
    assert judged([9.0, 11] * 39 + [2.0] * 26, 78, 26).guard("sameness").holds is None


def test_before_anything_came_after_neither_season_nor_sameness_is_claimed() -> None:
    """Eight weeks of March and April before, nothing after: no part of the year is another one yet."""
    before = Circumstances([50.0] * 8, {"phone": 400}, "1")
    effect = judged([16.0] * 8, 8, 8, circumstances=(before, Circumstances(measure_version="1")))
    assert (effect.answer, effect.reasons) == ("cannot_tell_yet", ("too_few_after",))
    guards = [(each.holds, each.found) for each in (effect.guard("season"), effect.guard("sameness"))]
    assert guards == [(None, ()), (None, ())]


@pytest.mark.parametrize(("weeks", "holds"), [(1, None), (2, None), (3, True)])
def test_volume_is_the_same_once_three_steps_can_be_compared(weeks: int, holds: bool | None) -> None:
    circumstances = (Circumstances([50.0] * 8, {}, "1"), Circumstances([50.0] * weeks, {}, "1"))
    guard = judged([16.0] * (8 + weeks), 8, 8, circumstances=circumstances).guard("sameness")
    assert (guard.holds, guard.found) == (holds, ())


def test_another_version_of_the_measure_is_said_before_anything_came_after() -> None:
    circumstances = (Circumstances([50.0] * 8, {}, "1"), Circumstances(measure_version="2"))
    guard = judged([16.0] * 8, 8, 8, circumstances=circumstances).guard("sameness")
    assert (guard.holds, guard.found) == (False, ("measure_version_changed",))


def test_gaps_are_left_out_and_weeks_without_a_case_are_not() -> None:
    series = weekly([2.0] * 104)
    gap: Weeks = [(day, None if at == 50 else value, n) for at, (day, value, n) in enumerate(series)]
    effect = effect_of(gap[:60], gap[60:], kind="count", intervention_on=week(60))
    assert (effect.before.n, effect.after.n) == (59, 44)


def test_nothing_at_all_cannot_tell() -> None:
    effect = effect_of([], [], kind="count", intervention_on=week(0))
    assert (effect.answer, effect.ratio.value, effect.before.n) == ("cannot_tell_yet", None, 0)


def test_a_measure_that_was_always_zero_cannot_tell() -> None:
    assert judged([0.0] * 104, 60, 26).answer == "cannot_tell_yet"


@pytest.mark.parametrize(
    ("series", "kind"),
    [([(START, -1.0, 1.0)], "count"), ([(START, 1.2, 5.0)], "share"), ([(START, 1.0, 1.0)] * 2, "count")],
)
def test_values_that_cannot_be_are_refused(series: Weeks, kind: Any) -> None:
    with pytest.raises(ValueError, match=r"not a|twice"):
        effect_of(series, [], kind=kind, intervention_on=date(2030, 1, 1))


def test_the_same_data_give_the_same_answer() -> None:
    values = drawn(1, np.full(104, 5.0))
    assert judged(values, 60, 26) == judged(values, 60, 26)
    assert not math.isnan(judged(values, 60, 26).ratio.value or math.nan)
