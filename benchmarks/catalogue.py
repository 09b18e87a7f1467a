"""Five hundred metrics of a catalogue over a million events: counted at first, and again after one more day."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from datetime import time as clock
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from benchmarks.processes import generated, took

if TYPE_CHECKING:
    from hansei.analytics.keeping import Wanted

SIZE, METRICS = 1_000_000, 500


def main() -> None:
    """Print a row for the first time, one for the day after."""
    with tempfile.TemporaryDirectory() as folder:
        _, events = generated(folder, SIZE)
        run = took([sys.executable, "-m", "benchmarks.catalogue", folder])
    print(f"{events:,} events, {METRICS} metrics; peak {run.megabytes:.0f} MB\n")
    print("| | steps counted | seconds |")
    print("|---|---|---|")
    print(run.said)


def keep_up(folder: Path) -> None:
    """Count every metric up to the day before the last, then with the last day; print both."""
    from hansei.analytics.engine import connect, load
    from hansei.analytics.keeping import Kept, brought_up
    from hansei.worktime.calendar import Calendar

    office = Calendar(ZoneInfo("Europe/Berlin"), {day: [(clock(8), clock(17))] for day in range(5)})
    wanted = list(metrics())
    with tempfile.TemporaryDirectory() as spill:
        log = load(connect(spill=Path(spill)), folder)
        (last,) = log.cases.aggregate(last=log.cases.last_at.max()).to_pyarrow().to_pylist()[0].values()
        midnight = last.replace(hour=0, minute=0, second=0, microsecond=0)
        before, whole = (until(log, each) for each in (midnight, last + timedelta(seconds=1)))
        kept = Kept()
        for said, history in (("the first time", before), ("after a day's new events", whole)):
            start = time.perf_counter()
            kept, counted = brought_up(history, office, wanted, kept)
            print(f"| {said} | {counted:,} | {time.perf_counter() - start:.1f} |", flush=True)


def until(log: Any, then: datetime) -> Any:
    """The history as it stood then: no step and no end of a case that came later."""
    from dataclasses import replace

    import ibis

    cases = log.cases.filter(log.cases.first_at < then)
    ends = [name for name in cases.columns if name.endswith("_at") and name not in ("first_at", "due_at")]
    later = {name: (cases[name] < then).ifelse(cases[name], None) for name in ends}
    later["last_at"] = ibis.least(cases.last_at, ibis.literal(then, type="timestamp(6)"))
    cases = cases.mutate(**later)
    cases = cases.mutate(is_open=cases.resolved_at.isnull() & cases.closed_at.isnull()).cache()
    return replace(log, cases=cases, steps=log.steps.filter(log.steps["at"] < then).cache())


def metrics() -> Iterator[Wanted]:
    """Every measure of the library that can be followed, and definitions up to five hundred, each another one."""
    from hansei.analytics.keeping import Wanted, can_follow
    from hansei.analytics.measures import MEASURES

    library = [name for name in MEASURES if can_follow(name)]
    for name in library:
        yield Wanted("week", measure=name)
    for number in range(METRICS - len(library)):
        yield Wanted(("day", "week", "month")[number % 3], definition=json.dumps(definition(number)))


def definition(number: int) -> dict[str, Any]:
    """A figure of each kind in turn, of another team and priority."""
    resolved = {"what": "end", "end": "resolved"}
    figures: tuple[dict[str, Any], ...] = (
        {"what": "interval", "end": resolved, "aggregate": "median"},
        {"what": "interval", "end": resolved, "aggregate": "p90", "counted": {"count": "service"}},
        {"what": "count", "of": "cases"},
        {"what": "share", "hit": [{"what": "within", "end": resolved, "hours": 1 + number % 48}]},
        {"what": "count", "of": "steps", "step": {"field": "phase", "values": ["waiting_user"]}},
    )
    where = [
        {"what": "is", "field": "priority", "values": [str(number % 5)]},
        {"what": "is", "field": "team", "values": [f"Team {number}"], "is_not": True},
    ]
    return {"figure": figures[number % len(figures)], "where": where[number % 2 :]}


if __name__ == "__main__":
    if len(sys.argv) > 1:
        keep_up(Path(sys.argv[1]))
    else:
        main()
