"""A pack on paper: the same sections through a template and a style sheet of their own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from hansei.blocks.document.printing import pdf_of

STYLES = Path(__file__).parent / "static/reviews/print.css"


def as_pdf(context: Mapping[str, Any], *, base: str) -> bytes:
    """Return the pack as a PDF whose links lead to `base`, or refuse in one sentence where no text can be drawn."""
    return pdf_of(render_to_string("reviews/print.html", dict(context)), base, STYLES)
