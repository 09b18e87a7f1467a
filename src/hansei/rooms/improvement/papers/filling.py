"""What the records say for a plan or report: codes, figures, days and names, in no language, ready to be frozen."""

from __future__ import annotations

from datetime import date
from typing import Any

from hansei.blocks.checklist import queries as checklists
from hansei.kernel.errors import NotAllowed, NotFound
from hansei.kernel.models import Account
from hansei.rooms.improvement import measuring
from hansei.rooms.improvement.models import (
    PLAN_PARTS,
    REPORT_PARTS,
    Baseline,
    GivenAnswer,
    Improvement,
    ImprovementReport,
    Plan,
    Recheck,
    Step,
    Supervision,
)
from hansei.rooms.improvement.sheets import DUTIES
from hansei.rooms.mining.queries import Keep

Content = dict[str, Any]
# Which words of an improvement and of its seven pages a new plan begins with.
FROM_STEPS = {
    "introduction": (Step.VISION,),
    "description": (Step.WHERE_NOW, Step.WHERE_TO_BE),
    "solution": (Step.HOW, Step.ACT),
    "review": (Step.DID_WE, Step.MOMENTUM),
}


def first_words(found: Improvement) -> dict[str, str]:
    """Return what a new plan begins with: the improvement's own words and those of its pages."""
    said = {each.step: each.text.text for each in found.step_pages.select_related("text")}
    own = {"description": found.idea, "solution": found.intervention}
    parts = {name: [own.get(name, ""), *(said.get(step, "") for step in steps)] for name, steps in FROM_STEPS.items()}
    return {name: "\n\n".join(each.strip() for each in texts if each.strip()) for name, texts in parts.items()}


def of_plan(found: Plan) -> Content:
    """Return words and facts of a plan as they are now."""
    improvement = found.improvement
    return {
        "texts": {name: getattr(found, name) for name in PLAN_PARTS},
        "basic": _basic(improvement),
        "baseline": _baseline(improvement),
        "items": [_item(each) for each in _items(improvement)],
        "duties": _duties(improvement),
        "people": _people(improvement),
        "rechecks": [_recheck(each) for each in improvement.rechecks.all()],
        "earlier": _earlier(found),
    }


def of_report(found: ImprovementReport, account: Account | None, keep: Keep) -> Content:
    """Return words and facts of a report as they are now; its plan's parts as they were approved.

    Rises NotYet while the weeks since the change are being counted.
    """
    improvement = found.improvement
    frozen = found.plan.frozen if found.plan is not None else None
    return {
        "plan": frozen.content if frozen is not None else {},
        "plan_number": found.plan.number if found.plan is not None else None,
        "texts": {name: getattr(found, name) for name in REPORT_PARTS},
        "basic": _basic(improvement),
        "baseline": _baseline(improvement),
        "answer": _answer(improvement.last_answer),
        "since": _since(improvement, account, keep),
        "items": [_item(each) for each in _items(improvement)],
        "rechecks": [_recheck(each) for each in improvement.rechecks.all()],
        "people": _people(improvement),
        "receivers": {"leader": _name(found.leader), "supervisor": _name(found.supervisor)},
    }


def _basic(found: Improvement) -> Content:
    names = ("title", "service", "element", "origin", "state", "value", "effort", "risk", "currency", "finding", "unit")
    plain: Content = {name: getattr(found, name) for name in names}
    return plain | {
        "key": found.identity.key,
        "owner": _name(found.owner),
        "proposed_by": _name(found.proposed_by),
        "benefit": None if found.benefit is None else float(found.benefit),
        "target_percent": found.target_percent,
        "margin_percent": found.margin_percent,
        "intervention_on": _day(found.intervention_on),
        "rule": found.rule,
    }


def _baseline(found: Improvement) -> Content | None:
    kept: Baseline | None = found.baseline
    if kept is None:
        return None
    days = {name: _day(getattr(kept, name)) for name in ("first", "last", "known_until")}
    return days | {
        "pk": kept.pk,
        "at": kept.at.isoformat(),
        "level": measuring.baseline_level(kept),
        "unit": kept.unit,
        "weeks": measuring.baseline_weeks(kept)[0],
        "seal": kept.seal,
    }


def _items(found: Improvement) -> Any:
    rows = found.control_items.exclude(state="withdrawn").select_related("identity", "implementer", "checker")
    return rows.order_by("planned_on", "pk")


def _item(each: Any) -> Content:
    days = {name: _day(getattr(each, name)) for name in ("planned_on", "check_on", "first_checked_on", "closed_on")}
    names = ("title", "plan", "first_result", "result", "state", "cause", "measure", "customer_checker")
    told: Content = {name: getattr(each, name) for name in names}
    return days | told | {"implementer": _name(each.implementer), "checker": _name(each.checker)}


def _duties(found: Improvement) -> list[Content]:
    """The duties: a code where the shipped words hold, so that each language says its own."""
    told = []
    for each in checklists.tasks_of(found.pk, DUTIES):
        own = each.words.text if each.words is not None else str(each.kept.get("text") or "")
        told.append({"code": each.code, "text": own, "person": _name(each.person)})
    return told


def _people(found: Improvement) -> Content:
    supervision = Supervision.objects.filter(improvement=found).select_related("supervisor").first()
    takes_part = [each.account.name for each in found.participants.select_related("account")]
    return {"participants": takes_part, "supervisor": _name(supervision.supervisor if supervision else None)}


def _recheck(each: Recheck) -> Content:
    return {"days": each.days, "due_on": _day(each.due_on), "state": each.state}


def _earlier(found: Plan) -> list[Content]:
    before = found.improvement.plans.filter(number__lt=found.number or 1, approved_on__isnull=False)
    return [
        {"number": each.number, "approved_on": _day(each.approved_on), "key": each.identity.key}
        for each in before.select_related("identity").order_by("number")
    ]


def _answer(given: GivenAnswer | None) -> Content | None:
    """The answer as it was given at the verification."""
    if given is None:
        return None
    names = (
        "verdict", "target_reached", "change", "low", "high", "weeks_before", "weeks_after", "level_before",
        "level_after", "deciding", "guards", "reasons",
    )  # fmt: skip
    return {name: getattr(given, name) for name in names} | {"at": given.at.isoformat(), "by": _name(given.by)}


def _since(found: Improvement, account: Account | None, keep: Keep) -> list[list[Any]] | None:
    """The weeks after those of the baseline; None where the data set is gone, or this person may not see it."""
    baseline = found.baseline
    if baseline is None or found.data_set is None:
        return None
    try:
        known = measuring.known(account, found.data_set, baseline.measure, baseline.unit, keep)
    except (NotFound, NotAllowed):
        return None
    frozen = measuring.frozen_weeks(baseline)
    last = frozen[-1].monday if frozen else date.min
    return [[each.monday.isoformat(), each.value, each.others] for each in known.weeks.weeks if each.monday > last]


def _name(account: Account | None) -> str:
    return account.name if account is not None else ""


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
