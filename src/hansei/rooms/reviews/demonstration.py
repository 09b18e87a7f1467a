"""The demonstration's reviews: a published calendar with reviews held, one missed, and those to come.

Minutes and actions are words of the made-up company, told on its days; nobody is mailed about them.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Final

from hansei.analytics.demonstration import STEPS
from hansei.blocks.meeting import actions as meetings
from hansei.blocks.meeting import queries as meeting_queries
from hansei.blocks.meeting.models import Acknowledgement, Agreed, Meeting, Participant
from hansei.kernel import demonstration
from hansei.kernel.demonstration import Progress, account_of, act_of, identities, let_go, records_of, version_of
from hansei.kernel.models import Account, Source
from hansei.rooms.mining import queries as mining
from hansei.rooms.reviews import actions
from hansei.rooms.reviews import audit_demonstration as audit_demonstration  # a part of its own
from hansei.rooms.reviews.models import Kind, Pack, Plan, Review

TITLE: Final = "Operations Control (generated)"
CUSTOMER: Final = "Northwind Passengers"
CONTACT: Final = "Operational contact, Northwind Passengers"
BEGAN: Final = 120  # days before the company's last day
MISSED: Final = 2  # which customer review of the calendar was not held
STILL_TO_READ: Final = timedelta(days=35)  # minutes younger than this wait for the manager
WHY_MISSED: Final = "The customer's contact was called to the storm on the coast line."
OFTEN: Final = {Kind.CUSTOMER: "monthly", Kind.TEAM: "monthly", Kind.PERFORMANCE: "quarterly"}
# What was written, by the kind of review: section, words, whether it was decided.
MINUTES: Final = {
    Kind.CUSTOMER: (
        ("performance", "Most cases are back within the promised time; boards in the morning are not.", False),
        ("needs", "From the new timetable on, the first train leaves at half past four.", False),
        ("problems", "The evening restarts get an owner before anything else is changed.", True),
    ),
    Kind.TEAM: (
        ("special", "Three cases came back after they were closed; all three are about the same board.", False),
        ("next_plan", "Take the restart of the evening into the plan, with a deputy.", True),
    ),
    Kind.PERFORMANCE: (
        ("trends", "Volume as a year ago; what comes again grows slowly.", False),
        ("next_plan", "Find the cause of the dark boards before the winter timetable.", True),
    ),
}
# What was agreed, in how many days, and after how many days it was done (None: still open).
AGREED: Final = {
    Kind.CUSTOMER: (("Name one owner of the evening restart", 21, 18), ("Show the boards' hours on a page", 40, None)),
    Kind.TEAM: (("Write down how a board is restarted", 14, 12),),
    Kind.PERFORMANCE: (("Open a problem for the dark boards", 30, 44),),
}


def load(by: Account, progress: Progress, day: date) -> None:
    """On the company's last day: the calendar of the time around it; after a kill, from where it stands."""
    if day != STEPS[-1]:
        return
    plan = _plan(day)
    past = Review.objects.filter(plan=plan, planned_on__lt=day).exclude(state="withdrawn").order_by("planned_on", "pk")
    customers = 0
    for found in past.select_related("identity"):
        is_missed = found.kind == Kind.CUSTOMER and customers == MISSED
        customers += found.kind == Kind.CUSTOMER
        if is_missed and found.state == "planned":
            act = act_of("manager", found.planned_on or day, 12)
            actions.not_held(act, pk=found.pk, version=version_of(found.pk), reason=WHY_MISSED)
        elif not is_missed:
            _hold(found, day)


def _plan(day: date) -> Plan:
    """The published plan, on the company's own data."""
    found = records_of(Plan).first()
    first = day - timedelta(days=BEGAN)
    if found is None:
        data_set = next(
            (each for each in mining.ready_data_sets() if each.source.kind == Source.Kind.DEMONSTRATION), None
        )
        fields: actions.PlanFields = {
            "title": TITLE, "customer": CUSTOMER, "manager": account_of("manager").pk, "starts_on": first,
            "at_time": time(10), "place": "Operations Control, room 2", "zone": "Europe/Berlin",
            "data_set": data_set.pk if data_set else None,
        }  # fmt: skip
        found = actions.open_plan(act_of("manager", first - timedelta(days=10), 9), fields=fields)
    act = act_of("manager", first - timedelta(days=9), 9)
    if found.state == "draft":
        people = {each.account_id for each in found.people.all()}
        for who in ("manager", "agent"):
            if account_of(who).pk not in people:
                actions.add_person(act, plan=found.pk, side="provider", account=account_of(who).pk)
        if None not in people:
            actions.add_person(
                act, plan=found.pk, side="customer", name=CONTACT, only=[Kind.CUSTOMER, Kind.PERFORMANCE]
            )
        often = Plan.objects.get(pk=found.pk).frequencies
        for kind in {*often, *OFTEN}:
            if often.get(kind, "") != OFTEN.get(Kind(kind), ""):
                changed = {"kind": str(kind), "frequency": OFTEN.get(Kind(kind), "")}
                actions.set_frequency(act, pk=found.pk, version=version_of(found.pk), **changed)
        actions.step_plan(act, pk=found.pk, version=version_of(found.pk), to="published")
    return Plan.objects.get(pk=found.pk)


def _hold(found: Review, day: date) -> None:
    """Bring one review to its sent minutes; after a kill, from where it stands."""
    kind, on = Kind(found.kind), found.planned_on or day
    act = act_of("manager", on, 9)
    if found.state == "planned":
        actions.begin(act, pk=found.pk)
    if not meeting_queries.paragraphs_of(found.pk):
        for section, text, is_decided in MINUTES[kind]:
            way = "decision" if is_decided else "note"
            meetings.write_paragraph(act, record=found.pk, section=section, text=text, kind=way)
    if not meeting_queries.agreed_in(found.pk):
        for text, days, _done in AGREED[kind]:
            meetings.agree(act, record=found.pk, text=text, owner=account_of("agent").pk, due=on + timedelta(days=days))
    for each in Participant.objects.filter(meeting=found.pk, presence=""):
        meetings.note_presence(act, record=found.pk, participant=each.pk, presence="present")
    if Review.objects.values_list("state", flat=True).get(pk=found.pk) == "running":
        actions.hold(act_of("manager", on, 11), pk=found.pk)
    if not Meeting.objects.filter(pk=found.pk).exclude(sent_at=None).exists():
        later = act_of("manager", on + timedelta(days=1), 9)
        meetings.sign_minutes(later, record=found.pk, seen=meeting_queries.mark_of(found.pk))
        meetings.send_minutes(later, record=found.pk, issue=1)
    _finish(found.pk, kind, on, day)


def _finish(pk: int, kind: Kind, on: date, day: date) -> None:
    """What was done by the company's last day is done, and read by who was asked."""
    took = {text: done for text, _days, done in AGREED[kind]}
    for each in Agreed.objects.filter(meeting=pk, done_at=None).select_related("text"):
        done = took.get(each.text.text)
        if done is not None and on + timedelta(days=done) <= day:
            meetings.finish(act_of("agent", on + timedelta(days=done), 15), agreed=each.pk)
    for asked in Acknowledgement.objects.filter(record=pk, given_at=None):
        who = "agent" if asked.account_id == account_of("agent").pk else "manager"
        if who == "agent" or day - on > STILL_TO_READ:
            meetings.acknowledge(act_of(who, on + timedelta(days=2), 10), asked=asked.pk)


def remove(progress: Progress) -> None:
    """Delete the calendar with its meetings and packs; its events and numbers go with their source."""
    here = identities("review", "review_plan")
    Pack.objects.filter(review__in=here.values("pk")).delete()
    Acknowledgement.objects.filter(record__in=here).delete()
    Meeting.objects.filter(pk__in=here.values("pk")).delete()
    Review.objects.filter(identity__in=here).delete()
    Plan.objects.filter(identity__in=here).delete()
    let_go(here)


demonstration.part("reviews", order=35, steps=STEPS[-1:], load=load, remove=remove)
