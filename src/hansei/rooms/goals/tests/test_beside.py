"""A goal of dispatch accuracy shows the guards of its measure, over the same month."""

from __future__ import annotations

import pytest
from django.test import Client

from hansei.rooms.goals.tests.trees import a_goal, metric_of
from hansei.rooms.measures.tests.test_desk import a_desk, answered, set_desk
from tests.accounts import make_account

pytestmark = pytest.mark.django_db


def test_a_goal_of_dispatch_accuracy_is_never_shown_without_its_guards(client: Client):
    """March: 5 of 10 dispatches are right; 1 of 30 contacts is a repeat, 4 of 5 are satisfied, 22 of 30 at once."""
    manager = make_account("manager")
    set_desk(None, a_desk())
    answered(5, 5, 4, 4, 2)
    goal = a_goal(manager, "Σωστά", "metric", metric=metric_of("dispatch_accuracy").id, target=0.9)
    other = a_goal(manager, "Γρήγορα", "metric", metric=metric_of("time_to_resolve").id, target=5.0)
    client.force_login(manager)
    page = client.get(f"/goals/nodes/{goal.pk}/").content.decode().replace("\u202f", " ").replace("\u00a0", " ")
    for said in (
        "Repeat contacts within 7 days: 3.3 % (n 30)",
        "Satisfaction after a contact: 80 % (n 5)",
        "First-contact resolution, net: 73 % (n 30)",
    ):
        assert said in page
    assert "Never without" not in client.get(f"/goals/nodes/{other.pk}/").content.decode()
