"""The ordinary days: tickets as they come over two years, with their hours, weekdays, seasons and holidays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hansei.analytics.demonstration import company
from hansei.analytics.demonstration.model import Column, Drafts
from hansei.analytics.demonstration.texts import DETAILS, TITLES
from hansei.analytics.local_time import DAY, HOUR

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

WEEKDAY_RATE: Final = np.array([1.25, 1.12, 1.06, 1.03, 0.92, 0.16, 0.10])
HOUR_RATE: Final = np.array(
    [.3, .2, .15, .15, .3, .8, 2.2, 5.5, 8.5, 9.2, 8.8, 7.8, 5.6, 7.0, 7.6, 6.9, 5.4, 3.2, 1.7, 1.2, .9, .7, .5, .4]
)  # fmt: skip
OFFICE: Final = ((0, 1, 2, 3, 4), 8, 18)
PRIORITY_SHARE: Final = np.array([0.02, 0.11, 0.42, 0.45])


@dataclass(frozen=True)
class Staff:
    """People by team, the rota of the on-call weeks, and those who ask."""

    teams: dict[str, list[str]]
    rota: list[str]
    requesters: list[str]


@dataclass(frozen=True)
class Calendar:
    """The days that are generated. Of the company's own days `first` lie before: rota, season and plans go on."""

    starts_on: date
    days: int
    first: int = 0

    @property
    def origin(self) -> int:
        """Local midnight of the first day in microseconds since 1970."""
        return (self.starts_on - date(1970, 1, 1)).days * DAY

    def holidays(self) -> NDArray[np.bool_]:
        """Christmas week, New Year, May Day and 3 October of each year."""
        dates = [self.starts_on + timedelta(days=i) for i in range(self.days)]
        fixed = {(12, 24), (12, 25), (12, 26), (12, 31), (1, 1), (5, 1), (10, 3)}
        return np.array([(d.month, d.day) in fixed for d in dates])

    def weekdays(self) -> Ints:
        """0 = Monday, for every day."""
        return (np.arange(self.days) + self.starts_on.weekday()) % 7

    def on_call(self, at: Ints, rota: list[str]) -> Column:
        """Who is on call at each local instant: a week each, in turn, handed over on Monday morning."""
        began = self.starts_on - timedelta(days=self.first)
        week = (at - self.origin + (self.first + began.weekday()) * DAY - 8 * HOUR) // (7 * DAY)
        return np.array(rota, dtype=object)[week % len(rota)]


def staff(rota_size: int, offset: int) -> Staff:
    """Name everybody. The rota is made of the platform operations team."""
    teams: dict[str, list[str]] = {}
    for team in company.TEAMS:
        size = company.TEAM_SIZE.get(team, company.OTHER_TEAM_SIZE)
        teams[team] = company.people(size, offset)
        offset += size
    rota = teams[company.PLATFORM][:rota_size]
    return Staff(teams, rota, [f"Employee {n:04d}" for n in range(1, 901)])


def is_office(at: Ints) -> NDArray[np.bool_]:
    """Whether a local instant lies inside office hours."""
    weekday = (at // DAY + 3) % 7  # 1970-01-01 was a Thursday
    hour = (at % DAY) // HOUR
    return np.asarray((weekday < 5) & (hour >= OFFICE[1]) & (hour < OFFICE[2]))


def arrival_times(rng: np.random.Generator, calendar: Calendar, count: int) -> Ints:
    """`count` local instants with the weekday, hour, season and holiday profile of the company."""
    season = 1 + 0.10 * np.cos(2 * np.pi * ((calendar.first + np.arange(calendar.days)) % 365) / 365)
    weight = WEEKDAY_RATE[calendar.weekdays()] * season * np.where(calendar.holidays(), 0.15, 1.0)
    day = rng.choice(calendar.days, size=count, p=weight / weight.sum())
    hour = rng.choice(24, size=count, p=HOUR_RATE / HOUR_RATE.sum())
    return calendar.origin + day * DAY + hour * HOUR + rng.integers(0, HOUR // 1_000_000, count) * 1_000_000


def call_times(rng: np.random.Generator, calendar: Calendar, count: int) -> Ints:
    """`count` local instants outside office hours, evenly spread over evenings, nights and weekends."""
    at = calendar.origin + rng.integers(0, calendar.days * DAY // 1_000_000, count * 3) * 1_000_000
    return at[~is_office(at)][:count]


def background(
    rng: np.random.Generator,
    calendar: Calendar,
    crew: Staff,
    at: Ints,
    languages: tuple[str, ...],
    only: tuple[str, str] | None = None,
    called: NDArray[np.bool_] | None = None,
) -> Drafts:
    """One ordinary ticket at each instant; `only` (service, symptom) keeps to one kind of trouble.

    `called` marks the calls to the person on duty; all others are for the day's teams, whenever they are entered.
    """
    count = len(at)
    weights = np.array([s.weight for s in company.SERVICES])
    service = rng.choice(len(company.SERVICES), size=count, p=weights / weights.sum())
    if only is not None:
        service[:] = list(company.BY_NAME).index(only[0])
    symptom, ci, fix = _coded(rng, service, only[1] if only else None)
    office = np.ones(count, dtype=bool) if called is None else ~called
    people = _resolvers(rng, calendar, crew, service, at, office)
    worked = np.clip(rng.lognormal(-0.7, 0.7, count), 0.05, 9)
    columns: dict[str, Column] = {
        "at": at,
        "kind": _kinds(symptom, rng.random(count)),
        "service": _named(service, [s.name for s in company.SERVICES]),
        "product": _named(service, [s.product for s in company.SERVICES]),
        "ci": ci,
        "category": _named(service, [s.category for s in company.SERVICES]),
        "subcategory": np.array([company.SUBCATEGORY[s] for s in symptom], dtype=object),
        "symptom": symptom,
        "fix_action": fix,
        "priority_rank": rng.choice(4, size=count, p=PRIORITY_SHARE) + 1,
        "requester": np.array(crew.requesters, dtype=object)[(rng.random(count) ** 1.6 * 900).astype(int)],
        "channel": rng.choice(company.CHANNELS, size=count, p=company.CHANNEL_WEIGHTS).astype(object),
        "location": rng.choice(company.LOCATIONS, size=count).astype(object),
        "planned": np.zeros(count, dtype=bool),
        "team": np.where(office, _named(service, [s.team for s in company.SERVICES]), company.PLATFORM).astype(object),
        "path": _paths(rng, service, office),
        "person": people,
        "worked_hours": np.round(worked, 2),
        "open_hours": _open_hours(rng, at, office, worked),
        "reopened": (rng.random(count) < 0.03).astype(np.int64),
        "label": np.full(count, "", dtype=object),
    }
    columns |= _words(rng, columns, languages)
    ci[rng.random(count) < 0.12] = None  # nobody filled it in
    return Drafts(columns)


def _kinds(symptom: Column, chance: NDArray[np.float64]) -> Column:
    """Requests and incidents, as objects: in an array of fixed width a longer kind set later would be cut."""
    asked = np.isin(symptom, ("access", "software")) & (chance < 0.8)
    return np.where(asked, "request", "incident").astype(object)


def _named(index: Ints, names: list[str]) -> Column:
    return np.array(names, dtype=object)[index]


def _coded(rng: np.random.Generator, service: Ints, only: str | None) -> tuple[Column, Column, Column]:
    """Symptom, configuration item and fix action, each among what the service has; earlier ones more often."""
    symptom = np.empty(len(service), dtype=object)
    ci = np.empty(len(service), dtype=object)
    fix = np.empty(len(service), dtype=object)
    for number, kind in enumerate(company.SERVICES):
        where = np.flatnonzero(service == number)
        symptom[where] = _skewed(rng, (only,) if only else kind.symptoms, len(where))
        ci[where] = _skewed(rng, kind.cis, len(where))
    for name, fixes in company.FIXES.items():
        where = np.flatnonzero(symptom == name)
        fix[where] = _skewed(rng, fixes, len(where))
    return symptom, ci, fix


def _skewed(rng: np.random.Generator, values: tuple[str, ...], count: int) -> Column:
    weight = 1 / np.arange(1, len(values) + 1) ** 0.7
    return rng.choice(np.array(values, dtype=object), size=count, p=weight / weight.sum())


def _resolvers(
    rng: np.random.Generator, calendar: Calendar, crew: Staff, service: Ints, at: Ints, office: NDArray[np.bool_]
) -> Column:
    people = calendar.on_call(at, crew.rota)
    for number, kind in enumerate(company.SERVICES):
        where = np.flatnonzero((service == number) & office)
        people[where] = rng.choice(np.array(crew.teams[kind.team], dtype=object), size=len(where))
    return people


def _paths(rng: np.random.Generator, service: Ints, office: NDArray[np.bool_]) -> Column:
    """Teams a ticket passes, joined by '|'; after hours the rota does it alone."""
    luck = rng.random(len(service))
    other = rng.choice(np.array(company.TEAMS[2:], dtype=object), size=len(service))
    paths = np.empty(len(service), dtype=object)
    for i, number in enumerate(service):
        own = company.SERVICES[number].team
        if not office[i]:
            paths[i] = company.PLATFORM
        elif luck[i] < 0.34 or other[i] == own:
            paths[i] = own if luck[i] < 0.12 else f"{company.SERVICE_DESK}|{own}"
        elif luck[i] < 0.42:
            paths[i] = f"{company.SERVICE_DESK}|{other[i]}|{own}"
        else:
            paths[i] = f"{company.SERVICE_DESK}|{own}"
    return paths


def _open_hours(rng: np.random.Generator, at: Ints, office: NDArray[np.bool_], worked: Floats) -> Floats:
    """Elapsed hours to resolution: a call-out is done at once, the day's work waits in queues, at night for the day."""
    wait = rng.lognormal(2.0, 1.3, len(worked))
    return np.where(office, until_office(at) + worked + wait, worked + 0.1)


def until_office(at: Ints) -> Floats:
    """Hours until the next office hours begin; 0 within them."""
    wait = np.zeros(len(at))
    for _ in range(5):  # a night, then a weekend's days one by one
        now = at + (wait * HOUR).astype(np.int64)
        closed = ~is_office(now)
        hour = now % DAY / HOUR
        wait += np.where(closed, (OFFICE[1] - hour) % 24 + 0.02, 0)
    return wait


def _words(rng: np.random.Generator, columns: dict[str, Column], languages: tuple[str, ...]) -> dict[str, Column]:
    """Title and text of each ticket in the language of its resolver."""
    people = {
        name: languages[min(i % 5, len(languages) - 1)] for i, name in enumerate(dict.fromkeys(columns["person"]))
    }
    count = len(columns["at"])
    picks, codes, hours = rng.integers(0, 60, count), rng.integers(100, 9999, count), rng.integers(6, 22, count)
    titles, texts = np.empty(count, dtype=object), np.empty(count, dtype=object)
    for i in range(count):
        language = people[columns["person"][i]]
        title, detail = TITLES[language][columns["symptom"][i]], DETAILS[language]
        words = {
            "ci": columns["ci"][i],
            "product": columns["product"][i],
            "service": columns["service"][i],
            "location": columns["location"][i],
            "code": codes[i],
            "time": f"{hours[i]}:{codes[i] % 60:02d}",
        }
        titles[i] = title[picks[i] % len(title)].format_map(words)
        texts[i] = f"{titles[i]}. {detail[picks[i] % len(detail)].format_map(words)}"
    return {"title": titles, "text": texts}
