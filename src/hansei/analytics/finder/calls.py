"""Read the tickets of a log once into columns that the tests can run over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from hansei.analytics.finder.settings import FinderSettings, OfficeHours
from hansei.analytics.local_time import DAY, HOUR, to_local
from hansei.analytics.log import Log
from hansei.analytics.measures.figures import beside
from hansei.analytics.measures.reopening import reopenings
from hansei.analytics.measures.teams import reassignments

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]
MISSING: Final = -1
THIN: Final = 0.1
NO_INSTANT: Final = np.iinfo(np.int64).min  # what NumPy makes of NaT
CODED: Final = (
    "kind", "service", "ci", "product", "category", "subcategory", "symptom", "fix_action", "team", "person",
    "requester", "organisation", "channel",
)  # fmt: skip
# Columns that say who entered a ticket, the most telling first; asked only where no requester is recorded at all.
OPENED_BY: Final = (
    "openedby", "createdby", "syscreatedby", "creator", "submittedby", "enteredby", "openedbyname",
    "erfasstvon", "erstelltvon", "создал", "创建人", "建立者",
)  # fmt: skip
_READ: Final = (
    *CODED, "case", "key", "title", "priority_rank", "planned", "reported_at", "first_at", "resolved_at",
    "last_at", "due_at", "service_level_flag", "worked_hours",
)  # fmt: skip


@dataclass(frozen=True)
class Calls:
    """Tickets in the order of their opening, one entry a ticket in every column.

    `codes[name]` numbers the values of a field, −1 where nobody filled it in; `words[name]` are the values.
    `at` is UTC, `local` the wall clock, both in microseconds; `day` counts local days since 1970.
    """

    case: Ints
    key: pa.Array
    title: pa.Array
    codes: dict[str, Ints]
    words: dict[str, list[str]]
    at: Ints
    local: Ints
    day: Ints
    hour: Ints
    weekday: Ints
    is_overtime: Marks
    is_planned: Marks
    priority: Floats  # NaN unknown
    breached: Floats  # 1 yes, 0 no, NaN cannot say
    worked: Floats  # hours, NaN unknown
    bounced: Floats  # 1: handed on twice or more, or reopened; 0 neither; NaN cannot say
    since: int  # first and last instant of the time observed, UTC
    until: int

    def __len__(self) -> int:
        return len(self.case)

    def value(self, name: str, index: int) -> str | None:
        """A field of one ticket in words."""
        code = self.codes[name][index]
        return None if code == MISSING else self.words[name][code]


def read_calls(log: Log, settings: FinderSettings) -> Calls:
    """Every ticket with an instant of opening."""
    table = _read(log)
    utc = _instants(table["opened_at"])
    local = to_local(utc, settings.office.zone)
    if table["requester"].null_count == len(table):
        table = _with_openers(log, table)
    coded = {name: _coded(table[name]) for name in CODED}
    day = local // DAY
    since, until = observed(utc) if len(utc) else (0, 0)
    return Calls(
        case=table["case"].to_numpy(),
        key=table["key"],
        title=table["title"],
        codes={name: codes for name, (codes, _) in coded.items()},
        words={name: words for name, (_, words) in coded.items()},
        at=utc,
        local=local,
        day=day,
        hour=local // HOUR % 24,
        weekday=(day + 3) % 7,  # 1970-01-01 was a Thursday
        is_overtime=_overtime(utc, local, table, settings.office),
        is_planned=table["planned"].to_numpy().astype(np.bool_),
        priority=_floats(table["priority_rank"]),
        breached=_floats(table["breached"]),
        worked=_floats(table["worked_hours"]),
        bounced=_floats(table["bounced"]),
        since=since,
        until=until,
    )


def _read(log: Log) -> pa.Table:
    """The columns needed, blanks as missing, in the order of opening."""
    cases = log.cases
    columns = {name: cases[name] for name in _READ}
    columns |= {name: cases[name].strip().nullif("") for name in CODED}
    columns["planned"] = cases.planned.fill_null(False)
    columns["opened_at"] = ibis.coalesce(cases.reported_at, cases.first_at)
    # by the due date where there is one, else by the source's own flag
    columns["breached"] = ibis.coalesce(cases.resolved_at > cases.due_at, ~cases.service_level_flag).cast("float64")
    # One hand-off is the way from the desk to who solves it.
    moves = reassignments(log).select("case", moves=ibis._.reassignments)
    again = reopenings(log).select("case", again=ibis._.reopenings)
    table = beside(beside(cases.select(**columns), moves), again)
    table = table.mutate(bounced=((table.moves >= 2) | (table.again >= 1)).cast("float64"))
    return table.filter(table.opened_at.notnull()).order_by("opened_at", "case").to_pyarrow()


def _with_openers(log: Log, table: pa.Table) -> pa.Table:
    """Who entered each ticket in the place of who asked, where the source names only these."""
    values = log.object_values
    if not {"object", "name", "value"} <= set(values.columns):
        return table  # a log of cases alone
    plain = values.name.lower().re_replace(r"[\s_.-]+", "")
    held = values.mutate(plain=plain).filter(plain.isin(OPENED_BY), values.value.strip() != "")
    openers = held.group_by("object", "plain").aggregate(value=ibis._.value.min()).to_pyarrow()
    named = set(openers["plain"].to_pylist())
    first = next((name for name in OPENED_BY if name in named), None)
    if first is None:
        return table
    openers = openers.filter(pc.equal(openers["plain"], first))
    where = pc.index_in(table["case"], value_set=openers["object"])
    place = table.column_names.index("requester")
    return table.set_column(place, "requester", openers["value"].take(where))


def moment(micros: int) -> datetime:
    """Microseconds since 1970 as a naive UTC instant."""
    return datetime.fromtimestamp(0, UTC).replace(tzinfo=None) + timedelta(microseconds=int(micros))


def _instants(column: pa.ChunkedArray) -> Ints:
    """Microseconds since 1970; where there is no instant, the lowest number there is."""
    return np.asarray(column.to_numpy().astype("datetime64[us]").astype(np.int64))


def _floats(column: pa.ChunkedArray) -> Floats:
    return np.asarray(column.cast(pa.float64()).to_numpy(), dtype=np.float64)


def _coded(column: pa.ChunkedArray) -> tuple[Ints, list[str]]:
    """Numbers for the values of a column."""
    encoded: Any = column.cast(pa.string()).combine_chunks().dictionary_encode()
    codes = encoded.indices.fill_null(MISSING).to_numpy().astype(np.int64)
    return codes, encoded.dictionary.to_pylist()


def _overtime(utc: Ints, local: Ints, table: pa.Table, office: OfficeHours) -> Marks:
    """Opened outside office hours and resolved before they begin again: somebody was called out.

    What was entered at night and done the next morning is no overtime. Unresolved, or no instant: by the opening.
    """
    opened_late = ~in_office(local, office)
    resolved = _instants(table["resolved_at"])
    known = resolved != NO_INSTANT
    done = to_local(np.where(known, resolved, utc), office.zone)
    soon = known & (np.where(known, resolved, utc) - utc < DAY)
    return np.asarray(opened_late & (~known | (soon & ~in_office(done, office))))


def in_office(local: Ints, office: OfficeHours) -> Marks:
    """Whether a local instant lies in office hours: weekday, hour, no holiday."""
    day = local // DAY
    hour = local % DAY / HOUR
    works = np.isin((day + 3) % 7, list(office.weekdays)) & (hour >= office.opens) & (hour < office.closes)
    free = [(holiday - date(1970, 1, 1)).days for holiday in office.holidays]
    return np.asarray(works & ~np.isin(day, free), dtype=bool)


def people_of(person: Ints) -> Ints:
    """The different people among these codes, those that the log does not name left out."""
    return np.unique(person[person >= 0])


def observed(at: Ints) -> tuple[int, int]:
    """The stretch in which openings were recorded as usual, in microseconds.

    An export of what was closed in May holds a few tickets opened years before. Weeks at either end with less than a
    tenth of the volume in which a typical ticket finds itself are outside.
    """
    week = at // (7 * DAY)
    counts = np.bincount(week - week.min())
    typical = float((counts**2).sum() / counts.sum())
    busy = np.flatnonzero(counts >= THIN * typical) + week.min()
    inside = at[(week >= busy[0]) & (week <= busy[-1])]
    return int(inside.min()), int(inside.max())
