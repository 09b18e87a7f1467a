"""Ranking improvements: computed from value and effort, placed by hand with a reason, frozen, and asked for again."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hansei.kernel import check
from hansei.kernel.actions import Act
from hansei.kernel.errors import NotAllowed, Outdated, Refusal
from hansei.kernel.models import Account, EventRow, Grant, Role
from hansei.rooms.improvement import actions, ranking
from hansei.rooms.improvement.models import HandPlace, Improvement, Ranking, RankRule
from hansei.rooms.improvement.queries import ranking as queries
from tests.accounts import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Account:
    return make_account("manager")


@pytest.fixture
def act(manager: Account) -> Act:
    return Act(by=manager, via="web")


@pytest.fixture
def web(client: Client, manager: Account) -> Client:
    client.force_login(manager)
    return client


def an_idea(act: Act, title: str, **more: Any) -> int:
    fields: actions.Fields = {"title": title, **more}  # type: ignore[typeddict-item]  # fields of an improvement
    return int(actions.propose(act, fields=fields).pk)


def titles(account: Account) -> list[str]:
    return [each.record.title for each in queries.order_now(account).lines]


@pytest.fixture
def three(act: Act) -> list[int]:
    """Γ: 3 ÷ 1 = 3. Α: 3 ÷ 3 = 1. Β is not judged."""
    return [
        an_idea(act, "Α", value=3, effort=3),
        an_idea(act, "Β", value=3),
        an_idea(act, "Γ", value=3, effort=1),
    ]


@pytest.mark.parametrize(
    ("weights", "judged", "expected"),
    [
        ((1, 0.5, 1), (3, 1, ""), 3.0),
        ((1, 0.5, 1), (3, 2, ""), 1.5),
        ((1, 0.5, 1), (3, 2, "They leave."), 1.75),
        ((2, 0, 1), (2, 2, "They leave."), 2.0),
        ((1, 0, 0), (2, 3, ""), 2.0),
        ((1, 0, 2), (3, 3, ""), 0.6),
        ((1, 0, 1), (None, 3, ""), None),
        ((1, 0, 1), (3, None, ""), None),
    ],
)
def test_the_score_is_worth_for_effort(weights: Any, judged: Any, expected: float | None):
    rule = RankRule(value=weights[0], risk=weights[1], effort=weights[2])
    assert ranking.score(ranking.Judged(1, judged[0], judged[1], bool(judged[2])), rule) == expected


def test_another_input_or_another_weight_is_another_order(act: Act, manager: Account, three: list[int]):
    assert titles(manager) == ["Γ", "Α", "Β"]
    actions.edit(act, pk=three[1], version=1, fields={"effort": 1, "risk": "They leave."})
    assert titles(manager) == ["Β", "Γ", "Α"]
    actions.weigh(act, seen=0, value=Decimal(1), risk=Decimal(0), effort=Decimal(0), every_days=30)
    assert titles(manager) == ["Α", "Β", "Γ"]  # all are worth 3 now: the older first


def test_weights_are_set_over_the_rule_that_was_seen_and_inside_their_limits(act: Act):
    rule = actions.weigh(act, seen=0, value=Decimal(2), risk=Decimal(1), effort=Decimal(1), every_days=60)
    with pytest.raises(Outdated):
        actions.weigh(act, seen=0, value=Decimal(3), risk=Decimal(1), effort=Decimal(1), every_days=60)
    with pytest.raises(Refusal):
        actions.weigh(act, seen=rule, value=Decimal(10), risk=Decimal(1), effort=Decimal(1), every_days=60)
    assert (RankRule.objects.count(), int(ranking.rule_now().value)) == (1, 2)
    assert EventRow.objects.filter(kind="improvement.rank_rule_set").count() == 1


def test_a_place_by_hand_needs_a_reason_and_is_given_back(act: Act, manager: Account, three: list[int]):
    with pytest.raises(Refusal, match="Write it down"):
        actions.place(act, pk=three[0], place=1, reason=" ")
    with pytest.raises(Refusal, match="from 1 to 200"):
        actions.place(act, pk=three[0], place=0, reason="Law")
    assert not HandPlace.objects.exists()
    actions.place(act, pk=three[0], place=1, reason="The law asks for it")
    order = queries.order_now(manager).lines
    assert [(each.record.title, each.at.place, each.at.computed) for each in order] == [
        ("Α", 1, 2),
        ("Γ", 2, 1),
        ("Β", 3, 3),
    ]
    assert order[0].hand is not None
    assert order[0].hand.reason.text == "The law asks for it"
    actions.place(act, pk=three[0], place=None)
    assert titles(manager) == ["Γ", "Α", "Β"]
    assert EventRow.objects.filter(kind="improvement.placed_by_hand").count() == 2


def test_what_has_begun_is_not_placed_any_more(act: Act, three: list[int]):
    actions.close(act, pk=three[0], version=1, end="withdrawn", reason="No longer wanted")
    with pytest.raises(Refusal):
        actions.place(act, pk=three[0], place=1, reason="Law")


def test_freezing_gives_ranks_keeps_the_order_and_refuses_an_old_page(act: Act, manager: Account, three: list[int]):
    a, b, c = three
    made = actions.rank(act, seen=[c, a, b])
    assert [each.rank for each in Improvement.objects.order_by("pk")] == [2, 3, 1]
    assert made.lines == [[c, 3.0, False], [a, 1.0, False], [b, None, False]]
    fact = EventRow.objects.get(kind="improvement.ranked").facts
    assert (fact["ranked"], fact["moved"], fact["ranking"]) == (3, 3, made.pk)
    with pytest.raises(Outdated):
        actions.rank(act, seen=[a, b, c])
    actions.place(act, pk=b, place=1, reason="Law")
    with pytest.raises(Outdated):
        actions.rank(act, seen=[c, a, b])
    second = actions.rank(act, seen=[b, c, a])
    assert [(each.record.pk, each.before) for each in queries.places_of(manager, second)] == [(b, 3), (c, 1), (a, 2)]
    assert Ranking.objects.get(pk=made.pk).lines == made.lines
    assert list(check.check()) == []


def test_of_many_the_first_are_ranked_and_the_others_counted(
    act: Act, manager: Account, three: list[int], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(ranking, "MOST", 2)
    order = queries.order_now(manager)
    assert ([each.record.title for each in order.lines], order.rest) == (["Γ", "Α"], 1)
    actions.rank(act, seen=[three[2], three[0]])
    assert [each.rank for each in Improvement.objects.order_by("pk")] == [2, None, 1]


def test_nothing_to_rank_is_said(act: Act):
    with pytest.raises(Refusal, match="nothing to rank"):
        actions.rank(act, seen=[])


def test_the_manager_is_reminded_when_the_last_ranking_is_too_old(act: Act, manager: Account, three: list[int]):
    now = timezone.now()
    never = queries.overdue(manager, now)
    assert never is not None
    assert (never.last, never.waiting) == (None, 3)
    made = actions.rank(act, seen=[three[2], three[0], three[1]])
    assert queries.overdue(manager, made.at + timedelta(days=90)) is None
    late = queries.overdue(manager, made.at + timedelta(days=90, seconds=1))
    assert late is not None
    assert (late.last, late.every_days) == (made.at, 90)


def test_the_first_page_asks_whoever_ranks(web: Client, act: Act, three: list[int]):
    assert "3 improvements wait to begin and were never ranked." in web.get("/").content.decode()
    actions.rank(act, seen=[three[2], three[0], three[1]])
    assert "never ranked" not in web.get("/").content.decode()


def test_only_who_ranks_ranks_and_only_what_they_may_work_on(client: Client, act: Act, three: list[int]):
    other = make_account("agent", "other@test.example")
    Grant.objects.filter(account=other).delete()
    role = Role.objects.create(key="works", rights=["improvement.see", "improvement.work"])
    Grant.objects.create(account=other, role=role, scope=Grant.Scope.EVERYTHING, since=timezone.now())
    mine = Act(by=other, via="web")
    client.force_login(other)
    assert client.get("/improvements/rank/").status_code == 403
    for refused in (
        lambda: actions.rank(mine, seen=[three[2], three[0], three[1]]),
        lambda: actions.place(mine, pk=three[0], place=1, reason="Law"),
        lambda: actions.weigh(mine, seen=0, value=Decimal(1), risk=Decimal(1), effort=Decimal(1), every_days=60),
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert not Ranking.objects.exists()
    assert "improvement.ranked" not in set(EventRow.objects.values_list("kind", flat=True))


def test_the_page_judges_places_and_freezes(web: Client, three: list[int]):
    a, b, c = three
    assert web.post(f"/improvements/{b}/judge/", {"value": "3", "effort": "1", "version": "1"}).status_code == 302
    assert web.post(f"/improvements/{a}/place/", {"place": "1", "reason": "Law"}).status_code == 302
    page = web.get("/improvements/rank/")
    assert page.context["seen"] == [a, b, c]
    assert "Law" in page.content.decode()
    frozen = web.post("/improvements/rank/freeze/", {"seen": f"{a} {b} {c}"})
    assert frozen.status_code == 302
    assert web.get(frozen.headers["Location"]).status_code == 200
    assert web.post("/improvements/rank/weigh/", {"seen": "0", "value": "99"}).status_code == 422
    assert web.post(f"/improvements/{a}/place/", {"back": "yes"}).status_code == 302
    assert web.get("/improvements/rank/").context["seen"] == [b, c, a]
    rows = web.get("/improvements/", {"sort": "rank"}).context["rows"]
    assert [each["pk"] for each in rows] == [a, b, c]
