"""The wall shows what givers agreed to show: nobody agrees for them, or says it in other words as theirs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from hansei.kernel import check
from hansei.kernel.actions import ACTIONS, Act
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account, EventRow, Identity
from hansei.rooms.feedback import actions
from hansei.rooms.feedback.models import Feedback
from tests.accounts import make_account

pytestmark = pytest.mark.django_db

WORDS = "Между нами"
SUNDAY, MONDAY = date(2026, 1, 4), date(2026, 1, 5)


def by(account: Account | None) -> Act:
    return Act(by=account, via="web")


def version(pk: int) -> int:
    return Identity.objects.values_list("version", flat=True).get(pk=pk)


def given(how: str, *, may_be_shown: bool = False) -> Feedback:
    """Feedback that its giver gave: with an account, with a name only, or without any."""
    said: Any = {"title": "Ω", "text": WORDS, "may_be_shown": may_be_shown}
    if how == "account":
        return actions.give(by(make_account("agent", "giver@test.example")), fields=said)
    if how == "name":
        return actions.give(by(None), fields=said | {"giver_name": "Ада"})
    actions.drop(**said, day=SUNDAY)
    actions.hand_over(by(None), day=MONDAY)
    return Feedback.objects.latest("pk")


def edit(account: Account, found: Feedback, **fields: Any) -> Any:
    return ACTIONS["feedback.edit"].run(by(account), pk=found.pk, version=version(found.pk), fields=fields)


def settle(account: Account, found: Feedback) -> None:
    actions.read_feedback(by(account), pk=found.pk, version=version(found.pk))
    actions.reply_feedback(by(account), pk=found.pk, version=version(found.pk), reply="Ψ")
    actions.close_feedback(by(account), pk=found.pk, version=version(found.pk), outcome="Φ")


@pytest.fixture
def worker() -> Account:
    return make_account("agent", "worker@test.example")


@pytest.mark.parametrize("how", ["account", "name", "nobody"])
@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("feedback.not_agreed", {"may_be_shown": True}),
        ("feedback.said", {"text": "Ψ"}),
        ("feedback.said", {"title": "Ψ"}),
    ],
)
def test_nobody_agrees_or_speaks_for_a_giver(
    worker: Account, client: Client, how: str, code: str, fields: dict[str, Any]
):
    found, before = given(how), EventRow.objects.count()
    with pytest.raises(Refusal) as said:
        edit(worker, found, **fields)
    assert (said.value.code, EventRow.objects.count()) == (code, before)
    settle(worker, found)
    assert WORDS not in client.get("/voice/wall/").content.decode()
    assert list(check.check()) == []


def test_the_giver_is_not_taken_away_to_agree_afterwards(worker: Account):
    found = given("account")
    with pytest.raises(Refusal, match="stays as it was given"):
        edit(worker, found, giver=None)


@pytest.mark.parametrize("seen", ["abc", "1.5", "²", "-1", ""])
def test_a_version_that_is_no_number_is_another_version(worker: Account, client: Client, seen: str):
    found = given("account")
    client.force_login(worker)
    assert client.post(f"/feedback/{found.pk}/read/", {"version": seen}).status_code == 412


def test_consent_is_taken_back_for_a_giver_and_not_given_again(worker: Account, client: Client):
    found = given("account", may_be_shown=True)
    assert edit(worker, found, may_be_shown=False) == ["may_be_shown"]
    with pytest.raises(Refusal, match="Only the giver agrees"):
        edit(worker, found, may_be_shown=True)
    settle(worker, found)
    assert WORDS not in client.get("/voice/wall/").content.decode()


def test_who_noted_what_they_were_told_notes_the_consent_too(worker: Account, client: Client):
    noted = actions.note_feedback(by(worker), fields={"title": "Ω", "text": WORDS, "giver_name": "Ада"})
    assert edit(worker, noted, title="Ψ", may_be_shown=True) == ["title", "may_be_shown"]
    settle(worker, noted)
    assert WORDS in client.get("/voice/wall/").content.decode()
