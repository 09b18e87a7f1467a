"""Dispatch accuracy is never shown without its three guards, whoever shows it: page, list, files, catalogue, goal."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from hansei.analytics.measures import MEASURES
from hansei.kernel.actions import Act
from hansei.kernel.models import Account
from hansei.rooms.measures import actions, beside
from hansei.rooms.measures.desk_line import GUARDS, name_of
from hansei.rooms.measures.models import Metric
from hansei.rooms.measures.tests.test_desk import PERIOD, a_desk, answered, set_desk, with_rights
from hansei.rooms.mining.models import DataSet
from tests.accounts import make_account

pytestmark = pytest.mark.django_db
# 1 of 30 is a repeat; 4 of 5 are satisfied; 22 of 30 are resolved at once (test_desk works them out).
SAID = [
    "Repeat contacts within 7 days: 3.3 % (n 30)",
    "Satisfaction after a contact: 80 % (n 5)",
    "First-contact resolution, net: 73 % (n 30)",
]


@pytest.fixture
def manager() -> Account:
    return make_account("manager")


@pytest.fixture
def data_set(db: None) -> DataSet:
    made = a_desk()
    set_desk(None, made)
    answered(5, 5, 4, 4, 2)
    return made


def rows_of(response: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_every_guard_that_a_measure_names_can_be_shown():
    for one in MEASURES.values():
        for code in one.beside:
            assert code == beside.SATISFACTION or MEASURES[code].kind != "rows", f"{one.name}: {code}"
    assert MEASURES["dispatch_accuracy"].beside == GUARDS


def test_the_page_of_the_measure_shows_its_guards_over_the_same_part(
    manager: Account, data_set: DataSet, client: Client
):
    client.force_login(manager)
    page = client.get(f"/measures/dispatch_accuracy/?source={data_set.pk}&{PERIOD}")
    assert [plain(each.said) for each in page.context["beside"]] == SAID
    assert "Never without" in page.content.decode()
    later = client.get(f"/measures/dispatch_accuracy/?source={data_set.pk}&since=2026-01-01").context["beside"]
    assert [each.figure.value for each in later] == [None, None, None]
    assert client.get(f"/measures/reopened_share/?source={data_set.pk}").context["beside"] == []


def test_the_files_of_the_measure_and_of_the_list_take_the_guards_along(
    manager: Account, data_set: DataSet, client: Client
):
    client.force_login(manager)
    split = rows_of(client.get(f"/measures/dispatch_accuracy/?source={data_set.pk}&by=service&export=csv"))
    assert split[0][-3:] == [name_of(code) for code in GUARDS]
    assert split[1][-3:] == [str(1 / 30), "0.8", str(22 / 30)]
    told = rows_of(client.get(f"/measures/?source={data_set.pk}&export=csv"))
    (line,) = [row for row in told if row[1] == "Dispatch accuracy"]
    assert plain(line[-1]) == "; ".join(SAID)
    assert {row[-1] for row in told[1:] if row != line} == {""}
    listed = plain(client.get(f"/measures/?source={data_set.pk}").content.decode())
    assert all(listed.count(each) == 1 for each in SAID)


def test_the_entry_of_the_catalogue_shows_them(manager: Account, data_set: DataSet, client: Client):
    actions.ship(Act(by=None, via="cli"), names=["dispatch_accuracy"])
    client.force_login(manager)
    found = Metric.objects.get(shipped="dispatch_accuracy")
    page = plain(client.get(f"/metrics/{found.pk}/?source={data_set.pk}").content.decode())
    card = page[page.index('id="card"') :]
    for code, share in zip(GUARDS, ("3.3 %", "80 %", "73 %"), strict=True):
        assert name_of(code) in card and share in card


def test_who_may_not_see_surveys_reads_that_this_guard_is_closed(data_set: DataSet):
    reader = with_rights("mining.see", "measures.see")
    told = beside.of_days(reader, "dispatch_accuracy", data_set)
    assert [each.figure.value is None for each in told] == [False, True, False]
    assert told[1].missing == "You may not see surveys: ask for that right."
    assert beside.of_days(reader, "dispatch_accuracy", None) == []
    assert beside.of_days(reader, "", data_set) == []
