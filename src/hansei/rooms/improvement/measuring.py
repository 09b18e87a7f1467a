"""From a rule to weeks, from weeks to the before/after answer. Reads data sets, writes nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from hansei.analytics.finder.model import Finding
from hansei.analytics.log import Log
from hansei.analytics.measures.weekly import RULE_COLUMNS, Rule, Week, Weeks, mix_of_others, never_counted, weekly
from hansei.analytics.statistics import Circumstances, Effect, effect_of
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.models import Account
from hansei.rooms.improvement import wording
from hansei.rooms.improvement.models import Baseline, Improvement
from hansei.rooms.mining import queries as mining
from hansei.rooms.mining.queries import Keep

MOST_BASELINE_WEEKS = 52
FEWEST_BASELINE_WEEKS = 8
CONCENTRATED = 0.75  # share of the calls in the finding's window from which the hours belong to its rule


@dataclass(frozen=True)
class Known:
    """What a version of a data set says about one rule."""

    version: int
    weeks: Weeks


def rule_of_finding(found: Finding) -> dict[str, str]:
    """Return a finding's rule as its address writes it: the fields all members share, and the clock where it is theirs.

    Later cases are judged by the same rule; a list of members could only shrink.
    """
    shared = {name: value for name, value in found.shared.items() if name in RULE_COLUMNS}
    if not shared:
        raise Refusal(
            "finding.nothing_shared",
            _("The cases of this finding share no field that later cases could be known by. Propose it by hand."),
        )
    handed = {"where": json.dumps(shared, ensure_ascii=False)}
    handed |= {"first": found.facts.first_at.date().isoformat(), "last": found.facts.last_at.date().isoformat()}
    clock = found.facts.clock
    if clock.share >= CONCENTRATED:
        # A call or two beside the window is a call of the same cause: an hour more on both sides.
        handed["hours"] = f"{(clock.from_hour - 1) % 24}-{(clock.until_hour + 1) % 24}"
    return handed


def written(where: Mapping[str, Sequence[str]], hours: Sequence[int] | None, zone: str = "") -> str:
    """Return a rule as it is kept, one spelling for one meaning; refuse what no rule may say."""
    kept = {name: sorted({str(one) for one in values if str(one)}) for name, values in where.items()}
    kept = {name: values for name, values in sorted(kept.items()) if values}
    if unknown := sorted(set(kept) - set(RULE_COLUMNS)):
        raise Refusal("measure.unknown_column", _("No case has the field “%(name)s”.") % {"name": unknown[0]})
    if not kept:
        raise Refusal("measure.empty", _("Say which cases count: at least one field and its value."))
    if hours is not None and (len(hours) != 2 or not all(0 <= each <= 24 for each in hours) or hours[0] == hours[1]):
        raise Refusal("measure.hours", _("Hours of the day go from 0 to 24, and differ."))
    rule = {"where": kept, "hours": list(hours) if hours is not None else None, "zone": zone or settings.DEFAULT_ZONE}
    return json.dumps(rule, ensure_ascii=False, sort_keys=True)


def rule_of(measure: str) -> tuple[Rule, str]:
    """Return the rule and the zone of its weeks."""
    said = json.loads(measure)
    hours = tuple(said["hours"]) if said.get("hours") else None
    return Rule(said["where"], hours), said.get("zone") or "UTC"


def zone_of(account: Account | None, source: int) -> str:
    """Return the zone in which a data set's weeks and hours are read; refuse where this person may not see it."""
    return mining.zone_of(mining.data_set(_reader(account), source))


def known(account: Account | None, source: int, measure: str, unit: str, keep: Keep = mining.soon) -> Known:
    """Return the weeks of a rule in the version that is shown now. Rises NotYet while these are being counted."""
    return weeks_of(keep, mining.data_set(_reader(account), source), measure, unit)


def weeks_of(keep: Keep, data_set: Any, measure: str, unit: str) -> Known:
    """The weeks of a rule, counted once for each version of its data set."""
    rule, zone = rule_of(measure)

    def count(log: Log) -> dict[str, Any]:
        found = weekly(log, rule, unit="hours" if unit == "hours" else "cases", zone=zone)
        return {"until": found.known_until, "weeks": [[each.monday, each.value, each.others] for each in found.weeks]}

    kept = keep(data_set, "improvement_weeks", {"measure": measure, "unit": unit}, count)
    until = date.fromisoformat(kept["until"]) if kept["until"] else None
    return Known(data_set.version, Weeks(tuple(_week(*row) for row in kept["weeks"]), until))


def refuse_never_counted(account: Account | None, source: int, measure: str, known: Known, keep: Keep) -> None:
    """Refuse a rule that never counted a case of the data set: a typo would be sealed as a level of nothing."""
    if any(each.value for each in known.weeks.weeks):
        return
    rule, zone = rule_of(measure)
    data_set = mining.data_set(_reader(account), source)
    without = keep(
        data_set, "improvement_unmet", {"measure": measure}, lambda log: {"by": never_counted(log, rule, zone=zone)}
    )["by"]
    if without is not None:
        raise Refusal("measure.never_counted", wording.never_counted(json.loads(measure), without))


def mix(
    account: Account | None, source: int, measure: str, first: date, last: date, keep: Keep = mining.soon
) -> dict[str, int]:
    """Return the other cases of a period by their kind. Rises NotYet while they are being counted."""
    return mix_of(keep, mining.data_set(_reader(account), source), measure, first, last)


def mix_of(keep: Keep, data_set: Any, measure: str, first: date, last: date) -> dict[str, int]:
    """The other cases of a period by their kind, counted once for each version of the data set."""
    rule, zone = rule_of(measure)
    about = {"measure": measure, "first": first, "last": last}
    found: dict[str, int] = keep(
        data_set, "improvement_mix", about, lambda log: mix_of_others(log, rule, first, last, zone=zone)
    )
    return dict(found)


def keeping(via: str) -> Keep:
    """Return how an act by this door has weeks counted: who waits for a page does not hold the database.

    By the web NotYet rises, nothing is written, and the same is asked again by itself until the weeks are there.
    """
    return mining.soon if via == "web" else mining.kept


def _reader(account: Account | None) -> Account:
    if account is None:
        raise NotFound("data_set.no_reader", _("Only a person who may see the data set can have it counted."))
    return account


def baseline_period(weeks: Sequence[Week], since: date | None = None) -> tuple[date, date]:
    """Return first and last day of the baseline: the last year of what is known, or all of it; or from `since` on."""
    if not weeks:
        raise Refusal("baseline.no_weeks", _("The data set does not cover one whole week."))
    part = weeks[-MOST_BASELINE_WEEKS:]
    if since is not None:
        part = [each for each in part if each.monday >= since]
        if (known := _with_data(part)) < FEWEST_BASELINE_WEEKS:
            said = _(
                "A baseline needs at least 8 whole weeks with data; from this day on there are %(n)s. Begin it earlier."
            )
            raise Refusal("baseline.too_short", said % {"n": known})
    return part[0].monday, part[-1].monday + timedelta(days=6)


def effect(found: Improvement, baseline: Baseline, now: Weeks, mix_after: Mapping[str, int]) -> Effect:
    """Compare what came after the intervention with the frozen weeks. Frozen weeks are never read again."""
    assert found.intervention_on is not None, "the plan guard asks for a date"
    day = found.intervention_on
    earlier = frozen_weeks(baseline)
    last = earlier[-1].monday if earlier else date.min
    since = [each for each in now.weeks if each.monday > last]
    before = [*earlier, *(each for each in since if each.monday + timedelta(days=6) < day)]
    after = [each for each in since if each.monday >= day]
    level = baseline_level(baseline)
    target = None if level is None or found.target_percent is None else level * (1 - found.target_percent / 100)
    chosen = (baseline.chosen_first, baseline.chosen_last)
    period = [each for each in earlier if baseline.first <= each.monday <= baseline.last]
    return effect_of(
        _series(before),
        _series(after),
        kind="count",
        intervention_on=day,
        baseline=(baseline.first, baseline.last),
        frozen_on=min(baseline.at.date(), baseline.known_until),
        chosen=(chosen[0], chosen[1]) if chosen[0] is not None and chosen[1] is not None else None,
        target=target,
        margin=found.margin_percent / 100,
        circumstances=(
            _circumstances(period, baseline.mix, baseline.measure),
            _circumstances(after, mix_after, found.measure),
        ),
    )


def frozen_weeks(baseline: Baseline) -> list[Week]:
    """Return the weeks as they were frozen."""
    return [_week(*row) for row in baseline.weeks]


def baseline_weeks(baseline: Baseline) -> tuple[int, int]:
    """Return how many weeks of the baseline have data, and how many it spans; a week of zero cases has data."""
    span = [each for each in frozen_weeks(baseline) if baseline.first <= each.monday <= baseline.last]
    return _with_data(span), len(span)


def known_weeks(baseline: Baseline) -> int:
    """Return how many of all frozen weeks have data."""
    return _with_data(frozen_weeks(baseline))


def week_left_out(baseline: Baseline) -> date | None:
    """Return the Monday of the week that the frozen data reach without showing that it is whole."""
    weeks = frozen_weeks(baseline)
    monday = weeks[-1].monday + timedelta(days=7) if weeks else None
    return monday if monday is not None and monday <= baseline.known_until else None


def _with_data(weeks: Sequence[Week]) -> int:
    return sum(each.value is not None for each in weeks)


def _week(monday: str, value: float | None, others: int) -> Week:
    return Week(date.fromisoformat(monday), value, others)


def baseline_level(baseline: Baseline) -> float | None:
    """Return the mean of the baseline's weeks, None where all of them are gaps."""
    values = [
        each.value
        for each in frozen_weeks(baseline)
        if each.value is not None and baseline.first <= each.monday <= baseline.last
    ]
    return sum(values) / len(values) if values else None


def current_effect(
    account: Account | None, found: Improvement, baseline: Baseline, keep: Keep = mining.soon
) -> tuple[Known, Effect]:
    """Return the answer as the data set's present version gives it; raises NotFound where it is gone."""
    if found.data_set is None:
        raise NotFound("data_set.none", _("Choose the data set whose cases are counted."))
    return effect_in(keep, mining.data_set(_reader(account), found.data_set), found, baseline)


def effect_in(keep: Keep, data_set: Any, found: Improvement, baseline: Baseline) -> tuple[Known, Effect]:
    """The answer as a data set's version gives it, from weeks that are kept beside it."""
    now = weeks_of(keep, data_set, baseline.measure, baseline.unit)
    last = now.weeks.known_until
    others: dict[str, int] = {}
    if last is not None and found.intervention_on is not None and last >= found.intervention_on:
        others = mix_of(keep, data_set, baseline.measure, found.intervention_on, last)
    return now, effect(found, baseline, now.weeks, others)


def answer_in(keep: Keep, data_set: Any, found: Improvement, baseline: Baseline) -> dict[str, Any]:
    """The parts of the answer, worked out once for a version of the data set and what is asked of it."""
    asked = {"baseline": baseline.pk, "on": str(found.intervention_on)}
    asked |= {"margin": found.margin_percent, "target": found.target_percent}
    return keep(  # type: ignore[no-any-return]  # as `plain` makes it
        data_set, "improvement_answer", asked, lambda _log: plain(effect_in(mining.kept, data_set, found, baseline)[1])
    )


def _series(weeks: Sequence[Week]) -> list[tuple[date, float | None, float | None]]:
    return [(each.monday, each.value, None) for each in weeks]


def _circumstances(weeks: Sequence[Week], mix: Mapping[str, int], measure: str) -> Circumstances:
    volume = [float(each.others) for each in weeks if each.value is not None]
    return Circumstances(volume, {kind: float(n) for kind, n in mix.items()}, measure)


def plain(effect: Effect) -> dict[str, Any]:
    """Return the parts of an answer that are kept with it."""
    ratio = effect.ratio
    change, low, high = (None if part is None else part - 1 for part in (ratio.value, ratio.low, ratio.high))
    return {
        "verdict": effect.answer,
        "target_reached": effect.target_reached,
        "change": change,
        "low": low,
        "high": high,
        "weeks_before": effect.before.n,
        "weeks_after": effect.after.n,
        "level_before": effect.before.value,
        "level_after": effect.after.value,
        "deciding": effect.deciding,
        "guards": [{"code": each.code, "holds": each.holds, "found": list(each.found)} for each in effect.guards],
        "reasons": list(effect.reasons),
    }
