"""Count the weeks by which improvements are judged in a new version, before anybody opens them."""

from __future__ import annotations

from typing import Any

from hansei.kernel.jobs import Lane, Running, job
from hansei.rooms.improvement import measuring
from hansei.rooms.improvement.models import Improvement
from hansei.rooms.mining import queries as mining


@job("improvement.prepare", Lane.BACKGROUND)
def prepare(running: Running) -> dict[str, Any]:
    """Count for every improvement that has a baseline, closed ones too: their pages show how it went on."""
    sets = {each.pk: each for each in mining.ready_data_sets()}
    done = 0
    for found in Improvement.objects.filter(data_set__in=sets, baselines__isnull=False).distinct():
        running.report(step="improvement")
        baseline = found.baseline
        if baseline is None or found.data_set is None:
            continue
        data_set = sets[found.data_set]
        if found.intervention_on is None:
            measuring.weeks_of(mining.kept, data_set, baseline.measure, baseline.unit)
        else:
            measuring.effect_in(mining.kept, data_set, found, baseline)
        done += 1
    return {"improvements": done}
