"""Days that can be meant, and an action that was written down wrongly: corrected, with what it said before."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from hansei.blocks.meeting import actions as meetings
from hansei.blocks.meeting import queries as met
from hansei.blocks.meeting.models import Acknowledgement, Agreed, Meeting
from hansei.kernel import check
from hansei.kernel.errors import Outdated, Refusal
from hansei.kernel.models import Account, EventRow, Revision
from hansei.rooms.reviews import actions
from hansei.rooms.reviews.models import Review
from hansei.rooms.reviews.tests.audited_world import an_area, planned
from hansei.rooms.reviews.tests.test_told_by_mail import by
from tests.accounts import make_account

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def manager() -> Account:
    return make_account("manager")


def called(manager: Account, day: date) -> Review:
    return actions.call_review(by(manager), fields={"title": "Ωμέγα", "kind": "team", "planned_on": day})


def refused(code: str, run: Any) -> None:
    """It is refused with this code, and nothing is recorded."""
    before = EventRow.objects.count()
    with pytest.raises(Refusal) as said, transaction.atomic():
        run()
    assert said.value.code == code
    assert EventRow.objects.count() == before


@pytest.mark.parametrize(
    ("held", "due", "code"),
    [(30, 0, ""), (30, -1, "action.past"), (-20, -10, ""), (-20, -21, "action.past"), (-500, -400, "day.long_ago")],
    ids=["today", "before today and the meeting", "minutes written later", "before the meeting", "an old year"],
)
def test_an_action_is_due_on_a_day_that_can_be_kept(manager: Account, held: int, due: int, code: str):
    today = timezone.localdate()
    review = called(manager, today + max(held, -300) * DAY)
    Meeting.objects.filter(pk=review.pk).update(starts_at=timezone.now() + held * DAY)

    def agree() -> int:
        return meetings.agree(by(manager), record=review.pk, text="Ω", owner=manager.pk, due=today + due * DAY)

    if code:
        refused(code, agree)
    else:
        assert Agreed.objects.get(pk=agree()).due == today + due * DAY


def test_neither_a_review_nor_an_audit_is_put_into_a_year_long_gone(manager: Account):
    review = called(manager, timezone.localdate() + 9 * DAY)
    long_ago = timezone.now() - 500 * DAY
    refused(
        "day.long_ago",
        lambda: actions.move_review(by(manager), pk=review.pk, version=review.identity.version, starts_at=long_ago),
    )
    refused("day.long_ago", lambda: called(manager, long_ago.date()))
    area = an_area(by(manager), make_account("agent"))
    refused("day.long_ago", lambda: planned(by(manager), area, manager, planned_on=long_ago.date()))
    audit = planned(by(manager), area, manager, planned_on=timezone.localdate() + DAY)
    given: Any = {"planned_on": long_ago.date()}
    version = audit.identity.version
    refused("day.long_ago", lambda: actions.edit_audit(by(manager), pk=audit.pk, version=version, fields=given))
    last_week = timezone.now() - 7 * DAY  # it was held then, and is noted now
    review.identity.refresh_from_db()
    actions.move_review(by(manager), pk=review.pk, version=review.identity.version, starts_at=last_week)
    assert Meeting.objects.get(pk=review.pk).starts_at == last_week


def agreed(manager: Account) -> Agreed:
    review = called(manager, timezone.localdate() + 9 * DAY)
    due = timezone.localdate() + 20 * DAY
    pk = meetings.agree(by(manager), record=review.pk, text="Depto", owner=manager.pk, due=due)
    return Agreed.objects.get(pk=pk)


def test_what_was_agreed_is_corrected_until_it_is_done_and_the_log_says_what_it_was(manager: Account):
    found, other = agreed(manager), make_account("administrator")
    later = found.due + 10 * DAY
    now: Any = {"agreed": found.pk, "owner": other.pk, "due": later}
    meetings.correct(by(manager), seen=found.text_id, text="Depot", **now)
    stands = Agreed.objects.get()
    assert (stands.text.text, stands.owner, stands.due) == ("Depot", other, later)
    said = EventRow.objects.get(kind="meeting.action_corrected").facts
    assert (said["was_owner"], said["owner"], said["was_due"], said["due"]) == (
        manager.pk, other.pk, str(found.due), str(later),
    )  # fmt: skip
    assert [Revision.objects.get(pk=said[name]).text for name in ("was_text", "text")] == ["Depto", "Depot"]
    with pytest.raises(Outdated) as both:
        meetings.correct(by(manager), seen=found.text_id, text="Deport", **now)
    assert (both.value.details["now"], both.value.details["mine"]) == ("Depot", "Deport")
    refused(
        "action.past",
        lambda: meetings.correct(
            by(manager), seen=stands.text_id, text="Depot", **{**now, "due": timezone.localdate() - DAY}
        ),
    )
    before = EventRow.objects.count()
    meetings.correct(by(manager), seen=stands.text_id, text="Depot", **now)
    assert EventRow.objects.count() == before, "nothing is otherwise"
    meetings.finish(by(manager), agreed=found.pk)
    refused("action.done", lambda: meetings.correct(by(manager), seen=stands.text_id, text="Ω", **now))
    assert list(check.check()) == []


def test_after_signing_a_correction_goes_out_with_the_next_issue_and_is_acknowledged(manager: Account, client: Client):
    found = agreed(manager)
    record, member = found.meeting_id, make_account("administrator")
    meetings.add_participant(by(manager), record=record, side="provider", account=member.pk)
    actions.begin(by(manager), pk=record)
    meetings.write_paragraph(by(manager), record=record, text="Alpha")

    def sent() -> None:
        meetings.sign_minutes(by(manager), record=record, seen=met.mark_of(record))
        meetings.send_minutes(by(manager), record=record, issue=Meeting.objects.get(pk=record).issue + 1)

    meetings.end(by(manager), record=record)
    sent()
    client.force_login(manager)
    page = f"/reviews/meeting/{record}/"
    assert f'value="{found.text_id}"' in client.get(page).content.decode()
    given = {"agreed": found.pk, "seen": found.text_id, "text": "Depot", "owner": manager.pk, "due": str(found.due)}
    answer = client.post(f"{page}correct/", given, follow=True)
    assert "Sign and send them again" in answer.content.decode()
    stale = client.post(f"{page}correct/", {**given, "text": "Deport"})
    assert stale.status_code == 412
    assert "Depot" in stale.content.decode() and "Deport" in stale.content.decode()
    assert not met.stands_as_signed(Meeting.objects.get(pk=record))
    sent()
    assert list(Acknowledgement.objects.filter(account=member).values_list("version", flat=True)) == [1, 2]
