"""The demonstration's improvements: real records that live as any other, each step by the action that a person takes.

A baseline is frozen on the company's day, when nothing later has been imported; what an answer says is computed from
what the last extract brought. Only titles, dates and goals come from the generator.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _

from hansei.analytics.demonstration import STEPS, PlantedImprovement, planned_improvements
from hansei.blocks.checklist.erasure import forget
from hansei.kernel import demonstration
from hansei.kernel.demonstration import Progress, account_of, act_of, identities, let_go, records_of
from hansei.kernel.models import Account, Source
from hansei.rooms.improvement import actions
from hansei.rooms.improvement.demonstration import sheets
from hansei.rooms.improvement.models import (
    Baseline,
    Celebration,
    End,
    Frozen,
    GivenAnswer,
    HandPlace,
    Improvement,
    ImprovementReport,
    Nomination,
    Participant,
    Plan,
    StepPage,
    Transfer,
    Verdict,
)
from hansei.rooms.mining import queries as mining

VERIFIED_AFTER: Final = timedelta(days=90)
# state -> the next one, who moves it there, and how many days before the baseline is frozen
EARLY_WAYS: Final = {"proposed": ("triage", 18), "triage": ("analysed", 9), "analysed": ("planned", 2)}
# What the board thought each worth, and the effort of it: 1 low, 2 medium, 3 high.
JUDGED: Final = {
    "Replace the remote access gateway": (3, 3),
    "Print instructions beside every printer": (1, 1),
    "Clean the display cables": (2, 1),
    "Tune the purchasing system": (2, 2),
    "Archive old mail by itself": (3, 2),
}
LUCK: Final = "The boards were back to the usual before anybody touched a cable."


def load(by: Account, progress: Progress, day: date) -> None:
    """Bring every improvement as far as it was on this day of the company; after a kill, from where it stands."""
    for planned in planned_improvements():
        if planned.frozen_on > day:
            continue
        if _found(planned) is None:
            progress(_("Improvement: %(title)s") % {"title": planned.title})
        while _goes_on(planned, day):
            pass


def _goes_on(planned: PlantedImprovement, day: date) -> bool:
    """Do the next step of its life that lies before this day; say whether there was one."""
    found = _found(planned)
    if found is None:
        _propose(planned)
    elif found.state == "analysed" and not found.measure:
        _choose_measure(planned, found)
    elif found.state in EARLY_WAYS:
        to, days = EARLY_WAYS[found.state]
        if found.state == "analysed":
            sheets.fill(planned, found, planned.frozen_on - timedelta(days=3))
        _move(found, to, planned.frozen_on - timedelta(days=days))
    elif found.state == "planned":
        _approve(planned, found)
    elif found.state == "approved" and planned.intervention_on <= day:
        _move(found, "in_work", planned.intervention_on)
    elif found.state == "in_work" and day == STEPS[-1] and planned.intervention_on + VERIFIED_AFTER <= day:
        actions.verify(act_of("manager", day, 10), pk=found.pk, version=found.identity.version)
    elif found.state == "verified" and (end := _end(found)):
        sheets.hand_on(found, day)
        found = _found(planned) or found
        reason = LUCK if end == End.WITHOUT_PROOF else ""
        actions.close(act_of("manager", day, 11), pk=found.pk, version=found.identity.version, end=end, reason=reason)
    else:
        return False
    return True


def _found(planned: PlantedImprovement) -> Improvement | None:
    here = records_of(Improvement).select_related("identity")
    return here.filter(title=planned.title).first()


def _propose(planned: PlantedImprovement) -> None:
    value, effort = JUDGED.get(planned.title, (2, 2))
    fields: actions.Fields = {
        "title": planned.title,
        "idea": planned.idea,
        "element": planned.element,
        "service": planned.service,
        "risk": "The calls go on, are paid every time, and the people who take them get tired of it.",
        "owner": account_of("manager").pk,
        "value": value,
        "effort": effort,
        "target_percent": round((1 - planned.target_share) * 100),
        "margin_percent": round(planned.margin_share * 100),
        "intervention_on": planned.intervention_on,
        "intervention": planned.change,
    }
    actions.propose(act_of("agent", planned.frozen_on - timedelta(days=20), 9), fields=fields)


def _move(found: Improvement, to: str, day: date) -> None:
    actions.move(act_of("manager", day, 13), pk=found.pk, version=found.identity.version, to=to)


def _choose_measure(planned: PlantedImprovement, found: Improvement) -> None:
    act = act_of("manager", planned.frozen_on - timedelta(days=3), 10)
    assert act.by is not None
    source = next(each.id for each in mining.data_sets(act.by) if each.kind == Source.Kind.DEMONSTRATION)
    where = {name: [value] for name, value in planned.where}
    actions.choose_measure(act, pk=found.pk, version=found.identity.version, source=source, where=where)


def _approve(planned: PlantedImprovement, found: Improvement) -> None:
    """On the day of the board: freeze how it is, then approve."""
    first, last = planned.chosen or (None, None)
    if found.baseline is None:
        actions.freeze_baseline(
            act_of("manager", planned.frozen_on, 13),
            pk=found.pk,
            version=found.identity.version,
            since=planned.baseline[0],
            chosen_first=first,
            chosen_last=last,
        )
    # What takes little effort has low risk, and is the doer's own to decide.
    who = "manager" if found.effort == 1 else "admin"
    actions.move(act_of(who, planned.frozen_on, 14), pk=found.pk, version=found.identity.version, to="approved")


def _end(found: Improvement) -> str:
    """How a sensible person ends it by its answer; "" leaves it open, to be looked at again."""
    given = found.last_answer
    assert given is not None, "it was verified"
    if given.verdict == Verdict.BETTER:
        return End.EFFECTIVE if given.target_reached else End.TARGET_MISSED
    if given.verdict == Verdict.NO_MATERIAL_CHANGE:
        return End.NO_EFFECT
    return End.WITHOUT_PROOF if "vanishes_against_earlier" in given.reasons else ""


def remove(progress: Progress) -> None:
    """Delete the improvements with what hangs on them; their events and numbers go with their source."""
    here = identities("improvement")
    mine = here.values("pk")
    forget(here)
    _remove_papers()
    for model in (StepPage, Participant, Transfer, Celebration, Nomination, HandPlace):
        model._default_manager.filter(improvement__in=mine).delete()
    GivenAnswer.objects.filter(improvement__in=here.values("pk")).delete()
    Baseline.objects.filter(improvement__in=here.values("pk")).delete()
    Improvement.objects.filter(identity__in=here).delete()
    let_go(here)


def _remove_papers() -> None:
    """Plans and reports that somebody wrote for them; what was sent of them goes with the room of reports."""
    here = identities("improvement_plan", "improvement_report")
    Frozen.objects.filter(paper__in=here.values("pk")).delete()
    ImprovementReport.objects.filter(identity__in=here).delete()
    Plan.objects.filter(identity__in=here).delete()
    let_go(here)


demonstration.part("improvement", order=20, steps=STEPS, load=load, remove=remove)
