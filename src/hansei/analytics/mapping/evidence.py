"""What a column's name and values say for each target."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from hansei.analytics.mapping.names import normalised
from hansei.analytics.mapping.presets import generic_names
from hansei.analytics.mapping.targets import DATES, FLAGS, HOURS, NUMBERS, WORDS
from hansei.analytics.mapping.words import FALSE, MISSING, TRUE, phase_of
from hansei.analytics.naming import CASE_MARK, OURS
from hansei.analytics.reading.raw import Column

_DATE: Final = re.compile(
    r"^\d{4}[-./年]\d{1,2}[-./月]\d{1,2}|^\d{1,2}[-./]\d{1,2}[-./]\d{2,4}(\D|$)"
    r"|^\d{1,2}[-. /]+[^\W\d]{3,9}[-. /,]+\d{2,4}|^[A-Z][a-z]{2,8} \d{1,2},? \d{4}"
    r"|^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b|^\d{4}-?W\d\d(-\d)?(\D|$)"
)
_EPOCH: Final = re.compile(r"^1[0-9]{9}([0-9]{3})?$")
# A spreadsheet's day number from 2000 to 2050, as it stands in a cell that nobody formatted as a date.
_SERIAL: Final = re.compile(r"^(3[6-9]|4\d|5[0-4])\d{3}(\.\d+)?$")
_NUMBER: Final = re.compile(r"^[-+]?[\d., '\u00a0]*\d[\d., '\u00a0]*$")
_CODED: Final = re.compile(r"^[^\W\d]{1,10}[-_ #]?\d[\w-]*$|^\d[\d-]*$|^[\w]+-\d+$")
# XES's own life cycle of an activity: where a tool keeps to it, it is no sub-state of the ticket.
_LIFECYCLE: Final = frozenset(
    {"schedule", "assign", "withdraw", "reassign", "start", "suspend", "resume", "pi_abort", "ate_abort", "complete"}
    | {"autoskip", "manualskip", "unknown"}
)


_OF_CASES: Final = frozenset({*WORDS, *DATES, *NUMBERS, *FLAGS})


@dataclass(frozen=True)
class Evidence:
    """A column's values in figures: shares (0 to 1) of its samples that look like a date, a number, a code, a flag …"""

    samples: tuple[str, ...]
    rows: int
    filled: float
    distinct: int
    dates: float
    epochs: float
    serials: float
    numbers: float
    whole: float
    coded: float
    flags: float
    states: float
    length: float  # letters of a middling value


@cache
def look_at(column: Column) -> Evidence:
    """Judge a column by its samples and its counts over the whole table."""
    values = [value.strip() for value in column.samples]
    values = [value for value in values if value.lower() not in MISSING]
    n = max(len(values), 1)
    words = (*TRUE, *FALSE)

    def share(test: re.Pattern[str]) -> float:
        return sum(bool(test.match(value)) for value in values) / n

    return Evidence(
        samples=tuple(values),
        rows=column.rows,
        filled=column.filled / max(column.rows, 1),
        distinct=column.distinct,
        dates=share(_DATE),
        epochs=share(_EPOCH),
        serials=share(_SERIAL),
        numbers=share(_NUMBER),
        whole=sum(value.lstrip("+-").replace(".0", "").isdigit() for value in values) / n,
        coded=share(_CODED),
        flags=sum(value.lower() in words for value in values) / n,
        states=sum(phase_of(value) is not None for value in values) / n if column.distinct <= 200 else 0.0,
        length=sorted(len(value) for value in values)[len(values) // 2] if values else 0,
    )


@cache
def name_score(column: str, target: str) -> float:
    """How well a column's name says a target, 0 to 1: a whole name, a part of it, or not at all."""
    if column in (CASE_MARK + target, CASE_MARK + OURS + target) and target in _OF_CASES:
        return 0.95  # our own words, in a log that we wrote
    name = normalised(column)
    names = generic_names().get(target, ())
    if name in names:
        return 0.95 - 0.2 * names.index(name) / len(names)
    last = normalised(
        column.rsplit(".", 1)[0].rsplit(".", 1)[-1]
        if column.endswith((".name", ".value"))
        else column.rsplit(".", 1)[-1]
    )
    if last in names:
        return 0.9 - 0.2 * names.index(last) / len(names)
    return max((_part_score(name, known) for known in names), default=0.0)


def _part_score(name: str, known: str) -> float:
    if not known.isascii() and not re.search("[a-zа-яё]", known):  # Chinese: no blanks between words
        return 0.7 * len(known) / len(name.replace(" ", "")) if known in name and len(known) > 1 else 0.0
    words, wanted = name.split(), known.split()
    if len(wanted) > len(words) or not set(wanted) <= set(words):
        return 0.0
    return 0.7 * len(wanted) / len(words)


def value_fit(target: str, look: Evidence) -> float:
    """How well the values go with a target, 0 (never) to 1; 0.5 says nothing either way."""
    if not look.samples:
        return 0.3 if target not in ("key", "at", "activity", "field") else 0.0
    if target in DATES or target in ("at", "recorded_at"):
        best = max(look.dates, look.epochs, 0.8 * look.serials)
        return best if best > 0.7 else 0.0
    if look.dates > 0.7:
        return 0.0
    if target in FLAGS:
        return 1.0 if look.flags > 0.9 and look.distinct <= 4 else 0.0
    if target in (*NUMBERS, "update_number"):
        clock = target in HOURS
        return 1.0 if look.numbers > 0.9 or clock else 0.0
    return _word_fit(target, look)


def _word_fit(target: str, look: Evidence) -> float:
    many = look.distinct / max(look.rows, 1)
    if target in ("key", "event_key"):
        fits = look.filled > 0.5 and look.length <= 60 and (look.distinct > 1 or look.rows == 1)
        return (0.6 + 0.4 * look.coded if many > 0.005 or look.distinct > 500 else 0.1) if fits else 0.0
    if target in ("title", "text"):
        return 0.0 if look.numbers > 0.9 else 1.0 if look.length > 10 else 0.4
    if target == "state":
        return 0.0 if look.distinct > 300 else 0.4 + 0.6 * look.states
    if target == "substate" and {value.lower() for value in look.samples} <= _LIFECYCLE:
        return 0.0
    if target in ("activity", "field", "substate"):
        return 0.0 if look.distinct > 2000 else 0.8
    if target == "kind":
        return 0.7 if look.distinct <= 60 else 0.0
    if target in ("line",):
        return 0.8 if look.distinct <= 12 else 0.0
    if target in ("priority", "channel"):
        return 0.8 if look.distinct <= 40 else 0.0
    if target in ("team", "person", "resolver", "assignee", "requester", "service", "ci"):
        return 0.8 if look.length <= 80 and look.flags < 0.9 else 0.0
    return 0.6 if look.length <= 120 else 0.2
