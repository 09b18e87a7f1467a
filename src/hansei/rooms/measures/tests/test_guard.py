"""The guard on a metric's card: an alarm where cases bunch just inside their limit."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from hansei.kernel.actions import Act
from hansei.rooms.measures import actions
from hansei.rooms.measures.models import Metric
from hansei.rooms.measures.tests.histories import a_data_set
from tests.accounts import make_account

pytestmark = pytest.mark.django_db


def resolved(*groups: tuple[int, float]) -> list[dict[str, datetime]]:
    """So many cases, each resolved after so many of the 100 hours it had."""
    start, hour = datetime.fromisoformat("2025-03-03 09:00"), timedelta(hours=1)
    return [
        {"reported_at": start, "due_at": start + 100 * hour, "resolved_at": start + used * hour}
        for n, used in groups
        for _case in range(n)
    ]


@pytest.mark.parametrize(
    ("last", "before", "says"),
    [(80, 40, "bunched before the limit"), (33, 20, "no bunching"), (20, 10, "too few")],
    ids=["alarm", "quiet", "too few"],
)
def test_the_card_says_whether_cases_bunch_before_their_limit(client: Client, last: int, before: int, says: str):
    actions.ship(Act(by=None, via="cli"), names=["service_level_attainment"])
    data_set = a_data_set(resolved((last, 97), (before, 92), (10, 120)))
    client.force_login(make_account("manager"))
    said = client.get(f"/metrics/{Metric.objects.get().pk}/?source={data_set.pk}").content.decode()
    assert "Is the work done, or the number?" in said
    assert says in said


def test_without_due_times_there_is_nothing_to_guard(client: Client):
    actions.ship(Act(by=None, via="cli"), names=["service_level_attainment"])
    data_set = a_data_set([{"reported_at": datetime.fromisoformat("2025-03-03 09:00")}])
    client.force_login(make_account("manager"))
    said = client.get(f"/metrics/{Metric.objects.get().pk}/?source={data_set.pk}").content.decode()
    assert "Is the work done" not in said
