"""The figures of a report: as the data are now, or as they were issued; and what has changed since."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from hansei.kernel.errors import NotFound
from hansei.rooms.measures import queries as measures
from hansei.rooms.mining import queries as mining
from hansei.rooms.reports import plans
from hansei.rooms.reports.behind import behind
from hansei.rooms.reports.filling import SECTIONS, Content, fill
from hansei.rooms.reports.models import Report
from hansei.rooms.reports.patterns import NOT_LOOKED, patterns
from hansei.worktime.periods import Period

FORM: Final = 1  # raise it when what is kept of a report's figures changes its form
CASES_OF_NONE: dict[str, Any] = {"rows": [], "cut": 0}


def period_of(found: Report) -> Period:
    return Period(found.first, found.last, found.zone)


def data_of(found: Report) -> Any | None:
    """The data set that is reported on, None where it was removed."""
    return mining.ready_data_set(found.data_set)


def counted(keep: mining.Keep, data_set: Any, found: Report) -> Content | None:
    """What the sections say by this version of the data, counted once; None where `keep` has it not."""
    period, targets = period_of(found), plans.targets(found.engagement.targets) if found.engagement else []
    asked = {
        "kind": found.kind, "where": found.where, "first": period.first, "last": period.last, "zone": period.zone,
        "targets": [[each.figure, each.at_least, each.value] for each in targets],
        "used": (used := measures.fields_read()), "form": FORM,
    }  # fmt: skip
    scope = mining.Scope(found.where)
    made: Content | None = keep(
        data_set, "service_report", asked, lambda log: fill(scope.on(log), log, found.kind, period, targets, used)
    )
    if made is not None:
        made = {**made, "data": _with_checks(data_set, made["data"])}
    if made is None or "problems" not in SECTIONS[found.kind]:
        return made
    part = made["problems"]
    told = patterns(data_set, period, found.where)
    joined = {name: [*part.get(name, []), *rows] for name, rows in told.items()}
    return {**made, "problems": {**part, **joined}}


def _with_checks(data_set: Any, part: Any) -> Any:
    """The quality of the information with what people entered where the data cannot tell."""
    checks = measures.information_checks(data_set.pk)

    def told(row: list[Any]) -> list[Any]:
        check = checks.get(row[0])
        return row if row[2] or check is None else [row[0], check.good, check.n, "", check.basis]

    tables = [{**each, "rows": [told(row) for row in each["rows"]]} for each in part["tables"]]
    return {**part, "tables": tables}


def cases(keep: mining.Keep, data_set: Any, found: Report) -> dict[str, Any] | None:
    """The cases behind the figures by this version of the data."""
    period = period_of(found)
    asked = {"where": found.where, "first": period.first, "last": period.last, "zone": period.zone}
    scope = mining.Scope(found.where)
    made: dict[str, Any] | None = keep(
        data_set, "service_report_cases", asked, lambda log: behind(scope.on(log), period)
    )
    return made


def frozen(found: Report) -> Content | None:
    snapshot = found.snapshot
    content: Content | None = snapshot.content if snapshot else None
    return content


def at_hand(found: Report) -> Content | None:
    """What is frozen, else what was counted already; nothing is counted here."""
    if (kept := frozen(found)) is not None:
        return kept
    data_set = data_of(found)
    return counted(mining.already, data_set, found) if data_set else None


def now(found: Report) -> Content:
    """What the data say now. Rises NotYet while it is being counted, and refuses where the data set is gone."""
    data_set = data_of(found)
    if data_set is None:
        raise NotFound("report.no_data", _gone())
    made = counted(mining.soon, data_set, found)
    assert made is not None, "it is there, or NotYet rises"
    return made


def missing(content: Content) -> list[str]:
    """The codes of figures that the data cannot tell, each once; the patterns, too, until somebody has looked."""
    found = [each["code"] for part in content.values() for each in part["figures"] if each["value"] is None]
    notes = [each["code"] for part in content.values() for each in part.get("notes", [])]
    found += ["patterns"] if NOT_LOOKED in notes else []
    return list(dict.fromkeys(found))


def with_reasons(content: Content, found: Report) -> Content:
    """The figures with the number of the words that say why one is missing."""
    reasons = {each.figure: each.reason_id for each in found.reasons.all()} if found.pk else {}
    if not reasons:
        return content
    return {code: _with_reasons(part, reasons) if "figures" in part else part for code, part in content.items()}


def _with_reasons(part: Any, reasons: Mapping[str, int]) -> Any:
    def told(each: dict[str, Any], is_missing: bool, code: str) -> dict[str, Any]:
        return {**each, "because": reasons[code]} if is_missing and code in reasons else each

    figures_ = [told(each, each["value"] is None, each["code"]) for each in part["figures"]]
    notes = [told(each, each["code"] == NOT_LOOKED, "patterns") for each in part.get("notes", [])]
    return {**part, "figures": figures_, "notes": notes}


def corrections(was: Content, later: Content) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Each issued figure that the data of today tell otherwise, with what they tell."""
    new = {each["code"]: each for part in later.values() for each in part["figures"]}
    found = {}
    for part in was.values():
        for each in part["figures"]:
            other = new.get(each["code"])
            if other is not None and (each["value"], each["n"]) != (other["value"], other["n"]):
                found[each["code"]] = (each, other)
    return list(found.values())


def _gone() -> str:
    from django.utils.translation import gettext as _

    return _("The data set of this report is not there any more. What was issued stays.")
