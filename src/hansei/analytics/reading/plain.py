"""Text that every database can hold: no NUL inside, no half of a surrogate pair, no name longer than its field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
from ibis.backends.duckdb import Backend
from ibis.expr.types import Table

from hansei.analytics.log import LONGEST
from hansei.analytics.reading.raw import UnreadableFile
from hansei.analytics.reading.relations import first_row, view_of
from hansei.analytics.sql import text

_NUL: Final = "\x00"
# Where a log holds what must fit: what it is, table, column.
_NAMES: Final = (
    ("object.key", "objects", "key"),
    ("object.kind", "objects", "kind"),
    ("event.kind", "events", "kind"),
    ("role", "event_objects", "role"),
    ("role", "links", "role"),
)


def plain(text: str) -> str:
    r"""Leave NULs out; put a mark where half a character stood.

    >>> plain("N\x00ew"), plain("\ud83d\ude00 \ud800")
    ('New', '😀 \ufffd')
    """
    return text.replace(_NUL, "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def plain_all(value: Any) -> Any:
    """The same for every text inside a decoded JSON value; texts of a type of their own (numbers) stay as they are."""
    if isinstance(value, dict):
        return {plain(name): plain_all(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [plain_all(inner) for inner in value]
    return plain(value) if type(value) is str else value


def text_array(cells: Sequence[str | None]) -> pa.Array:
    """A column of text for the engine. Looked at as a whole first: hardly any file needs cleaning."""
    made = pa.array(cells, pa.string())
    data = made.buffers()[2]
    if data is None or b"\x00" not in data.to_pybytes():
        return made
    return pc.replace_substring(made, _NUL, "")


def refuse_long_names(con: Backend, base: dict[str, Table], name: str) -> None:
    """Refuse a log in which an id, a kind of object or a role is longer than can be kept."""
    for what, table, column in _NAMES:
        longest = LONGEST[what]
        row = first_row(
            con, f"SELECT max(length({column})) FROM {view_of(con, base[table])} WHERE length({column}) > {longest}"
        )
        if row is not None and row[0] is not None:
            raise UnreadableFile(
                "file.name_too_long",
                f"{name} holds a name of {row[0]} characters ({table}, {text(column)}); {longest} can be kept.",
                file=name,
                longest=longest,
            )
