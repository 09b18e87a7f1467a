"""A document as DOCX: headings, tables whose head repeats, pictures with a text alternative, East Asian fonts named."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from hansei.blocks.document.cleaning import whole
from hansei.blocks.document.description import (
    Bullets,
    Cell,
    Document,
    Drawing,
    Figures,
    Paragraph,
    Part,
    Section,
    Signature,
    Table,
)
from hansei.blocks.document.templatetags.document import MOST_ROWS
from hansei.ui import marks, words
from hansei.ui.components import Figure

# Programs choose by the character: Latin and Cyrillic here, Han there.
LATIN: Final = "Calibri"
HAN: Final = {"zh-hant": "Microsoft JhengHei"}
HAN_OTHERWISE: Final = "Microsoft YaHei"
TAGS: Final = {"en": "en-GB", "ru": "ru-RU", "zh-hans": "zh-CN", "zh-hant": "zh-TW"}
GREY, INK, SOON = "555555", "1C1A17", "8A5A00"
WIDTH: Final = 178  # of the text, in millimetres


def written(made: Document, base: str) -> bytes:
    import docx

    book = docx.Document()
    writer = _Writer(book, made, base)
    writer.settle()
    writer.head()
    for section in made.sections:
        writer.section(section)
    writer.foot()
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


class _Writer:
    def __init__(self, book: Any, made: Document, base: str) -> None:
        self.book, self.made, self.base = book, made, base

    def settle(self) -> None:
        """Paper, fonts and languages of the whole file."""
        from docx.shared import Mm, Pt

        paper = self.book.sections[0]
        paper.page_width, paper.page_height = Mm(210), Mm(297)
        paper.left_margin = paper.right_margin = Mm(16)
        paper.top_margin, paper.bottom_margin = Mm(18), Mm(20)
        for name in ("Normal", "Title", "Heading 1", "Heading 2"):
            style = self.book.styles[name]
            style.font.name, style.font.color.rgb = LATIN, _colour(INK)
            self._fonts(style.element.get_or_add_rPr())
        self.book.styles["Normal"].font.size = Pt(10)
        self.book.styles["Title"].font.size = Pt(20)
        self.book.styles["Heading 1"].font.size, self.book.styles["Heading 2"].font.size = Pt(13), Pt(10.5)
        about = self.book.core_properties
        about.title, about.author, about.language = self.made.title[:255], "", TAGS.get(self.made.language, "en-GB")
        about.comments = self.made.template[:255]

    def _fonts(self, properties: Any) -> None:
        from docx.oxml.ns import qn
        from docx.oxml.parser import OxmlElement

        fonts = properties.get_or_add_rFonts()
        for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{name}"), None)
        for name in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{name}"), LATIN)
        fonts.set(qn("w:eastAsia"), HAN.get(self.made.language, HAN_OTHERWISE))
        for old in properties.findall(qn("w:lang")):
            properties.remove(old)
        language, tag = OxmlElement("w:lang"), TAGS.get(self.made.language, "en-GB")
        language.set(qn("w:val"), tag if not tag.startswith("zh") else "en-GB")
        language.set(qn("w:eastAsia"), tag if tag.startswith("zh") else "zh-CN")
        properties.append(language)

    def head(self) -> None:
        made = self.made
        if made.kicker:
            self.words(made.kicker, colour=GREY, size=9)
        self.book.add_paragraph(made.title, style="Title")
        if made.mark:
            self.words(made.mark, colour=SOON, bold=True)
        if made.conclusion:
            self.words(made.conclusion, size=12)
        for label, text in made.facts:
            line = self.book.add_paragraph()
            line.paragraph_format.space_after = 0
            self.run(line, words.labelled(label, ""), colour=GREY)
            self.run(line, text)
        if made.preface:
            self.words(made.preface)

    def section(self, section: Section) -> None:
        number = "" if section.number is None else f"{section.number}  "
        heading = self.book.add_paragraph(number + section.title, style="Heading 1")
        heading.paragraph_format.page_break_before = section.breaks
        for part in section.parts:
            self.part(part)
        if not section.parts:
            self.words(words.no_data(), colour=GREY)

    def part(self, part: Part) -> None:
        if isinstance(part, Paragraph):
            self.paragraph(part)
        elif isinstance(part, Bullets):
            for line in part.lines:
                self.book.add_paragraph(line, style="List Bullet")
        elif isinstance(part, Figures):
            rows = [[each.label, _of_figure(each, self.base), _said_of(each)] for each in part.figures]
            self.grid((_("Figure"), Cell(_("Value"), numeric=True), _("n, interval, note")), rows)
        elif isinstance(part, Table):
            self.table(part)
        elif isinstance(part, Drawing):
            self.drawing(part)
        else:
            for signature in part.lines:
                self.signature(signature)

    def paragraph(self, part: Paragraph) -> None:
        looks: dict[str, dict[str, Any]] = {
            "voice": {"size": 12}, "quiet": {"colour": GREY, "size": 9}, "warning": {"colour": SOON},
        }  # fmt: skip
        self.words(part.text, **looks.get(part.kind, {}), indent=part.kind == "quote")
        if part.by:
            self.words(part.by, colour=GREY, size=9, indent=True)

    def table(self, table: Table) -> None:
        if table.title:
            self.book.add_paragraph(table.title, style="Heading 2").paragraph_format.keep_with_next = True
        self.grid(table.head, table.rows[:MOST_ROWS])
        if (left_out := len(table.rows) - MOST_ROWS) > 0:
            said = _("Rows left out here: %(n)s. The workbook has them all.") % {"n": words.number(left_out)}
            self.words(said, colour=GREY, size=9)
        if table.note:
            self.words(table.note, colour=GREY, size=9)

    def drawing(self, part: Drawing) -> None:
        from docx.shared import Mm

        picture = part.picture
        self.words(words.joined(each for each in (picture.title, part.note) if each), bold=True).keep_with_next = True
        across = min(WIDTH, picture.width * 0.24)
        shape = self.book.add_picture(io.BytesIO(marks.as_png(picture)), width=Mm(across))
        shape._inline.docPr.set("descr", picture.description or picture.title)
        shape._inline.docPr.set("title", picture.title)
        if part.with_table and picture.rows:
            self.grid(picture.head, picture.rows)

    def signature(self, line: Signature) -> None:
        self.words(f"{line.name or '_' * 32}", space_before=12 if line.at else 24)
        when = words.exact(line.at) if line.at else ""
        self.words(" · ".join(filter(None, (line.role, when, line.note))), colour=GREY, size=9)

    def foot(self) -> None:
        if self.made.seal:
            self.words(words.labelled(_("Seal"), self.made.seal), colour=GREY, size=8, space_before=12)
        line = self.book.sections[0].footer.paragraphs[0]
        said = [self.made.running or self.made.title, self.made.mark, self.made.template]
        self.run(line, " · ".join(filter(None, said)) + " · ", colour=GREY, size=8)
        _page_number(line)

    def words(self, text: str, *, indent: bool = False, space_before: float = 0, **looks: Any) -> Any:
        from docx.shared import Mm, Pt

        line = self.book.add_paragraph()
        line.paragraph_format.left_indent = Mm(6) if indent else None
        line.paragraph_format.space_before = Pt(space_before)
        line.paragraph_format.space_after = Pt(4)
        self.run(line, text, **looks)
        return line.paragraph_format

    def run(self, line: Any, text: str, *, colour: str = "", size: float = 0, bold: bool = False) -> None:
        from docx.shared import Pt

        made = line.add_run(str(text))
        made.bold = bold or None
        if colour:
            made.font.color.rgb = _colour(colour)
        if size:
            made.font.size = Pt(size)

    def grid(self, head: Sequence[Any], rows: Sequence[Sequence[Any]]) -> None:
        """A table written as elements: asking the library for each cell of a long one takes minutes."""
        from hansei.blocks.document.word_table import table_of

        links = self.book.part
        body = self.book.element.body
        body.insert(len(body) - 1, table_of(head, rows, lambda url: links.relate_to(
            url, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink", is_external=True
        ), self.base))  # fmt: skip
        self.book.add_paragraph().paragraph_format.space_after = 0


def _of_figure(each: Figure, base: str) -> Cell:
    unit = f" {each.unit}" if each.unit and each.has_value else ""
    return Cell(each.written + unit, numeric=True, url=whole(each.url, base), tone=each.meaning)


def _said_of(each: Figure) -> str:
    said = [f"n {words.number(each.n)}" if each.n is not None else "", each.interval]
    said += [
        f"p10–p90 {each.between}" if each.between else "",
        str(each.note),
        _("extrapolated") if each.is_assumed else "",
    ]
    return " · ".join(filter(None, said))


def _colour(hexadecimal: str) -> Any:
    from docx.shared import RGBColor

    return RGBColor.from_string(hexadecimal)


def _page_number(line: Any) -> None:
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = line.add_run()
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)
