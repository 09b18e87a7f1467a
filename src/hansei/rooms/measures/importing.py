"""Values from a file: what would be taken in, what not and why. Nothing is kept by looking."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from hansei.analytics.reading import UnreadableFile, open_raw
from hansei.kernel.errors import Refusal
from hansei.rooms.measures import entered
from hansei.rooms.measures.actions.values import MOST_AT_ONCE, Given, refuse_value
from hansei.rooms.measures.models import Metric
from hansei.rooms.measures.valuing import next_step

LARGEST: Final = 5 * 1024 * 1024
# What people call the columns, in the languages of the product.
NAMES: Final[dict[str, tuple[str, ...]]] = {
    "first": ("first", "from", "since", "period", "date", "day", "month", "первый день", "с", "период", "дата", "месяц",
              "首日", "开始", "開始", "期间", "期間", "日期", "月份"),
    "last": ("last", "to", "until", "последний день", "по", "末日", "结束", "結束"),
    "value": ("value", "figure", "значение", "值", "数值", "數值"),
    "n": ("n", "count of", "число", "样本数", "樣本數"),
}  # fmt: skip
NUMBER: Final = re.compile(r"^[+\-−]?\d+(?:[.,]\d+)?(?:[eE][+\-]?\d{1,2})?$")
DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Looked:
    """What a file holds: new rows, those that correct a value that stands, those known already, and the rejected."""

    new: list[Given] = field(default_factory=list)
    corrected: list[Given] = field(default_factory=list)
    known: int = 0
    rejected: list[tuple[int, str]] = field(default_factory=list)  # line, why

    @property
    def taken(self) -> list[Given]:
        return [*self.new, *self.corrected]


def look(found: Metric, path: Path) -> Looked:
    """Read a file and say what taking it in would do."""
    if path.stat().st_size > LARGEST:
        raise Refusal("values.file_large", _("Values come in files of at most 5 MB; this one is larger."))
    rows = _rows(path)
    if not rows:
        raise Refusal("values.file_empty", _("The file holds no rows."))
    columns = _columns(rows[0])
    if "first" not in columns or "value" not in columns:
        raise Refusal(
            "values.columns", _("The file needs the columns “first” and “value”; “last” and “n” may stand beside.")
        )
    return _looked(found, rows, columns)


def _rows(path: Path) -> list[dict[str, str | None]]:
    with tempfile.TemporaryDirectory() as scratch:
        try:
            raw = open_raw([path], folder=Path(scratch))
            table = next(iter(raw.tables.values()))
            rows: list[dict[str, str | None]] = table.limit(MOST_AT_ONCE + 1).to_pyarrow().to_pylist()
        except (UnreadableFile, StopIteration) as no:
            raise Refusal("values.file", _("This file cannot be read as a table: %(why)s") % {"why": str(no)}) from None
    if len(rows) > MOST_AT_ONCE:
        raise Refusal("values.too_many", _("A file may hold at most %(n)s values.") % {"n": MOST_AT_ONCE})
    return rows


def _columns(row: Mapping[str, Any]) -> dict[str, str]:
    """Which column holds what."""
    plain = {name.strip().lower(): name for name in row}
    found = {}
    for part, names in NAMES.items():
        if name := next((plain[each] for each in names if each in plain), None):
            found[part] = name
    return found


def _looked(found: Metric, rows: Iterable[Mapping[str, str | None]], columns: Mapping[str, str]) -> Looked:
    held = {(each.first, each.last): (each.value, each.n) for each in entered.in_force(found)}
    looked, seen = Looked(), dict[tuple[date, date], int]()
    known = 0
    for line, row in enumerate(rows, 2):  # the first line is the head
        try:
            given = given_of(found, {part: (row.get(name) or "").strip() for part, name in columns.items()})
        except Refusal as no:
            looked.rejected.append((line, no.message))
            continue
        period = (given["first"], given["last"])
        if period in seen:
            said = _("The period stands in line %(line)s already.") % {"line": seen[period]}
            looked.rejected.append((line, said))
            continue
        seen[period] = line
        if period not in held:
            looked.new.append(given)
        elif held[period] == (given["value"], given.get("n")):
            known += 1
        else:
            looked.corrected.append(given)
    return Looked(looked.new, looked.corrected, known, looked.rejected)


def given_of(found: Metric, row: Mapping[str, str]) -> Given:
    """One row as a value, or refuse with what is wrong."""
    first, last = period_of(row.get("first", ""))
    if row.get("last"):
        last = period_of(row["last"])[1]
    given: Given = {"first": first, "last": last, "value": number_of(row.get("value", ""))}
    if row.get("n"):
        n = number_of(row["n"])
        if n != int(n):
            raise Refusal("values.n", _("n is a whole number."))
        given["n"] = int(n)
    else:
        given["n"] = None
    refuse_value(found, given)
    return given


def number_of(text: str) -> float:
    """A number as people of several countries write it: 1234.5, 1 234,5, 95 %.

    >>> number_of("1 234,5"), number_of("95 %"), number_of("−3")
    (1234.5, 0.95, -3.0)
    """
    plain = re.sub(r"[\s\u00a0\u202f']", "", text)
    is_share = plain.endswith(("%", "％"))
    plain = plain.rstrip("%％")
    if not NUMBER.match(plain):
        raise Refusal("values.number", _("“%(text)s” is no number.") % {"text": text[:40]})
    value = float(plain.replace(",", ".").replace("−", "-"))
    return value / 100 if is_share else value


def period_of(text: str) -> tuple[date, date]:
    """A day, week, month, quarter or year as its first and last day; days are written year first.

    >>> period_of("2025-02")
    (datetime.date(2025, 2, 1), datetime.date(2025, 2, 28))
    >>> period_of("2025-W10")
    (datetime.date(2025, 3, 3), datetime.date(2025, 3, 9))
    """
    plain = text.strip()[:10].upper()
    try:
        if match := re.fullmatch(r"(\d{4})-?W(\d{1,2})", plain):
            first = date.fromisocalendar(int(match[1]), int(match[2]), 1)
            return first, first + timedelta(days=6)
        if match := re.fullmatch(r"(\d{4})-?Q([1-4])", plain):
            first = date(int(match[1]), int(match[2]) * 3 - 2, 1)
            return first, next_step(first, "quarter") - DAY
        if match := re.fullmatch(r"(\d{4})-(\d{1,2})", plain):
            first = date(int(match[1]), int(match[2]), 1)
            return first, next_step(first, "month") - DAY
        if match := re.fullmatch(r"\d{4}", plain):
            return date(int(plain), 1, 1), date(int(plain), 12, 31)
        day = date.fromisoformat(plain)
        return day, day
    except ValueError:
        said = _("“%(text)s” is no period; write 2025-03-31, 2025-03, 2025-W10, 2025-Q1 or 2025.")
        raise Refusal("values.period", said % {"text": text[:40]}) from None
