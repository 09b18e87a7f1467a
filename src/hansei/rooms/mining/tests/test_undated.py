"""A list without any date comes in as cases that no event tells of: only what needs no time is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hansei.analytics import engine
from hansei.analytics.measures import compute
from hansei.kernel import check, jobs, triggers
from hansei.kernel.models import EventRow
from hansei.rooms.mining import feed
from hansei.rooms.mining.models import DataSet, Extract
from tests.accounts import make_account
from tests.imported import import_text
from tests.kept import once

HEAD = "title,body,category,subcategory\n"
TEXTS = HEAD + "".join(
    f"screen {n},the screen is dark again,{'hardware' if n % 3 else 'access'},s{n % 2}\n" for n in range(30)
)


@pytest.fixture
def reader(transactional_db: None, settings: LazySettings, tmp_path: Path, client: Client) -> Iterator[Client]:
    settings.UPLOAD_ROOT, settings.PARQUET_ROOT = tmp_path / "uploads", tmp_path / "parquet"
    client.force_login(make_account("manager"))
    yield client
    triggers.lift()


@pytest.fixture
def source(transactional_db: None, settings: LazySettings, tmp_path: Path) -> Iterator[int]:
    """The list brought in already (tests/kept.py)."""
    settings.UPLOAD_ROOT, settings.PARQUET_ROOT = tmp_path / "uploads", tmp_path / "parquet"
    yield once("undated", lambda: import_text(TEXTS, "texts"))
    triggers.lift()


def work() -> None:
    while jobs.work_once():
        pass


def shown(client: Client, address: str) -> str:
    """A page's text, once what it waits for is computed."""
    for _ in range(100):
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, (address, answer.status_code)
        text = answer.content.decode()
        work()
        if "Being computed" not in text:
            return text
    raise AssertionError(f"{address} is never done")


def bring(client: Client, text: str, into: int | None = None) -> Extract:
    client.post(
        "/data/new/", {"files": SimpleUploadedFile("texts.csv", text.encode()), "into": into or "", "zone": "UTC"}
    )
    work()
    extract = Extract.objects.latest("pk")
    if extract.state == Extract.State.UPLOADED:
        client.post(f"/data/imports/{extract.pk}/simulate/")
        work()
    client.post(f"/data/imports/{extract.pk}/import/", {"name": "texts"})
    work()
    found = Extract.objects.get(pk=extract.pk)
    assert found.state == Extract.State.DONE, (found.error, found.job and found.job.error)
    return found


def measured(source: int, *names: str) -> dict[str, Any]:
    version = DataSet.objects.get(pk=source).version
    return compute(engine.load(engine.connect(), feed.version_folder(source, version)), names)


@pytest.mark.slow
def test_it_is_simulated_imported_and_counted(reader: Client) -> None:
    reader.post("/data/new/", {"files": SimpleUploadedFile("texts.csv", TEXTS.encode()), "zone": "UTC"})
    work()
    extract = Extract.objects.latest("pk")
    reader.post(f"/data/imports/{extract.pk}/simulate/")
    work()
    page = shown(reader, f"/data/imports/{extract.pk}/simulation/")
    assert "All 30 rows would come in." in page
    assert "no measure of time can be" in page
    reader.post(f"/data/imports/{extract.pk}/import/", {"name": "texts"})
    work()
    found = Extract.objects.get(pk=extract.pk)
    assert (found.state, found.counts["cases"], found.counts["events"]) == (Extract.State.DONE, 30, 0)
    assert "The import is done: 30 new cases with 0 new events." in shown(reader, f"/data/imports/{extract.pk}/done/")
    data_set = DataSet.objects.get()
    assert (data_set.cases, data_set.events, data_set.first_at) == (30, 0, None)
    assert not EventRow.objects.filter(source=data_set.pk).exists()
    answers = measured(data_set.pk, "cases", "time_to_resolve", "recurring_groups")
    assert (answers["cases"].value, answers["time_to_resolve"].n, answers["time_to_resolve"].value) == (30, None, None)
    assert max(row["n"] for row in answers["recurring_groups"].rows) == 10
    assert list(check.check()) == []


@pytest.mark.beside_database
@pytest.mark.slow
def test_every_measure_of_it_opens(source: int, reader: Client) -> None:
    measures = shown(reader, f"/measures/?source={source}")
    names = set(re.findall(r"/measures/([a-z_]+)/", measures))
    assert len(names) > 20
    for name in sorted(names):
        shown(reader, f"/measures/{name}/?source={source}")


@pytest.mark.slow
def test_every_page_of_it_opens(source: int, reader: Client) -> None:
    assert "without dates" in shown(reader, "/data/")
    assert "without dates" in shown(reader, f"/data/{source}/")
    assert "no data" in shown(reader, f"/measures/?source={source}")
    assert "hardware" in shown(reader, f"/measures/recurring_groups/?source={source}")
    for address in ("/", "/findings/", "/tickets/", "/flow/", "/reviews/"):
        shown(reader, f"{address}?source={source}")
    case = re.search(rf"/tickets/{source}/\d+/", shown(reader, f"/tickets/?source={source}"))
    assert case is not None
    assert "screen" in shown(reader, case[0])


@pytest.mark.parametrize("form", ["ocel_json", "ocel_sqlite", "csv", "xes", "parquet"])
def test_it_goes_out_again(source: int, reader: Client, form: str) -> None:
    answer = reader.post(f"/data/{source}/export/", {"form": form})
    work()
    assert reader.get(f"{answer['Location']}file/").status_code == 200


@pytest.mark.slow
def test_the_same_list_again_changes_nothing_and_a_corrected_one_says_what(reader: Client) -> None:
    source = bring(reader, TEXTS).data_set_id
    assert source is not None
    again = bring(reader, TEXTS, source)
    assert {name: again.counts[name] for name in ("cases", "events", "corrected", "unchanged")} == {
        "cases": 0, "events": 0, "corrected": 0, "unchanged": 30,
    }  # fmt: skip
    later = bring(reader, TEXTS.replace("hardware,s1", "network,s1", 1) + "screen 30,dark,access,s0\n", source)
    assert (later.counts["cases"], later.counts["corrected"]) == (1, 1)
    log = engine.load(engine.connect(), feed.version_folder(source, DataSet.objects.get().version))
    assert sorted(log.cases.execute()["category"].value_counts().to_dict().items()) == [
        ("access", 11), ("hardware", 19), ("network", 1),
    ]  # fmt: skip
