"""The readers of surveys: whether now is the time, whom one has asked of late, which rounds are due, the results."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from hansei.blocks.survey import results
from hansei.blocks.survey.declaration import QUESTIONS, Scale
from hansei.blocks.survey.models import Hold, Invitation, Response, Survey, SurveyMail, Trigger


def holds() -> list[Hold]:
    """Return what keeps us from asking now."""
    return list(Hold.objects.filter(until=None).select_related("why", "by"))


def holds_of(service: str) -> list[Hold]:
    """Return what kept or keeps us from asking about this service or any; SQLite folds the case of Latin only."""
    return [each for each in Hold.objects.all() if each.service.casefold() in ("", service.casefold())]


def why_not_now(found: Survey, day: date) -> str | None:
    """Return None where it may be asked on this day, else the sentence that says why not."""
    if not found.is_open:
        return _("This survey is closed.")
    about = holds_of(found.service)
    if any(each.until is None for each in about):
        return _("Something grave is open, such as a major incident: nothing is asked until it is over.")
    ended = max((each.until for each in about if each.until is not None), default=None)
    if ended is not None:
        first = next_working_day(timezone.localdate(ended))
        if day < first:
            return _("Something grave was open until just now; it is asked again from the next working day on.")
    return None


def next_working_day(day: date) -> date:
    """Return the first day after this one that is no weekend.

    >>> next_working_day(date(2026, 3, 5)), next_working_day(date(2026, 3, 6))
    (datetime.date(2026, 3, 6), datetime.date(2026, 3, 9))
    """
    following = day + timedelta(days=1)
    while following.weekday() >= 5:
        following += timedelta(days=1)
    return following


def asked_of_late(person: str, cap_days: int, day: date) -> bool:
    """Whether this person was asked by any survey within so many days."""
    asked = Invitation.objects.filter(person=person, day__gt=day - timedelta(days=cap_days), is_lost=False)
    return asked.exists()


def rounds_due(today: date) -> list[Survey]:
    """Return open surveys whose time has come: after something grave ended, or half a year after the last round."""
    due = []
    for found in Survey.objects.filter(is_open=True).exclude(trigger=Trigger.CONTACT):
        last = found.invitations.order_by("-day").values_list("day", flat=True).first()
        if found.trigger == Trigger.MAJOR:
            ends = [each.until for each in holds_of(found.service) if each.until and each.until >= found.opened_at]
            since = timezone.localdate(max(ends)) if ends else None
            is_due = bool(since and next_working_day(since) <= today and (last is None or last <= since))
        else:
            is_due = last is None or last <= today - timedelta(days=182)
        if is_due and not why_not_now(found, today):
            due.append(found)
    return due


def results_of(found: Survey, first: date, last: date) -> results.Results:
    """Return what was answered in the weeks of a period, with n, interval and the response rate.

    Whole weeks of five answers or more each: no two periods differ by fewer. How many answered is how many answers
    were counted, since nobody knows of an invitation whether it was used.
    """
    rows = Response.objects.filter(survey=found, week__gte=first - timedelta(days=6), week__lte=last)
    given = list(rows.values_list("answers", flat=True))
    asked = Invitation.objects.filter(survey=found, day__gte=first, day__lte=last, is_lost=False).count()
    questions = [QUESTIONS[code] for code in found.questions if code in QUESTIONS]
    return results.of(questions, given, asked, min(asked, len(given)))


def mails_of(found: Survey) -> tuple[list[tuple[str, int]], list[SurveyMail]]:
    """How many mails stand in which state, and those that failed or perhaps were not sent, while they can be mended."""
    rows = SurveyMail.objects.filter(invitation__survey=found)
    counts = rows.values_list("state").annotate(n=Count("pk")).order_by("state")
    faults = rows.filter(state__in=(SurveyMail.State.FAILED, SurveyMail.State.DOUBTFUL)).exclude(email="")
    return [(str(SurveyMail.State(state).label), n) for state, n in counts], list(faults.order_by("due_at", "pk")[:200])


def satisfaction(first: date, last: date) -> results.Result | None:
    """Return how satisfied people were after a contact, of all surveys together; None where nothing is asked so.

    By the question of that scale which may be asked after a contact, over the weeks that lie wholly or partly in the
    period. Below `results.FEWEST_SHOWN` answers the result may not be shown; its `n` says so.
    """
    asked = [each for each in QUESTIONS.values() if each.scale is Scale.SATISFACTION and each.after_contact]
    if not asked:
        return None
    rows = Response.objects.filter(
        survey__trigger=Trigger.CONTACT, week__gte=first - timedelta(days=6), week__lte=last
    ).values_list("answers", flat=True)
    given = list(rows)
    return results.result(asked[0], [row[asked[0].code] for row in given if asked[0].code in row])


def satisfaction_by_week(first: date, last: date) -> list[tuple[date, results.Result]]:
    """Return the same for each week (its Monday) in which anybody answered; weeks with too few answers are not told."""
    asked = [each for each in QUESTIONS.values() if each.scale is Scale.SATISFACTION and each.after_contact]
    rows = Response.objects.filter(
        survey__trigger=Trigger.CONTACT, week__gte=first - timedelta(days=6), week__lte=last
    ).values_list("week", "answers")
    by_week: dict[date, list[int]] = {}
    for week, answers in rows:
        if asked and asked[0].code in answers:
            by_week.setdefault(week, []).append(answers[asked[0].code])
    told = [(week, results.result(asked[0], values)) for week, values in sorted(by_week.items())]
    return [each for each in told if each[1].n >= results.FEWEST_SHOWN]
