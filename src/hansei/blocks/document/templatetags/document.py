"""What only the templates of documents need: the other tags are the frame's (`hansei`)."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Any, Final

from django import template
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info

from hansei.blocks.document import cleaning
from hansei.blocks.document.description import Cell, Table
from hansei.blocks.document.rendering import FORMS, LANGUAGES
from hansei.ui import marks
from hansei.ui.components import with_query

register = template.Library()
PAPER: Final = 670.0  # pixels across the text of an A4 sheet
LINE: Final = 88  # letters of a table across that text
LONGEST_WORD: Final = 24  # a longer one may break
MOST_ROWS: Final = 1500  # of one table on a page or on paper, about 30 sheets; the workbook has them all


@register.filter
def cell(given: Cell | str) -> Cell:
    return given if isinstance(given, Cell) else Cell(given)


@register.filter
def widths(table: Table) -> list[int]:
    """About how wide each column wants to be, in per cent: paper that need not ask each cell is drawn twice as fast."""
    if not table.head:
        return []
    heads = [max(4, _longest_word(cell(each).text)) for each in table.head]
    wants, words = [max(4, min(48, _width(cell(each).text))) for each in table.head], [*heads]
    for row in table.rows[:60]:
        for at, given in enumerate(row[: len(wants)]):
            text = cell(given).text
            wants[at] = max(wants[at], min(48, _width(text)))
            words[at] = max(words[at], _longest_word(text))
    # A letter more: what parts one column from the next, and letters that are wider than others.
    return _shared(wants, [[math.ceil(100 * (each + 1) / LINE) for each in least] for least in (words, heads)])


def _shared(wants: list[int], needs: list[list[int]]) -> list[int]:
    """Share out the line; a column gets at least what its longest word needs, or, on a short line, that of its head."""
    least = next((each for each in needs if sum(each) < 100), None)
    if least is None:
        return [max(4, round(100 * each / sum(wants))) for each in wants]
    short = [100 * want / sum(wants) < need for want, need in zip(wants, least, strict=True)]
    left = 100 - sum(need for need, is_short in zip(least, short, strict=True) if is_short)
    rest = sum(want for want, is_short in zip(wants, short, strict=True) if not is_short)
    return [
        need if is_short else max(4, round(left * want / rest))
        for want, need, is_short in zip(wants, least, short, strict=True)
    ]


def _longest_word(text: str) -> int:
    """How long the longest word is that is not to be broken; a line of Han characters breaks anywhere.

    What a no-break space ties together is one word.
    """
    words = re.split(r"[ \n]", text[:64])
    whole = [each for each in words if not any(ord(character) > 0x2E80 for character in each)]
    return min(LONGEST_WORD, max(map(len, whole), default=0))


def _width(text: str) -> int:
    """Han characters take two places."""
    return sum(2 if ord(character) > 0x2E80 else 1 for character in text[:64])


@register.filter
def first_rows(table: Table) -> Any:
    return table.rows[:MOST_ROWS]


@register.filter
def rows_left_out(table: Table) -> int:
    return max(0, len(table.rows) - MOST_ROWS)


@register.filter
def whole(url: str, base: str) -> str:
    """The address as it is on a page of ours; whole in a file that leaves the site."""
    return cleaning.whole(url, base) if base else url


@register.filter
def alone(picture: marks.Picture) -> SafeString:
    """The picture with its colours written in, for a document without the site's styles; no wider than paper."""
    scale = min(1.0, PAPER / picture.width)
    fitted = replace(picture, class_="")
    _declaration, _end, drawn = marks.standalone(
        fitted, width=picture.width * scale, height=picture.height * scale
    ).partition("?>")
    return mark_safe(drawn)  # made of escaped parts by the pen


@register.inclusion_tag("document/files.html", takes_context=True)
def document_files(context: template.Context, url: str = "") -> dict[str, Any]:
    """Links to the document as PDF, DOCX, XLSX and HTML in each language; the view answers `asked_for`."""
    request: HttpRequest = context["request"]
    address = url or request.path
    languages = [
        (
            get_language_info(code)["name_local"],
            code,
            [(form, f"{address}{with_query(request, document=form, language=code)}") for form in FORMS[1:] + FORMS[:1]],
        )
        for code in LANGUAGES
    ]
    here = [entry for entry in languages if entry[1] == request.LANGUAGE_CODE]
    return {"mine": (here or languages)[0][2], "languages": languages}
