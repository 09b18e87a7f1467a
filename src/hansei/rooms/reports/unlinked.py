"""A document for a reader who does not sign in: the same, without links into the site."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hansei.blocks.document import api as document


def unlinked(made: document.Document) -> document.Document:
    """The document whose figures and cells lead nowhere."""
    return replace(
        made, sections=[replace(each, parts=[_plain(part) for part in each.parts]) for each in made.sections]
    )


def _plain(part: Any) -> Any:
    if isinstance(part, document.Figures):
        return replace(part, figures=[replace(each, url="") for each in part.figures])
    if isinstance(part, document.Table):
        rows = [
            [replace(cell, url="") if isinstance(cell, document.Cell) else cell for cell in row] for row in part.rows
        ]
        return replace(part, rows=rows)
    return part
