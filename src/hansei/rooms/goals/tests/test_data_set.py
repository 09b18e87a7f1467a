"""Which data set a goal's figure is read from: the newest, or the one that it is tied to, always named."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from hansei.kernel import demonstration
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account, EventRow, Identity, Source
from hansei.rooms.goals import actions, queries
from hansei.rooms.goals.models import Goal
from hansei.rooms.goals.tests.trees import a_goal, act_of, metric_of
from hansei.rooms.measures.tests.histories import a_data_set
from hansei.rooms.mining import queries as mining
from hansei.rooms.mining.models import DataSet
from tests.accounts import make_account

pytestmark = pytest.mark.django_db
START = datetime.fromisoformat("2025-03-03 09:00")


@pytest.fixture
def manager() -> Account:
    return make_account("manager")


def a_history(name: str, hours: int) -> DataSet:
    """Four months of cases, one a day, each resolved after so many hours."""
    days = [START + timedelta(days=day) for day in range(120)]
    found = a_data_set(
        [{"reported_at": at, "resolved_at": at + timedelta(hours=hours), "is_open": False} for at in days]
    )
    Source.objects.filter(pk=found.pk).update(name=name)
    DataSet.objects.filter(pk=found.pk).update(first_at=days[0].astimezone(), last_at=days[-1].astimezone())
    return found


def tied(manager: Account, found: Goal, data_set: int | None) -> list[str]:
    return actions.edit(act_of(manager), pk=found.pk, version=found.identity.version, fields={"data_set": data_set})


def test_a_goal_names_where_it_is_read_from_and_follows_the_newest_until_it_is_tied(manager: Account, client: Client):
    old, _new = a_history("Старые", 4), a_history("Новые", 9)
    goal = a_goal(manager, "Quick", "metric", metric=metric_of("time_to_resolve").id, target=5.0)
    client.force_login(manager)

    def page() -> str:
        return client.get(f"/goals/nodes/{goal.pk}/").content.decode()

    assert "Новые" in page() and "read from “Новые”" in page()
    assert tied(manager, goal, old.pk) == ["data_set"]
    said = page()
    assert "read from “Старые”" in said and "read from “Новые”" not in said


def test_the_newest_is_that_of_the_goals_own_history(manager: Account, client: Client):
    """The demonstration came last: only its own goals are read from it."""
    ours, made_up = a_history("Наши", 4), a_history("Пример", 9)
    Source.objects.filter(pk=made_up.pk).update(kind=Source.Kind.DEMONSTRATION)
    metric = metric_of("time_to_resolve").id
    own, theirs = (a_goal(manager, title, "metric", metric=metric, target=5.0) for title in ("Own", "Theirs"))
    Identity.objects.filter(pk=theirs.pk).update(source=demonstration.records_source())
    Goal.objects.update(state="agreed")
    client.force_login(manager)
    for goal, name in ((own, "Наши"), (theirs, "Пример")):
        assert f"read from “{name}”" in client.get(f"/goals/nodes/{goal.pk}/").content.decode()
    assert [each.pk for each in queries.off_track(mining.kept)] == [theirs.pk]
    Source.objects.filter(pk=ours.pk).update(state="removing")
    assert "the demonstration’s is not read for this goal" in client.get(f"/goals/nodes/{own.pk}/").content.decode()


def test_a_goal_is_tied_only_to_what_is_there_and_says_so_when_that_goes(manager: Account, client: Client):
    here = a_history("Новые", 9)
    goal = a_goal(manager, "Quick", "metric", metric=metric_of("time_to_resolve").id, target=5.0)
    before = EventRow.objects.count()
    with pytest.raises(Refusal) as refused:
        tied(manager, goal, 10**9)
    assert refused.value.code == "goal.no_data_set"
    assert EventRow.objects.count() == before
    tied(manager, goal, here.pk)
    Source.objects.filter(pk=here.pk).update(state="removing")
    client.force_login(manager)
    assert "The data set that it is read from is removed" in client.get(f"/goals/nodes/{goal.pk}/").content.decode()


def test_a_goal_without_an_own_data_set_stays_as_it_was(manager: Account) -> None:
    goal: Any = a_goal(manager, "Quick")
    assert goal.data_set is None


def test_the_form_offers_the_data_sets_by_name_and_keeps_one_that_cannot_be_seen(manager: Account, client: Client):
    old, new = a_history("Старые", 4), a_history("Новые", 9)
    goal = a_goal(manager, "Quick", "metric", metric=metric_of("time_to_resolve").id, target=5.0)
    tied(manager, goal, old.pk)
    client.force_login(manager)
    field = client.get(f"/goals/nodes/{goal.pk}/edit/").context["form"].fields["data_set"]
    assert field.choices == [("", "–"), (new.pk, "Новые"), (old.pk, "Старые")]
    Source.objects.filter(pk=old.pk).update(state="removing")
    form = client.get(f"/goals/nodes/{goal.pk}/edit/").context["form"]
    assert form.fields["data_set"].choices == [
        ("", "–"),
        (new.pk, "Новые"),
        (old.pk, "chosen before; you may not see it"),
    ]
    given = {each.html_name: each.value() for each in form if each.value() is not None}
    assert client.post(f"/goals/nodes/{goal.pk}/edit/", given).status_code == 302
    assert client.post(f"/goals/nodes/{goal.pk}/edit/", {**given, "version": "", "data_set": 10**9}).status_code == 422
    assert Goal.objects.get(pk=goal.pk).data_set == old.pk
