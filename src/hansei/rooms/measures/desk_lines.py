"""The seven figures of the service desk: four measures, and the three guards that are never away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hansei.rooms.measures import desk_entered, desk_logged, desk_panel, desk_satisfaction
from hansei.rooms.measures.desk_line import FOUR, GUARDS, Asked, Line
from hansei.rooms.measures.models import Metric


def lines(
    asked: Asked, kept: Mapping[str, Any], counts: Mapping[str, Metric], *, sees_surveys: bool, may: bool
) -> list[Line]:
    """The four measures in their order, then the three guards."""
    found = {code: desk_entered.entered(asked, code, counts, may) for code in desk_entered.ENTERED}
    found |= {code: desk_logged.logged(asked, code, kept, may) for code in desk_panel.LOGGED}
    found["satisfaction"] = desk_satisfaction.satisfaction(asked, sees_surveys)
    return [found[code] for code in (*FOUR, *GUARDS)]
