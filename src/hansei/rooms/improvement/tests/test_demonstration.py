"""The demonstration's improvements come out as the answer key says, by the code that judges anybody's."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from hansei.analytics import engine
from hansei.analytics.demonstration import PlantedImprovement, as_log, generate
from hansei.analytics.demonstration.company import ZONE
from hansei.analytics.log import Log
from hansei.analytics.measures.weekly import Rule, mix_of_others, weekly
from hansei.rooms.improvement import measuring
from hansei.rooms.improvement.models import Baseline, Improvement

SEEDS = [1, pytest.param(2, marks=pytest.mark.slow), pytest.param(3, marks=pytest.mark.slow)]


def judged(log: Log, planned: PlantedImprovement) -> dict[str, object]:
    """Freeze what was known on the board's day, and answer from the whole log."""
    rule = Rule({name: [value] for name, value in planned.where})
    now = weekly(log, rule, zone=ZONE)
    assert now.known_until is not None
    known = [each for each in now.weeks if each.monday + timedelta(days=7) <= planned.frozen_on]
    first, last = measuring.baseline_period(known, planned.baseline[0])
    chosen = planned.chosen or (None, None)
    baseline = Baseline(
        first=first,
        last=last,
        known_until=planned.frozen_on,
        at=datetime.combine(planned.frozen_on, time(13), UTC),
        chosen_first=chosen[0],
        chosen_last=chosen[1],
        measure="counted",
        unit="cases",
        weeks=[[each.monday.isoformat(), each.value, each.others] for each in known],
        mix=mix_of_others(log, rule, first, last, zone=ZONE),
    )
    found = Improvement(intervention_on=planned.intervention_on, target_percent=30, measure="counted")
    found.margin_percent = round(planned.margin_share * 100)
    after = mix_of_others(log, rule, planned.intervention_on, now.known_until, zone=ZONE)
    return measuring.plain(measuring.effect(found, baseline, now, after))


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_every_improvement_comes_out_as_the_answer_key_says(seed: int) -> None:
    company = generate(seed) if seed == 1 else generate(seed, 3_000)
    log = as_log(engine.connect(), company)
    for planned in company.key.improvements:
        answer = judged(log, planned)
        named = [*answer["reasons"], *(code for each in answer["guards"] for code in each["found"])]  # type: ignore
        assert answer["verdict"] == planned.answer, planned.title
        assert planned.names is None or planned.names in named, planned.title
        holds = {each["code"]: each["holds"] for each in answer["guards"]}  # type: ignore
        assert holds["baseline_frozen"], planned.title
        if planned.truth in ("worked", "no_effect"):
            assert all(holds.values()), planned.title
