"""The made-up company's goals: the starter tree with targets and owners, a scorecard, an outcome, and a conflict."""

from __future__ import annotations

from datetime import date
from typing import Any

from hansei.analytics.demonstration import STEPS
from hansei.kernel import demonstration, links
from hansei.kernel.demonstration import Progress, account_of, act_of, identities, let_go, records_of
from hansei.kernel.models import Account, ObjectLink
from hansei.rooms.goals import actions
from hansei.rooms.goals.models import Contribution, Goal, Outcome, Output, Scorecard

KINDS = ("goal", "scorecard", "outcome")
# measure of the library -> target (a share, hours, cases a week)
TARGETS = {
    "cases": 330.0,
    "reopened_share": 0.05,
    "time_to_restore": 3.0,
    "time_to_resolve": 8.0,
    "reassigned_share": 0.25,
    "service_level_attainment": 0.95,
    "service_level_flag_share": 0.95,
    "flow_efficiency": 0.3,
}
SERVED = {"cases": 3, "time_to_restore": 2}  # so many improvements serve the objective that this metric shows


def load(_by: Account, progress: Progress, day: date) -> None:
    """At the company's first step the goals are set; at each one, improvements of the time are tied to them."""
    if day == STEPS[0]:
        progress("Setting the demonstration's goals")
        # Each part looks for itself whether it was done: a killed load goes on where it stopped.
        for part in (_load_tree, _load_scorecard, _declare_a_conflict, _set_targets, _note_an_outcome):
            part(day)
    _tie_improvements(day)


def _load_tree(day: date) -> None:
    if not _goals().exists():
        actions.load_tree(act_of("manager", day, 8))


def _load_scorecard(day: date) -> None:
    if not records_of(Scorecard).exists():
        actions.load_scorecard(act_of("manager", day, 9))


def _goals() -> Any:
    return records_of(Goal).select_related("identity", "metric")


def _set_targets(day: date) -> None:
    owner = account_of("manager").pk
    reachable = "It was reached in two months of the last year."
    for each in _goals().filter(owner=None).order_by("pk"):
        fields: dict[str, Any] = {"owner": owner}
        if each.level == "objective":
            fields |= {"due_on": day.replace(year=day.year + 1), "reachable": reachable}
        if each.metric is not None:
            fields["target"] = TARGETS.get(each.metric.measure)
        actions.edit(act_of("manager", day, 10), pk=each.pk, version=each.identity.version, fields=fields)  # type: ignore[arg-type]  # written out as its fields
    agreed = _goals().filter(level="purpose") | _goals().filter(metric__isnull=False)
    for each in agreed.filter(state="draft").order_by("pk"):
        actions.move(act_of("manager", day, 11), pk=each.pk, version=each.identity.version, to="agreed")


def _declare_a_conflict(day: date) -> None:
    if Contribution.objects.filter(child__in=_goals(), effect="hurts").exists():
        return
    act = act_of("manager", day, 9)
    short = actions.add(
        act,
        fields={
            "title": "Shorter calls at the service desk",
            "level": "indicator",
            "planned_measure": "Mean call time",
            "better": "lower",
        },
    )
    back = _goals().filter(metric__measure="time_to_restore", level="objective").get()
    evidence = "After short calls more people called again within a week."
    actions.contribute(act, pk=short.pk, parent=back.pk, effect="hurts", strength=2, evidence=evidence)


def _note_an_outcome(day: date) -> None:
    if records_of(Outcome).exists():
        return
    act = act_of("manager", day, 13)
    back = _goals().filter(metric__measure="time_to_restore", level="objective").get()
    found = actions.note_outcome(
        act,
        fields={
            "title": "Station staff open the gates again sooner after a failure",
            "stakeholder": "Station staff",
            "method": "Counted by the stations and read together once a month.",
            "goal": back.pk,
            "owner": account_of("manager").pk,
            "unit": "minutes",
            "better": "lower",
            "baseline": 54.0,
            "baseline_on": day,
            "planned": 30.0,
            "current": 38.0,
            "current_on": day,
            "n": 112,
            "others": "Passengers wait less at the gates; the night shift is called out less often.",
        },
    )
    actions.add_output(act, pk=found.pk, name="Failover order changed on all gate controllers", delivered_on=day)
    actions.move_outcome(act, pk=found.pk, version=1, to="agreed")


def _tie_improvements(day: date) -> None:
    """What is improved is for something: the first three for fewer interruptions, the others for a quicker return."""
    here = identities("improvement")
    waiting = list(here.exclude(pk__in=ObjectLink.objects.filter(role="serves").values("object")).order_by("pk"))
    for measure, most in SERVED.items():
        objective = _goals().filter(metric__measure=measure, level="objective").get()
        there = ObjectLink.objects.filter(role="serves", target_id=objective.pk).count()
        for each in waiting[: max(0, most - there)]:
            links.link(act_of("manager", day, 15), record=each.pk, role="serves", target=str(objective.identity.key))
            waiting.remove(each)


def remove(progress: Progress) -> None:
    """Delete goals, scorecards and outcomes with what hangs on them; their events and numbers go with their source."""
    here = identities(*KINDS)
    Output.objects.filter(outcome__in=here.values("pk")).delete()
    Outcome.objects.filter(identity__in=here).delete()
    Contribution.objects.filter(child__in=here.values("pk")).delete()
    Goal.objects.filter(identity__in=here).delete()
    Scorecard.objects.filter(identity__in=here).delete()
    let_go(here)


demonstration.part("goals", order=30, steps=STEPS, load=load, remove=remove)
