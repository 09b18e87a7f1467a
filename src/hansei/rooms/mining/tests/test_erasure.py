"""A person is erased end to end; what happened and the totals stay."""

from __future__ import annotations

import logging
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from hansei.analytics import engine
from hansei.analytics.mapping import infer, to_yaml
from hansei.analytics.reading import open_raw
from hansei.kernel import check, erasure, jobs, triggers
from hansei.kernel.actions import Act
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account, EventRow, Identity, Job, Label, Revision
from hansei.kernel.tests.settling import settle
from hansei.rooms.mining import feed
from hansei.rooms.mining.actions import import_extract, upload_extract
from hansei.rooms.mining.actions.imports import folder_of, paths_of
from hansei.rooms.mining.jobs import importing
from hansei.rooms.mining.models import DataSet, Extract

NAME, ADDRESS = "Ulrike Zwergner", "u.zwergner@example.org"
HEAD = "number,state,opened_at,sys_updated_at,assignment_group,assigned_to,short_description,priority,resolved_at\n"
MARCH = HEAD + (
    f"INC1,New,2025-03-03 09:00,2025-03-03 09:00,Desk,{NAME},Laptop of ULRIKE ZWERGNER is slow,3,\n"
    f"INC1,Resolved,2025-03-03 09:00,2025-03-04 10:00,Desk,{NAME},Laptop of ULRIKE ZWERGNER is slow,3,"
    "2025-03-04 10:00\n"
    "INC2,New,2025-03-05 09:00,2025-03-05 09:00,Desk,Bo Li,Printer,3,\n"
)


@pytest.fixture
def committed(transactional_db: None, settings: LazySettings, tmp_path: Path) -> Iterator[Path]:
    settings.UPLOAD_ROOT, settings.PARQUET_ROOT = tmp_path / "uploads", tmp_path / "parquet"
    settings.ERASED_LIST = tmp_path / "erased.jsonl"
    yield tmp_path
    triggers.lift()


def upload(folder: Path, text: str = MARCH, data_set: int | None = None) -> Extract:
    file = folder / "incidents.csv"
    file.write_text(text)
    return Extract.objects.get(
        pk=upload_extract(Act(None, "cli"), files=[("Ulrike Zwergner.csv", str(file))], data_set=data_set)
    )


def bring(folder: Path, text: str = MARCH, data_set: int | None = None) -> Extract:
    extract = upload(folder, text, data_set)
    scratch = folder / "scratch"
    scratch.mkdir()
    mapping = to_yaml(infer(open_raw(paths_of(extract), folder=scratch)))
    shutil.rmtree(scratch)
    import_extract(Act(None, "cli"), extract=extract.pk, mapping=mapping)
    assert jobs.work_once()
    extract.refresh_from_db()
    assert extract.state == Extract.State.DONE, extract.error
    while jobs.work_once():  # the scan that follows an import
        pass
    return extract


@pytest.fixture
def person(committed: Path) -> Account:
    key = Identity.objects.create(kind="person", key=NAME)
    found = Account.objects.create_user(ADDRESS, "a long pass phrase", name=NAME, person=key)
    session = SessionStore()
    session["_auth_user_id"] = str(found.pk)
    session.create()
    Revision.objects.create(field="note", text=f"Ask {NAME} first.", author=None, at=timezone.now())
    Revision.objects.create(field="note", text="Restart it.", author=found, at=timezone.now())
    return found


def erase(account: Account | None, *, texts: list[str] | None = None, own_texts: bool = False) -> None:
    pk = account.pk if account else None
    job = erasure.erase_person(Act(None, "cli"), account=pk, texts=texts, own_texts=own_texts)
    while jobs.work_once():
        pass
    assert Job.objects.get(pk=job).state == Job.State.DONE


def people(source: int) -> set[str]:
    """Who the cases and their steps name in the version that is shown."""
    found = DataSet.objects.get(pk=source)
    log = engine.load(engine.connect(), feed.version_folder(source, found.version))
    said = log.event_values.value.execute().tolist() + log.object_values.value.execute().tolist()
    said += log.events.person.execute().tolist() + log.steps.person.execute().tolist()
    return {each for each in said if str(each) in {NAME, "Bo Li", "erased-1", "erased-1.2"}}


def database_bytes() -> bytes:
    """Every byte of the SQLite files; of PostgreSQL every row as text, its files being the server's own."""
    if connection.vendor == "sqlite":
        name = Path(str(connection.settings_dict["NAME"]))
        return b"".join(path.read_bytes() for path in name.parent.glob(f"{name.name}*"))
    with connection.cursor() as cursor:
        said = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            said += [row[0] for row in cursor.fetchall()]
    return "\n".join(said).encode()


def holds_name(said: bytes) -> bool:
    said = said.lower()
    return any(word in said for word in (b"zwergner", b"ulrike"))


def test_nothing_of_the_person_is_left_and_the_totals_are(
    person: Account, committed: Path, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    extract = bring(committed)
    source, pending = extract.data_set_id, upload(committed)
    assert source
    assert not folder_of(extract).exists()  # an original goes once it is imported
    assert holds_name(database_bytes())
    before = EventRow.objects.filter(source=source).count()
    totals = (DataSet.objects.get(pk=source).cases, DataSet.objects.get(pk=source).events)
    erase(person)
    settle()
    assert not holds_name(database_bytes())
    left = [path for path in committed.rglob("*") if path.is_file() and path.name != "incidents.csv"]
    assert [path for path in left if holds_name(path.read_bytes())] == []
    assert not holds_name(caplog.text.encode())
    assert people(source) == {"erased-1", "Bo Li"}
    assert EventRow.objects.filter(source=source).count() == before
    assert (DataSet.objects.get(pk=source).cases, DataSet.objects.get(pk=source).events) == totals
    assert list(check.check()) == []
    gone = EventRow.objects.get(kind="person.erased")
    assert (gone.facts["erasure"], gone.facts["account"], gone.facts["revisions"]) == (1, person.pk, 1)
    pending.refresh_from_db()
    assert (pending.state, folder_of(pending).exists()) == (Extract.State.DISCARDED, False)


def test_an_erased_account_is_empty_at_once(person: Account):
    erasure.erase_person(Act(None, "cli"), account=person.pk)
    person.refresh_from_db()
    assert (person.name, person.email, person.is_active, person.has_usable_password()) == (
        "erased-1", "erased-1", False, False,
    )  # fmt: skip
    assert person.person
    assert Identity.objects.get(pk=person.person.pk).key == "erased-1"
    assert not Session.objects.exists()


def test_texts_that_a_person_wrote_stay_unless_asked_otherwise(person: Account):
    erase(person)
    assert sorted(Revision.objects.values_list("text", flat=True)) == ["Ask erased-1 first.", "Restart it."]


def test_texts_that_a_person_wrote_go_when_asked(person: Account):
    erase(person, own_texts=True)
    assert sorted(Revision.objects.values_list("text", flat=True)) == ["Ask erased-1 first.", "erased-1"]


@pytest.mark.slow
def test_a_later_extract_brings_nobody_back_and_changes_nothing(committed: Path):
    source = bring(committed).data_set_id
    assert source
    erase(None, texts=[NAME])
    assert people(source) == {"erased-1", "Bo Li"}
    assert Label.objects.filter(text="Laptop of erased-1 is slow").exists()
    assert [path.name for path in feed.folder_of(source).glob("v*")] == ["v2"]
    again = bring(committed, MARCH, source)
    assert {name: again.counts[name] for name in ("cases", "events", "corrected", "told_differently")} == {
        "cases": 0, "events": 0, "corrected": 0, "told_differently": 0,
    }  # fmt: skip
    assert people(source) == {"erased-1", "Bo Li"}
    assert not Label.objects.filter(text__icontains="zwergner").exists()


def begun(folder: Path, data_set: int | None = None) -> Extract:
    """An extract whose import was asked for, and nothing done yet."""
    extract = upload(folder, MARCH.replace("INC2", "INC3"), data_set)
    scratch = folder / "scratch"
    scratch.mkdir()
    mapping = to_yaml(infer(open_raw(paths_of(extract), folder=scratch)))
    shutil.rmtree(scratch)
    import_extract(Act(None, "cli"), extract=extract.pk, mapping=mapping)
    extract.refresh_from_db()
    return extract


@pytest.mark.parametrize("is_said", [True, False])
def test_uploads_of_an_import_that_died_go(committed: Path, monkeypatch: pytest.MonkeyPatch, is_said: bool) -> None:
    """A fault is said on the extract and leaves a way on; a worker that was lost too often says nothing there."""
    extract = begun(committed)
    if is_said:
        with monkeypatch.context() as faulty:
            faulty.setattr(importing, "shape_and_count", lambda *_given, **_named: 1 / 0)
            assert jobs.work_once()
        extract.refresh_from_db()
        assert (extract.state, (extract.error or {}).get("code")) == (Extract.State.FAILED, "job.bug")
        assert extract.data_set is None
    else:
        Job.objects.filter(name="mining.take_in").update(state=Job.State.FAILED, error={"code": "job.lost_too_often"})
    assert all(path.exists() for path in paths_of(extract))
    erase(None, texts=[NAME])
    extract.refresh_from_db()
    assert (extract.state, folder_of(extract).exists()) == (Extract.State.DISCARDED, False)
    assert not DataSet.objects.exists()


@pytest.mark.slow
def test_an_import_that_died_half_in_a_data_set_is_finished_without_its_uploads(
    committed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = bring(committed).data_set_id
    assert source is not None
    extract = begun(committed, source)
    with monkeypatch.context() as faulty:
        faulty.setattr(feed, "feed", lambda _data_set: 1 / 0)
        assert jobs.work_once()
    extract.refresh_from_db()
    assert (extract.state, bool(extract.staged)) == (Extract.State.TAKING_IN, True)
    erase(None, texts=[NAME])
    extract.refresh_from_db()
    assert (extract.state, folder_of(extract).exists()) == (Extract.State.DONE, False)
    assert Label.objects.filter(text__icontains="Zwergner").count() == 0
    log = engine.load(engine.connect(), feed.version_folder(source, DataSet.objects.get().version))
    assert sorted(log.cases.key.execute()) == ["INC1", "INC2", "INC3"]
    assert list(check.check()) == []


def test_an_import_that_is_at_work_keeps_its_uploads(committed: Path) -> None:
    extract = begun(committed)
    erase(None, texts=[NAME])
    extract.refresh_from_db()
    assert extract.state == Extract.State.DONE
    assert Label.objects.filter(text__icontains="Zwergner").count() == 0


@pytest.mark.slow
def test_a_restored_backup_does_not_bring_the_person_back(person: Account, committed: Path):
    if connection.vendor != "sqlite":
        pytest.skip("the copy of a database file; test_an_older_database_is_erased_again does it on both")
    source = bring(committed).data_set_id
    assert source
    backup = committed / "backup.sqlite3"
    with sqlite3.connect(backup) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    copy.close()
    shutil.copytree(feed.folder_of(source), committed / "parquet-backup")
    erase(person)
    with sqlite3.connect(backup) as copy:
        copy.backup(connection.connection)
    copy.close()
    backup.unlink()
    shutil.rmtree(feed.folder_of(source))
    shutil.move(committed / "parquet-backup", feed.folder_of(source))
    assert Account.objects.get(pk=person.pk).name == NAME
    assert people(source) == {NAME, "Bo Li"}
    assert [each.code for each in check.check()] == ["erasure.missing"]
    assert (erasure.reapply(), erasure.reapply()) == (1, 0)
    settle()
    assert list(check.check()) == []
    assert Account.objects.get(pk=person.pk).name == "erased-1"
    assert people(source) == {"erased-1", "Bo Li"}
    assert not holds_name(database_bytes())


def test_an_older_database_is_erased_again(person: Account, settings: LazySettings, committed: Path):
    """As after a restore: the list knows the erasure, the database does not."""
    source = bring(committed).data_set_id
    assert source
    erasure.listed.add(
        [NAME, ADDRESS], account=person.pk, address=ADDRESS, person=person.person_id, own_texts=False, at=""
    )
    assert erasure.reapply() == 1
    person.refresh_from_db()
    assert (person.name, people(source)) == ("erased-1", {"erased-1", "Bo Li"})
    assert not holds_name(database_bytes())


def test_another_account_under_the_same_number_is_left_alone(person: Account):
    erasure.listed.add([], account=person.pk, address="somebody@else.org", person=None, own_texts=False, at="")
    erasure.reapply()
    person.refresh_from_db()
    assert (person.name, person.is_active) == (NAME, True)


def test_a_killed_erasure_is_taken_up_again(person: Account, committed: Path, monkeypatch: pytest.MonkeyPatch):
    source = bring(committed).data_set_id
    assert source

    class Killed(BaseException):
        """Like kill -9: nothing of ours runs after it."""

    def die(erasing: object) -> None:
        raise Killed

    erasure.erase_person(Act(None, "cli"), account=person.pk)
    with monkeypatch.context() as patched:
        patched.setattr(erasure, "ERASERS", [die])
        with pytest.raises(Killed):
            jobs.work_once()
    assert people(source) == {NAME, "Bo Li"}
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert jobs.work_once()
    assert people(source) == {"erased-1", "Bo Li"}


@pytest.mark.parametrize(
    "torn",
    [b'{"number": 2, "texts": [[2, "8f', b'{"number": 2, "texts": [[2,\n', b"\0" * 40, b"\xff{"],
    ids=["cut", "cut with an end", "zeros", "no letters"],
)
def test_a_half_written_last_line_does_not_stop_the_start(
    person: Account, committed: Path, caplog: pytest.LogCaptureFixture, torn: bytes
):
    """The power failed while somebody was put on the list: it is said, kept and left out, and the list goes on."""
    erasure.listed.add([NAME], account=None, address="", person=None, own_texts=False, at="")
    whole = erasure.listed.path().read_bytes()
    erasure.listed.path().write_bytes(whole + torn)
    assert [each.number for each in erasure.listed.entries()] == [1]
    copy = erasure.mend()
    assert copy is not None
    assert (copy.read_bytes(), erasure.listed.path().read_bytes()) == (whole + torn, whole)
    assert copy.stat().st_mode & 0o077 == 0
    assert "half written" in caplog.text
    assert erasure.mend() is None
    erasure.listed.add(["Ana"], account=None, address="", person=None, own_texts=False, at="")
    assert [each.number for each in erasure.listed.entries()] == [1, 2]
    assert erasure.listed.finder().text(f"{NAME} and Ana") == "erased-1 and erased-2"


def test_whoever_is_erased_next_never_stands_on_a_half_written_line(committed: Path):
    """Also where the server was not started since: adding mends first."""
    erasure.listed.add(["Ana"], account=None, address="", person=None, own_texts=False, at="")
    with erasure.listed.path().open("ab") as file:
        file.write(b'{"number": 2, "te')
    erasure.listed.add(["Bo"], account=None, address="", person=None, own_texts=False, at="")
    assert [each.number for each in erasure.listed.entries()] == [1, 2]
    assert len(list(erasure.listed.path().parent.glob("*.cut-*"))) == 1


def test_a_last_line_without_its_end_is_whole(committed: Path):
    erasure.listed.add(["Ana"], account=None, address="", person=None, own_texts=False, at="")
    written = erasure.listed.path().read_bytes()
    erasure.listed.path().write_bytes(written.rstrip())
    assert erasure.mend() is None
    assert erasure.listed.path().read_bytes() == written


def test_a_list_damaged_inside_stops_the_start_with_a_sentence(committed: Path):
    """Who stood there is not known: serving would show them."""
    erasure.listed.add(["Ana"], account=None, address="", person=None, own_texts=False, at="")
    written = erasure.listed.path().read_bytes()
    erasure.listed.path().write_bytes(b"{half\n" + written)
    with pytest.raises(erasure.listed.DamagedList, match=r"Line 1 of .* cannot be read: restore the file"):
        erasure.reapply()
    assert erasure.listed.path().read_bytes() == b"{half\n" + written


@pytest.mark.parametrize(
    ("inputs", "code"),
    [({}, "erasure.nobody"), ({"texts": ["3"]}, "erasure.too_short"), ({"account": 987654}, "account.not_found")],
)
def test_what_cannot_be_erased_is_refused_and_listed_nowhere(committed: Path, inputs: dict[str, Any], code: str):
    with pytest.raises(Refusal) as no:
        erasure.erase_person(Act(None, "cli"), **inputs)
    assert no.value.code == code
    assert not erasure.listed.path().exists()


def test_the_list_holds_no_names(person: Account):
    erase(person, texts=["Zwergner's own alias"])
    said = erasure.listed.path().read_bytes()
    assert not holds_name(said)
    assert b"alias" not in said


def test_names_are_found_as_words_in_any_script(committed: Path):
    erasure.listed.add(["王伟", "Ana"], account=None, address="", person=None, own_texts=False, at="")
    finder = erasure.listed.finder()
    assert finder.text("请联系王伟处理; ANA, not Anastasia") == "请联系erased-1处理; erased-1.2, not Anastasia"
