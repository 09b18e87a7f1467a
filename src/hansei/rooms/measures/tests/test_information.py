"""The quality of a data set's information: six figures, each for itself, and what people enter where no log tells."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from hansei.kernel import check
from hansei.kernel.actions import Act
from hansei.kernel.errors import NotAllowed, NotFound, Refusal
from hansei.kernel.models import Account, EventRow
from hansei.rooms.measures import actions, information
from hansei.rooms.measures.models import InformationCheck, Metric
from hansei.rooms.measures.tests.histories import a_data_set
from hansei.rooms.mining import queries as mining
from hansei.rooms.mining.models import DataSet
from hansei.ui import words
from tests.accounts import make_account
from tests.words import bare_words

pytestmark = pytest.mark.django_db
START = datetime.fromisoformat("2025-03-03 09:00")


@pytest.fixture
def manager() -> Account:
    return make_account("manager")


def a_hundred() -> DataSet:
    """Of 100 closed cases 5 have no time of resolution, and 3 were resolved before they were reported."""
    rows = [
        {
            "reported_at": START,
            "is_open": False,
            "closed_at": START + timedelta(hours=9),
            "resolved_at": None if number < 5 else START + timedelta(hours=-1 if number < 8 else 8),
        }
        for number in range(100)
    ]
    return a_data_set(rows)


def enter(by: Account, data_set: DataSet, criterion: str = "accessibility", **given: object) -> int:
    told = {"good": 45, "n": 50, "basis": "Опрос в мае"} | given
    return actions.check_information(Act(by=by, via="web"), source=data_set.pk, criterion=criterion, **told)  # type: ignore[arg-type]


def test_the_six_stand_each_for_itself_and_what_no_log_tells_is_not_measured(manager: Account, client: Client):
    data_set = a_hundred()
    six = {each.code: each for each in information.of(data_set, mining.kept)}
    assert six["availability"].value == 0.95
    assert six["accuracy"].value == 0.97
    assert [six[code].value for code in ("reliability", "accessibility", "timeliness")] == [None] * 3
    client.force_login(manager)
    said = client.get(f"/measures/information/?source={data_set.pk}").content.decode()
    assert words.share(0.95) in said
    assert "5 cases ended without a time of resolution" in said
    assert f'href="/tickets/{data_set.pk}/1/"' in said  # the first of the five
    assert "resolved_at" not in said  # fields are called as the import calls them
    assert said.count("not measured") >= 3
    for average in (0.64, 0.96):  # of the measured ones, of the first two
        assert words.share(average) not in said
    assert "Information quality" in client.get(f"/data/{data_set.pk}/").content.decode()


def test_what_people_found_is_entered_with_its_basis_once_and_the_latest_holds(manager: Account, client: Client):
    data_set = a_hundred()
    client.force_login(manager)
    address = f"/measures/information/accessibility/?source={data_set.pk}"
    given = {"good": "45", "n": "50", "basis": "Опрос в мае"}
    assert client.post(address, given).status_code == 302
    events = EventRow.objects.count()
    assert client.post(address, given).status_code == 302
    assert EventRow.objects.count() == events
    said = client.get(f"/measures/information/?source={data_set.pk}").content.decode()
    assert words.share(0.9) in said
    assert "Опрос в мае" in said
    enter(manager, data_set, good=40)
    found = {each.code: each for each in information.of(data_set, mining.kept)}["accessibility"]
    assert (found.good, found.n, InformationCheck.objects.count()) == (40, 50, 2)
    assert list(check.check()) == []


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"n": 0}, "at least 1"),
        ({"good": 51}, "part of those"),
        ({"good": -1}, "part of those"),
        ({"basis": "  "}, "how it was found out"),
        ({"criterion": "beauty"}, "one of the six"),
        ({"criterion": "accuracy"}, "tell this themselves"),
    ],
    ids=["nobody asked", "more than all", "less than none", "no basis", "another criterion", "measured"],
)
def test_what_cannot_be_or_is_measured_is_refused(manager: Account, given: dict[str, object], says: str):
    data_set = a_hundred()
    information.of(data_set, mining.kept)
    events = EventRow.objects.count()
    with pytest.raises(Refusal, match=says):
        enter(manager, data_set, **given)  # type: ignore[arg-type]
    assert (InformationCheck.objects.count(), EventRow.objects.count()) == (0, events)


def test_who_has_no_right_enters_nothing_and_sees_nothing(manager: Account, client: Client):
    data_set = a_hundred()
    stranger = Account.objects.create_user("s@example.org", "x", name="S")
    with pytest.raises(NotAllowed):
        enter(stranger, data_set)
    client.force_login(stranger)
    for path in ("/measures/information/", f"/measures/information/accessibility/?source={data_set.pk}"):
        assert client.get(path).status_code in (403, 404)
    data_set.source.delete()
    with pytest.raises(NotFound):
        enter(manager, data_set)


def test_a_field_is_relevant_once_a_published_metric_reads_it():
    data_set = a_hundred()

    def kept() -> float | None:
        return {each.code: each for each in information.of(data_set, mining.kept)}["relevance"].value

    assert kept() == 0.0  # reported, resolved and closed are kept
    actions.ship(Act(by=None, via="cli"), names=["time_to_resolve"])
    assert Metric.objects.get().state == "published"
    assert kept() == pytest.approx(2 / 3)


def test_the_pages_speak_no_bare_english(pseudo: None, client: Client, manager: Account):
    data_set = a_hundred()
    information.of(data_set, mining.kept)
    enter(manager, data_set)
    manager.name = "Ωμέγα"
    manager.save()
    client.force_login(manager)
    for path in ("/measures/information/", "/measures/information/accessibility/"):
        said = client.get(f"{path}?source={data_set.pk}").content.decode()
        assert [each for each in bare_words(said) if not each.startswith("INC")] == []
