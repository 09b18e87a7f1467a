"""Contacts of the same person about the same thing: who had to ask again."""

from __future__ import annotations

from typing import Final

import ibis
from ibis.expr.types import BooleanValue, StringValue, Table

from hansei.analytics.log import Log
from hansei.analytics.measures.figures import Dimensions, beside, grouped, ratio
from hansei.analytics.measures.instants import elapsed_hours
from hansei.analytics.measures.registry import measure

HIT: Final = "hit"
MISS: Final = "miss"
DAYS: Final = 7
# Kinds of cases that nobody makes by asking for something.
NO_CONTACT: Final = ("problem", "change", "maintenance", "alert")
REPEAT_LEFT_OUT: Final = ("no_contact", "no_requester", "unknown", "too_early")


@measure(
    "repeat_contact_share",
    unit="share of cases",
    kind="share",
    needs=("cases.requester", "cases.reported_at"),
    needs_any=("cases.service", "cases.ci", "cases.category"),
)
def repeat_contact_share(log: Log, *, days: int = DAYS, by: Dimensions = ()) -> Table:
    """Share of contacts that come within 7 days (`days`) of a contact by the same person about the same thing.

    Counted: every case that a person reported about a service (where it has none, about a configuration item; where
    it has neither, about its category with the subcategory); it is a repeat where the contact before it, by the same
    person about the same thing, was reported at most `days` times 24 hours earlier. That one may lie outside the
    period or the part that is looked at. Left out: planned work, changes, problems, maintenance and alerts; cases
    without a requester, or without anything that says what they are about; the first `days` of the history, before
    which nobody knows who asked.
    Example: one person asks about mail on day 8, 10 and 20, another about mail on day 9: of 4 contacts 1 is a repeat,
    or 0.25.
    """
    return counted(repeats(log, days=days, by=by), REPEAT_LEFT_OUT, by)


def repeats(log: Log, *, days: int = DAYS, by: Dimensions = ()) -> Table:
    """Each case with its `verdict`: hit where it repeats a contact, miss, or why it is not counted."""
    cases = beside(log.cases, neighbours(log))
    whole = log.all_cases
    first = whole.aggregate(first=whole.reported_at.min()).first.as_scalar()
    repeated = cases.has_before.fill_null(False) & (cases.hours_before <= days * 24.0).fill_null(False)
    verdict = ibis.cases(
        (cases.reported_at.isnull(), "unknown"),
        (~is_contact(cases), "no_contact"),
        (matter(cases).isnull(), "no_requester"),
        (elapsed_hours(first, cases.reported_at) < days * 24.0, "too_early"),
        (repeated, HIT),
        else_=MISS,
    )
    return cases.select("case", *by, verdict=verdict)


def is_contact(cases: Table) -> BooleanValue:
    """Whether somebody asked for something: no planned work, and none of the kinds that the provider makes itself."""
    return ~(cases.planned.fill_null(False) | cases.kind.isin(NO_CONTACT).fill_null(False))


def matter(cases: Table) -> StringValue:
    """What a contact is about, where it is known who asked; NULL else."""
    kind = cases.category.concat(" · ", cases.subcategory.fill_null(""))
    about = ibis.coalesce(cases.service, cases.ci, kind)
    return cases.requester.isnull().ifelse(ibis.null("string"), about)


def neighbours(log: Log) -> Table:
    """Each contact of the whole history with its neighbours of the same person and matter.

    Columns: case, has_before, hours_before, has_after, hours_after. Whether there is one is told by its place, never
    by a missing neighbour: not every engine gives NULL there.
    """
    cases = log.all_cases
    asked = cases.mutate(matter=matter(cases)).filter(is_contact(cases) & cases.reported_at.notnull())
    asked = asked.filter(asked.matter.notnull()).select("case", "requester", "matter", "reported_at")
    same = ibis.window(group_by=["requester", "matter"], order_by=["reported_at", "case"])
    every = ibis.window(group_by=["requester", "matter"])
    asked = asked.mutate(
        place=ibis.row_number().over(same),
        size=ibis._.count().over(every),
        before=asked.reported_at.lag().over(same),
        after=asked.reported_at.lead().over(same),
    )
    return asked.select(
        "case",
        has_before=asked.place > 0,
        hours_before=elapsed_hours(asked.before, asked.reported_at),
        has_after=asked.place + 1 < asked.size,
        hours_after=elapsed_hours(asked.reported_at, asked.after),
    )


def counted(judged: Table, left_out: tuple[str, ...], by: Dimensions = ()) -> Table:
    """One row (or one per `by`): value = hits / (hits and misses), and how many cases are left out, by reason."""
    rows = grouped(judged, by)
    told = {f"left_out_{code}": (judged.verdict == code).sum().fill_null(0) for code in left_out}
    table = rows.aggregate(
        n=judged.verdict.isin((HIT, MISS)).sum().fill_null(0),
        count=(judged.verdict == HIT).sum().fill_null(0),
        **told,
    )
    return table.mutate(value=ratio(table["count"], table.n)).select(*by, "value", "count", "n", *told)
