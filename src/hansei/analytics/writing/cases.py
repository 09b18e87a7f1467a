"""A log seen case by case, for formats that know one kind of case only.

Where a case has one value of a name, what it was from an event on travels with that event (`CHANGED_MARK`).
"""

from __future__ import annotations

from collections.abc import Iterator

from hansei.analytics.log import BASE, Log
from hansei.analytics.reading.case_types import case_types
from hansei.analytics.reading.relations import rows_of, view_of
from hansei.analytics.reading.settling import CHANGED_MARK
from hansei.analytics.sql import text
from hansei.analytics.writing.outgoing import Outgoing, Row, iso_utc


class CaseRows(Outgoing):
    """Streams over cases and their events, in the order of cases, within a case by instant and number."""

    def __init__(self, log: Log, case_type: str | None = None) -> None:
        super().__init__(log)
        cases = view_of(self.con, log.cases)
        if case_type is None and not self.count(f"SELECT count(*) FROM {cases}"):
            found = case_types(self.con, {name: getattr(log, name) for name in BASE})
            case_type = found[0].kind if found else "case"
        chosen = f'SELECT "case" FROM {cases}' if case_type is None else self._of_kind(case_type)
        self._cases = self.view(f"SELECT * FROM {self.ids} WHERE declared AND object IN ({chosen})")
        self._pairs = self.view(
            f"SELECT DISTINCT event, object FROM {self.base['event_objects']} JOIN {self._cases} USING (object)"
        )
        self.changes = self.view(self._changes())

    def kinds(self) -> list[str]:
        """The kinds of the cases."""
        query = f"SELECT DISTINCT kind FROM {self._cases} WHERE kind IS NOT NULL ORDER BY kind"
        return [kind for (kind,) in self.con.con.execute(query).fetchall()]

    def cases(self) -> Iterator[Row]:
        return rows_of(self.con, f"SELECT object, id, kind FROM {self._cases} ORDER BY object")

    def case_values(self) -> Iterator[Row]:
        return rows_of(
            self.con,
            f"""SELECT object, name, type, value FROM {self.marked_object_values} JOIN {self._cases} USING (object)
                WHERE "at" IS NULL ORDER BY object, name""",
        )

    def steps(self) -> Iterator[Row]:
        """One row per case, event and value; an event without values has one row."""
        return rows_of(
            self.con,
            f"""SELECT p.object, e.event, e.activity, {iso_utc('e."at"')} AS time,
                       CASE WHEN e.key IS NOT NULL THEN e.id END AS id, v.name, v.type, v.value
                FROM {self._pairs} p JOIN {self.named_events} e USING (event)
                     LEFT JOIN ({self._said_of_steps()}) v USING (event, object)
                ORDER BY p.object, e."at", e.event, v.name""",
        )

    def _said_of_steps(self) -> str:
        """What is said of an event, and what it makes of the case."""
        return f"""
            SELECT event, object, name, type, value FROM {self._pairs} JOIN {self.marked_event_values} USING (event)
            UNION ALL SELECT event, object, '{CHANGED_MARK}' || name, type, value FROM {self.changes}"""

    def _changes(self) -> str:
        """What a case is from an instant on, with its event of that instant; of several events with the last."""
        return f"""
            SELECT max(p.event) AS event, object, v.name, any_value(v.type) AS type, max(v.value) AS value
            FROM {self.marked_object_values} v JOIN {self._pairs} p USING (object)
                 JOIN {self.base["events"]} e ON e.event = p.event AND e."at" = v."at"
            GROUP BY object, v."at", v.name"""

    def left_out(self) -> dict[str, int]:
        """What a log of cases has no place for."""
        cases, pairs = f"(SELECT object FROM {self._cases})", self._pairs
        counts = {
            "events_without_case": f"SELECT count(*) FROM {{events}} WHERE event NOT IN (SELECT event FROM {pairs})",
            "events_in_several_cases": f"SELECT count(*) - count(DISTINCT event) FROM {pairs}",
            "objects_of_other_kinds": f"SELECT count(*) FROM {{objects}} WHERE object NOT IN {cases}",
            "relations_to_other_kinds": f"SELECT count(*) FROM {{event_objects}} WHERE object NOT IN {cases}",
            # That a case is the case of its event is what these formats are made of; a correction is an event's kind.
            "roles": f"SELECT count(*) FROM {{event_objects}} WHERE object IN {cases} "
            "AND role NOT IN ('case', 'corrected')",
            "values_over_time": f"""
                SELECT (SELECT count(*) FROM {{object_values}} WHERE "at" IS NOT NULL AND object IN {cases})
                    - (SELECT count(*) FROM {self.changes})""",
            "links": "SELECT count(*) FROM {links}",
        }
        return {code: n for code, query in counts.items() if (n := self.count(query))}

    def _of_kind(self, case_type: str) -> str:
        return f"SELECT object FROM {self.base['objects']} WHERE kind = {text(case_type)}"
