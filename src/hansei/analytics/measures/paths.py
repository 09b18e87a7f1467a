"""The ways cases take: which step follows which, and which whole paths there are."""

from __future__ import annotations

from typing import Final, Literal

import ibis
from ibis.expr.types import StringColumn, Table

from hansei.analytics.log import Log
from hansei.analytics.measures.figures import Dimensions, with_case
from hansei.analytics.measures.instants import elapsed_seconds
from hansei.analytics.measures.registry import measure
from hansei.analytics.measures.working import WorkingDays, with_worked_seconds

Label = Literal["state", "state and substate", "activity", "phase", "team"]
Repeats = Literal["as recorded", "kept", "collapsed"]

# Codes of the two ends; `kind` tells them from a state that is called the same.
START: Final = "Start"
END: Final = "End"
BETWEEN: Final = " · "
EDGE: Final = ("from", "to", "kind", "n", "mean", "median", "p90", "total")
PLACE: Final = "int32"  # Spark takes no larger number for a place in a list
# More different states than this no source has.
WORDS: Final = 1_000_000


@measure("directly_follows", unit="elapsed seconds", kind="rows", basis="steps", own=("kind",))
def directly_follows(log: Log, *, label: Label = "state", by: Dimensions = ()) -> Table:
    """Which state directly follows which, how often, and the elapsed seconds in between.

    Counted: each pair of neighbouring steps of a case, also a state that follows itself; each first step
    (kind "start", from "Start") and each last one (kind "end", to "End"), these without a time.
    Left out: nothing; the last steps of open cases are ends too.
    Example: New 0 s, New 60 s, Resolved 180 s: Start→New 1, New→New 60 s, New→Resolved 120 s, Resolved→End 1.
    """
    steps = labelled(log, label)
    return _edges(steps.mutate(seconds=elapsed_seconds(steps["at"], steps.until)), log, by)


@measure("directly_follows_service_hours", unit="service seconds", kind="rows", basis="steps", own=("kind",))
def directly_follows_service_hours(
    log: Log, *, working: WorkingDays, label: Label = "state", by: Dimensions = ()
) -> Table:
    """Which state directly follows which, how often, and the seconds of open service hours in between.

    Counted: as in `directly_follows`; nights, weekends and holidays of the calendar take no time. Left out of the time
    (not of n): steps outside the years of the calendar.
    Example: Queued Friday 16:00, Active Monday 09:00, open Monday to Friday 08:00 to 17:00: 7,200 s.
    """
    steps = with_worked_seconds(labelled(log, label), "at", "until", working)
    return _edges(steps.rename(seconds="worked_seconds"), log, by)


def _edges(steps: Table, log: Log, by: Dimensions) -> Table:
    """Count the pairs of neighbours and spread their `seconds`."""
    words = _numbered(steps)
    pairs = with_case(_followed(steps, words), log.cases, by).group_by([*by, "code", "following"])
    found = pairs.aggregate(
        n=ibis._.count(),
        mean=ibis._.seconds.mean(),
        both=ibis._.seconds.quantile([0.5, 0.9]),
        total=ibis._.seconds.sum(),
    )
    found = found.cross_join(_in_order(words))
    inner = found.select(
        *by,
        "n",
        "mean",
        "total",
        **{"from": found.labels[found.code.cast(PLACE)], "to": found.labels[found.following.cast(PLACE)]},
        kind=ibis.literal("step"),
        median=found.both[0],
        p90=found.both[1],
    )
    return ibis.union(inner.select(*by, *EDGE), *(_ends(steps, log, by, first=first) for first in (True, False)))


def _followed(steps: Table, words: Table) -> Table:
    """Every step but the last of its case, with its label's number and that of the next step.

    Numbers, because every step is put in order for it and words are dearer to carry. The end is told by place, never by
    a missing neighbour.
    """
    coded = steps.left_join(words, "label")
    coded = coded.select("case", "position", "code", "seconds", last=coded.position == coded.steps)
    following = coded.code.lead().over(ibis.window(group_by="case", order_by="position"))
    coded = coded.mutate(following=following)
    return coded.filter(~coded["last"]).drop("position", "last")


def _ends(steps: Table, log: Log, by: Dimensions, *, first: bool) -> Table:
    """How often a case starts, or ends, in each state."""
    ends = steps.filter(steps.position == 1 if first else steps.position == steps.steps)
    counted = with_case(ends.select("case", "label"), log.cases, by).group_by([*by, "label"])
    counted = counted.aggregate(n=ibis._.count())
    unknown = ibis.literal(None, type="float64")
    return counted.select(
        *by,
        **{
            "from": ibis.literal(START) if first else counted.label,
            "to": counted.label if first else ibis.literal(END),
            "kind": ibis.literal("start" if first else "end"),
            "n": counted.n,
            "mean": unknown,
            "median": unknown,
            "p90": unknown,
            "total": unknown,
        },
    )


@measure("variants", unit="cases", kind="rows")
def variants(
    log: Log,
    *,
    label: Label = "state",
    repeats: Repeats = "as recorded",
    with_cut_off: bool = True,
    by: Dimensions = (),
) -> Table:
    """Which whole paths cases take from their first state to their last, and how many take each.

    Counted: every case once. A state that follows itself is a step of the path where the source logged
    something that happened, and none where it only saved another field of the record ("as recorded";
    "kept" and "collapsed" force either). Left out: steps without a state; without `with_cut_off` also cases
    cut off at an end of the extract. A path is a list of states.
    Example: [New, Resolved] twice and [New, Active, Resolved] once: two rows, n 2 and 1.
    """
    steps = _counted(log, label, repeats, with_cut_off=with_cut_off)
    words = _numbered(steps)
    paths = with_case(_paths(steps, words), log.cases, by)
    found = paths.group_by([*by, "codes"]).aggregate(n=ibis._.count(), example=ibis._.case.min())
    return _in_words(found, words)


def ways(log: Log, *, label: Label = "state", repeats: Repeats = "as recorded") -> Table:
    """Whole paths as `variants` gives them, each with what it takes: path, example, n, median, p90, people.

    Median and 90th percentile in elapsed seconds from a case's first step to its last; an open case counts up to its
    last step. People: how many different persons a case met, on average; NULL where the log names none.
    """
    steps = _counted(log, label, repeats, with_cut_off=True)
    words = _numbered(steps)
    whole = log.steps.group_by("case").aggregate(
        first=log.steps["at"].min(), last=log.steps["at"].max(), people=log.steps.person.nunique()
    )
    seconds = elapsed_seconds(whole["first"], whole["last"])
    whole = whole.select("case", seconds=seconds, people=whole.people.nullif(0))
    paths = _paths(steps, words).inner_join(whole, "case")
    found = paths.group_by("codes").aggregate(
        n=ibis._.count(),
        example=ibis._.case.min(),
        median=ibis._.seconds.quantile(0.5),
        p90=ibis._.seconds.quantile(0.9),
        people=ibis._.people.mean(),
    )
    return _in_words(found, words)


def _counted(log: Log, label: Label, repeats: Repeats, *, with_cut_off: bool) -> Table:
    """The steps that paths are made of."""
    steps = labelled(log, label)
    steps = steps.filter(steps.label.notnull())
    if not with_cut_off:
        cut = log.cases.filter(log.cases.cut_off.fill_null(False))
        steps = steps.anti_join(cut, "case")
    return steps if repeats == "kept" else _without_repeats(steps, log, only_saved=repeats == "as recorded")


def labelled(log: Log, label: Label) -> Table:
    """The steps with the word that stands for each on a map: case, position, steps, event, at, until, label."""
    steps = log.steps
    # A history without states (an event log of activities) is read by its activities; a state missing here and
    # there is unknown, not an activity.
    told = steps.aggregate(states=steps.state.count()).states.as_scalar() > 0
    state = told.ifelse(steps.state, steps.activity)
    names: dict[str, StringColumn] = {
        "state": state,
        "state and substate": steps.substate.isnull().ifelse(state, state + BETWEEN + steps.substate),
        "activity": steps.activity,
        "phase": steps.phase,
        "team": steps.team,
    }
    return steps.select("case", "position", "steps", "event", "at", "until", label=names[label])


def _without_repeats(steps: Table, log: Log, *, only_saved: bool) -> Table:
    """Drop steps that repeat the one before; with `only_saved`, only those that merely saved the record.

    Ordering neighbours is dear: a history that holds no savings is not ordered at all.
    """
    if not only_saved:
        return _unrepeated(steps.mutate(saved=True))
    savings = log.events.filter(log.events.kind == "case.updated").select("event", saved=True)
    joined = steps.left_join(savings, "event")
    marked = joined.select(*steps.columns, saved=joined.saved.fill_null(False))
    with_savings = steps.semi_join(savings, "event")
    untouched = marked.anti_join(with_savings, "case").drop("saved")
    return ibis.union(_unrepeated(marked.semi_join(with_savings, "case")), untouched)


def _unrepeated(steps: Table) -> Table:
    order = ibis.window(group_by="case", order_by="position")
    steps = steps.mutate(before=steps.label.lag().over(order), place=ibis.row_number().over(order))
    kept = steps.filter(~(steps.saved & (steps.place > 0) & (steps.before == steps.label)))
    return kept.drop("saved", "before", "place")


def _numbered(steps: Table) -> Table:
    """Every label with a number of its own, from 0."""
    words = steps.filter(steps.label.notnull()).select("label").distinct()
    return words.mutate(code=ibis.row_number().over(ibis.window(order_by="label")))


def _in_order(words: Table) -> Table:
    """One row: all labels as a list in which each stands at the place its number names."""
    numbered = ibis.struct({"code": words.code, "label": words.label})
    listed = words.aggregate(labels=numbered.collect())
    return listed.select(labels=listed.labels.sort().map(lambda one: one.label))


def _paths(steps: Table, words: Table) -> Table:
    """Per case the list of its labels' numbers in order.

    Place and label travel as one number, because numbers are collected, sorted and compared in a third of the time
    of words; a collection that keeps an order does not exist on every engine.
    """
    placed = steps.inner_join(words, "label")
    placed = placed.select("case", both=placed.position * WORDS + placed.code)
    paths = placed.group_by("case").aggregate(both=placed.both.collect())
    return paths.select("case", codes=paths.both.sort().map(lambda one: one % WORDS))


def _in_words(found: Table, words: Table) -> Table:
    """Give each path its labels back, in place of their numbers."""
    kept = [name for name in found.columns if name != "codes"]
    found = found.cross_join(_in_order(words))
    return found.select(*kept, path=found.codes.map(lambda code: found.labels[code.cast(PLACE)]))
