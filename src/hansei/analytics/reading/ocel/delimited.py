"""OCEL 1.0 CSV: a row per event; a column `ocel:type:…` per kind of object, its cells lists as Python prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from ibis.backends.duckdb import Backend
from ibis.expr.types import Table

from hansei.analytics.reading.draft import Draft
from hansei.analytics.reading.ocel.part import part_of
from hansei.analytics.reading.raw import Part
from hansei.analytics.reading.relations import first_row, rows_of
from hansei.analytics.reading.text_table import read_text_table
from hansei.analytics.sql import ident

KIND: Final = "ocel:type:"
_OBJECT: Final = ("ocel:oid", "ocel:type", "ocel:oid_2", "ocel:qualifier")
_PLACED: Final = ("ocel:eid", "ocel:activity", "ocel:timestamp")
# One member of a list: quoted either way with backslash escapes, or bare (a number).
_MEMBER: Final = re.compile(r"""\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^,'"\[\](){}]+))\s*(?:,|$)""", re.S)
_ESCAPE: Final = re.compile(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.S)
_ESCAPED: Final = {"n": "\n", "r": "\r", "t": "\t"}


def read_ocel_csv(path: Path, con: Backend, folder: Path, beside: Sequence[Path] = ()) -> Part:
    """Read an OCEL CSV file of events, `beside` those of its objects and of links between them.

    Their form (encoding, delimiter) is found as for any table of text.
    """
    text = read_text_table(path, con, folder)
    (table,) = text.tables.values()
    draft = Draft(con)
    try:
        _fill(draft, con, table)
        for other in beside:
            _fill_objects(draft, con, other, folder)
        return part_of(draft, path, "ocel_csv")
    finally:
        draft.drop()
        con.drop_table(table.get_name())


def members(cell: str | None) -> list[str]:
    """The ids in a cell: a list as Python or JSON prints it, or one bare id.

    >>> members("['i1', \\"o'2\\", 3]"), members("i7"), members(" ")
    (['i1', "o'2", '3'], ['i7'], [])
    """
    text = (cell or "").strip()
    if text[:1] in ("[", "(", "{") and text[-1:] in ("]", ")", "}"):
        return list(_listed(text[1:-1]))
    return [text] if text and text.lower() != "nan" else []


def _listed(text: str) -> Iterator[str]:
    at = 0
    while at < len(text.rstrip()):
        found = _MEMBER.match(text, at)
        if found is None:
            # Not a list after all: what is left is kept as one id rather than lost.
            yield text[at:].strip()
            return
        at = found.end()
        single, double, bare = found.groups()
        if bare is not None:
            yield bare.strip()
        else:
            yield _ESCAPE.sub(_unescaped, single if single is not None else double)


def _unescaped(found: re.Match[str]) -> str:
    sign = found[1]
    if len(sign) > 1 and int(sign[1:], 16) <= 0x10FFFF:
        return chr(int(sign[1:], 16))
    return _ESCAPED.get(sign, sign)


def _fill(draft: Draft, con: Backend, table: Table) -> None:
    columns = [name for name in table.columns if name != "_row"]
    kinds = {name: name[len(KIND) :] for name in columns if name.startswith(KIND)}
    values = [name for name in columns if name not in kinds and name not in _PLACED]
    types = {name: _type_of(con, table, name) for name in values}
    seen: set[tuple[str, str]] = set()
    shown = ", ".join(map(ident, columns))
    for row in rows_of(con, f"SELECT {shown} FROM {ident(table.get_name())} ORDER BY _row"):
        number = draft.event(*(_cell(row.get(name)) for name in _PLACED))
        draft.add_all(
            "event_values",
            [(number, name, types[name], text) for name in values if (text := _cell(row[name])) is not None],
        )
        for name, kind in kinds.items():
            for ref in members(row[name]):
                if (kind, ref) not in seen:
                    seen.add((kind, ref))
                    draft.object(ref, kind, ref)
                draft.add("relations", (number, ref, None))


def _fill_objects(draft: Draft, con: Backend, path: Path, folder: Path) -> None:
    (table,) = read_text_table(path, con, folder).tables.values()
    values = [name for name in table.columns if name not in ("_row", *_OBJECT)]
    types = {name: _type_of(con, table, name) for name in values}
    for row in rows_of(con, f"SELECT * FROM {ident(table.get_name())} ORDER BY _row"):
        if (ref := _cell(row.get("ocel:oid"))) is None:
            continue
        if other := _cell(row.get("ocel:oid_2")):
            draft.add("links", (ref, other, _cell(row.get("ocel:qualifier"))))
            continue
        draft.object(ref, _cell(row.get("ocel:type")), ref)
        for name in values:
            if (text := _cell(row[name])) is not None:
                draft.add("object_values", (ref, None, name, types[name], text))
    con.drop_table(table.get_name())


def _cell(text: str | None) -> str | None:
    text = (text or "").strip()
    return text or None


def _type_of(con: Backend, table: Table, column: str) -> str:
    """The narrowest type that every filled cell of the column reads as: CSV declares none."""
    cell = f"nullif(trim({ident(column)}), '')"
    row = first_row(
        con,
        f"""SELECT bool_and(regexp_full_match({cell}, '[+-]?[0-9]{{1,18}}')),
                   bool_and(regexp_full_match({cell}, '[+-]?[0-9]*[.]?[0-9]+([eE][+-]?[0-9]+)?')),
                   bool_and(lower({cell}) IN ('true', 'false'))
            FROM {ident(table.get_name())}""",
    )
    assert row is not None  # an aggregate always has a row
    return next((type_ for type_, all_ in zip(("integer", "float", "boolean"), row, strict=True) if all_), "string")
