"""OCEL XML: 2.0 (`<object id type>`, values as text) and 1.0 (typed tags with keys, as in XES)."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from ibis.backends.duckdb import Backend

from hansei.analytics.reading.draft import Draft
from hansei.analytics.reading.markup import VALUE_LIMIT, Markup, stream_markup
from hansei.analytics.reading.ocel.declared import declared_type
from hansei.analytics.reading.ocel.part import part_of
from hansei.analytics.reading.raw import Part, UnreadableFile

_TYPE_SCOPES: Final = {"object-type": "object", "event-type": "event"}
_VALUES_1: Final = frozenset({"string", "date", "int", "float", "boolean", "id"})


def read_ocel_xml(path: Path, con: Backend, folder: Path) -> Part:
    """Read one OCEL XML file, 1.0 or 2.0."""
    draft = Draft(con)
    try:
        stream_markup(path, _OcelLog(path.name, draft))
        return part_of(draft, path, "ocel_xml")
    finally:
        draft.drop()


class _Record:
    """The object or event being read."""

    def __init__(self, tag: str, attributes: Any) -> None:
        self.tag = tag
        self.ref: str | None = attributes.get("id")
        self.kind: str | None = attributes.get("type")
        self.time: str | None = attributes.get("time")
        self.values: list[tuple[str | None, str | None, str, str]] = []  # time, name, type, text
        self.related: list[tuple[str | None, str | None]] = []  # object, qualifier


class _OcelLog(Markup):
    def __init__(self, name: str, draft: Draft) -> None:
        super().__init__(name)
        self._draft = draft
        self._declaring: tuple[str, str | None] | None = None
        self._record: _Record | None = None
        self._inner = 0  # tags named as the record itself, open within it
        self._list: str | None = None  # omap, vmap or ovmap of 1.0
        self._value: tuple[str | None, str | None] | None = None  # time and name of a 2.0 attribute
        self._pieces: list[str] = []
        self._length = 0

    def opens(self, tag: str, attributes: Any) -> None:
        if self._record is not None:
            self._opens_inside(self._record, tag, attributes)
        elif tag in ("object", "event"):
            self._record, self._inner, self._list = _Record(tag, attributes), 0, None
        elif tag in _TYPE_SCOPES:
            self._declaring = (_TYPE_SCOPES[tag], attributes.get("name"))
        elif tag == "attribute" and self._declaring is not None:
            type_ = declared_type(attributes.get("type"))
            self._draft.add("types", (*self._declaring, attributes.get("name"), type_))

    def _opens_inside(self, record: _Record, tag: str, attributes: Any) -> None:
        if tag == record.tag:
            self._inner += 1
        if attributes.get("object-id") is not None:
            record.related.append((attributes.get("object-id"), attributes.get("qualifier")))
        elif tag == "attribute":
            self._value, self._pieces, self._length = (attributes.get("time"), attributes.get("name")), [], 0
        elif tag == "list":
            self._list = attributes.get("key")
        elif tag in _VALUES_1:
            self._value_1(record, tag, attributes.get("key"), attributes.get("value"))

    def _value_1(self, record: _Record, tag: str, key: str | None, text: str | None) -> None:
        if self._list == "omap":
            record.related.append((text, None))
        elif self._list is not None:
            record.values.append((None, key, declared_type(tag), text or ""))
        elif key == "id":
            record.ref = text
        elif key in ("type", "activity"):
            record.kind = text
        elif key == "timestamp":
            record.time = text

    def text(self, piece: str) -> None:
        if self._value is None:
            return
        self._length += len(piece)
        if self._length > VALUE_LIMIT:
            raise UnreadableFile("file.too_deep_or_long", f"{self.file} holds a value of over 10 MB.", file=self.file)
        self._pieces.append(piece)

    def closes(self, tag: str) -> None:
        record = self._record
        if record is None:
            if tag in _TYPE_SCOPES:
                self._declaring = None
        elif tag == record.tag:
            if self._inner:
                self._inner -= 1
            else:
                self._finish(record)
                self._record = None
        elif tag == "attribute" and self._value is not None:
            record.values.append((*self._value, "string", "".join(self._pieces)))
            self._value = None
        elif tag == "list":
            self._list = None

    def _finish(self, record: _Record) -> None:
        if record.tag == "event":
            number = self._draft.event(record.ref, record.kind, record.time)
            self._draft.add_all("event_values", [(number, *value[1:]) for value in record.values])
            self._draft.add_all("relations", [(number, *related) for related in record.related])
        elif record.ref is not None:
            self._draft.object(record.ref, record.kind, record.ref)
            self._draft.add_all("object_values", [(record.ref, *value) for value in record.values])
            self._draft.add_all("links", [(record.ref, *related) for related in record.related])
