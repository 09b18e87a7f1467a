"""A picture drawn by `hansei.ui.marks` as the report shows it: with heading, sentence, legend and its own table."""

from __future__ import annotations

from collections.abc import Sequence

from hansei.doors.analyse.report.parts import Column, Drawn, Table
from hansei.ui import words
from hansei.ui.marks.svg import Picture


def drawn(picture: Picture, *, says: str = "", legend: str = "") -> Drawn:
    """Frame a picture with its table."""
    columns = [Column(title, at > 0 and _is_number(picture.rows, at)) for at, title in enumerate(picture.head)]
    table = Table(picture.title, columns, picture.rows, is_quiet=True) if picture.rows else None
    return Drawn(picture.title, picture.svg(), picture.title, legend, says, table)


def _is_number(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Whether a column of texts holds numbers: each begins with a digit or a sign, or says that there are no data."""
    return all(not row[at] or row[at][0] in "−–+0123456789" or row[at] == words.no_data() for row in rows)
