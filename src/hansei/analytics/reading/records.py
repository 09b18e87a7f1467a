"""Read JSON: one object a line, an array of objects, or one document that holds a list of them.

Objects inside an object become columns (`fields.status.name`); a list of plain values one text; a list of objects
with dates (updates, histories, comments) a table of its own, each row with its owner's id in `parent.…`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

import orjson
from ibis.backends.duckdb import Backend
from ibis.expr.types import Table

from hansei.analytics.reading.elements import walk, walk_array
from hansei.analytics.reading.loading import Loading
from hansei.analytics.reading.raw import LIMITS, MEGABYTE, FileFacts, Part, Rejected, UnreadableFile, opened

_DATE: Final = re.compile(r"^\d{4}-\d\d-\d\d|^\d{1,2}[./]\d{1,2}[./]\d{2,4}|^1\d{9}(\d{3})?$")
_OWNERS: Final = ("key", "number", "id", "incident_id", "ticket_id", "case_id", "sys_id")
_EXAMPLES: Final = 1000
_DEEPEST: Final = 8


def read_json_lines(path: Path, con: Backend, folder: Path) -> Part:
    """Read one JSON object a line; a file that holds a single document is read as that."""
    with opened(path) as file:
        first = file.readline(LIMITS.line)
        second = file.readline(1024)
    record = _decoded(first)
    if record is None or (not second.strip() and _holds_records(record)):
        return _document(path, con)
    return _read(path, con, _lines)


def read_json_array(path: Path, con: Backend, folder: Path) -> Part:
    """Read an array of JSON objects of any size, one at a time."""
    return _read(path, con, lambda file, name, rejected: _objects(walk_array(file, name)))


def _document(path: Path, con: Backend) -> Part:
    def members(file: BinaryIO, name: str, rejected: list[Rejected]) -> Iterator[dict[str, Any]]:
        return _objects(element for _, key, element in walk(file, name) if key is None)

    return _read(path, con, members)


def _objects(elements: Iterator[Any]) -> Iterator[dict[str, Any]]:
    return (element for element in elements if isinstance(element, dict))


def _holds_records(record: dict[str, Any]) -> bool:
    return any(
        isinstance(v, list) and len(v) > 1 and all(isinstance(e, dict) for e in v) for v in record.values()
    ) and (len(record) <= 8)


def _decoded(line: bytes) -> dict[str, Any] | None:
    try:
        record = orjson.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        return None
    return record if isinstance(record, dict) else None


def _lines(file: BinaryIO, name: str, rejected: list[Rejected]) -> Iterator[dict[str, Any]]:
    number = 0
    while line := file.readline(LIMITS.line + 1):
        number += 1
        if len(line) > LIMITS.line:
            raise UnreadableFile(
                "file.line_too_long",
                f"Line {number} of {name} is longer than {LIMITS.line // MEGABYTE} MB: this is not a list of records.",
                file=name,
                line=number,
            )
        if not line.strip(b"\x00 \t\r\n"):
            continue
        record = _decoded(line)
        if record is None:
            example = line[:200].decode("utf-8", "replace").strip()
            rejected.append(Rejected(name, number, "row.not_json", example, "row.export_again"))
            continue
        yield record


def _read(path: Path, con: Backend, source: Any) -> Part:
    rejected: list[Rejected] = []
    loads: dict[str, Loading] = {}
    stem = path.name.split(".", 1)[0] or path.name
    with opened(path) as file:
        for number, record in enumerate(source(file, path.name, rejected), 1):
            children: list[tuple[str, dict[str, str | None]]] = []
            row: dict[str, str | None] = {}
            try:
                _flatten(record, "", row, children, 0)
            except (RecursionError, orjson.JSONEncodeError):  # lists in lists in lists, hundreds deep
                rejected.append(Rejected(path.name, None, "row.unreadable", "", "row.export_again"))
                continue
            loads.setdefault(stem, Loading(con, path.name)).add(row)
            owner = next((name for name in _OWNERS if row.get(name)), None)
            said = {f"parent.{owner}": row[owner]} if owner else {"parent.key": f"row-{number}"}
            for name, child in children:
                loads.setdefault(f"{stem}.{name}", Loading(con, path.name)).add({**said, **child})
    tables: dict[str, Table] = {}
    for name, load in loads.items():
        table = load.finish()
        if table is not None:
            tables[name] = table
    if not tables:
        raise UnreadableFile("file.no_rows", f"{path.name} holds no records.", file=path.name)
    facts = FileFacts(
        path.name, "json", rows=sum(load.rows for load in loads.values()), encoding="utf-8", confidence=1.0
    )
    return Part(facts, tables=tables, rejected=tuple(rejected[:_EXAMPLES]), rejected_rows=len(rejected))


def _flatten(
    value: dict[str, Any], prefix: str, row: dict[str, str | None],
    children: list[tuple[str, dict[str, str | None]]], depth: int,
) -> None:  # fmt: skip
    for name, inner in value.items():
        path = f"{prefix}{name}"
        if isinstance(inner, dict) and depth < _DEEPEST:
            _flatten(inner, f"{path}.", row, children, depth + 1)
        elif isinstance(inner, list) and inner and all(isinstance(entry, dict) for entry in inner):
            exploded = [child for entry in inner for child in _exploded(entry)]
            if any(_DATE.match(text) for child in exploded for text in child.values() if text):
                children.extend((path, child) for child in exploded)
            else:
                row[path] = orjson.dumps(inner).decode()
        else:
            row[path] = _plain(inner)


def _exploded(entry: dict[str, Any]) -> list[dict[str, str | None]]:
    """One row per object in the entry's own lists (a history's items), the entry's other values on each of them."""
    own: dict[str, str | None] = {}
    lists: list[tuple[str, dict[str, str | None]]] = []
    inner = {name: value for name, value in entry.items() if _is_list_of_objects(value)}
    _flatten({name: value for name, value in entry.items() if name not in inner}, "", own, lists, 1)
    rows = []
    for values in inner.values():
        for value in values:
            row = dict(own)
            _flatten(value, "", row, lists, 2)
            rows.append(row)
    return rows or [own]


def _is_list_of_objects(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(entry, dict) for entry in value)


def _plain(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "; ".join(text for entry in value if (text := _plain(entry))) or None
    if isinstance(value, dict):
        return orjson.dumps(value).decode()
    return str(value)
