"""The seven steps of a cycle: no step without what proves it, and what came of one feeds the next."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from hansei.analytics.demonstration import STEPS
from hansei.kernel import check, demonstration
from hansei.kernel.actions import Act
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.models import Account, EventRow, Grant, Identity, Role, Source
from hansei.rooms.goals.actions import nodes
from hansei.rooms.improvement import actions, circling, naming, queries
from hansei.rooms.improvement.demonstration import cycles as shown
from hansei.rooms.improvement.models import Cycle, CycleEvidence
from hansei.rooms.improvement.tests.histories import BEFORE, a_data_set
from hansei.rooms.measures import actions as measures
from hansei.rooms.reviews.tests.pages import one_meeting
from tests.accounts import PASSWORD, make_account

TODAY = date(2026, 9, 1)
PERIOD: actions.CycleFields = {
    "title": "Сеть, третий квартал",
    "service": "Сеть",
    "first": date(2026, 7, 1),
    "last": date(2026, 9, 30),
}


def act(account: Account | None, day: date = TODAY) -> Act:
    return Act(by=account, via="web", at=datetime(day.year, day.month, day.day, 9, tzinfo=UTC), told_at=timezone.now())


@pytest.fixture
def manager(db: None, settings: LazySettings, tmp_path: Any) -> Account:
    settings.PARQUET_ROOT = tmp_path / "parquet"
    return make_account("manager")


def proofs(account: Account) -> dict[int, tuple[str, str]]:
    """For each step something that proves it."""
    goal = nodes.add(act(account), fields={"title": "Сеть держится", "level": "objective"})
    concern = measures.note_concern(act(account), fields={"stakeholder": "Ω", "title": "Звонки"})
    metric = measures.draft_metric(
        act(account),
        fields={"title": "Звонки", "decision": "x", "reason": "direct", "period": "week", "concerns": [concern.pk]},
        formula={"origin": "entered", "formula": "Звонки."},
    )
    collection = ("collection", str(a_data_set(BEFORE)))
    one_meeting(account)
    review = ("record", Identity.objects.filter(kind="review").latest("pk").key)
    improvement = actions.propose(act(account), fields={"title": "Второй шлюз"})
    from hansei.rooms.improvement.actions import coupling

    found = coupling.open_investigation(act(account), fields={"title": "Почему шлюз стоит"})
    return {
        1: ("record", goal.identity.key),
        2: ("record", metric.identity.key),
        3: collection,
        4: collection,
        5: ("record", found.identity.key),
        6: review,
        7: ("record", improvement.identity.key),
    }


def gone_round(account: Account, until: int = 7) -> tuple[Cycle, dict[int, tuple[str, str]]]:
    """A cycle whose steps up to `until` are proved and signed."""
    found, known = actions.open_cycle(act(account), fields=PERIOD), proofs(account)
    for step, (kind, key) in known.items():
        if step <= until:
            assert actions.link_evidence(act(account), pk=found.pk, step=step, kind=kind, key=key)
            actions.sign_step(act(account), pk=found.pk, step=step, result=f"Итог {step}")
    return found, known


def version(found: Cycle) -> int:
    return int(Identity.objects.values_list("version", flat=True).get(pk=found.pk))


def test_step_four_is_not_signed_without_its_collections(manager: Account, client: Client):
    found, known = gone_round(manager, until=3)
    before = EventRow.objects.count()
    with pytest.raises(Refusal) as refused:
        actions.sign_step(act(manager), pk=found.pk, step=4, result="Посчитано")
    assert refused.value.code == "cycle.no_evidence"
    assert EventRow.objects.count() == before
    client.force_login(manager)
    sent = {"step": "4", "do": "sign", "result": "Посчитано"}
    assert client.post(f"/cycles/{found.pk}/step/", sent).status_code == 409
    kind, key = known[4]
    assert (
        client.post(f"/cycles/{found.pk}/step/", {"step": "4", "do": "link", "thing": f"{kind}:{key}"}).status_code
        == 302
    )
    assert client.post(f"/cycles/{found.pk}/step/", sent).status_code == 302
    assert sorted(found.signatures.values_list("step", flat=True)) == [1, 2, 3, 4]
    assert list(check.check()) == []


def test_evidence_that_is_gone_proves_nothing(manager: Account):
    found, known = gone_round(manager, until=3)
    kind, key = known[4]
    actions.link_evidence(act(manager), pk=found.pk, step=4, kind=kind, key=key)
    Source.objects.filter(pk=key).update(state="removing")
    assert circling.missing(found, 4) is not None
    with pytest.raises(Refusal):
        actions.sign_step(act(manager), pk=found.pk, step=4, result="Посчитано")


def test_what_proves_something_else_and_what_is_not_there_is_refused(manager: Account, client: Client):
    found, known = gone_round(manager, until=0)
    with pytest.raises(Refusal) as refused:
        actions.link_evidence(act(manager), pk=found.pk, step=4, kind="record", key=known[1][1])
    assert refused.value.code == "cycle.proves_nothing"
    with pytest.raises(NotFound):
        actions.link_evidence(act(manager), pk=found.pk, step=3, kind="collection", key="99")
    client.force_login(manager)
    page = client.post(f"/cycles/{found.pk}/step/", {"step": "1", "do": "link", "number": "GOAL-99"}, follow=True)
    assert "GOAL-99" in page.content.decode()
    assert not CycleEvidence.objects.exists()


def test_steps_are_signed_in_their_order_once_and_stay(manager: Account):
    found, known = gone_round(manager, until=1)
    kind, key = known[3]
    actions.link_evidence(act(manager), pk=found.pk, step=3, kind=kind, key=key)
    with pytest.raises(Refusal, match="2"):
        actions.sign_step(act(manager), pk=found.pk, step=3, result="Собрано")
    with pytest.raises(Refusal):
        actions.sign_step(act(manager), pk=found.pk, step=1, result="Ещё раз")
    tie = found.evidence.get(step=1)
    with pytest.raises(Refusal):
        actions.unlink_evidence(act(manager), pk=found.pk, evidence=tie.pk)
    with pytest.raises(Refusal, match="2, 3"):
        actions.move_cycle(act(manager), pk=found.pk, version=version(found), to="complete")


def test_the_ring_shows_what_is_signed_and_leads_to_the_evidence(manager: Account, client: Client):
    found, known = gone_round(manager, until=4)
    client.force_login(manager)
    page = client.get(f"/cycles/{found.pk}/").content.decode()
    assert page.count('href="#step-') == 14  # in the ring, and in the list below it
    assert page.count('id="step-') == 7
    assert page.count("h-fill-good") == 4
    named = naming.shown(manager, *known[3])
    assert page.count(f'href="{named.url}"') == 2


def test_results_feed_the_next_cycle_which_is_begun_once(manager: Account, client: Client):
    """Opened on 1 September, closed on the 11th: 10 days; one improvement; 1 of 1 complete."""
    found, known = gone_round(manager)
    with pytest.raises(Refusal):
        actions.go_on(act(manager), pk=found.pk)
    actions.move_cycle(act(manager, date(2026, 9, 11)), pk=found.pk, version=version(found), to="complete")
    later = queries.turning(manager, today=TODAY)
    assert (later.days, later.complete.part, later.complete.whole, later.improvements) == (10.0, 1, 1, 1.0)
    client.force_login(manager)
    assert client.post(f"/cycles/{found.pk}/next/").status_code == 302
    made = Cycle.objects.get(previous=found)
    assert (made.service, made.first, made.last) == ("Сеть", date(2026, 10, 1), date(2026, 12, 31))
    carried = {(each.step, each.kind, each.key) for each in made.evidence.all()}
    assert carried == {(1, "cycle", found.identity.key), (1, "improvement", known[7][1])}
    assert "Итог 7" in client.get(f"/cycles/{made.pk}/").content.decode()
    assert circling.missing(made, 1) is None
    with pytest.raises(Refusal):
        actions.go_on(act(manager), pk=found.pk)
    assert [(each.cycle, each.signed, each.next) for each in queries.standings(manager)] == [(made, 0, 1)]
    due = queries.turning(manager, today=date(2027, 1, 1))
    assert (due.complete.part, due.complete.whole) == (1, 2)
    assert list(check.check()) == []


def test_who_may_not_see_a_thing_reads_no_word_of_it(manager: Account, client: Client):
    found, known = gone_round(manager, until=1)
    reader = Account.objects.create_user("reader@test.example", PASSWORD, name="Ω")
    role = Role.objects.create(key="reads", rights=["improvement.see"])
    Grant.objects.create(account=reader, role=role, scope=Grant.Scope.EVERYTHING, since=timezone.now() - timedelta(1))
    client.force_login(reader)
    page = client.get(f"/cycles/{found.pk}/").content.decode()
    assert "Сеть держится" not in page
    assert known[1][1] not in page
    assert client.post(f"/cycles/{found.pk}/step/", {"step": "1", "do": "link"}).status_code == 403


def test_the_demonstrations_cycle_comes_once_and_goes(manager: Account):
    for who, role in (("manager", "manager"), ("agent", "agent"), ("admin", "administrator")):
        make_account(role, f"{who}@demo.example")
    by = demonstration.account_of("admin")
    a_data_set(BEFORE)
    for _ in range(2):
        shown.load(by, lambda _said: None, STEPS[-1])
    assert Cycle.objects.get().identity.source.key == demonstration.RECORDS
    assert list(check.check()) == []
    shown.remove(lambda _said: None)
    assert not Cycle.objects.exists()
