"""Compute what the metrics of goals say of a new version before anybody opens the tree."""

from __future__ import annotations

from typing import Any

from hansei.kernel.jobs import Lane, Running, job
from hansei.rooms.goals.models import Goal
from hansei.rooms.goals.reading import read
from hansei.rooms.measures import queries as measures
from hansei.rooms.mining import queries as mining


@job("goals.prepare", Lane.BACKGROUND)
def prepare(running: Running) -> dict[str, Any]:
    """Read every metric that shows a goal over every data set. What is kept already costs nothing."""
    bound = set(Goal.objects.exclude(state="retired").exclude(metric=None).values_list("metric_id", flat=True))
    metrics = [each for each in measures.published(None) if each.id in bound]
    for data_set in mining.ready_data_sets():
        for metric in metrics:
            running.report(step=metric.key)
            read(metric, data_set, measures.kept)
    return {"metrics": len(metrics)}
