"""OCEL JSON, element by element: 2.0 (arrays `objects`, `events`) and 1.0 (`ocel:objects`, `ocel:events` by id)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ibis.backends.duckdb import Backend

from hansei.analytics.reading.draft import Draft
from hansei.analytics.reading.elements import Real, Whole, walk
from hansei.analytics.reading.ocel.declared import declared_type
from hansei.analytics.reading.ocel.part import part_of
from hansei.analytics.reading.raw import Part, opened


def read_ocel_json(path: Path, con: Backend, folder: Path) -> Part:
    """Read one OCEL JSON file, 1.0 or 2.0, in one pass."""
    draft = Draft(con)
    try:
        with opened(path) as stream:
            for member, key, element in walk(stream, path.name):
                take = _MEMBERS.get(member)
                if take is not None and isinstance(element, dict):
                    take(draft, key, element)
        return part_of(draft, path, "ocel_json")
    finally:
        draft.drop()


def _object(draft: Draft, key: str | None, element: dict[str, Any]) -> None:
    ref = _text(element.get("id"))
    if ref is None:
        return
    draft.object(ref, _text(element.get("type")), ref)
    for value in _dicts(element.get("attributes")):
        if (typed := _typed(value.get("value"))) is not None:
            draft.add("object_values", (ref, _text(value.get("time")), _text(value.get("name")), *typed))
    for related in _dicts(element.get("relationships")):
        draft.add("links", (ref, _text(related.get("objectId")), _text(related.get("qualifier"))))


def _event(draft: Draft, key: str | None, element: dict[str, Any]) -> None:
    number = draft.event(*(_text(element.get(name)) for name in ("id", "type", "time")))
    for value in _dicts(element.get("attributes")):
        if (typed := _typed(value.get("value"))) is not None:
            draft.add("event_values", (number, _text(value.get("name")), *typed))
    for related in _dicts(element.get("relationships")):
        draft.add("relations", (number, _text(related.get("objectId")), _text(related.get("qualifier"))))


def _object_type(draft: Draft, key: str | None, element: dict[str, Any]) -> None:
    _declare(draft, "object", element)


def _event_type(draft: Draft, key: str | None, element: dict[str, Any]) -> None:
    _declare(draft, "event", element)


def _declare(draft: Draft, scope: str, element: dict[str, Any]) -> None:
    for each in _dicts(element.get("attributes")):
        draft.add(
            "types",
            (scope, _text(element.get("name")), _text(each.get("name")), declared_type(_text(each.get("type")))),
        )


def _object_1(draft: Draft, key: str | None, element: dict[str, Any]) -> None:
    ref = key or ""
    draft.object(ref, _text(element.get("ocel:type")), ref)
    for name, value in _members(element.get("ocel:ovmap")):
        if (typed := _typed(value)) is not None:
            draft.add("object_values", (ref, None, name, *typed))
    for related in _dicts(element.get("ocel:o2o")):
        draft.add("links", (ref, _text(related.get("ocel:oid")), _text(related.get("ocel:qualifier"))))


def _event_1(draft: Draft, key: str | None, element: dict[str, Any]) -> None:
    number = draft.event(key, _text(element.get("ocel:activity")), _text(element.get("ocel:timestamp")))
    for name, value in _members(element.get("ocel:vmap")):
        if (typed := _typed(value)) is not None:
            draft.add("event_values", (number, name, *typed))
    roles = {
        _text(one.get("ocel:oid")): _text(one.get("ocel:qualifier")) for one in _dicts(element.get("ocel:typedOmap"))
    }
    for ref in _list(element.get("ocel:omap")):
        draft.add("relations", (number, _text(ref), roles.get(_text(ref))))


_MEMBERS = {
    "objectTypes": _object_type,
    "eventTypes": _event_type,
    "objects": _object,
    "events": _event,
    "ocel:objects": _object_1,
    "ocel:events": _event_1,
}


def _typed(value: Any) -> tuple[str, str] | None:
    """The type and text of a JSON value; what is nested stays JSON text."""
    match value:
        case None | "":
            return None
        case bool():
            return "boolean", "true" if value else "false"
        case Whole():
            return "integer", str(value)
        case Real():
            return "float", str(value)
        case str():
            return "string", value
        case _:
            return "string", json.dumps(value, ensure_ascii=False)


def _text(value: Any) -> str | None:
    return str(value) if isinstance(value, str) else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [each for each in _list(value) if isinstance(each, dict)]


def _members(value: Any) -> list[tuple[str, Any]]:
    return list(value.items()) if isinstance(value, dict) else []
