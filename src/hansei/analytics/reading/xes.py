"""Read XES (IEEE 1849), the older 1.0 too: each trace an object of kind `case`, each event an event.

The standard keys have a place of their own (`concept:name` activity, `time:timestamp` instant,
`org:resource` person, `org:group` team, `identity:id` the event's key); all others are values, typed.
An attribute inside an attribute is a value of its own, named `outer › inner`; members of a list carry
their number (`outer › 2 › inner`). Defaults declared in `<global>` are not filled in: the standard
means them for tools that create attributes, and what was not recorded stays unknown. Attributes of
the log itself and classifiers say nothing about events and are left out.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from ibis.backends.duckdb import Backend

from hansei.analytics.reading.draft import Draft
from hansei.analytics.reading.flat import flat_table
from hansei.analytics.reading.markup import Markup, stream_markup
from hansei.analytics.reading.plain import refuse_long_names
from hansei.analytics.reading.raw import FileFacts, Part
from hansei.analytics.reading.settling import settle

CASE: Final = "case"
NESTED: Final = " › "
TYPES: Final = {
    "string": "string",
    "id": "string",
    "date": "time",
    "int": "integer",
    "float": "float",
    "boolean": "boolean",
    "list": "",
    "container": "",
}
_HOLDERS: Final = frozenset({"event", "trace", "global", "log"})
_PLACED: Final = frozenset({"concept:name", "time:timestamp", "identity:id"})

Value = tuple[str, str, str]  # name, type, text


def read_xes(path: Path, con: Backend, folder: Path) -> Part:
    """Read one XES file into base tables and, for the mapping, a flat table of text."""
    draft = Draft(con)
    try:
        stream_markup(path, _XesLog(path.name, draft))
        settled = settle(draft)
    finally:
        draft.drop()
    refuse_long_names(con, settled.base, path.name)
    flat = flat_table(con, settled.base, CASE)
    facts = FileFacts(path.name, "xes", rows=settled.events, notes=settled.notes)
    return Part(facts, tables={"events": flat}, base=settled.base)


class _XesLog(Markup):
    def __init__(self, name: str, draft: Draft) -> None:
        super().__init__(name)
        self._draft = draft
        self._holders: list[str] = []
        self._trace: list[Value] = []
        self._event: list[Value] = []
        self._path: list[str] = []
        self._members: list[int] = []  # how many children each open list has shown so far; -1: not a list
        self._traces = 0

    def opens(self, tag: str, attributes: Any) -> None:
        type_ = TYPES.get(tag)
        if type_ is not None:
            self._opens_value(type_, attributes)
        elif tag in _HOLDERS:
            self._holders.append(tag)
            if tag == "trace":
                self._trace = []
                self._traces += 1
            elif tag == "event":
                self._event = []
        elif tag == "values" and self._members:
            self._members[-1] = 0

    def closes(self, tag: str) -> None:
        if tag in TYPES:
            self._path.pop()
            self._members.pop()
        elif tag in _HOLDERS:
            self._holders.pop()
            if tag == "event":
                self._closes_event()
            elif tag == "trace":
                self._closes_trace()

    def _opens_value(self, type_: str, attributes: Any) -> None:
        name = attributes.get("key") or ""
        if self._path:
            if self._members[-1] >= 0:
                self._members[-1] += 1
                name = f"{self._members[-1]}{NESTED}{name}"
            name = self._path[-1] + NESTED + name
        self._path.append(name)
        self._members.append(-1)
        text = attributes.get("value")
        if type_ and text:
            holder = self._holders[-1] if self._holders else "log"
            if holder == "event":
                self._event.append((name, type_, text))
            elif holder == "trace":
                self._trace.append((name, type_, text))

    def _closes_event(self) -> None:
        values = _distinct(self._event)
        placed = {name: text for name, _, text in values if name in _PLACED}
        number = self._draft.event(*(placed.get(name) for name in ("identity:id", "concept:name", "time:timestamp")))
        self._draft.add_all("event_values", [(number, *value) for value in values if value[0] not in _PLACED])
        if "trace" in self._holders:
            self._draft.add("relations", (number, str(self._traces), None))

    def _closes_trace(self) -> None:
        values = _distinct(self._trace)
        key = next((text for name, _, text in values if name == "concept:name"), None)
        ref = str(self._traces)
        self._draft.object(ref, CASE, key or f"trace {ref}")
        rest = [value for value in values if value[0] != "concept:name"]
        self._draft.add_all("object_values", [(ref, None, *value) for value in rest])


def _distinct(values: list[Value]) -> list[Value]:
    """Keep a name that comes twice (the standard forbids it, tools do it) apart by a number."""
    if len({name for name, _, _ in values}) == len(values):
        return values
    seen: dict[str, int] = {}
    distinct: list[Value] = []
    for name, type_, text in values:
        seen[name] = count = seen.get(name, 0) + 1
        distinct.append((name if count == 1 else f"{name}{NESTED}{count}", type_, text))
    return distinct
