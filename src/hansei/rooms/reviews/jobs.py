"""Count what packs say of a new version before anybody opens them; draft packs and make dates when it is time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.utils import timezone

from hansei.kernel import jobs
from hansei.kernel.actions import Act
from hansei.kernel.errors import Refusal
from hansei.kernel.jobs import Lane, Running, job
from hansei.kernel.timers import timer
from hansei.rooms.mining import queries as mining
from hansei.rooms.reviews import actions, queries, workdays
from hansei.rooms.reviews.kinds import SECTIONS
from hansei.rooms.reviews.models import Pack, Plan, Review

AHEAD: Final = 3  # working days before a pack is due in which people write into its draft
NEWEST: Final = 24  # two years of months; older packs are counted when somebody opens them


@job("reviews.prepare", Lane.BACKGROUND)
def prepare(running: Running) -> dict[str, Any]:
    """Count the newest packs of every data set: drafts show it, frozen ones name what was corrected since."""
    done = 0
    for data_set in mining.ready_data_sets():
        for pack in Pack.objects.filter(source=data_set.pk)[:NEWEST]:
            running.report(step="review")
            queries.counted(mining.kept, data_set, pack)
            if {"goals", "off_track"} & set(SECTIONS[pack.kind]):
                queries.held_to_goals(pack, data_set, mining.kept)
            done += 1
    return {"packs": done}


@timer("reviews.round", every=timedelta(hours=1))
def look() -> None:
    """Ask for the round where a pack wants drafting or a plan wants its next dates."""
    if to_draft(timezone.localdate()) or to_go_on(timezone.localdate()):
        jobs.enqueue_once("reviews.round", by=None)


@job("reviews.round", Lane.BACKGROUND)
def make_round(running: Running) -> dict[str, Any]:
    """Draft the packs whose time has come, each in its own transaction, and make the next dates of published plans."""
    today, drafted, dates = timezone.localdate(), 0, 0
    for each in to_draft(today):
        running.report(step="review")
        try:
            actions.draft_planned(Act(by=None, via="job"), review=each.pk)
            drafted += 1
        except Refusal:  # somebody drafted it meanwhile, or a pack of these days is there already
            continue
    for plan in to_go_on(today):
        running.report(step="review")
        dates += actions.go_on(Act(by=None, via="job"), pk=plan.pk)
    return {"drafted": drafted, "dates": dates}


def to_draft(today: date) -> list[Review]:
    """The reviews still to come whose pack is due soon, has its data, and is not there."""
    rows = Review.objects.filter(state="planned", pack=None, planned_on__gte=today).exclude(data_set=None)
    rows = rows.filter(pack_due__lte=today + timedelta(days=14)).select_related("plan")
    return [each for each in rows if _begins(each) <= today and queries.why_no_pack(each) is None]


def _begins(found: Review) -> date:
    """When drafting begins: some working days before the pack is due, and not before its period has ended."""
    assert found.pack_due is not None
    country = found.plan.country if found.plan is not None else ""
    early = workdays.before(found.pack_due, AHEAD, found.zone, country)
    return max(early, found.last + timedelta(days=1)) if found.last else early


def to_go_on(today: date) -> list[Plan]:
    """The published plans whose dates end within eleven months."""
    return list(Plan.objects.filter(state="published", planned_until__lt=today + timedelta(days=335)))
