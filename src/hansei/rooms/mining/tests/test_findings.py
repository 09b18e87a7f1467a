"""What a reader sees of findings: figures from the scan, no names, decisions that stay, refusals in words."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from hansei.kernel import triggers
from hansei.kernel.models import Account, EventRow, Source
from hansei.rooms.mining import scan
from hansei.rooms.mining.models import DataSet, Extract, FindingDecision, ScanSettings
from hansei.rooms.mining.queries import findings_of, hours_of
from hansei.ui import words
from hansei.ui.words import findings as finding_words
from hansei.ui.words.findings import clause
from tests.accounts import make_account
from tests.imported import PEOPLE, story_imported
from tests.words import bare_words


@pytest.fixture
def source(transactional_db: None, settings: LazySettings, tmp_path: Path) -> Iterator[int]:
    settings.UPLOAD_ROOT, settings.PARQUET_ROOT = tmp_path / "uploads", tmp_path / "parquet"
    yield story_imported()
    triggers.lift()


@pytest.fixture
def manager(client: Client, source: int) -> Client:
    client.force_login(make_account("manager"))
    return client


def lines_of(answer: Any) -> list[list[str]]:
    """The rows of a CSV file; it begins with the mark of UTF-8."""
    written = b"".join(answer) if answer.streaming else answer.content
    return list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))


def card_of(source: int) -> str:
    return f"/findings/{source}/{findings_of(DataSet.objects.get(pk=source)).findings[0].key}/"


def test_the_card_says_what_the_scan_found_and_names_nobody(manager: Client, source: int):
    found = findings_of(DataSet.objects.get(pk=source))
    assert [(each.facts.calls, each.facts.people) for each in found.findings] == [(60, 8)]
    page = manager.get(card_of(source)).content.decode()
    assert "Nobody saw it because" in page
    assert "each of 8 people met it 7 to 8 times" in page
    assert not any(person in page for person in PEOPLE)
    listed = manager.get("/findings/").content.decode()
    assert "60 times in" in listed
    assert "Random bunches of the same size are not shown" in listed


def test_money_is_said_only_with_a_rate_and_a_billed_minimum(manager: Client, source: int):
    card = card_of(source)
    assert "enter what an hour costs" in manager.get(card).content.decode()
    entered = {
        "rate": "80",
        "currency": "eur",
        "minimum_billed_hours": "1",
        "assumed_hours": "1",
        "zone": "UTC",
        "opens": "8",
        "closes": "17",
    }
    for missing, asked in (
        ("minimum_billed_hours", "enter the minimum billed per call"),
        ("rate", "enter what an hour"),
    ):
        assert manager.post(f"/findings/{source}/settings/", {**entered, missing: ""}).status_code == 302
        scan.look(source)
        for address in (card, "/findings/", "/"):
            assert "€" not in manager.get(address).content.decode(), (missing, address)
        assert asked in manager.get(card).content.decode()
        for address in ("/findings/", card):
            assert "by hours a year" in manager.get(address).content.decode()
    assert manager.post(f"/findings/{source}/settings/", entered).status_code == 302
    scan.look(source)
    finding = findings_of(DataSet.objects.get(pk=source)).findings[0]
    assert finding.facts.hours.billed == 60.0
    page = manager.get(card).content.decode()
    assert words.money((finding.facts.hours.yearly.value or 0.0) * 80, "EUR") in page
    assert "enter what an hour costs" not in page
    assert "at least 1" in page
    wrong = manager.post(f"/findings/{source}/settings/", {**entered, "rate": "a lot"})
    assert wrong.status_code == 422


@pytest.mark.parametrize("role", ["agent", "auditor"])
def test_who_may_not_see_money_neither_reads_nor_sets_the_rate(manager: Client, source: int, role: str):
    ScanSettings.objects.create(data_set_id=source, rate=93.25, minimum_billed_hours=1.0)
    scan.look(source)
    other = Client()
    other.force_login(make_account(role, f"{role}@test.example"))
    address = f"/findings/{source}/settings/"
    assert "93.25" in manager.get(address).content.decode()
    assert other.get(address).status_code == 403
    for page in ("/", "/findings/", card_of(source)):
        shown = other.get(page).content.decode()
        assert "93.25" not in shown
        assert address not in shown
    entered = {"zone": "UTC", "opens": 8, "closes": 18, "rate": 1, "currency": "EUR", "assumed_hours": 1}
    assert other.post(address, entered).status_code == 403
    assert ScanSettings.objects.get(data_set=source).rate == 93.25


@pytest.mark.parametrize(
    ("opens", "closes", "status"),
    [
        ("7.995", "16.999", 302),  # 08:00 to 17:00
        ("0", "23.999", 302),  # to midnight
        ("8.998", "9", 422),  # the same minute: it would read as the whole day
        ("23.999", "24", 422),
    ],
)
def test_office_hours_are_read_to_the_minute(manager: Client, source: int, opens: str, closes: str, status: int):
    entered = {"currency": "eur", "zone": "UTC", "opens": opens, "closes": closes, "assumed_hours": "1"}
    assert manager.post(f"/findings/{source}/settings/", entered).status_code in (status, 409)
    kept = hours_of(DataSet.objects.get(pk=source))
    (spans,) = (kept.calendar().spans(day) for day in [date(2025, 3, 3)])
    told = [f"{begin:%H:%M}-{end:%H:%M}" for begin, end in spans]
    usual = ["08:00-18:00"]  # what holds until somebody enters another
    assert told == {"7.995": ["08:00-17:00"], "0": ["00:00-00:00"]}.get(opens, usual)
    assert manager.get(f"/measures/?source={source}").status_code == 200


def test_a_dismissed_finding_needs_a_reason_and_comes_back_if_it_grows(manager: Client, source: int):
    card = card_of(source)
    assert manager.post(card + "decide/", {"decision": "dismiss", "reason": "no"}).status_code == 409
    assert manager.post(card + "decide/", {"decision": "dismiss", "reason": "Test calls of ours"}).status_code == 302
    assert "60 times in" not in manager.get("/findings/").content.decode()
    assert "60 times in" in manager.get("/findings/?state=dismissed").content.decode()
    assert EventRow.objects.get(kind="finding.decided").facts["cases"] == 60
    FindingDecision.objects.update(cases=41)
    assert "60 times in" not in manager.get("/findings/").content.decode()
    FindingDecision.objects.update(cases=40)
    assert "came back: it grew" in manager.get("/findings/").content.decode()


def test_names_need_a_right_and_a_purpose_and_leave_a_trace(manager: Client, source: int, client: Client):
    card = card_of(source)
    assert manager.post(card + "names/", {"purpose": "x"}).status_code == 409
    assert manager.post(card + "names/", {"purpose": "Plan the training"}).status_code == 302
    page = manager.get(card).content.decode()
    assert all(person in page for person in PEOPLE)
    assert "Plan the training" in page
    assert EventRow.objects.filter(kind="names.opened").count() == 1
    client.force_login(make_account("agent"))
    assert client.post(card + "names/", {"purpose": "Plan the training"}).status_code == 403
    assert not any(person in client.get(card).content.decode() for person in PEOPLE)


def test_findings_members_and_events_are_taken_along_without_names(manager: Client, source: int):
    card = card_of(source)
    listed = lines_of(manager.get(f"/findings/?source={source}&export=csv"))
    assert len(listed) == 2
    assert [listed[1][at] for at in (2, 4, 8, 9)] == ["60", "8", "no", ""]
    assert listed[1][-1].startswith("Nobody saw it because each of 8 people met it 7 to 8 times")
    members = lines_of(manager.get(card + "?export=csv&table=members"))
    assert len(members) == 61
    assert {row[2] for row in members[1:]} == {f"person {letter}" for letter in "ABCDEFGH"}
    address = re.search(r'href="(/tickets/\d+/\d+/)"', manager.get(card).content.decode())
    assert address is not None
    events = lines_of(manager.get(address[1] + "?export=csv&table=events"))
    assert events[0][:5] == ["When", "What", "State", "Team", "Person"]
    assert len(events) > 2
    written = str([listed, members, events])
    assert not any(person in written for person in PEOPLE)
    assert manager.get(card + "?export=xlsx&table=members").headers["Content-Disposition"].endswith('.xlsx"')


def test_the_headline_bears_three_clauses_and_the_others_follow(manager: Client, source: int):
    page = manager.get(card_of(source)).content.decode()
    voice = re.search(r'<p class="h-voice h-large">([^<]+)</p>\s*<p class="h-mute">Besides, ([^<]+)\.</p>', page)
    assert voice is not None
    clauses = findings_of(DataSet.objects.get(pk=source)).findings[0].why_unseen
    said = [html.escape(clause(each)) for each in clauses]
    assert sum(each in voice[1] for each in said) == 3
    assert sum(each in voice[2] for each in said) == len(clauses) - 3 > 0


def test_what_is_not_there_or_not_whole_is_not_found(manager: Client, source: int):
    key = card_of(source).split("/")[3]
    for address in (
        "/findings/?source=999",
        "/findings/?source=x",
        f"/findings/999/{key}/",
        f"/findings/{source}/none/",
    ):
        assert manager.get(address).status_code == 404, address
    for address in ("/findings/?state=odd", "/tickets/?since=soon", "/tickets/?after=x", "/tickets/?from=a&label=b"):
        assert manager.get(address).status_code == 400, address
    Source.objects.filter(pk=source).update(state="loading")
    for address in (f"/findings/?source={source}", f"/findings/{source}/{key}/", f"/tickets/?source={source}"):
        assert manager.get(address).status_code == 404, address


def test_a_ticket_tells_its_events_without_names(manager: Client, source: int):
    rows = manager.get("/tickets/").content.decode()
    assert rows.count("data-line href") == 50
    following = re.search(r'rel="next" href="([^"]+)"', rows)
    assert following is not None
    second = manager.get("/tickets/" + following[1].replace("&amp;", "&")).content.decode()
    first_keys, second_keys = (set(re.findall(r">(INC\d+)<", page)) for page in (rows, second))
    assert len(second_keys) == 50
    assert not first_keys & second_keys
    address = re.search(r'href="(/tickets/\d+/\d+/)"', rows)
    assert address is not None
    page = manager.get(address[1]).content.decode()
    assert "New → Resolved" in page
    assert not any(person in page for person in PEOPLE)


def test_pages_ask_the_database_little(manager: Client, source: int, django_assert_max_num_queries):
    card = card_of(source)
    for address in ("/findings/", card, "/tickets/"):
        manager.get(address)
        with django_assert_max_num_queries(16):
            assert manager.get(address).status_code == 200


def test_the_pages_speak_no_bare_english(pseudo: object, manager: Client, source: int):
    Account.objects.update(name="Ωμέγα")
    for address in ("/findings/", card_of(source), f"/findings/{source}/settings/"):
        assert bare_words(manager.get(address).content.decode()) == [], address


def test_a_case_without_recorded_work_takes_the_hours_that_somebody_entered(manager: Client, source: int):
    before = findings_of(DataSet.objects.get(pk=source)).findings[0].facts.hours
    assert before.assumed == 1.0
    page = manager.get(f"/findings/{source}/settings/")
    entered = page.context["form"].initial | {"assumed_hours": "2.5", "rate": "", "minimum_billed_hours": ""}
    assert manager.post(f"/findings/{source}/settings/", entered).status_code == 302
    scan.look(source)
    after = findings_of(DataSet.objects.get(pk=source)).findings[0].facts.hours
    assert after.yearly.value == pytest.approx(2.5 * (before.yearly.value or 0))
    assert (
        finding_words.assumption([after]) == f"Where no work is recorded, {words.hours(2.5)} are assumed for each case."
    )
    assert f"assumed: {words.hours(2.5)} a case" in manager.get(card_of(source)).content.decode()
    assert manager.post(f"/findings/{source}/settings/", entered | {"assumed_hours": "-1"}).status_code == 422


def test_nothing_is_said_of_an_assumption_where_all_hours_are_recorded(source: int):
    hours = findings_of(DataSet.objects.get(pk=source)).findings[0].facts.hours
    assert finding_words.assumption([replace(hours, basis="recorded")]) == ""
    assert f"{words.hours(1)} are assumed" in finding_words.assumption(
        [replace(hours, basis="recorded"), replace(hours, basis="partly_recorded")]
    )


def test_the_first_page_shows_what_nobody_decided_on_and_the_imports_that_failed(manager: Client, source: int):
    at = timezone.now()
    Extract.objects.create(files=[{"name": "χ.csv"}], state=Extract.State.FAILED, uploaded_at=at, finished_at=at)
    page = manager.get("/").content.decode()
    assert card_of(source) in page
    assert "a year" in page
    assert "χ.csv" in page
    assert f"/data/{source}/" in page
    assert page.count('class="h-voice') == 1
    assert "One cause comes back and takes about" in page
    found = findings_of(DataSet.objects.get(pk=source)).findings[0]
    assert found.facts.hours.basis == "assumed"
    assert (
        page.count(f"Where no work is recorded, {words.hours(1)} are assumed for each case.") == 2
    )  # in the sentence and the list
    assert f'href="/findings/{source}/settings/"' in page
    manager.post(card_of(source) + "decide/", {"decision": "confirm"})
    page = manager.get("/").content.decode()
    assert found.key not in page
    assert 'class="h-voice' not in page, "nothing is left to say"


def test_the_first_page_says_that_the_data_are_still_looked_through(
    manager: Client, source: int, monkeypatch: pytest.MonkeyPatch
):
    assert "have not been looked through yet" not in manager.get("/").content.decode()
    monkeypatch.setattr("hansei.rooms.mining.scan.found_already", lambda _: None)
    assert "have not been looked through yet" in manager.get("/").content.decode()


def test_the_first_page_shows_an_agent_no_imports_and_a_stranger_no_data(client: Client, source: int):
    at = timezone.now()
    Extract.objects.create(files=[{"name": "χ.csv"}], state=Extract.State.FAILED, uploaded_at=at)
    client.force_login(make_account("agent"))
    assert "χ.csv" not in client.get("/").content.decode()
    client.force_login(Account.objects.create_user("nobody@test.example", "a long pass phrase", name="Ν"))
    page = client.get("/").content.decode()
    assert "Nothing waits for you here" in page
    assert f"/data/{source}/" not in page


def test_the_first_page_speaks_no_bare_english(pseudo: None, manager: Client, source: int):
    Account.objects.update(name="Ελένη")
    assert bare_words(manager.get("/").content.decode()) == []
