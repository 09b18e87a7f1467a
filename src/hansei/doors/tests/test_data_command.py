"""`hansei data`: in, listed, out and gone, by the rights of the account that asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from typer.testing import CliRunner, Result

from hansei.doors.cli import app, delivery
from hansei.kernel import triggers
from hansei.kernel.models import Access, EventRow, Source
from tests.accounts import make_account

MARCH = (
    "number,state,opened_at,sys_updated_at,assignment_group\n"
    "INC1,New,2025-03-03 09:00,2025-03-03 09:00,Desk\n"
    "INC1,Resolved,2025-03-03 09:00,2025-03-04 10:00,Desk\n"
    "INC2,New,2025-03-05 09:00,some day,Desk\n"
    "INC2,New,2025-03-05 09:00,2025-03-05 09:00,Desk\n"
)


@pytest.fixture
def folder(transactional_db: None, settings: LazySettings, tmp_path: Path) -> Iterator[Path]:
    settings.UPLOAD_ROOT, settings.PARQUET_ROOT = tmp_path / "uploads", tmp_path / "parquet"
    (tmp_path / "march.csv").write_text(MARCH)
    yield tmp_path
    triggers.lift()


def data(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["data", *map(str, arguments)])


def test_an_export_comes_in_is_listed_goes_out_and_is_removed(folder: Path) -> None:
    boss = make_account("manager").email
    tried = data("import", folder / "march.csv", "--simulate", "--as", boss)
    assert tried.exit_code == 0, tried.output
    assert "3 of 4 rows would come in: 2 cases, 3 events." in tried.output
    assert "1  refused: The time cannot be read." in tried.output
    assert not Source.objects.filter(pk__gt=1).exists()
    assert (folder / "march.csv").read_text() == MARCH, "the file itself stays where it was"
    done = data("import", folder / "march.csv", "--name", "Desk 2025", "--as", boss)
    assert done.exit_code == 0, done.output
    assert "Writing 100%" in done.output
    assert "Imported: 2 new cases, 3 new events, 0 corrected fields." in done.output
    assert "Desk 2025  2 cases  3 events  2025-03-03 – 2025-03-05" in data("list", "--as", boss).output
    again = data("import", folder / "march.csv", "--into", "Desk 2025", "--as", boss, "--quiet")
    assert again.output.splitlines()[-1] == "All of it was known already. Nothing changed."
    out = data("export", "Desk 2025", "--form", "csv", "-o", folder / "out.csv", "--as", boss)
    assert out.exit_code == 0, out.output
    assert (folder / "out.csv").read_text(encoding="utf-8-sig").count("INC") == 3
    assert "no place" not in out.output
    gone = data("remove", "Desk 2025", "--yes", "--as", boss)
    assert gone.exit_code == 0, gone.output
    assert EventRow.objects.get(kind="source.removed").via == "job"
    assert data("list").output == "There is no data set yet.\n"


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        ({}, []),
        ({"links": 1}, ["1 value has no place in this form: links between objects 1."]),
        (
            {"roles": 1200, "links": 3},
            ["1,203 values have no place in this form: roles of cases in events 1,200, links between objects 3."],
        ),
    ],
    ids=["nothing", "one", "several"],
)
def test_what_a_form_cannot_hold_is_said(left_out: dict[str, int], said: list[str]) -> None:
    assert list(delivery.without_place(left_out)) == said


def test_who_may_not_is_refused_and_that_is_written_down(folder: Path) -> None:
    agent = make_account("agent")
    no = data("import", folder / "march.csv", "--as", agent.email)
    assert (no.exit_code, "mining.import" in no.output) == (1, True)
    assert [(each.account_id, each.code, each.via) for each in Access.objects.all()] == [
        (agent.pk, "right.missing:mining.import", "cli")
    ]
    assert not EventRow.objects.filter(kind="extract.uploaded").exists()
    assert list((folder / "uploads" / "arriving").iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("none.csv",), 3, "there is no such file"),
        (("page.csv",), 3, "is a web page"),
        (("march.csv", "--zone", "Middle/Earth"), 2, "is no time zone"),
        (("march.csv", "--into", "9"), 1, "There is no data set “9”"),
        (("march.csv", "--as", "nobody@example.com"), 1, "There is no account"),
    ],
    ids=["missing", "unreadable", "zone", "data-set", "account"],
)
def test_what_cannot_be_is_said_and_nothing_stays(
    folder: Path, arguments: tuple[str, ...], code: int, says: str
) -> None:
    (folder / "page.csv").write_text("<!doctype html><html>Sign in</html>")
    done = data("import", folder / arguments[0], *arguments[1:])
    assert (done.exit_code, says in done.output) == (code, True), done.output
    assert not Source.objects.filter(pk__gt=1).exists()
    assert list((folder / "uploads").glob("extract-*")) == []
