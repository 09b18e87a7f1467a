"""What is hidden in the demonstration: the on-call story, and the stories of flow and of promises."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from hansei.analytics.demonstration import company, texts
from hansei.analytics.demonstration.background import Calendar, Staff, arrival_times, background, is_office
from hansei.analytics.demonstration.model import Column, Conditions, Drafts
from hansei.analytics.local_time import DAY

Ints = NDArray[np.int64]
SERVICE = company.BY_NAME["Crew Rostering"]
CI = "roster-batch-02"


def story(
    rng: np.random.Generator, calendar: Calendar, crew: Staff, languages: tuple[str, ...], asked: Conditions
) -> Drafts:
    """The call-out that each analyst meets alone, in the first analyst's week, the second's, and so on."""
    styles = texts.styles(len(crew.rota), texts.CALL_OUTS, languages)
    for _ in range(100):  # as told, a year holds 56 to 60 hours: draws with a call too few or too many are drawn again
        at = _random_times(rng, calendar, asked) if asked.random_calls else _turns(rng, calendar, asked)
        drafts = _call_outs(rng, calendar, crew, at, styles)
        if asked != Conditions() or _is_as_told(drafts, calendar):
            break
    drafts.columns["label"][:] = "random calls" if asked.random_calls else "on call"
    return drafts


def _is_as_told(drafts: Drafts, calendar: Calendar) -> bool:
    year = drafts.columns["at"] >= calendar.origin + (calendar.days - 365) * DAY
    billed = np.maximum(drafts.columns["worked_hours"][year], 1.0).sum()
    return bool(calendar.days < 365 or 56.2 <= billed <= 59.8)


def second_story(
    rng: np.random.Generator, calendar: Calendar, crew: Staff, languages: tuple[str, ...], asked: Conditions
) -> Drafts:
    """Another recurrence in the same CI, at dawn, with another rhythm and another fix."""
    later = replace(asked, clock=(5, 8), quarter_ends=False, interval_days=asked.interval_days * 1.5)
    at = _turns(rng, calendar, later)
    drafts = _call_outs(rng, calendar, crew, at, texts.styles(len(crew.rota), texts.SECOND_CALL_OUTS, languages))
    drafts.columns["fix_action"][:] = "queue purged"
    drafts.columns["symptom"][:] = "interface"
    drafts.columns["subcategory"][:] = company.SUBCATEGORY["interface"]
    drafts.columns["label"][:] = "dawn"
    return drafts


def _turns(rng: np.random.Generator, calendar: Calendar, asked: Conditions) -> Ints:
    """Local instants: every so many days with jitter, once more in each quarter-end week."""
    interval = asked.interval_days
    last = calendar.days * (0.6 if asked.dies else 1.0)
    day = np.arange(rng.uniform(0, interval), last, interval) + 0.5
    day = np.floor(day + np.clip(rng.normal(0, asked.jitter_days, len(day)), -interval * 0.45, interval * 0.45))
    if asked.quarter_ends:
        day = np.concatenate([day, _quarter_end_extras(rng, calendar, day, asked.interval_days == 7)])
    day = day[(day >= 0) & (day < last)]
    if asked.holidays:
        dates = [calendar.starts_on + timedelta(days=int(d)) for d in day]
        day = day[[not (d >= date(d.year, 12, 22) or (d.month == 8 and d.day <= 15)) for d in dates]]
    seconds = rng.integers(asked.clock[0] * 3600, asked.clock[1] * 3600, len(day))
    return np.sort(calendar.origin + day.astype(np.int64) * DAY + seconds * 1_000_000)


def _quarter_end_extras(
    rng: np.random.Generator, calendar: Calendar, days: NDArray[np.float64], weekly: bool
) -> NDArray[np.float64]:
    """Days to add in the weeks in which a quarter ends: a weekly call comes twice then, others once more."""
    extras: list[float] = []
    for last in _quarter_ends(calendar):
        week_start = last - (calendar.starts_on.weekday() + last) % 7
        there = int(((days >= week_start) & (days < week_start + 7)).sum())
        usual = max(2, there + 1) if weekly else there + 1
        for _ in range(max(usual - there, 0)):
            taken = np.concatenate([days, extras])
            free = [d for d in range(week_start, week_start + 7) if np.all(np.abs(taken - d) >= 2)]
            free = free or [d for d in range(week_start, week_start + 7) if d not in taken]
            extras.append(float(rng.choice(free)))
    return np.array(extras)


def _quarter_ends(calendar: Calendar) -> list[int]:
    """Number of each last day of a quarter inside the calendar."""
    dates = (calendar.starts_on + timedelta(days=i) for i in range(calendar.days))
    return [i for i, day in enumerate(dates) if (day + timedelta(days=1)).day == 1 and day.month % 3 == 0]


def _random_times(rng: np.random.Generator, calendar: Calendar, asked: Conditions) -> Ints:
    """As many calls as the story has, whenever chance and the company's own hours put them."""
    count = len(_turns(np.random.Generator(np.random.PCG64(0)), calendar, asked))
    return np.sort(arrival_times(rng, calendar, count))


def _call_outs(
    rng: np.random.Generator,
    calendar: Calendar,
    crew: Staff,
    at: Ints,
    styles: list[tuple[str, tuple[str, ...]]],
) -> Drafts:
    """One call-out at each instant, by whoever is on call, in that person's words."""
    people = calendar.on_call(at, crew.rota)
    own = [styles[crew.rota.index(person)][1] for person in people]
    titles = np.array([ways[int(rng.integers(len(ways)))] for ways in own], dtype=object)
    worked = np.where(rng.random(len(at)) < 0.05, rng.uniform(1.05, 1.5, len(at)), rng.uniform(0.3, 0.95, len(at)))
    count = len(at)
    columns: dict[str, Column] = {
        "at": at,
        "kind": _all("incident", count),
        "service": _all(SERVICE.name, count),
        "product": _all(SERVICE.product, count),
        "ci": _all(CI, count),
        "category": _all(SERVICE.category, count),
        "subcategory": _all(company.SUBCATEGORY["down"], count),
        "symptom": _all("down", count),
        "fix_action": _all("restart service", count),
        "priority_rank": rng.choice([3, 4], size=count, p=[0.4, 0.6]).astype(np.int64),
        "requester": rng.choice([f"Control centre {n}" for n in range(1, 6)], size=count).astype(object),
        "channel": rng.choice(["phone", "monitoring"], size=count, p=[0.8, 0.2]).astype(object),
        "location": _all("Control Centre", count),
        "planned": np.zeros(count, dtype=bool),
        "team": _all(company.PLATFORM, count),
        "path": _all(company.PLATFORM, count),
        "person": people,
        "worked_hours": np.round(worked, 2),
        "open_hours": worked + 0.15,
        "reopened": np.zeros(count, dtype=np.int64),
        "label": _all("", count),
        "title": titles,
        "text": titles.copy(),
    }
    return Drafts(columns)


def _all(value: object, count: int) -> Column:
    return np.full(count, value, dtype=object)


PING_PONG = ("Crew Applications", company.DATABASE)
BREACH_WHERE = (("service", "Fare Collection"), ("ci", "gate-ctl-11"), ("location", "Harbour Station"))


def flow_stories(
    rng: np.random.Generator, calendar: Calendar, crew: Staff, languages: tuple[str, ...], size: int
) -> list[Drafts]:
    """A bottleneck team, a pair of teams that send tickets back and forth, a cluster of broken promises."""
    found = []
    stories = (
        ("bottleneck", None, 0.45),
        ("ping-pong", ("Crew Rostering", "data"), 0.3),
        ("breach", ("Fare Collection", "payment"), 0.25),
    )
    for label, only, share in stories:
        at = arrival_times(rng, calendar, int(size * share))
        drafts = background(rng, calendar, crew, at[is_office(at)], languages, only)
        drafts.columns["label"][:] = label
        _FLOW[label](rng, drafts.columns)
        found.append(drafts)
    return found


def _bottleneck(rng: np.random.Generator, columns: dict[str, Column]) -> None:
    """Three people of the database team hold what ten others wait for."""
    columns["path"] = np.array([f"{path}|{company.DATABASE}" for path in columns["path"]], dtype=object)
    columns["team"][:] = company.DATABASE
    columns["open_hours"] = rng.lognormal(4.6, 0.6, len(columns["at"]))


def _ping_pong(rng: np.random.Generator, columns: dict[str, Column]) -> None:
    """Is it the application or the database? Each team proves that it is the other."""
    first, second = PING_PONG
    columns["path"][:] = f"{company.SERVICE_DESK}|{first}|{second}|{first}|{second}|{first}"
    columns["team"][:] = first
    columns["open_hours"] = columns["open_hours"] * 2 + rng.uniform(20, 60, len(columns["at"]))


def _breaches(rng: np.random.Generator, columns: dict[str, Column]) -> None:
    """Fare gates of one station, priority 2: the spare part always comes too late."""
    for name, value in BREACH_WHERE:
        columns[name][:] = value
    columns["priority_rank"][:] = 2
    columns["open_hours"] = rng.uniform(10, 30, len(columns["at"]))


_FLOW = {"bottleneck": _bottleneck, "ping-pong": _ping_pong, "breach": _breaches}
