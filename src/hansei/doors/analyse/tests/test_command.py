"""The command as a person runs it: a process, files in, files out."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hansei.doors.analyse.tests.exports import PEOPLE, ROTA, write_desk_export

SOURCE = str(Path(__file__).resolve().parents[4])


# Answers the arguments after `analyse`, run in this folder.
Command = Callable[..., subprocess.CompletedProcess[bytes]]


def without_django() -> dict[str, str]:
    """The environment of a process that has nothing of this test's Django."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    return environment | {"PYTHONPATH": SOURCE, "COLUMNS": "120"}


def hansei(*arguments: object, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Run `hansei analyse` in a process of its own, started as a person starts it."""
    command = [sys.executable, "-m", "hansei.doors.cli", "analyse", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, env=without_django(), capture_output=True, timeout=300, check=False)


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Command]:
    """The same command out of a process that has its libraries already (forking.py)."""
    said = tmp_path_factory.mktemp("said")
    start = [sys.executable, "-m", "hansei.doors.analyse.tests.forking"]
    with subprocess.Popen(
        start, env=without_django(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as runs:
        assert runs.stdin is not None
        assert runs.stdout is not None

        def run(*arguments: object, folder: Path) -> subprocess.CompletedProcess[bytes]:
            asked = {"arguments": ["analyse", *map(str, arguments)], "folder": str(folder)}
            asked |= {"out": str(said / "out"), "err": str(said / "err")}
            print(json.dumps(asked), file=runs.stdin, flush=True)
            assert runs.stdout is not None
            code = int(runs.stdout.readline())
            return subprocess.CompletedProcess([], code, (said / "out").read_bytes(), (said / "err").read_bytes())

        yield run
        runs.stdin.close()


@dataclass(frozen=True)
class Made:
    """What one run wrote."""

    html: str
    document: dict[str, Any]
    xlsx: Path
    summary: str
    said: str


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_desk_export(tmp_path_factory.mktemp("desk") / "incidents.csv")


@pytest.fixture(scope="module")
def made(desk: Path) -> Made:
    folder = desk.parent
    done = hansei(
        desk.name,
        "--html=report.html",
        "--xlsx=figures.xlsx",
        "--json=figures.json",
        "--calendar=Mon-Fri 08:00-17:00 Europe/Berlin",
        "--zone=Europe/Berlin",
        "--cost-per-hour=92",
        "--minimum-billed=1",
        folder=folder,
    )
    assert done.returncode == 0, done.stderr.decode()
    return Made(
        html=(folder / "report.html").read_text(encoding="utf-8"),
        document=json.loads((folder / "figures.json").read_bytes()),
        xlsx=folder / "figures.xlsx",
        summary=done.stdout.decode(),
        said=done.stderr.decode(),
    )


def test_the_document_has_its_four_parts_and_their_keys(made: Made) -> None:
    document = made.document
    assert list(document) == ["dataset", "quality", "measures", "findings"]
    assert document["dataset"]["rows"] == 752
    assert document["dataset"]["cases"] == 752
    for name, measure in document["measures"].items():
        assert {"unit", "n", "definition"} <= set(measure), name
        assert "value" in measure or "rows" in measure, name
    for finding in document["findings"]:
        assert list(finding) == [
            "title",
            "key",
            "cases",
            "people",
            "yearly_hours",
            "yearly_cost",
            "confidence",
            "why_unseen",
            "evidence",
        ]


def test_measures_hold_what_is_promised(made: Made) -> None:
    promised = {
        "cases",
        "events",
        "reassigned_share",
        "reopened_share",
        "time_to_resolve",
        "time_to_close",
        "hand_offs",
        "ping_pong_share",
        "returned_share",
        "time_to_restore",
        "service_level_flag_share",
        "service_level_attainment",
        "variants",
        "directly_follows",
        "time_in_state",
        "support_line_order",
        "arrivals_by_hour",
        "recurring_groups",
    }
    assert promised <= set(made.document["measures"])
    shares = [measure for measure in made.document["measures"].values() if "share" in measure["unit"]]
    for share in shares:
        if share.get("value") is not None:
            assert 0 <= share["value"] <= 1
            assert {"count", "n"} <= set(share)


@pytest.mark.slow
def test_the_weekly_call_is_found_and_said_in_every_output(made: Made) -> None:
    found = [each for each in made.document["findings"] if each["evidence"]["shared"].get("ci") == "roster-batch-02"]
    assert len(found) == 1
    assert found[0]["cases"] == 52
    assert found[0]["people"] == len(ROTA)
    # 52 calls of at least one hour each in 364 days: 52 × 365 / 364, give or take how a scan counts its days.
    assert found[0]["yearly_hours"] == pytest.approx(52, abs=3)
    assert found[0]["yearly_cost"] == pytest.approx(found[0]["yearly_hours"] * 92)
    assert found[0]["why_unseen"].startswith("Nobody saw it because each of 8 people met it ")
    assert found[0]["why_unseen"] in made.html.replace("&#x27;", "'")
    assert "8 people" in made.summary


@pytest.mark.slow
def test_no_output_names_a_person(made: Made) -> None:
    from openpyxl import load_workbook

    cells = [
        str(cell)
        for sheet in load_workbook(made.xlsx, read_only=True)
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    ]
    for output in (made.html, json.dumps(made.document), made.summary, made.said, "\n".join(cells)):
        assert [name for name in PEOPLE if name.casefold() in output.casefold()] == []
    assert "person A" in made.html
    assert "person A" in "\n".join(cells)


HIDDEN = ("Ana Berg", "Bo Lindqvist", "Cyril Zwerg", "Eva Tamm", "王伟", "张敏")
ASSIGNED = "number,opened_at,resolved_at,assigned_to,caller_id,resolved_by,u_technician,short_description\n" + "".join(
    f"T{n},2024-01-{n % 28 + 1:02} 09:00,2024-01-{n % 28 + 1:02} 12:00,{('Ana Berg', '王伟')[n % 2]},"
    f"{('Cyril Zwerg', '张敏')[n % 2]},Eva Tamm,Bo Lindqvist,printer of Ana Berg 打印机张敏\n"
    for n in range(40)
)


@pytest.mark.slow
def test_no_output_names_an_assignee_or_who_asked(tmp_path: Path, command: Command) -> None:
    """Also where a resolver stands before the assignee, and where a name has two characters."""
    (tmp_path / "list.csv").write_text(ASSIGNED)
    outputs = ("--html=a.html", "--json=a.json", "--write-mapping=a.yaml", "--xlsx=a.xlsx")
    done = command("list.csv", *outputs, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    for told in [(tmp_path / name).read_text() for name in ("a.html", "a.json", "a.yaml")] + [done.stdout.decode()]:
        assert [name for name in HIDDEN if name in told] == []


@pytest.mark.slow
def test_names_are_shown_when_asked_for(desk: Path, command: Command) -> None:
    done = command(desk.name, "--json=-", "--names", folder=desk.parent)
    assert done.returncode == 0
    members = json.loads(done.stdout)["findings"][0]["evidence"]["members"]
    assert {member["person"] for member in members} == set(ROTA)


def test_the_report_needs_no_connection_and_runs_nothing(made: Made) -> None:
    assert re.findall(r"""(?:src|href)\s*=\s*["'](?!#)""", made.html) == []
    assert "<script" not in made.html
    assert "@import" not in made.html
    assert "url(" not in made.html
    assert "default-src 'none'" in made.html


def test_the_report_can_be_walked_by_keyboard_and_screen_reader(made: Made) -> None:
    from lxml import html

    page: Any = html.fromstring(made.html)
    assert page.get("lang") == "en"
    assert page.xpath("//a[@class='skip']/@href") == ["#main"]
    assert len(page.xpath("//h1")) == 1
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for target in [*page.xpath("//a/@href"), *(f"#{name}" for name in page.xpath("//@aria-labelledby"))]:
        assert target.removeprefix("#") in ids
    for figure in page.xpath("//figure"):
        assert figure.xpath(".//svg[@role='img']/title")
        assert figure.xpath(".//details//table"), "every drawing has its table"
    for table in page.xpath("//table"):
        assert table.xpath("./caption")
        assert table.xpath("./thead//th[@scope='col']")


def test_the_workbook_has_its_sheets_and_types(made: Made) -> None:
    from datetime import datetime

    from openpyxl import load_workbook

    book = load_workbook(made.xlsx)
    assert book.sheetnames == ["Findings", "Measures", "Directly-follows", "Variants", "Quality", "Members"]
    members = list(book["Members"].iter_rows(min_row=2, values_only=True))
    assert len(members) == sum(len(each["evidence"]["members"]) for each in made.document["findings"])
    assert isinstance(members[0][2], datetime)
    assert isinstance(members[0][7], (int, float))
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("Text,Category,Subcategory", "most often, in 3 cases, comes Hardware / Mail."),
        ("Text,Category", "no case here has both a date and what it is about."),
    ],
)
def test_without_a_date_it_says_so_and_does_not_speak_of_no_cases(
    tmp_path: Path, command: Command, head: str, told: str
) -> None:
    width = head.count(",") + 1
    rows = [["printer is broken", "Hardware", "Mail"]] * 3 + [["no access to the folder", "Access", "Files"]] * 2
    lines = [head, *(",".join([f"{number} {row[0]}", *row[1:width]]) for number, row in enumerate(rows))]
    (tmp_path / "texts.csv").write_text("\n".join(lines) + "\n")
    ran = command("texts.csv", folder=tmp_path)
    said = " ".join(ran.stdout.decode().split())
    assert ran.returncode == 0, ran.stderr.decode()
    assert told in said and "In 0 cases" not in said


@pytest.mark.slow
def test_a_quiet_run_says_nothing(desk: Path, command: Command) -> None:
    done = command(desk.name, "--quiet", folder=desk.parent)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.slow
@pytest.mark.parametrize(
    "wish",
    [
        ["--language=tlh"],
        ["--zone=Europe/Atlantis"],
        ["--filter=priority"],
        ["--filter=priority=99"],
        ["--from=yesterday"],
        ["--calendar=Mon-Fri 08:00-17:00"],
        ["--holidays=DE"],
        ["--mapping=missing.yaml"],
        ["--mapping=other.yaml"],
        ["--preset=nothing"],
        ["--json=incidents.csv"],
        ["--html=no/such/folder.html"],
        ["--no-such-option"],
    ],
    ids=lambda wish: wish[0],
)
def test_a_wish_that_cannot_be_met_ends_with_2_and_one_sentence(desk: Path, wish: list[str], command: Command) -> None:
    table = "{name: other, role: tickets, columns: [{column: Nr, target: key}]}"
    (desk.parent / "other.yaml").write_text(f"shape: tickets\ntables: [{table}]\n")
    before = sorted(desk.parent.iterdir())
    done = command(desk.name, *wish, folder=desk.parent)
    assert done.returncode == 2, done.stderr
    assert done.stderr.strip()
    assert b"Traceback" not in done.stderr
    assert sorted(desk.parent.iterdir()) == before


@pytest.mark.slow
def test_the_encoding_of_a_mapping_is_the_files(tmp_path: Path, command: Command) -> None:
    """Russian Windows letters: said so they are read, said to be UTF-8 they are refused by that name.

    A mapping is kept from month to month: where the letters are UTF-8 now, what it says gives way.
    """
    (tmp_path / "cases.csv").write_bytes("Номер;Открыт\nИНЦ1;03.03.2025 09:00\n".encode("cp1251"))
    columns = "[{column: Номер, target: key}, {column: Открыт, target: reported_at, order: dmy}]"
    for encoding, ended in (("windows-1251", 0), ("UTF-8", 3)):
        mapping = (
            f"encoding: {encoding}\nshape: tickets\ntables: [{{name: cases, role: tickets, columns: {columns}}}]\n"
        )
        (tmp_path / "m.yaml").write_text(mapping, encoding="utf-8")
        done = command("cases.csv", "--mapping=m.yaml", folder=tmp_path)
        assert done.returncode == ended, done.stderr
        assert (b"is not in utf-8" in done.stderr) is (ended == 3)
    (tmp_path / "m.yaml").write_text(mapping.replace("UTF-8", "windows-1251"), encoding="utf-8")
    (tmp_path / "cases.csv").write_text("Номер;Открыт\nИНЦ1;03.03.2025 09:00\n", encoding="utf-8")
    assert command("cases.csv", "--mapping=m.yaml", folder=tmp_path).returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("missing.csv", None),
        ("empty.csv", b""),
        ("cut.csv.gz", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x4b\x4c"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
        ("broken.xes", b'<?xml version="1.0"?><log><trace><event>'),
        ("broken.xlsx", b"PK\x03\x04 this is no workbook"),
        ("broken.json", b'{"a": [1, 2'),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_cannot_be_read_ends_with_3_and_one_sentence(
    tmp_path: Path, name: str, content: bytes | None, command: Command
) -> None:
    kept = tmp_path / "report.html"
    kept.write_text("before")
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = command(name, "--html=report.html", folder=tmp_path)
    said = done.stderr.decode()
    assert done.returncode == 3, said
    assert "Traceback" not in said
    assert len(said.strip().splitlines()) == 1
    assert kept.read_text() == "before"
