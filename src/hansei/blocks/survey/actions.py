"""Every way to open, hold and send surveys. Answering is no action (`answering`): it leaves no event and no instant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from hansei.blocks.mail import actions as mails
from hansei.blocks.mail.posts import Post, Ready
from hansei.blocks.survey import answering, queries
from hansei.blocks.survey.declaration import QUESTIONS
from hansei.blocks.survey.events import (
    AddressesForgotten,
    AskingHeld,
    AskingResumed,
    PeopleInvited,
    SurveyClosed,
    SurveyOpened,
)
from hansei.blocks.survey.models import Hold, Invitation, Survey, SurveyMail, Trigger
from hansei.kernel.actions import Act
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.models import Revision

SALT: Final = "hansei.survey"
OPEN_DAYS: Final = 14
MOST_TAPS: Final = 3  # questions after a contact
MOST_AT_ONCE: Final = 2000


@dataclass(frozen=True)
class Invited:
    """Whom to send which link, and how many were left out why."""

    links: list[tuple[str, str]]
    capped: int
    not_sampled: int
    mailed: int = 0


def open_survey(
    act: Act,
    *,
    title: str,
    service: str,
    trigger: str,
    questions: list[str],
    sample_percent: int = 100,
    cap_days: int = 30,
    may_choose: bool = True,
) -> Survey:
    """Begin to ask. A recommendation is never asked after a single contact, nor more than three taps."""
    known = [QUESTIONS[code] for code in dict.fromkeys(questions) if code in QUESTIONS]
    if not known or len(known) != len(questions) or trigger not in Trigger.values:
        raise Refusal("survey.questions", _("Choose when it is asked, and at least one question."))
    if trigger == Trigger.CONTACT and any(not each.after_contact for each in known):
        raise Refusal(
            "survey.not_after_contact",
            _("A recommendation or the whole service is never judged after a single contact; ask it half-yearly."),
        )
    if trigger == Trigger.CONTACT and len(known) > MOST_TAPS:
        raise Refusal("survey.too_long", _("After a contact three questions are the most: three taps."))
    if not title.strip() or not service.strip() or not 1 <= sample_percent <= 100 or not 1 <= cap_days <= 365:
        raise Refusal("survey.wrong", _("Give title and service, a share of 1 to 100 percent, and 1 to 365 days."))
    made = Survey.objects.create(
        title=title.strip()[:200],
        service=service.strip()[:200],
        trigger=trigger,
        questions=[each.code for each in known],
        sample_percent=sample_percent,
        cap_days=cap_days,
        may_choose=may_choose,
        opened_at=act.at,
        opened_by=act.by,
    )
    act.record(SurveyOpened(survey=made.pk, trigger=trigger, questions=made.questions))
    return made


def close_survey(act: Act, *, survey: int) -> None:
    """Ask no more; what was answered stays."""
    found = _locked(survey)
    if found.is_open:
        found.is_open = False
        found.save(update_fields=["is_open"])
        act.record(SurveyClosed(survey=found.pk))


def invite(act: Act, *, survey: int, people: Iterable[str], languages: Mapping[str, str] | None = None) -> Invited:
    """Give people a link each: those in the sample whom nobody asked of late. Refused while something grave is open.

    With `languages`, the language of each address, the links go out by mail and nobody else sees them.
    """
    # All of them: two surveys at once would ask the same person twice.
    list(Survey.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
    found, day = _locked(survey), timezone.localdate(act.at)
    if said := queries.why_not_now(found, day):
        raise Refusal("survey.not_now", said)
    wanted = list(dict.fromkeys(each.strip().lower() for each in people if each.strip()))
    if not wanted or len(wanted) > MOST_AT_ONCE:
        raise Refusal("survey.people", _("Name 1 to 2000 people by their addresses."))
    links, capped, not_sampled, mailed = [], 0, 0, 0
    for each in wanted:
        person = person_hash(each)
        if not _in_sample(found, person, day):
            not_sampled += 1
        elif queries.asked_of_late(person, found.cap_days, day):
            capped += 1
        else:
            made = Invitation.objects.create(
                survey=found, person=person, day=day, last_day=day + timedelta(days=OPEN_DAYS)
            )
            if languages is None:
                links.append((each, answering.token(found.pk, answering.new_secret(), made.last_day)))
            else:
                _mail(act, made, each, languages[each])
                mailed += 1
    asked = len(links) + mailed
    act.record(PeopleInvited(survey=found.pk, invited=asked, capped=capped, not_sampled=not_sampled))
    return Invited(links, capped, not_sampled, mailed)


def _mail(act: Act, made: Invitation, email: str, language: str) -> None:
    fields = {"email": email, "language": language, "due_at": act.at, "state": SurveyMail.State.WAITING}
    SurveyMail.objects.create(invitation=made, **fields)


def may_go(found: SurveyMail, now: datetime) -> Ready:
    """Whether a mail may go: never while something grave is open, nor when the survey is over."""
    asked, day = found.invitation, timezone.localdate(now)
    if not found.email or not asked.survey.is_open:
        return Ready.DROP
    return Ready.LATER if queries.why_not_now(asked.survey, day) else Ready.GO


def standing(rows: QuerySet[SurveyMail], now: datetime) -> QuerySet[SurveyMail]:
    """Of the mails that are due, those of surveys that may ask now; of closed ones, too, so that they are dropped."""
    day = timezone.localdate(now)
    held = [each.pk for each in Survey.objects.filter(is_open=True) if queries.why_not_now(each, day)]
    return rows.exclude(invitation__survey__in=held)


def arrived(act: Act, found: SurveyMail) -> None:
    """Part of noting what became of a mail. One that went forgets its address and the link's days begin."""
    asked, day = found.invitation, timezone.localdate(act.at)
    if found.state == SurveyMail.State.SENT:
        asked.day, asked.last_day = day, day + timedelta(days=OPEN_DAYS)
    if found.state in (SurveyMail.State.SENT, SurveyMail.State.DROPPED):
        found.email = found.seed = ""
    asked.is_lost = found.state in (SurveyMail.State.FAILED, SurveyMail.State.DROPPED)
    asked.save(update_fields=["day", "last_day", "is_lost"])
    found.save(update_fields=["email", "seed"])


def mail_again(act: Act, post: Post, *, mail: int) -> None:
    """Send a mail again that failed or perhaps was not sent, as long as its survey asks."""
    found: SurveyMail = mails.locked(post, mail)
    if not found.email or not found.invitation.survey.is_open:
        raise Refusal("survey.over", _("This survey is over."))
    mails.again(act, post, found)
    Invitation.objects.filter(pk=found.invitation_id).update(is_lost=False)


def forget_addresses(act: Act) -> int:
    """Take away the addresses of mails whose link is over; returns how many."""
    day = timezone.localdate(act.at)
    over = SurveyMail.objects.exclude(email="").exclude(state=SurveyMail.State.WAITING)
    over = over.filter(Q(invitation__last_day__lt=day) | Q(invitation__survey__is_open=False))
    if not over.exists():
        return 0
    n = over.update(email="", seed="")
    act.record(AddressesForgotten(addresses=n))
    return n


def hold(act: Act, *, service: str, why: str) -> Hold:
    """Ask nothing about a service, or about any, from now on: something grave is open."""
    if not why.strip():
        raise Refusal("survey.why", _("Say what is open."))
    open_now = Hold.objects.filter(until=None)
    if any(each.service.casefold() == service.strip().casefold() for each in open_now):
        raise Refusal("survey.held", _("Nothing is asked about this already."))
    said = Revision.objects.create(field="survey.hold", text=why.strip()[:5000], author=act.by, at=act.at)
    made = Hold.objects.create(service=service.strip()[:200], why=said, since=act.at, by=act.by)
    act.record(AskingHeld(hold=made.pk))
    return made


def resume(act: Act, *, held: int) -> None:
    """What was grave is over."""
    found = Hold.objects.select_for_update().filter(pk=held).first()
    if found is None:
        raise NotFound("survey.no_hold", _("Nothing was held."))
    if found.until is None:
        found.until = act.at
        found.save(update_fields=["until"])
        act.record(AskingResumed(hold=found.pk))


def person_hash(address: str) -> str:
    """Return what stands for a person: known again by the installation's key, readable by nobody."""
    return salted_hmac(SALT, address.strip().lower(), algorithm="sha256").hexdigest()


def _locked(survey: int) -> Survey:
    found = Survey.objects.select_for_update().filter(pk=survey).first()
    if found is None:
        raise NotFound("survey.not_found", _("There is no such survey."))
    return found


def _in_sample(found: Survey, person: str, day: date) -> bool:
    """Whether a person is in this month's sample: by a hash, so that asking twice changes nothing."""
    drawn = sha256(f"{found.pk}:{person}:{day:%Y-%m}".encode()).digest()
    return int.from_bytes(drawn[:4]) % 100 < found.sample_percent
