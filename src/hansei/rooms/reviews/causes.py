"""What a review says of hidden recurring trouble: the scan's findings with their price, as plain codes and figures.

Hours and confidence are of the whole data set. Money is not kept: hours are, and the rate that held, so that a pack
shows money only to readers who may see it. Of people there are only counts, as on the finding's card.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from hansei.analytics.finder import Finding, headline
from hansei.rooms.mining import queries as mining
from hansei.rooms.reviews.filling import Content, Section
from hansei.ui.words import findings as words
from hansei.worktime.periods import Period

SECTION: Final = {
    "customer": "problems",
    "team": "team_problems",
    "management": "incidents_problems",
    "forum": "patterns",
}
FINDINGS, GROUPS = "findings", "recurring_groups"
NOT_LOOKED, NOTHING_FOUND = "not_looked", "nothing_found"
MOST: Final = 10


def with_causes(content: Content, kind: str, data_set: Any, period: Period, *, is_whole: bool = True) -> Content:
    """Put the findings into their section: before the like cases, which stay only where there is no finding.

    They are of the whole data set: a pack of some of its cases (`is_whole` false) has the like cases alone.
    """
    if kind not in SECTION or not is_whole:
        return content
    standing = mining.standing_findings(data_set)
    found = [each for each in standing or [] if _is_of(each, period)]
    chosen = {SECTION[kind]: found}
    if kind == "forum":
        chosen["suspected"] = [each for each in found if _is_new(each, period)]
    made = {**content}
    for code, rows in chosen.items():
        if rows:
            made[code] = {**content[code], "tables": [_table(data_set, rows, period)]}
        else:
            made[code] = {**content[code], "notes": [{"code": NOT_LOOKED if standing is None else NOTHING_FOUND}]}
    return made


def _is_of(finding: Finding, period: Period) -> bool:
    """Whether it had begun by the end of the period and had not stopped before it."""
    facts = finding.facts
    goes_on = facts.trend != "died" or _aware(facts.last_at) >= period.since
    return _aware(facts.first_at) < period.before and goes_on


def _is_new(finding: Finding, period: Period) -> bool:
    """Whether it began or grows in these days: somebody may have changed something, an error is suspected."""
    return finding.facts.trend == "growing" or _aware(finding.facts.first_at) >= period.since


def _table(data_set: Any, found: list[Finding], period: Period) -> dict[str, Any]:
    rate, currency = mining.price_of_an_hour(data_set)
    rows = [_row(each, period) for each in found[:MOST]]
    more = {"rest": len(found) - len(rows), "rate": rate, "currency": currency, "source": data_set.pk}
    return {"code": FINDINGS, "columns": ["finding"], "rows": rows, **more}


def _row(finding: Finding, period: Period) -> dict[str, Any]:
    hours = finding.facts.hours
    return {
        "key": finding.key,
        "titles": words.titles(finding),
        "shared": list(finding.shared.values()),
        "cases": finding.facts.calls,
        "in_period": sum(period.since <= _aware(each.at) < period.before for each in finding.members),
        "hours": [None if each is None else round(each, 6) for each in
                  (hours.yearly.value, hours.yearly.low, hours.yearly.high)],
        "extrapolated": hours.extrapolated,
        "basis": hours.basis,
        "confidence": round(finding.confidence, 6),
        "because": [[each.code, {name: each.figures[name] for name in sorted(each.figures)}]
                    for each in headline(finding.why_unseen)[0]],
    }  # fmt: skip


def _aware(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC)


def same(was: Section, now: Section) -> bool:
    """Whether newer data say the same; while nobody looked at them, nothing is known to be otherwise."""
    if any(each["code"] == NOT_LOOKED for each in now.get("notes", [])):
        return True
    return _rows(was) == _rows(now)


def _rows(part: Section) -> list[Any]:
    return [[each["code"], each["rows"]] for each in part.get("tables", []) if each["code"] in (FINDINGS, GROUPS)]
