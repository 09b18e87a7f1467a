"""The trend watch: what is raised, once; what is too little to judge; how a signal ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from hansei.kernel import check, jobs, records
from hansei.kernel.actions import Act
from hansei.kernel.errors import NotAllowed, Refusal
from hansei.kernel.models import Account, EventRow, Identity, Job, Source
from hansei.rooms.measures import actions, watching
from hansei.rooms.measures.models import Concern, Metric, TrendSignal
from hansei.rooms.measures.tests.histories import a_data_set
from hansei.rooms.mining import queries as mining
from tests.accounts import make_account

pytestmark = pytest.mark.django_db

MONDAY = date(2025, 1, 6)
WEEK = timedelta(weeks=1)
# Twelve that swing about 10, then eight that swing about 14: the eight lie above the mean of all, 11.6.
SHIFTED = [9.0, 11.0] * 6 + [13.0, 15.0] * 4


@pytest.fixture
def manager() -> Account:
    return make_account("manager")


def act(by: Account | None) -> Act:
    return Act(by=by, via="web")


def entered(by: Account, values: Sequence[float]) -> Metric:
    """A published metric whose values people entered, one a week."""
    concern = Concern.objects.first() or actions.note_concern(act(by), fields={"stakeholder": "Desk", "title": "Calls"})
    found = actions.draft_metric(
        act(by),
        fields={"title": "Звонки", "decision": "x", "reason": "direct", "period": "week", "concerns": [concern.pk]},
        formula={"origin": "entered", "formula": "Calls offered."},
    )
    for state in ("approved", "published"):
        found.identity.refresh_from_db()
        actions.move_metric(act(by), pk=found.pk, version=found.identity.version, to=state)
    add(by, found, values)
    return found


def add(by: Account, found: Metric, values: Sequence[float], after: int = 0) -> None:
    given: Any = [
        {"first": MONDAY + WEEK * at, "last": MONDAY + WEEK * at + timedelta(days=6), "value": value}
        for at, value in enumerate(values, after)
    ]
    actions.enter_values(act(by), pk=found.pk, values=given, source="letter", method="monitoring")


def look() -> int:
    jobs.enqueue_once("measures.watch", by=None)
    while jobs.work_once(lane=jobs.Lane.BACKGROUND):
        pass
    found = Job.objects.filter(name="measures.watch").latest("pk")
    assert found.state == Job.State.DONE
    return int(found.result["raised"])


def test_eight_in_a_row_on_one_side_of_twenty_points_are_one_signal_raised_once(manager: Account):
    found = entered(manager, SHIFTED)
    assert look() == 1
    signal = TrendSignal.objects.get()
    assert (signal.metric_id, signal.state, signal.side) == (found.pk, "open", "above")
    assert (signal.first_on, signal.last_on) == (MONDAY + 12 * WEEK, MONDAY + 19 * WEEK)
    assert signal.rule == "eight_on_one_side"
    assert signal.strength == "firm"  # one series: 52 steps a year keep to two false signals without stricter rules
    events = EventRow.objects.count()
    assert look() == 0
    assert EventRow.objects.count() == events
    assert list(check.check()) == []


def test_a_stretch_that_goes_on_stays_the_signal_it_was(manager: Account):
    found = entered(manager, SHIFTED)
    look()
    add(manager, found, [13.0, 15.0], after=20)
    assert look() == 0
    assert TrendSignal.objects.get().last_on == MONDAY + 21 * WEEK


def test_eleven_points_are_too_few(manager: Account, client: Client):
    entered(manager, [10.0] * 8 + [90.0] * 3)
    assert look() == 0
    assert not TrendSignal.objects.exists()
    client.force_login(manager)
    assert "too few" in client.get("/signals/watched/").content.decode()


def test_dismissing_needs_a_reason(manager: Account, client: Client):
    entered(manager, SHIFTED)
    look()
    found, events = TrendSignal.objects.get(), EventRow.objects.count()
    with pytest.raises(Refusal, match="Say why"):
        actions.dismiss_signal(act(manager), pk=found.pk, version=1, reason="  ")
    with pytest.raises(Refusal, match="Say why"):
        actions.move_signal(act(manager), pk=found.pk, version=1, to="dismissed")
    client.force_login(manager)
    assert client.post(f"/signals/{found.pk}/dismiss/", {"version": 1, "reason": ""}).status_code == 422
    found.refresh_from_db()
    assert (found.state, EventRow.objects.count()) == ("open", events)
    assert client.post(f"/signals/{found.pk}/dismiss/", {"version": 1, "reason": "Holiday"}).status_code == 302
    found.refresh_from_db()
    assert (found.state, found.reason) == ("dismissed", "Holiday")
    assert look() == 0  # what was dismissed is not raised again
    assert list(check.check()) == []


def test_acting_on_a_signal_names_an_improvement_that_is_there(manager: Account):
    entered(manager, SHIFTED)
    look()
    found = TrendSignal.objects.get()
    with pytest.raises(Refusal, match="no improvement"):
        actions.act_on_signal(act(manager), pk=found.pk, version=1, improvement="IMP-1")
    assert watching.firm_open(manager) == 1
    identity = Identity.objects.create(source_id=found.identity.source_id, kind="improvement", key="IMP-1", number=1)
    actions.act_on_signal(act(manager), pk=found.pk, version=1, improvement=" imp-1 ")
    found.refresh_from_db()
    assert (found.state, found.improvement) == ("acted", identity.key)
    assert watching.acted_on(manager) == {"raised": 1, "acted": 1, "dismissed": 0, "open": 0, "firm_open": 0}


def test_a_data_set_s_series_is_watched_after_its_import_and_a_week_that_is_not_over_is_left_out(manager: Account):
    actions.ship(act(None), names=["time_to_resolve"])
    cases = []
    for week, hours in enumerate([*SHIFTED, 900.0]):
        at = datetime.fromisoformat("2025-01-06 10:00") + WEEK * week
        cases.append({"reported_at": at, "resolved_at": at + timedelta(hours=hours), "last_at": at})
    cases[-1]["resolved_at"] = cases[-1]["reported_at"] + timedelta(minutes=1)
    data_set = a_data_set(cases)
    data_set.last_at = datetime.fromisoformat("2025-05-26T12:00+00:00")  # the Monday of the last week
    data_set.save()
    assert look() == 1
    found = TrendSignal.objects.get()
    assert (found.data_set, found.first_on, found.last_on) == (data_set.pk, MONDAY + 12 * WEEK, MONDAY + 19 * WEEK)


def test_weeks_in_which_the_source_delivered_nothing_raise_no_signal(manager: Account):
    """Two old cases are resolved in them, after months: their times are no level of these weeks."""
    actions.ship(act(None), names=["time_to_resolve"])
    cases = []
    for week, hours in enumerate([9.0, 11.0] * 10):
        at = datetime.fromisoformat("2025-01-06 10:00") + WEEK * week
        cases += [{"reported_at": at, "resolved_at": at + timedelta(hours=hours)} for _case in range(12)]
    silent = [MONDAY + WEEK * week for week in (20, 21)]
    for case, monday in zip(cases, silent, strict=False):
        case["resolved_at"] = datetime.combine(monday, datetime.min.time())
    last = datetime.fromisoformat("2025-06-12 10:00")  # in week 22
    data_set = a_data_set([*cases, {"reported_at": last, "resolved_at": last + timedelta(hours=10)}])
    (found,) = watching.every_series(mining.kept, [data_set])
    told = {day: value for day, value, _n in found.points}
    assert [told[monday] for monday in silent] == [None, None]
    assert found.looked.chart.n == 20 + 1
    assert look() == 0


def test_the_more_series_are_watched_the_more_a_firm_signal_must_show(manager: Account):
    for _each in range(12):
        entered(manager, [9.0, 11.0] * 8)
    entered(manager, SHIFTED)
    look()
    # 13 weekly series: 678 steps a year; 0.0172 a step are 11.7 false ones, 0.0030 still 2.04, 0.0013 0.9
    expected = watching.last_look()
    assert expected is not None
    assert (expected.series, expected.level, round(expected.by_chance, 1)) == (13, 3, 11.7)
    assert round(expected.firm_by_chance, 1) == 0.9
    assert TrendSignal.objects.get().strength == "weak"  # eight in a row, where eleven are asked
    assert watching.firm_open(manager) == 0


def test_what_a_person_sees_is_noted_once_and_only_that_is_edited(manager: Account):
    found = entered(manager, SHIFTED)
    fields = {"metric": found.pk, "side": "below", "first_on": MONDAY, "last_on": MONDAY + WEEK}
    noted = actions.note_signal(act(manager), fields=fields)  # type: ignore[arg-type]
    with pytest.raises(Refusal, match="noted already"):
        actions.note_signal(act(manager), fields=fields)  # type: ignore[arg-type]
    actions.edit_signal(act(manager), pk=noted.pk, version=1, fields={"side": "above"})
    look()
    raised = TrendSignal.objects.exclude(rule="seen").get()
    with pytest.raises(Refusal, match="not edited"):
        actions.edit_signal(act(manager), pk=raised.pk, version=1, fields={"side": "below"})


def test_who_has_no_right_sees_no_signal_and_ends_none(manager: Account, client: Client):
    entered(manager, SHIFTED)
    look()
    found = TrendSignal.objects.get()
    stranger = Account.objects.create_user("s@example.org", "x", name="S")
    client.force_login(stranger)
    for path in ("/signals/", "/signals/watched/", f"/signals/{found.pk}/dismiss/"):
        assert client.get(path).status_code in (403, 404)
    with pytest.raises((NotAllowed, Refusal)):
        actions.dismiss_signal(act(stranger), pk=found.pk, version=1, reason="x")
    assert records.KINDS["signal"].prefix == found.identity.key.partition("-")[0] == "SIG"


def test_list_and_record_say_what_chance_would_raise(manager: Account, client: Client):
    entered(manager, SHIFTED)
    look()
    client.force_login(manager)
    said = client.get("/signals/").content.decode()
    assert "chance alone would raise about 0.9 signals a year" in said  # 52.18 steps × 0.0172
    assert "<svg" in client.get(f"/signals/{TrendSignal.objects.get().pk}/").content.decode()


def test_when_its_data_set_is_removed_an_open_signal_lapses_with_the_reason(manager: Account, client: Client):
    actions.ship(act(None), names=["time_to_resolve"])
    data_set, days = a_data_set([{"reported_at": datetime.fromisoformat("2025-01-06 10:00")}]), (MONDAY, MONDAY + WEEK)
    at = {"metric": Metric.objects.get().pk, "data_set": data_set.pk, "first_on": days[0], "last_on": days[1]}
    kept = actions.note_signal(act(manager), fields={**at, "data_set": 0, "side": "above"})  # type: ignore[typeddict-item]
    noted = actions.note_signal(act(manager), fields={**at, "side": "above"})  # type: ignore[typeddict-item]
    with pytest.raises(Refusal, match="lapses only when"):
        actions.lapse_signal(act(manager), pk=noted.pk)
    Source.objects.filter(pk=data_set.pk).delete()
    look()
    assert [each.state for each in TrendSignal.objects.order_by("pk")] == ["open", "lapsed"]
    assert watching.acted_on(manager)["raised"] == 1  # nobody could act on what is gone
    events = EventRow.objects.count()
    assert watching.lapse_gone() == 0
    assert EventRow.objects.count() == events
    client.force_login(manager)
    assert "was removed" in client.get(f"/signals/{noted.pk}/").content.decode()
    assert kept.pk != noted.pk
    assert list(check.check()) == []


def test_all_series_are_followed_in_a_few_questions(manager: Account, django_assert_max_num_queries: Any):
    """However many metrics there are, and however they are defined."""
    for _each in range(6):
        entered(manager, [9.0, 11.0] * 8)
    with django_assert_max_num_queries(5):
        assert len(list(watching.every_series(mining.already, mining.ready_data_sets()))) == 6


def test_who_may_not_see_a_metric_does_not_read_its_series(client: Client, manager: Account):
    """A confidential metric is seen by who may see confidential records."""
    found, reader = entered(manager, [10.0] * 8), make_account("agent")
    client.force_login(reader)
    assert found.title in client.get("/signals/watched/").content.decode()
    Identity.objects.filter(pk=found.pk).update(is_confidential=True)
    assert found.title not in client.get("/signals/watched/").content.decode()


def test_the_list_of_signals_names_the_data_set_of_each(manager: Account, client: Client):
    data_set = a_data_set([{"reported_at": datetime.fromisoformat("2025-03-03 09:00")}])
    actions.ship(act(None), names=["time_to_resolve"])
    metric = Metric.objects.get(shipped="time_to_resolve")
    told = {"rule": "eight_on_one_side", "side": "above", "first_on": MONDAY, "last_on": MONDAY + WEEK, "is_firm": True}
    for number in (data_set.pk, 0):
        assert actions.find_signal(act(None), metric=metric.pk, data_set=number, **told) is not None  # type: ignore[arg-type]
    client.force_login(manager)
    page = client.get("/signals/").content.decode()
    assert page.count("Вызовы") == 1
    found = TrendSignal.objects.get(data_set=data_set.pk)
    assert "Вызовы</span></h2>" in client.get(f"/signals/{found.pk}/").content.decode()
