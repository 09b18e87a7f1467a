"""What comes again: groups of like cases, and how few of them make most of the work."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
from ibis.expr.types import Table

from hansei.analytics.log import Log
from hansei.analytics.measures.instants import elapsed_hours
from hansei.analytics.measures.registry import measure

Keys = Sequence[str]

# What tells one kind of pain from another, where nobody chose: in the order in which sources fill them.
DEFAULT_KEYS: tuple[Keys, ...] = (
    ("category", "subcategory"),
    ("product", "team"),
    ("service", "symptom"),
    ("ci", "symptom"),
)


@measure(
    "recurring_groups",
    unit="cases",
    kind="rows",
    needs_any=("cases.category", "cases.product", "cases.service", "cases.ci"),
)
def recurring_groups(log: Log, *, keys: Sequence[Keys] = DEFAULT_KEYS, fewest: int = 2) -> Table:
    """Which like cases come again: groups with the same values in each pair (or more) of columns, largest first.

    Counted: cases with a value in every column of `keys`; `people` is how many resolved them, `hours_to_resolve` the
    sum of elapsed hours. Left out: cases with an unknown value, groups under `fewest` cases. Each of several
    keys is a view of its own: their groups overlap and must not be added up.
    Example: categories mail/login three times and mail/quota once: one row, [mail, login], n 3.
    """
    return ibis.union(*(_groups(log.cases, key, fewest) for key in keys))


def _groups(cases: Table, key: Keys, fewest: int) -> Table:
    known = _known(cases, key)
    hours = elapsed_hours(known.reported_at, known.resolved_at)
    found = (
        known.mutate(hours=hours)
        .group_by(list(key))
        .aggregate(
            n=ibis._.count(),
            people=ibis._.person.nunique(),
            first_at=ibis._.reported_at.min(),
            last_at=ibis._.reported_at.max(),
            hours_to_resolve=ibis._.hours.sum(),
        )
    )
    found = found.filter(found.n >= fewest)
    return found.select(
        columns=ibis.array([ibis.literal(name) for name in key]),
        key=ibis.array([found[name] for name in key]),
        **{name: found[name] for name in ("n", "people", "first_at", "last_at", "hours_to_resolve")},
    )


def _known(cases: Table, key: Keys) -> Table:
    for name in key:
        cases = cases.filter(cases[name].notnull())
    return cases


@measure(
    "concentration",
    unit="causes",
    kind="rows",
    needs_any=("cases.category", "cases.product", "cases.service", "cases.ci"),
)
def concentration(log: Log, *, keys: Sequence[Keys] = DEFAULT_KEYS, portion: float = 0.8) -> Table:
    """How few causes make 80 % (`portion`) of the cases: the smallest number of groups that together reach it.

    Counted: cases with a value in every column of a key, largest group first; `causes` is how many groups there are,
    n the cases in them, `needed_share` is needed / causes. Left out: cases with an unknown value. One row a key.
    Example: groups of 6, 2, 1 and 1 cases: the first two make 8 of 10, so 2 of 4 causes.
    """
    return ibis.union(*(_concentration(log, key, portion) for key in keys))


def _concentration(log: Log, key: Keys, portion: float) -> Table:
    ranked = cumulated(log, key=key)
    # A group is needed while those before it do not yet make the portion.
    table = ranked.aggregate(
        needed=(ranked.cumulative - ranked.n < portion * ranked.total).sum(),
        causes=ranked.count(),
        n=ranked.n.sum(),
    )
    table = table.filter(table.causes > 0)
    return table.select(
        "needed",
        "causes",
        "n",
        columns=ibis.array([ibis.literal(name) for name in key]),
        needed_share=table.needed.cast("float64") / table.causes,
    )


def cumulated(log: Log, *, key: Keys) -> Table:
    """The groups of one key, largest first, with rank, running total and total: the rows of a Pareto chart."""
    found = _known(log.cases, key).group_by(list(key)).aggregate(n=ibis._.count())
    order = ibis.window(order_by=[ibis.desc("n"), *key], preceding=None, following=0)
    total = found.aggregate(total=found.n.sum()).total.as_scalar()
    return found.mutate(
        rank=ibis.row_number().over(ibis.window(order_by=[ibis.desc("n"), *key])) + 1,
        cumulative=found.n.sum().over(order),
        total=total,
    )
