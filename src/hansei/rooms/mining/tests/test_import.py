"""Taking an extract in: only what is new, in short transactions, shown when whole, gone on with after a kill."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings

from hansei.analytics import engine
from hansei.analytics.log import Log
from hansei.analytics.mapping import infer, to_yaml
from hansei.analytics.reading import open_raw
from hansei.kernel import check, jobs, triggers
from hansei.kernel.actions import Act
from hansei.kernel.errors import Refusal
from hansei.kernel.models import EventObject, EventRow, Identity, Job, Label, Sequenced, Source
from hansei.rooms.mining import feed, writing
from hansei.rooms.mining.actions import import_extract, remove_data_set, upload_extract
from hansei.rooms.mining.actions.imports import paths_of
from hansei.rooms.mining.models import DataSet, Extract

HEAD = "number,state,opened_at,sys_updated_at,assignment_group,assigned_to,priority,resolved_at\n"
MARCH = HEAD + (
    "INC1,New,2025-03-03 09:00,2025-03-03 09:00,Desk,Ana,3,\n"
    "INC1,Resolved,2025-03-03 09:00,2025-03-04 10:00,Desk,Ana,3,2025-03-04 10:00\n"
    "INC2,New,2025-03-05 09:00,2025-03-05 09:00,Desk,Bo,3,\n"
)
APRIL = HEAD + (
    "INC2,New,2025-03-05 09:00,2025-03-05 09:00,Desk,Bo,1,\n"
    "INC2,Resolved,2025-03-05 09:00,2025-04-02 10:00,Network,Cy,1,2025-04-02 10:00\n"
    "INC3,New,2025-04-01 08:00,2025-04-01 08:00,Desk,Ana,2,\n"
)


@pytest.fixture
def committed(transactional_db: None, settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    """Real commits, and folders of our own. The flush that follows needs the append-only triggers away."""
    settings.UPLOAD_ROOT, settings.PARQUET_ROOT = tmp_path / "uploads", tmp_path / "parquet"
    yield
    triggers.lift()


Bring = Callable[..., Extract]


@pytest.fixture
def bring(committed: None, tmp_path: Path) -> Bring:
    """Upload a text as a file, take it in as its inferred mapping says, and return the extract."""

    def upload(
        text: str | bytes, data_set: int | None = None, *, work: bool = True, name: str = "incidents.csv"
    ) -> Extract:
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        pk = upload_extract(Act(by=None, via="cli"), files=[(name, str(file))], data_set=data_set)
        scratch = tmp_path / "scratch"
        scratch.mkdir(exist_ok=True)
        mapping = to_yaml(infer(open_raw(paths_of(Extract.objects.get(pk=pk)), folder=scratch)))
        shutil.rmtree(scratch)
        import_extract(Act(by=None, via="cli"), extract=pk, mapping=mapping)
        if work:
            while jobs.work_once():  # the import, then the scan it asks for
                pass
        return Extract.objects.get(pk=pk)

    return upload


def shown(source: int) -> Log:
    found = DataSet.objects.get(pk=source)
    return engine.load(engine.connect(), feed.version_folder(source, found.version))


def cases(source: int) -> dict[str, tuple[object, ...]]:
    rows = shown(source).cases.execute().to_dict("records")
    return {row["key"]: (row["priority"], bool(row["is_open"]), row["team"], row["events"]) for row in rows}


@pytest.mark.slow
def test_the_same_file_twice_changes_nothing(bring: Bring):
    first = bring(MARCH)
    assert first.state == Extract.State.DONE, first.job and first.job.error
    assert (first.counts["cases"], first.counts["events"]) == (2, 3)
    source = first.data_set_id
    events, labels = EventRow.objects.filter(source=source).count(), Label.objects.count()
    again = bring(MARCH, source)
    assert {name: again.counts[name] for name in ("cases", "events", "corrected", "closed", "unchanged")} == {
        "cases": 0, "events": 0, "corrected": 0, "closed": 0, "unchanged": 2,
    }  # fmt: skip
    assert (EventRow.objects.filter(source=source).count(), Label.objects.count()) == (events, labels)


def test_a_later_extract_adds_corrects_and_closes(bring: Bring):
    source = bring(MARCH).data_set_id
    assert source is not None
    assert cases(source) == {"INC1": ("3", False, "Desk", 2), "INC2": ("3", True, "Desk", 1)}
    later = bring(APRIL, source)
    assert (later.counts["cases"], later.counts["events"], later.counts["closed"]) == (1, 2, 1)
    assert cases(source) == {
        "INC1": ("3", False, "Desk", 2),
        "INC2": ("1", False, "Network", 2),
        "INC3": ("2", True, "Desk", 1),
    }
    assert bring(APRIL, source).counts["corrected"] == 0
    assert list(check.check()) == []


def test_a_killed_import_goes_on_where_it_was_and_is_not_shown_half_done(bring: Bring, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(writing, "BATCH", 2)
    extract = bring(MARCH, work=False)
    source = extract.data_set_id
    assert source is not None

    class Killed(BaseException):
        """Like kill -9: nothing of ours runs after it."""

    def die(self: jobs.Running, **progress: object) -> None:
        if progress.get("step") == "writing" and EventRow.objects.filter(source=source).exists():
            raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(jobs.Running, "report", die)
        with pytest.raises(Killed):
            jobs.work_once()
    assert EventRow.objects.filter(source=source).count() == 2
    assert Source.objects.get(pk=source).state == Source.State.LOADING
    assert DataSet.objects.get(pk=source).version == 0
    Job.objects.update(lease_until="2020-01-01T00:00:00Z")
    assert jobs.work_once()
    assert EventRow.objects.filter(source=source).count() == 3
    assert cases(source)["INC1"] == ("3", False, "Desk", 2)


def test_a_removed_data_set_leaves_one_event_of_its_going(bring: Bring):
    source = bring(MARCH).data_set_id
    assert source is not None
    remove_data_set(Act(by=None, via="cli"), source=source)
    assert not Source.objects.filter(pk=source, state="ready").exists()
    assert jobs.work_once()
    for model in (EventRow, Identity, Label, Sequenced):
        assert not model.objects.filter(source=source).exists()
    assert not EventObject.objects.filter(event__source=source).exists()
    assert not feed.folder_of(source).exists()
    gone = EventRow.objects.get(kind="source.removed")
    assert (gone.facts["events"], gone.facts["objects"], len(gone.facts["head"])) == (3, 2, 64)


def test_one_extract_at_a_time_enters_a_data_set(bring: Bring):
    source = bring(MARCH).data_set_id
    bring(APRIL, source, work=False)
    with pytest.raises(Refusal) as no:
        bring(APRIL, source, work=False)
    assert no.value.code == "data_set.busy"


def test_our_own_history_is_not_removed(committed: None):
    with pytest.raises(Refusal) as no:
        remove_data_set(Act(by=None, via="cli"), source=1)
    assert no.value.code == "source.not_removable"


def test_a_file_of_the_caller_stays_and_one_that_arrived_here_moves(committed: None, tmp_path: Path) -> None:
    theirs, ours = tmp_path / "theirs.csv", tmp_path / "uploads" / "arriving" / "ours"
    ours.parent.mkdir(parents=True)
    for file in (theirs, ours):
        file.write_text(MARCH)
    act = Act(by=None, via="cli")
    pk = upload_extract(act, files=[("theirs.csv", str(theirs)), ("ours.csv", str(ours))])
    assert (theirs.read_text(), ours.exists()) == (MARCH, False)
    kept = paths_of(Extract.objects.get(pk=pk))
    assert [each.read_text() for each in kept] == [MARCH, MARCH]
    again = upload_extract(act, files=[("theirs.csv", str(kept[0]))])
    assert kept[0].exists(), "what another extract keeps is its own"
    theirs.write_text("changed")
    assert [each.read_text() for each in paths_of(Extract.objects.get(pk=again))] == [MARCH]
