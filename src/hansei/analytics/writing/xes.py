"""XES (IEEE 1849-2016): a trace per case, its events in order, extensions declared.

XES knows one kind of case and no relations. Objects of other kinds, links, roles, changes of a case's
values over time and events without a case have no place in it: they are counted in `left_out`.
"""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from lxml import etree

from hansei.analytics.log import Log
from hansei.analytics.reading.settling import KIND_MARK
from hansei.analytics.whole import whole
from hansei.analytics.writing.cases import CaseRows
from hansei.analytics.writing.outgoing import Row, together
from hansei.analytics.writing.written import Written

_TAGS: Final = {"string": "string", "integer": "int", "float": "float", "boolean": "boolean", "time": "date"}
_SPECIAL_FLOATS: Final = {"nan": "NaN", "inf": "INF", "-inf": "-INF"}
_EXTENSIONS: Final = {
    "concept": "Concept",
    "time": "Time",
    "org": "Organizational",
    "lifecycle": "Lifecycle",
    "identity": "Identity",
    "cost": "Cost",
}
# What XML 1.0 cannot carry, not even escaped.
_UNFIT: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_xes(log: Log, path: Path, case_type: str | None = None) -> Written:
    """Write the cases of a log (its `cases`; or all objects of the kind `case_type`) as XES."""
    rows = CaseRows(log, case_type)
    writer = _Writer()
    with whole(path) as draft, etree.xmlfile(str(draft), encoding="UTF-8") as file:
        file.write_declaration()
        attributes = {"xes.version": "1849.2016", "xes.features": ""}
        with file.element("log", attributes, nsmap={None: "http://www.xes-standard.org/"}):
            for prefix in _EXTENSIONS:
                uri = f"http://www.xes-standard.org/{prefix}.xesext"
                file.write(etree.Element("extension", name=_EXTENSIONS[prefix], prefix=prefix, uri=uri))
            file.write(etree.Element("classifier", name="Activity", keys="concept:name"))
            for case, values, steps in together(rows.cases(), "object", rows.case_values(), rows.steps()):
                writer.trace(file, case, values, steps)
    left_out = rows.left_out()
    if writer.unfit:
        left_out["characters_not_in_xml"] = writer.unfit
    return Written(writer.events, left_out)


class _Writer:
    def __init__(self) -> None:
        self.events = 0
        self.unfit = 0

    def trace(self, file: Any, case: Row, values: Any, steps: Any) -> None:
        with file.element("trace"):
            file.write(self._value("string", "concept:name", case["id"]))
            if case["kind"] is not None and case["kind"] != "case":
                file.write(self._value("string", KIND_MARK, case["kind"]))
            for value in values:
                file.write(self._value(value["type"], value["name"], value["value"]))
            for _, rows in groupby(steps, key=lambda row: row["event"]):
                self.events += 1
                file.write(self._event(list(rows)))

    def _event(self, rows: list[Row]) -> Any:
        first, element = rows[0], etree.Element("event")
        for type_, name, column in _PLACES:
            if first[column] is not None:
                element.append(self._value(type_, name, first[column]))
        for row in rows:
            if row["name"] is not None:
                element.append(self._value(row["type"], row["name"], row["value"]))
        return element

    def _value(self, type_: str, name: str, text: str) -> Any:
        if type_ == "float":
            text = _SPECIAL_FLOATS.get(text, text)
        return etree.Element(_TAGS.get(type_, "string"), key=self._fit(name), value=self._fit(text))

    def _fit(self, text: str) -> str:
        fit, unfit = _UNFIT.subn("\ufffd", text)
        self.unfit += unfit
        return fit


_PLACES: Final = (
    ("string", "concept:name", "activity"),
    ("time", "time:timestamp", "time"),
    ("string", "identity:id", "id"),
)
