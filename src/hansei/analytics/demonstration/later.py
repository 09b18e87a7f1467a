"""What comes after the company's last day: the extracts of the months that follow.

Told in one piece from chances of its own, so that nothing of the years before changes, and so that the first month is
the same whether one follows or twelve. An extract cuts it off at its day.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from hansei.analytics.demonstration import company
from hansei.analytics.demonstration.background import Calendar
from hansei.analytics.demonstration.model import Column, Drafts
from hansei.analytics.local_time import DAY, to_utc

LATER_DAYS: Final = 365
LATER_MONTHS: Final = 12
OVERLAP_DAYS: Final = 90  # a month's extract brings the last quarter once more
OWN_CHANCES: Final = 0x1A7E
REVIEWED: Final = 25  # closed tickets that the monthly review of close codes puts right
REVIEW_DAY: Final = 20  # of each month's days
REVIEWED_AFTER: Final = (12, 60)  # days since they were opened


def month_ends(last_step: date) -> tuple[date, ...]:
    """The days on which the tool is exported after its last extract, a month apart."""
    months = (last_step.month - 1 + n for n in range(1, LATER_MONTHS + 1))
    return tuple(date(last_step.year + month // 12, month % 12 + 1, last_step.day) for month in months)


def noon(day: date) -> datetime:
    """When the tool is exported: the company's noon in UTC, written without zone as the tables are."""
    return datetime.combine(day, time(12), ZoneInfo(company.ZONE)).astimezone(UTC).replace(tzinfo=None)


def after(calendar: Calendar) -> Calendar:
    """The year that follows."""
    return Calendar(calendar.starts_on + timedelta(days=calendar.days), LATER_DAYS, first=calendar.days)


def corrections(rng: np.random.Generator, drafts: Drafts, keys: Column, last_step: date) -> pa.Table:
    """What the monthly review changes in tickets closed long ago: (key, instant in UTC, the right close code)."""
    found: dict[str, list[object]] = {"key": [], "at": [], "fix_action": []}
    opened, fixes = drafts.columns["at"], drafts.columns["fix_action"]
    done = opened + (drafts.columns["open_hours"] * (DAY / 24)).astype(np.int64)
    reviews = (last_step, *month_ends(last_step)[:-1])
    for begins in reviews:
        at = ((begins - date(1970, 1, 1)).days + REVIEW_DAY) * DAY + DAY // 2
        newest, oldest = (at - days * DAY for days in REVIEWED_AFTER)
        known = np.array([fix is not None for fix in fixes])
        open_to_it = np.flatnonzero(known & (opened >= oldest) & (done < newest))
        chosen = rng.permutation(open_to_it)[:REVIEWED]
        for ticket in chosen:
            others = [fix for fix in company.FIXES[drafts.columns["symptom"][ticket]] if fix != fixes[ticket]]
            if others:
                found["key"].append(keys[ticket])
                found["at"].append(int(to_utc(np.array([at]), company.ZONE)[0]))
                found["fix_action"].append(others[int(rng.integers(len(others)))])
    types = {"key": pa.string(), "at": pa.timestamp("us"), "fix_action": pa.string()}
    return pa.table({name: pa.array(found[name], type) for name, type in types.items()})
