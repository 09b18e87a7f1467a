"""A cross-team forum: no topic without a customer goal, assumptions checked with customers, commitments followed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from hansei.blocks.meeting import actions as meetings
from hansei.blocks.meeting import queries as meeting_queries
from hansei.blocks.meeting.models import Agreed, Point
from hansei.kernel import check
from hansei.kernel.actions import Act
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account, Identity
from hansei.rooms.goals import actions as goals
from hansei.rooms.reviews import actions, forum
from hansei.rooms.reviews.models import Assumption, Help, Review
from hansei.rooms.reviews.tests.arranged import MARCH, data_set
from tests.accounts import make_account
from tests.words import bare_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def act(manager: Account) -> Act:
    return Act(by=manager, via="test")


@pytest.fixture
def here(act: Act) -> Review:
    fields: actions.ReviewFields = {"title": "Φόρουμ", "kind": "forum", "planned_on": date(2125, 1, 15)}
    return actions.call_review(act, fields=fields)


@pytest.fixture
def goal(act: Act) -> int:
    """What customers want; and an objective of ours that is no customer goal."""
    goals.add(act, fields={"title": "Λιγότερες κλήσεις", "level": "objective"})
    made: int = goals.add(act, fields={"title": "Τα τρένα φεύγουν στην ώρα τους", "level": "purpose"}).pk
    return made


def test_a_topic_without_a_customer_goal_is_refused_at_every_door(act: Act, here: Review, goal: int, client: Client):
    with pytest.raises(Refusal) as no:
        actions.add_topic(act, review=here.pk, title="Πίνακες", goal=None)
    assert no.value.code == "forum.no_goal"
    with pytest.raises(Refusal):
        actions.add_topic(act, review=here.pk, title="Πίνακες", goal=goal - 1)
    with pytest.raises(Refusal):
        meetings.add_point(act, record=here.pk, title="Πίνακες")
    assert act.by is not None
    client.force_login(act.by)
    assert client.post(f"/reviews/forum/{here.pk}/topic/", {"title": "Πίνακες", "goal": ""}).status_code == 409
    assert client.post(f"/reviews/meeting/{here.pk}/point/", {"title": "Πίνακες"}).status_code == 409
    assert not Point.objects.exists()
    actions.add_topic(act, review=here.pk, title="Πίνακες", goal=goal, about="finding:1:x")
    with pytest.raises(Refusal):
        actions.add_topic(act, review=here.pk, title="Πίνακες", goal=goal, about="finding:1:x")
    (topic,) = forum.topics(act.by, here)
    assert str(topic.goal).endswith("Τα τρένα φεύγουν στην ώρα τους") and not topic.is_unseen
    other = actions.call_review(act, fields={"title": "Ω", "kind": "team", "planned_on": date(2125, 1, 15)})
    meetings.add_point(act, record=other.pk, title="Ό,τι θέλει η ομάδα")
    with pytest.raises(Refusal):
        actions.add_topic(act, review=other.pk, title="Πίνακες", goal=goal)
    assert list(check.check()) == []


def test_work_that_wanders_between_teams_is_proposed_until_it_is_on_the_agenda(
    act: Act, here: Review, goal: int, manager: Account
):
    back = "".join(
        f"{at},{state},2025-03-{at} 08:00,2025-03-{at} {hour}:00,{team},Ana,3,1,2,\n"
        for at in (10, 11)
        for state, hour, team in (("New", "08", "Δέλτα"), ("Assigned", "09", "Σίγμα"), ("Assigned", "10", "Δέλτα"))
    )
    row = "12,{},2025-03-12 08:00,2025-03-12 {}:00,{},Ana,3,1,2,\n"
    one_way = row.format("New", "08", "Θήτα") + row.format("Assigned", "09", "Ωμέγα")
    data_set(MARCH + back + one_way)
    proposed = until_counted(manager, here)
    blocks = [each for each in proposed if each.came_from == "block"]
    assert len(blocks) == 1 and "Δέλτα" in blocks[0].title and "Σίγμα" in blocks[0].title and "2" in blocks[0].note
    actions.add_topic(act, review=here.pk, title=blocks[0].title, goal=goal, came_from="block", about=blocks[0].about)
    assert blocks[0].about not in {each.about for each in until_counted(manager, here)}


def until_counted(account: Account, here: Review) -> list[forum.Proposal]:
    while True:
        proposed, is_counting = forum.proposals(account, here)
        if not is_counting:
            return proposed


def test_assumptions_are_checked_with_customers_and_counted(act: Act, here: Review, goal: int, manager: Account):
    today = datetime.now(UTC).date()
    assert forum.confirmed(manager, today).value is None
    with pytest.raises(Refusal):
        actions.assume(act, review=here.pk, text="Ταχύτητα", goal=None)
    for text in ("Ταχύτητα", "Σιωπή", "Τιμή"):
        actions.assume(act, review=here.pk, text=text, goal=goal)
    quick, quiet, _price = Assumption.objects.order_by("pk")
    with pytest.raises(Refusal):
        actions.check_assumption(act, assumption=quick.pk, state="confirmed", said=" ")
    actions.check_assumption(act, assumption=quick.pk, state="confirmed", said="Τρεις πελάτες")
    actions.check_assumption(act, assumption=quiet.pk, state="refuted", said="Ένας πελάτης")
    share = forum.confirmed(manager, today)
    assert (share.count, share.n) == (1, 2)
    assert list(check.check()) == []


def test_commitments_between_teams_are_followed_drawn_and_counted(
    act: Act, here: Review, manager: Account, client: Client
):
    today = datetime.now(UTC).date()
    with pytest.raises(Refusal):
        actions.say_help(act, review=here.pk, kind="offer", text="Χέρια", helper="", helped="Σίγμα")
    with pytest.raises(Refusal):
        actions.say_help(act, review=here.pk, kind="offer", text="Χέρια", helper="Σίγμα", helped="σίγμα")
    asked = actions.say_help(act, review=here.pk, kind="request", text="Ένας μηχανικός", helped="Σίγμα")
    actions.say_help(act, review=here.pk, kind="offer", text="Εκπαίδευση", helper="Δέλτα", helped="Θήτα")
    due: dict[str, Any] = {"owner": manager.pk, "due": today - timedelta(days=3)}
    with pytest.raises(Refusal):
        actions.take_up(act, asked=asked, **due)
    last_week = replace(act, at=act.at - timedelta(days=7), told_at=act.at)
    agreed = actions.take_up(last_week, asked=asked, helper="Δέλτα", **due)
    with pytest.raises(Refusal):
        actions.take_up(act, asked=asked, helper="Δέλτα", **due)
    drawn = forum.graph(manager, today)
    assert {(each.start, each.target, each.is_assumed) for each in drawn.arrows} == {
        ("helper:Δέλτα", "helped:Σίγμα", False), ("helper:Δέλτα", "helped:Θήτα", True),
    }  # fmt: skip
    assert (forum.kept(manager, today).count, forum.kept(manager, today).n) == (0, 1)
    meetings.finish(act, agreed=agreed)
    Agreed.objects.update(done_at=datetime.now(UTC) - timedelta(days=4))
    assert forum.kept(manager, today).value == 1.0
    assert [each.pk for each in meeting_queries.agreed_in(here.pk)] == [agreed]
    client.force_login(manager)
    page = client.get(f"/reviews/forum/{here.pk}/").content.decode()
    assert "Ένας μηχανικός" in page and "<svg" in page
    assert list(check.check()) == []


def test_nobody_else_sees_or_writes_it(act: Act, here: Review, client: Client):
    from hansei.kernel.models import Grant

    reader = make_account("agent")
    Grant.objects.filter(account=reader).delete()
    client.force_login(reader)
    assert client.get(f"/reviews/forum/{here.pk}/").status_code == 403
    given = {"kind": "offer", "helper": "Δ", "text": "Ω"}
    assert client.post(f"/reviews/forum/{here.pk}/help/", given).status_code == 403
    assert not Help.objects.exists()


def test_the_page_speaks_no_bare_english(act: Act, here: Review, goal: int, pseudo: Any, client: Client):
    Account.objects.update(name="Ωμέγα")
    actions.assume(act, review=here.pk, text="Ταχύτητα", goal=goal)
    actions.say_help(act, review=here.pk, kind="request", text="Ένας", helped="Σίγμα", helper="Δέλτα")
    actions.add_topic(act, review=here.pk, title="Πίνακες", goal=goal)
    assert act.by is not None
    client.force_login(act.by)
    assert bare_words(client.get(f"/reviews/forum/{here.pk}/").content.decode()) == []


def test_a_goal_that_the_reader_may_not_see_is_not_named(act: Act, here: Review, goal: int, client: Client):
    actions.add_topic(act, review=here.pk, title="Πίνακες", goal=goal)
    actions.assume(act, review=here.pk, text="Θέλουν ώρες", goal=goal)
    Identity.objects.filter(pk=goal).update(is_confidential=True)
    client.force_login(make_account("agent"))
    page = client.get(f"/reviews/forum/{here.pk}/").content.decode()
    assert "Τα τρένα φεύγουν στην ώρα τους" not in page
    assert page.count("a record you may not see") == 2
    agent = Act(by=make_account("agent"), via="test")
    for run in (
        lambda: actions.add_topic(agent, review=here.pk, title="Ώρες", goal=goal),
        lambda: actions.assume(agent, review=here.pk, text="Ώρες", goal=goal),
    ):
        with pytest.raises(Refusal) as no:
            run()
        assert no.value.status == 404
