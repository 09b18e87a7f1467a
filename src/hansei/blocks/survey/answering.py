"""Answering by a link, and counting what was answered: the person is known to the one, the answers to the other.

A link carries a ticket that the database does not know until it is used, and then only by its hash. Answers and words
go sealed into ballot boxes, and come out in whole weeks, five or more together. Nothing here is an action: it would
leave an event with an instant for each person.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from django.core import signing
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from hansei.blocks.ballot import actions as ballots
from hansei.blocks.ballot import queries as waiting
from hansei.blocks.ballot.actions import Ticket
from hansei.blocks.survey.declaration import QUESTIONS
from hansei.blocks.survey.events import AnswersCounted
from hansei.blocks.survey.models import Remark, Response, Survey, SurveyMail
from hansei.blocks.survey.results import FEWEST_SHOWN
from hansei.kernel.actions import Act
from hansei.kernel.errors import NotFound, Refusal

LINK: Final = "hansei.survey.link"
THANKS: Final = "hansei.survey.thanks"
THANKS_SECONDS: Final = 3600
LONGEST: Final = 2000  # characters of a remark
ANSWERS, REMARKS = "survey.answers:", "survey.remarks:"
ANSWERS_SIZE: Final = 1024
REMARKS_SIZE: Final = 6 * LONGEST + 256  # the longest way to write a character in JSON has six bytes


def new_secret() -> str:
    """Make a ticket's secret; it is written into a link and nowhere else."""
    return secrets.token_urlsafe(16)


def secret_of(mail: SurveyMail) -> str:
    """Return the secret of a mail's link: the same at each try, and nobody's any more once the seed has gone."""
    return salted_hmac(LINK, mail.seed, algorithm="sha256").hexdigest()


def token(survey: int, secret: str, last_day: date) -> str:
    """What stands in somebody's link."""
    return signing.dumps([survey, secret, last_day.isoformat()], salt=LINK)


def survey_of(link: str, day: date) -> Survey:
    """Return the survey of a link that may still be answered."""
    found, ticket = _read(link, day)
    ballots.refuse_spent(ticket)
    return found


def answer(link: str, answers: dict[str, int], day: date) -> str:
    """Take the answers of whoever holds this link, once; return the token of one remark, which is tied to nothing."""
    found, ticket = _read(link, day)
    kept = {code: value for code, value in answers.items() if code in found.questions}
    if len(kept) < len(found.questions) or any(value not in QUESTIONS[code].values for code, value in kept.items()):
        raise Refusal("survey.answer", _("Choose one of the answers."))
    ballots.put(f"{ANSWERS}{found.pk}", kept, size=ANSWERS_SIZE, day=day, ticket=ticket)
    return signing.dumps([found.pk, new_secret()], salt=THANKS)


def remark(thanks: str, text: str, day: date) -> None:
    """Keep what somebody wrote into the open field, once; it is tied to no answers."""
    try:
        survey, secret = signing.loads(thanks, salt=THANKS, max_age=THANKS_SECONDS)
    except signing.BadSignature:
        raise _no_link() from None
    if said := text.replace("\x00", "").strip()[:LONGEST]:
        ticket = Ticket(secret, day + timedelta(days=7))
        ballots.put(f"{REMARKS}{survey}", {"text": said}, size=REMARKS_SIZE, day=day, ticket=ticket)


def boxes_of(survey: int) -> tuple[str, str]:
    """Return the names of a survey's boxes: for answers, and for words."""
    return f"{ANSWERS}{survey}", f"{REMARKS}{survey}"


def count_answers(act: Act, *, day: date, survey: int | None = None) -> int:
    """Count what was answered in weeks that are over, five or more together; return how many answers that were.

    Fewer wait for the next week, and are thrown away unread once the survey is closed. A survey is counted as one
    piece, so a kill in between leaves it as it was, and the next look counts it.
    """
    boxes = [*waiting.boxes(ANSWERS), *waiting.boxes(REMARKS)]
    asked = {int(each.rpartition(":")[2]) for each in boxes} if survey is None else {survey}
    n = sum(_count(act, found, _monday(day)) for found in Survey.objects.filter(pk__in=asked).order_by("pk"))
    ballots.forget_tickets(day=day)
    return n


@transaction.atomic
def _count(act: Act, found: Survey, monday: date) -> int:
    """One survey's. Its instant is the beginning of the week, whenever the look was."""
    at, week = datetime.combine(monday, time(), UTC), monday - timedelta(days=7)
    boxes = boxes_of(found.pk)
    answers, remarks = (ballots.take(each, before=monday, at_least=FEWEST_SHOWN) for each in boxes)
    thrown = 0
    if not found.is_open:
        thrown = sum(len(ballots.take(each, before=monday, at_least=1)) for each in boxes)
    if not answers and not remarks and not thrown:
        return 0
    Response.objects.bulk_create([Response(survey=found, week=week, answers=each) for each in answers])
    Remark.objects.bulk_create([Remark(survey=found, week=week, text=each["text"]) for each in remarks])
    fact = AnswersCounted(survey=found.pk, answers=len(answers), remarks=len(remarks), thrown_away=thrown)
    replace(act, by=None, at=at).record(fact)
    return len(answers)


def _read(link: str, day: date) -> tuple[Survey, Ticket]:
    try:
        survey, secret, last = signing.loads(link, salt=LINK)
    except signing.BadSignature:
        raise _no_link() from None
    ticket = Ticket(secret, date.fromisoformat(last))
    found = Survey.objects.filter(pk=survey).first()
    if found is None:
        raise _no_link()
    if ticket.last_day < day or not found.is_open:
        raise Refusal("survey.over", _("This survey is over."))
    return found, ticket


def _no_link() -> NotFound:
    return NotFound("survey.no_link", _("This link is not whole. Open it as it was sent."))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
