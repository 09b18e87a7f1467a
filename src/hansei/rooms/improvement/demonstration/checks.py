"""The demonstration's control sheet, cases, violation, storyboard and SWOT analysis, and how all of it goes again.

All of it is made up, told on the company's last days by the actions that people take.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from hansei.analytics.demonstration import STEPS
from hansei.blocks.checklist.erasure import forget
from hansei.kernel import demonstration
from hansei.kernel.demonstration import Progress, account_of, act_of, let_go, records_of, version_of
from hansei.kernel.models import Account, Identity, Revision
from hansei.rooms.improvement.actions import capa, control, katas, swots, violations
from hansei.rooms.improvement.models import (
    Capa,
    Coaching,
    CoachingAnswer,
    ControlItem,
    CustomerReport,
    DutyHeld,
    Improvement,
    Investigation,
    Kata,
    KataPoint,
    KataStep,
    Obstacle,
    Recheck,
    RecheckLine,
    Rescore,
    Supervision,
    Swot,
    SwotEntry,
    SwotStrategy,
    SwotVote,
    TargetCondition,
    Violation,
)

KINDS: Final = ("control_item", "capa", "violation", "kata", "swot", "investigation")
OPEN: Final = ("planned", "approved", "in_work", "verified")


def load(by: Account, progress: Progress, day: date) -> None:
    """Bring everything on the company's last day; after a kill, what is missing."""
    if day != STEPS[-1]:
        return
    for kind, bring in ((ControlItem, _sheet), (Capa, _cases), (Violation, _violation), (Kata, _board), (Swot, _swot)):
        if not records_of(kind).exists():
            bring(day)


def _sheet(day: date) -> None:
    """Three items of an improvement that is not closed: done by the agent, checked by the manager."""
    here = records_of(Improvement).filter(state__in=OPEN).order_by("pk")
    found = here.exclude(owner=account_of("admin")).first()
    if found is None:
        return
    items = (
        ("Change the order of failover on all gate controllers", 60, "met", ""),
        ("Alarm when a controller holds over 200 taps", 46, "not_met", "The threshold is set on node A only."),
        ("Restart guide in four languages", 32, "", ""),
    )
    names = {"implementer": account_of("agent").pk, "checker": account_of("manager").pk}
    for title, days, result, observed in items:
        on = day - timedelta(days=days)
        fields: control.ItemFields = {"improvement": found.pk, "title": title, "planned_on": on}
        fields |= {"check_on": on + timedelta(days=4), **names}  # type: ignore[typeddict-item]  # made of two sets of its fields
        made = control.plan_item(act_of("manager", on - timedelta(days=10), 9), fields=fields)
        if result:
            checked = act_of("manager", on + timedelta(days=4), 10)
            control.check_item(checked, pk=made.pk, version=version_of(made.pk), result=result, observed=observed)
        if result == "not_met":
            control.analyse_item(
                act_of("agent", on + timedelta(days=8), 10),
                pk=made.pk,
                version=version_of(made.pk),
                cause="The template of thresholds was never rolled out.",
                measure="Roll it out to every node, then test by hand.",
                check_on=day - timedelta(days=20),
            )
    if found.owner_id != account_of("admin").pk:
        supervise = act_of("manager", day - timedelta(days=70), 9)
        control.name_supervisor(supervise, pk=found.pk, version=version_of(found.pk), supervisor=account_of("admin").pk)


def _cases(day: date) -> None:
    """A complaint corrected and told to the customer, and the same again two months later."""
    first_day = day - timedelta(days=90)
    fields: capa.CapaFields = {
        "title": "Monthly passes charged twice",
        "trigger": "complaint",
        "description": "The nightly batch of the ticket office ran twice; 214 monthly passes were charged twice.",
        "service": "Finance and Purchasing",
        "owner": account_of("manager").pk,
        "due_on": first_day + timedelta(days=30),
        "containment": "Batch stopped, bank told to hold the second file.",
        "cause": "Nothing keeps the batch from being started while it runs.",
        "corrective": "A lock: the second start ends at once and tells the shift.",
        "preventive": "The same lock for the three other nightly batches.",
        "evidence": "Started twice on purpose in the test hall: the second one ended.",
        "effect": "No second charge in six weeks.",
        "customer_title": "Double charges of monthly passes are corrected",
        "customer_words": "All 214 passengers had their money back within three days. A second run is impossible now.",
    }
    made = capa.open_capa(act_of("manager", first_day, 9), fields=fields)
    for after, state in ((1, "contained"), (4, "understood"), (9, "corrected"), (14, "prevented"), (25, "verified")):
        moved = act_of("manager", first_day + timedelta(days=after), 11)
        capa.move_capa(moved, pk=made.pk, version=version_of(made.pk), to=state)
    told = act_of("manager", first_day + timedelta(days=26), 9)
    capa.release_fields(told, pk=made.pk, version=version_of(made.pk), names=["cause", "corrective"])
    capa.share_capa(told, pk=made.pk, version=version_of(made.pk), recipient="Ticket office, by letter")
    capa.move_capa(told, pk=made.pk, version=version_of(made.pk), to="closed")
    again: capa.CapaFields = {"title": "Yearly passes charged twice", "service": "Finance and Purchasing"}
    again |= {"trigger": "complaint", "owner": account_of("manager").pk, "due_on": day + timedelta(days=20)}
    capa.open_capa(act_of("manager", day - timedelta(days=10), 9), fields=again)


def _violation(day: date) -> None:
    fields: violations.ViolationFields = {
        "title": "No answer to a night call within the hour",
        "rule": "Answer within an hour at night",
        "service": "Network",
        "happened_on": day - timedelta(days=15),
        "evidence": "Call of 02:10, answered at 04:35.",
        "owner": account_of("manager").pk,
    }
    violations.record_violation(act_of("manager", day - timedelta(days=14), 9), fields=fields)


def _board(day: date) -> None:
    begin = day - timedelta(days=63)
    fields: katas.KataFields = {
        "title": "Ticket gates work again within three hours at night",
        "current": "Median 5.4 hours in the last half year.",
        "learner": account_of("agent").pk,
        "coach": account_of("manager").pk,
        "unit": "h",
        "begins_on": begin,
    }
    pk = katas.begin_kata(act_of("manager", begin, 9), fields=fields).pk
    due = day + timedelta(days=30)
    katas.set_target(act_of("manager", begin, 10), pk=pk, text="A key is at the gate in an hour", due_on=due, value=3.5)
    first = katas.name_obstacle(act_of("agent", begin, 11), pk=pk, text="Nobody knows who holds the key at night")
    katas.name_obstacle(act_of("agent", begin, 11), pk=pk, text="The threshold of the alarm is set on one node only")
    katas.move_obstacle(act_of("agent", begin, 12), pk=pk, obstacle=first.pk, to="current")
    step = katas.plan_step(act_of("agent", begin, 13), pk=pk, text="Key holder in the rota", expected="One hour less")
    result = act_of("agent", begin + timedelta(days=14), 13)
    katas.write_result(
        result,
        pk=pk,
        experiment=step.pk,
        text="Two hours less",
        learned="Driving to the key cost more than the restart.",
        is_surprise=True,
    )
    katas.plan_step(act_of("agent", day, 9), pk=pk, text="A second key at the station", expected="Half an hour less")
    for week in range(6):
        answers = ["A key in an hour", "Three to five hours", "The key", "A second key", "On Friday"]
        katas.hold_coaching(act_of("manager", begin + timedelta(days=7 * week), 15), pk=pk, answers=answers)
    for week, value in enumerate((5.4, 5.6, 4.9, 4.2, 3.9, 3.8, 3.6)):
        on = begin + timedelta(days=7 * week)
        katas.measure(act_of("agent", on, 16), pk=pk, day=on, value=value)


def _swot(day: date) -> None:
    fields: swots.SwotFields = {"title": "Night support of the network", "owner": account_of("manager").pk}
    pk = swots.begin_swot(act_of("manager", day - timedelta(days=21), 9), fields=fields).pk
    written = (
        ("strength", "Eight analysts who know every hall", "Rota of the last year"),
        ("weakness", "Each meets the same call alone and tells nobody", "Findings of this product"),
        ("opportunity", "The customer wants less overtime in every unit", "Goals of the year"),
        ("threat", "Two analysts may leave because of the nights", ""),
    )
    act = act_of("manager", day - timedelta(days=20), 9)
    made = {
        key: swots.enter(act, pk=pk, quadrant=key, text=text, evidence=proof, is_opinion=not proof)
        for key, text, proof in written
    }
    swots.move_swot(act, pk=pk, version=version_of(pk), to="voting")
    for who in ("manager", "agent", "admin"):
        for each in made.values():
            swots.vote(act_of(who, day - timedelta(days=18), 10), pk=pk, entry=each.pk)
    outside = made["opportunity"].pk
    words = "Show the hours behind the repeats and take the cause away together."
    swots.conclude(act, pk=pk, inside=made["weakness"].pk, outside=outside, text=words)


def remove(progress: Progress) -> None:
    """Delete all of it, and what followers tied to the company's improvements; before those themselves go."""
    all_here = Identity.objects.filter(source__key=demonstration.RECORDS)
    of = all_here.values("pk")
    forget(all_here)
    Rescore.objects.filter(improvement__in=of).delete()
    RecheckLine.objects.filter(recheck__improvement__in=of).delete()
    Recheck.objects.filter(improvement__in=of).delete()
    Supervision.objects.filter(improvement__in=of).delete()
    DutyHeld.objects.filter(improvement__in=of).delete()
    CustomerReport.objects.filter(capa__in=of).delete()
    for of_swot in (SwotVote, SwotStrategy, SwotEntry):
        of_swot._default_manager.filter(swot__in=of).delete()
    CoachingAnswer.objects.filter(session__kata__in=of).delete()
    for of_kata in (Coaching, KataStep, Obstacle, TargetCondition, KataPoint):
        of_kata._default_manager.filter(kata__in=of).delete()
    here = all_here.filter(kind__in=KINDS)
    for kind in (ControlItem, Capa, Violation, Kata, Swot, Investigation):
        kind._default_manager.filter(identity__in=here).delete()
    Revision.objects.filter(object__in=all_here, field__in=("supervision", "recheck")).delete()
    let_go(here)


demonstration.part("improvement.sheets", order=26, steps=STEPS[-1:], load=load, remove=remove)
