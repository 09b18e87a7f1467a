"""From a ticket, a finding and a record that serves a goal: the way up to the business goal."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client

from hansei.kernel import links
from hansei.kernel.models import Account
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
    assert queries.why(manager, about=about, service="Network") == []
    (found,) = queries.why(manager, about=about, service="Mail")
    assert [each.title for each in found.path] == ["Mail only", "The end"]
    tie(manager, lost, end)
    assert [each.path[0].title for each in queries.why(manager, about=about, service="Network")] == ["For nothing"]


def test_a_right_held_elsewhere_opens_no_way_up(manager: Account):
    end, goal = a_goal(manager, "The end", "purpose"), a_goal(manager, "Fewer calls", about="waiting")
    tie(manager, goal, end)
    stranger = Account.objects.create_user("nobody@test.example", "x" * 20, name="Nobody")
    assert queries.why(stranger, about=[("waiting", "x")]) == []
    assert queries.path_up(stranger, goal=goal.pk) == []
