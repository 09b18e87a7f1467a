"""A log as OCEL says it: ids, types and attributes, with marks for what OCEL has no place for.

The marks are those that `reading.settling` takes off again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final

from hansei.analytics.log import BASE, Log
from hansei.analytics.naming import given_out_sql
from hansei.analytics.reading.relations import first_row, rows_of, table_from, view_of
from hansei.analytics.reading.settling import (
    KEY_MARK,
    KEYLESS,
    KEYLESS_OBJECT,
    KIND_MARK,
    PERSON,
    RECORDED_MARK,
    TEAM,
    UNDECLARED,
    UNNAMED_MARK,
)
from hansei.analytics.sql import iso

Row = dict[str, Any]
BEGINNING: Final = "1970-01-01T00:00:00Z"
# A time among the values stands in UTC, as all of a log does; written without a zone it would move with the reader's.
IN_UTC: Final = "CASE WHEN type = 'time' AND NOT ends_with(value, 'Z') THEN value || 'Z' ELSE value END AS value"


def iso_utc(column: str) -> str:
    """SQL for an instant as ISO 8601 in UTC."""
    return f"{iso(column)} || 'Z'"


class Outgoing:
    """Streams over a log in the words of OCEL 2.0, all in the order of events or objects.

    `events`: event, id, type, time · `event_values`: event, name, type, value · `relations`: event, id, role ·
    `objects`: object, id, type · `object_values`: object, time, name, type, value · `links`: object, id, role ·
    `event_types`, `object_types`: owner, name, type (name NULL: the type is declared without attributes).
    """

    def __init__(self, log: Log) -> None:
        self.con = log.events.get_backend()
        self.base = {name: view_of(self.con, getattr(log, name)) for name in BASE}
        self.ids = self.view(self._object_ids())
        self.named_events = self.view(self._named_events())
        self.marked_event_values = self.view(self._marked_event_values())
        self.marked_object_values = self.view(self._marked_object_values())

    def count(self, query: str) -> int:
        """How many, asked of the base tables by `{name}` in the query."""
        row = first_row(self.con, query.format(**self.base))
        return int(row[0]) if row else 0

    def events(self) -> Iterator[Row]:
        time = iso_utc('"at"')
        return rows_of(self.con, f"SELECT event, id, type, {time} AS time FROM {self.named_events} ORDER BY event")

    def event_values(self) -> Iterator[Row]:
        return rows_of(self.con, f"SELECT * FROM {self.marked_event_values} ORDER BY event, name")

    def relations(self) -> Iterator[Row]:
        return rows_of(
            self.con,
            f"""SELECT event, id, coalesce(role, '') AS role
                FROM {self.base["event_objects"]} JOIN {self.ids} USING (object) ORDER BY event, object, role""",
        )

    def objects(self) -> Iterator[Row]:
        return rows_of(
            self.con, f"SELECT object, id, coalesce(kind, '') AS type FROM {self.ids} WHERE declared ORDER BY object"
        )

    def object_values(self) -> Iterator[Row]:
        time = f"""coalesce({iso_utc('"at"')}, '{BEGINNING}')"""
        return rows_of(
            self.con,
            f"""SELECT object, {time} AS time, name, type, value
                FROM {self.marked_object_values} ORDER BY object, "at" NULLS FIRST, name""",
        )

    def links(self) -> Iterator[Row]:
        return rows_of(
            self.con,
            f"""SELECT l.object, t.id, coalesce(l.role, '') AS role FROM {self.base["links"]} l
                JOIN {self.ids} t ON t.object = l.target JOIN {self.ids} s ON s.object = l.object AND s.declared
                ORDER BY l.object, l.target, l.role""",
        )

    def event_types(self) -> dict[str, dict[str, str]]:
        """Each event type's attributes and their types."""
        return self._types(self.named_events, self.marked_event_values, "event")

    def object_types(self) -> dict[str, dict[str, str]]:
        """Each object type's attributes and their types."""
        kinds = self.view(f"SELECT object, coalesce(kind, '') AS type FROM {self.ids} WHERE declared")
        return self._types(kinds, self.marked_object_values, "object")

    def _types(self, holders: str, values: str, holder: str) -> dict[str, dict[str, str]]:
        rows = self.con.con.execute(
            f"""SELECT h.type, v.name,
                       CASE WHEN count(DISTINCT v.type) = 1 THEN min(v.type)
                            WHEN bool_and(v.type IN ('integer', 'float')) THEN 'float' ELSE 'string' END
                FROM {holders} h LEFT JOIN {values} v USING ({holder})
                GROUP BY h.type, v.name ORDER BY h.type, v.name"""
        ).fetchall()
        types: dict[str, dict[str, str]] = {}
        for owner, name, declared in rows:
            attributes = types.setdefault(owner, {})
            if name is not None:
                attributes[name] = declared
        return types

    def view(self, query: str) -> str:
        return str(table_from(self.con, query).get_name())

    def _object_ids(self) -> str:
        # An id names one object in the whole file; two kinds may both count from 1.
        return f"""
            SELECT object, kind, key, true AS declared,
                   CASE WHEN key IS NULL OR count(*) OVER (PARTITION BY key) > 1
                        THEN '{KEYLESS_OBJECT}' || object ELSE key END AS id
            FROM {self.base["objects"]}
            UNION ALL
            SELECT object, NULL, NULL, false, value FROM {self.base["object_values"]}
            WHERE name = '{UNDECLARED}' AND object NOT IN (SELECT object FROM {self.base["objects"]})"""

    def _named_events(self) -> str:
        return f"""
            SELECT *, coalesce(activity, kind, 'event') AS type,
                   CASE WHEN key IS NULL OR count(*) OVER (PARTITION BY key) > 1
                        THEN '{KEYLESS}' || event ELSE key END AS id
            FROM {self.base["events"]}"""

    def _marked_event_values(self) -> str:
        marks = (
            (KIND_MARK, "kind", "string", "kind <> 'case.activity'"),
            (RECORDED_MARK, iso_utc("recorded_at"), "time", "recorded_at IS NOT NULL"),
            (UNNAMED_MARK, "'true'", "boolean", "activity IS NULL"),
            (KEY_MARK, "key", "string", "key IS NOT NULL AND id <> key"),
            (PERSON, "person", "string", "person IS NOT NULL"),
            (TEAM, "team", "string", "team IS NOT NULL"),
        )
        said = f"SELECT event, {given_out_sql('name')} AS name, type, {IN_UTC} FROM {self.base['event_values']}"
        return said + "".join(
            f" UNION ALL SELECT event, '{name}', '{type_}', {value} FROM {self.named_events} WHERE {condition}"
            for name, value, type_, condition in marks
        )

    def _marked_object_values(self) -> str:
        return f"""
            SELECT v.object, v."at", {given_out_sql("v.name")} AS name, v.type, {IN_UTC}
            FROM {self.base["object_values"]} v JOIN {self.ids} i ON i.object = v.object AND i.declared
            UNION ALL
            SELECT object, NULL, '{KEY_MARK}', 'string', key FROM {self.ids}
            WHERE declared AND key IS NOT NULL AND id <> key"""


def together(holders: Iterable[Row], by: str, *streams: Iterator[Row]) -> Iterator[tuple[Row, ...]]:
    """Bring each holder together with its rows of each stream; all are in the order of `by`.

    >>> list(together([{"n": 1}, {"n": 2}], "n", iter([{"n": 2, "v": "a"}, {"n": 2, "v": "b"}])))
    [({'n': 1}, []), ({'n': 2}, [{'n': 2, 'v': 'a'}, {'n': 2, 'v': 'b'}])]
    """
    groups = [groupby(stream, key=lambda row: row[by]) for stream in streams]
    heads = [next(group, None) for group in groups]
    for holder in holders:
        found: list[Any] = []
        for place, group in enumerate(groups):
            head = heads[place]
            # Rows of holders that are not written (an event without a case) are passed over.
            while head is not None and head[0] < holder[by]:
                head = next(group, None)
            if head is not None and head[0] == holder[by]:
                found.append(list(head[1]))
                head = next(group, None)
            else:
                found.append([])
            heads[place] = head
        yield holder, *found
