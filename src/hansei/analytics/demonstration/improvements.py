"""The demonstration's improvements: one worked, one cannot be judged yet, three only look or hope as if they had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hansei.analytics.demonstration.background import Calendar, Staff, background
from hansei.analytics.demonstration.model import Drafts, PlantedImprovement, Truth
from hansei.analytics.local_time import DAY, HOUR

# The days (from the first) on which the company's board approves improvements; baselines are frozen that morning.
BOARDS: Final = (364, 476)
YEAR: Final = 364
SPELL: Final = 63  # days of bad luck


@dataclass(frozen=True)
class Plan:
    """One improvement: what its register says, the tickets it counts (a week), and its days from the first."""

    title: str
    idea: str
    change: str
    element: str
    service: str
    symptom: str
    weekly: float
    board: int
    day: int
    baseline_days: int
    margin: float = 0.10


PLANS: Final[dict[Truth, Plan]] = {
    "worked": Plan(
        "Replace the remote access gateway",
        "People at home lose their connection several times a day. The gateway is at the end of its life.",
        "A new gateway in both halls, clients moved over in one weekend.",
        "technology", "Network", "vpn", 14.0, BOARDS[0], 455, YEAR,
    ),
    "no_effect": Plan(
        "Print instructions beside every printer",
        "Many printer tickets could be solved by the person who stands in front of the printer.",
        "One laminated page in four languages at each printer.",
        "people", "Workplace", "printer", 24.0, BOARDS[0], 371, YEAR, 0.20,
    ),
    "regressed": Plan(
        "Clean the display cables",
        "Since the new year boards go dark nearly every day. Dust in the plugs is suspected.",
        "All plugs of the boards cleaned and fixed in one round.",
        "technology", "Passenger Information", "display", 24.0, BOARDS[1], 480, 56,
    ),
    "season": Plan(
        "Tune the purchasing system",
        "Orders take minutes in the winter months. The database keeps no statistics of its tables.",
        "Statistics every night, two indexes added.",
        "technology", "Finance and Purchasing", "slow", 12.0, BOARDS[1], 510, 126,
    ),
    "recent": Plan(
        "Archive old mail by itself",
        "Full mailboxes stop mail from arriving, and nobody tidies up.",
        "Mail older than two years moves to the archive each night.",
        "resource", "Mail and Calendar", "mail", 16.0, BOARDS[1], 700, YEAR,
    ),
}  # fmt: skip
# What an honest before/after answer says on the last day, and what it names.
ANSWERS: Final[dict[Truth, tuple[str, str | None]]] = {
    "worked": ("better", None),
    "no_effect": ("no_material_change", None),
    "regressed": ("cannot_tell_yet", "vanishes_against_earlier"),
    "season": ("cannot_tell_yet", "season_not_comparable"),
    "recent": ("cannot_tell_yet", "too_few_after"),
}


def improvement_tickets(
    rng: np.random.Generator, calendar: Calendar, crew: Staff, languages: tuple[str, ...]
) -> list[Drafts]:
    """The tickets that each improvement's measure counts."""
    found = []
    for truth, plan in PLANS.items():
        per_day = rng.poisson(_daily_rate(truth, calendar, plan))
        days = np.repeat(np.arange(calendar.days), per_day)
        seconds = rng.integers(int(7.5 * 3600), int(17.5 * 3600), len(days))
        at = calendar.origin + days.astype(np.int64) * DAY + seconds * (HOUR // 3600)
        drafts = background(rng, calendar, crew, at, languages, (plan.service, plan.symptom))
        drafts.columns["label"][:] = f"improvement {truth}"
        found.append(drafts)
    return found


def _daily_rate(truth: Truth, calendar: Calendar, plan: Plan) -> NDArray[np.float64]:
    """Expected tickets a day, none at weekends."""
    number = calendar.first + np.arange(calendar.days)
    factor = np.ones(calendar.days)
    if truth in ("worked", "recent"):
        factor[number >= plan.day] = 0.35
    elif truth == "regressed":  # a bad spell by chance, and it passes by itself
        factor[(number >= plan.day - SPELL) & (number < plan.day)] = 2.2
    elif truth == "season":  # winters are heavy each year; the intervention falls in the spring
        began = calendar.starts_on - timedelta(days=calendar.first)
        winter = np.cos(2 * np.pi * ((number + began.timetuple().tm_yday - 15) % 365.25) / 365.25)
        factor = 1 + 0.65 * winter
    return np.asarray(factor * plan.weekly / 5 * (calendar.weekdays() < 5))


def improvements(starts_on: date) -> tuple[PlantedImprovement, ...]:
    """What the register of improvements would say, and the truth about each."""

    def on(day: int) -> date:
        return starts_on + timedelta(days=day)

    return tuple(
        PlantedImprovement(
            code=f"IMP-{number}",
            title=plan.title,
            idea=plan.idea,
            change=plan.change,
            element=plan.element,
            service=plan.service,
            where=(("service", plan.service), ("symptom", plan.symptom)),
            frozen_on=on(plan.board),
            intervention_on=on(plan.day),
            baseline=(on(plan.board - plan.baseline_days), on(plan.board - 1)),
            # Somebody took it up because of the bad weeks; the others were chosen for what they are.
            chosen=(on(plan.board - plan.baseline_days), on(plan.board - 1)) if truth == "regressed" else None,
            target_share=0.7,
            margin_share=plan.margin,
            truth=truth,
            answer=ANSWERS[truth][0],
            names=ANSWERS[truth][1],
        )
        for number, (truth, plan) in enumerate(PLANS.items(), start=1)
    )


def after_last(calendar: Calendar) -> date:
    """The day after the calendar's last."""
    return calendar.starts_on + timedelta(days=calendar.days)
