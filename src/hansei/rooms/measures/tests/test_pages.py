"""What the flow map and the measure pages say about a history that was brought in, by hand-worked figures."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client

from hansei.analytics.measures import MEASURES, working_days
from hansei.analytics.measures.tests.logs import log_of
from hansei.kernel import followers, jobs, triggers
from hansei.kernel.models import Account, Job, Source
from hansei.kernel.tests.settling import settle
from hansei.rooms.measures import answers, computing
from hansei.rooms.measures.themes import THEMES
from hansei.rooms.measures.views import measures as measure_pages
from hansei.rooms.mining import feed, queries, tickets
from hansei.rooms.mining.queries import Hours
from hansei.ui import tables
from hansei.ui.words.measures import UNITS
from tests.accounts import make_account
from tests.imported import HEAD, import_text
from tests.kept import once
from tests.words import bare_words

# Resolved after 2 h, 4 h and 12 h; one still open. 1 is handed from Α to Β.
FOUR = HEAD + (
    "INC1,Ν,2025-03-03 09:00,2025-03-03 09:00,Α,Ω,3,设备,一,,\n"
    "INC1,Τ,2025-03-03 09:00,2025-03-03 11:00,Β,Ω,3,设备,一,,2025-03-03 11:00\n"
    "INC2,Ν,2025-03-04 09:00,2025-03-04 09:00,Α,Ω,2,设备,二,,\n"
    "INC2,Τ,2025-03-04 09:00,2025-03-04 13:00,Α,Ω,2,设备,二,,2025-03-04 13:00\n"
    "INC3,Ν,2025-04-01 08:00,2025-04-01 08:00,Α,Ψ,3,设备,三,,\n"
    "INC3,Τ,2025-04-01 08:00,2025-04-01 20:00,Α,Ψ,3,设备,三,,2025-04-01 20:00\n"
    "INC4,Ν,2025-04-02 08:00,2025-04-02 08:00,Α,Ψ,1,设备,=cmd,,\n"
)


@pytest.fixture
def source(transactional_db: None, settings: LazySettings, tmp_path: Path) -> Iterator[int]:
    settings.UPLOAD_ROOT, settings.PARQUET_ROOT = tmp_path / "uploads", tmp_path / "parquet"
    yield once("four", lambda: import_text(FOUR))
    triggers.lift()


@pytest.fixture
def manager(client: Client, source: int) -> Client:
    client.force_login(make_account("manager"))
    return client


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode().replace("\u202f", " ").replace("\xa0", " ")


def test_a_duration_says_median_p90_mean_and_n(manager: Client):
    page = read(manager, "/measures/time_to_resolve/")
    assert ">4 h<" in page
    assert ">10 h 24<" in page or "10 h 24 min" in page
    assert ">6 h<" in page
    assert "n 3" in page


def test_a_page_that_is_not_computed_yet_says_so_and_comes_back(manager: Client, settings: LazySettings):
    settings.RESULT_WAIT_SECONDS = 0
    answer = manager.get("/measures/variants/")
    assert (answer.status_code, answer["Refresh"]) == (202, "1")
    part = manager.get("/measures/hand_offs/", headers={"HX-Request": "true"})
    assert part.status_code == 202
    assert 'hx-get="/measures/hand_offs/"' in part.content.decode()
    settings.RESULT_WAIT_SECONDS = 60
    assert "n 4" in read(manager, "/measures/cases/")


@pytest.mark.slow
def test_a_new_version_is_computed_before_anybody_opens_it(
    manager: Client, source: int, monkeypatch: pytest.MonkeyPatch
):
    few = ("cases", "time_to_resolve", "variants")
    monkeypatch.setattr("hansei.rooms.measures.jobs.MEASURES", few)  # all of them take long
    settle()
    followers.follow_pending()
    assert Job.objects.filter(name="measures.prepare").count() == 1
    while jobs.work_once():
        pass
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}
    monkeypatch.setattr(feed, "connect", None)  # nothing is left to compute
    for address in ("/flow/", "/flow/?label=team", "/measures/", *(f"/measures/{name}/" for name in few)):
        read(manager, address)


SHARES_OF: dict[str, set[str]] = {
    "met_by_reassignments": {"value"},
    "support_line_order": {"value", "only_line_1_share"},
    "concentration": {"needed_share"},
    "time_in_state": {"share"},
}


@pytest.mark.parametrize("name", MEASURES)
def test_a_share_reads_as_a_percentage_and_nothing_else_does(name: str):
    """Each column of each measure's table, whatever is in it: 0.5 is 50 % exactly where a part of a whole is meant."""
    one = MEASURES[name]
    row = {key: 0.5 for key in _columns_of(name) if key not in ("weekday", "hour")}
    table = measure_pages.table_of(one, {"kind": "rows", "rows": [row]}, "", {})
    said = {cell["column"].key for cell in table["rows"][0]["cells"] if cell["said"].endswith("%")}
    assert said == SHARES_OF.get(name, {"value"} if one.kind == "share" else set())
    assert all(column.numeric for column in table["columns"])


def _columns_of(name: str) -> list[str]:
    """The measure's figures as it gives them on a log without anything in it."""
    one = MEASURES[name]
    log, week = log_of([], []), (datetime(2025, 3, 3, tzinfo=UTC), datetime(2025, 3, 10, tzinfo=UTC))
    office = Hours("UTC", 9, 17).calendar()
    more = {"working": working_days(office, *week)} if "working" in one.required else {}
    return [key for key, kind in one(log, **more).schema().items() if kind.is_numeric()]


def test_every_measure_stands_under_one_heading():
    assert sorted(name for _heading, names in THEMES for name in names) == sorted(MEASURES)


def test_what_a_share_counts_has_a_word():
    assert {each.basis for each in MEASURES.values() if each.kind == "share"} <= UNITS.keys()


def test_filters_and_splits_count_the_same_tickets_as_the_list(manager: Client, source: int):
    assert "n 1" in read(manager, "/measures/time_to_resolve/?until=2025-03-03")
    assert "INC1" in read(manager, "/tickets/?until=2025-03-03")
    assert "INC2" not in read(manager, "/tickets/?until=2025-03-03")
    split = read(manager, "/measures/cases/?by=team")
    assert f"/tickets/?source={source}&amp;team=%CE%92" in split


@pytest.mark.beside_database
@pytest.mark.slow
def test_a_table_goes_out_as_a_file_without_formulas(manager: Client):
    answer = manager.get("/measures/hand_off_matrix/?export=csv")
    assert answer["Content-Type"].startswith("text/csv")
    assert "Α,Β,1,1,2.0,2.0" in answer.content.decode("utf-8-sig")
    assert manager.get("/measures/hand_off_matrix/?export=xlsx").content[:2] == b"PK"


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        (
            "/flow/?label=team&table=paths",
            [
                "From,To,n,Median (hours),p90 (hours),Total (hours)",
                "Α,Α,2,8.0,11.2,16.0",  # 4 and 12 h
                "Α,Β,1,2.0,2.0,2.0",
            ],
        ),
        (
            "/flow/?table=ways",
            [
                "Way,Cases,Share,Median (hours),p90 (hours),People",
                f"Ν › Τ,3,0.75,4.0,{4 + 0.8 * 8},",  # 2, 4 and 12 h; who did it is not told
                "Ν,1,0.25,0.0,0.0,",
            ],
        ),
        ("/measures/?", ["Heading,Measure,Value,reads,n,Unit,Never without"]),
        (
            "/tickets/?since=2025-04-01",
            [
                "Number,Title,Service,Priority,Team,State,Reported,Resolved,Events",
                "INC4,'=cmd,,1,Α,Ν,2025-04-02 08:00:00,,1",
                "INC3,三,,3,Α,Τ,2025-04-01 08:00:00,2025-04-01 20:00:00,2",
            ],
        ),
    ],
    ids=["paths", "ways", "measures", "tickets"],
)
def test_every_table_goes_out_whole(manager: Client, address: str, lines: list[str]):
    read(manager, address)
    written = b"".join(manager.get(f"{address}&export=csv")).decode("utf-8-sig").splitlines()
    assert written[: len(lines)] == lines
    assert manager.get(f"{address}&export=xlsx").content[:2] == b"PK"


def test_both_forms_of_a_file_tell_instants_in_the_zone_of_the_reader(manager: Client):
    import openpyxl

    manager.cookies["hansei_zone"] = "Asia/Tokyo"
    address = "/tickets/?since=2025-04-01&export="
    lines = b"".join(manager.get(f"{address}csv")).decode("utf-8-sig").splitlines()
    sheet = openpyxl.load_workbook(io.BytesIO(manager.get(f"{address}xlsx").content)).worksheets[0]
    assert lines[2].split(",")[6] == "2025-04-01 17:00:00"
    assert [row[6].value for row in sheet.iter_rows(min_row=3)] == ["2025-04-01 17:00:00"]


def test_a_file_of_tickets_has_more_than_a_page(manager: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tickets, "PAGE", 2)
    page = read(manager, "/tickets/")
    assert ("INC4" in page, "INC1" in page) == (True, False)
    written = b"".join(manager.get("/tickets/?export=csv")).decode("utf-8-sig").splitlines()
    assert [line.partition(",")[0] for line in written] == ["Number", "INC4", "INC3", "INC2", "INC1"]


def test_a_file_has_every_row_where_the_page_keeps_the_first(manager: Client, monkeypatch: pytest.MonkeyPatch):
    whole = manager.get("/measures/cases/?by=team&export=csv").content.decode("utf-8-sig").splitlines()
    assert len(whole) > 2
    monkeypatch.setattr(computing.answer_of, "__kwdefaults__", {"most": 1})
    address = "/measures/cases/?by=team&until=2030-01-01"
    assert f"1 of {len(whole) - 1} rows" in read(manager, address)
    assert manager.get(f"{address}&export=csv").content.decode("utf-8-sig").splitlines() == whole


def test_a_cell_that_reads_like_a_formula_stays_text():
    row = ["@sum", "-3", -3, None, ["=a", "b"], "\n=1", "＝1", "-3+1", "＋٣"]
    answer = tables.as_file("csv", "odd", ["=1+1"], [row])
    assert isinstance(answer, HttpResponse)
    file = answer.content.decode("utf-8-sig")
    assert file == "'=1+1\r\n'@sum,-3,-3,,'=a › b,\"'\n=1\",'＝1,'-3+1,'＋٣\r\n"


def test_two_periods_are_compared_with_n(manager: Client):
    days = "a_since=2025-03-01&a_until=2025-03-31&b_since=2025-04-01&b_until=2025-04-30"
    page = read(manager, f"/measures/time_to_resolve/?{days}")
    assert "Cannot tell" in page
    assert manager.get(f"/measures/time_to_resolve/?{days.replace('03-31', '02-01')}").status_code == 400


@pytest.mark.beside_database
@pytest.mark.slow
def test_the_first_page_says_in_figures_what_is_computed_already(manager: Client):
    assert "In figures" not in read(manager, "/")  # nothing is computed for it
    while jobs.work_once() or followers.follow_pending():
        settle()
    jobs.enqueue("measures.prepare", by=None)
    jobs.work_once()
    assert set(Job.objects.filter(name="measures.prepare").values_list("state", flat=True)) == {"done"}  # each measure
    page = read(manager, "/")
    assert "In figures" in page
    assert ">4 h<" in page  # the median of 2, 4 and 12 h
    assert "/measures/time_to_resolve/?source=" in page


def test_a_path_of_the_map_says_its_spread_and_opens_its_tickets(manager: Client, source: int):
    page = read(manager, "/flow/?label=team")
    assert '"n": 1' in page
    panel = read(manager, f"/flow/path/?source={source}&label=team&from=Α&to=Β")
    assert "Open 1 ticket" in panel
    listed = read(manager, f"/tickets/?source={source}&label=team&from=Α&to=Β")
    assert "INC1" in listed
    assert "INC2" not in listed


@pytest.mark.beside_database
@pytest.mark.slow
def test_every_measure_has_a_page(manager: Client):
    for name in MEASURES:
        read(manager, f"/measures/{name}/")


def test_what_is_not_known_is_refused_in_words(manager: Client, source: int):
    for address in ("/measures/mttr/", "/measures/?source=999", "/flow/?source=x"):
        assert manager.get(address).status_code == 404, address
    for address in ("/measures/cases/?by=moon", "/flow/?label=moon", "/measures/?since=soon", "/measures/?kind="):
        assert manager.get(address).status_code == (200 if address.endswith("kind=") else 400), address
    Source.objects.filter(pk=source).update(state="removing")
    assert manager.get(f"/flow/?source={source}").status_code == 404


def test_pages_are_for_those_who_may_see_data_sets(client: Client, source: int):
    for address in ("/flow/", "/measures/", "/measures/cases/", "/flow/path/"):
        assert client.get(address).status_code == 302, address
    account = Account.objects.create_user("nobody@test.example", "correct horse battery")
    client.force_login(account)
    for address in ("/flow/", "/measures/", "/measures/cases/", "/flow/path/", "/findings/", "/tickets/"):
        assert client.get(address).status_code == 403, address


@pytest.mark.beside_database
@pytest.mark.slow
def test_the_pages_speak_no_bare_english(pseudo: object, manager: Client, source: int):
    Account.objects.update(name="Ωμέγα")
    for address in ("/flow/", "/measures/", "/measures/time_to_resolve/?by=team", f"/flow/path/?source={source}"):
        assert bare_words(manager.get(address).content.decode()) == [], address


@pytest.mark.slow
def test_the_first_page_says_what_stands_out_where_the_data_end(manager: Client, source: int):
    """Of the four only INC4 is open; no due date is known, and of no state whether it is final."""
    assert "front-exceptions" not in read(manager, "/"), "nothing is computed in the request"
    data_set = queries.ready_data_sets()[0]
    answers.standing_now(queries.kept, data_set)
    answers.services(queries.kept, data_set, queries.hours_of(data_set))
    page = read(manager, "/")
    cells = re.findall(r'standing=(\w+)"><div class="h-small-text">.*?h-strong( h-mute)?">(\d+)<', page)
    assert cells == [
        ("open", "", "1"),
        ("old", " h-mute", "0"),
        ("unassigned", " h-mute", "0"),
        ("handed_on", " h-mute", "0"),
    ]
    assert "front-waiting" not in page, "INC4 came in as the data end, and waits for nobody"
    assert "front-services" not in page, "one whole month is no course"
    listed = read(manager, f"/tickets/?source={source}&standing=open")
    assert re.findall(r">(INC\d)<", listed) == ["INC4"]
    assert manager.get("/tickets/?standing=odd").status_code == 400


def test_who_waits_and_each_team_in_months_stand_on_the_first_page(pseudo: object, manager: Client, source: int):
    data_set = queries.ready_data_sets()[0]
    rows = {"case": 1, "key": "一", "title": "二", "service": None, "team": None, "state": "新"}
    spans = {"age_s": 86400.0, "over_s": 3600.0, "still_s": 7200.0}
    months = [[f"2025-0{month}-01", 2.0, 30] for month in (1, 2, 3)]
    at = "2025-04-02T08:00:00"

    standing = {"now": at, "days": {"overdue": [0] * 13 + [5]}, "waiting": {"overdue": [{**rows, **spans}]}}
    queries.put(data_set, "standing", {}, standing)
    lines = [{"value": "队", "points": months}]
    told = {"by": "team", "months": [each[0] for each in months], "lines": lines}
    queries.put(data_set, "services", vars(queries.hours_of(data_set)), told)
    Account.objects.update(name="Ελένη")
    page = read(manager, "/")
    assert bare_words(page) == []
    assert 'id="front-waiting"' in page
    assert "standing=overdue" in page
    assert 'id="front-services"' in page
    assert "n 90" in page


@pytest.mark.parametrize(
    ("name", "own"), [("directly_follows", "kind"), ("time_in_queue", "team"), ("hand_off_matrix", "team")]
)
def test_a_table_is_not_split_by_what_its_rows_hold_already(manager: Client, name: str, own: str):
    page = manager.get(f"/measures/{name}/")
    assert f"by={own}" not in page.content.decode()
    assert "by=service" in page.content.decode()
    assert manager.get(f"/measures/{name}/", {"by": own}).status_code == 400
