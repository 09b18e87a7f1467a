"""Compute what the pages of this room show of a new version before anybody opens them."""

from __future__ import annotations

from typing import Any

from hansei.analytics.measures import MEASURES
from hansei.kernel.jobs import Lane, Running, job
from hansei.rooms.measures import answers, board, desk_panel, desks, guarding, information, upkeep, watching
from hansei.rooms.mining import queries


@job("measures.prepare", Lane.BACKGROUND)
def prepare(running: Running) -> dict[str, Any]:
    """Compute every page of every data set as it opens, without filters. What is kept already costs nothing."""
    sets = queries.ready_data_sets()
    for data_set in sets:
        upkeep.keep_up(running, data_set)
        _prepare(running, data_set)
    return {"data_sets": len(sets)}


def _prepare(running: Running, data_set: Any) -> None:
    scope, hours = queries.scope_of({}, queries.zone_of(data_set)), queries.hours_of(data_set)
    told = desks.told_of(data_set)
    queries.values_of(data_set, queries.kept)
    for label in answers.LABELS:
        running.report(step="flow")
        answers.flow(queries.kept, data_set, scope, label)
    answers.summary(queries.kept, data_set, scope, told)
    answers.standing_now(queries.kept, data_set)
    answers.services(queries.kept, data_set, hours)
    information.of(data_set, queries.kept)
    guarding.of(data_set, queries.kept)
    desk_panel.days_of(queries.kept, data_set, told)
    running.report(step="dashboards")
    board.prepare(data_set)
    for name in MEASURES:
        running.report(step=name)
        page = answers.OfMeasure(queries.kept, data_set, scope, told, name)
        page.answer("")
        page.series(answers.PERIODS[0])


@job("measures.watch", Lane.BACKGROUND)
def watch(running: Running) -> dict[str, Any]:
    """Look at every published metric's series and raise what is new, each signal once."""
    for data_set in queries.ready_data_sets():
        upkeep.keep_up(running, data_set)
    return watching.watch(running)
