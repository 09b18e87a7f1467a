"""Series are counted ahead with the next version, and pages find exactly what they would have counted."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import translation

from hansei.kernel.actions import Act
from hansei.kernel.models import Account
from hansei.rooms.measures import actions, queries, upkeep
from hansei.rooms.measures.models import Metric
from hansei.rooms.measures.tests.histories import a_data_set
from hansei.rooms.mining import queries as mining
from tests.accounts import make_account

pytestmark = pytest.mark.django_db

MONDAY = datetime.fromisoformat("2024-01-01 10:00")


def cases(weeks: int) -> list[dict[str, datetime]]:
    at = [MONDAY + timedelta(weeks=week) for week in range(weeks)]
    return [{"reported_at": each, "resolved_at": each + timedelta(hours=week + 1)} for week, each in enumerate(at)]


def test_a_later_version_counts_only_what_is_new_and_pages_find_it():
    actions.ship(Act(by=None, via="cli"), names=["time_to_resolve", "variants"])
    data_set = a_data_set(cases(6))
    assert [each.measure for each in upkeep.wanted()] == ["time_to_resolve"]  # a table has no series
    assert upkeep.keep_up(None, data_set) == 6
    assert upkeep.keep_up(None, data_set) == 0
    later = a_data_set(cases(8), of=data_set)
    assert upkeep.keep_up(None, later) == 2
    found = Metric.objects.get(shipped="time_to_resolve")
    kept = queries.series_of(found.pk, later, keep=mining.already)
    assert [value for _day, value, _n in kept] == [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]
    assert kept == queries.series_of(found.pk, later, step="week", keep=queries.kept)


def test_what_came_with_the_product_is_said_in_the_reader_s_language(client: Client):
    manager: Account = make_account("manager")
    actions.ship(Act(by=None, via="cli"), names=["time_to_resolve"])
    found = Metric.objects.get()
    with translation.override("ru"):
        assert found.said("title") == "Время решения"
    Metric.objects.update(title="Our own name")
    found.refresh_from_db()
    with translation.override("ru"):
        assert found.said("title") == "Our own name"
    client.force_login(manager)
    assert "Our own name" in client.get("/metrics/").content.decode()


def test_a_formula_left_as_it_was_shown_is_no_new_one_and_another_measure_brings_its_words():
    manager = make_account("manager")
    actions.ship(Act(by=None, via="cli"), names=["time_to_resolve"])
    found = Metric.objects.select_related("identity").get()
    with translation.override("ru"):
        shown = {name: found.said(name) for name in ("formula", "unit")}
        assert shown["unit"] == "часы по календарю"
        kept = actions.set_formula(
            Act(by=manager, via="web"),
            pk=found.pk,
            version=1,
            formula={"origin": "library", "measure": "time_to_resolve", **shown},  # type: ignore[typeddict-item]
        )
        assert kept == 1
        actions.set_formula(
            Act(by=manager, via="web"),
            pk=found.pk,
            version=1,
            formula={"origin": "library", "measure": "reopened_share", **shown},  # type: ignore[typeddict-item]
            since=MONDAY.date(),
        )
    found.refresh_from_db()
    assert (found.formula_version, found.form, found.unit) == (2, "share", "share of cases")
    assert found.formula == "Share of cases taken up again after they had been resolved or closed."
