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
NOT_LOOKED, NOTHING_FOUND, LOOKED_AT = "not_looked", "nothing_found", "looked_at"
MOST: Final = 10


def sections_of(kind: str) -> tuple[str, ...]:
    """The sections of such a review that findings fill."""
    own = (SECTION[kind],) if kind in SECTION else ()
    return (*own, "suspected") if kind == "forum" else own


def found_now(kind: str, data_set: Any, period: Period) -> Content:
    """What the scan says of the period today, section by section; nothing while nobody has looked."""
    standing = mining.standing_findings(data_set)
    if standing is None:
        return {}
    found = [each for each in standing if _is_of(each, period)]
    chosen = dict.fromkeys(sections_of(kind), found)
    if kind == "forum":
        chosen["suspected"] = [each for each in found if _is_new(each, period)]
    return {
        code: {"tables": [_table(data_set, rows, period)]} if rows else {"notes": [{"code": NOTHING_FOUND}]}
        for code, rows in chosen.items()
    }


def with_causes(content: Content, kind: str, found: Content) -> Content:
    """Put the findings into their sections: instead of the like cases, which stay only where there is no finding."""
    told = {code: found.get(code, {"notes": [{"code": NOT_LOOKED}]}) for code in sections_of(kind)}
    return {**content, **{code: {**content[code], **part} for code, part in told.items()}}


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
    at = mining.looked_at(data_set)
    return {"code": FINDINGS, "columns": ["finding"], "rows": rows, LOOKED_AT: at and at.isoformat(), **more}


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
        "assumed": hours.assumed,
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


def unchanged(was: Section | None, now: Section) -> bool:
    """Whether a section would read today as it was drafted, but for the instant of the scan."""
    return was is not None and _timeless(was) == _timeless(now)


def _timeless(part: Section) -> Section:
    tables = [{name: value for name, value in each.items() if name != LOOKED_AT} for each in part.get("tables", [])]
    return {**part, "tables": tables}


def _rows(part: Section) -> list[Any]:
    return [[each["code"], each["rows"]] for each in part.get("tables", []) if each["code"] in (FINDINGS, GROUPS)]
