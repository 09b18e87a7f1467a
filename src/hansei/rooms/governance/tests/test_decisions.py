"""Decisions: nothing is decided without its risks, by nobody but the decider, and its outcome is looked at."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hansei.kernel import check, links
from hansei.kernel.actions import Act
from hansei.kernel.errors import NotAllowed, Refusal
from hansei.kernel.models import Account, EventRow, Identity
from hansei.rooms.governance import actions, queries
from hansei.rooms.governance.models import Decision, Taken
from hansei.rooms.governance.tests.pages import a_decision as a_decision_page
from hansei.rooms.governance.tests.pages import decided as decided_page
from tests.accounts import make_account
from tests.words import bare_words

pytestmark = pytest.mark.django_db
LATER = date(2999, 1, 1)


@pytest.fixture
def manager() -> Account:
    return make_account("manager")


@pytest.fixture
def act(manager: Account) -> Act:
    return Act(by=manager, via="web")


def prepared(act: Act, **fields: Any) -> Decision:
    given = {"title": "Ω?", "options": "yes\nno", "without": "It stays bad.", **fields}
    return actions.open_decision(act, fields=given)  # type: ignore[arg-type]


def version(found: Decision) -> int:
    return int(Decision.objects.select_related("identity").get(pk=found.pk).identity.version)


def asked(act: Act, **fields: Any) -> Decision:
    found = prepared(act, **fields)
    actions.move_decision(act, pk=found.pk, version=1, to="asked")
    return found


def decide(act: Act, found: Decision, **more: Any) -> None:
    given = {"chosen": "yes", "reason": "r", "check_on": LATER, **more}
    actions.decide(act, pk=found.pk, version=version(found), **given)


def test_the_risk_of_doing_nothing_is_required_in_words_or_as_a_linked_risk(act: Act, client: Client):
    found = prepared(act, without="")
    with pytest.raises(Refusal, match="risk of doing nothing"):
        actions.move_decision(act, pk=found.pk, version=1, to="asked")
    assert Decision.objects.get().state == "draft"
    risk = actions.open_risk(act, fields={"title": "Things get worse"})
    links.link(act, record=risk.pk, role="without", target=found.identity.key)
    actions.move_decision(act, pk=found.pk, version=version(found), to="asked")
    assert act.by is not None
    client.force_login(act.by)
    page = client.get(f"/decisions/{found.pk}/").content.decode()
    assert "Things get worse" in page
    assert "smallest step" in page
    assert list(check.check()) == []


def test_only_the_decider_decides_and_only_one_of_the_options(act: Act, manager: Account):
    owner = make_account("agent")
    actions.give_seat(act, account=owner.pk, role="service_owner")
    found = asked(act, level="high")
    with pytest.raises(NotAllowed, match="Service owner"):
        decide(act, found)
    own = Act(by=owner, via="web")
    for wrong in ({"chosen": "perhaps"}, {"chosen": ""}, {"check_on": timezone.localdate()}):
        with pytest.raises(Refusal):
            decide(own, found, **wrong)
    assert (Decision.objects.get().state, Taken.objects.count()) == ("asked", 0)
    assert not EventRow.objects.filter(kind="decision.taken").exists()
    decide(own, found)
    done = Decision.objects.get()
    assert (done.state, done.chosen, done.decider_id) == ("decided", "yes", owner.pk)
    taken = Taken.objects.get()
    assert (taken.asked_level, taken.level, taken.role, taken.by_role) == (
        "high",
        "high",
        "service_owner",
        "service_owner",
    )
    assert list(check.check()) == []


def test_nobody_makes_a_decision_smaller_while_it_waits_for_whoever_decides(act: Act):
    found = asked(act, level="high", amount=Decimal(5_000_000))
    with pytest.raises(Refusal, match="Take it back") as no:
        actions.edit_decision(act, pk=found.pk, version=version(found), fields={"level": "low", "title": "Ψ?"})
    assert no.value.details["fields"].keys() == {"level"}  # type: ignore[attr-defined]
    assert actions.edit_decision(act, pk=found.pk, version=version(found), fields={"level": "high", "title": "Ψ?"})
    actions.move_decision(act, pk=found.pk, version=version(found), to="draft")
    assert actions.edit_decision(act, pk=found.pk, version=version(found), fields={"level": "low"}) == ["level"]


def test_what_was_on_the_table_stays_once_it_is_decided(act: Act):
    found = asked(act)
    decide(act, found)
    with pytest.raises(Refusal, match="what was on the table stays"):
        actions.edit_decision(act, pk=found.pk, version=version(found), fields={"options": "a\nb"})
    assert Decision.objects.get().options == "yes\nno"


def test_the_reminder_to_look_at_the_outcome_arrives_on_its_day(act: Act, manager: Account, client: Client):
    found = asked(act, owner=manager.pk)
    client.force_login(manager)
    assert "to decide" in client.get("/").content.decode()
    decide(act, found)
    assert "outcome due" not in client.get("/").content.decode()
    Decision.objects.filter(pk=found.pk).update(check_on=timezone.localdate())
    assert "outcome due" in client.get("/").content.decode()
    done = queries.deciding_since(manager, since=timezone.now() - timedelta(days=1))
    assert (done.checks_done, done.checks_due, done.revisited_share) == (0, 1, 0.0)
    actions.revisit(act, pk=found.pk, version=version(found), outcome="partly", said="Half of it")
    assert "outcome due" not in client.get("/").content.decode()
    done = queries.deciding_since(manager, since=timezone.now() - timedelta(days=1))
    assert (done.checks_done, done.checks_due, done.revisited_share) == (1, 1, 1.0)


def test_lead_times_escalations_and_reversals_are_counted_with_their_n(act: Act, manager: Account):
    """Of three: two with low risk, one of them decided above its role; waits of 0, 10 and 20 hours; one reversed."""
    now = timezone.now() - timedelta(days=1)
    nothing = queries.deciding_since(manager, since=now)
    assert (nothing.n, nothing.reversed_share, nothing.escalated_share, nothing.revisited_share) == (
        0,
        None,
        None,
        None,
    )
    doer = make_account("agent")
    actions.give_seat(act, account=manager.pk, role="governing_body")
    first = asked(act, level="low", owner=doer.pk)
    decide(Act(by=doer, via="web"), first)
    second = asked(act, level="low", owner=doer.pk)
    decide(act, second)  # the governing body, though the doer may
    third = asked(act, level="high")
    decide(act, third)
    for record, hours in ((first, 0), (second, 10), (third, 20)):
        taken = Taken.objects.get(record=record.pk)
        Taken.objects.filter(pk=taken.pk).update(asked_at=taken.at - timedelta(hours=hours))
    actions.reverse_decision(act, pk=third.pk, version=version(third), reason="It was wrong")
    found = queries.deciding_since(manager, since=now)
    assert (found.n, found.low, found.low_escalated, found.reversed) == (3, 2, 1, 1)
    low, _moderate, high, _over = found.levels
    assert (low.n, low.median_hours, low.p90_hours) == (2, 5.0, 10.0)
    assert (high.n, high.median_hours) == (1, 20.0)
    assert Decision.objects.get(pk=third.pk).state == "reversed"


def test_a_role_that_mostly_decides_trifles_is_proposed_to_push_them_down(act: Act, manager: Account):
    """Of ten decisions by the team lead four were trivial: more than 30 %."""
    lead = make_account("agent")
    actions.give_seat(act, account=lead.pk, role="team_lead")
    own = Act(by=lead, via="web")
    for n in range(10):
        decide(own, asked(act, level="low" if n < 3 else "moderate"))
    since = timezone.now() - timedelta(days=1)
    assert queries.deciding_since(manager, since=since).overloads == []  # exactly 30 %
    decide(own, asked(act, level="low"))
    [found] = queries.deciding_since(manager, since=since).overloads
    assert (found.role, found.to, found.trivial, found.n) == ("team_lead", "doer", 4, 11)


def test_pages_decide_and_look_back(act: Act, manager: Account, client: Client):
    client.force_login(manager)
    found = asked(act)
    address = f"/decisions/{found.pk}/"
    assert (
        client.post(address + "decide/", {"version": 1, "chosen": "yes", "check_on": "2999-01-01"}).status_code == 412
    )
    given = {"version": version(found), "chosen": "yes", "reason": "", "check_on": "2999-01-01"}
    assert client.post(address + "decide/", given).status_code == 302
    given = {"version": version(found), "outcome": "as_expected", "said": "Fine"}
    assert client.post(address + "outcome/", given).status_code == 302
    assert client.post(address + "reverse/", {"version": version(found), "reason": "No"}).status_code == 302
    assert Decision.objects.get().state == "reversed"
    assert list(check.check()) == []


def test_the_pages_speak_no_bare_english(manager: Account, pseudo: Any, client: Client):
    from hansei.rooms.governance.tests.pages import a_decision, the_decisions

    Account.objects.update(name="Ωμέγα")
    client.force_login(manager)
    address = a_decision(manager)
    for path in (address, address + "decide/", the_decisions(manager), "/"):
        page = client.get(path).content.decode().replace("DEC", "")
        assert bare_words(page) == [], path


def test_a_decided_question_offers_no_edit_and_refuses_one_by_the_same_rule(manager: Account, client: Client):
    client.force_login(manager)
    open_one, address = a_decision_page(manager), decided_page(manager)
    assert f"{open_one}edit/" in client.get(open_one).content.decode()
    assert f"{address}edit/" not in client.get(address).content.decode()
    assert client.get(f"{address}edit/").status_code == 409
    pk = int(address.split("/")[2])
    version, events = Identity.objects.get(pk=pk).version, EventRow.objects.count()
    with pytest.raises(Refusal) as no:
        actions.edit_decision(Act(by=manager, via="web"), pk=pk, version=version, fields={"title": "Ψ"})
    assert (no.value.code, EventRow.objects.count()) == ("lifecycle.settled", events)
