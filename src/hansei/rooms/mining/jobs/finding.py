"""Look for hidden recurring trouble in a data set, after each import."""

from __future__ import annotations

from typing import Any

from hansei.kernel.jobs import Running, job
from hansei.rooms.mining import scan


@job("mining.find")
def find(running: Running) -> dict[str, Any]:
    """Look for hidden recurring trouble in the version that is shown, and keep what was found beside it."""
    found = scan.look(running.inputs["source"])
    return {"findings": len(found.findings), "known": len(found.known), "cases": found.tickets}
