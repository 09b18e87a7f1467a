"""Which part of a data set a page shows: period and dimensions, read from an address, checked, put on a log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import ibis
from django.utils.translation import gettext as _

from hansei.analytics.log import Log
from hansei.analytics.measures import filtered
from hansei.kernel.errors import Refusal

DIMENSIONS: Final = ("kind", "service", "priority", "team")
UNKNOWN: Final = "~"  # in an address: cases where the field is empty
MOST_CHOICES: Final = 60


class WrongAddress(Refusal):
    """What the address asks for does not exist or cannot be read."""

    status = 400


@dataclass(frozen=True)
class Scope:
    """A period (`since` and `until` included, in `zone`) and the value of each dimension that is asked for."""

    where: Mapping[str, str] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    zone: str = "UTC"

    def parameters(self) -> dict[str, Any]:
        """What tells the results of this scope from those of another."""
        return {"where": dict(self.where), "since": self.since, "until": self.until, "zone": self.zone}

    def query(self) -> dict[str, str]:
        """The address's part that asks for this scope again."""
        period = {"since": self.since, "until": self.until}
        return {**self.where, **{name: day.isoformat() for name, day in period.items() if day is not None}}

    @property
    def is_everything(self) -> bool:
        return not self.where and self.since is None and self.until is None

    def on(self, log: Log, anchor: str = "reported_at") -> Log:
        """Keep the cases of this scope, whole."""
        if self.is_everything:
            return log
        where: dict[str, Any] = {name: None if value == UNKNOWN else value for name, value in self.where.items()}
        return filtered(log, since=self._start(), before=self._end(), anchor=anchor, where=where)  # type: ignore[arg-type]  # a column of cases, chosen above

    def _start(self) -> datetime | None:
        return None if self.since is None else _midnight(self.since, self.zone)

    def _end(self) -> datetime | None:
        return None if self.until is None else _midnight(self.until + timedelta(days=1), self.zone)


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(0), ZoneInfo(zone)).astimezone(UTC)


def scope_of(asked: Mapping[str, str], zone: str) -> Scope:
    """Read a scope from an address, or refuse with what is wrong."""
    where = {name: asked[name][:400] for name in DIMENSIONS if asked.get(name)}
    since, until = day_of(asked, "since"), day_of(asked, "until")
    if since is not None and until is not None and since > until:
        raise WrongAddress("address.period", _("The period ends before it begins."))
    return Scope(where, since, until, zone)


def day_of(asked: Mapping[str, str], name: str) -> date | None:
    """Return a day of the address, written 2025-03-31; None where it is absent."""
    text = asked.get(name, "")
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or not 1970 <= day.year <= 2200:
        raise WrongAddress("address.day", _("“%(text)s” is not a day; write it as 2025-03-31.") % {"text": text[:40]})
    return day


def choices(log: Log) -> dict[str, list[list[Any]]]:
    """Per dimension its commonest values with how many cases have each: [value or None, n]."""
    found = {}
    for name in DIMENSIONS:
        counted = log.cases.group_by(value=log.cases[name]).aggregate(n=ibis._.count())
        rows = counted.order_by(counted.n.desc(), counted.value).limit(MOST_CHOICES).to_pyarrow().to_pylist()
        found[name] = [[row["value"], row["n"]] for row in rows]
    return found
