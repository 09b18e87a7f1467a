"""Everything one run found out, as analytics gave it: the reports only choose and word it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from hansei.analytics.finder import Findings
    from hansei.analytics.log import Log
    from hansei.analytics.mapping import Mapping
    from hansei.analytics.measures import Answer
    from hansei.analytics.reading import FileFacts
    from hansei.doors.analyse.options import Options
    from hansei.doors.analyse.pseudonyms import Pseudonyms
    from hansei.ui.words.quality import Note

Row = dict[str, Any]


@dataclass(frozen=True)
class Study:
    """One run's answers. `zone` is the one clocks are shown in; `first_at` to `last_at` bound the cases kept (UTC)."""

    options: Options
    files: tuple[FileFacts, ...]
    mapping: Mapping
    rows: int  # rows in, the rejected ones included
    rejected: int
    log: Log
    zone: ZoneInfo
    first_at: datetime | None
    last_at: datetime | None
    all_cases: int  # before filters and period
    notes: tuple[Note, ...]  # those first that distort many measures by much
    answers: dict[str, Answer]
    weekly: dict[str, list[Row]]  # series of a few measures by week
    findings: Findings
    people: Pseudonyms

    def answer(self, name: str) -> Answer | None:
        """The answer of a measure, None where there is no such measure or the data do not allow one."""
        found = self.answers.get(name)
        return found if found is not None and found.reason is None else None
