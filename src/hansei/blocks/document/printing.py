"""A document as one HTML file that needs nothing beside it, and, through that, as a PDF with its fonts in it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from hansei.blocks.document import press
from hansei.blocks.document.description import Document
from hansei.kernel.errors import Refusal

STYLES: Final = Path(__file__).parent / "static/document/print.css"


def html(made: Document, base: str) -> str:
    """The document as one file, its styles within."""
    # A file of its own loads nothing, so it carries its styles; they are ours, no word of anybody stands in them.
    styles = mark_safe(f"<style>{_styles()}</style>")
    return render_to_string("document/file.html", {"document": made, "base": base, "styles": styles})


def pdf(made: Document, base: str) -> bytes:
    return pdf_of(html(made, base), base)


def pdf_of(drawn: str, base: str, styles: Path | None = None) -> bytes:
    """Print HTML of our own making, or refuse in one sentence where no text can be drawn."""
    options = [base] if styles is None else [base, str(styles)]
    command = [sys.executable, "-P", press.__file__, *options]
    printed = subprocess.run(command, input=drawn.encode(), stdout=subprocess.PIPE, check=False)
    if printed.returncode == press.NO_PANGO:
        raise Refusal(
            "pdf.no_pango",
            _("The PDF needs the library Pango, which is not installed on the server; print the page instead."),
        )
    printed.check_returncode()
    return printed.stdout


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
