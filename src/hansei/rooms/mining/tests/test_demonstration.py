"""The demonstration organisation: loaded once and whole, the same each time, gone on with after a kill, removed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from hansei.analytics import engine
from hansei.analytics.demonstration import NO_PATTERN, Generated, generate, planned_improvements
from hansei.doors.demonstration import (
    SIGN_INS,
    is_wanted,
    load_demonstration,
    load_sign_ins,
    remove_demonstration,
    sign_ins,
)
from hansei.kernel import check, jobs, triggers
from hansei.kernel.demonstration import PARTS, account_of, is_loaded
from hansei.kernel.models import OWN, Account, EventRow, Identity, Job, Label, Revision, Sequenced, Source
from hansei.kernel.shipped import bring_all
from hansei.rooms.mining import demonstration, feed
from hansei.rooms.mining.models import DataSet, Extract
from tests.kept import once


@pytest.fixture(scope="module")
def company() -> Generated:
    return small_company(1)


def small_company(seed: int) -> Generated:
    return generate(seed, 150, conditions=NO_PATTERN, days=90)


@pytest.fixture
def small(
    transactional_db: None,
    settings: LazySettings,
    tmp_path: Path,
    company: Generated,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Generated]:
    """Real commits, folders of our own, and the same company with fewer tickets."""
    settings.UPLOAD_ROOT, settings.PARQUET_ROOT = tmp_path / "uploads", tmp_path / "parquet"
    monkeypatch.setattr(demonstration, "generate", small_company)
    # Ninety days hold no later baseline than the first two of the company's improvements.
    first_two = planned_improvements()[:2]
    monkeypatch.setattr("hansei.rooms.improvement.demonstration.improvement.planned_improvements", lambda: first_two)
    yield company
    triggers.lift()


def quiet(_: str) -> None:
    """Nobody listens."""


def imported() -> DataSet:
    return DataSet.objects.get(source__kind="demonstration")


@dataclass(frozen=True)
class Loaded:
    """The company, and what had been shipped before anything of it was loaded."""

    company: Generated
    shipped: tuple[set[int], int]


@pytest.fixture
def loaded(small: Generated) -> Loaded:
    """Loaded whole into a fresh installation: once by each worker, and there again as it was for each test."""

    def load() -> tuple[set[int], int]:
        assert is_wanted()
        bring_all("test")
        shipped = there()
        load_demonstration(quiet)
        return shipped

    return Loaded(small, once("small demonstration", load))


def there() -> tuple[set[int], int]:
    return set(Identity.objects.values_list("pk", flat=True)), Revision.objects.count()


@pytest.mark.slow
def test_it_is_loaded_once_with_every_ticket_of_the_generated_company(loaded: Loaded):
    small, found = loaded.company, imported()
    assert (found.cases, found.events) == (small.cases.num_rows, small.steps.num_rows)
    assert found.source.state == Source.State.READY
    assert "demonstration, generated" in found.source.name
    told = found.scan_settings
    assert (told.zone, told.opens, told.closes, told.minimum_billed_hours) == ("Europe/Berlin", 8, 18, 1.0)
    assert told.rate is None, "money is shown only after somebody entered a rate"
    assert len(sign_ins()) == 3
    assert is_loaded()
    assert not is_wanted()

    events = EventRow.objects.count()
    again: list[str] = []
    load_demonstration(again.append)
    assert (again, EventRow.objects.count(), DataSet.objects.count()) == ([], events, 1)
    assert list(check.check()) == []


@pytest.mark.slow
def test_the_imported_log_says_what_was_generated(loaded: Loaded):
    small, found = loaded.company, imported()
    log = engine.load(engine.connect(), feed.version_folder(found.pk, found.version))
    names = ("key", "kind", "title", "service", "ci", "symptom", "fix_action", "priority", "requester", "worked_hours")
    wanted = {row["key"]: [row[name] for name in names] for row in small.cases.to_pylist()}
    there = {row["key"]: [row[name] for name in names] for row in log.cases.to_pyarrow().to_pylist()}
    assert there == wanted
    steps = [(row["state"], row["team"], row["person"]) for row in small.steps.to_pylist()]
    shown = log.steps.to_pyarrow().to_pylist()
    assert sorted(steps) == sorted((row["state"], row["team"], row["person"]) for row in shown)
    # Local time in the file, UTC in the log: to the second, as the file has it.
    opened = {row["key"]: row["reported_at"].replace(microsecond=0) for row in small.cases.to_pylist()}
    assert {row["key"]: row["reported_at"] for row in log.cases.to_pyarrow().to_pylist()} == opened


@pytest.mark.slow
def test_three_extracts_make_the_log_that_one_would(small: Generated, monkeypatch: pytest.MonkeyPatch):
    """Cut inside the 90 days: tickets open at a cut are closed by the next extract, and nothing comes twice."""
    days = (date(2024, 12, 2), date(2025, 1, 6), date(2025, 11, 3))
    monkeypatch.setattr(demonstration, "STEPS", days)
    load_sign_ins(quiet)
    for day in days:
        demonstration.load(account_of("admin"), quiet, day)
        assert imported().last_at.date() <= day  # type: ignore[union-attr]
    assert Extract.objects.count() == 3
    found = imported()
    log = engine.load(engine.connect(), feed.version_folder(found.pk, found.version))
    names = ("key", "state", "reported_at", "resolved_at", "closed_at", "worked_hours", "is_open")

    def told(rows: list[dict[str, Any]]) -> list[tuple[str, ...]]:
        return sorted(tuple(str(row[name]).partition(".")[0] for name in names) for row in rows)

    assert told(log.cases.to_pyarrow().to_pylist()) == told(small.cases.to_pylist())
    assert log.steps.count().execute() == small.steps.num_rows
    assert Job.objects.filter(name="mining.find", state=Job.State.QUEUED).count() == 1


@pytest.mark.slow
def test_a_load_that_was_killed_goes_on_with_its_import(small: Generated, monkeypatch: pytest.MonkeyPatch):
    class Killed(BaseException):
        """Like kill -9: nothing of ours runs after it."""

    def die(job: int) -> None:
        raise Killed

    # What other rooms would bring had not begun.
    monkeypatch.setattr("hansei.kernel.demonstration.PARTS", {"mining": PARTS["mining"]})
    with monkeypatch.context() as patched:
        patched.setattr(demonstration, "_work_off", die)
        with pytest.raises(Killed):
            load_demonstration(quiet)
    assert not is_loaded()
    assert is_wanted()
    load_demonstration(quiet)
    assert Extract.objects.count() == 1
    assert imported().cases == small.cases.num_rows


@pytest.mark.slow
def test_removing_it_leaves_only_what_our_own_history_tells(loaded: Loaded):
    events, source = imported().events, imported().pk
    assert Identity.objects.filter(kind="improvement").count() == 8  # two planned, one that an input became, five ideas
    remove_demonstration(quiet)
    assert [each.kind for each in Source.objects.all()] == [Source.Kind.OWN]
    for model in (EventRow, Identity, Label, Sequenced):
        assert not model.objects.exclude(source=OWN).exists()
    assert there() == loaded.shipped
    assert not Source.objects.filter(pk=source).exists()
    assert not Extract.objects.exists()
    assert not feed.folder_of(source).exists()
    assert EventRow.objects.get(kind="source.removed", facts__removed=source).facts["events"] == events
    assert EventRow.objects.filter(kind="demonstration.removed").count() == 1
    assert EventRow.objects.filter(kind="account.closed").count() == len(SIGN_INS)
    assert sign_ins() == []
    assert Account.objects.exists()
    assert not is_wanted(), "somebody removed it; starting again must not bring it back"
    assert not jobs.work_once()

    load_demonstration(quiet)
    assert imported().cases == loaded.company.cases.num_rows
    assert is_loaded()
