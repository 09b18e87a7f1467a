"""Count every metric's series of a new version ahead, only as far as something changed since the version before."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from hansei.analytics import composing
from hansei.analytics.keeping import Kept, Wanted, brought_up
from hansei.kernel.jobs import Running
from hansei.rooms.measures import desks, valuing, versions
from hansei.rooms.measures.computed import SERIES, series_asked
from hansei.rooms.measures.models import Metric
from hansei.rooms.mining import queries as mining

FILE: Final = "metrics.json"  # beside the versions of a data set


def wanted() -> list[Wanted]:
    """Every formula that a published metric's steps are counted by, in its own steps."""
    found: dict[Wanted, None] = {}
    for each in Metric.objects.filter(state="published").prefetch_related("versions"):
        for version in versions.segments(each):
            said = version.formula
            if said["measure"] in desks.OF_DESK:
                continue  # counted when they are looked at: they depend on what was said of the desk
            if said["measure"] and valuing.can_follow(said["measure"]):
                found[Wanted(each.period, measure=said["measure"])] = None
            elif said["definition"]:
                found[Wanted(each.period, definition=said["definition"])] = None
    return list(found)


def keep_up(running: Running | None, data_set: Any) -> int:
    """Bring the series of all published metrics up to the version that is shown; returns how many steps it took."""
    hours, asked = mining.hours_of(data_set), wanted()
    office, path = hours.calendar(), mining.beside(data_set) / FILE
    log = mining.log_of(data_set)
    if running is not None:
        running.report(step="metrics")
    now, counted = brought_up(log, office, asked, Kept.read(path))
    steps = {each.step: valuing.covered(log, hours, each.step) for each in asked}
    for each in asked:
        points = {date.fromisoformat(day): (value, n) for day, (value, n) in now.points[each.name(office)].items()}
        formula = {"measure": each.measure} if each.measure else {"definition": each.definition}
        counts = (
            valuing.counts_things(each.measure) if each.measure else valuing.is_count(composing.read(each.definition))
        )
        by_end = bool(each.measure) and valuing.counts_ends(each.measure)
        rows = valuing.stepped(steps[each.step], points, counts=counts, by_end=by_end)
        mining.put(data_set, SERIES, series_asked(hours, formula, each.step), rows)
    now.write(path)  # last: after a kill all is counted again
    return counted
