"""What an engagement keeps as lines, the way people write it: stages and targets. Errors name the line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from hansei.kernel.errors import Refusal

# name in a line: the figure's code and how its value is written
TARGETS: Final = {
    "item_attainment": "share",
    "time_to_resolve": "hours",
    "time_to_restore": "hours",
    "time_to_answer": "hours",
    "reopened_share": "share",
    "reported": "number",
    "open_at_end": "number",
    "major": "number",
}
TARGET: Final = re.compile(r"(\w+)\s*(<=|>=)\s*(\d+(?:[.,]\d+)?)\s*(%?)")
STAGE: Final = re.compile(r"(\d{4}-\d{2}-\d{2})\s+(.+?)(?:\s*;\s*done\s+(\d{4}-\d{2}-\d{2}))?")
MOST_LINES: Final = 200


@dataclass(frozen=True)
class Target:
    """One promise of a month: `time_to_resolve <= 8`."""

    figure: str
    at_least: bool
    value: float

    def is_met(self, measured: float) -> bool:
        return measured >= self.value if self.at_least else measured <= self.value


@dataclass(frozen=True)
class Stage:
    """One stage of the plan: until when, and when it was done."""

    name: str
    until: date
    done: date | None

    def deviation(self, on: date) -> int | None:
        """Days late (negative: early); None where it is neither done nor due on this day."""
        if self.done is not None:
            return (self.done - self.until).days
        return (on - self.until).days if on > self.until else None


def targets(text: str) -> list[Target]:
    """Read `item_attainment >= 95%` and the like, or refuse with the line.

    >>> targets("item_attainment >= 95%\\ntime_to_resolve <= 8")[1]
    Target(figure='time_to_resolve', at_least=False, value=8.0)
    """
    found = []
    for at, line in _lines(text):
        match = TARGET.fullmatch(line)
        if match is None or match[1] not in TARGETS:
            known = ", ".join(TARGETS)
            raise _wrong(
                "targets", at, _("write a figure, <= or >=, and a number. Figures: %(known)s") % {"known": known}
            )
        value = float(match[3].replace(",", ".")) / (100 if match[4] or TARGETS[match[1]] == "share" else 1)
        found.append(Target(match[1], match[2] == ">=", value))
    return found


def stages(text: str) -> list[Stage]:
    """Read `2025-03-31 Handbook; done 2025-04-02`, or refuse with the line.

    >>> stages("2025-03-31 Handbook; done 2025-04-02")[0].deviation(date(2025, 5, 1))
    2
    """
    found = []
    for at, line in _lines(text):
        match = STAGE.fullmatch(line)
        try:
            if match is None:
                raise ValueError
            done = date.fromisoformat(match[3]) if match[3] else None
            found.append(Stage(match[2], date.fromisoformat(match[1]), done))
        except ValueError:
            raise _wrong(
                "stage_plan", at, _("write a day and a name, as in: 2025-03-31 Handbook; done 2025-04-02")
            ) from None
    return found


def _lines(text: str) -> Iterator[tuple[int, str]]:
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        raise Refusal("engagement.lines", _("This has more than %(n)s lines.") % {"n": MOST_LINES})
    return ((at, line.strip()) for at, line in enumerate(lines, 1) if line.strip())


def _wrong(field: str, line: int, problem: str) -> Refusal:
    said = _("Line %(line)s: %(problem)s.") % {"line": line, "problem": problem}
    return Refusal("engagement.line", said, fields={field: [said]})
