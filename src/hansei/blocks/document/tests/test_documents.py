"""One description in four forms and four languages, with the worst that people's own words can hold."""

from __future__ import annotations

import io
import zipfile

import docx
import openpyxl
import pypdf
import pytest
from django.utils import translation
from django.utils.translation import gettext as _

from hansei.blocks.document import api as document
from hansei.blocks.document import paper, printing
from hansei.blocks.document.templatetags.document import widths
from hansei.kernel.errors import Refusal
from hansei.ui import marks, words
from hansei.ui.components import Figure

BASE = "https://hansei.example/"
HOSTILE = "=cmd|' /C calc'!A0\x00\x1b\u202e<script>alert(1)</script>"
SEEN = "=cmd|' /C calc'!A0<script>alert(1)</script>"


def described() -> document.Document:
    """A document in whatever language is active."""
    picture = marks.pareto([("Сброс пароля 密码", 3), (HOSTILE, 1)], "Чаще всего")
    table = document.Table(
        "Rows: [all]/*",
        ["Имя", document.Cell("n", numeric=True)],
        [
            [document.Cell(HOSTILE, url="javascript:alert(1)", is_data=True), document.Cell("7", value=7)],
            [document.Cell("服務台", url="/tickets/1"), document.Cell(words.number(None))],
        ],
    )
    figures = [Figure(0.4, label="Met", form="share", n=5, low=0.05, high=0.85), Figure(None, label="Empty")]
    return document.Document(
        HOSTILE,
        [
            document.Section("一", [document.Paragraph(HOSTILE), document.Figures(figures), table], number=1),
            document.Section(
                "Д", [document.Drawing(picture), document.Signatures([document.Signature("Owner", "Ωμέγα")])]
            ),
            document.Section("Ничего", []),
        ],
        facts=[("Период", "2025")],
        preface="Для Ωμέγα",
        template="Template: report, version 3",
        seal="9f3c",
        mark=_("no data"),
        name="Отчёт 2025/10",
    )


def file_of(form: str, language: str = "ru") -> document.File:
    return document.rendered(described, form, language=language, base=BASE)


def test_a_pdf_shows_chinese_and_russian_letters_from_fonts_of_its_own_and_prints_the_template():
    reader = pypdf.PdfReader(io.BytesIO(file_of("pdf").content))
    said = "".join(page.extract_text() for page in reader.pages)
    assert "Имя" in said and "服務台" in said and "Для Ωμέγα" in said and "Template: report, version 3" in said
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
    for font in fonts:
        below = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(below["/FontDescriptor"].get_object())
    targets = {each.get_object().get("/A", {}).get("/URI") for page in reader.pages for each in page.get("/Annots", [])}
    assert targets == {"https://hansei.example/tickets/1"}


def test_a_docx_names_east_asian_fonts_and_repeats_the_heads_of_tables():
    made = docx.Document(io.BytesIO(file_of("docx", "zh-hant").content))
    normal = made.styles["Normal"].element.xml
    assert 'w:eastAsia="Microsoft JhengHei"' in normal and 'w:eastAsia="zh-TW"' in normal
    assert made.tables[-1]._tbl.xml.count("w:tblHeader") == 1
    assert [cell.text for cell in made.tables[-1].rows[1].cells] == [SEEN, "7"]
    assert len(made.inline_shapes) == 1
    assert 'descr="Чаще всего"' in made.element.xml
    assert "Template: report, version 3" in made.sections[0].footer.paragraphs[0].text


def test_a_workbook_computes_nothing_and_keeps_figures_as_figures():
    book = openpyxl.load_workbook(io.BytesIO(file_of("xlsx").content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}  # none is a formula
    rows = book["Rows all"]
    assert (rows["A2"].value, rows["B2"].value) == (SEEN, 7)
    assert rows["A3"].hyperlink.target == "https://hansei.example/tickets/1"
    assert 0.4 in [cell.value for cell in cells]


def test_words_of_people_stay_words_in_html():
    written = file_of("html").content.decode()
    assert "<script" not in written and "&lt;script&gt;alert(1)" in written
    assert "javascript:" not in written and "\x00" not in written and "\u202e" not in written
    assert '<html lang="ru">' in written and "[5%; 85%]" not in written


@pytest.mark.parametrize(
    ("language", "said"), [("en", "no data"), ("ru", "нет данных"), ("zh-hans", "无数据"), ("zh-hant", "無資料")]
)
def test_a_document_speaks_its_own_language_and_not_the_readers(language: str, said: str):
    with translation.override("ru" if language != "ru" else "en"):
        written = file_of("html", language).content.decode()
    assert said in written
    assert ("нет данных" in written) is (language == "ru")


@pytest.mark.parametrize(("form", "language"), [("exe", "en"), ("pdf", "xx"), ("", "en")])
def test_an_unknown_form_or_language_is_refused(form: str, language: str):
    with pytest.raises(Refusal) as no:
        document.rendered(described, form, language=language, base=BASE)
    assert no.value.code == "document.unknown_form"


@pytest.mark.slow
def test_a_table_of_two_hundred_pages_is_cut_on_paper_and_whole_in_the_workbook():
    def long() -> document.Document:
        rows = [[f"row {at}", str(at)] for at in range(9000)]
        return document.Document("Long", [document.Section("All", [document.Table("Rows", ["a", "b"], rows)])])

    book = openpyxl.load_workbook(io.BytesIO(document.rendered(long, "xlsx", language="en", base=BASE).content))
    assert book["Rows"].max_row == 9001
    text = document.rendered(long, "html", language="en", base=BASE).content.decode()
    assert text.count('<th scope="row">') == 1500 and "Rows left out here: 7\u202f500." in text
    assert (
        len(
            docx.Document(io.BytesIO(document.rendered(long, "docx", language="en", base=BASE).content))
            .tables[0]
            ._tbl.tr_lst
        )
        == 1501
    )


def test_sheets_with_one_title_get_names_of_their_own():
    def twice() -> document.Document:
        tables = [document.Table("A" * 40, ["x"], [["1"]])] * 3
        return document.Document("T", [document.Section("S", tables)])

    book = openpyxl.load_workbook(io.BytesIO(document.rendered(twice, "xlsx", language="en", base=BASE).content))
    assert book.sheetnames[1:] == ["A" * 31, "A" * 29 + " 2", "A" * 29 + " 3"]


def test_a_docx_is_a_sound_archive_of_sound_xml():
    from defusedxml.ElementTree import fromstring

    with zipfile.ZipFile(io.BytesIO(file_of("docx").content)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            if name.endswith(".xml"):
                fromstring(archive.read(name))


def test_a_narrow_column_still_holds_the_longest_word_of_its_head():
    """88 letters a line: 13 letters and the gap need 16 per cent, 9 need 12; the two longer columns share 72."""
    table = document.Table(
        "", ["Пункт", "Проверка", "Запланировано", "Выполняет"], [["ΩΩΩ " * 12, "ΩΩΩ " * 7, "да", "–"]]
    )
    assert widths(table) == [45, 27, 16, 12]


def test_where_the_line_is_too_short_for_all_words_those_of_the_heads_stay_whole():
    """Eight keys of 20 letters want 184 per cent; heads of 13 and 4 letters need 16 and 6: what is left is shared."""
    table = document.Table("", ["Запланировано", *["Ключ"] * 7], [["ΩΩΩΩ-ΩΩΩΩ-ΩΩΩΩ-ΩΩΩΩΩ"] * 8])
    found = widths(table)
    assert found[0] >= 16
    assert min(found) >= 6
    assert sum(found) <= 101


def test_what_a_no_break_space_ties_together_is_one_word():
    """12 letters and the gap need 15 per cent, though each half has six."""
    table = document.Table("", ["n", "Ω"], [["123456\u00a0hours", "ΩΩΩ " * 12]])
    assert widths(table)[0] >= 15


def pasted(text: str) -> document.Make:
    return lambda: document.Document("T", [document.Section("S", [document.Paragraph(text, "quote", "Ωμέγα")])])


def pages_of(make: document.Make, language: str = "en") -> list[str]:
    file = document.rendered(make, "pdf", language=language, base=BASE)
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(file.content)).pages]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "… 9\u202f700 more lines stand in the DOCX and HTML files."),
        ("ru", "… ещё 9\u202f700 строк"),
        ("zh-hans", "DOCX"),
        ("zh-hant", "DOCX"),
    ],
)
def test_a_pasted_log_is_cut_on_paper_which_says_so_and_where_the_rest_stands(language: str, said: str):
    with translation.override(language):
        made = paper.fitted(pasted("\r\n".join(f"line {at}" for at in range(10_000)))())
    cut, remark = made.sections[0].parts
    assert isinstance(cut, document.Paragraph) and isinstance(remark, document.Paragraph)
    assert cut.text.splitlines() == [f"line {at}" for at in range(300)] and cut.by == "Ωμέγα"
    assert said in remark.text and remark.kind == "quiet"


def test_what_is_cut_on_paper_stands_whole_in_the_other_files():
    log = pasted("\n".join(f"line {at}" for at in range(400)))
    paper_says = " ".join("".join(pages_of(log)).split())
    assert "line 299" in paper_says and "line 300" not in paper_says and "… 100 more lines stand" in paper_says
    assert "line 399" in document.rendered(log, "html", language="en", base=BASE).content.decode()
    word = docx.Document(io.BytesIO(document.rendered(log, "docx", language="en", base=BASE).content))
    assert any("line 399" in each.text for each in word.paragraphs)
    exact = paper.fitted(pasted("\n".join("x" * 300))())
    assert len(exact.sections[0].parts) == 1


def test_a_word_of_thousands_of_letters_breaks_on_paper_and_an_address_stays_whole():
    url, word = f"https://h.example/{'a' * 300}", "x" * 250
    row = [document.Cell(word, url=url), document.Cell("服" * 250)]
    made = paper.fitted(document.Document("T", [document.Section("S", [document.Table(word, ["a", "b"], [row])])]))
    table = made.sections[0].parts[0]
    assert isinstance(table, document.Table) and isinstance(table.rows[0][0], document.Cell)
    assert [len(each) for each in table.title.split(paper.MAY_BREAK)] == [100, 100, 50]
    assert table.rows[0][0].url == url and paper.MAY_BREAK in table.rows[0][0].text
    assert table.rows[0][1] == document.Cell("服" * 250)


def test_a_pdf_that_takes_too_long_is_ended_with_what_to_do_and_frees_its_place(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(printing, "LONGEST_PRESS", 0.01)
    for _again in range(printing.AT_ONCE + 1):
        with pytest.raises(Refusal) as no:
            file_of("pdf", "en")
        assert no.value.code == "pdf.too_long" and "DOCX or HTML" in no.value.message
    monkeypatch.undo()
    assert file_of("pdf").content.startswith(b"%PDF")


def test_of_three_pdfs_at_once_the_third_waits_and_then_is_told_to_try_again(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(printing, "LONGEST_WAIT", 0.05)
    with printing.presses, printing.presses, pytest.raises(Refusal) as no:
        file_of("pdf")
    assert no.value.code == "pdf.busy"
    assert file_of("pdf").content.startswith(b"%PDF")
