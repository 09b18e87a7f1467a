"""Somebody's own reviews for their calendar: only what they may see, under an address that only they have."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.core import signing
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hansei.blocks.meeting import calendar_file, described, invitations
from hansei.blocks.meeting.models import Meeting
from hansei.kernel.models import Account
from hansei.rooms.reviews import kinds, queries
from hansei.rooms.reviews.models import CalendarFeed, PlanPerson, Review

SIGNER: Final = signing.Signer(salt="hansei.reviews.feed", sep=".")
BACK: Final = timedelta(days=92)  # what is older is history, not a calendar
MOST, LONGEST_TOKEN = 1000, 100


def address_of(feed: CalendarFeed) -> str:
    return reverse("reviews:feed_file", args=[SIGNER.sign(str(feed.pk))])


def feed_of(account: Account) -> CalendarFeed | None:
    """The address that answers now for this person, if any."""
    return _answering().filter(account=account).first()


def _answering() -> QuerySet[CalendarFeed]:
    """The addresses that were not shut. Closing an account shuts its address, also for when it is opened again."""
    never_closed = Q(account__reopened_at=None) | Q(made_at__gt=F("account__reopened_at"))
    return CalendarFeed.objects.select_related("account").filter(never_closed, revoked_at=None)


def account_of(token: str) -> Account | None:
    """Whose feed a link is; None for what we did not sign, what was shut, and who may not sign in any more."""
    if len(token) > LONGEST_TOKEN:
        return None
    try:
        pk = int(SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    found = _answering().filter(pk=pk).first()
    return found.account if found is not None and found.account.is_active else None


def meetings_of(account: Account) -> list[tuple[Review, Meeting]]:
    """The reviews that this person is asked to or answers for, and may see: since three months ago."""
    recent = Meeting.objects.filter(starts_at__gte=timezone.now() - BACK)
    asked = Q(manager=account) | Q(pk__in=recent.filter(participants__account=account).values("pk"))
    for each in PlanPerson.objects.filter(account=account):  # asked as soon as somebody sends invitations
        asked |= Q(plan=each.plan_id, kind__in=kinds.comes_to(each.side, each.kinds))
    # A pack drafted for itself has a review too, which nobody called for a day.
    called = queries.reviews(account).exclude(state="planned", planned_on=None)
    rows = {each.pk: each for each in called.filter(asked, pk__in=recent.values("pk"))}
    return [(rows[each.pk], each) for each in recent.filter(pk__in=rows).order_by("starts_at", "pk")[:MOST]]


def file_of(account: Account) -> bytes:
    """The calendar file of these reviews, in the language that is active."""
    entries = []
    for found, met in meetings_of(account):
        said = described.Described(
            found.title, str(found.get_kind_display()), reverse("reviews:meeting", args=[found.pk]), found.manager
        )
        entries.append(invitations.entry(met, said, url=said.url))
    return calendar_file.written(entries, method=calendar_file.PUBLISH, name=_("Reviews"))
