"""Put the made-up company together: ordinary days, what is planted in them, and the key to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

import numpy as np

from hansei.analytics.demonstration import company, later
from hansei.analytics.demonstration.background import (
    OFFICE,
    Calendar,
    Staff,
    arrival_times,
    background,
    call_times,
    staff,
)
from hansei.analytics.demonstration.controls import benign
from hansei.analytics.demonstration.history import case_keys, tables
from hansei.analytics.demonstration.improvements import BOARDS, after_last, improvement_tickets, improvements
from hansei.analytics.demonstration.model import (
    AnswerKey,
    Column,
    Conditions,
    Drafts,
    Generated,
    PlantedImprovement,
    PlantedPattern,
    joined,
)
from hansei.analytics.demonstration.planted import BREACH_WHERE, PING_PONG, flow_stories, second_story, story
from hansei.analytics.demonstration.texts import LANGUAGES
from hansei.analytics.local_time import DAY, HOUR

SIZE: Final = 20_000  # ordinary tickets in two years
STARTS_ON: Final = date(2024, 11, 4)
DAYS: Final = 730
# The days on which the company's ticket tool was exported: before each board, and at the end.
STEPS: Final = tuple(STARTS_ON + timedelta(days=day) for day in (*BOARDS, DAYS))
CALL_OUT_SHARE: Final = 1 / 28  # other calls after hours
LEAST_CALL_OUTS: Final = 700  # in two years, or the story's hours would not drown in them
RELEASE: Final = "Release RosterPlan 4.2"
CODED: Final = ("service", "product", "ci", "category", "subcategory", "symptom", "fix_action")


def planned_improvements() -> tuple[PlantedImprovement, ...]:
    """The improvements of the company as it is generated without further wishes."""
    return improvements(STARTS_ON)


def generate(
    seed: int,
    size: int = SIZE,
    languages: tuple[str, ...] = LANGUAGES,
    conditions: Conditions | None = None,
    *,
    starts_on: date = STARTS_ON,
    days: int = DAYS,
    goes_on: bool = False,
) -> Generated:
    """A company's tickets over `days` days with what `conditions` plants in them.

    The same arguments give the same data. `size` is the number of ordinary tickets; what is planted comes on top.
    `goes_on`: with the year that follows, in which nothing of the days before changes but for what is corrected; the
    key is to those days alone.
    """
    asked = conditions or Conditions()
    rng = np.random.Generator(np.random.PCG64(seed))
    calendar = Calendar(starts_on, days)
    crew = staff(asked.rota, int(rng.integers(0, 400)))
    drafts = joined(_parts(rng, calendar, crew, size, languages, asked))
    _hide(rng, drafts, asked)
    key, ends = _key(drafts, calendar, crew, asked), calendar
    corrected = None
    if goes_on:
        own = np.random.Generator(np.random.PCG64([seed, later.OWN_CHANCES]))
        ends = later.after(calendar)
        drafts = joined([drafts, _following(own, ends, crew, size * ends.days // days, languages, asked)])
        corrected = later.corrections(own, drafts, case_keys(len(drafts)), ends.starts_on)
    cases, steps = tables(drafts, company.ZONE, ends.origin + ends.days * DAY)
    return Generated(
        name=company.NAME,
        seed=seed,
        zone=company.ZONE,
        starts_on=starts_on,
        ends_on=after_last(ends) - timedelta(days=1),
        cases=cases,
        steps=steps,
        key=key,
        office_hours=OFFICE,
        rota=tuple(crew.rota),
        minimum_billed_hours=1.0,
        corrections=corrected,
    )


def _following(
    rng: np.random.Generator, calendar: Calendar, crew: Staff, size: int, languages: tuple[str, ...], asked: Conditions
) -> Drafts:
    """The year after: all goes on as it was, only what had died stays dead, and the release is history."""
    alive = replace(asked, pattern=False, random_calls=False) if asked.dies else asked
    drafts = joined(_parts(rng, calendar, crew, size, languages, alive))
    _hide(rng, drafts, asked)
    return drafts


def _parts(
    rng: np.random.Generator, calendar: Calendar, crew: Staff, size: int, languages: tuple[str, ...], asked: Conditions
) -> list[Drafts]:
    ordinary = arrival_times(rng, calendar, size)
    calls = call_times(rng, calendar, max(int(size * CALL_OUT_SHARE), LEAST_CALL_OUTS * calendar.days // DAYS))
    called = np.arange(len(ordinary) + len(calls)) >= len(ordinary)
    parts = [background(rng, calendar, crew, np.concatenate([ordinary, calls]), languages, called=called)]
    if asked.pattern or asked.random_calls:
        parts.append(story(rng, calendar, crew, languages, asked))
        if not calendar.first:
            parts.append(_release(rng, calendar, crew, languages, parts[-1]))
    if asked.pattern and asked.patterns > 1:
        parts.append(second_story(rng, calendar, crew, languages, asked))
    if asked.benign:
        parts += benign(rng, calendar, crew, languages)
    if asked.stories:
        parts += flow_stories(rng, calendar, crew, languages, size // 16)
        parts += improvement_tickets(rng, calendar, crew, languages)
    return parts


def _release(
    rng: np.random.Generator, calendar: Calendar, crew: Staff, languages: tuple[str, ...], calls: Drafts
) -> Drafts:
    """The change that the application team suspects: some days before the first call."""
    at = max(int(calls.columns["at"].min()) - 3 * DAY, calendar.origin) // DAY * DAY + 16 * HOUR
    drafts = background(rng, calendar, crew, np.array([at]), languages, ("Crew Rostering", "data"))
    for name, value in (("kind", "change"), ("ci", "roster-batch-02"), ("label", "release"), ("title", RELEASE)):
        drafts.columns[name] = np.array([value], dtype=object)
    drafts.columns["text"] = drafts.columns["title"].copy()
    drafts.columns["fix_action"][:] = "release deployed"
    drafts.columns["planned"][:] = True
    return drafts


def _hide(rng: np.random.Generator, drafts: Drafts, asked: Conditions) -> None:
    """Take away what people did not fill in: in every ticket alike, not only in the planted ones."""
    columns, count = drafts.columns, len(drafts)
    if asked.wording_only:
        for name in CODED:
            columns[name] = np.full(count, None, dtype=object)
    columns["ci"][rng.random(count) < asked.missing_ci] = None
    columns["fix_action"][rng.random(count) < asked.missing_fix] = None


def _key(drafts: Drafts, calendar: Calendar, crew: Staff, asked: Conditions) -> AnswerKey:
    labels, keys = drafts.columns["label"], case_keys(len(drafts))
    named = {str(label): tuple(keys[labels == label]) for label in dict.fromkeys(labels) if label}
    patterns = [
        _pattern(label, drafts, calendar, asked, interval, clock)
        for label, interval, clock in (("on call", 1.0, asked.clock), ("dawn", 1.5, (5, 8)))
        if label in named
    ]
    quiet = ("password", "payroll", "review", "batch", "maintenance", "talkative")
    return AnswerKey(
        patterns=tuple(patterns),
        bottleneck="Database" if asked.stories else None,
        ping_pong=PING_PONG if asked.stories else None,
        ping_pong_cases=named.get("ping-pong", ()),
        breach_cluster=BREACH_WHERE if asked.stories else (),
        breach_cases=named.get("breach", ()),
        benign={label: named[label] for label in quiet if label in named},
        improvements=improvements(calendar.starts_on) if asked.stories else (),
    )


def _pattern(
    label: str, drafts: Drafts, calendar: Calendar, asked: Conditions, times: float, clock: tuple[int, int]
) -> PlantedPattern:
    columns: dict[str, Column] = drafts.columns
    members = columns["label"] == label
    at = columns["at"][members]
    billed = np.maximum(columns["worked_hours"][members], 1.0)
    last_year = at >= calendar.origin + (calendar.days - 365) * DAY
    hours = float(billed[last_year].sum()) if not asked.dies else float(billed.sum()) * 365 / calendar.days
    told = label == "on call" and asked == Conditions()
    return PlantedPattern(
        code=label,
        cases=tuple(case_keys(len(drafts))[members]),
        people=len(set(columns["person"][members])),
        interval_days=asked.interval_days * times,
        clock=clock,
        yearly_hours=(56.0, 60.0) if told else (hours * 0.9, hours * 1.1),
        release=RELEASE if label == "on call" else None,
        dies_on=calendar.starts_on + timedelta(days=int(calendar.days * 0.6)) if asked.dies else None,
    )
