"""Decide how a column's dates are written, over the whole column, and parse them all the same way.

A column is grouped into skeletons first (`29/2/2016 01:16` → `9/9/Y 9:9`), so that a million dates
are judged by a handful of forms.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from ibis.backends.duckdb import Backend

from hansei.analytics.mapping.model import DateOrder
from hansei.analytics.sql import text

# Month names that DuckDB does not know, longest first, to the English ones that it does.
_MONTHS: Final = {
    "Jan": "январь января янв januar jänner jän", "Feb": "февраль февраля фев februar",
    "Mar": "март марта мар märz mär mrz", "Apr": "апрель апреля апр",
    "May": "май мая mai", "Jun": "июнь июня июн juni", "Jul": "июль июля июл juli",
    "Aug": "август августа авг", "Sep": "сентябрь сентября сен сент sept",
    "Oct": "октябрь октября окт oktober okt", "Nov": "ноябрь ноября ноя нояб",
    "Dec": "декабрь декабря дек dezember dez",
}  # fmt: skip
_FOREIGN: Final = tuple(
    sorted(((word, month) for month, words in _MONTHS.items() for word in words.split()), key=lambda p: -len(p[0]))
)
_ZONES: Final = {"UTC": "+00:00", "GMT": "+00:00", "CET": "+01:00", "CEST": "+02:00", "MSK": "+03:00", "Z": "+00:00"}
_WEEKDAY: Final = re.compile(r"^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)(,? )")
_END: Final = r"(?=$|[T ,])"
_DATE: Final = re.compile(rf"^(Y|9|[A-Za-z]{{3,9}})(\. |[-./ ])(9|[A-Za-z]{{3,9}})(\2|(?<=[a-z]) )(9|Y){_END}")
_ENGLISH: Final = re.compile(rf"^([A-Za-z]{{3,9}}) 9,? Y{_END}")
_ISO_WEEK: Final = re.compile(rf"^Y(-?)W9(?:(-)9)?{_END}")  # 2024-W03-1, 2024-W03: the week's first day
_ASCTIME: Final = re.compile(r"^([A-Za-z]{3}) 9 9:9:9 Y$")
_TIME: Final = re.compile(
    r"^(?P<gap>[ T,]{1,2}|, )(?P<hm>9:9)(?P<s>:9)?(?P<f>\.[9Y]+)?(?P<ap> ?[APap]\.?[Mm]\.?)?(?P<z> ?[-+](?:9:9|Y|9))?$"
)

_DAYS: Final = 25_567  # from 1970 to the end of 2039: no law reaches farther
# Workbooks count days from one of two beginnings; which, the workbook says itself.
_DAY_ZERO: Final = {"serial": "1899-12-30", "serial_1904": "1904-01-01"}
# What is counted until 2100-01-01.
_MOST: Final = {"epoch_s": 4_102_444_800, "epoch_ms": 4_102_444_800_000, "serial": 73_051, "serial_1904": 71_589}
_COUNTED: Final = ("epoch_s", "epoch_ms", *_DAY_ZERO)


@dataclass(frozen=True)
class DateReading:
    """How one column's dates are read.

    `ambiguous` counts dates that another order could read too while no date of the column decides;
    `contradicting` those that fit only the other order. `share` is the part of the filled cells that can be read.
    """

    order: DateOrder | None
    formats: tuple[str, ...]
    zoned: tuple[str, ...]
    share: float
    ambiguous: int = 0
    contradicting: int = 0
    examples: tuple[str, ...] = ()
    steps: tuple[tuple[str, str], ...] = ()

    @property
    def is_by_day(self) -> bool:
        """True where no cell says a time of day, only its date."""
        naive = bool(self.formats) and not self.zoned
        return naive and not any("%H" in each or "%I" in each for each in self.formats)


@dataclass(frozen=True)
class _Form:
    """A skeleton with figures about its first three numbers."""

    skeleton: str
    n: int
    example: str
    first: tuple[int, int, int]  # how many have a first number over 12, over 31, both of the first two at most 12
    second_over_12: int


def _steps(examples: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """What must be replaced (pattern, by what) before DuckDB can read dates like these; most columns need nothing."""
    steps: list[tuple[str, str]] = []
    known = [
        (r"\s\s|[\t\u00a0\u202f]", r"[\s\x{00a0}\x{202f}]+", " "),
        (r"[年月]", r"[年月]", "-"),
        (r"日", r"日", " "),
        (r"[AaPp]\.\s?[Mm]\.", r"([AaPp])\.\s?[Mm]\.", r"\1M"),
        (r":\d\d,\d", r"(:\d\d),(\d)", r"\1.\2"),
        (r":\d\d\.\d{7}", r"(:\d\d\.\d{6})\d+", r"\1"),
    ]
    steps += [(pattern, by) for sign, pattern, by in known if any(re.search(sign, one) for one in examples)]
    for name, offset in _ZONES.items():
        if any(re.search(rf"\d ?{name}$", one) for one in examples):
            steps.append((rf"(\d) ?{name}$", rf"\1{offset}"))
    for word, month in _FOREIGN:
        if any(re.search(rf"(?i)(^|[^\w]){word}\.?([^\w]|$)", one) for one in examples):
            steps.append((rf"(?i)(^|[^\pL]){word}\.?([^\pL]|$)", rf"\1{month}\2"))
    return tuple(steps)


def _prepared(value: str, steps: Sequence[tuple[str, str]]) -> str:
    for pattern, by in steps:
        value = f"regexp_replace({value}, {text(pattern)}, {text(by)}, 'g')"
    return f"trim({value})" if steps else value


def date_sql(reading: DateReading, value: str, zone: str, *, end_of_day: bool = False) -> str:
    """SQL that turns a text cell into a UTC timestamp, NULL where it cannot be read or lies outside 1970 to 2100.

    A naive clock reading that comes twice a year is taken the first time; one that never comes moves on by the gap.
    `end_of_day`: a date without a time means the whole day (a promise for that day is kept until midnight).
    """
    if reading.order in _COUNTED:
        # Beyond the years that are kept, the engine can neither count nor round.
        read = f"try_cast({value} AS DOUBLE)"
        number = f"CASE WHEN {read} BETWEEN 0 AND {_MOST[reading.order]} THEN {read} END"
        scale = {"epoch_s": f"({number}) * 1000000", "epoch_ms": f"({number}) * 1000"}
        if reading.order not in _DAY_ZERO:
            return _in_range(f"make_timestamp(CAST({scale[reading.order]} AS BIGINT))")
        # A whole second is the finest that a workbook keeps honestly.
        days = f"TIMESTAMP '{_DAY_ZERO[reading.order]}' + to_seconds(CAST(round(({number}) * 86400) AS BIGINT))"
        return _in_range(to_utc(days, zone))
    parts = []
    value = _prepared(value, reading.steps)
    if reading.zoned:
        formats = ", ".join(text(entry) for entry in reading.zoned)
        parts.append(f"timezone('UTC', try_strptime({value}, [{formats}]))")
    if reading.formats:
        formats = ", ".join(text(entry) for entry in reading.formats)
        local = f"try_strptime({value}, [{formats}])"
        if end_of_day and not any("%H" in entry or "%I" in entry for entry in reading.formats):
            local = f"({local} + INTERVAL 1 DAY - INTERVAL 1 MICROSECOND)"
        parts.append(to_utc(local, zone))
    return _in_range(f"coalesce({', '.join(parts)})") if parts else "CAST(NULL AS TIMESTAMP)"


def naive_sql(reading: DateReading, value: str) -> str:
    """SQL for the clock reading of a cell that does not say where its clock stands; NULL for one that does."""
    formats = ", ".join(text(entry) for entry in reading.formats)
    return f"try_strptime({_prepared(value, reading.steps)}, [{formats}])"


def offset_sql(reading: DateReading, value: str) -> str:
    """SQL for the offset that a cell with one ends in, such as +0100; an empty text where it ends in none."""
    return f"replace(regexp_extract({_prepared(value, reading.steps)}, '[-+]\\d\\d(:?\\d\\d)?$'), ':', '')"


def to_utc(local: str, zone: str) -> str:
    """SQL that moves a naive timestamp of `zone` to UTC."""
    if zone == "UTC":
        return local
    name = text(zone)
    late = f"timezone('UTC', timezone({name}, {local}))"
    first = "".join(f"WHEN {_local(early, name)} = {local} THEN {early} " for early in _earlier(late, zone))
    return f"CASE {first}ELSE {late} END" if first else late


def clock_trouble(local: str, zone: str) -> tuple[str, str]:
    """SQL conditions: this naive reading comes twice in `zone`; it never comes."""
    name = text(zone)
    late = f"timezone('UTC', timezone({name}, {local}))"
    again = " OR ".join(f"{_local(early, name)} = {local}" for early in _earlier(late, zone))
    return again or "false", f"{_local(late, name)} <> {local}"


def _earlier(late: str, zone: str) -> list[str]:
    """SQL for the instants at which the clocks of `zone` may have shown the same before they were set back."""
    return [f"({late} - INTERVAL {seconds} SECOND)" for seconds in _set_back(zone)]


@cache
def _set_back(zone: str) -> tuple[int, ...]:
    """By how many seconds the clocks of a zone are ever set back, the longest first: an hour nearly everywhere."""
    tz = ZoneInfo(zone)
    noons = (datetime(1970, 1, 1, 12, tzinfo=UTC) + timedelta(days=day) for day in range(_DAYS))
    offsets = [noon.astimezone(tz).utcoffset() or timedelta() for noon in noons]
    return tuple(sorted({int((a - b).total_seconds()) for a, b in pairwise(offsets) if a > b}, reverse=True))


def _local(utc: str, zone: str) -> str:
    return f"timezone({zone}, timezone('UTC', {utc}))"


def _in_range(instant: str) -> str:
    # 0001-01-01 and 9999-12-31 are how some tools write "never".
    return f"CASE WHEN {instant} >= TIMESTAMP '1970-01-02' AND {instant} < TIMESTAMP '2100-01-01' THEN {instant} END"


def read_dates(
    con: Backend, source: str, value: str, *, order: DateOrder | None = None, preferred: DateOrder = "dmy"
) -> DateReading:
    """Decide how the dates `value` (SQL for a clean text cell) of `source` are written, looking at every row.

    `order` is what a person said; `preferred` decides a column in which no date does.
    """
    if order in _COUNTED:
        return DateReading(order, (), (), 1.0)
    forms = _forms(con, source, value)
    if steps := _steps([form.example for form in forms]):
        forms = _forms(con, source, _prepared(value, steps))
    total = sum(form.n for form in forms)
    if not total:
        return DateReading(None, (), (), 0.0)
    if numeric := _numeric_reading(forms, total):
        return numeric
    dated = [form for form in forms if _format(form.skeleton, "dmy")]
    decided, ambiguous, contradicting = _decide(dated, order, preferred)
    return replace(_reading(forms, total, decided, ambiguous, contradicting), steps=steps)


def _forms(con: Backend, source: str, value: str) -> list[_Form]:
    marks = "regexp_replace(replace(translate(v, '0123456789', '9999999999'), '9999', 'Y'), '9+', '9', 'g')"
    numbers = "string_split_regex(v, '[^0-9]+')"
    rows = con.raw_sql(
        f"WITH d AS (SELECT {value} AS v, count(*) AS n FROM {source} WHERE {value} IS NOT NULL GROUP BY 1), "
        f"s AS (SELECT {marks} AS k, v, n, try_cast({numbers}[1] AS BIGINT) AS a, "
        f"try_cast({numbers}[2] AS BIGINT) AS b FROM d) "
        "SELECT k, sum(n), min(v), sum(n) FILTER (a > 12), sum(n) FILTER (a > 31), "
        "sum(n) FILTER (a <= 12 AND b <= 12 AND a <> b), sum(n) FILTER (b > 12) "
        "FROM s GROUP BY k ORDER BY 2 DESC, 1 LIMIT 500"
    ).fetchall()
    return [
        _Form(row[0], int(row[1]), row[2], (int(row[3] or 0), int(row[4] or 0), int(row[5] or 0)), int(row[6] or 0))
        for row in rows
    ]


def _numeric_reading(forms: Sequence[_Form], total: int) -> DateReading | None:
    plain = [form for form in forms if re.fullmatch(r"[Y9]+(\.[Y9]+)?", form.skeleton)]
    if sum(form.n for form in plain) < 0.95 * total:
        return None
    lengths = {len(form.example.split(".")[0]) for form in plain}
    share = sum(form.n for form in plain) / total
    if lengths <= {13}:
        return DateReading("epoch_ms", (), (), share)
    if lengths <= {9, 10}:
        return DateReading("epoch_s", (), (), share)
    if lengths <= {5} and all(20000 < float(form.example) < 70000 for form in plain):
        return DateReading("serial", (), (), share)
    formats = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}
    found = tuple(formats[length] for length in sorted(lengths) if length in formats)
    years = all(1970 <= int(form.example[:4]) <= 2100 for form in plain if len(form.example) >= 8)
    return DateReading("ymd", found, (), share) if found and years and len(found) == len(lengths) else None


def _decide(forms: Sequence[_Form], order: DateOrder | None, preferred: DateOrder) -> tuple[DateOrder | None, int, int]:
    """One order for the whole column; how many dates nothing decides; how many only the other order can read."""
    open_forms = [form for form in forms if re.match(r"^9[-./ ]9[-./ ](9|Y)", form.skeleton)]
    if not open_forms:
        return ("ymd" if any(form.skeleton.startswith("Y") for form in forms) else order or "dmy"), 0, 0
    if all("Y" not in form.skeleton[:6] for form in open_forms) and any(form.first[1] for form in open_forms):
        return "ymd", 0, 0  # two-digit years in front: 16/02/29
    day_first = sum(form.first[0] for form in open_forms)
    month_first = sum(form.second_over_12 for form in open_forms)
    either = sum(form.first[2] for form in open_forms)
    if order is None and not day_first and not month_first:
        return preferred, either, 0
    chosen = order or ("dmy" if day_first >= month_first else "mdy")
    return chosen, 0, month_first if chosen == "dmy" else day_first


def _reading(
    forms: Sequence[_Form], total: int, order: DateOrder | None, ambiguous: int, contradicting: int
) -> DateReading:
    naive: dict[str, None] = {}
    zoned: dict[str, None] = {}
    read, unread = 0, []
    for form in forms:
        found = _format(form.skeleton, order or "dmy")
        if found is None:
            unread.append(form.example)
            continue
        read += form.n
        (zoned if found.endswith("%z") else naive)[found] = None
    # A two-digit year must be tried first: %Y would read 16 as the year 16.
    naive_sorted, zoned_sorted = (tuple(sorted(group, key=lambda f: "%y" not in f)) for group in (naive, zoned))
    share = (read - contradicting) / total
    return DateReading(
        order if naive or zoned else None,
        naive_sorted,
        zoned_sorted,
        share,
        ambiguous,
        contradicting,
        tuple(unread[:3]),
    )


def _format(skeleton: str, order: DateOrder) -> str | None:
    """The strptime format of a skeleton, None when it is no date."""
    weekday, rest = "", skeleton
    if match := _WEEKDAY.match(skeleton):
        weekday, rest = "%a" + match[1], skeleton[match.end() :]
    if _ASCTIME.match(rest):
        return f"{weekday}%b %d %H:%M:%S %Y"
    if match := _ENGLISH.match(rest):
        date = f"{_month(match[1])} %d{', ' if ',' in match[0] else ' '}%Y"
    elif match := _ISO_WEEK.match(rest):
        date = f"%G{match[1]}W%V{'-%u' if match[2] else ''}"
    elif match := _DATE.match(rest):
        found = _date_format(match, order)
        if found is None:
            return None
        date = found
    else:
        return None
    time = _time_format(rest[match.end() :])
    return None if time is None else weekday + date + time


def _date_format(match: re.Match[str], order: DateOrder) -> str | None:
    first, mark, second, after, third = match.groups()
    if first.isalpha() and first != "Y":
        return None if second.isalpha() or third != "Y" else f"{_month(first)}{mark}%d{mark}%Y"
    if second.isalpha():
        year = "%Y" if third == "Y" else "%y"
        return f"%Y{mark}{_month(second)}{mark}%d" if first == "Y" else f"%d{mark}{_month(second)}{after}{year}"
    if first == "Y":
        return None if third == "Y" else f"%Y{mark}%d{mark}%m" if order == "ydm" else f"%Y{mark}%m{mark}%d"
    year = "%Y" if third == "Y" else "%y"
    if order == "ymd" and year == "%y":
        return f"%y{mark}%m{mark}%d"
    return f"%m{mark}%d{mark}{year}" if order == "mdy" else f"%d{mark}%m{mark}{year}"


def _month(word: str) -> str:
    return "%b" if len(word) == 3 else "%B"


def _time_format(rest: str) -> str | None:
    if not rest.strip():
        return ""
    match = _TIME.match(rest)
    if match is None:
        return None
    half = match["ap"]
    time = match["gap"] + ("%I:%M" if half else "%H:%M") + (":%S" if match["s"] else "") + (".%f" if match["f"] else "")
    if half:
        time += " %p" if half.startswith(" ") else "%p"
    if match["z"]:
        time += " %z" if match["z"].startswith(" ") else "%z"
    return time
