"""The evidence on an improvement's page: the answer, its interval, its guards, the chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hansei.analytics.measures.weekly import Week
from hansei.analytics.statistics import Effect, control_chart
from hansei.kernel import rights
from hansei.kernel.errors import NotYet, Refusal
from hansei.kernel.models import Account
from hansei.rooms.improvement import measuring, wording
from hansei.rooms.improvement.models import Baseline, GivenAnswer, Improvement, Unit, Verdict
from hansei.rooms.mining import queries as mining
from hansei.ui import marks, words
from hansei.ui.components import Figure
from hansei.ui.pages import reader


@dataclass(frozen=True)
class GuardLine:
    """One guard as the page shows it. `meaning` is a glyph: a guard that does not hold is said, never left out."""

    said: str
    details: tuple[str, ...]
    meaning: str
    note: str = ""


def section(request: HttpRequest, found: Any) -> SafeString | str:
    """Return the section for one reader; what they may not see of the data set is said, not shown."""
    account = reader(request)
    assert isinstance(found, Improvement)
    baseline = found.baseline
    may_work = found.state not in ("approved", "in_work", "verified", "closed") and rights.allowed(
        account, "improvement.work", found.identity
    )
    answers = list(found.answers.select_related("by"))
    context: dict[str, Any] = {
        "record": found,
        "baseline": baseline,
        "rule": wording.rule(found.rule),
        "unit": Unit(found.unit).label,
        "may_work": may_work,
        "given": [_given(each) for each in answers],
    }
    if baseline is not None:
        context |= _with_baseline(account, found, baseline)
        context["steps"] = _steps(found, baseline, answers[-1] if answers else None, "refusal" not in context)
    return SafeString(render_to_string("improvement/evidence.html", context, request))


def lead(request: HttpRequest) -> SafeString | str:
    """Return how improvements ended in the last year, how ideas came and went, and what was gained, above the list."""
    from hansei.rooms.improvement.queries import flow, outcomes

    account, last = reader(request), timezone.localdate()
    first = last - timedelta(days=364)
    ended, moved = outcomes(account, first=first, last=last), flow(account, first=first, last=last)
    of = _("%(n)s of %(all)s, closed in the last 365 days")
    proved = of % {"n": words.number(ended.effective), "all": words.number(ended.answered)}
    unproved = of % {"n": words.number(ended.without_proof), "all": words.number(ended.done)}
    figures = [
        Figure(ended.success, _("Success"), form="share", places=1, n=ended.answered, note=proved),
        Figure(ended.unproved, _("Done without proof"), form="share", places=1, n=ended.done, note=unproved),
        Figure(ended.effective, _("Effective")),
        Figure(ended.target_missed, _("Target missed")),
        Figure(ended.no_effect, _("No effect")),
        Figure(ended.worse, _("Worse")),
        Figure(moved.per_hundred, _("Ideas per 100 people"), places=1, n=moved.staff, note=_("in the last 365 days")),
        Figure(moved.lead_days, _("From idea to end, median"), unit=_("days"), places=0, n=moved.closed),
        *(
            Figure(total, _("Benefit a year, proved"), form="money" if currency else "number", currency=currency, n=n)
            for currency, total, n in moved.benefits
        ),
    ]
    return SafeString(render_to_string("improvement/lead.html", {"figures": figures}, request))


def _with_baseline(account: Account, found: Improvement, baseline: Baseline) -> dict[str, Any]:
    level = measuring.baseline_level(baseline)
    context: dict[str, Any] = {
        "level": wording.level(level, baseline.unit),
        "is_intact": baseline.is_intact,
        "weeks": wording.weeks(*measuring.baseline_weeks(baseline)),
        "left_out": measuring.week_left_out(baseline),
        "target": wording.level(target_of(level, found.target_percent), baseline.unit) if found.target_percent else "",
    }
    since: list[Week] = []
    try:
        if found.intervention_on is None:
            context["refusal"] = _("Set the date of the intervention, then before and after can be compared.")
        elif found.data_set is not None:
            now, effect = measuring.current_effect(account, found, baseline)
            context |= _answer(found, effect) | {"known_until": now.weeks.known_until}
            since = list(now.weeks.weeks)
    except NotYet:
        context["is_counting"] = True
    except Refusal as refusal:
        context["refusal"] = refusal.message
    context["cases_url"] = "" if "refusal" in context else _cases_url(found)
    context["chart"] = chart(found.intervention_on, baseline, since, target_of(level, found.target_percent))
    return context


def _steps(
    found: Improvement, baseline: Baseline, given: GivenAnswer | None, may_see_data: bool
) -> list[dict[str, Any]]:
    """How it came about, each step on its day: finding, frozen baseline, what was changed, last answer."""
    steps = []
    if found.finding and baseline.chosen_last:
        url = f"{reverse('mining:findings')}?source={found.data_set}" if may_see_data else ""
        steps.append({"name": _("Finding"), "day": baseline.chosen_last, "said": _("what came again"), "url": url})
    n = measuring.known_weeks(baseline)
    said = ngettext("%(n)s whole week known", "%(n)s whole weeks known", n) % {"n": words.number(n)}
    steps.append({"name": _("Baseline frozen"), "day": baseline.at, "said": said})
    if found.intervention_on:
        said = Truncator(found.intervention or _("the change works")).chars(60)
        steps.append({"name": _("Intervention"), "day": found.intervention_on, "said": said})
    if given:
        steps.append({"name": _("Answer"), "day": given.at, "said": given.get_verdict_display()})
    return steps


def _cases_url(found: Improvement) -> str:
    """Return where the counted cases are listed; "" where a list cannot be told the rule."""
    where = found.rule.get("where", {})
    is_plain = not found.rule.get("hours") and all(len(values) == 1 for values in where.values())
    if not is_plain or not set(where) <= set(mining.SCOPED):
        return ""
    asked = {"source": found.data_set, **{name: values[0] for name, values in where.items()}}
    return f"{reverse('mining:tickets')}?{urlencode(asked)}"


def target_of(level: float | None, percent: int | None) -> float | None:
    """Return the level that is wanted: so many percent below the baseline's."""
    return None if level is None or percent is None else level * (1 - percent / 100)


def _answer(found: Improvement, effect: Effect) -> dict[str, Any]:
    part = measuring.plain(effect)
    margin = found.margin_percent / 100
    goal = None if found.target_percent is None else -found.target_percent / 100
    return {
        "verdict": Verdict(effect.answer).label,
        "change": part["change"] if part["weeks_after"] else None,
        "interval": interval_of(part["low"], part["high"]),
        "reached": reached_of(effect.answer, effect.target_reached),
        "before": wording.level(part["level_before"], found.unit),
        "after": wording.level(part["level_after"], found.unit),
        "plain": _apart(part["level_before"], part["level_after"]),
        "weeks_before": part["weeks_before"],
        "weeks_after": part["weeks_after"],
        "compared": wording.compared(effect.deciding),
        "reasons": list(dict.fromkeys(wording.found(code) for code in part["reasons"])),
        "guards": [_guard_line(effect, each.code) for each in effect.guards],
        "bar": marks.interval_bar(part["change"], part["low"], part["high"], _("Change a week"), margin, goal),
        "others": [verdict.label for verdict in Verdict],
    }


def _apart(before: float | None, after: float | None) -> str:
    """How far the plain levels lie apart: the answer may be of another comparison, and then has another change."""
    return words.no_data() if not before or after is None else words.signed_share(after / before - 1)


def reached_of(verdict: str, reached: bool | None) -> str:
    """Say whether the target was reached."""
    # The level alone may meet the target by chance; beside "cannot tell yet" a "yes" would read as a success.
    if reached is None or verdict == Verdict.CANNOT_TELL_YET:
        return _("cannot be said yet")
    return _("yes") if reached else _("no")


def interval_of(low: float | None, high: float | None) -> str:
    """Write an interval of a change; "" where there is none."""
    if low is None or high is None:
        return ""
    separator = "; " if words.numbers.decimal_sign() == "," else ", "
    return f"[{words.signed_share(low)}{separator}{words.signed_share(high)}]"


def _guard_line(effect: Effect, code: str) -> GuardLine:
    guard = effect.guard(code)
    meaning = {True: "good", False: "soon", None: "none"}[guard.holds]
    note = ""
    whole = effect.against.get("whole")
    if code == "selection" and whole is not None and whole.value is not None:
        ends = [None if each is None else each - 1 for each in (whole.low, whole.high)]
        note = f"{words.signed_share(whole.value - 1)} {interval_of(ends[0], ends[1])}"
    details = tuple(wording.found(each) for each in guard.found)
    return GuardLine(wording.guard(code, guard.holds), details, meaning, note)


def _given(each: Any) -> dict[str, Any]:
    return {
        "at": each.at,
        "by": each.by,
        "verdict": each.get_verdict_display(),
        "interval": interval_of(each.low, each.high),
        "change": each.change,
        "before": each.weeks_before,
        "after": each.weeks_after,
        "reached": reached_of(each.verdict, each.target_reached),
    }


def chart(changed_on: date | None, baseline: Baseline, now: Sequence[Week], goal: float | None) -> marks.Picture:
    """Draw the baseline as it was frozen, with its own limits, and the weeks since with theirs.

    A year before the freezing is shown at least: a short baseline's bad weeks stand beside the usual ones.
    """
    frozen = [each for each in measuring.frozen_weeks(baseline) if each.monday >= _shown_from(baseline)]
    start = sum(each.monday < baseline.first for each in frozen)
    n = sum(baseline.first <= each.monday <= baseline.last for each in frozen)
    last = frozen[-1].monday if frozen else date.min
    shown = [*frozen, *(each for each in now if each.monday > last)]
    drawn = control_chart([each.value for each in shown[start:]], baseline=n, floor=0.0)
    signals = {
        at + start: ". ".join(wording.signal(code) for code in each.codes)
        for each in drawn.signals
        for at in range(each.start, each.end + 1)
        if shown[at + start].monday > last
    }
    points = [marks.Point(each.monday, each.value, signal=signals.get(at, "")) for at, each in enumerate(shown)]
    limits = []
    if drawn.centre is not None and drawn.lower is not None and drawn.upper is not None:
        told = {"day": words.of_day(baseline.at), "weeks": wording.weeks(*measuring.baseline_weeks(baseline))}
        label = _("Baseline, frozen %(day)s: %(weeks)s") % told
        limits.append(marks.Limits(start, start + n - 1, drawn.centre, drawn.lower, drawn.upper, label))
    limits += _limits_since(changed_on, shown)
    done = [] if changed_on is None else [(changed_on, words.of_day(changed_on))]
    return marks.control_chart(points, limits, str(Unit(baseline.unit).label), interventions=done, goal=goal)


def _shown_from(baseline: Baseline) -> date:
    return min(baseline.first, baseline.last - timedelta(days=7 * measuring.MOST_BASELINE_WEEKS - 1))


def _limits_since(day: date | None, shown: Sequence[Week]) -> list[Any]:
    first = next((at for at, each in enumerate(shown) if day is not None and each.monday >= day), None)
    if first is None:
        return []
    part = control_chart([each.value for each in shown[first:]], floor=0.0)
    if part.centre is None or part.lower is None or part.upper is None:
        return []
    return [marks.Limits(first, len(shown) - 1, part.centre, part.lower, part.upper, is_after=True)]
