"""The demonstration's voices: feedback by name, complaints, a compliment and a survey, told on the company's days.

Anonymous opinions are left out: they wait with those of real people, and nobody could tell them apart.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from hansei.analytics.demonstration import STEPS
from hansei.blocks.ballot import actions as ballots
from hansei.blocks.survey import actions as surveys
from hansei.blocks.survey import answering
from hansei.blocks.survey.models import Invitation, Remark, Response, Survey, SurveyMail
from hansei.kernel import demonstration
from hansei.kernel.demonstration import Progress, account_of, act_of, identities, let_go, records_of, version_of
from hansei.kernel.models import Account
from hansei.rooms.feedback import actions
from hansei.rooms.feedback.models import Complaint, Compliment, Feedback
from hansei.rooms.feedback.questions import AFTER_CONTACT

# Days before the company's last day; what was said, the reply, what was done ("" while it is open).
SAID: Final = (
    (80, "Network", "Remote access holds all day now", "Since the new gateway I was not thrown out once.",
     "Thank you for telling us.", "The gateway was replaced in both halls."),
    (45, "Workplace", "The page at the printer is out of date", "It shows the old trays.",
     "You are right, we print it anew.", ""),
    (6, "Passenger Information", "Boards dark at platform 4", "Again since Monday, in the morning.", "", ""),
)  # fmt: skip
COMPLAINTS: Final = (
    (200, "Boards showed wrong departures in the storm", "Passengers missed three trains."),
    (9, "Boards dark, passengers missed trains", "Departures were not shown for an hour."),
)
# Of each 20 answers so many gave each value, the lowest first.
ANSWERS: Final = {"worked": (2, 4, 14), "felt": (1, 2, 4, 9, 4), "met": (1, 2, 3, 8, 6)}
FIRST_VALUE: Final = {"worked": 0, "felt": -2, "met": 1}
ASKED, ANSWERED = 90, 40
# Five: fewer are never shown, since they might tell who wrote them.
REMARKS: Final = (
    "Call me back when you say you will.",
    "Quick help at the counter, thank you.",
    "Ask fewer questions before you look at it.",
    "Tell us before you change the printers.",
    "The queue at shift change is too long.",
)


def load(by: Account, progress: Progress, day: date) -> None:
    """On the company's last day: the voices of the time behind it; after a kill, what is missing."""
    if day != STEPS[-1]:
        return
    for ago, service, title, text, reply, outcome in SAID:
        if not records_of(Feedback).filter(title=title).exists():
            _feedback(day, ago, {"service": service, "title": title, "text": text}, reply, outcome)
    for ago, title, statement in COMPLAINTS:
        if not records_of(Complaint).filter(title=title).exists():
            _complaint(day, ago, title, statement)
    if not records_of(Compliment).exists():
        fields: actions.ComplimentFields = {"title": "Friendly and quick on a bad day", "customer": "Depot North"}
        actions.open_compliment(act_of("agent", day, ago=20), fields=fields)
    if not Survey.objects.filter(opened_by=account_of("manager")).exists():
        _survey(day)


def _feedback(day: date, ago: int, said: dict[str, str], reply: str, outcome: str) -> None:
    fields: actions.FeedbackFields = {"channel": "desk", "giver_name": "Depot North", "may_be_shown": True}
    found = actions.note_feedback(act_of("agent", day, ago=ago), fields={**fields, **said})  # type: ignore[typeddict-item]  # made of two sets of its fields
    if reply:
        actions.read_feedback(act_of("agent", day, ago=ago - 1), pk=found.pk, version=version_of(found.pk))
        actions.reply_feedback(
            act_of("agent", day, ago=ago - 3), pk=found.pk, version=version_of(found.pk), reply=reply
        )
    if outcome:
        act = act_of("manager", day, ago=ago - 5)
        actions.close_feedback(act, pk=found.pk, version=version_of(found.pk), outcome=outcome)


def _complaint(day: date, ago: int, title: str, statement: str) -> None:
    received = day - timedelta(days=ago)
    fields: actions.ComplaintFields = {
        "title": title,
        "statement": statement,
        "customer": "Northwind Passengers",
        "service": "Passenger Information",
        "owner": account_of("manager").pk,
        "received_on": received,
        "due_on": received + timedelta(days=30),
        "acknowledged_on": received + timedelta(days=1),
    }
    found = actions.open_complaint(act_of("agent", day, ago=ago), fields=fields)
    act = act_of("manager", day, ago=ago - 1)
    actions.move_complaint(act, pk=found.pk, version=version_of(found.pk), to="acknowledged")


@transaction.atomic
def _survey(day: date) -> None:
    """A survey after contacts: ninety asked, forty answered, with the same answers each time it is made."""
    act = act_of("manager", day, ago=30)
    survey = surveys.open_survey(
        act, title="After a call", service="Workplace", trigger="contact", questions=list(AFTER_CONTACT)
    )
    people = [f"user{n}@demo.example" for n in range(ASKED)]
    on = timezone.localdate(act.at) + timedelta(days=3)
    for n, (_who, token) in enumerate(surveys.invite(act, survey=survey.pk, people=people).links[:ANSWERED]):
        thanks = answering.answer(token, {code: _value(code, n % 20) for code in AFTER_CONTACT}, on)
        if n < len(REMARKS):
            answering.remark(thanks, REMARKS[n], on)
    counted = act_of("manager", day, ago=20)
    answering.count_answers(counted, day=timezone.localdate(counted.at), survey=survey.pk)


def _value(code: str, place: int) -> int:
    """Return the answer of one of twenty people."""
    for at, count in enumerate(ANSWERS[code]):
        if place < count:
            return FIRST_VALUE[code] + at
        place -= count
    raise AssertionError("the counts of a question make twenty")


def remove(progress: Progress) -> None:
    """Delete what the company's people said and asked. Its events and numbers go with their source."""
    asked = Survey.objects.filter(opened_by__email__endswith="@demo.example")
    SurveyMail.objects.filter(invitation__survey__in=asked.values("pk")).delete()
    for model in (Invitation, Response, Remark):
        model.objects.filter(survey__in=asked.values("pk")).delete()
    ballots.empty(name for each in asked for name in answering.boxes_of(each.pk))
    asked.delete()
    here = identities("feedback", "complaint", "compliment")
    Feedback.objects.filter(identity__in=here).delete()
    Complaint.objects.filter(identity__in=here).update(repeats=None)
    Complaint.objects.filter(identity__in=here).delete()
    Compliment.objects.filter(identity__in=here).delete()
    let_go(here)


demonstration.part("feedback", order=17, steps=(STEPS[-1],), load=load, remove=remove)
