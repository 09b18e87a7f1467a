"""Count what packs say of a new version before anybody opens them."""

from __future__ import annotations

from typing import Any, Final

from hansei.kernel.jobs import Lane, Running, job
from hansei.rooms.mining import queries as mining
from hansei.rooms.reviews import queries
from hansei.rooms.reviews.models import Pack

NEWEST: Final = 24  # two years of months; older packs are counted when somebody opens them


@job("reviews.prepare", Lane.BACKGROUND)
def prepare(running: Running) -> dict[str, Any]:
    """Count the newest packs of every data set: drafts show it, frozen ones name what was corrected since."""
    done = 0
    for data_set in mining.ready_data_sets():
        for pack in Pack.objects.filter(source=data_set.pk)[:NEWEST]:
            running.report(step="review")
            queries.counted(mining.kept, data_set, pack)
            done += 1
    return {"packs": done}
