"""Kata, SWOT, and what ties risks and improvements."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from django.test import Client
from django.utils import timezone

from hansei.kernel import check, followers, links
from hansei.kernel.actions import Act
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account, EventRow, Grant, Identity, ObjectLink, Revision, Role
from hansei.kernel.rights import RIGHTS
from hansei.kernel.tests.settling import settle
from hansei.rooms.governance import actions as governance
from hansei.rooms.governance.queries import level_of_record
from hansei.rooms.improvement import actions
from hansei.rooms.improvement.actions import coupling, katas, swots
from hansei.rooms.improvement.models import Improvement, Investigation, Kata, KataStep, Rescore, SwotEntry, SwotVote
from hansei.rooms.improvement.queries import combined, learning, planned_days, swot_converted
from hansei.rooms.improvement.queries import coupling as coupled
from hansei.rooms.improvement.tests.test_life import answered
from tests.accounts import make_account

pytestmark = pytest.mark.django_db
MONDAY = date(2025, 3, 3)


@pytest.fixture
def manager() -> Account:
    return make_account("manager")


def act(by: Account | None, day: date = MONDAY, hour: int = 10) -> Act:
    at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    return Act(by=by, via="cli", at=at, told_at=timezone.now())


def refused(code: str, run: Any) -> None:
    before = EventRow.objects.count()
    with pytest.raises(Refusal) as said, transaction.atomic():
        run()
    assert said.value.code == code
    assert EventRow.objects.count() == before


def a_board(by: Account) -> Kata:
    fields: katas.KataFields = {"title": "Ворота за три часа", "coach": by.pk, "begins_on": MONDAY, "every_days": 7}
    found = katas.begin_kata(act(by), fields=fields)
    first = katas.name_obstacle(act(by), pk=found.pk, text="Нет ключа ночью")
    katas.name_obstacle(act(by), pk=found.pk, text="Порог не везде")
    katas.move_obstacle(act(by), pk=found.pk, obstacle=first.pk, to="current")
    return found


def test_the_result_comes_after_the_expectation(manager: Account):
    found = a_board(manager)
    it = katas.plan_step(act(manager), pk=found.pk, text="Ключ у дежурного")

    def result(day: date, hour: int) -> None:
        katas.write_result(act(manager, day, hour), pk=found.pk, experiment=it.pk, text="Вышло", learned="Да",
                           is_surprise=True)  # fmt: skip

    refused("kata.expectation_first", lambda: result(MONDAY, 12))
    katas.expect(act(manager, MONDAY, 11), pk=found.pk, experiment=it.pk, text="Минус час")
    refused("kata.expectation_first", lambda: result(MONDAY, 11))
    refused(
        "kata.expected", lambda: katas.expect(act(manager, MONDAY, 12), pk=found.pk, experiment=it.pk, text="Иначе")
    )
    result(MONDAY, 12)
    assert (learning(found, MONDAY).surprises.part, learning(found, MONDAY).a_week) == (1, 0.25)


def test_the_database_refuses_a_result_without_expectation_too(manager: Account):
    found = a_board(manager)
    it = katas.plan_step(act(manager), pk=found.pk, text="Ключ у дежурного")
    words = Revision.objects.create(object_id=found.pk, field="result", text="x", author=manager, at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        KataStep.objects.filter(pk=it.pk).update(
            result=words, result_at=timezone.now(), learned=words, is_surprise=False
        )


def test_one_obstacle_and_one_experiment_at_a_time(manager: Account):
    found = a_board(manager)
    other = found.obstacles.get(state="waiting")
    refused(
        "kata.one_obstacle", lambda: katas.move_obstacle(act(manager), pk=found.pk, obstacle=other.pk, to="current")
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        found.obstacles.update(state="current")
    katas.plan_step(act(manager), pk=found.pk, text="Раз")
    refused("kata.step_open", lambda: katas.plan_step(act(manager), pk=found.pk, text="Два"))
    refused("lifecycle.guarded", lambda: katas.move_kata(act(manager), pk=found.pk, version=1, to="closed"))


def test_the_board_works_on_one_obstacle_and_asks_for_the_result_after_the_expectation(
    manager: Account, client: Client
):
    found = a_board(manager)
    client.force_login(manager)

    def board() -> str:
        return part_of(client.get(f"/kata/{found.pk}/"), "board")

    page = board()
    assert '<b translate="no">Нет ключа ночью</b>' in page
    assert '<span translate="no">Порог не везде</span>' in page
    assert (page.count('value="gone"'), page.count('value="current"')) == (1, 1)
    it = katas.plan_step(act(manager), pk=found.pk, text="Ключ у дежурного")
    page = board()
    assert ("What do you expect?" in page, "What came?" in page) == (True, False)
    assert 'value="result"' not in page
    katas.expect(act(manager), pk=found.pk, experiment=it.pk, text="Минус час")
    page = board()
    assert ("What came?" in page, 'value="expect"' in page) == (True, False)


def test_the_rhythm_counts_planned_days_and_spares_weekends(manager: Account):
    found = a_board(manager)
    Kata.objects.filter(pk=found.pk).update(begins_on=date(2025, 3, 1), every_days=7)  # a Saturday: its Monday counts
    found.refresh_from_db()
    assert planned_days(found, date(2025, 3, 17)) == [date(2025, 3, 3), date(2025, 3, 10), date(2025, 3, 17)]
    refused("kata.five", lambda: katas.hold_coaching(act(manager), pk=found.pk, answers=["да"] * 4))
    refused("kata.not_coach", lambda: katas.hold_coaching(act(make_account("agent")), pk=found.pk, answers=["да"] * 5))
    katas.hold_coaching(act(manager, date(2025, 3, 10)), pk=found.pk, answers=["да"] * 5, better="Спрашивать короче")
    rhythm = learning(found, date(2025, 3, 17)).rhythm
    assert (rhythm.part, rhythm.whole) == (1, 3)


def test_the_next_target_condition_ends_the_one_before(manager: Account):
    found = a_board(manager)
    katas.set_target(act(manager), pk=found.pk, text="Четыре часа", due_on=MONDAY + timedelta(days=30), value=4.0)
    katas.set_target(act(manager), pk=found.pk, text="Три часа", due_on=MONDAY + timedelta(days=60), value=3.0,
                     was_reached=True)  # fmt: skip
    assert [(each.value, each.is_reached) for each in found.targets.all()] == [(4.0, True), (3.0, None)]
    katas.measure(act(manager), pk=found.pk, day=MONDAY, value=4.5)
    katas.measure(act(manager), pk=found.pk, day=MONDAY, value=4.4)
    refused("kata.value", lambda: katas.measure(act(manager), pk=found.pk, day=MONDAY, value=float("nan")))
    assert [each.value for each in found.points.all()] == [4.4]
    assert list(check.check()) == []


def a_swot(by: Account) -> Any:
    found = swots.begin_swot(act(by), fields={"title": "Ночная поддержка"})
    for quadrant in ("strength", "weakness", "opportunity", "threat"):
        swots.enter(act(by), pk=found.pk, quadrant=quadrant, text=f"Запись {quadrant}", is_opinion=True)
    return found


def test_an_entry_has_evidence_or_is_an_opinion(manager: Account):
    found = swots.begin_swot(act(manager), fields={"title": "Ночная поддержка"})
    refused(
        "swot.no_evidence", lambda: swots.enter(act(manager), pk=found.pk, quadrant="threat", text="Поставщик уходит")
    )
    made = swots.enter(
        act(manager), pk=found.pk, quadrant="threat", text="Поставщик уходит", evidence="Письмо от 1 марта"
    )
    assert not made.is_opinion
    with pytest.raises(Refusal, match="Nothing stands under"):
        swots.move_swot(act(manager), pk=found.pk, version=1, to="voting")


def test_a_person_has_one_vote_a_list_and_no_name_is_shown(manager: Account, client: Client):
    found = a_swot(manager)
    second = swots.enter(act(manager), pk=found.pk, quadrant="threat", text="Ещё", is_opinion=True)
    swots.move_swot(act(manager), pk=found.pk, version=1, to="voting")
    voter = make_account("agent", "voter@test.example")
    Account.objects.filter(pk=voter.pk).update(name="Голосующая Ψ")
    first = found.entries.filter(quadrant="threat").first()
    swots.vote(act(voter), pk=found.pk, entry=first.pk)
    swots.vote(act(voter), pk=found.pk, entry=second.pk)
    assert list(SwotVote.objects.values_list("entry_id", flat=True)) == [second.pk]
    client.force_login(manager)
    page = client.get(f"/swot/{found.pk}/").content.decode()
    assert "1 vote" in page
    assert "Голосующая Ψ" not in page


def test_an_entry_becomes_an_improvement_and_a_risk(manager: Account):
    found = a_swot(manager)
    entry = SwotEntry.objects.get(quadrant="threat")
    made = swots.convert(act(manager), pk=found.pk, entry=entry.pk, to="improvement")
    risk = swots.convert(act(manager), pk=found.pk, entry=entry.pk, to="risk")
    assert (made.record_kind, risk.record_kind) == ("improvement", "risk")
    refused("swot.converted", lambda: swots.convert(act(manager), pk=found.pk, entry=entry.pk, to="risk"))
    assert set(ObjectLink.objects.filter(target=found.pk).values_list("object_id", flat=True)) == {made.pk, risk.pk}
    share = swot_converted(manager)
    assert (share.part, share.whole) == (1, 4)
    refused("swot.pair", lambda: swots.conclude(act(manager), pk=found.pk, inside=entry.pk, outside=entry.pk, text="x"))
    strength = SwotEntry.objects.get(quadrant="strength")
    strategy = swots.conclude(
        act(manager), pk=found.pk, inside=strength.pk, outside=entry.pk, text="Опереться на смену"
    )
    assert strategy.code == "ST"


def test_no_improvement_is_approved_without_a_view_of_the_risk(manager: Account):
    found = actions.propose(act(manager), fields={"title": "Ω"})
    Improvement.objects.filter(pk=found.pk).update(state="planned")
    with pytest.raises(Refusal, match="if nothing is done"):
        actions.move(act(manager), pk=found.pk, version=1, to="approved")


def tied(manager: Account) -> tuple[Improvement, Any]:
    found = actions.propose(act(manager), fields={"title": "Порядок переключения"})
    risk = coupling.raise_risk(act(manager), pk=found.pk, title="Ложные тревоги")
    governance.score_risk(act(manager), pk=risk.pk, version=1, likelihood=4, impact=4)
    return found, risk


def test_links_run_both_ways_and_stand_in_one_register(manager: Account, client: Client):
    found, risk = tied(manager)
    second = coupling.start_improvement(act(manager), risk=risk.pk)
    rows = {each.key: each for each in combined(manager)}
    assert [role for role, _pk, _key in rows[risk.identity.key].tied] == ["creates_risk.back", "starts_improvement"]
    assert [each.key for each in combined(manager, "risk")] == [risk.identity.key]
    assert combined(manager, "loose") == []
    client.force_login(manager)
    assert second.identity.key in client.get("/investigations/coupled/").content.decode()
    creates, started = (part_of(client.get(f"/improvements/{each.pk}/"), "coupled") for each in (found, second))
    for says, section in (("creates the risk", creates), ("was started by the risk", started)):
        assert says in section
        assert risk.identity.key in section
    page = client.get(f"/risks/{risk.pk}/").content.decode()
    assert found.identity.key in page
    assert second.identity.key in page


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)  # events are put in order once they are committed
def test_verifying_asks_for_the_risk_on_its_page_and_on_the_first_page(manager: Account, client: Client):
    found, risk = tied(manager)
    measured = answered(found, "better", reached=True).baseline
    Improvement.objects.filter(pk=found.pk).update(state="in_work", measure=measured.measure, unit=measured.unit)
    governance.edit_risk(act(manager), pk=risk.pk, version=version(risk), fields={"owner": manager.pk})
    actions.move(act(manager), pk=found.pk, version=version(found), to="verified")
    settle()
    followers.follow_pending()
    assert Rescore.objects.get().before == 16
    client.force_login(manager)
    for address in ("/", f"/risks/{risk.pk}/"):
        page = client.get(address).content.decode()
        assert "judge" in page, address
        assert found.identity.key in page, address
    assert "to be judged anew" in part_of(client.get(f"/improvements/{found.pk}/"), "coupled")
    told = Act(by=manager, via="web")
    governance.score_risk(told, pk=risk.pk, version=version(risk), likelihood=1, impact=4, is_residual=True)
    settle()
    followers.follow_pending()
    assert "exposure 16 before, 4 now" in part_of(client.get(f"/improvements/{found.pk}/"), "coupled")


def version(found: Any) -> int:
    return int(Identity.objects.get(pk=found.pk).version)


@pytest.mark.parametrize(
    ("role", "from_risk"),
    [("threatens", True), ("relates_to", False), ("depends_on", False), ("starts_improvement", True)],
)
def test_a_risk_is_tied_whatever_the_link_is_called(manager: Account, client: Client, role: str, from_risk: bool):
    """It says who approves, stands on the page and in the register, and is asked to be judged anew."""
    found = actions.propose(act(manager), fields={"title": "Порядок переключения"})
    risk = governance.open_risk(act(manager), fields={"title": "Ложные тревоги"})
    governance.score_risk(act(manager), pk=risk.pk, version=1, likelihood=5, impact=5)
    here, there = (risk, found) if from_risk else (found, risk)
    links.link(act(manager), record=here.pk, role=role, target=there.identity.key)
    assert level_of_record(found.pk) == "over_appetite"
    assert coupling.ask_rescore(act(None), improvement=found.pk) == 1
    client.force_login(manager)
    assert risk.identity.key in part_of(client.get(f"/improvements/{found.pk}/"), "coupled")
    assert [each.key for each in combined(manager, "tied")] == [found.identity.key, risk.identity.key]
    assert coupled(manager).judged == 0


def test_two_improvements_are_tied_in_the_register_by_one_root_alone(manager: Account):
    pair = [actions.propose(act(manager), fields={"title": each}) for each in "ΑΒ"]
    links.link(act(manager), record=pair[0].pk, role="relates_to", target=pair[1].identity.key)
    assert combined(manager, "tied") == []
    links.link(act(manager), record=pair[0].pk, role="same_root", target=pair[1].identity.key)
    assert len(combined(manager, "tied")) == 2


def part_of(page: Any, section: str) -> str:
    """One section of a page, as it is written."""
    text = page.content.decode()
    begun = text.index(f'id="{section}"')
    return str(text[begun : text.index("</section>", begun)])


def test_what_is_made_of_a_hidden_risk_is_hidden_too(manager: Account):
    place = Identity.objects.create(kind="organisation", key="Ω")
    risk = governance.open_risk(act(manager), fields={"title": "Шлюз стоит"})
    Identity.objects.filter(pk=risk.pk).update(organisation=place, is_confidential=True)
    role = Role.objects.create(key="everything", rights=sorted(RIGHTS))
    Grant.objects.create(account=manager, role=role, scope="everything", since=timezone.now() - timedelta(1))
    by = Act(by=Account.objects.get(pk=manager.pk), via="web")
    coupling.investigate(by, pk=coupling.start_improvement(by, risk=risk.pk).pk)
    for made in (Improvement.objects.get(), Investigation.objects.get()):
        assert made.title == risk.title
        assert (made.identity.organisation_id, made.identity.is_confidential) == (place.pk, True)
    assert list(check.check()) == []


def test_one_investigation_serves_both(manager: Account):
    found, risk = tied(manager)
    second = coupling.start_improvement(act(manager), risk=risk.pk)
    made = coupling.investigate(act(manager), pk=found.pk)
    assert coupling.investigate(act(manager), pk=second.pk).pk == made.pk
    assert Investigation.objects.count() == 1
    targets = set(ObjectLink.objects.filter(object=made.pk, role="investigates").values_list("target_id", flat=True))
    assert targets == {found.pk, risk.pk, second.pk}
    assert coupled(manager).avoided == 2


@pytest.mark.django_db(transaction=True)  # events are put in order once they are committed
def test_a_verified_improvement_asks_for_its_risk_to_be_judged_anew(manager: Account):
    found, risk = tied(manager)
    assert coupling.ask_rescore(act(None), improvement=found.pk) == 1
    assert coupling.ask_rescore(act(None), improvement=found.pk) == 0
    version = Identity.objects.get(pk=risk.pk).version
    later = act(manager, MONDAY + timedelta(days=1))
    governance.score_risk(later, pk=risk.pk, version=version, likelihood=2, impact=4, is_residual=True)
    settle()
    followers.follow_pending()
    asked = Rescore.objects.get()
    assert (asked.before, asked.after) == (16, 8)
    assert (coupled(manager).reduced, coupled(manager).judged) == (8, 1)
    assert list(check.check()) == []


def test_their_pages_open(manager: Account, client: Client):
    board, lists = a_board(manager), a_swot(manager)
    client.force_login(manager)
    for address in ("/kata/", f"/kata/{board.pk}/", "/kata/new/", "/swot/", f"/swot/{lists.pk}/", "/investigations/"):
        assert client.get(address).status_code == 200, address
    given = {"do": "measure", "day": "2025-03-03", "value": "4,5"}
    assert client.post(f"/kata/{board.pk}/board/", given).status_code == 302
    assert board.points.get().value == 4.5
    assert client.post(f"/kata/{board.pk}/board/", {**given, "value": "много"}).status_code == 409
    assert client.post(f"/kata/{board.pk}/board/", {"do": "burn"}).status_code == 404
    assert client.post(f"/swot/{lists.pk}/lists/", {"do": "vote", "it": "1"}).status_code in (404, 409)


def shown_again(client: Client, address: str, given: dict[str, Any], said: str, *kept: str) -> None:
    before = EventRow.objects.count()
    page = client.post(address, given)
    assert page.status_code == 409
    text = page.content.decode()
    assert text.count(f'<p class="h-errors m-0" role="alert">{said}</p>') == 1
    for each in kept:
        assert each in text
    assert EventRow.objects.count() == before


def test_what_a_storyboard_refuses_comes_back_with_the_words_typed(manager: Account, client: Client):
    board = a_board(manager)
    client.force_login(manager)
    address = f"/kata/{board.pk}/board/"
    given = {"do": "measure", "day": "2025-03-03", "value": "много"}
    shown_again(client, address, given, "Write a number.", 'value="2025-03-03"', 'value="много"')
    given = {"do": "target", "text": "Два часа", "due_on": "никогда", "value": "2,5", "reached": "on"}
    said = "Write the day as year, month, day."
    shown_again(client, address, given, said, ">Два часа</textarea>", 'value="2,5"', "<details open>")
    questions = {"do": "coach", "answer": ["Раз", "Два", "Три", "Четыре", " "], "better": "Ждать"}
    shown_again(client, address, questions, "Answer all five questions.", ">Четыре</textarea>", ">Ждать</textarea>")
    waiting = board.obstacles.filter(state="waiting").get()
    said = "One obstacle at a time: put the other one back or out of the way first."
    shown_again(client, address, {"do": "current", "it": waiting.pk}, said)


def test_what_a_swot_analysis_refuses_comes_back_with_the_words_typed(manager: Account, client: Client):
    found = a_swot(manager)
    client.force_login(manager)
    address = f"/swot/{found.pk}/lists/"
    given = {"do": "enter", "quadrant": "threat", "text": "Уход дежурного"}
    said = "Name the evidence, or mark it as an opinion."
    shown_again(client, address, given, said, 'value="Уход дежурного" autofocus')
    ends = {each.quadrant: each.pk for each in found.entries.all()}
    pair = {"do": "conclude", "inside": ends["strength"], "outside": ends["threat"], "text": " "}
    shown_again(client, address, pair, "Write it in one or two sentences.", f'value="{ends["threat"]}" selected')
    make_account("agent", "stranger@test.example")
    assert client.post(address, {"do": "vote", "it": 999_999}).status_code in (404, 409)
