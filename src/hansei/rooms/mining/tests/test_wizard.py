"""The import wizard: from a file to a data set, page by page, with what a busy Monday brings."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hansei.analytics.mapping import from_yaml, to_yaml
from hansei.analytics.reading.encoding import CHOOSABLE
from hansei.kernel import jobs, triggers
from hansei.kernel.actions import Act
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account, EventRow, Job, Source
from hansei.rooms.mining import queries, writing
from hansei.rooms.mining.actions.mapping import map_extract
from hansei.rooms.mining.models import DataSet, Extract
from tests.accounts import make_account

HEAD = "number,state,opened_at,sys_updated_at,assignment_group,assigned_to,priority,resolved_at\n"
MARCH = HEAD + (
    "INC1,New,2025-03-03 09:00,2025-03-03 09:00,Desk,Ana,3,\n"
    "INC1,Resolved,2025-03-03 09:00,2025-03-04 10:00,Desk,Ana,3,2025-03-04 10:00\n"
    "INC2,New,2025-03-05 09:00,2025-03-05 09:00,Desk,Bo,3,\n"
    "INC2,Active,2025-03-05 09:00,some day,Desk,Bo,3,\n"
)
APRIL = HEAD + (
    "INC2,New,2025-03-05 09:00,2025-03-05 09:00,Desk,Bo,1,\n"
    "INC2,Resolved,2025-03-05 09:00,2025-04-02 10:00,Network,Cy,1,2025-04-02 10:00\n"
    "INC3,New,2025-04-01 08:00,2025-04-01 08:00,Desk,Ana,2,\n"
)


@pytest.fixture
def committed(transactional_db: None, settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    settings.UPLOAD_ROOT, settings.PARQUET_ROOT = tmp_path / "uploads", tmp_path / "parquet"
    yield
    triggers.lift()


@pytest.fixture
def reader(committed: None, client: Client) -> Client:
    client.force_login(make_account("manager"))
    return client


def work() -> None:
    """Do everything that waits."""
    while jobs.work_once():
        pass


def send(client: Client, name: str, content: bytes, into: int | None = None) -> Extract:
    """Upload one file and let it be looked at."""
    answer = client.post("/data/new/", {"files": SimpleUploadedFile(name, content), "into": into or "", "zone": "UTC"})
    assert answer.status_code == 302, answer.content.decode()
    extract = Extract.objects.latest("pk")
    assert answer["Location"] == f"/data/imports/{extract.pk}/progress/"
    work()
    return Extract.objects.get(pk=extract.pk)


def page(client: Client, extract: Extract, step: str = "") -> str:
    answer = client.get(f"/data/imports/{extract.pk}/{step}", follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def choose(client: Client, extract: Extract, **chosen: str) -> Any:
    return client.post(f"/data/imports/{extract.pk}/mapping/", {"simulate": "1", **chosen})


def bring(client: Client, content: str, into: int | None = None) -> Extract:
    extract = send(client, "incidents.csv", content.encode(), into)
    if extract.state == Extract.State.UPLOADED:
        choose(client, extract)
        work()
    client.post(f"/data/imports/{extract.pk}/import/", {"name": "Ωμέγα"})
    work()
    extract.refresh_from_db()
    return extract


def test_a_file_becomes_a_data_set_step_by_step(reader: Client):
    extract = send(reader, "incidents.csv", MARCH.encode())
    shown = page(reader, extract)
    assert "Match their columns to ours" in shown
    assert "INC1" in shown
    assert choose(reader, extract).status_code == 302
    work()
    shown = page(reader, extract)
    assert "3 of 4 rows would come in. 1 would not, for one reason." in shown
    assert "The time cannot be read" in shown
    assert EventRow.objects.filter(source__gt=1).count() == 0
    reader.post(f"/data/imports/{extract.pk}/import/", {"name": "Desk 2025"})
    work()
    assert "2 new cases with 3 new events" in page(reader, extract)
    found = DataSet.objects.get()
    assert (found.source.name, found.cases, found.events) == ("Desk 2025", 2, 3)
    assert "Desk 2025" in reader.get("/data/").content.decode()


def test_files_that_another_data_set_holds_are_told_before_they_come_in_again(reader: Client):
    first = bring(reader, MARCH)
    again = send(reader, "once-more.csv", MARCH.encode())
    choose(reader, again)
    work()
    assert "The same files stand in Ωμέγα already." in page(reader, again)
    later = send(reader, "april.csv", APRIL.encode())
    choose(reader, later)
    work()
    assert "The same files" not in page(reader, later)
    assert "The same files" not in page(reader, first)


@pytest.mark.slow
def test_a_later_extract_keeps_its_mapping_and_says_what_is_new(reader: Client):
    source = bring(reader, MARCH).data_set_id
    later = send(reader, "april.csv", APRIL.encode(), source)
    assert later.looked["remembered"] == "whole"
    assert later.state == Extract.State.SIMULATED
    told = later.simulation["difference"]
    assert (told["new_cases"], told["added_events"], told["closed"]) == (1, 2, 1)
    assert "cases now closed" in page(reader, later)
    reader.post(f"/data/imports/{later.pk}/import/")
    work()
    assert DataSet.objects.get(pk=source).cases == 3
    again = send(reader, "april.csv", APRIL.encode(), source)
    assert "An import would change nothing" in page(reader, again)


def test_a_choice_of_a_person_is_kept_and_a_wrong_one_said(reader: Client):
    extract = send(reader, "incidents.csv", MARCH.encode())
    columns = [each["name"] for each in extract.looked["columns"]]
    group = columns.index("assignment_group")
    answer = choose(reader, extract, **{f"target-0-{group}": "state"})
    assert answer.status_code == 422
    assert "can come from one column only" in answer.content.decode()
    reader.post(f"/data/imports/{extract.pk}/mapping/", {f"target-0-{group}": "service", "phase-New": "queued"})
    extract.refresh_from_db()
    assert "target: service" in extract.mapping
    assert "New: queued" in extract.mapping
    kept = reader.get(f"/data/imports/{extract.pk}/mapping.yaml")
    assert kept.content.decode() == extract.mapping
    changed = extract.mapping.replace("target: service", "target: product").encode()
    reader.post(f"/data/imports/{extract.pk}/mapping/upload/", {"mapping": SimpleUploadedFile("m.yaml", changed)})
    extract.refresh_from_db()
    assert "target: product" in extract.mapping
    wrong = reader.post(
        f"/data/imports/{extract.pk}/mapping/upload/", {"mapping": SimpleUploadedFile("m.yaml", b"shape: x")}
    )
    assert wrong.status_code == 409


def test_the_zone_of_days_is_told_with_its_reason_and_can_be_changed(reader: Client):
    text = (
        "Issue key,Status,Created,Resolved,Due Date\n"
        "A-1,Done,2024-06-01T10:00:00.000+0000,2024-06-03T23:30:00.000+0000,2024-06-03\n"
    )
    extract = send(reader, "issues.csv", text.encode())
    Extract.objects.filter(pk=extract.pk).update(mapping="zone: Europe/Berlin\n" + extract.mapping)
    assert "Days in UTC: every other clock of these files says so" in page(reader, extract, "mapping/")
    choose(reader, extract, **{"zone-0-4": "Europe/Berlin"})
    extract.refresh_from_db()
    due = from_yaml(extract.mapping).tables[0].columns[4]
    assert (due.target, due.zone, due.zone_why) == ("due_at", "Europe/Berlin", "person")
    assert "every other clock" not in page(reader, extract, "mapping/")


BOMB = b'<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><log>&b;</log>'


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("cut.csv.gz", gzip.compress(MARCH.encode() * 50)[:-40], "ends in the middle"),
        ("page.csv", b"<!doctype html><html><body>Sign in</body></html>", "is a web page"),
        ("log.xes", BOMB, "document type declaration"),
        ("half.json", b'[{"number": "INC1", "opened', "not complete JSON"),
        ("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(200), "no table, log or workbook"),
        ("../../etc/x.csv", b"number,opened_at\n", "has no rows"),
    ],
)
def test_a_hostile_file_gives_a_sentence_and_leaves_nothing(reader: Client, name: str, content: bytes, said: str):
    extract = send(reader, name, content)
    assert extract.state == Extract.State.FAILED
    assert said in page(reader, extract)
    assert ".." not in str(extract.files)
    reader.post(f"/data/imports/{extract.pk}/discard/")
    assert reader.get(f"/data/imports/{extract.pk}/").status_code == 404
    assert not Source.objects.filter(pk__gt=1).exists()


def test_an_empty_file_is_refused_at_once(reader: Client, settings: LazySettings):
    answer = reader.post("/data/new/", {"files": SimpleUploadedFile("empty.csv", b"")})
    assert answer.status_code == 422
    assert "empty.csv is empty" in answer.content.decode()
    assert not Extract.objects.exists()
    assert list((Path(settings.UPLOAD_ROOT) / "arriving").iterdir()) == []


def test_letters_of_another_page_are_read(reader: Client):
    extract = bring_text(reader, "Номер;Состояние;Открыт\nИНЦ1;Новый;03.03.2025 09:00\n".encode("cp1251"))
    assert "ИНЦ1" in page(reader, extract)


WINDOWS = "Номер;Состояние;Открыт\nИНЦ1;Новый;03.03.2025 09:00\nИНЦ2;Закрыт;04.03.2025 09:00\n".encode("cp1251")


def test_the_encoding_is_chosen_by_hand_and_the_samples_are_drawn_anew(reader: Client):
    extract = bring_text(reader, WINDOWS)
    shown = page(reader, extract)
    options = re.findall(
        r'<option value="([^"]+)"[^>]*>([^<]+)', shown.partition('id="encoding"')[2].partition("</select>")[0]
    )
    assert [code for code, _label in options] == ["found", *CHOOSABLE]
    assert options[0][1].startswith("found: Windows-1251, ") and options[0][1].endswith(" sure")
    look_again(reader, extract, "koi8_r")
    shown = page(reader, extract)
    assert "хмж1" in shown and "ИНЦ1" not in shown
    assert '<option value="koi8_r" selected>' in shown and "found: Windows-1251" in shown
    assert from_yaml(Extract.objects.get().mapping).encoding == "koi8_r"
    look_again(reader, extract, "found")
    assert "ИНЦ1" in page(reader, extract)
    assert from_yaml(Extract.objects.get().mapping).encoding is None


def test_a_wrong_encoding_is_refused_with_a_sentence_and_another_may_be_chosen_there(reader: Client):
    extract = bring_text(reader, WINDOWS)
    look_again(reader, extract, "utf-8")
    shown = page(reader, extract, "progress/")
    assert "случаи.csv is not in the encoding utf-8: choose another one, or let it be found." in shown
    assert '<option value="cp1251">Windows-1251: Cyrillic' in shown
    look_again(reader, extract, "cp1251")
    assert "ИНЦ1" in page(reader, extract)
    assert reader.post(f"/data/imports/{extract.pk}/look/", {"encoding": "rot13"}).status_code == 409


def test_a_chosen_encoding_is_simulated_imported_and_remembered(reader: Client):
    extract = bring_text(reader, WINDOWS)
    look_again(reader, extract, "koi8_r")
    choose(reader, extract)
    work()
    reader.post(f"/data/imports/{extract.pk}/import/", {"name": "x"})
    work()
    kept = DataSet.objects.get()
    assert from_yaml(kept.mapping).encoding == "koi8_r" and kept.cases == 2
    later = send(reader, "позже.csv", WINDOWS, into=kept.pk)
    assert from_yaml(Extract.objects.get(pk=later.pk).mapping).encoding == "koi8_r"


def told(word: str) -> str:
    return f"number;state;opened_at\n{word}1;New;03.03.2025 09:00\n{word}2;Closed;04.03.2025 09:00\n"


def take_in(client: Client, extract: Extract) -> list[str]:
    """Import it; return the keys of all cases then."""
    choose(client, extract)
    work()
    client.post(f"/data/imports/{extract.pk}/import/", {"name": "x"})
    work()
    return sorted(queries.log_of(DataSet.objects.get()).cases.key.to_pyarrow().to_pylist())


@pytest.fixture
def remembering(reader: Client) -> DataSet:
    """A data set whose first extract was read in an encoding that a person chose."""
    extract = bring_text(reader, told("хмж").encode("koi8_r"))
    look_again(reader, extract, "koi8_r")
    assert take_in(reader, extract) == ["хмж1", "хмж2"]
    return DataSet.objects.get()


def test_a_remembered_encoding_gives_way_to_a_later_extract_in_utf8(reader: Client, remembering: DataSet):
    assert from_yaml(remembering.mapping).encoding == "koi8_r"
    later = send(reader, "later.csv", told("НОВ").encode(), into=remembering.pk)
    shown = page(reader, later, "mapping/")
    assert '<option value="found" selected>found: UTF-8, ' in shown and "НОВ1" in shown
    assert from_yaml(Extract.objects.get(pk=later.pk).mapping).encoding is None
    assert take_in(reader, later) == sorted(["хмж1", "хмж2", "НОВ1", "НОВ2"])


def test_a_remembered_encoding_is_named_with_what_would_be_found(reader: Client, remembering: DataSet):
    later = send(reader, "later.csv", WINDOWS, into=remembering.pk)
    shown = page(reader, later, "mapping/")
    assert '<option value="koi8_r" selected>' in shown and "found: Windows-1251" in shown


def test_an_encoding_chosen_by_hand_holds_against_utf8_until_the_import(reader: Client):
    extract = bring_text(reader, told("ИНЦ").encode())
    look_again(reader, extract, "koi8_r")
    shown = page(reader, extract)
    assert "found: UTF-8, " in shown and '<option value="koi8_r" selected>' in shown
    assert take_in(reader, extract) == [f"ИНЦ{n}".encode().decode("koi8_r") for n in (1, 2)]


def test_columns_are_compared_with_those_of_the_last_look(reader: Client):
    """A mapping kept since names another encoding; one for the encoding of the look is checked all the same."""
    extract, act = bring_text(reader, WINDOWS), Act(by=Account.objects.get(), via="api")
    kept = from_yaml(extract.mapping)
    map_extract(act, extract=extract.pk, mapping=to_yaml(kept.model_copy(update={"encoding": "koi8_r"})))
    columns = kept.tables[0].columns
    strange = kept.tables[0].model_copy(
        update={"columns": (columns[0].model_copy(update={"column": "x"}), *columns[1:])}
    )
    with pytest.raises(Refusal) as no:
        map_extract(act, extract=extract.pk, mapping=to_yaml(kept.model_copy(update={"tables": (strange,)})))
    assert no.value.code == "mapping.wrong"


def look_again(client: Client, extract: Extract, encoding: str) -> None:
    client.post(f"/data/imports/{extract.pk}/look/", {"zone": "UTC", "encoding": encoding})
    work()


def bring_text(client: Client, content: bytes) -> Extract:
    return send(client, "случаи.csv", content)


def test_all_refused_means_that_no_import_is_offered(reader: Client):
    extract = send(reader, "incidents.csv", (HEAD + "INC1,New,x,x,Desk,Ana,3,\nINC1,Old,x,x,Desk,Ana,3,\n").encode())
    choose(reader, extract)
    work()
    shown = page(reader, extract, "simulation/")
    assert "None of" in shown
    assert "There is nothing to import" in shown


def test_a_waiting_import_that_is_cancelled_leaves_no_data_set(reader: Client):
    extract = send(reader, "incidents.csv", MARCH.encode())
    choose(reader, extract)
    work()
    reader.post(f"/data/imports/{extract.pk}/import/", {"name": "x"})
    reader.post(f"/data/imports/{extract.pk}/cancel/")
    assert "would come in" in page(reader, extract)
    work()
    assert not Source.objects.filter(pk__gt=1).exists()
    assert Extract.objects.get(pk=extract.pk).state == Extract.State.SIMULATED


@pytest.mark.slow
def test_an_import_cancelled_while_it_writes_is_taken_back(reader: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(writing, "BATCH", 2)
    extract = send(reader, "incidents.csv", MARCH.encode())
    choose(reader, extract)
    work()
    reader.post(f"/data/imports/{extract.pk}/import/", {"name": "x"})
    report = jobs.Running.report
    pressed: list[int] = []

    def press(self: jobs.Running, **told: Any) -> None:
        if told.get("step") == "writing" and EventRow.objects.filter(source__gt=1).exists() and not pressed:
            pressed.append(1)
            reader.post(f"/data/imports/{extract.pk}/cancel/")
        report(self, **told)

    monkeypatch.setattr(jobs.Running, "report", press)
    work()
    assert pressed
    assert Extract.objects.get(pk=extract.pk).state == Extract.State.SIMULATED
    work()
    assert not EventRow.objects.filter(source__gt=1).exists()
    reader.post(f"/data/imports/{extract.pk}/import/", {"name": "x"})
    work()
    assert DataSet.objects.get().events == 3


def test_progress_is_shown_and_leads_on(reader: Client):
    reader.post("/data/new/", {"files": SimpleUploadedFile("a.csv", MARCH.encode())})
    extract = Extract.objects.get()
    shown = page(reader, extract)
    assert "Waiting to begin" in shown
    assert 'http-equiv="refresh"' in shown
    part = reader.get(f"/data/imports/{extract.pk}/progress/", headers={"HX-Request": "true"}).content.decode()
    assert part.startswith('<div id="progress"')
    work()
    led = reader.get(f"/data/imports/{extract.pk}/progress/", headers={"HX-Request": "true"})
    assert led["HX-Redirect"] == f"/data/imports/{extract.pk}/mapping/"


@pytest.mark.slow
def test_only_those_who_may_import_do(committed: None, client: Client):
    boss = Client()
    boss.force_login(make_account("manager"))
    extract = bring(boss, MARCH)
    client.force_login(make_account("agent"))
    for address in (
        "new/",
        f"imports/{extract.pk}/done/",
        f"imports/{extract.pk}/mapping/",
        f"{extract.data_set_id}/remove/",
    ):
        assert client.get(f"/data/{address}").status_code == 403
    assert client.post(f"/data/{extract.data_set_id}/export/", {"form": "csv"}).status_code == 403
    assert client.get("/data/").status_code == 200
    assert client.get(f"/data/{extract.data_set_id}/").status_code == 200
    client.logout()
    assert client.get("/data/").status_code == 302


def test_a_data_set_goes_when_its_name_is_typed(reader: Client):
    source = bring(reader, MARCH).data_set_id
    assert reader.post(f"/data/{source}/remove/", {"name": "other"}).status_code == 422
    assert reader.post(f"/data/{source}/remove/", {"name": "Ωμέγα"}).status_code == 302
    work()
    assert not DataSet.objects.exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("form", "ending"),
    [("csv", "csv"), ("xes", "xes"), ("ocel_json", "json"), ("ocel_sqlite", "sqlite"), ("parquet", "parquet.zip")],
)
def test_a_data_set_goes_out_in_every_form(reader: Client, form: str, ending: str):
    source = bring(reader, MARCH).data_set_id
    address = reader.post(f"/data/{source}/export/", {"form": form})["Location"]
    work()
    assert "The file is ready" in reader.get(address).content.decode()
    file = reader.get(f"{address}file/")
    assert file["Content-Disposition"].endswith(f".{ending}") or ending in file["Content-Disposition"]
    assert len(b"".join(file)) > 100


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ("column: state", "column: status", "incidents.status: no such column in the files"),
        ("name: incidents", "name: changes", "changes: no such table; there is incidents"),
        ("version: 1", "version: 2024-99-99", "this is not YAML"),
    ],
)
def test_a_mapping_of_other_files_is_refused_at_once(reader: Client, was: str, now: str, says: str):
    extract = send(reader, "incidents.csv", MARCH.encode())
    work()
    extract.refresh_from_db()
    assert was in extract.mapping
    file = SimpleUploadedFile("mapping.yaml", extract.mapping.replace(was, now, 1).encode())
    answer = reader.post(f"/data/imports/{extract.pk}/mapping/upload/", {"mapping": file})
    assert (answer.status_code, says in unescape(answer.content.decode())) == (409, True)
    assert Extract.objects.get(pk=extract.pk).mapping == extract.mapping


@pytest.mark.slow
def test_one_click_repairs_the_mapping_and_simulates_again(reader: Client):
    row = "INC2,Active,2025-03-05 09:00,2025-03-06 09:00,Desk,Bo,3,offen\n"
    extract = send(reader, "incidents.csv", (MARCH + row * 3).encode())
    choose(reader, extract)
    work()
    assert "Keep one of the rows that say the same" in page(reader, extract, "simulation/")
    address = f"/data/imports/{extract.pk}/repair/"
    assert reader.post(address, {"repair": "missing_word::none:such"}).status_code == 409
    for asked in ("drop_repeated:incidents::", "missing_word:incidents:resolved_at:offen", "zone:::Asia/Tokyo"):
        assert reader.post(address, {"repair": asked, "zone": "Asia/Tokyo"}).status_code == 302
        work()
    extract.refresh_from_db()
    assert (extract.simulation["accepted"], extract.simulation["rejected"]) == (4, 3)
    assert {each["code"] for each in extract.simulation["repairs"]} <= {"keep_repeated", "turn_round"}
    assert extract.simulation["first_at"].startswith("2025-03-03T00:00:00")


def test_refused_rows_go_out_as_csv_and_no_cell_is_a_formula(reader: Client):
    extract = send(reader, "incidents.csv", (MARCH + ",=1+1,2025-03-05 09:00,2025-03-05 09:00,Desk,Bo,3,\n").encode())
    choose(reader, extract)
    work()
    answer = reader.get(f"/data/imports/{extract.pk}/refused.csv")
    lines = b"".join(answer).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("File,Line,Reason,Row as it stands,number,state")
    assert lines[1].startswith("incidents.csv,5,The time cannot be read,,INC2,Active,2025-03-05 09:00,some day")
    assert lines[2].startswith("incidents.csv,6,No case: the cell with its number is empty,,,'=1+1,")


@pytest.mark.slow
def test_nothing_is_imported_into_a_data_set_that_goes(reader: Client):
    bring(reader, MARCH)
    found = DataSet.objects.get()
    later = send(reader, "april.csv", APRIL.encode(), found.pk)
    assert reader.post(f"/data/{found.pk}/remove/", {"name": found.source.name}).status_code == 302
    assert reader.post(f"/data/imports/{later.pk}/import/").status_code == 404
    work()
    assert not Source.objects.filter(pk=found.pk).exists()
    assert [job.state for job in Job.objects.filter(name="mining.take_in")] == ["done"]


def test_the_saved_mapping_holds_no_cell_of_the_export(reader: Client):
    source = bring(reader, MARCH).data_set_id
    reader.force_login(make_account("agent"))
    said = b"".join(reader.get(f"/data/{source}/mapping.yaml")).decode()
    assert "assigned_to" in said
    assert "Ana" not in said
    assert from_yaml(said).tables


def test_what_nobody_asked_for_is_not_kept(reader: Client, settings: LazySettings):
    hidden = {"other": SimpleUploadedFile("x.csv", b"a,b"), "files": SimpleUploadedFile("empty.csv", b"")}
    assert reader.post("/data/new/", hidden).status_code == 422
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_account("manager"))
    assert strict.post("/data/new/", {"files": SimpleUploadedFile("x.csv", b"a,b")}).status_code == 403
    assert list((settings.UPLOAD_ROOT / "arriving").iterdir()) == []


@pytest.mark.parametrize("number", ["²", "9" * 30, "9" * 5000])
def test_a_number_that_is_none_is_no_error_of_ours(reader: Client, number: str):
    assert reader.get("/data/new/", {"into": number}).status_code == 200


def test_a_page_says_when_nobody_works_on_an_import_any_more(reader: Client):
    """After kill -9 of the work the page went on to say "Reading the files" with a growing number of minutes."""
    extract = send(reader, "incidents.csv", MARCH.encode())
    choose(reader, extract)
    work()
    reader.post(f"/data/imports/{extract.pk}/import/", {"name": "Ωμέγα"})
    alive = {"state": Job.State.RUNNING, "started_at": "2025-03-03T09:00:00Z"}
    Job.objects.filter(name="mining.take_in").update(**alive, lease_until="2999-01-01T00:00:00Z")
    said = "The server that did this work has stopped."
    assert said not in page(reader, extract, "progress/")
    Job.objects.filter(name="mining.take_in").update(lease_until="2025-03-03T09:01:00Z")
    assert said in page(reader, extract, "progress/")
