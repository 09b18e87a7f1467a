"""Regularities that are nobody's hidden problem: a finder must know them for what they are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from hansei.analytics.demonstration import company
from hansei.analytics.demonstration.background import Calendar, Staff, background, until_office
from hansei.analytics.demonstration.model import Column, Drafts
from hansei.analytics.demonstration.texts import BENIGN
from hansei.analytics.local_time import DAY, HOUR

Ints = NDArray[np.int64]
MINUTE = HOUR // 60


def benign(rng: np.random.Generator, calendar: Calendar, crew: Staff, languages: tuple[str, ...]) -> list[Drafts]:
    """Monday passwords, payslip questions, access reviews, batch tickets, maintenance, a talkative user."""
    return [
        _passwords(rng, calendar, crew, languages),
        _payslips(rng, calendar, crew, languages),
        _reviews(rng, calendar, crew, languages),
        _batch(rng, calendar, crew, languages),
        _maintenance(rng, calendar, crew, languages),
        _talkative(rng, calendar, crew, languages),
    ]


def _days(calendar: Calendar) -> list[date]:
    return [calendar.starts_on + timedelta(days=i) for i in range(calendar.days)]


def _at(rng: np.random.Generator, calendar: Calendar, days: list[int], start: float, end: float) -> Ints:
    seconds = rng.integers(int(start * 3600), int(end * 3600), len(days))
    return calendar.origin + np.array(days, dtype=np.int64) * DAY + seconds * 1_000_000


def _passwords(rng: np.random.Generator, calendar: Calendar, crew: Staff, languages: tuple[str, ...]) -> Drafts:
    mondays = [i for i, day in enumerate(_days(calendar)) if day.weekday() == 0]
    days = [day for day in mondays for _ in range(int(rng.integers(4, 12)))]
    at = _at(rng, calendar, days, 7.2, 10.8)
    kind = {"kind": "request", "fix_action": "reset password", "label": "password"}
    return _desk(rng, calendar, crew, at, languages, ("Identity", "login"), kind)


def _payslips(rng: np.random.Generator, calendar: Calendar, crew: Staff, languages: tuple[str, ...]) -> Drafts:
    ends = [i for i, day in enumerate(_days(calendar)) if (day + timedelta(days=4)).day <= 4 and day.weekday() < 5]
    days = [day for day in ends for _ in range(int(rng.integers(1, 6)))]
    at = _at(rng, calendar, days, 8.5, 16)
    kind = {"kind": "request", "fix_action": "user instructed", "label": "payroll"}
    return _desk(rng, calendar, crew, at, languages, ("Payroll", "data"), kind)


def _reviews(rng: np.random.Generator, calendar: Calendar, crew: Staff, languages: tuple[str, ...]) -> Drafts:
    firsts = [i for i, day in enumerate(_days(calendar)) if day.day == 3]
    at = _at(rng, calendar, firsts * 4, 9, 9.3)
    kind = {"kind": "request", "fix_action": "permission granted", "requester": "Compliance office", "label": "review"}
    return _desk(rng, calendar, crew, at, languages, ("Identity", "access"), kind)


def _batch(rng: np.random.Generator, calendar: Calendar, crew: Staff, languages: tuple[str, ...]) -> Drafts:
    sundays = [i for i, day in enumerate(_days(calendar)) if day.weekday() == 6]
    at = calendar.origin + np.repeat(np.array(sundays, dtype=np.int64), 6) * DAY + 2 * HOUR + 5 * MINUTE
    kind = {"kind": "incident", "fix_action": "no fault found", "channel": "batch", "requester": None, "label": "batch"}
    drafts = _desk(rng, calendar, crew, at, languages, ("Data Warehouse", "data"), kind)
    drafts.columns["open_hours"] = until_office(at) + drafts.columns["worked_hours"]  # read on Monday
    return drafts


def _maintenance(rng: np.random.Generator, calendar: Calendar, crew: Staff, languages: tuple[str, ...]) -> Drafts:
    saturdays = [i for i, day in enumerate(_days(calendar)) if day.weekday() == 5][::2]
    at = _at(rng, calendar, saturdays, 21.9, 22.2)
    kind = {"kind": "maintenance", "fix_action": "patch installed", "planned": True, "label": "maintenance"}
    drafts = _desk(rng, calendar, crew, at, languages, ("Network", "down"), kind)
    drafts.columns["person"] = calendar.on_call(at, crew.rota)
    return drafts


def _talkative(rng: np.random.Generator, calendar: Calendar, crew: Staff, languages: tuple[str, ...]) -> Drafts:
    office = [i for i, day in enumerate(_days(calendar)) if day.weekday() < 5]
    at = _at(rng, calendar, office[::3], 8.5, 16.5)
    kind = {"kind": "incident", "fix_action": "user instructed", "requester": "Employee 0042", "label": "talkative"}
    return _desk(rng, calendar, crew, at, languages, ("Workplace", "software"), kind)


def _desk(
    rng: np.random.Generator,
    calendar: Calendar,
    crew: Staff,
    at: Ints,
    languages: tuple[str, ...],
    about: tuple[str, str],
    fixed: Mapping[str, object],
) -> Drafts:
    """Ordinary desk tickets at these instants, with what this regularity fixes, in its words."""
    drafts = background(rng, calendar, crew, at, languages, about)
    columns = drafts.columns
    for name, value in fixed.items():
        columns[name] = np.full(len(at), value, dtype=columns[name].dtype)
    columns["path"][:] = company.SERVICE_DESK
    columns["team"][:] = company.SERVICE_DESK
    columns["person"] = rng.choice(np.array(crew.teams[company.SERVICE_DESK], dtype=object), size=len(at))
    columns["open_hours"] = columns["worked_hours"] + 0.2
    titles = _titles(rng, columns, str(fixed["label"]), languages)
    columns["title"], columns["text"] = titles, titles.copy()
    return drafts


def _titles(rng: np.random.Generator, columns: dict[str, Column], label: str, languages: tuple[str, ...]) -> Column:
    found = np.empty(len(columns["at"]), dtype=object)
    for i in range(len(found)):
        ways = BENIGN[label][languages[int(rng.integers(len(languages)))]]
        way = ways[int(rng.integers(len(ways)))]
        found[i] = way.format(product=columns["product"][i], ci=columns["ci"][i] or columns["product"][i])
    return found
