"""Read numbers as people and spreadsheets leave them: decimal commas, thousands, and thousands put in by mistake.

`3,87,16,91,111` is what a spreadsheet with Indian grouping makes of the text `3871,691111`: it took the decimal
comma for a thousands mark and grouped the digits anew. The digits are all there; where the comma stood is decided
by the number of digits that such a column has, and by how long the case lasted.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from hansei.analytics.mapping.names import normalised

Style = Literal["plain", "decimal_comma", "grouped", "broken_grouping"]

_PLAIN: Final = re.compile(r"^[-+]?\d+(\.\d+)?([eE][-+]?\d+)?$")
_COMMA: Final = re.compile(r"^[-+]?\d+,\d+$")
_GROUPED: Final = re.compile(r"^[-+]?(?!0)\d{1,3}([,.'\u00a0\u202f ])\d{3}(\1\d{3})*([.,]\d+)?$")
_INDIAN: Final = re.compile(r"^[-+]?\d{1,2}(,\d{2})*,\d{3}(\.\d+)?$")
_BELOW_ONE: Final = re.compile(r"^[-+]?0[.,]\d+$")  # no mark for thousands stands behind a zero
_CLOCK: Final = re.compile(r"^(\d+):(\d{2})(?::(\d{2}(?:\.\d+)?))?$")
_SPOKEN: Final = re.compile(
    r"^(?:(?P<w>\d+)\s*w\w*)?\s*(?:(?P<d>\d+)\s*d\w*)?\s*(?:(?P<h>\d+)\s*h\w*)?\s*(?:(?P<m>\d+)\s*m\w*)?\s*(?:(?P<s>\d+)\s*s\w*)?$",
    re.IGNORECASE,
)
# A decimal comma with this many digits behind it is what the exporters of such files write (%.10g).
_DIGITS: Final = 10
_MOST: Final = 2**53  # the largest count that a number with a fraction tells from its neighbours
# Units are whole words, as "Administration" is no minute; a second line is no second, a branch (分公司) no minute.
_HOURS: Final = re.compile(r"\b(?:h|hrs?|\w*hours?|std|\w*stunden?|ч|час\w*)\b|小[时時]")
_MINUTES: Final = re.compile(r"\b(?:mins?|\w*minut(?:es?|en)|мин|минут\w?)\b|分[钟鐘]|(?<!部)分(?!\w)")
_SECONDS: Final = re.compile(
    r"\b(?:secs?|\w*seconds|sek|\w*sekunden?|сек|секунд\w?)\b|秒"
    r"|\b(?:second|time spent)$|\b(?:business|calendar) duration\b"
)


def style_of(values: list[str]) -> Style:
    """How a column's numbers are written, decided over all its different values.

    >>> style_of(["3,87,16,91,111", "0,862777778"])
    'broken_grouping'
    >>> style_of(["1,234", "12,345,678"]), style_of(["1,5", "12,25"]), style_of(["3,87,169"])
    ('grouped', 'decimal_comma', 'grouped')
    """
    commas = [value.strip() for value in values if "," in value]
    if not commas:
        return "grouped" if any(_GROUPED.match(v.strip()) and v.count(".") > 1 for v in values) else "plain"
    decimal = [v for v in commas if _COMMA.match(v) and not _GROUPED.match(v)]
    indian = [v for v in commas if _INDIAN.match(v) and v.count(",") > 1]
    if decimal and indian:
        return "broken_grouping"
    if any(_GROUPED.match(v) and v.count(",") > 1 for v in commas) or indian:
        return "grouped"
    if decimal or any(re.match(r"^[-+]?\d{1,3}(\.\d{3})+,\d+$", v) for v in commas):
        return "decimal_comma"
    return "grouped"


def number(value: str, style: Style, most: float | None = None) -> float | None:
    """The number a cell means, None when it is none. `most` is the largest it can be (a case's own length, say).

    >>> number("3,87,16,91,111", "broken_grouping"), number("0,862777778", "broken_grouping")
    (3871.691111, 0.862777778)
    >>> number("8,86,71,66,667", "broken_grouping", most=6668.0), number("11,18,525", "broken_grouping")
    (886.7166667, 1118.525)
    >>> number("1.234,5", "decimal_comma"), number("1,234.5", "grouped"), number("n/a", "plain")
    (1234.5, 1234.5, None)
    >>> number("0.125", "decimal_comma"), number("0,125", "grouped")
    (0.125, 0.125)
    """
    cell = value.strip().replace("\u00a0", " ")
    if _BELOW_ONE.match(cell):
        return float(cell.replace(",", "."))
    if style == "broken_grouping":
        return _ungrouped(cell, most)
    if style == "decimal_comma":
        cell = re.sub(r"[.' ](?=\d{3}(\D|$))", "", cell).replace(",", ".")
    elif style == "grouped":
        cell = re.sub(r"[,' ](?=\d)", "", cell)
        cell = cell.replace(".", "") if cell.count(".") > 1 else cell
    return float(cell) if _PLAIN.match(cell) else None


def _ungrouped(cell: str, most: float | None) -> float | None:
    if _PLAIN.match(cell):
        return float(cell)
    if not _INDIAN.match(cell):
        return float(cell.replace(",", ".")) if _COMMA.match(cell) else None
    digits = cell.replace(",", "")
    # Full precision: ten digits in all, of which one to four stand before the comma. The largest that is possible wins.
    whole = 4 if len(digits) in (7, _DIGITS) else len(digits) - 3
    found = float(f"{digits[:whole]}.{digits[whole:]}")
    while most is not None and found > most and whole > 1 and len(digits) >= 7:
        whole -= 1
        found = float(f"{digits[:whole]}.{digits[whole:]}")
    return found


def hours(value: str, style: Style, unit: float, most: float | None = None) -> float | None:
    """Effort in hours. `unit` is how many hours one of the column's numbers is; 1:30, 1h 30m and 2 d are understood.

    Nobody works less than nothing: a negative number is none.

    >>> hours("1:30:00", "plain", 1.0), hours("1h 30m", "plain", 1.0), hours("90", "plain", 1 / 60)
    (1.5, 1.5, 1.5)
    """
    cell = value.strip()
    if match := _CLOCK.match(cell):
        return int(match[1]) + int(match[2]) / 60 + float(match[3] or 0) / 3600
    if (match := _SPOKEN.match(cell)) and any(match.groupdict().values()):
        # A day of work is 8 hours and a week 40: the default of the trackers that write effort like this.
        part = {key: float(text or 0) for key, text in match.groupdict().items()}
        return part["w"] * 40 + part["d"] * 8 + part["h"] + part["m"] / 60 + part["s"] / 3600
    found = number(cell, style, most)
    return None if found is None or found < 0 else found * unit


def count(value: str, style: Style) -> int | None:
    """How often something happened; None for what is no such count, as a negative number.

    >>> count("1,0", "decimal_comma"), count("1,204", "grouped"), count("-2", "plain"), count("often", "plain")
    (1, 1204, None, None)
    """
    found = number(value, style)
    return round(found) if found is not None and 0 <= found < _MOST else None


def unit_of(column: str) -> float:
    """How many hours one unit of an effort column is, told by its name; hours when it says so or nothing.

    >>> unit_of("duration_minutes") * 60, unit_of("Time Spent (seconds)") * 3600, unit_of("Handle_Time_hrs")
    (1.0, 1.0, 1.0)
    >>> unit_of("Second line effort"), unit_of("Administration hours"), unit_of("Time of the 2nd line (sec)") * 3600
    (1.0, 1.0, 1.0)
    """
    name = normalised(column)
    if _HOURS.search(name):
        return 1.0
    if _MINUTES.search(name):
        return 1 / 60
    return 1 / 3600 if _SECONDS.search(name) else 1.0
