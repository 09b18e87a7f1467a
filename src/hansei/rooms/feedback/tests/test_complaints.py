"""Complaints are closed by the customer, with their CAPA and their report; feedback is handled by persons."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hansei.kernel import check, links
from hansei.kernel.actions import ACTIONS, Act
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account, Identity
from hansei.rooms.feedback import actions, queries
from hansei.rooms.feedback.models import Complaint, Feedback
from tests.accounts import make_account
from tests.words import bare_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Account:
    return make_account("manager")


@pytest.fixture
def act(manager: Account) -> Act:
    return Act(by=manager, via="web")


def version(pk: int) -> int:
    return Identity.objects.values_list("version", flat=True).get(pk=pk)


def complained(act: Act, title: str = "The boards are dark", **fields: Any) -> Complaint:
    given = {"title": title, "customer": "Rail", "service": "Boards", "received_on": date(2026, 3, 2), **fields}
    return actions.open_complaint(act, fields=given)  # type: ignore[arg-type]


def a_capa(act: Act) -> Any:
    return ACTIONS["capa.open"].run(act, fields={"title": "Cables", "description": "Dust in the plugs"})


def move(act: Act, found: Complaint, to: str) -> None:
    actions.move_complaint(act, pk=found.pk, version=version(found.pk), to=to)


def edit(act: Act, found: Complaint, **fields: Any) -> None:
    actions.edit_complaint(act, pk=found.pk, version=version(found.pk), fields=fields)  # type: ignore[arg-type]


def test_a_complaint_closes_only_with_capa_shared_report_and_the_customers_word(act: Act, manager: Account):
    found = complained(act)
    edit(act, found, owner=manager.pk, due_on=date(2026, 4, 1), acknowledged_on=date(2026, 3, 3))
    edit(act, found, investigation="Dust.", correction="Cleaned.", prevention="Round each quarter.")
    for to in ("acknowledged", "investigated", "corrected"):
        move(act, found, to)
    with pytest.raises(Refusal, match="CAPA"):
        move(act, found, "planned")
    capa = a_capa(act)
    links.link(act, record=capa.pk, role="came_from", target=found.identity.key)
    move(act, found, "planned")
    with pytest.raises(Refusal, match="report went to the customer"):
        move(act, found, "shared")
    edit(act, found, report_on=date(2026, 3, 20), report_evidence="Mail of 20 March, answered.")
    move(act, found, "shared")
    with pytest.raises(Refusal, match="who agreed"):
        move(act, found, "closed")
    edit(act, found, agreed_by="Grace Hopper", agreed_on=date(2026, 3, 25))
    tie = links.links_of(manager, found.pk)[0]
    links.unlink(act, record=found.pk, link=tie.link)
    with pytest.raises(Refusal, match="CAPA"):
        move(act, found, "closed")
    assert Complaint.objects.get().state == "shared"
    links.link(act, record=capa.pk, role="came_from", target=found.identity.key)
    move(act, found, "closed")
    done = queries.complaint_figures(manager, first=date(2026, 3, 1), last=date(2026, 4, 30))
    assert (done.n, done.due, done.in_time, done.in_time_share, done.per_thousand) == (1, 1, 1, 1.0, None)
    actions.count_users(act, users=4_000, since=date(2026, 1, 1), source="HR")
    done = queries.complaint_figures(manager, first=date(2026, 3, 1), last=date(2026, 4, 30))
    assert done.per_thousand == 0.25
    assert list(check.check()) == []


def test_a_later_complaint_like_it_opens_with_the_earlier_report_on_top(act: Act, manager: Account, client: Client):
    first = complained(act)
    capa = a_capa(act)
    links.link(act, record=capa.pk, role="came_from", target=first.identity.key)
    other = complained(act, "Boards dark again at noon")
    elsewhere = complained(act, "The boards are dark", service="Mail")
    assert (other.repeats_id, elsewhere.repeats_id) == (first.pk, None)
    client.force_login(manager)
    page = client.get(f"/complaints/{other.pk}/").content.decode()
    assert page.index(capa.identity.key) < page.index("Details")
    assert "Something alike" in page
    assert "Something alike" not in client.get(f"/complaints/{elsewhere.pk}/").content.decode()
    figures = queries.complaint_figures(manager, first=date(2026, 3, 1), last=date(2026, 3, 31))
    assert (figures.n, figures.repeated, figures.repeat_share) == (3, 1, 1 / 3)


def test_chinese_complaints_are_found_alike(act: Act):
    first = complained(act, "显示屏又黑了")
    assert complained(act, "显示屏黑了").repeats_id == first.pk


def test_a_late_complaint_is_escalated_once(act: Act, manager: Account, client: Client):
    found = complained(act, due_on=date(2026, 3, 10))
    assert actions.escalate_overdue(act, day=date(2026, 3, 10)) == 0
    assert [actions.escalate_overdue(act, day=date(2026, 3, 11)) for _ in range(2)] == [1, 0]
    assert Complaint.objects.get().escalated_on == date(2026, 3, 11)
    client.force_login(manager)
    assert "The boards are dark" in client.get("/").content.decode()
    assert "was to be closed by" in client.get(f"/complaints/{found.pk}/").content.decode()
    assert list(check.check()) == []


def test_feedback_is_handled_by_a_person_and_every_share_has_its_n(act: Act, manager: Account):
    """Four came: two replied to (after 0 and 4 days), one of them closed with what was done, one anonymous."""
    since = timezone.now() - timedelta(days=30)
    nothing = queries.voice(manager, since=since)
    assert (nothing.n, nothing.response, nothing.median_days, nothing.participation) == (0, None, None, None)
    items = [actions.note_feedback(act, fields={"title": f"Ω{n}", "text": "x", "giver_name": "G"}) for n in range(3)]
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    actions.drop(title="Ω", text="x", day=monday - timedelta(days=1))
    actions.hand_over(Act(by=None, via="timer"), day=monday)
    for each in items[:2]:
        with pytest.raises(Refusal):
            actions.move_feedback(act, pk=each.pk, version=version(each.pk), to="answered")
        actions.read_feedback(act, pk=each.pk, version=version(each.pk))
        actions.reply_feedback(act, pk=each.pk, version=version(each.pk), reply="Thanks.")
    with pytest.raises(Refusal, match="what was done"):
        actions.close_feedback(act, pk=items[0].pk, version=version(items[0].pk), outcome="")
    actions.close_feedback(act, pk=items[0].pk, version=version(items[0].pk), outcome="Cleaned.")
    earlier = timezone.make_aware(datetime.combine(today - timedelta(days=4), datetime.min.time()))
    Feedback.objects.filter(pk=items[1].pk).update(created_at=earlier)
    actions.count_users(act, users=50, since=today, source="HR")
    found = queries.voice(manager, since=since)
    assert (found.n, found.answered, found.handled, found.shown, found.anonymous) == (4, 2, 2, 1, 1)
    assert (found.response, found.closure, found.anonymous_share) == (0.5, 0.25, 0.25)
    assert (sorted(found.days), found.median_days) == ([0, 4], 2)
    assert (found.givers, found.participation) == (1, 0.02)
    assert list(check.check()) == []


def test_the_pages_speak_no_bare_english(manager: Account, pseudo: Any, client: Client):
    from hansei.rooms.feedback.tests.pages import a_complaint, an_item, the_wall

    Account.objects.update(name="Ωμέγα")
    client.force_login(manager)
    paths = [an_item(manager), a_complaint(manager), the_wall(manager), "/voice/give/", "/voice/figures/", "/feedback/"]
    for path in (*paths, "/voice/answer/", "/voice/why-not/", "/"):
        page = client.get(path).content.decode().replace("FBK", "").replace("CPL", "")
        assert bare_words(page) == [], path
