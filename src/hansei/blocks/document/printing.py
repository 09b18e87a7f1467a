"""A document as one HTML file that needs nothing beside it, and, through that, as a PDF with its fonts in it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from hansei.blocks.document import paper, press
from hansei.blocks.document.description import Document
from hansei.kernel.errors import Refusal
from hansei.ui import words

AT_ONCE: Final = 2  # presses of one process
LONGEST_WAIT: Final = 3  # seconds for a press that is free; who waits holds a thread that could answer others
LONGEST_PRESS: Final = 120  # seconds; three tables of 1,500 rows, a hundred sheets, take thirty of a free processor
presses: Final = BoundedSemaphore(AT_ONCE)
STYLES: Final = Path(__file__).parent / "static/document/print.css"


def html(made: Document, base: str) -> str:
    """The document as one file, its styles within."""
    # A file of its own loads nothing, so it carries its styles; they are ours, no word of anybody stands in them.
    styles = mark_safe(f"<style>{_styles()}</style>")
    return render_to_string("document/file.html", {"document": made, "base": base, "styles": styles})


def pdf(made: Document, base: str) -> bytes:
    """Print the document, or refuse in one sentence where no text can be drawn."""
    printed = _pressed([sys.executable, "-P", press.__file__, base], html(paper.fitted(made), base))
    if printed.returncode == press.NO_PANGO:
        raise Refusal(
            "pdf.no_pango",
            _("The PDF needs the library Pango, which is not installed on the server; print the page instead."),
        )
    printed.check_returncode()
    return printed.stdout


def _pressed(command: list[str], drawn: str) -> subprocess.CompletedProcess[bytes]:
    """Run the press: few at once, none for ever, so that nobody's long text takes the server from the others."""
    if not presses.acquire(timeout=LONGEST_WAIT):
        raise Refusal("pdf.busy", _("Other PDFs are being made just now. Try again in a minute, or take the DOCX."))
    try:
        return subprocess.run(command, input=drawn.encode(), stdout=subprocess.PIPE, check=False, timeout=LONGEST_PRESS)
    except subprocess.TimeoutExpired:
        said = _(
            "This is too long for a PDF: it was not done after %(n)s seconds. "
            "Take it as DOCX or HTML, or shorten its texts."
        )
        raise Refusal("pdf.too_long", said % {"n": words.number(LONGEST_PRESS)}) from None
    finally:
        presses.release()


@cache
def _styles() -> str:
    columns = "".join(f".doc-w{each}{{width:{each}%}}" for each in range(4, 101))
    return STYLES.read_text(encoding="utf-8") + columns


@cache
def lacks_font(language: str) -> bool:
    """Whether the server is known to have no font for this language, so that a PDF would show boxes."""
    if (fc_list := shutil.which("fc-list")) is None:
        return False
    asked = subprocess.run([fc_list, f":lang={language[:2]}", "family"], capture_output=True, check=False, timeout=20)
    return asked.returncode == 0 and not asked.stdout.strip()
