"""Wall-clock time of a zone for whole columns of instants, across daylight saving.

Columns are microseconds since 1970 as int64: UTC on one side, wall clock on the other.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

Micros = NDArray[np.int64]
QUARTER = 900_000_000  # offsets change on a quarter of an hour at the finest
HOUR = 3_600_000_000
DAY = 86_400_000_000


def to_local(utc: Micros, zone: str) -> Micros:
    """Wall clock in `zone` of each UTC instant."""
    quarters, where = np.unique(utc // QUARTER, return_inverse=True)
    tz = ZoneInfo(zone)
    offsets = [_micros(datetime.fromtimestamp(int(q) * 900, tz).utcoffset()) for q in quarters]
    return np.asarray(utc + np.array(offsets, dtype=np.int64)[where], dtype=np.int64)


def to_utc(local: Micros, zone: str) -> Micros:
    """UTC instant of each wall clock time in `zone`; the skipped hour of spring is read as the hour after it."""
    quarters, where = np.unique(local // QUARTER, return_inverse=True)
    tz = ZoneInfo(zone)
    offsets = [_micros(_naive(int(q)).replace(tzinfo=tz).utcoffset()) for q in quarters]
    return np.asarray(local - np.array(offsets, dtype=np.int64)[where], dtype=np.int64)


def _naive(quarter: int) -> datetime:
    return datetime.fromtimestamp(quarter * 900, UTC).replace(tzinfo=None)


def _micros(offset: timedelta | None) -> int:
    return 0 if offset is None else int(offset.total_seconds()) * 1_000_000
