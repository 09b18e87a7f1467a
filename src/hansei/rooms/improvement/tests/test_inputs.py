"""Inputs: sixteen sources, the silent ones shown, taken in once, decided once, each way known from both ends."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from hansei.analytics.demonstration import STEPS
from hansei.blocks.meeting.models import Agreed
from hansei.kernel import check, demonstration, links, triggers
from hansei.kernel.actions import Act
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.models import OWN, Account, EventRow, Grant, Identity, Role, Source
from hansei.rooms.feedback import actions as feedback
from hansei.rooms.goals.actions import outcomes
from hansei.rooms.goals.models import Outcome
from hansei.rooms.governance import actions as governance
from hansei.rooms.improvement import actions, feeding, hearing, jobs, naming, queries
from hansei.rooms.improvement.demonstration import inputs as shown
from hansei.rooms.improvement.models import Improvement, Input, SourceCheck
from hansei.rooms.improvement.models import Source as From
from hansei.rooms.improvement.tests.histories import BEFORE, a_data_set
from hansei.rooms.reviews.tests.pages import one_meeting
from tests.accounts import PASSWORD, make_account

TODAY = date(2026, 9, 1)


def ago(account: Account | None, days: int) -> Act:
    """An act of so many days before TODAY, told now."""
    at = datetime(2026, 9, 1, 12, tzinfo=UTC) - timedelta(days=days)
    return Act(by=account, via="web", at=at, told_at=timezone.now())


def written(account: Account | None, origin: str, days: int = 0, title: str = "Ω") -> Input:
    return actions.add_input(ago(account, days), fields={"title": title, "origin": origin})


def version(found: Input) -> int:
    return int(Identity.objects.values_list("version", flat=True).get(pk=found.pk))


@pytest.fixture
def manager(db: None) -> Account:
    return make_account("manager")


def test_the_wheel_has_twelve_and_four_sources_and_tells_the_silent_ones(manager: Account):
    """Audit: 91 days without an input. Staff: 90. Risks: inputs, none converted in 181 days. Goals: in 180."""
    written(manager, "audit", 91)
    written(manager, "staff", 90)
    for origin, first in (("risks", 181), ("goals", 180)):
        written(manager, origin, first)
        written(manager, origin, 3)
    used = written(manager, "trend", 5)
    actions.convert(ago(manager, 1), pk=used.pk, version=1, title="Ω")
    rows = {each.code: each for each in queries.sources(manager, today=TODAY)}
    assert list(rows) == [each.value for each in From]
    assert len(rows) == 16
    told = {code: row.silence for code, row in rows.items() if row.silence != "never"}
    assert told == {"audit": "quiet", "staff": "", "risks": "unused", "goals": "", "trend": ""}
    assert queries.silent(rows.values()) == 11 + 2
    assert (rows["risks"].inputs, rows["risks"].recent, rows["risks"].converted.share) == (2, 1, 0.0)
    assert (rows["trend"].converted.part, rows["trend"].converted.whole) == (1, 1)
    assert (rows["audit"].last_on, rows["audit"].recent) == (TODAY - timedelta(days=91), 0)
    assert list(check.check()) == []


def test_the_page_of_the_wheel_says_which_sources_are_silent_and_why(manager: Account, client: Client):
    """The same as of this very day: audit 91 days ago; risks three days ago, none converted in 181."""
    for origin, days in (("audit", 91), ("staff", 90), ("risks", 181), ("risks", 3), ("goals", 180), ("goals", 3)):
        now = timezone.now()
        told = Act(by=manager, via="web", at=now - timedelta(days=days), told_at=now)
        actions.add_input(told, fields={"title": "Ω", "origin": origin})
    client.force_login(manager)
    page = client.get("/inputs/sources/").content.decode()
    assert page.count("<tr id=") == 16
    assert "Silent: no input in the last 90 days." in row_of(page, "audit")
    assert "none became an improvement in the last 180 days" in row_of(page, "risks")
    assert "Silent: no input yet." in row_of(page, "trend")
    assert {each.value for each in From if "Silent:" not in row_of(page, each.value)} == {"goals", "staff"}
    assert "Silent sources: 14 of 16" in page
    assert "of which none became an improvement in 180 days: 1." in page
    assert page.count('class="h-silent"') == 12 + 1  # the spokes without an input in 90 days: these are dashed
    assert "none used" in page


def row_of(page: str, code: str) -> str:
    """The line of a source in the table below the wheel."""
    begun = page.index(f'<tr id="{code}"')
    return page[begun : page.index("</tr>", begun)]


def test_an_improvement_that_names_its_source_speaks_for_it(manager: Account):
    """Proposed straight away, it is an input that was converted at once; a repeat is counted in no share."""
    actions.suggest(Act(by=manager, via="web"), title="Ω")
    first, second = written(manager, "staff"), written(manager, "staff")
    actions.repeats(Act(by=manager, via="web"), pk=second.pk, version=1, other=first.identity.key)
    row = next(each for each in queries.sources(manager) if each.code == "staff")
    assert (row.inputs, row.converted.part, row.converted.whole, row.waiting) == (3, 1, 2, 1)


def a_voice(account: Account, title: str = "Табло тёмное") -> Any:
    act = Act(by=account, via="web")
    return feedback.note_feedback(act, fields={"title": title, "text": "Ω", "channel": "desk"})


def test_what_is_heard_is_taken_in_once_and_belongs_where_it_came_from(manager: Account):
    place = Identity.objects.create(kind="organisation", key="Ω")
    voice = a_voice(manager)
    Identity.objects.filter(pk=voice.pk).update(organisation=place, is_confidential=True)
    risk = governance.open_risk(Act(by=manager, via="web"), fields={"title": "Шлюз стоит"})
    complaint = feedback.open_complaint(
        Act(by=manager, via="web"), fields={"title": "Ω", "customer": "Ω", "received_on": TODAY}
    )
    before = EventRow.objects.count()
    told = [jobs.take_inputs_in(NoJob()) for _ in range(2)]  # type: ignore[arg-type]
    assert told == [{"inputs": 3, "settled": 0}, {"inputs": 0, "settled": 0}]
    assert EventRow.objects.count() == before + 3 + len(hearing.FEEDERS)
    heard = {each.origin: each for each in Input.objects.select_related("identity")}
    assert {code: each.heard_of for code, each in heard.items()} == {
        "satisfaction": f"record:{voice.pk}",
        "risks": f"record:{risk.pk}",
        "complaints": f"record:{complaint.pk}",
    }
    assert (heard["satisfaction"].identity.organisation_id, heard["satisfaction"].identity.is_confidential) == (
        place.pk,
        True,
    )
    fed = set(SourceCheck.objects.filter(by=None).values_list("origin", flat=True))
    assert fed == {str(each) for each in hearing.FEEDERS}
    assert list(check.check()) == []


class NoJob:
    """A job that nobody stops."""

    def report(self, **_progress: Any) -> None:
        return


@pytest.mark.parametrize("heard_of", ["", "record:", "record:1x", "finding:1", "elsewhere:1"])
def test_what_names_nothing_is_not_taken_in(db: None, heard_of: str):
    with pytest.raises(Refusal):
        actions.take_in(Act(by=None, via="api"), origin="risks", heard_of=heard_of)
    assert not Input.objects.exists()


def test_a_customers_reader_sees_no_input_of_others(manager: Account, client: Client):
    places = [Identity.objects.create(kind="organisation", key=key) for key in ("Ω", "Ψ")]
    voices = [a_voice(manager, title) for title in ("Наше табло", "Чужое табло")]
    for voice, place in zip(voices, places, strict=True):
        Identity.objects.filter(pk=voice.pk).update(organisation=place)
    assert feeding.feed("satisfaction") == 2
    theirs = Account.objects.create_user("customer@test.example", PASSWORD, name="Ω")
    role = Role.objects.create(key="reads", rights=["improvement.see", "improvement.work"])
    Grant.objects.create(
        account=theirs, role=role, scope="organisation", scope_object=places[0], since=timezone.now() - timedelta(1)
    )
    mine, other = Input.objects.order_by("pk")
    assert [each.inputs for each in queries.sources(theirs) if each.inputs] == [1]
    client.force_login(theirs)
    assert client.get(f"/inputs/{mine.pk}/").status_code == 200
    assert client.get(f"/inputs/{other.pk}/").status_code == 404
    page = client.get(f"/inputs/{mine.pk}/").content.decode()
    assert f"/feedback/{voices[0].pk}/" not in page  # this reader may not see feedback itself
    assert queries.alike(theirs, "Чужое табло", "") == []
    assert queries.alike(manager, "Чужое табло", "") == [other]
    with pytest.raises(NotFound):
        actions.repeats(Act(by=theirs, via="web"), pk=mine.pk, version=1, other=other.identity.key)


def test_an_input_becomes_an_improvement_and_both_know_each_other(manager: Account, client: Client):
    voice = a_voice(manager)
    feeding.feed("satisfaction")
    found = Input.objects.get()
    client.force_login(manager)
    sent = {"version": version(found), "title": "Табло горит", "improvement": ""}
    assert client.post(f"/inputs/{found.pk}/convert/", sent).status_code == 302
    made = Improvement.objects.get()
    found.refresh_from_db()
    assert (found.state, found.improvement_id, made.origin, made.state) == (
        "converted", made.pk, "satisfaction", "proposed",
    )  # fmt: skip
    assert [each.other.pk for each in links.links_of(manager, made.pk)] == [voice.pk]
    assert f"/inputs/{found.pk}/" in client.get(f"/improvements/{made.pk}/").content.decode()
    assert f"/improvements/{made.pk}/" in client.get(f"/inputs/{found.pk}/").content.decode()
    assert made.title not in client.get(f"/inputs/{found.pk}/").content.decode().partition('id="history"')[2]
    again = client.post(f"/inputs/{found.pk}/convert/", {**sent, "version": version(found)})
    assert again.status_code == 422
    assert Improvement.objects.count() == 1
    assert list(check.check()) == []


def test_neither_title_nor_number_and_a_number_of_nothing_are_refused(manager: Account, client: Client):
    found = written(manager, "staff")
    client.force_login(manager)
    sent = {"version": 1, "title": " ", "improvement": ""}
    assert client.post(f"/inputs/{found.pk}/convert/", sent).status_code == 422
    with pytest.raises(NotFound):
        actions.convert(Act(by=manager, via="web"), pk=found.pk, version=1, improvement="IMP-99")
    page = client.post(f"/inputs/{found.pk}/convert/", {"version": 1, "title": "Ω", "improvement": "IMP-99"})
    assert (page.status_code, "IMP-99" in page.content.decode()) == (422, True)
    assert client.post(f"/inputs/{found.pk}/repeats/", {"version": 1, "other": "INP-99"}).status_code == 422
    assert not Improvement.objects.exists()
    found.refresh_from_db()
    assert found.state == "new"


def test_declined_with_a_reason_and_never_without(manager: Account, client: Client):
    found = written(manager, "staff")
    client.force_login(manager)
    assert client.post(f"/inputs/{found.pk}/decline/", {"version": 1, "reason": "  "}).status_code == 422
    with pytest.raises(Refusal):
        actions.decline(Act(by=manager, via="api"), pk=found.pk, version=1, reason=" ")
    assert Input.objects.get().state == "new"
    assert client.post(f"/inputs/{found.pk}/decline/", {"version": 1, "reason": "Есть уже."}).status_code == 302
    assert Input.objects.get().state == "declined"


def test_what_became_an_improvement_beside_its_input_settles_it(manager: Account):
    """A risk started an improvement from its own page: the input of that risk is converted by itself."""
    from hansei.rooms.improvement.actions import coupling

    risk = governance.open_risk(Act(by=manager, via="web"), fields={"title": "Шлюз стоит"})
    feeding.feed("risks")
    assert feeding.settle_all() == 0
    made = coupling.start_improvement(Act(by=manager, via="web"), risk=risk.pk)
    assert feeding.settle_all() == 1
    assert feeding.settle_all() == 0
    assert Input.objects.get().improvement == made
    assert list(check.check()) == []


def test_the_improvement_of_a_finding_converts_its_input(manager: Account, settings: Any, tmp_path: Any):
    settings.PARQUET_ROOT = tmp_path / "parquet"
    source = a_data_set(BEFORE)
    heard_of = hearing.finding_of(source, "7f3a")
    actions.take_in(Act(by=None, via="timer"), origin="findings", heard_of=heard_of)
    made = actions.from_finding(
        Act(by=manager, via="web"), title="Ω", source=source, finding="7f3a", where={"category": ["payroll"]}
    )
    assert (Input.objects.get().state, Input.objects.get().improvement) == ("converted", made)


def test_a_missed_outcome_and_an_open_action_are_heard_and_a_kept_one_is_not(manager: Account, client: Client):
    missed = {}
    for current in (70.0, 80.0):
        fields: outcomes.OutcomeFields = {"title": "Ω", "stakeholder": "Ω", "planned": 80.0}
        made = outcomes.note(Act(by=manager, via="web"), fields={**fields, "current": current})
        Outcome.objects.filter(pk=made.pk).update(state="measured")
        missed[made.pk] = current
    assert [missed[each.record or 0] for each in hearing.not_taken("customer")] == [70.0]
    one_meeting(manager)
    assert feeding.feed("operations") == 1
    client.force_login(manager)
    found = Input.objects.get()
    heard = naming.heard(manager, found.heard_of)
    assert heard is not None
    assert heard.kind == "review"
    assert f'href="{heard.url}"' in client.get(f"/inputs/{found.pk}/").content.decode()
    Agreed.objects.update(done_at=timezone.now())
    Input.objects.all().delete()
    assert list(hearing.not_taken("operations")) == []


def test_an_input_of_our_own_never_hangs_on_what_can_be_removed(manager: Account):
    other = Source.objects.create(key="Ω", name="Ω", kind=Source.Kind.DEMONSTRATION, state="ready")
    made = actions.propose(Act(by=manager, via="web", source=other.pk), fields={"title": "Ω"})
    found = written(manager, "staff")
    with pytest.raises(Refusal) as refused:
        actions.convert(Act(by=manager, via="web"), pk=found.pk, version=1, improvement=made.identity.key)
    assert refused.value.code == "link.other_history"
    assert found.identity.source_id == OWN


def test_alike_ones_are_shown_before_a_new_one_is_kept(manager: Account, client: Client):
    there = written(manager, "staff", title="Nobody at night knows who holds which key")
    client.force_login(manager)
    sent = {"title": "Nobody knows at night who holds which key", "origin": "audit", "evidence": "Two calls last week."}
    page = client.post("/inputs/new/", sent)
    assert page.status_code == 200
    assert f"/inputs/{there.pk}/" in page.content.decode()
    assert Input.objects.count() == 1
    assert client.post("/inputs/new/", {**sent, "seen": "yes"}).status_code == 302
    assert client.post("/inputs/new/", {**sent, "title": "Drucker leer"}).status_code == 302
    assert Input.objects.count() == 3


def test_a_person_looks_into_a_source_that_nothing_feeds(manager: Account, client: Client):
    client.force_login(manager)
    assert client.post("/inputs/sources/look/", {"origin": "standard"}).status_code == 302
    row = next(each for each in queries.sources(manager) if each.code == "standard")
    assert row.check is not None
    assert row.check.by == manager
    assert client.post("/inputs/sources/look/", {"origin": "nothing"}).status_code == 404
    assert EventRow.objects.filter(kind="input.source_checked").count() == 1


@pytest.fixture
def committed(transactional_db: None) -> Iterator[Account]:
    yield make_account("manager")
    triggers.lift()


def test_two_workers_at_once_take_the_same_in_once(committed: Account):
    for title in ("Первый", "Второй", "Третий"):
        governance.open_risk(Act(by=committed, via="web"), fields={"title": title})
    begin = threading.Barrier(2, timeout=20)

    def work(_n: int) -> int:
        try:
            begin.wait()
            return feeding.feed("risks")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        taken = list(both.map(work, range(2)))
    assert sum(taken) == Input.objects.count() == 3


def test_the_demonstrations_inputs_come_once_and_go(db: None):
    for who, role in (("manager", "manager"), ("agent", "agent"), ("admin", "administrator")):
        make_account(role, f"{who}@demo.example")
    by, say = demonstration.account_of("admin"), _say
    for _ in range(2):
        shown.load(by, say, STEPS[-1])
    rows = {each.code: each for each in queries.sources(by, today=STEPS[-1] + timedelta(days=22))}
    silences = [rows[code].silence for code in ("staff", "standard", "audit", "technology")]
    assert silences == ["", "quiet", "unused", ""]
    assert Input.objects.count() == len(shown.SAID)
    assert list(check.check()) == []
    shown.remove(say)
    assert not Input.objects.exists()
    Improvement.objects.all().delete()


_say: Callable[[str], None] = lambda _said: None  # noqa: E731
