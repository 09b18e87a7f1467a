"""Tags: written once, filtered by, merged. Files: kept once, served safely, withdrawn, gone with what they hang on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hansei.blocks.register import erasure, files
from hansei.blocks.register.actions.attaching import attach
from hansei.blocks.register.actions.tagging import merge, tag, untag
from hansei.blocks.register.models import Attachment, StoredFile, Tag, Tagged
from hansei.blocks.register.tests.any_kind import EACH_KIND, KINDS, a_record, address, register_of
from hansei.kernel import check
from hansei.kernel.actions import Act
from hansei.kernel.erasure import Erasing
from hansei.kernel.erasure.listed import Finder
from hansei.kernel.errors import NotAllowed, NotFound, Refusal
from hansei.kernel.models import Account, EventRow, Source
from tests.accounts import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT, settings.UPLOAD_ROOT = tmp_path / "files", tmp_path / "uploads"
    (tmp_path / "uploads").mkdir()
    return tmp_path


def act(account: Account) -> Act:
    return Act(by=account, via="test")


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "files").rglob("*") if path.is_file())


@pytest.mark.parametrize("kind", EACH_KIND)
def test_a_word_is_one_tag_however_it_is_written(kind: str, web: Client, manager: Account):
    register = register_of(kind)
    first, second = a_record(register, manager, "Α"), a_record(register, manager, "Β")
    web.post(address(register, "tag", first.pk), {"words": " Night  shift, #Payroll，NIGHT SHIFT"})
    web.post(address(register, "tag", second.pk), {"words": "ｎight shift"})
    assert sorted(Tag.objects.values_list("word", flat=True)) == ["Night shift", "Payroll"]
    night = Tag.objects.get(word="Night shift")
    rows = web.get(address(register), {"tag": str(night.pk), "show": "tags"}).context["rows"]
    assert [(row["title"], row["cells"][0]["value"]) for row in rows] == [
        ("Β", "Night shift"),
        ("Α", "Night shift, Payroll"),
    ]
    page = web.get(address(register, "record", first.pk)).content.decode()
    assert page.count("Night shift") >= 2  # at the title, and in the history
    web.post(address(register, "untag", first.pk), {"tag": str(night.pk)})
    web.post(address(register, "untag", first.pk), {"tag": str(night.pk)})  # gone already
    assert [row["title"] for row in web.get(address(register), {"tag": str(night.pk)}).context["rows"]] == ["Β"]
    assert EventRow.objects.filter(kind="record.untagged").count() == 1
    assert list(check.check()) == []


def test_two_words_that_mean_one_thing_become_one(manager: Account):
    register, administrator = register_of(KINDS[0]), make_account("administrator")
    both, one, none = (a_record(register, manager, name) for name in ("Α", "Β", "Γ"))
    tag(act(manager), record=both.pk, words=["печать", "принтер"])
    tag(act(manager), record=one.pk, words=["принтер"])
    printing, printer = Tag.objects.order_by("pk")
    with pytest.raises(NotAllowed):
        merge(act(manager), tag=printer.pk, into=printing.pk)
    assert merge(act(administrator), tag=printer.pk, into=printing.pk) == 2
    assert sorted(Tagged.objects.values_list("object_id", "tag_id")) == [(both.pk, printing.pk), (one.pk, printing.pk)]
    tag(act(manager), record=none.pk, words=["Принтер"])  # whoever writes the old word gets the new one
    assert Tagged.objects.get(object_id=none.pk).tag_id == printing.pk
    for wrong in ((printer.pk, printing.pk), (printing.pk, printing.pk), (printing.pk, 10**9)):
        with pytest.raises(Refusal):
            merge(act(administrator), tag=wrong[0], into=wrong[1])
    assert list(check.check()) == []
    Tagged.objects.filter(object_id=one.pk).delete()
    assert [each.code for each in check.check()] == ["tags.differ"]


def test_a_tag_too_many_or_too_long_is_refused_and_nothing_is_written(manager: Account):
    found = a_record(register_of(KINDS[0]), manager)
    before = EventRow.objects.count()
    for words in ([""], ["x" * 61], [str(n) for n in range(31)]):
        with pytest.raises(Refusal):
            tag(act(manager), record=found.pk, words=words)
    assert (EventRow.objects.count(), Tagged.objects.count(), Tag.objects.count()) == (before, 0, 0)
    nobody = Account.objects.create_user("nobody@test.example", "x", name="Nobody")
    with pytest.raises(NotFound):
        tag(act(nobody), record=found.pk, words=["x"])
    assert untag(act(manager), record=found.pk, tag=5) is False


@pytest.mark.parametrize("kind", EACH_KIND)
def test_the_same_bytes_are_kept_once_and_served_to_be_saved_only(
    kind: str, web: Client, manager: Account, folder: Path
):
    register = register_of(kind)
    first, second = a_record(register, manager, "Α"), a_record(register, manager, "Β")
    evil = b"<script>alert(1)</script>"
    for found, name in ((first, "../план.html"), (second, "plan\u202egnp.html")):
        sent = {"file": SimpleUploadedFile(name, evil, content_type="text/html")}
        assert web.post(address(register, "attach", found.pk), sent).status_code == 302
    assert kept(folder) == [hashlib.sha256(evil).hexdigest()]
    assert list(Attachment.objects.order_by("pk").values_list("name", flat=True)) == ["план.html", "plangnp.html"]
    use = Attachment.objects.get(object_id=first.pk)
    answer = web.get(address(register, "file", first.pk, use.pk))
    assert b"".join(answer) == evil
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert web.get(address(register, "file", second.pk, use.pk)).status_code == 404  # another record's file
    nobody = Client()
    nobody.force_login(Account.objects.create_user("nobody@test.example", "x", name="Nobody"))
    assert nobody.get(address(register, "file", first.pk, use.pk)).status_code == 404
    web.post(address(register, "withdraw_file", first.pk), {"file": str(use.pk)})
    assert web.get(address(register, "file", first.pk, use.pk)).status_code == 404
    page = web.get(address(register, "record", first.pk)).content.decode()
    assert "No files yet" in page and page.count("план.html") == 2  # attached and withdrawn, in the history
    assert list(check.check()) == []


def test_what_is_too_large_empty_or_elsewhere_is_refused_with_a_sentence(
    web: Client, manager: Account, folder: Path, settings: LazySettings
):
    settings.ATTACHMENT_SIZE = 10
    register, before = register_of(KINDS[0]), EventRow.objects.count
    found = a_record(register, manager)
    there = before()
    for content, said in ((b"x" * 11, "larger than 10"), (b"", "holds nothing")):
        refused = web.post(address(register, "attach", found.pk), {"file": SimpleUploadedFile("α.txt", content)})
        assert (refused.status_code, said in refused.content.decode().replace("\xa0", " ")) == (409, True)
    (folder / "secret.txt").write_text("x")
    with pytest.raises(NotFound):
        attach(act(manager), record=found.pk, name="x", path=str(folder / "uploads" / ".." / "secret.txt"))
    assert web.post(address(register, "attach", found.pk)).status_code == 409
    assert (before(), kept(folder), list((folder / "uploads").iterdir())) == (there, [], [])


def test_bytes_that_a_crash_cut_off_are_written_anew(manager: Account, folder: Path):
    content = b"whole" * 1000
    place = folder / "files" / files.place_of(hashlib.sha256(content).hexdigest())
    place.parent.mkdir(parents=True)
    place.write_bytes(content[:7])
    sent = folder / "uploads" / "a.bin"
    sent.write_bytes(content)
    attach(act(manager), record=a_record(register_of(KINDS[0]), manager).pk, name="a.bin", path=str(sent))
    assert place.read_bytes() == content


@pytest.fixture
def hanging(manager: Account, folder: Path, transactional_db: None) -> Iterator[tuple[int, int]]:
    """A made-up record and one of ours with the same file and word, and each with one of its own."""
    from hansei.kernel import triggers

    register = register_of(KINDS[0])
    made_up = Source.objects.create(key="made-up", name="Ω", kind="demonstration", state="ready")
    ours = a_record(register, manager, "Α")
    theirs = a_record(register, manager, "Β")
    type(theirs.identity).objects.filter(pk=theirs.pk).update(source=made_up)
    for name, content in (("both.txt", b"both"), ("ours.txt", b"ours"), ("theirs.txt", b"theirs")):
        (folder / "uploads" / name).write_bytes(content)
        for found in (theirs, ours):
            if name in ("both.txt", "ours.txt" if found is ours else "theirs.txt"):
                path = str(folder / "uploads" / name)
                attach(act(manager), record=found.pk, name=name, path=path)
    tag(act(manager), record=theirs.pk, words=["both", "theirs"])
    tag(act(manager), record=ours.pk, words=["both"])
    yield ours.pk, made_up.pk
    triggers.lift()


def test_with_a_removed_source_goes_what_hung_on_its_records_alone(hanging: tuple[int, int], folder: Path):
    ours, source = hanging
    erasure.empty(source)
    erasure.empty(source)  # a removal that was killed begins again
    assert set(Attachment.objects.values_list("object_id", "name")) == {(ours, "both.txt"), (ours, "ours.txt")}
    assert kept(folder) == sorted(hashlib.sha256(each).hexdigest() for each in (b"both", b"ours"))
    assert StoredFile.objects.count() == 2
    assert list(Tag.objects.values_list("word", "source_id")) == [("both", 1)]


def test_an_erased_person_leaves_neither_name_nor_files(hanging: tuple[int, int], folder: Path, manager: Account):
    ours, _source = hanging
    finder = Finder("salt", [])
    finder._names, finder._sizes = {finder.hash(["zwergner"]): "erased-1"}, [1]
    tag(act(manager), record=ours, words=["Ask Zwergner"])
    with transaction.atomic():
        erasure.erase(Erasing(finder, lambda: None, None, manager.pk))
    assert kept(folder) == []
    assert {(str(file), name) for file, name in Attachment.objects.values_list("file_id", "name")} == {("None", "–")}
    assert Tag.objects.filter(word="Ask erased-1").count() == 1
    assert not Tag.objects.filter(key__contains="zwergner").exists()


def test_the_list_reads_all_tags_in_one_question(web: Client, manager: Account):
    register = register_of(KINDS[0])

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert web.get(address(register), {"show": "tags"}).status_code == 200
        return len(captured)

    tag(act(manager), record=a_record(register, manager).pk, words=["α"])
    asked()
    before = asked()
    for n in range(6):
        tag(act(manager), record=a_record(register, manager).pk, words=["α", f"β{n}"])
    assert asked() == before
