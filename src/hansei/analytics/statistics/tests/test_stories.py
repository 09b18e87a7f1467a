"""The four improvements of the demonstration come out as they were planted."""

from collections import Counter
from datetime import date, timedelta

import pytest

from hansei.analytics.demonstration import Generated, PlantedImprovement, generate
from hansei.analytics.statistics import Effect, Series, effect_of


def weeks_of(generated: Generated, planted: PlantedImprovement) -> tuple[Series, Series]:
    """Return weekly numbers of the tickets that the improvement counts, weeks laid out from its date."""
    columns = [name for name, _ in planted.where]
    rows = generated.cases.select([*columns, "reported_at"]).to_pylist()
    days: Counter[int] = Counter()
    for row in rows:
        if all(row[name] == value for name, value in planted.where):
            days[(row["reported_at"].date() - planted.intervention_on).days // 7] += 1

    def week(number: int) -> tuple[date, float, None]:
        return planted.intervention_on + timedelta(weeks=number), float(days[number]), None

    earlier = (planted.intervention_on - generated.starts_on).days // 7
    later = ((generated.ends_on - planted.intervention_on).days + 1) // 7
    return [week(number) for number in range(-earlier, 0)], [week(number) for number in range(later)]


def judged(seed: int) -> dict[str, Effect]:
    generated = generate(seed, 3_000)
    found: dict[str, Effect] = {}
    for planted in generated.key.improvements:
        before, after = weeks_of(generated, planted)
        found[planted.truth] = effect_of(
            before,
            after,
            kind="count",
            intervention_on=planted.intervention_on,
            baseline=planted.baseline,
            frozen_on=planted.baseline[1],
            chosen=planted.baseline if planted.truth == "regressed" else None,
        )
    return found


def test_only_the_improvement_that_worked_is_called_better() -> None:
    found = judged(1)
    assert set(found) == {"worked", "no_effect", "regressed", "season", "recent"}
    assert found["worked"].answer == "better"
    assert {found[truth].answer for truth in ("no_effect", "regressed", "season")} <= {
        "no_material_change",
        "cannot_tell_yet",
    }
    assert "season_not_comparable" in found["season"].guard("season").found
    levels = found["regressed"].guard("selection").figures
    assert levels["chosen_level"] > 1.3 * levels["outside_level"]  # type: ignore[operator]
    assert all(effect.guard("baseline_frozen").holds for effect in found.values())


@pytest.mark.slow
def test_over_twenty_companies_the_stories_hold_as_often_as_promised() -> None:
    """Sixty stories without effect: at most three, one in twenty, may be called; what worked always is."""
    companies = [judged(seed) for seed in range(1, 21)]
    called = [company[truth].answer for company in companies for truth in ("no_effect", "regressed", "season")]
    assert sum(answer in ("better", "worse") for answer in called) <= 3
    assert [company["worked"].answer for company in companies] == ["better"] * 20
