"""Look for hidden recurring trouble in a data set, after each import."""

from __future__ import annotations

from typing import Any

import duckdb

from hansei.kernel.jobs import Lane, Running, job
from hansei.kernel.models import Source
from hansei.rooms.mining import scan
from hansei.rooms.mining.models import DataSet


@job("mining.find", Lane.BACKGROUND)
def find(running: Running) -> dict[str, Any]:
    """Look for hidden recurring trouble in the version that is shown, and keep what was found beside it."""
    source: int = running.inputs["source"]
    try:
        found = scan.look(source)
    except (OSError, duckdb.IOException):
        # Its files went from under the scan. Of what replaced them, whoever did that has asked for a scan.
        if DataSet.objects.filter(
            pk=source, version=running.inputs["version"], source__state=Source.State.READY
        ).exists():
            raise
        return {"superseded": True}
    return {"findings": len(found.findings), "known": len(found.known), "cases": found.tickets}
