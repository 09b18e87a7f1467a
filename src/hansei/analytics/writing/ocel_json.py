"""OCEL 2.0 JSON, written element by element."""

from __future__ import annotations

import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from hansei.analytics.log import Log
from hansei.analytics.whole import whole
from hansei.analytics.writing.outgoing import Outgoing, Row, together
from hansei.analytics.writing.written import Written


def write_ocel_json(log: Log, path: Path) -> Written:
    """Write the whole log, all objects and all changes of their values, as OCEL 2.0 JSON."""
    out = Outgoing(log)
    event_types, object_types = out.event_types(), out.object_types()
    objects = together(out.objects(), "object", out.object_values(), out.links())
    events = together(out.events(), "event", out.event_values(), out.relations())
    with whole(path) as draft, draft.open("wb") as file:
        file.write(b'{"objectTypes":')
        file.write(orjson.dumps(_types(object_types)))
        file.write(b',\n"eventTypes":')
        file.write(orjson.dumps(_types(event_types)))
        file.write(b',\n"objects":[')
        _array(file, (_object(row, values, links, object_types) for row, values, links in objects))
        file.write(b'],\n"events":[')
        count = _array(file, (_event(row, values, related, event_types) for row, values, related in events))
        file.write(b"]}\n")
    return Written(count, _left_out(out))


def _left_out(out: Outgoing) -> dict[str, int]:
    lost = {"times_missing": out.count('SELECT count(*) FROM {events} WHERE "at" IS NULL')}
    return {code: n for code, n in lost.items() if n}


def _types(types: dict[str, dict[str, str]]) -> list[Row]:
    return [
        {"name": owner, "attributes": [{"name": name, "type": type_} for name, type_ in attributes.items()]}
        for owner, attributes in types.items()
    ]


def _array(file: BinaryIO, elements: Iterable[Row]) -> int:
    count = 0
    for element in elements:
        file.write(b",\n" if count else b"\n")
        file.write(orjson.dumps(element))
        count += 1
    return count


def _object(row: Row, values: Any, links: Any, types: dict[str, dict[str, str]]) -> Row:
    declared = types[row["type"]]
    return {
        "id": row["id"],
        "type": row["type"],
        "attributes": [
            {"name": each["name"], "time": each["time"], "value": native(declared[each["name"]], each["value"])}
            for each in values
        ],
        "relationships": _relationships(links),
    }


def _event(row: Row, values: Any, relations: Any, types: dict[str, dict[str, str]]) -> Row:
    declared = types[row["type"]]
    return {
        "id": row["id"],
        "type": row["type"],
        "time": row["time"],
        "attributes": [
            {"name": each["name"], "value": native(declared[each["name"]], each["value"])} for each in values
        ],
        "relationships": _relationships(relations),
    }


def _relationships(rows: Any) -> list[Row]:
    return [{"objectId": row["id"], "qualifier": row["role"]} for row in rows]


def native(type_: str, text: str) -> Any:
    """A value as JSON and SQLite have it; text where they have no such thing (not-a-number, infinity).

    >>> native("integer", "5"), native("float", "nan"), native("boolean", "true"), native("string", "5")
    (5, 'nan', True, '5')
    """
    if type_ == "integer":
        return int(text)
    if type_ == "boolean":
        return text == "true"
    if type_ == "float":
        number = float(text)
        return number if math.isfinite(number) else text
    return text
