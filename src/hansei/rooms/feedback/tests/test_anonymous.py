"""Anonymous stays anonymous: in every table, in the event log, in what is logged, and by time."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from hansei.blocks.ballot.models import Ballot
from hansei.kernel import check, links
from hansei.kernel.actions import ACTIONS, Act
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account, EventRow, Identity
from hansei.rooms.feedback import actions, queries
from hansei.rooms.feedback.models import BarrierCount, Feedback
from tests.accounts import make_account

pytestmark = pytest.mark.django_db

TUESDAY, MONDAY = date(2026, 3, 3), date(2026, 3, 9)
BEFORE = date(2026, 3, 2)
TRACES = ("ada@test.example", "Ada Byron", "203.0.113.7", "Spy/1.0", "intra.example", "req-0123456789")
SAID = {"how": "anonymous", "title": "Ω boards", "text": "They are dark again.", "service": "", "may_be_shown": "on"}


@pytest.fixture
def ada() -> Account:
    account = make_account("agent", "ada@test.example")
    Account.objects.filter(pk=account.pk).update(name="Ada Byron")
    return account


def dump() -> dict[str, list[str]]:
    """Every row of every table, as text: what a dump of the database holds."""
    return {
        model._meta.db_table: sorted(str(row) for row in model._default_manager.values_list())
        for model in apps.get_models()
    }


def speak(client: Client, **more: str) -> Any:
    return client.post(
        "/voice/give/",
        {**SAID, **more},
        REMOTE_ADDR="203.0.113.7",
        HTTP_USER_AGENT="Spy/1.0",
        HTTP_REFERER="https://intra.example/ada",
        HTTP_X_REQUEST_ID="req-0123456789",
    )


def next_tuesday() -> date:
    today = timezone.localdate()
    return today + timedelta(days=(TUESDAY.weekday() - today.weekday() - 1) % 7 + 1)


def next_monday() -> date:
    return timezone.localdate() + timedelta(days=7 - timezone.localdate().weekday())


def added(before: dict[str, list[str]]) -> dict[str, list[str]]:
    """What a dump holds that an earlier one did not."""
    now = {table: [row for row in rows if row not in before[table]] for table, rows in dump().items()}
    return {table: rows for table, rows in now.items() if rows}


def test_nothing_in_the_database_or_the_log_says_who_spoke_or_when(
    ada: Account, client: Client, caplog: pytest.LogCaptureFixture
):
    client.force_login(ada)
    before = dump()
    with caplog.at_level(logging.DEBUG):
        answer = speak(client)
    assert answer.status_code == 200
    token = answer.context["token"]
    new = added(before)
    assert sorted(new) == ["ballot_ballot", "ballot_box"]
    [row] = new["ballot_ballot"]
    assert "datetime" not in row
    assert "dark" not in row
    assert token not in row
    assert not [each for each in TRACES if each in row]
    assert not [line for line in caplog.messages if "voice" in line or any(each in line for each in TRACES)]
    assert "sessionid" not in answer.cookies

    speak(client)
    speak(client)
    tuesday = next_tuesday()
    assert actions.hand_over(Act(by=None, via="timer"), day=tuesday) == 3
    rows = "\n".join(row for rows in added(before).values() for row in rows)
    assert not [each for each in TRACES if each in rows]
    found = Feedback.objects.all()
    midnight = datetime.combine(tuesday, time(), UTC)
    assert {(each.giver_id, each.giver_name, each.created_at, each.changed_at) for each in found} == {
        (None, "", midnight, midnight)
    }
    events = EventRow.objects.filter(objects_touched__object__kind="feedback")
    assert {(each.actor_id, each.occurred_at, each.recorded_at) for each in events} == {(None, midnight, midnight)}
    assert Identity.objects.filter(kind="feedback", requester=None).count() == 3
    assert list(check.check()) == []


def test_fewer_than_three_wait_until_monday_and_what_comes_on_a_day_waits_for_another(client: Client):
    act = Act(by=None, via="timer")
    actions.drop(title="Ω", text="x", day=BEFORE)
    actions.drop(title="Ω", text="x", day=BEFORE)
    assert actions.hand_over(act, day=TUESDAY) == 0
    actions.drop(title="Ω", text="x", day=TUESDAY)
    assert actions.hand_over(act, day=TUESDAY) == 0  # two came before it
    assert (Ballot.objects.count(), Feedback.objects.count()) == (3, 0)
    assert actions.hand_over(act, day=TUESDAY + timedelta(days=1)) == 3
    actions.drop(title="Ω", text="x", day=TUESDAY)
    assert actions.hand_over(act, day=MONDAY) == 1
    assert "feedback.hand_over" not in ACTIONS  # nobody calls it just after somebody spoke


def test_the_token_shows_the_reply_and_nothing_else_does(ada: Account, client: Client):
    token = speak(client).context["token"]
    page = client.post("/voice/answer/", {"token": token}).content.decode()
    assert "waits with others" in page
    actions.hand_over(Act(by=None, via="timer"), day=next_monday())
    found, act = Feedback.objects.get(), Act(by=ada, via="web")
    actions.read_feedback(act, pk=found.pk, version=1)
    version = Identity.objects.get(pk=found.pk).version
    actions.reply_feedback(act, pk=found.pk, version=version, reply="We clean them.")
    assert "We clean them." in client.post("/voice/answer/", {"token": f" {token} "}).content.decode()
    assert client.post("/voice/answer/", {"token": token[:-1]}).status_code == 422
    client.force_login(ada)
    page = client.get(f"/feedback/{found.pk}/").content.decode()
    assert "No follow-up possible" in page
    assert found.secret not in page


def test_nobody_is_ever_named_for_what_was_said_anonymously(ada: Account):
    actions.drop(title="Ω", text="x", day=BEFORE)
    actions.hand_over(Act(by=None, via="timer"), day=MONDAY)
    found = Feedback.objects.get()
    with pytest.raises(Refusal):
        actions.edit_feedback(Act(by=ada, via="web"), pk=found.pk, version=1, fields={"giver_name": "Ada"})
    with pytest.raises(IntegrityError), transaction.atomic():
        Feedback.objects.filter(pk=found.pk).update(giver=ada)
    assert Feedback.objects.get().giver_id is None


def test_it_appears_on_the_wall_once_an_improvement_is_linked(ada: Account, client: Client):
    from hansei.rooms.improvement import actions as improvements

    speak(client)
    speak(client, may_be_shown="")
    actions.hand_over(Act(by=None, via="timer"), day=next_monday())
    act = Act(by=ada, via="web")
    made = improvements.propose(act, fields={"title": "Clean the boards"})
    for found in Feedback.objects.all():
        links.link(act, record=made.pk, role="came_from", target=found.identity.key)
    assert queries.wall() == []  # nobody has read them yet
    for found in Feedback.objects.all():
        actions.read_feedback(act, pk=found.pk, version=Identity.objects.get(pk=found.pk).version)
    [shown] = queries.wall()  # the other giver did not agree
    assert (shown.said, shown.month, shown.is_coming) == ("They are dark again.", next_monday().replace(day=1), True)
    page = client.get("/voice/wall/").content.decode()
    assert "They are dark again." in page
    assert "Clean the boards" not in page


def test_why_people_say_nothing_is_counted_and_nothing_else_is_kept(client: Client):
    before = dump()
    for barrier in ("fear", "fear", "no_time"):
        client.post("/voice/why-not/", {"barrier": barrier})
    client.post("/voice/why-not/", {"barrier": "revenge"})
    assert list(added(before)) == ["feedback_barriercount"]
    assert dict(BarrierCount.objects.values_list("barrier", "count")) == {"fear": 2, "no_time": 1}


def test_a_stranger_may_speak_by_name_and_must_give_one(client: Client):
    assert speak(client, how="named").status_code == 422
    assert not Feedback.objects.exists()
    assert speak(client, how="named", giver_name="Grace", contact="grace@test.example").status_code == 200
    found = Feedback.objects.get()
    assert (found.is_anonymous, found.giver_name, found.contact) == (False, "Grace", "grace@test.example")
