"""A part of a history: by period, by any dimension of its cases, by phase reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

import ibis
from ibis.expr.types import BooleanValue, Table

from hansei.analytics.log import Log
from hansei.analytics.measures.instants import instant

Wanted = str | int | bool | None | Sequence[str | int | None]
Anchor = Literal["reported_at", "resolved_at", "closed_at", "first_at", "last_at"]


def filtered(
    log: Log,
    *,
    since: datetime | None = None,
    before: datetime | None = None,
    anchor: Anchor = "reported_at",
    where: Mapping[str, Wanted] | None = None,
    phase: str | None = None,
) -> Log:
    """The same history with only some of its cases, and these whole: all their steps stay.

    `since` (included) and `before` (not included) bound the case's `anchor`; a case without that instant is
    left out when either is given. `where` gives a column of `cases` its value, its list of values, or None for
    unknown. `phase` keeps cases that reached that phase.
    """
    kept = log.cases
    if since is not None:
        kept = kept.filter(kept[anchor] >= ibis.literal(instant(since), type="timestamp(6)"))
    if before is not None:
        kept = kept.filter(kept[anchor] < ibis.literal(instant(before), type="timestamp(6)"))
    for column, wanted in (where or {}).items():
        kept = kept.filter(_matches(kept, column, wanted))
    if phase is not None:
        kept = kept.semi_join(log.steps.filter(log.steps.phase == phase), "case")
    return replace(log, cases=kept, steps=log.steps.semi_join(kept, "case"), history=log.all_cases)


def _matches(cases: Table, column: str, wanted: Wanted) -> BooleanValue:
    values = list(wanted) if isinstance(wanted, Sequence) and not isinstance(wanted, str) else [wanted]
    known = [value for value in values if value is not None]
    matches = cases[column].isin(known).fill_null(False) if known else ibis.literal(False)
    return matches | cases[column].isnull() if None in values else matches
