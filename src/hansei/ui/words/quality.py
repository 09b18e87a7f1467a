"""Notes on the quality of a history as sentences, each with its count, its share and what to make of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Protocol

from django.utils.translation import gettext as _

from hansei.ui.words.lists import labelled, listed
from hansei.ui.words.measures import column
from hansei.ui.words.numbers import number, share


class Note(Protocol):
    """What these words need of a note: its code, how many it concerns, and the figures of its sentence."""

    @property
    def code(self) -> str: ...
    @property
    def n(self) -> int: ...
    @property
    def share(self) -> float | None: ...
    @property
    def distorts(self) -> Sequence[str]: ...
    @property
    def figures(self) -> Mapping[str, Any]: ...


def sentence(note: Note) -> str:
    """What is the matter with the data; a code without words here reads as the code with its count."""
    write = SENTENCES.get(note.code)
    if write is None:
        return labelled(note.code.replace("_", " "), number(note.n))
    figures = note.figures
    return write() % {
        "n": number(note.n),
        "of": number(figures.get("of")),
        "share": _small(note.share),
        "column": figures.get("column", ""),
        "field": column(figures["field"]) if "field" in figures else "",
        "order": order(figures.get("order")),
        "states": listed(figures.get("states", ())),
        "columns": listed(figures.get("columns", ())),
        "file": figures.get("file", ""),
        "sure": share(figures.get("confidence")),
    }


def _small(value: float | None) -> str:
    """A share with one decimal; what would round to nothing is said to be less than 0.1 %."""
    return f"< {share(0.001, 1)}" if value is not None and 0 < value < 0.0005 else share(value, 1)


def order(code: str | None) -> str:
    """The order of day, month and year that a column is read in."""
    return {
        "dmy": _("day, month, year"),
        "mdy": _("month, day, year"),
        "ymd": _("year, month, day"),
        "ydm": _("year, day, month"),
    }.get(code or "", code or "")


SENTENCES: Final[dict[str, Callable[[], str]]] = {
    "rows_rejected": lambda: _("Rows that could not be taken: %(n)s of %(of)s (%(share)s)."),
    "began_before": lambda: _(
        "Cases already open when the data begin: %(n)s of %(of)s (%(share)s). "
        "Their first part is missing, so long cases are told too short."
    ),
    "still_open": lambda: _(
        "Cases still open when the data end: %(n)s of %(of)s (%(share)s). "
        "They have no end yet, so times look shorter than they will be."
    ),
    "cut_off": lambda: _(
        "Cases cut off where the data end: %(n)s of %(of)s (%(share)s). Their last steps may be missing."
    ),
    "out_of_order": lambda: _(
        "Rows whose time lies before that of the row above in the same case: %(n)s of %(of)s (%(share)s)."
    ),
    "order_contradicted": lambda: _(
        "Cases whose updates are counted in another order than their times: %(n)s of %(of)s (%(share)s). "
        "Changes of team go by the count, paths and times by the clock."
    ),
    "newest_first": lambda: _("The rows are written newest first; they were turned around."),
    "equal_instants": lambda: _(
        "Rows at the same instant as another one of their case: %(n)s of %(of)s (%(share)s). "
        "Their order is that of the tool’s own count of updates, else of the file."
    ),
    "duplicated_rows": lambda: _("Rows that repeat another one in every column: %(n)s of %(of)s (%(share)s)."),
    "doubled_blanks": lambda: _("Cells with doubled blanks, taken as one: %(n)s (%(columns)s)."),
    "missing_words": lambda: _("Cells with a word that means nothing, taken as empty: %(n)s (%(columns)s)."),
    "ambiguous_dates": lambda: _(
        "Dates in “%(column)s” that could be read in another order: %(n)s of %(of)s (%(share)s); "
        "the whole column is read as %(order)s."
    ),
    "contradicting_dates": lambda: _(
        "Dates in “%(column)s” that contradict the order of their column (%(order)s): %(n)s of %(of)s (%(share)s)."
    ),
    "unread_cells": lambda: _("Cells in “%(column)s” that could not be read: %(n)s of %(of)s (%(share)s)."),
    "clock_twice": lambda: _("Times in an hour that the clock showed twice: %(n)s; the first one is taken."),
    "clock_never": lambda: _("Times in an hour that the clock never showed: %(n)s; the hour after it is taken."),
    "unknown_states": lambda: _("States of unknown meaning, %(n)s: %(states)s. Say in the mapping what they mean."),
    "ends_before_it_begins": lambda: _("Cases that end before they begin: %(n)s of %(of)s (%(share)s)."),
    "ended_without_resolution": lambda: _(
        "Cases that were closed without having been resolved: %(n)s of %(of)s (%(share)s)."
    ),
    "guessed_encoding": lambda: _("The encoding of %(file)s is a guess (%(sure)s sure): letters may be wrong."),
    "no_events": lambda: _("Cases without any event: %(n)s of %(of)s (%(share)s)."),
    "missing_values": lambda: _("“%(field)s” is empty in %(n)s of %(of)s cases (%(share)s)."),
}
