"""A document as paper can take it: pasted texts are cut where they would fill sheets, words that no line holds part."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from hansei.blocks.document.cleaning import changed
from hansei.blocks.document.description import Document, Paragraph, Part
from hansei.ui import words

MOST_LINES: Final = 300  # of one text on paper, about six sheets; the other files have them all
# The cost of a word grows with the square of its letters. A line of Han characters breaks anywhere as it is.
LONG_WORD: Final = re.compile("([^\\s\u2e80-\uffff\U00020000-\U0003ffff]{100})(?=[^\\s])")
MAY_BREAK: Final = "\u200b"
LINE_END: Final = re.compile("\r\n|\r|\n")


def fitted(made: Document) -> Document:
    """The same document for paper; where a text is cut, the document says so and where the rest stands."""
    cut = [replace(each, parts=[part for old in each.parts for part in _cut(old)]) for each in made.sections]
    return changed(replace(made, sections=cut), parted, apart={"url"})


def parted(text: str) -> str:
    """The text with a place to break after every hundred letters of one word.

    >>> [len(each) for each in parted("x" * 250 + " y").split(MAY_BREAK)]
    [100, 100, 52]
    """
    # What is marked as safe is markup of our own, a picture: nothing is put into it.
    return (
        text if isinstance(text, SafeString) or not LONG_WORD.search(text) else LONG_WORD.sub(rf"\1{MAY_BREAK}", text)
    )


def _cut(part: Part) -> list[Part]:
    if not isinstance(part, Paragraph):
        return [part]
    lines = LINE_END.split(part.text)
    left = len(lines) - MOST_LINES
    if left <= 0:
        return [part]
    said = ngettext(
        "… %(n)s more line stands in the DOCX and HTML files.",
        "… %(n)s more lines stand in the DOCX and HTML files.",
        left,
    )
    return [
        replace(part, text="\n".join(lines[:MOST_LINES])),
        Paragraph(said % {"n": words.number(left)}, "quiet"),
    ]
