"""What a report says of hidden recurring trouble: the scan's findings, as codes and figures, without any name."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from hansei.analytics.finder import Finding, headline
from hansei.rooms.mining import queries as mining
from hansei.ui.words import findings as words
from hansei.worktime.periods import Period

MOST: Final = 10
NOT_LOOKED, NOTHING_FOUND = "not_looked", "nothing_found"


def patterns(data_set: Any, period: Period, where: dict[str, str]) -> dict[str, Any]:
    """Return the table of findings that go on in the period, or a note saying why there is none."""
    standing = mining.standing_findings(data_set)
    if standing is None:
        return {"notes": [{"code": NOT_LOOKED}]}
    found = [each for each in standing if _is_of(each, period, where)]
    if not found:
        return {"notes": [{"code": NOTHING_FOUND}]}
    rows = [_row(each, period) for each in found[:MOST]]
    table = {"code": "patterns", "rows": rows, "rest": len(found) - len(rows), "source": data_set.pk}
    return {"tables": [table]}


def _is_of(finding: Finding, period: Period, where: dict[str, str]) -> bool:
    """Whether it had begun by the end of the period, had not stopped before it, and is not of another service."""
    facts = finding.facts
    goes_on = facts.trend != "died" or _aware(facts.last_at) >= period.since
    is_ours = all(finding.shared.get(name, value) == value for name, value in where.items())
    return is_ours and _aware(facts.first_at) < period.before and goes_on


def _row(finding: Finding, period: Period) -> dict[str, Any]:
    hours, before = finding.facts.hours, period.previous()
    return {
        "key": finding.key,
        "titles": words.titles(finding),
        "shared": list(finding.shared.values()),
        "calls": finding.facts.calls,
        "in_period": _within(finding, period),
        "in_period_before": _within(finding, before),
        "hours": [None if each is None else round(each, 6) for each in
                  (hours.yearly.value, hours.yearly.low, hours.yearly.high)],
        "extrapolated": hours.extrapolated,
        "because": [[each.code, {name: each.figures[name] for name in sorted(each.figures)}]
                    for each in headline(finding.why_unseen)[0]],
    }  # fmt: skip


def _within(finding: Finding, period: Period) -> int:
    return sum(period.since <= _aware(each.at) < period.before for each in finding.members)


def _aware(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC)
