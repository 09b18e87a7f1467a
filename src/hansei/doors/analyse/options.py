"""What one run was asked for, checked before a file is opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hansei.analytics.log import DIMENSIONS
from hansei.worktime import Calendar, hours_from_text
from hansei.worktime.public_holidays import public_holidays

# Holidays are looked up for these years: exports rarely reach further back, and a year costs a millisecond.
YEARS = range(1990, 2051)
# Days further off fall over an end of the calendar where a zone moves them.
FIRST_YEAR, LAST_YEAR = 1000, 9000
# Columns of `cases` a run may be narrowed by; the words of the source are compared without regard to case.
FILTER_FIELDS = (*DIMENSIONS, "state", "team")


class BadOption(ValueError):
    """An option that cannot be used: `option` is its name, the message one sentence that says what to write."""

    def __init__(self, option: str, message: str) -> None:
        super().__init__(message)
        self.option = option


@dataclass(frozen=True)
class Options:
    """One run's wishes; `since` and `until` are days, both included."""

    files: tuple[Path, ...]
    mapping: Path | None = None
    write_mapping: Path | None = None
    preset: str | None = None
    zone: str | None = None
    calendar: Calendar | None = None
    calendar_text: str = ""
    cost_per_hour: float | None = None
    currency: str = "EUR"
    minimum_billed: float | None = None
    hours_per_case: float = 1.0
    since: date | None = None
    until: date | None = None
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    names: bool = False
    language: str = "en"
    top: int = 10
    html: Path | None = None
    xlsx: Path | None = None
    json: Path | None = None

    @property
    def price(self) -> float | None:
        """What an hour costs, once the billed minimum is known too: hours without it would be priced too low."""
        return None if self.minimum_billed is None else self.cost_per_hour

    @property
    def outputs(self) -> list[Path]:
        """The files this run writes, standard output left out."""
        asked = (self.html, self.xlsx, self.json, self.write_mapping)
        return [path for path in asked if path is not None and str(path) != "-"]

    @property
    def is_narrowing(self) -> bool:
        """Whether filters or a period leave cases out."""
        return bool(self.filters or self.since or self.until)

    def window(self, zone: str) -> tuple[datetime | None, datetime | None]:
        """Return the period as instants: from its first midnight to the one after its last day, in this zone."""
        begins = _midnight(self.since, zone) if self.since else None
        ends = _midnight(self.until + timedelta(days=1), zone) if self.until else None
        return begins, ends


def zone_named(name: str, option: str = "--zone") -> ZoneInfo:
    """Return the IANA zone of this name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadOption(option, f"“{name}” is no time zone; write an IANA name such as Europe/Berlin.") from None


def calendar_from(text: str, holidays: str | None, zone: str | None) -> Calendar:
    """Read `Mon-Fri 08:00-17:00 Europe/Berlin`; the zone may be left out when `zone` gives it."""
    words = text.split()
    if words and (("/" in words[-1] and ":" not in words[-1]) or words[-1] == "UTC") and text.strip() != "24/7":
        zone = words.pop()
    if zone is None:
        raise BadOption("--calendar", "name the calendar's zone, for example Mon-Fri 08:00-17:00 Europe/Berlin.")
    try:
        return Calendar(
            zone_named(zone, "--calendar"),
            hours_from_text(" ".join(words)),
            holidays=_holidays(holidays),
        )
    except BadOption:
        raise
    except ValueError as error:
        raise BadOption("--calendar", f"{error}.") from None


def _holidays(code: str | None) -> frozenset[date]:
    if not code:
        return frozenset()
    country, _, part = code.strip().upper().partition("-")
    try:
        return public_holidays(country, YEARS, part or None)
    except ValueError as error:
        raise BadOption("--holidays", f"{error}.") from None


def day_from(text: str | None, option: str) -> date | None:
    """Read a date as 2025-03-31, or a month as 2025-03 (its first day, or its last for `--to`)."""
    if not text:
        return None
    try:
        day = date.fromisoformat(f"{text}-01" if len(text) == 7 else text)
    except ValueError:
        raise BadOption(option, f"“{text}” is no date; write it as 2025-03-31.") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadOption(option, f"Choose a day from {FIRST_YEAR} to {LAST_YEAR}.")
    if len(text) == 7 and option != "--from":
        return date(day.year + day.month // 12, day.month % 12 + 1, 1) - timedelta(days=1)
    return day


def filters_from(texts: list[str]) -> dict[str, tuple[str, ...]]:
    """Read `field=value` pairs; the same field twice means either value."""
    found: dict[str, list[str]] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        name = name.strip().lower()
        if not equals or not value.strip():
            raise BadOption("--filter", f"“{text}” should read field=value, for example priority=3.")
        if name not in FILTER_FIELDS:
            raise BadOption("--filter", f"“{name}” cannot be filtered by; choose one of {', '.join(FILTER_FIELDS)}.")
        found.setdefault(name, []).append(value.strip())
    return {name: tuple(values) for name, values in found.items()}


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(0), zone_named(zone)).astimezone(UTC)
