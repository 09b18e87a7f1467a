"""The section of problems: the scan's findings with their price first, like cases only where there is none."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from hansei.kernel import triggers
from hansei.kernel.actions import Act
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account, EventRow
from hansei.rooms.mining import results, scan
from hansei.rooms.mining.actions.findings import dismiss_finding
from hansei.rooms.mining.models import DataSet, ScanSettings
from hansei.rooms.mining.queries import findings_of
from hansei.rooms.reviews import actions, queries
from hansei.rooms.reviews.models import Pack
from hansei.rooms.reviews.seal import is_intact
from hansei.rooms.reviews.tests.arranged import MARCH, data_set, freeze
from tests.accounts import make_account
from tests.imported import PEOPLE, story_imported
from tests.words import bare_words


@pytest.fixture
def source(transactional_db: None, settings: LazySettings, tmp_path: Path) -> Iterator[DataSet]:
    settings.UPLOAD_ROOT, settings.PARQUET_ROOT = tmp_path / "uploads", tmp_path / "parquet"
    yield DataSet.objects.get(pk=story_imported())
    triggers.lift()


def drafted(by: Account, source: DataSet, first: date, last: date, kind: str = "customer") -> Pack:
    pk = actions.draft_pack(
        Act(by=by, via="web"), source=source.pk, kind=kind, first=first, last=last, is_outside_known=True
    )
    return Pack.objects.get(pk=pk)


def whole(by: Account, source: DataSet, kind: str = "customer") -> Pack:
    """A pack over the year up to the data's end."""
    until = findings_of(source).findings[0].facts.last_at.date()
    return drafted(by, source, until.replace(year=until.year - 1), until, kind)


def priced(source: DataSet) -> None:
    ScanSettings.objects.create(data_set=source, rate=100.0, minimum_billed_hours=1.0, currency="EUR")
    scan.look(source.pk)


@pytest.mark.parametrize(("kind", "section"), [("customer", "problems"), ("team", "team_problems")])
def test_the_findings_come_first_and_like_cases_are_left_out(source: DataSet, kind: str, section: str):
    manager = make_account("manager")
    (finding,) = findings_of(source).findings
    part: Any = queries.figures_now(manager, whole(manager, source, kind))[section]
    (table,) = part["tables"]
    (row,) = table["rows"]
    assert (table["code"], table["rest"], "notes" in part) == ("findings", 0, False)
    assert (row["key"], row["cases"], row["hours"][0]) == (finding.key, 60, finding.facts.hours.yearly.value)
    assert row["in_period"] == sum(each.at >= finding.facts.last_at.replace(
        year=finding.facts.last_at.year - 1, hour=0, minute=0, second=0) for each in finding.members)  # fmt: skip
    assert not any(person in str(part) for person in PEOPLE)


def test_the_page_links_each_finding_and_says_why_nobody_saw_it(source: DataSet, client: Client):
    manager = make_account("manager")
    pack = whole(manager, source)
    client.force_login(manager)
    page = client.get(f"/reviews/{pack.pk}/").content.decode()
    assert f'href="/findings/{source.pk}/{findings_of(source).findings[0].key}/"' in page
    assert "Nobody saw it because each of 8 people met it 7 to 8 times" in page
    assert "What came again" not in page
    assert "No scan for hidden causes" not in page


def test_money_is_shown_with_its_right_only_and_hours_to_everybody(source: DataSet, client: Client):
    manager, agent = make_account("manager"), make_account("agent")
    priced(source)
    pack = whole(manager, source)
    hours = findings_of(source).findings[0].facts.hours.yearly.value
    assert hours is not None
    seen = {}
    for person in (manager, agent):
        client.force_login(person)
        for address in (f"/reviews/{pack.pk}/", f"/findings/?source={source.pk}", "/"):
            seen[person.name, address] = client.get(address).content.decode()
        seen[person.name, "card"] = client.get(f"/findings/{source.pk}/{pack_key(source)}/").content.decode()
    assert all("€" in page for (name, _where), page in seen.items() if name == "Manager")
    assert all("€" not in page for (name, _where), page in seen.items() if name == "Agent")
    assert "Cost a year" not in seen["Agent", "card"]
    assert "Hours a year" in seen["Agent", f"/reviews/{pack.pk}/"]


def pack_key(source: DataSet) -> str:
    return findings_of(source).findings[0].key


def test_without_the_billed_minimum_no_money_stands_in_a_review(source: DataSet, client: Client):
    manager = make_account("manager")
    ScanSettings.objects.create(data_set=source, rate=100.0, currency="EUR")
    scan.look(source.pk)
    client.force_login(manager)
    assert "€" not in client.get(f"/reviews/{whole(manager, source).pk}/").content.decode()


def test_frozen_findings_stay_when_one_is_dismissed_and_the_price_changes(source: DataSet, client: Client):
    manager = make_account("manager")
    priced(source)
    pack = freeze(manager, whole(manager, source))
    kept = pack.content["problems"]["tables"]
    act = Act(by=manager, via="web")
    dismiss_finding(act, source=source.pk, finding=pack_key(source), cases=60, reason="Test calls of ours")
    ScanSettings.objects.update(rate=200.0)
    pack.refresh_from_db()
    assert pack.content["problems"]["tables"] == kept
    assert is_intact(pack)
    client.force_login(manager)
    assert "Nobody saw it because" in client.get(f"/reviews/{pack.pk}/").content.decode()


def test_a_dismissed_finding_and_one_that_began_later_are_not_of_the_review(source: DataSet):
    manager = make_account("manager")
    first = findings_of(source).findings[0].facts.first_at.date()
    early = drafted(manager, source, first.replace(year=first.year - 1), first.replace(year=first.year - 1, day=28))
    assert queries.figures_now(manager, early)["problems"]["notes"] == [{"code": "nothing_found"}]
    act = Act(by=manager, via="web")
    dismiss_finding(act, source=source.pk, finding=pack_key(source), cases=60, reason="Test calls of ours")
    pack = whole(manager, source)
    part: Any = queries.figures_now(manager, pack)["problems"]
    assert part["notes"] == [{"code": "nothing_found"}]
    assert {each["code"] for each in part["tables"]} <= {"recurring_groups"}


def test_what_came_again_stays_as_drafted_when_the_scan_ends_until_somebody_drafts_again(
    source: DataSet, client: Client
):
    manager = make_account("manager")
    until = findings_of(source).findings[0].facts.last_at.date()
    ScanSettings.objects.create(data_set=source, minimum_billed_hours=2.0)  # so nobody has looked yet
    pack = drafted(manager, source, until.replace(year=until.year - 1), until)
    seen = queries.figures_now(manager, pack)["problems"]
    assert queries.found_since(pack) == set()
    scan.look(source.pk)
    client.force_login(manager)
    page = client.get(f"/reviews/{pack.pk}/").content.decode()
    assert queries.figures_now(manager, pack)["problems"] == seen
    assert "What is said here of hidden causes is otherwise now" in page
    assert "Nobody saw it because" not in page
    before = EventRow.objects.count()
    client.post(f"/reviews/{pack.pk}/again/")
    client.post(f"/reviews/{pack.pk}/again/")  # asked twice, there is nothing more to take
    assert [each.kind for each in EventRow.objects.order_by("pk")[before:]] == ["pack.drafted_again"]
    page = client.get(f"/reviews/{pack.pk}/").content.decode()
    assert "Nobody saw it because" in page
    assert "What is said here of hidden causes is otherwise now" not in page


def test_drafted_findings_stay_when_one_is_dismissed_later_and_are_frozen_as_seen(source: DataSet):
    manager = make_account("manager")
    pack = whole(manager, source)
    seen: Any = queries.figures_now(manager, pack)["problems"]["tables"]
    act = Act(by=manager, via="web")
    dismiss_finding(act, source=source.pk, finding=pack_key(source), cases=60, reason="Test calls of ours")
    assert queries.found_since(pack) == {"problems"}
    assert queries.figures_now(manager, pack)["problems"]["tables"] == seen
    frozen = freeze(manager, pack)
    assert frozen.content["problems"]["tables"] == seen
    with pytest.raises(Refusal, match="frozen already"):
        actions.draft_again(act, pack=pack.pk)


def test_a_pack_names_its_scan_and_another_scan_that_says_the_same_or_another_price_is_told_apart(
    source: DataSet, client: Client
):
    manager = make_account("manager")
    priced(source)
    pack = whole(manager, source)
    client.force_login(manager)
    assert "As the scan of " in client.get(f"/reviews/{pack.pk}/").content.decode()
    for each in results.folder_of(source.pk, source.version).glob(f"{scan.NAME}-*"):
        os.utime(each, (2e9, 2e9))  # in 2033
    assert queries.found_since(pack) == set()
    assert "2033" not in client.get(f"/reviews/{pack.pk}/").content.decode()
    ScanSettings.objects.update(rate=200.0)
    assert queries.found_since(pack) == {"problems"}


@pytest.mark.django_db
def test_without_a_scan_the_section_says_so_above_the_like_cases(
    client: Client, settings: LazySettings, tmp_path: Path
):
    settings.PARQUET_ROOT = tmp_path / "parquet"
    manager = make_account("manager")
    pack = drafted(manager, data_set(MARCH), date(2025, 3, 1), date(2025, 3, 31))
    client.force_login(manager)
    page = client.get(f"/reviews/{pack.pk}/").content.decode()
    assert page.index("No scan for hidden causes had been made") < page.index("What came again")


def test_a_pack_with_findings_speaks_no_bare_english(pseudo: None, source: DataSet, client: Client):
    manager = make_account("manager")
    manager.name = "Ωμέγα"
    manager.save()
    priced(source)
    pack = whole(manager, source)
    client.force_login(manager)
    page = client.get(f"/reviews/{pack.pk}/").content.decode()
    start = page.index('<section class="reviews-section" id="problems"')
    section = page[start : page.index("</section>", start)]
    assert bare_words(section) == []
