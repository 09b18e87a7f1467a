"""Whoever got minutes by mail says in a real browser that they have read them."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from hansei.blocks.meeting import actions as meetings
from hansei.blocks.meeting.invitations import POST
from hansei.blocks.meeting.models import MeetingMail
from hansei.blocks.meeting.queries import mark_of
from hansei.kernel.actions import Act
from hansei.rooms.reviews import actions
from tests.accounts import make_account

pytestmark = pytest.mark.browser


def test_one_click_says_that_minutes_were_read(page: Page):
    act = Act(by=make_account("manager"), via="test")
    found = actions.call_review(act, fields={"title": "Ωμέγα", "kind": "event", "planned_on": date(2125, 1, 15)})
    meetings.add_participant(act, record=found.pk, side="customer", name="Άννα", email="anna@omega.example")
    actions.begin(act, pk=found.pk)
    meetings.write_paragraph(act, record=found.pk, text="Όλα καλά")
    actions.hold(act, pk=found.pk)
    meetings.sign_minutes(act, record=found.pk, seen=mark_of(found.pk))
    meetings.send_minutes(act, record=found.pk, issue=1)
    sent = MeetingMail.objects.get()
    page.goto(f"/reviews/read/{POST.token(sent)}/")
    expect(page.get_by_text("Όλα καλά")).to_be_visible()
    page.get_by_role("button").click()
    expect(page.get_by_role("button")).to_have_count(0)
    assert MeetingMail.objects.exclude(read_at=None).exists()
