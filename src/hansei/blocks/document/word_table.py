"""A table of a DOCX as elements of its XML: thousands of rows in a second."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import OxmlElement

from hansei.blocks.document.cleaning import whole
from hansei.blocks.document.description import Cell

GREY: Final = "555555"
TONES: Final = {"bad": "9B1C1C", "soon": "8A5A00", "good": "1D6B3F"}
SIGNS: Final = {"bad": "◆ ", "soon": "▲ ", "good": "● "}
Relate = Callable[[str], str]


def table_of(head: Sequence[Any], rows: Sequence[Sequence[Any]], relate: Relate, base: str) -> Any:
    """A table over the whole width whose head repeats on every page; no row is torn by a page's end."""
    made = OxmlElement("w:tbl")
    about = _child(made, "w:tblPr")
    _child(about, "w:tblW", type="pct", w="5000")
    borders = _child(about, "w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        _child(borders, f"w:{side}", val="single", sz="4", space="0", color="CCCCCC")
    _child(about, "w:tblLayout", type="autofit")
    grid = _child(made, "w:tblGrid")
    for _column in head:
        _child(grid, "w:gridCol")
    made.append(_row(head, relate, base, is_head=True))
    for row in rows:
        made.append(_row(row, relate, base))
    return made


def _row(cells: Sequence[Any], relate: Relate, base: str, *, is_head: bool = False) -> Any:
    row = OxmlElement("w:tr")
    about = _child(row, "w:trPr")
    _child(about, "w:cantSplit")
    if is_head:
        _child(about, "w:tblHeader")
    for given in cells:
        cell = given if isinstance(given, Cell) else Cell(str(given))
        column = _child(row, "w:tc")
        line = _child(column, "w:p")
        looks = _child(line, "w:pPr")
        _child(looks, "w:spacing", before="20", after="20")
        if cell.numeric:
            _child(looks, "w:jc", val="right")
        url = "" if is_head else whole(cell.url, base)
        holder = line
        if url:
            holder = _child(line, "w:hyperlink")
            holder.set(f"{{{nsmap['r']}}}id", relate(url))
        _run(holder, SIGNS.get(cell.tone, "") + cell.text, GREY if is_head else TONES.get(cell.tone, ""), bool(url))
    return row


def _run(holder: Any, text: str, colour: str, is_link: bool) -> None:
    run = _child(holder, "w:r")
    looks = _child(run, "w:rPr")
    if colour:
        _child(looks, "w:color", val=colour)
    _child(looks, "w:sz", val="17")
    if is_link:
        _child(looks, "w:u", val="single")
    for at, part in enumerate(text.split("\n")):
        if at:
            _child(run, "w:br")
        words = _child(run, "w:t")
        words.text = part
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _child(parent: Any, name: str, **attributes: str) -> Any:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    parent.append(made)
    return made
