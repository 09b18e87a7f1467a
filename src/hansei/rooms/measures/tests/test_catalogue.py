"""The catalogue: an entry for each measure, versions of a formula, and names that say which time is meant."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from hansei.analytics.measures import MEASURES
from hansei.kernel import check, shipped
from hansei.kernel.actions import Act
from hansei.kernel.errors import Outdated, Refusal
from hansei.kernel.models import Account, EventRow
from hansei.rooms.measures import actions, queries
from hansei.rooms.measures.desks import COUNTS
from hansei.rooms.measures.models import Concern, FormulaVersion, Metric
from hansei.rooms.measures.tests.histories import a_data_set
from hansei.rooms.mining.models import DataSet
from tests.accounts import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Account:
    return make_account("manager")


def act(by: Account) -> Act:
    return Act(by=by, via="web")


def brought(*names: str) -> None:
    actions.ship(Act(by=None, via="cli"), names=list(names))


def test_every_measure_of_the_library_has_one_published_entry_and_a_second_start_brings_nothing(manager: Account):
    shipped.bring_all("cli")
    events = EventRow.objects.count()
    shown = queries.published(manager)
    assert [each.measure for each in shown if each.measure] == list(MEASURES)
    assert [each.name for each in shown if each.is_entered] == [str(title) for title, *_more in COUNTS.values()]
    brought_in_all = len(MEASURES) + len(COUNTS)
    assert FormulaVersion.objects.count() == brought_in_all
    shipped.bring_all("cli")
    assert (Metric.objects.count(), EventRow.objects.count()) == (brought_in_all, events)
    assert list(check.check()) == []


def test_an_upgrade_brings_what_is_missing_and_leaves_what_people_changed(manager: Account):
    brought("time_to_resolve")
    first = Metric.objects.get(shipped="time_to_resolve")
    actions.edit_metric(act(manager), pk=first.pk, version=first.identity.version, fields={"title": "Our own name"})
    brought("time_to_resolve", "reopened_share")
    assert Metric.objects.filter(shipped="reopened_share", state="published").count() == 1
    assert Metric.objects.get(pk=first.pk).title == "Our own name"


@pytest.mark.parametrize(
    "name", ["MTTR", "mttr of P1", "M.T.B.F.", "ＭＴＴＲ", "MTRS", "Mean time to repair", "MTTA (desk)"]
)
def test_a_bare_name_for_a_time_is_refused_and_both_ends_are_asked_for(manager: Account, name: str):
    with pytest.raises(Refusal, match="two ends") as refused:
        actions.draft_metric(act(manager), fields={"title": name})
    assert refused.value.code == "metric.bare_time"
    assert not Metric.objects.exists()
    assert not EventRow.objects.filter(kind="record.created").exists()


def test_a_name_that_says_both_ends_is_taken(manager: Account):
    made = actions.draft_metric(act(manager), fields={"title": "Reported to resolved, smttre"})
    assert made.identity.key == "MET-1"


def test_nothing_is_approved_without_the_decision_it_serves(manager: Account):
    made = actions.draft_metric(act(manager), fields={"title": "Calls offered"}, formula={"formula": "Calls offered."})
    with pytest.raises(Refusal, match="which decision"):
        actions.move_metric(act(manager), pk=made.pk, version=1, to="approved")
    assert Metric.objects.get().state == "draft"
    actions.edit_metric(act(manager), pk=made.pk, version=1, fields={"decision": "How many people answer calls."})
    actions.move_metric(act(manager), pk=made.pk, version=2, to="approved")
    with pytest.raises(Refusal, match="concern of a stakeholder"):
        actions.move_metric(act(manager), pk=made.pk, version=3, to="published")
    assert (Metric.objects.get().state, FormulaVersion.objects.get().number) == ("approved", 1)


def test_what_is_approved_keeps_what_it_was_approved_for(manager: Account):
    brought("cases")
    found = Metric.objects.get(shipped="cases")
    with pytest.raises(Refusal, match="which decision"):
        actions.edit_metric(act(manager), pk=found.pk, version=1, fields={"decision": " "})
    assert Metric.objects.get(pk=found.pk).decision != " "


def test_two_editors_the_second_is_refused(manager: Account):
    made = actions.draft_metric(act(manager), fields={"title": "Calls"})
    actions.edit_metric(act(manager), pk=made.pk, version=1, fields={"audience": "desk"})
    with pytest.raises(Outdated):
        actions.edit_metric(act(manager), pk=made.pk, version=1, fields={"audience": "board"})
    assert Metric.objects.get().audience == "desk"


# Twelve weeks: a case each Monday at 10, resolved after 1, 2, 3 … 12 hours; the last week's one is still open.
def twelve_weeks() -> DataSet:
    cases = []
    for week in range(12):
        at = datetime.fromisoformat("2024-01-01 10:00") + timedelta(weeks=week)
        done = None if week == 11 else at + timedelta(hours=week + 1)
        cases.append({"reported_at": at, "resolved_at": done, "last_at": at + timedelta(days=1)})
    return a_data_set(cases)


def test_value_and_series_of_a_measure_of_the_library(manager: Account):
    brought("time_to_resolve")
    data_set = twelve_weeks()
    found = queries.metric_of_measure(manager, "time_to_resolve")
    assert found is not None
    told = queries.value_of(found, data_set, (date(2024, 1, 1), date(2024, 1, 21)), keep=queries.kept)
    assert (told.value, told.n, told.mean) == (2.0, 3, 2.0)
    assert told.p90 == pytest.approx(2.8)
    whole = queries.value_of(found, data_set, keep=queries.kept)
    assert (whole.value, whole.n, whole.open) == (6.0, 11, 1)
    points = queries.series_of(found, data_set, keep=queries.kept)
    assert points[0] == (date(2024, 1, 1), 1.0, 1)
    assert points[-1] == (date(2024, 3, 18), None, 0)  # nothing was resolved: a gap, not 0
    assert len(points) == 12


def test_counts_have_whole_steps_only_and_tables_no_series(manager: Account):
    brought("arrivals", "variants")
    data_set = twelve_weeks()
    arrivals = queries.metric_of_measure(manager, "arrivals")
    assert arrivals is not None and arrivals.can_follow
    # The data end on Tuesday of the twelfth week.
    assert [n for _day, _value, n in queries.series_of(arrivals, data_set, keep=queries.kept)] == [1] * 11
    january = queries.value_of(arrivals, data_set, (date(2024, 1, 1), date(2024, 1, 31)), keep=queries.kept)
    assert january.value == 5.0
    variants = queries.metric_of_measure(manager, "variants")
    assert variants is not None and not variants.can_follow
    assert queries.value_of(variants, data_set, keep=queries.kept).reason == "table"


def test_a_new_formula_is_a_new_version_and_breaks_the_series(manager: Account):
    brought("time_to_resolve")
    data_set, found = twelve_weeks(), Metric.objects.get(shipped="time_to_resolve")
    with pytest.raises(Refusal, match="from which day"):
        actions.set_formula(
            act(manager), pk=found.pk, version=found.identity.version, formula={"measure": "time_to_close"}
        )
    number = actions.set_formula(
        act(manager),
        pk=found.pk,
        version=found.identity.version,
        formula={"measure": "time_to_close"},
        since=date(2024, 2, 5),
    )
    assert number == 2
    points = queries.series_of(found.pk, data_set, keep=queries.kept)
    assert [value for _day, value, _n in points[:6]] == [1.0, 2.0, 3.0, 4.0, 5.0, None]  # nothing is ever closed
    assert queries.breaks_of(found.pk) == [(date(2024, 2, 5), 2)]
    assert queries.value_of(found.pk, data_set, (date(2024, 1, 1), date(2024, 1, 14)), keep=queries.kept).value == 1.5
    assert list(check.check()) == []


def test_the_same_formula_again_is_no_new_version(manager: Account):
    brought("cases")
    found = Metric.objects.get(shipped="cases")
    assert (
        actions.set_formula(act(manager), pk=found.pk, version=found.identity.version, formula={"measure": "cases"})
        == 1
    )
    assert FormulaVersion.objects.filter(metric=found).count() == 1


def test_what_others_stand_on_is_not_retired(manager: Account):
    brought("reopened_share", "time_to_resolve")
    found = Metric.objects.get(shipped="reopened_share")
    with pytest.raises(Refusal, match="still used by"):
        actions.move_metric(act(manager), pk=found.pk, version=found.identity.version, to="retired")


def test_who_has_no_right_sees_no_catalogue(client: Client):
    brought("cases")
    stranger = Account.objects.create_user("s@example.org", "x", name="S")
    assert queries.published(stranger) == []
    client.force_login(stranger)
    assert client.get("/metrics/").status_code == 403
    assert Concern.objects.count() > 0


def test_an_agent_reads_the_catalogue_and_does_not_approve():
    agent = make_account("agent")
    made = actions.draft_metric(act(agent), fields={"title": "Calls", "decision": "x"}, formula={"formula": "y"})
    with pytest.raises(Refusal, match=r"measures\.approve"):
        actions.move_metric(act(agent), pk=made.pk, version=1, to="approved")
    assert Metric.objects.get().state == "draft"
