"""What a right opens, and what it leaves shut; who was refused is written down."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from hansei.kernel import access, rights
from hansei.kernel.actions import Act
from hansei.kernel.errors import NotAllowed, NotFound, Outdated, Refusal
from hansei.kernel.models import Access, Account, Grant, Identity, Role, TeamMember

pytestmark = pytest.mark.django_db
NOON = datetime(2025, 3, 3, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def an_account(email: str = "Ωμέγα@example.org", **values: object) -> Account:
    return Account.objects.create_user(email, "pass phrase", name="Ωμέγα", **values)


def a_thing(key: str, **values: object) -> Identity:
    return Identity.objects.create(kind="case", key=key, **values)


def grant(scope: str, *, account: Account | None = None, given: str = "x.see", **values: object) -> Grant:
    role, _ = Role.objects.get_or_create(key=given.replace(".", "-"), defaults={"rights": [given]})
    return Grant.objects.create(account=account, role=role, scope=scope, **({"since": NOON - DAY} | values))


def opened(account: Account, right: str = "x.see", at: datetime = NOON) -> set[str]:
    """What a list would show to somebody who comes now; each row, and who holds the right on it, answers the same."""
    account = Account.objects.get(pk=account.pk)
    keys = set(rights.identities(account, right, at=at).filter(kind="case").values_list("key", flat=True))
    asked = Identity.objects.filter(kind="case")
    assert {each.key for each in asked if rights.allowed(account, right, each, at=at)} == keys
    assert {each.key for each in asked if account in rights.holders(right, each, at=at)} == keys
    return keys


def test_a_right_in_one_organisation_opens_nothing_in_another():
    north, south = (Identity.objects.create(kind="organisation", key=key) for key in ("north", "south"))
    a_thing("N1", organisation=north)
    a_thing("S1", organisation=south)
    a_thing("of nobody")
    account = an_account()
    grant("organisation", account=account, scope_object=north)
    assert opened(account) == {"N1"}
    assert opened(account, "x.work") == set()


def test_nothing_is_open_to_somebody_without_a_grant():
    a_thing("1")
    assert opened(an_account()) == set()


def test_confidential_records_need_a_right_of_their_own():
    a_thing("plain")
    a_thing("secret", is_confidential=True)
    account = an_account()
    grant("everything", account=account)
    assert opened(account) == {"plain"}
    grant("everything", account=account, given="record.confidential")
    assert opened(account) == {"plain", "secret"}


def test_mine_is_what_i_asked_for_confidential_or_not():
    me, other = (Identity.objects.create(kind="person", key=key) for key in ("me", "other"))
    a_thing("mine", requester=me)
    a_thing("mine and secret", requester=me, is_confidential=True)
    a_thing("another's", requester=other)
    account = an_account(person=me)
    grant("mine", account=account)
    assert opened(account) == {"mine", "mine and secret"}


def test_mine_opens_nothing_to_an_account_that_is_no_person():
    a_thing("of nobody")
    account = an_account()
    grant("mine", account=account)
    assert opened(account) == set()


@pytest.mark.parametrize(
    ("since", "until", "opens"),
    [(-2, -1, False), (-1, 0, False), (-1, 1, True), (0, None, True), (1, None, False)],
    ids=["over", "ends now", "in force", "begins now", "to come"],
)
def test_a_grant_counts_between_its_dates(since: int, until: int | None, opens: bool):
    a_thing("1")
    account = an_account()
    grant("everything", account=account, since=NOON + since * DAY, until=None if until is None else NOON + until * DAY)
    assert opened(account) == ({"1"} if opens else set())


def test_a_team_s_grant_is_its_members_for_as_long_as_they_are():
    team = Identity.objects.create(kind="team", key="desk")
    a_thing("of the team", team=team)
    a_thing("of another", team=Identity.objects.create(kind="team", key="network"))
    account = an_account()
    grant("team", team=team, scope_object=team)
    assert opened(account) == set()
    TeamMember.objects.create(team=team, account=account, since=NOON - DAY, until=NOON + DAY)
    assert opened(account) == {"of the team"}
    assert opened(account, at=NOON + 2 * DAY) == set()


def test_an_inactive_account_holds_nothing():
    a_thing("1")
    account = an_account(is_active=False)
    grant("everything", account=account)
    assert opened(account) == set()
    assert not rights.holds(account, "x.see", at=NOON)


def an_improvement():
    from hansei.rooms.improvement.models import Improvement

    return Improvement


def claimable(**values: object) -> int:
    from hansei.kernel import records

    act = Act(None, "cli")
    return int(records.create(act, an_improvement(), state="proposed", title="标题", where=values).pk)


def test_a_claim_of_an_outdated_version_is_refused():
    pk, account = claimable(), an_account()
    for right in ("improvement.see", "improvement.work"):
        grant("everything", account=account, given=right)
    act = Act(account, "web")
    assert act.claim(an_improvement(), pk, "improvement.work", version=1).pk == pk
    Identity.objects.filter(pk=pk).update(version=2)
    with pytest.raises(Outdated) as no:
        act.claim(an_improvement(), pk, "improvement.work", version=1)
    assert (no.value.status, no.value.details["version"]) == (412, 2)


def test_a_hidden_record_and_one_that_is_not_there_get_the_same_answer():
    north = Identity.objects.create(kind="organisation", key="north")
    pk, account = claimable(organisation=north), an_account()
    answers = []
    for asked in (pk, 987654):
        with pytest.raises(NotFound) as no:
            Act(account, "web").claim(an_improvement(), asked, "improvement.work")
        answers.append((no.value.code, str(no.value), sorted(no.value.details)))
    assert answers[0] == answers[1]


def test_who_may_see_but_not_change_is_told_so():
    pk, account = claimable(), an_account()
    grant("everything", account=account, given="improvement.see")
    with pytest.raises(NotAllowed):
        Act(account, "web").claim(an_improvement(), pk, "improvement.work")


def test_a_hidden_record_asked_for_is_written_down_once_a_minute():
    account, hidden = an_account(), a_thing("secret")
    no = NotFound("record.not_found", "…", record=hidden.pk)
    assert [access.denied(account, no, "web") for _ in range(3)] == [True, False, False]
    kept = Access.objects.get()
    assert (kept.account, kept.code, kept.object, kept.via) == (account, "record.not_found", hidden, "web")
    Access.objects.update(at=timezone.now() - timedelta(minutes=2))
    assert access.denied(account, no, "web")


def test_nobody_fills_the_access_log_by_asking():
    account = an_account()
    for number in range(access.MOST_IN_THAT_TIME + 5):
        access.denied(account, NotAllowed("right.missing", "…", right=f"x.{number}"), "web")
    assert Access.objects.count() == access.MOST_IN_THAT_TIME


def test_a_refusal_that_is_no_question_of_rights_is_not_written_down():
    assert not access.denied(an_account(), Refusal("data_set.busy", "…"), "web")
    assert not Access.objects.exists()


def test_a_refusal_is_written_after_its_transaction_is_rolled_back():
    account = an_account()
    with pytest.raises(NotAllowed) as no, transaction.atomic():
        Act(account, "web").need("account.administer")
    assert access.denied(account, no.value, "web")
    assert Access.objects.get().code == "right.missing:account.administer"


def test_a_right_over_what_has_no_organisation_is_held_everywhere_or_not_at_all(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rights, "UNDIVIDED", {"x.see"})
    north = Identity.objects.create(kind="organisation", key="north")
    a_thing("N1", organisation=north)
    account = an_account()
    grant("organisation", account=account, scope_object=north)
    assert not rights.holds(account, "x.see", at=NOON)
    assert opened(account) == set()


def test_a_list_and_one_row_agree_whatever_is_granted():
    dice = random.Random(5)
    places = [Identity.objects.create(kind=kind, key=f"{kind}{n}") for kind in ("organisation", "team") for n in (1, 2)]
    people = [Identity.objects.create(kind="person", key=f"person{n}") for n in range(25)]
    for n in range(40):
        place = {each.kind: each for each in dice.sample(places, 2)}
        a_thing(str(n), requester=dice.choice([*people[:4], None]), is_confidential=dice.random() < 0.4, **place)
    sizes = set()
    for n in range(25):
        account = an_account(f"{n}@example.org", person=people[n] if n % 3 else None)
        for _ in range(dice.randrange(4)):
            scope = dice.choice(["everything", "mine", "organisation", "team"])
            where = dice.choice([each for each in places if each.kind == scope] or [None])
            given = dice.choice(["x.see", "record.confidential"])
            grant(scope, account=account, given=given, scope_object=where)
        sizes.add(len(opened(account)))
    assert min(sizes) == 0
    assert len(sizes) > 5  # the grants are not all alike


def test_secrets_of_one_organisation_do_not_open_those_of_another():
    north, south = (Identity.objects.create(kind="organisation", key=key) for key in ("north", "south"))
    a_thing("N secret", organisation=north, is_confidential=True)
    a_thing("S secret", organisation=south, is_confidential=True)
    account = an_account()
    grant("everything", account=account)
    grant("organisation", account=account, given="record.confidential", scope_object=north)
    assert opened(account) == {"N secret"}
