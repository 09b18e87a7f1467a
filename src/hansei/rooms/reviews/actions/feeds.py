"""Open and shut the address under which somebody's calendar reads their reviews."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotAllowed
from hansei.kernel.models import Account
from hansei.rooms.reviews import kinds
from hansei.rooms.reviews.events import FeedOpened, FeedShut
from hansei.rooms.reviews.models import CalendarFeed


@action("review_feed.open", label=gettext_lazy("Make a new address"), right=kinds.SEE)
def open_feed(act: Act) -> int:
    """Make an address of one's own for a calendar; one that was there answers no more. Returns its number."""
    account = _person(act)
    _shut(act, account)
    made = CalendarFeed.objects.create(account=account, made_at=act.at)
    act.record(FeedOpened(feed=made.pk, account=account.pk))
    return made.pk


@action("review_feed.shut", label=gettext_lazy("Shut the address"))
def shut_feed(act: Act) -> None:
    """Let one's own calendar address answer no more."""
    _shut(act, _person(act))


def _person(act: Act) -> Account:
    if act.by is None:
        raise NotAllowed("feed.person", _("A calendar feed belongs to a person."))
    return Account.objects.select_for_update().get(pk=act.by.pk)


def _shut(act: Act, account: Account) -> None:
    for each in CalendarFeed.objects.select_for_update().filter(account=account, revoked_at=None):
        each.revoked_at = act.at
        each.save(update_fields=["revoked_at"])
        act.record(FeedShut(feed=each.pk, account=account.pk))
