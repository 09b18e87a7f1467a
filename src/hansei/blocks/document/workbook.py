"""A document as XLSX: what it says on the first sheet, every table whole on one of its own. No cell ever computes."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from hansei.blocks.document.cleaning import whole
from hansei.blocks.document.description import Bullets, Cell, Document, Drawing, Figures, Paragraph, Part, Table
from hansei.ui import words
from hansei.ui.components import Figure

MOST_CHARACTERS: Final = 32_767  # of a cell
MOST_ROWS: Final = 1_048_576
MOST_LINKS: Final = 60_000  # of a sheet; the format allows 65 530
FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")


def written(made: Document, base: str) -> bytes:
    import xlsxwriter

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": made.title[:255], "comments": made.template[:255]})
        _Writer(book, made, base).write()
    return file.getvalue()


class _Writer:
    def __init__(self, book: Any, made: Document, base: str) -> None:
        self.book, self.made, self.base = book, made, base
        self.looks = {
            "bold": book.add_format({"bold": True}),
            "title": book.add_format({"bold": True, "font_size": 14}),
            "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
            "share": book.add_format({"num_format": "0.0%"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        self.names: set[str] = set()
        self.sheet, self.line = self.new_sheet(_("Document")), 0

    def write(self) -> None:
        made = self.made
        self.sheet.set_column(0, 0, 48)
        self.sheet.set_column(1, 6, 18)
        for text, look in ((made.kicker, ""), (made.title, "title"), (made.mark, "bold"), (made.conclusion, "")):
            if text:
                self.put([text], look)
        for label, text in made.facts:
            self.put([label, text])
        if made.preface:
            self.put([made.preface], "wrap")
        for section in made.sections:
            self.line += 1
            self.put([section.title if section.number is None else f"{section.number}  {section.title}"], "bold")
            for part in section.parts:
                self.part(part)
        self.line += 1
        for text in (made.template, words.labelled(_("Seal"), made.seal) if made.seal else ""):
            if text:
                self.put([text])

    def part(self, part: Part) -> None:
        if isinstance(part, Paragraph):
            self.put([part.text, part.by] if part.by else [part.text], "wrap")
        elif isinstance(part, Bullets):
            for line in part.lines:
                self.put([f"• {line}"])
        elif isinstance(part, Figures):
            self.put([_("Figure"), _("Value"), _("Unit"), "n", _("Low"), _("High"), _("Note")])
            for figure in part.figures:
                self.figure(figure)
        elif isinstance(part, Table):
            self.put([part.title, _("on the sheet “%(sheet)s”") % {"sheet": self.table(part)}])
        elif isinstance(part, Drawing):
            if not (picture := part.picture).rows:
                return  # its figures stand in a table beside it
            name = self.table(Table(picture.title, picture.head, picture.rows))
            self.put([picture.title, _("on the sheet “%(sheet)s”") % {"sheet": name}])
        else:
            for each in part.lines:
                self.put([each.role, each.name, words.exact(each.at) if each.at else "", each.note])

    def figure(self, each: Figure) -> None:
        look = self.looks["share"] if each.form == "share" else None
        self.text(0, str(each.label), None)
        for at, value in ((1, each.value), (4, each.low), (5, each.high)):
            if isinstance(value, int | float):
                self.sheet.write_number(self.line, at, float(value), look)
            elif value is not None:
                self.text(at, str(value), None)
        if each.value is None:
            self.text(1, words.no_data(), None)
        self.text(2, str(each.unit) or {"hours": _("h"), "span": _("s")}.get(each.form, ""), None)
        if each.n is not None:
            self.sheet.write_number(self.line, 3, each.n)
        self.text(6, str(each.note), None)
        self.line += 1

    def put(self, cells: Sequence[str], look: str = "") -> None:
        for at, cell in enumerate(cells):
            self.text(at, str(cell), self.looks[look] if look else None)
        self.line += 1

    def text(self, at: int, text: str, look: Any) -> None:
        if text:
            self.sheet.write_string(self.line, at, text[:MOST_CHARACTERS], look)

    def table(self, table: Table) -> str:
        """Write a table on a sheet of its own; return the sheet's name."""
        sheet = self.new_sheet(table.title or _("Table"))
        for at, given in enumerate(table.head):
            sheet.write_string(0, at, _cell(given).text[:MOST_CHARACTERS], self.looks["bold"])
        links = 0
        for line, row in enumerate(table.rows[: MOST_ROWS - 1], 1):
            for at, given in enumerate(row):
                cell = _cell(given)
                url = whole(cell.url, self.base) if cell.url and links < MOST_LINKS else ""
                links += bool(url)
                self._cell(sheet, line, at, cell, url)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(0, len(table.head) - 1), 18)
        return str(sheet.get_name())

    def _cell(self, sheet: Any, line: int, at: int, cell: Cell, url: str) -> None:
        if isinstance(cell.value, date):
            sheet.write_datetime(line, at, cell.value, self.looks["day"])
        elif cell.value is not None:
            sheet.write_number(line, at, cell.value)
        elif url and len(url) < 2000 and len(cell.text) < 255:
            sheet.write_url(line, at, url, string=cell.text)
        else:
            sheet.write_string(line, at, cell.text[:MOST_CHARACTERS])

    def new_sheet(self, title: str) -> Any:
        """Names are short, without seven signs, and no two alike."""
        plain = " ".join(FORBIDDEN.sub(" ", title).split()).strip(" '")[:31] or _("Table")
        name, again = plain, 2
        while name.lower() in self.names or name.lower() == "history":
            name, again = f"{plain[: 31 - len(str(again)) - 1]} {again}", again + 1
        self.names.add(name.lower())
        return self.book.add_worksheet(name)


def _cell(given: Cell | str) -> Cell:
    return given if isinstance(given, Cell) else Cell(str(given))
