"""Quote names and texts for DuckDB; the only place where a source's own words enter a statement."""

from __future__ import annotations

from collections.abc import Iterable


def ident(name: str) -> str:
    """A column or table name.

    >>> print(ident('6" disk'))
    "6"" disk"
    """
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text literal.

    >>> text("it's")
    "'it''s'"
    """
    return "'" + value.replace("'", "''") + "'"


def texts(values: Iterable[str]) -> str:
    """A list of text literals, for IN (…)."""
    return ", ".join(text(value) for value in values)


def iso(instant: str) -> str:
    """SQL that writes an instant as ISO 8601 without a zone, whole seconds without a fraction."""
    return f"replace(strftime({instant}, '%Y-%m-%dT%H:%M:%S.%f'), '.000000', '')"
