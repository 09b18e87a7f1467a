"""Four improvements of the demonstration: one worked, three only look or hope as if they had."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from hansei.analytics.demonstration.background import Calendar, Staff, background
from hansei.analytics.demonstration.model import Drafts, PlantedImprovement
from hansei.analytics.local_time import DAY, HOUR

Truth = Literal["worked", "no_effect", "regressed", "season"]
# truth -> title, service, symptom, tickets a week, day of the intervention
PLANS: Final[dict[Truth, tuple[str, str, str, float, int]]] = {
    "worked": ("Replace the remote access gateway", "Network", "vpn", 14.0, 455),
    "no_effect": ("Print instructions beside every printer", "Workplace", "printer", 16.0, 425),
    "regressed": ("Clean the display cables", "Passenger Information", "display", 10.0, 480),
    "season": ("Tune the purchasing system", "Finance and Purchasing", "slow", 12.0, 510),
}
BASELINE_DAYS: Final = {"worked": 182, "no_effect": 182, "regressed": 70, "season": 126}


def improvement_tickets(
    rng: np.random.Generator, calendar: Calendar, crew: Staff, languages: tuple[str, ...]
) -> list[Drafts]:
    """The tickets that each improvement's measure counts."""
    found = []
    for truth, (_, service, symptom, weekly, day) in PLANS.items():
        per_day = rng.poisson(_daily_rate(truth, calendar, weekly, day))
        days = np.repeat(np.arange(calendar.days), per_day)
        seconds = rng.integers(int(7.5 * 3600), int(17.5 * 3600), len(days))
        at = calendar.origin + days.astype(np.int64) * DAY + seconds * (HOUR // 3600)
        drafts = background(rng, calendar, crew, at, languages, (service, symptom))
        drafts.columns["label"][:] = f"improvement {truth}"
        found.append(drafts)
    return found


def _daily_rate(truth: Truth, calendar: Calendar, weekly: float, day: int) -> NDArray[np.float64]:
    """Expected tickets a day, none at weekends."""
    number = np.arange(calendar.days)
    factor = np.ones(calendar.days)
    if truth == "worked":
        factor[day:] = 0.45
    elif truth == "regressed":  # a bad spell by chance, and it passes by itself
        factor[day - 56 : day] = 1.9
    elif truth == "season":  # winters are heavy each year; the intervention falls in the spring
        winter = np.cos(2 * np.pi * ((number + calendar.starts_on.timetuple().tm_yday - 15) % 365.25) / 365.25)
        factor = 1 + 0.65 * winter
    return np.asarray(factor * weekly / 5 * (calendar.weekdays() < 5))


def improvements(calendar: Calendar) -> tuple[PlantedImprovement, ...]:
    """What the register of improvements would say, and the truth about each."""
    found: list[PlantedImprovement] = []
    for truth, (title, service, symptom, _, day) in PLANS.items():
        on = calendar.starts_on + timedelta(days=day)
        found.append(
            PlantedImprovement(
                code=f"IMP-{len(found) + 1}",
                title=title,
                service=service,
                where=(("service", service), ("symptom", symptom)),
                intervention_on=on,
                baseline=(on - timedelta(days=BASELINE_DAYS[truth]), on - timedelta(days=1)),
                target_share=0.7,
                truth=truth,
            )
        )
    return tuple(found)


def after_last(calendar: Calendar) -> date:
    """The day after the calendar's last."""
    return calendar.starts_on + timedelta(days=calendar.days)
