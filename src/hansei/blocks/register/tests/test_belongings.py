"""Links and notes beside a record, on the register of improvements."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from hansei.kernel import check, links
from hansei.kernel.actions import ACTIONS, Act
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.models import Account, EventRow, Identity, ObjectLink, Revision, Source
from hansei.kernel.records import Record
from tests.accounts import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Account:
    return make_account("manager")


@pytest.fixture
def web(client: Client, manager: Account) -> Client:
    client.force_login(manager)
    return client


def an_idea(account: Account, title: str, source: int = 1) -> Record:
    act = Act(by=account, via="web", source=source)
    made: Record = ACTIONS["improvement.propose"].run(act, fields={"title": title})
    return made


def events() -> list[str]:
    return list(EventRow.objects.order_by("pk").values_list("kind", flat=True))


def test_a_link_is_read_from_both_ends_and_stands_in_both_histories(web: Client, manager: Account):
    first, second = an_idea(manager, "Fewer calls"), an_idea(manager, "Restart by itself")
    web.post(f"/improvements/{second.pk}/link/", {"role": "came_from", "target": " imp-1 "})
    (here,), (there,) = links.links_of(manager, second.pk), links.links_of(manager, first.pk)
    assert (str(here.says), here.other.pk, str(there.says), there.other.pk) == (
        "came from",
        first.pk,
        "led to",
        second.pk,
    )
    page = web.get(f"/improvements/{first.pk}/").content.decode()
    assert "led to IMP-2" in page  # its history
    assert list(check.check()) == []


def test_the_same_link_twice_is_one_link_and_one_event(manager: Account):
    first, second = an_idea(manager, "a"), an_idea(manager, "b")
    for is_new in (True, False):
        act = Act(by=manager, via="web")
        assert ACTIONS["record.link"].run(act, record=first.pk, role="relates_to", target="IMP-2") is is_new
    assert ObjectLink.objects.get().target_id == second.pk
    assert events().count("record.linked") == 1


def test_what_is_mutual_is_said_once_from_either_end(manager: Account):
    first, second = an_idea(manager, "a"), an_idea(manager, "b")
    act = Act(by=manager, via="web")
    assert ACTIONS["record.link"].run(act, record=first.pk, role="relates_to", target="IMP-2") is True
    assert ACTIONS["record.link"].run(act, record=second.pk, role="relates_to", target="IMP-1") is False
    assert ObjectLink.objects.count() == 1


def test_two_records_do_not_wait_for_each_other(manager: Account):
    first, second = an_idea(manager, "a"), an_idea(manager, "b")
    act = Act(by=manager, via="web")
    ACTIONS["record.link"].run(act, record=first.pk, role="depends_on", target="IMP-2")
    with pytest.raises(Refusal) as refused:
        ACTIONS["record.link"].run(act, record=second.pk, role="depends_on", target="IMP-1")
    assert refused.value.code == "link.contrary"
    assert events().count("record.linked") == 1


def test_a_link_to_what_one_may_not_see_stays(manager: Account):
    first, second = an_idea(manager, "a"), an_idea(manager, "hidden")
    ACTIONS["record.link"].run(Act(by=manager, via="web"), record=first.pk, role="relates_to", target="IMP-2")
    Identity.objects.filter(pk=second.pk).update(is_confidential=True)
    tie = ObjectLink.objects.get()
    act = Act(by=make_account("agent"), via="web")
    assert ACTIONS["record.unlink"].run(act, record=first.pk, link=tie.pk) is False
    assert ObjectLink.objects.exists()


def test_a_link_can_be_taken_away_from_its_other_end(web: Client, manager: Account):
    first, second = an_idea(manager, "a"), an_idea(manager, "b")
    web.post(f"/improvements/{first.pk}/link/", {"role": "duplicates", "target": "IMP-2"})
    tie = ObjectLink.objects.get()
    web.post(f"/improvements/{second.pk}/unlink/", {"link": tie.pk})
    assert not ObjectLink.objects.exists()
    assert events()[-1] == "record.unlinked"
    assert "duplicates IMP-2" in web.get(f"/improvements/{first.pk}/").content.decode()


@pytest.mark.parametrize("target", ["IMP-1", "IMP-99", "", "../1", "IMP-1' OR 1=1"])
def test_a_link_needs_another_record_that_is_there(manager: Account, target: str):
    first = an_idea(manager, "a")
    with pytest.raises(Refusal):
        ACTIONS["record.link"].run(Act(by=manager, via="web"), record=first.pk, role="relates_to", target=target)
    assert not ObjectLink.objects.exists()
    assert "record.linked" not in events()


def test_records_of_two_histories_are_not_linked(manager: Account):
    """One of them may be removed with its source; a link must not outlive it."""
    other = Source.objects.create(key="demo", name="Demo", kind="demonstration", state="ready")
    mine, theirs = an_idea(manager, "a"), an_idea(manager, "b", source=other.pk)
    with pytest.raises(Refusal) as refused:
        ACTIONS["record.link"].run(
            Act(by=manager, via="web"), record=mine.pk, role="relates_to", target=theirs.identity.key
        )
    assert refused.value.code == "link.other_history"
    said = "IMP-2 belongs to “Demo”, which can be removed with all that is in it. Choose one of your own."
    assert refused.value.message == said
    with pytest.raises(Refusal, match="IMP-1 does not belong to “Demo”, as this does"):
        ACTIONS["record.link"].run(
            Act(by=manager, via="web"), record=theirs.pk, role="relates_to", target=mine.identity.key
        )


def test_a_refused_link_keeps_what_was_written_and_says_why_beside_it(manager: Account, web: Client):
    other = Source.objects.create(key="demo", name="Demo", kind="demonstration", state="ready")
    mine, theirs = an_idea(manager, "a"), an_idea(manager, "b", source=other.pk)
    said = web.post(f"/improvements/{mine.pk}/link/", {"role": "came_from", "target": theirs.identity.key}, follow=True)
    page = said.content.decode()
    assert said.status_code == 200
    assert "belongs to “Demo”, which can be removed" in page
    assert f'value="{theirs.identity.key}"' in page
    assert '<option value="came_from" selected' in page
    assert not ObjectLink.objects.exists()


def test_who_may_not_see_the_other_end_sees_no_link(manager: Account):
    first, second = an_idea(manager, "a"), an_idea(manager, "hidden")
    ACTIONS["record.link"].run(Act(by=manager, via="web"), record=first.pk, role="relates_to", target="IMP-2")
    Identity.objects.filter(pk=second.pk).update(is_confidential=True)
    agent = make_account("agent")
    assert links.links_of(agent, first.pk) == []
    event = EventRow.objects.get(kind="record.linked")
    assert links.said_of(agent, first.pk, [event.pk]) == {event.pk: "relates to …"}
    with pytest.raises(NotFound):
        ACTIONS["record.link"].run(Act(by=agent, via="web"), record=first.pk, role="duplicates", target="IMP-2")


def test_a_note_stands_beside_the_record_and_its_words_are_a_revision(web: Client, manager: Account):
    found = an_idea(manager, "a")
    web.post(f"/improvements/{found.pk}/note/", {"text": " Asked the vendor <b>twice</b>. "})
    assert Revision.objects.get(field="note").text == "Asked the vendor <b>twice</b>."
    page = web.get(f"/improvements/{found.pk}/").content.decode()
    assert page.count("Asked the vendor &lt;b&gt;twice&lt;/b&gt;.") == 2  # beside it, and in the history
    row = EventRow.objects.get(kind="record.noted")
    assert row.facts == {"note": Revision.objects.get(field="note").pk}


@pytest.mark.parametrize("text", ["", "   ", "x" * 20_001])
def test_an_empty_or_endless_note_is_refused(manager: Account, text: str):
    found = an_idea(manager, "a")
    with pytest.raises(Refusal):
        ACTIONS["record.note"].run(Act(by=manager, via="web"), record=found.pk, text=text)
    assert not Revision.objects.filter(field="note").exists()
    assert "record.noted" not in events()


def test_nobody_without_the_right_to_work_writes_beside_a_record(client: Client, manager: Account):
    found = an_idea(manager, "a")
    an_idea(manager, "b")
    client.force_login(Account.objects.create_user("nobody@test.example", None, name="Nobody"))
    assert client.post(f"/improvements/{found.pk}/note/", {"text": "x"}).status_code == 404
    assert client.post(f"/improvements/{found.pk}/link/", {"role": "relates_to", "target": "IMP-2"}).status_code == 404
    assert not ObjectLink.objects.exists()
    assert not Revision.objects.filter(field="note").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_two_people_linking_at_once_make_one_link(manager: Account):
    first, _second = an_idea(manager, "a"), an_idea(manager, "b")

    def one(_n: int) -> bool:
        act = Act(by=manager, via="web")
        try:
            return bool(ACTIONS["record.link"].run(act, record=first.pk, role="relates_to", target="IMP-2"))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as crowd:
        assert sorted(crowd.map(one, range(8))) == [False] * 7 + [True]
    assert events().count("record.linked") == 1
