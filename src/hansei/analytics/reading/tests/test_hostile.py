"""Broken and hostile files give a clear refusal or refused rows with their line; nothing is left behind."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from hansei.analytics.reading import LIMITS, Limits, Raw, UnreadableFile, open_raw, opened
from hansei.analytics.reading.encoding import clean_copy

GOOD = "number;opened;title\nINC1;01.02.2024 10:00;a\nINC2;13.02.2024 10:00;b\n"


def read(folder: Path, content: bytes, name: str = "export.csv") -> Raw:
    path = folder / name
    path.write_bytes(content)
    scratch = folder / "scratch"
    scratch.mkdir()
    try:
        return open_raw([path], folder=scratch)
    finally:
        assert not [left for left in scratch.iterdir() if left.is_file()], "cleaned copies must not stay"


def cells(raw: Raw) -> list[tuple[object, ...]]:
    (table,) = raw.tables.values()
    query = f"SELECT * EXCLUDE (_row) FROM {table.get_name()} ORDER BY _row"
    found: list[tuple[object, ...]] = raw.con.raw_sql(query).fetchall()
    return found


def refusal(folder: Path, content: bytes, name: str = "export.csv") -> UnreadableFile:
    with pytest.raises(UnreadableFile) as refused:
        read(folder, content, name)
    assert refused.value.message.endswith(".")
    return refused.value


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "empty.csv", "file.empty"),
        (b"\xef\xbb\xbf\r\n\r\n", "bom.csv", "file.empty"),
        (b"\x00" * 100, "zeros.csv", "file.empty"),
        (b"number;opened\n", "header.csv", "file.no_rows"),
        (gzip.compress(GOOD.encode() * 500)[:-40], "cut.csv.gz", "file.truncated"),
        (gzip.compress(GOOD.encode())[:10] + b"\xff" * 400, "broken.csv.gz", "file.damaged"),
        (b",".join(b"c%d" % at for at in range(900)) + b"\n1\n", "wide.csv", "file.too_many_columns"),
        (b"{%s}" % b",".join(b'"c%d": 1' % at for at in range(900)), "wide.jsonl", "file.too_many_columns"),
        (b"%PDF-1.4 x", "report.csv", "file.unknown_format"),
        (b"<!DOCTYPE html><html><body>Sign in", "login.csv", "file.web_page"),
        (b"PK\x03\x04 not a workbook", "broken.xlsx", "file.damaged"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(
    content: bytes, name: str, code: str, tmp_path: Path
) -> None:
    assert refusal(tmp_path, content, name).code == code


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as refused:
        open_raw([tmp_path / "gone.csv"], folder=tmp_path)
    assert refused.value.code == "file.unavailable"


def test_one_endless_line_is_refused_before_it_fills_memory(tmp_path: Path) -> None:
    """3 GB of one letter, packed to 3 MB; it is refused after 16 MB."""
    path = tmp_path / "line.csv.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(b"number;title\nINC1;")
        for _ in range(40):
            file.write(b"x" * (1 << 20))
    with pytest.raises(UnreadableFile) as refused:
        clean_copy(path, tmp_path / "copy.txt")
    assert (refused.value.code, refused.value.details["line"]) == ("file.line_too_long", 2)


def test_a_bomb_is_refused_by_its_ratio_and_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(b"a;b\n" * (1 << 20)))
    for limits in (Limits(ratio=100, ratio_from=1 << 20), Limits(expanded=1 << 20)):
        with opened(path, limits) as file, pytest.raises(UnreadableFile) as refused:
            file.read()
        assert refused.value.code == "file.too_large"
    assert LIMITS.ratio > 100


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp1251", "gb18030", "big5", "shift_jis"],
)
def test_the_letters_of_any_usual_encoding_arrive(encoding: str, tmp_path: Path) -> None:
    words = {
        "cp1252": "Störung an der Tür, Gerät fällt aus, Prüfung läuft für Müller",
        "cp1251": "Не работает принтер в бухгалтерии, прошу помочь как можно скорее",
        "gb18030": "打印机无法打印，请尽快处理，财务部门的所有电脑都受到影响",
        "big5": "印表機無法列印，請盡快處理，財務部門的所有電腦都受到影響",
        "shift_jis": "プリンターが印刷できません。できるだけ早く対応してください",
    }.get(encoding, "Störung принтер 打印机")
    rows = "".join(f"INC{n};{words} {n}\n" for n in range(200))
    raw = read(tmp_path, ("number;title\n" + rows).encode(encoding))
    assert cells(raw)[7] == ("INC7", f"{words} 7")
    assert len(cells(raw)) == 200
    assert raw.files[0].confidence is not None


def test_nuls_and_old_line_ends_are_cleaned(tmp_path: Path) -> None:
    raw = read(tmp_path, b"number;title\r\nINC1;a\x00b\rINC2;c\r\n")
    assert cells(raw) == [("INC1", "ab"), ("INC2", "c")]
    assert raw.files[0].notes == ("nuls_removed=1",)


def test_ragged_rows_are_refused_with_their_line_and_reason(tmp_path: Path) -> None:
    text = 'number;opened;title\nINC1;x;a\nINC2;x\nINC3;"two\nlines";c\nINC4;x;d;e\nINC5;x;f\n' + "INC9;x;z\n" * 20
    raw = read(tmp_path, text.encode())
    assert [(row.line, row.reason, row.repair) for row in raw.rejected] == [
        (3, "row.too_few_cells", "row.check_delimiters"),
        (6, "row.too_many_cells", "row.quote_the_cell"),
    ]
    assert raw.rejected[0].example == "INC2;x"
    assert (raw.files[0].rows, raw.rejected_rows, raw.rows) == (23, 2, 25)


def test_a_quote_never_closed_costs_the_lines_it_swallows_and_says_so(tmp_path: Path) -> None:
    text = "number;title\n" + "INC1;a\n" * 30 + 'INC2;"open\nINC3;b\nINC4;c\n'
    raw = read(tmp_path, text.encode())
    assert (len(cells(raw)), raw.rejected[0].reason, raw.rejected[0].line) == (30, "row.quote_not_closed", 32)
    assert raw.rejected_rows >= 3


def test_column_names_that_come_twice_are_kept_apart(tmp_path: Path) -> None:
    raw = read(tmp_path, b"Key;Comment;comment;;Comment\n1;a;b;c;d\n2;a;b;c;d\n")
    (table,) = raw.tables.values()
    assert table.columns == ("_row", "Key", "Comment", "comment (2)", "column_4", "Comment (3)")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^", "~"])
def test_any_delimiter_is_found(delimiter: str, tmp_path: Path) -> None:
    raw = read(tmp_path, GOOD.replace(";", delimiter).encode())
    assert cells(raw) == [("INC1", "01.02.2024 10:00", "a"), ("INC2", "13.02.2024 10:00", "b")]


def test_titles_above_the_header_and_the_line_of_spreadsheets_are_skipped(tmp_path: Path) -> None:
    raw = read(tmp_path, ("sep=;\nIncidents 2024\n\n" + GOOD + GOOD.split("\n", 1)[1]).encode())
    assert cells(raw)[0] == ("INC1", "01.02.2024 10:00", "a")
    assert raw.files[0].first_line == 5


def workbook(sheets: dict[str, list[list[object]]]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_gives_a_table_for_each_sheet_and_never_computes(tmp_path: Path) -> None:
    from datetime import datetime

    when = datetime.fromisoformat("2024-02-01 10:00")
    content = workbook(
        {
            "Tickets": [
                ["Report of February"],
                ["number", "opened", "title", "sum"],
                ["INC1", when, "'=1+1", "=1+1"],
                ["INC2", when, 7.0, 2.5],
            ],
            "Empty": [],
        }
    )
    raw = read(tmp_path, content, "tickets.xlsx")
    # Nobody ever calculated the formula, so there is no saved value: the cell is empty, not 2.
    assert cells(raw) == [("INC1", "2024-02-01 10:00:00", "'=1+1", None), ("INC2", "2024-02-01 10:00:00", "7", "2.5")]


@pytest.mark.slow
def test_a_workbook_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(600):
                sheet.write(b" " * (1 << 20))
    assert refusal(tmp_path, out.getvalue(), "bomb.xlsx").code == "file.too_large"


def test_json_lines_give_tickets_and_their_updates_and_name_bad_lines(tmp_path: Path) -> None:
    text = (
        '{"id": 1, "title": "a", "state": {"name": "open"}, "tags": ["x", "y"], "updates": '
        '[{"at": "2024-02-01T10:00:00Z", "status": "new"}, {"at": "2024-02-01T11:00:00Z", "status": "done"}]}\n'
        "{broken\n"
        '{"id": 2, "title": "b", "updates": []}\n'
    )
    raw = read(tmp_path, text.encode(), "status.jsonl")
    assert {name: table.count().execute() for name, table in raw.tables.items()} == {"status": 2, "status.updates": 2}
    assert [(row.line, row.reason) for row in raw.rejected] == [(2, "row.not_json")]
    assert raw.tables["status"].columns[:5] == ("_row", "id", "title", "state.name", "tags")
    assert raw.tables["status.updates"].columns == ("_row", "parent.id", "at", "status")


@pytest.mark.parametrize(
    "text",
    [
        '[{"number": "INC1", "title": "a"}, {"number": "INC2", "title": "b"}]',
        '{"result": [{"number": "INC1", "title": "a"}, {"number": "INC2", "title": "b"}]}',
        '{\n "result": [\n  {"number": "INC1", "title": "a"},\n  {"number": "INC2", "title": "b"}\n ]\n}',
    ],
    ids=["array", "document in a line", "document"],
)
def test_json_arrays_and_documents_are_read(text: str, tmp_path: Path) -> None:
    assert cells(read(tmp_path, text.encode(), "answer.json")) == [("INC1", "a"), ("INC2", "b")]


def test_json_that_breaks_off_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, b'[{"number": "INC1"}, {"numb', "cut.json").code.startswith("file.")


def spelled_workbook(sheet: str, **more: str) -> bytes:
    """An XLSX of one sheet with these rows."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r" Type="{office}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="r" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="r"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>',
        **more,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def cell(place: str, value: str) -> str:
    return f'<c {place} t="inlineStr"><is><t>{value}</t></is></c>'


TABLE = "".join(
    f'<row r="{row}">{cell(f"r={chr(34)}A{row}{chr(34)}", f"T{row}")}{cell(f"r={chr(34)}B{row}{chr(34)}", "x")}</row>'
    for row in range(1, 6)
)


@pytest.mark.parametrize(
    "far",
    [
        '<row r="1048576">' + cell('r="XFD1048576"', " ") + "</row>",
        '<row r="1048576">' + cell('r="Z1048576"', " ") + "</row>",
        '<row r="1048576">' + cell("r='XFD1048576'", " ") + "</row>",
        '<row r="1048576">' + cell('s="/>" r = "XFD1048576"', " ") + "</row>",
        '<row r="1048576">' + cell('r="XFD1048576" s="/>"', " ") + "</row>",
        '<row r="1048576">' + cell("", " ") * 30 + "</row>",
        '<x:row xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:c r="XFD1048576"><x:v>1</x:v>'
        "</x:c></x:row>",
    ],
)
def test_a_cell_far_out_is_refused_before_anything_is_laid_out(far: str, tmp_path: Path) -> None:
    refused = refusal(tmp_path, spelled_workbook(TABLE + far), "far.xlsx")
    assert refused.code == "file.too_large"
    assert "save the sheet as CSV" in refused.message


def test_empty_cells_far_out_and_cells_without_a_place_do_no_harm(tmp_path: Path) -> None:
    rows = "".join(f"<row>{cell('', f'T{row}')}{cell('', 'x')}</row>" for row in range(1, 6))
    for at, sheet in enumerate((TABLE + '<row r="1048576"><c r="XFD1048576" s="1"/></row>', rows)):
        (tmp_path / str(at)).mkdir()
        assert len(cells(read(tmp_path / str(at), spelled_workbook(sheet), "export.xlsx"))) in (4, 5)


def test_a_workbook_of_another_kind_is_refused(tmp_path: Path) -> None:
    assert (
        refusal(tmp_path, spelled_workbook(TABLE, **{"xl/workbook.bin": "x"}), "b.xlsx").code == "file.unknown_format"
    )


def test_a_record_of_lists_in_lists_without_end_is_refused_alone(tmp_path: Path) -> None:
    good = '{"number": "A", "opened": "2024-01-01"}\n'
    raw = read(tmp_path, f'{good}{{"number": "X", "a": {"[" * 1000}{"]" * 1000}}}\n{good}'.encode(), "deep.jsonl")
    assert [(row.reason, row.repair) for row in raw.rejected] == [("row.unreadable", "row.export_again")]
    assert (raw.rejected_rows, len(cells(raw))) == (1, 2)
