"""The demonstration's next month, brought in by hand: its youngest improvement changes from “cannot tell yet”."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.cache import cache as answers_kept
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from typer.testing import CliRunner

from hansei.analytics.demonstration import Conditions, Generated, generate
from hansei.doors.cli import app
from hansei.doors.demonstration import load_demonstration, remove_demonstration
from hansei.kernel import check, jobs, triggers
from hansei.kernel.demonstration import PARTS, account_of
from hansei.kernel.models import OWN, EventRow, Identity, Label, Sequenced, Source
from hansei.rooms.improvement.models import Baseline, Improvement
from hansei.rooms.mining import demonstration, next_month
from hansei.rooms.mining.models import DataSet, Extract

pytestmark = pytest.mark.slow
YOUNGEST = "Archive old mail by itself"


@cache  # the same each time, and asked for by each who writes a file of it
def company(seed: int, goes_on: bool = False) -> Generated:
    """All improvements of the company, and few tickets beside theirs."""
    return generate(seed, 600, conditions=Conditions(pattern=False, benign=False), goes_on=goes_on)


@pytest.fixture
def loaded(
    transactional_db: None, settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Client]:
    settings.UPLOAD_ROOT, settings.PARQUET_ROOT = tmp_path / "uploads", tmp_path / "parquet"
    monkeypatch.setattr(demonstration, "generate", company)
    monkeypatch.setattr(next_month, "generate", company)
    answers_kept.clear()
    # What the other rooms bring beside it is loaded and removed in mining/tests/test_demonstration.py.
    with monkeypatch.context() as patched:
        patched.setattr("hansei.kernel.demonstration.PARTS", {name: PARTS[name] for name in ("mining", "improvement")})
        load_demonstration(lambda sentence: None)
    client = Client()
    client.force_login(account_of("manager"))
    yield client
    triggers.lift()


def work() -> None:
    while jobs.work_once():
        pass


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def verdict(client: Client) -> str:
    """What the improvement's page says in its largest letters."""
    shown = page(client, f"/improvements/{Improvement.objects.get(title=YOUNGEST).pk}/")
    return next(word for word in ("Cannot tell yet", "Better", "Worse", "No material change") if f"{word}:" in shown)


def bring(client: Client, source: int, content: bytes) -> Extract:
    file = SimpleUploadedFile("next.csv", content)
    client.post("/data/new/", {"files": [file], "into": str(source)})
    work()
    extract = Extract.objects.order_by("pk").last()
    assert extract is not None
    assert (extract.state, extract.looked["remembered"]) == (Extract.State.SIMULATED, "whole")
    client.post(f"/data/imports/{extract.pk}/import/", {})
    work()
    extract.refresh_from_db()
    assert extract.state == Extract.State.DONE
    return extract


def downloaded(client: Client, source: int) -> bytes:
    assert f"/data/{source}/next-month.csv" in page(client, f"/data/{source}/")
    answer = client.get(f"/data/{source}/next-month.csv")
    assert answer["Content-Disposition"].startswith('attachment; filename="northwind-rail-')
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_the_next_month_changes_the_answer_and_nothing_that_was_frozen(loaded: Client, tmp_path: Path):
    source = DataSet.objects.get(source__kind="demonstration").pk
    frozen: list[Any] = list(Baseline.objects.order_by("pk").values())
    events = EventRow.objects.filter(source=source).count()
    assert len(frozen) == 5
    assert verdict(loaded) == "Cannot tell yet"

    file = tmp_path / "december.csv"
    said = CliRunner().invoke(app, ["demonstration", "next-month", str(file)])
    assert (said.exit_code, "2026-12-04" in said.output) == (0, True)
    content = downloaded(loaded, source)
    assert content == file.read_bytes(), "the command and the page write the same file"

    counts = bring(loaded, source, content).counts
    assert verdict(loaded) == "Better"
    assert list(Baseline.objects.order_by("pk").values()) == frozen
    assert counts["rejected"] == 0
    assert min(counts[name] for name in ("cases", "closed", "corrected", "changed_after", "unchanged")) > 0
    corrections = EventRow.objects.filter(source=source, kind="case.corrected", pk__gt=events)
    assert corrections.exists(), "a field that was put right is a new event, and the old one stays"

    again = bring(loaded, source, content).counts
    assert [again[name] for name in ("cases", "events", "corrected", "closed", "changed_after")] == [0, 0, 0, 0, 0]
    assert b"2027-01-04" in downloaded(loaded, source)
    assert list(check.check()) == []

    there = EventRow.objects.filter(source=source).count()
    remove_demonstration(lambda sentence: None)
    assert [each.kind for each in Source.objects.all()] == [Source.Kind.OWN]
    for model in (EventRow, Identity, Label, Sequenced):
        assert not model.objects.exclude(source=OWN).exists()
    assert EventRow.objects.get(kind="source.removed", facts__removed=source).facts["events"] == there
    refused = CliRunner().invoke(app, ["demonstration", "next-month", str(tmp_path / "none.csv")])
    assert "The demonstration is not loaded" in refused.output
    assert (refused.exit_code, (tmp_path / "none.csv").exists()) == (1, False)
