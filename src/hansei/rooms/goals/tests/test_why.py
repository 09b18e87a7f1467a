"""From a ticket, a finding and a record that serves a goal: the way up to the business goal."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client

from hansei.kernel import demonstration, links
from hansei.kernel.actions import Act
from hansei.kernel.errors import Refusal
from hansei.kernel.models import OWN, Account, Source
from hansei.rooms.goals import actions, queries
from hansei.rooms.goals.tests.trees import a_goal, act_of, tie
from hansei.rooms.mining.tests.pages import one_finding, one_ticket
from tests.accounts import make_account
from tests.imported import story_imported

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(transactional_db: None, settings: LazySettings, tmp_path: Path) -> int:
    """A history with a finding."""
    settings.UPLOAD_ROOT, settings.PARQUET_ROOT = tmp_path / "uploads", tmp_path / "parquet"
    cache.clear()
    return story_imported()


def ours() -> Source:
    return Source.objects.get(pk=OWN)


def test_a_ticket_and_a_finding_show_the_way_up_to_the_purpose(story: int, client: Client):
    manager = make_account("manager")
    client.force_login(manager)
    without = client.get(one_ticket(manager)).content.decode()
    assert "No goal of the tree is about anything of this." in without
    actions.load_tree(act_of(manager))
    ticket = client.get(one_ticket(manager)).content.decode()
    assert "It interrupted somebody" in ticket
    assert "Fewer interruptions" in ticket
    assert "Staff can do their work, and the organisation spends less on failure" in ticket
    finding = client.get(one_finding(manager)).content.decode()
    assert "It costs hours outside office hours." in finding
    # Overtime first: that is what the story is about.
    assert finding.index("Less overtime in every unit") < finding.index("Fewer interruptions")


def test_a_record_that_serves_a_goal_shows_the_way_up(manager: Account, web: Client):
    end, goal = a_goal(manager, "The end", "purpose"), a_goal(manager, "Fewer calls")
    tie(manager, goal, end)
    record = actions.note_outcome(act_of(manager), fields={"title": "Any record", "stakeholder": "Staff"})
    page = f"/goals/outcomes/{record.pk}/"
    assert "Why am I doing this?" not in web.get(page).content.decode()
    links.link(act_of(manager), record=record.pk, role="serves", target=goal.identity.key)
    shown = web.get(page).content.decode()
    assert "Why am I doing this?" in shown
    assert "The end" in shown


def test_a_goal_of_another_service_or_for_no_purpose_is_no_answer(manager: Account):
    end = a_goal(manager, "The end", "purpose")
    mail = a_goal(manager, "Mail only", about="waiting", service="Mail")
    lost = a_goal(manager, "For nothing", about="waiting")
    tie(manager, mail, end)
    about = [("waiting", "Somebody waits.")]
    assert queries.why(manager, about=about, history=ours(), service="Network") == []
    (found,) = queries.why(manager, about=about, history=ours(), service="Mail")
    assert [each.title for each in found.path] == ["Mail only", "The end"]
    tie(manager, lost, end)
    assert [each.path[0].title for each in queries.why(manager, about=about, history=ours(), service="Network")] == [
        "For nothing"
    ]


def test_own_data_serve_no_goal_of_the_demonstration_and_its_data_no_other(manager: Account):
    """What is named here can be linked: neither outlives the removal of the other."""
    company = demonstration.records_source()
    theirs = Act(by=manager, via="web", source=company.pk)
    for act, said in ((theirs, "theirs"), (act_of(manager), "ours")):
        end = actions.add(act, fields={"title": f"End, {said}", "level": "purpose"})
        goal = actions.add(act, fields={"title": f"Calls, {said}", "level": "objective", "about": "waiting"})
        actions.contribute(act, pk=goal.pk, parent=end.pk)
    about = [("waiting", "Somebody waits.")]
    for history, said in ((company, "theirs"), (ours(), "ours")):
        (found,) = queries.why(manager, about=about, history=history)
        assert [each.title for each in found.path] == [f"Calls, {said}", f"End, {said}"]


def test_a_goal_offers_only_goals_of_its_own_history(manager: Account, web: Client):
    mine = a_goal(manager, "Mine")
    a_goal(manager, "Mate")
    theirs = Act(by=manager, via="web", source=demonstration.records_source().pk)
    other = actions.add(theirs, fields={"title": "Theirs", "level": "purpose"})
    page = web.get(f"/goals/nodes/{mine.pk}/").content.decode()
    assert "Mate</option>" in page
    assert "Theirs</option>" not in page
    actions.open_scorecard(theirs, fields={"title": "Their card"})
    for offering in (f"/goals/nodes/{mine.pk}/edit/", "/goals/nodes/new/"):
        assert "Their card" not in web.get(offering).content.decode()
    assert "Their card" in web.get(f"/goals/nodes/{other.pk}/edit/").content.decode()
    with pytest.raises(Refusal, match="which can be removed with all that is in it"):
        tie(manager, mine, other)


def test_a_right_held_elsewhere_opens_no_way_up(manager: Account):
    end, goal = a_goal(manager, "The end", "purpose"), a_goal(manager, "Fewer calls", about="waiting")
    tie(manager, goal, end)
    stranger = Account.objects.create_user("nobody@test.example", "x" * 20, name="Nobody")
    assert queries.why(stranger, about=[("waiting", "x")], history=ours()) == []
    assert queries.path_up(stranger, goal=goal.pk) == []
