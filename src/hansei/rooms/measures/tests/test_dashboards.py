"""Dashboards: the same figure as the metric's card, and what anybody sees of a shared one."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from hansei.blocks.register.declaration import REGISTERS
from hansei.blocks.register.tests.any_kind import a_record
from hansei.kernel import check, links
from hansei.kernel.actions import Act
from hansei.kernel.errors import NotAllowed, Outdated, Refusal
from hansei.kernel.models import Account, EventRow
from hansei.rooms.measures import actions, board, card, queries, sharing
from hansei.rooms.measures.models import Dashboard, DashboardShare, DashboardViews, Metric
from hansei.rooms.measures.tests.histories import a_data_set
from hansei.rooms.mining.models import DataSet
from tests.accounts import make_account
from tests.words import bare_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Account:
    return make_account("manager")


def act(by: Account | None) -> Act:
    return Act(by=by, via="web")


def twelve_weeks(per_week: int = 1) -> DataSet:
    """A case each Monday at 10, resolved after 1, 2, 3 … 12 hours, and due after 6."""
    cases = []
    for week in range(12):
        at = datetime.fromisoformat("2024-01-01 10:00") + timedelta(weeks=week)
        done = {"reported_at": at, "resolved_at": at + timedelta(hours=week + 1), "last_at": at + timedelta(days=1)}
        cases += [done | {"due_at": at + timedelta(hours=6)}] * per_week
    return a_data_set(cases)


def metric(name: str) -> Metric:
    actions.ship(Act(by=None, via="cli"), names=[name])
    return Metric.objects.select_related("identity").get(shipped=name)


def a_dashboard(by: Account, tiles: list[Metric], data_set: DataSet | None = None, **more: Any) -> Dashboard:
    fields: Any = {"title": "Ωμέγα", "audience": "users", "tiles": [each.pk for each in tiles], **more}
    fields["data_set"] = data_set.pk if data_set else None
    return actions.draft_dashboard(act(by), fields=fields)


def shared(by: Account, found: Dashboard, reason: str = "Для всех.") -> str:
    version = Dashboard.objects.select_related("identity").get(pk=found.pk).identity.version
    number = actions.share_dashboard(act(by), pk=found.pk, version=version, reason=reason)
    return sharing.address_of(DashboardShare.objects.get(pk=number))


def figures_of(page: str) -> list[str]:
    return re.findall(r'<div class="h-figure-value[^>]*>.*?</div>', page)


def test_the_open_page_shows_without_signing_in_the_figures_of_the_cards(manager: Account, client: Client):
    data_set = twelve_weeks(per_week=5)
    metrics = [metric("time_to_resolve"), metric("service_level_attainment"), metric("cases")]
    address = shared(manager, a_dashboard(manager, metrics, data_set))
    answer = client.get(address)
    assert answer.status_code == 200
    page = answer.content.decode()
    outside = figures_of(page)
    client.force_login(manager)
    cards = [
        figures_of(client.get(f"/metrics/{each.pk}/?source={data_set.pk}").content.decode())[0] for each in metrics
    ]
    inside = figures_of(client.get(f"/dashboards/{Dashboard.objects.get().pk}/").content.decode())
    assert outside == inside == cards
    assert "6 h 30" in outside[0].replace("\u202f", " ").replace("\xa0", " ")  # the median of 1 to 12 hours


def test_the_open_page_tells_no_data_set_no_person_and_leads_nowhere(manager: Account, client: Client):
    data_set = twelve_weeks(per_week=5)
    address = shared(manager, a_dashboard(manager, [metric("time_to_resolve")], data_set), reason="Тайна")
    answer = client.get(address, headers={"Accept-Language": "ru"})
    page = answer.content.decode()
    assert not [each for each in re.findall(r'href="([^"]+)"', page) if not each.startswith(("/static/", "#"))]
    assert data_set.source.name not in page and "Тайна" not in page and manager.name not in page
    assert answer["Content-Language"] == "ru"
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex")
    assert '<meta name="robots" content="noindex">' in page
    assert "sessionid" not in client.cookies


def test_the_open_page_speaks_no_bare_english(manager: Account, client: Client, pseudo: object):
    address = shared(manager, a_dashboard(manager, [metric("time_to_resolve")], twelve_weeks(per_week=5)))
    assert [each for each in bare_words(client.get(address).content.decode()) if each != "Hansei"] == []


def test_what_fewer_than_five_stand_behind_is_not_shown_outside(manager: Account, client: Client):
    at = datetime.fromisoformat("2024-01-01 10:00")
    four = a_data_set([{"reported_at": at, "resolved_at": at + timedelta(hours=2)}] * 4)
    found = a_dashboard(manager, [metric("time_to_resolve")], four)
    assert "Fewer than five" in client.get(shared(manager, found)).content.decode()
    assert board.inside(manager, found).tiles[0].figure.n == 4


def test_stop_sharing_ends_it_at_once_and_a_new_share_has_another_address(manager: Account, client: Client):
    found = a_dashboard(manager, [metric("cases")], twelve_weeks())
    first = shared(manager, found)
    assert shared(manager, found) == first  # shared once
    actions.stop_sharing_dashboard(act(manager), pk=found.pk)
    assert client.get(first).status_code == 404
    second = shared(manager, found)
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    version = Dashboard.objects.get(pk=found.pk).identity.version
    actions.move_dashboard(act(manager), pk=found.pk, version=version, to="retired")
    assert client.get(second).status_code == 404
    kinds = list(EventRow.objects.filter(kind__startswith="dashboard.").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["dashboard.shared", "dashboard.share_ended"] * 2
    assert list(check.check()) == []


def test_no_address_is_guessed(client: Client, manager: Account):
    address = shared(manager, a_dashboard(manager, [metric("cases")], twelve_weeks()))
    number, _dot, sign = address.rstrip("/").rpartition("/")[2].partition(".")
    for token in (number, f"{number}.", f"{int(number) + 1}.{sign}", f"{number}.{sign[:-1]}", "0" * 5000):
        assert client.get(f"/dashboards/open/{token}/").status_code == 404


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"uses": ["improve", "decide"]}, "may not be used to inform"),
        ({"state": "approved"}, "is not published"),
        ({"uses": ["inform", "appraise"]}, "may appraise people"),
    ],
    ids=["only inside", "not published", "appraises people"],
)
def test_a_metric_that_may_not_be_shown_is_refused_and_leaves_a_shared_page(
    manager: Account, client: Client, change: dict[str, Any], said: str
):
    kept, hidden = metric("cases"), metric("reopened_share")
    data_set = twelve_weeks()
    before, after = (a_dashboard(manager, [kept, hidden], data_set) for _twice in range(2))
    address = shared(manager, before)
    Metric.objects.filter(pk=hidden.pk).update(**change)
    assert len(figures_of(client.get(address).content.decode())) == 1
    with pytest.raises(Refusal, match=said) as refused:
        shared(manager, after)
    assert str(refused.value).count("MET-") == 1
    assert not DashboardShare.objects.filter(dashboard=after).exists()


def test_a_confidential_metric_is_neither_shown_outside_nor_named_to_who_may_not_see_it(
    manager: Account, client: Client
):
    kept, hidden = metric("cases"), metric("reopened_share")
    found = a_dashboard(manager, [kept, hidden], twelve_weeks())
    hidden.identity.is_confidential = True
    hidden.identity.save()
    with pytest.raises(Refusal, match="is confidential"):
        shared(manager, found)
    agent = make_account("agent")
    client.force_login(agent)
    for address in (f"/dashboards/{found.pk}/", f"/dashboards/{found.pk}/tiles/"):
        page = client.get(address).content.decode()
        assert kept.title in page and hidden.title not in page
    assert board.inside(agent, found).left_out == 1
    # Ordering what one sees keeps what one does not.
    actions.edit_dashboard(act(agent), pk=found.pk, version=1, fields={"tiles": [hidden.pk, kept.pk]})
    with pytest.raises(Refusal, match="which you may see"):
        actions.draft_dashboard(act(agent), fields={"title": "Ψ", "tiles": [hidden.pk]})


def test_only_a_person_with_the_right_shares_stops_and_changes_what_is_shared(manager: Account):
    agent = make_account("agent")
    found = a_dashboard(agent, [metric("cases")], twelve_weeks())
    with pytest.raises(NotAllowed):
        shared(agent, found)
    shared(manager, found)
    for forbidden in (
        lambda: actions.stop_sharing_dashboard(act(agent), pk=found.pk),
        lambda: actions.edit_dashboard(act(agent), pk=found.pk, version=1, fields={"tiles": []}),
    ):
        with pytest.raises(NotAllowed):
            forbidden()
    hidden = metric("reopened_share")
    Metric.objects.filter(pk=hidden.pk).update(uses=["improve"])
    with pytest.raises(Refusal, match="may not be used to inform"):
        actions.edit_dashboard(act(manager), pk=found.pk, version=1, fields={"tiles": [hidden.pk]})


def test_sharing_asks_for_a_reason_and_something_to_show(manager: Account):
    empty = a_dashboard(manager, [])
    with pytest.raises(Refusal, match="at least one tile"):
        shared(manager, empty)
    with pytest.raises(Refusal, match="Say why"):
        shared(manager, a_dashboard(manager, [metric("cases")], twelve_weeks()), reason=" ")


def test_two_who_compose_at_once_the_second_is_asked_to_look_again(manager: Account, client: Client):
    first, second = metric("cases"), metric("reopened_share")
    found = a_dashboard(manager, [first], twelve_weeks())
    client.force_login(manager)
    page = {"version": "1", "do": "add", "metric": str(second.pk)}
    assert client.post(f"/dashboards/{found.pk}/tiles/", page).status_code == 302
    assert client.post(f"/dashboards/{found.pk}/tiles/", {"version": "1", "do": f"out:{first.pk}"}).status_code == 412
    assert Dashboard.objects.get().tiles == [first.pk, second.pk]
    with pytest.raises(Outdated):
        actions.edit_dashboard(act(manager), pk=found.pk, version=1, fields={"title": "Ψ"})
    client.post(f"/dashboards/{found.pk}/tiles/", {"version": "2", "do": f"down:{first.pk}"})
    assert Dashboard.objects.get().tiles == [second.pk, first.pk]
    client.post(f"/dashboards/{found.pk}/tiles/", {"version": "3", "do": f"up:{first.pk}"})
    client.post(f"/dashboards/{found.pk}/tiles/", {"version": "4", "do": f"out:{second.pk}"})
    assert Dashboard.objects.get().tiles == [first.pk]
    assert list(check.check()) == []


def test_only_published_metrics_with_one_figure_and_data_sets_one_may_see_are_taken(manager: Account):
    table, draft = metric("variants"), actions.draft_metric(act(manager), fields={"title": "Ψ"})
    for wrong in (table.pk, draft.pk, 10**9):
        with pytest.raises(Refusal, match="published metric with one figure"):
            actions.draft_dashboard(act(manager), fields={"title": "Ω", "tiles": [wrong]})
    with pytest.raises(Refusal, match="no such data set"):
        actions.draft_dashboard(act(manager), fields={"title": "Ω", "data_set": 10**9})


def test_what_is_missing_is_said(manager: Account, client: Client):
    calls, cases = metric("calls_offered"), metric("cases")
    found = a_dashboard(manager, [calls, cases])
    assert [str(each.missing) for each in board.inside(manager, found).tiles] == [
        "No data: nobody entered a value yet.",
        "No data set is chosen.",
    ]
    Dashboard.objects.filter(pk=found.pk).update(data_set=10**9)
    found.refresh_from_db()
    assert board.inside(manager, found).tiles[1].missing == "The data set was removed."
    Metric.objects.filter(pk=calls.pk).update(state="approved")
    assert "not published any more" in str(board.inside(manager, found).tiles[0].missing)
    client.force_login(manager)
    empty = a_dashboard(manager, [])
    assert "No tiles yet" in client.get(f"/dashboards/{empty.pk}/").content.decode()


def test_views_are_counted_and_nobody_is_named(manager: Account, client: Client):
    found = a_dashboard(manager, [metric("cases")], twelve_weeks())
    address = shared(manager, found)
    for _again in range(2):
        client.get(address)
    client.get(address, headers={"HX-Request": "true"})  # an open page that looks again
    client.force_login(manager)
    client.get(f"/dashboards/{found.pk}/")
    counted = dict(DashboardViews.objects.values_list("is_outside", "count"))
    assert counted == {True: 2, False: 1}


def test_entered_values_are_the_same_inside_and_outside(manager: Account, client: Client):
    calls = metric("calls_offered")
    month: Any = [{"first": date(2025, 3, 1), "last": date(2025, 3, 31), "value": 300.0, "n": None}]
    actions.enter_values(act(manager), pk=calls.pk, values=month, source="Письмо", method="monitoring")
    found = a_dashboard(manager, [calls])
    page = client.get(shared(manager, found)).content.decode()
    value = card.figures(calls, queries.value_of(calls.pk, None))[0].written
    assert [value in each for each in figures_of(page)] == [True]


def test_a_decision_taken_from_it_stands_on_it(manager: Account, client: Client):
    found = a_dashboard(manager, [])
    decision = a_record(REGISTERS["decision"], manager, "Ψ")
    links.link(act(manager), record=found.pk, role="informed", target=str(decision.identity.key))
    assert [each.pk for each in board.decisions(manager, found)] == [decision.pk]
    client.force_login(manager)
    assert "Decisions taken from it" in client.get(f"/dashboards/{found.pk}/").content.decode()


def test_no_line_of_the_log_holds_an_open_address(manager: Account, client: Client, caplog: pytest.LogCaptureFixture):
    address = shared(manager, a_dashboard(manager, [metric("cases")], twelve_weeks()))
    caplog.clear()
    client.get(address)
    assert address not in caplog.text


def test_what_a_new_version_shows_is_computed_before_anybody_opens_it(manager: Account, settings: LazySettings):
    data_set = twelve_weeks(per_week=5)
    found = a_dashboard(manager, [metric("time_to_resolve"), metric("service_level_attainment")], data_set)
    board.prepare(data_set)
    settings.RESULT_WAIT_SECONDS = 0
    assert not board.outside(found).is_counting
    settings.RESULT_WAIT_SECONDS = 60
