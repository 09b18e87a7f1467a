"""The demonstration's reviews: told once, whole after a kill, mailed to nobody, and gone without a trace."""

from __future__ import annotations

from datetime import date

import pytest

from hansei.analytics.demonstration import STEPS
from hansei.blocks.meeting.models import Agreed, Meeting, MeetingMail
from hansei.kernel import check, demonstration
from hansei.kernel.models import Account, Revision
from hansei.rooms.reviews import demonstration as ours
from hansei.rooms.reviews import queries
from hansei.rooms.reviews.models import Plan, Review
from tests.accounts import make_account


@pytest.fixture
def admin(db: None) -> Account:
    for role, who in (("manager", "manager"), ("agent", "agent"), ("administrator", "admin")):
        account = make_account(role)
        Account.objects.filter(pk=account.pk).update(email=f"{who}@demo.example")
    return demonstration.account_of("admin")


def counts() -> tuple[int, ...]:
    return tuple(each.objects.count() for each in (Plan, Review, Meeting, Agreed, Revision))


def test_it_is_told_once_mails_nobody_and_goes(admin: Account):
    before = counts()
    ours.load(admin, print, STEPS[-1])
    told = counts()
    states = list(Review.objects.filter(planned_on__lt=STEPS[-1]).values_list("state", flat=True))
    assert states.count("not_held") == 1 and states.count("held") == len(states) - 1 >= 8
    assert Review.objects.filter(state="planned", planned_on__gt=STEPS[-1]).count() >= 10
    kept = queries.kept(Review.objects.all(), date(2026, 1, 1), STEPS[-1])
    assert (kept.on_time.count, kept.on_time.n) == (len(states) - 1, len(states))
    assert not MeetingMail.objects.exists()
    ours.load(admin, print, STEPS[-1])
    assert counts() == told and list(check.check()) == []
    ours.remove(print)
    assert counts() == before
