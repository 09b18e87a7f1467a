"""What the pages of this room show of a data set, each under the name it is kept by.

A page asks with `queries.soon`; the job that prepares a new version with `queries.kept`, so both mean the same results.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from hansei.analytics.log import Log
from hansei.analytics.measures import MEASURES
from hansei.rooms.measures import computing, flowing, standing
from hansei.rooms.mining.queries import Edge, Hours, Keep, Scope

LABELS: Final = ("state", "team", "phase", "activity")
PERIODS: Final = ("week", "month")
FORM: Final = 1  # raise it when what is kept of a measure changes its form
FLOW_FORM: Final = 2  # raise it when what the map is drawn from changes its form


def flow(keep: Keep, data_set: Any, scope: Scope, label: str) -> dict[str, Any]:
    """The flow map by these labels."""
    parameters = {**scope.parameters(), "label": label, "form": FLOW_FORM}
    found: dict[str, Any] = keep(data_set, "flow", parameters, lambda log: flowing.flow_of(scope.on(log), label))
    return found


def path(keep: Keep, data_set: Any, scope: Scope, edge: Edge) -> dict[str, Any]:
    """One path of the map."""
    parameters = {**scope.parameters(), "edge": vars(edge)}
    found: dict[str, Any] = keep(data_set, "path", parameters, lambda log: flowing.path_of(scope.on(log), edge))
    return found


def summary(keep: Keep, data_set: Any, scope: Scope, hours: Hours) -> dict[str, Any]:
    """Every measure in one figure."""
    parameters = {**scope.parameters(), **vars(hours)}
    found: dict[str, Any] = keep(
        data_set, "summary", parameters, lambda log: computing.summary_of(scope.on(log), hours)
    )
    return found


def standing_now(keep: Keep, data_set: Any) -> dict[str, Any]:
    """The exceptions at the end of the history and who waits longest."""
    found: dict[str, Any] = keep(data_set, "standing", {}, standing.standing_of)
    return found


def services(keep: Keep, data_set: Any, hours: Hours) -> dict[str, Any]:
    """The time to resolve of each service, by month."""
    found: dict[str, Any] = keep(data_set, "services", vars(hours), lambda log: standing.services_of(log, hours))
    return found


class OfMeasure:
    """What the page of one measure shows, for a part of a data set."""

    def __init__(self, keep: Keep, data_set: Any, scope: Scope, hours: Hours, name: str) -> None:
        self.keep, self.data_set, self.scope, self.hours, self.name = keep, data_set, scope, hours, name

    def _kept(self, what: str, parameters: dict[str, Any], make: Callable[[Log, Log], Any]) -> dict[str, Any]:
        """What `make` works out of the part that is looked at; of all the data it sees where these have holes."""
        told = {**self.scope.parameters(), **vars(self.hours), "measure": self.name, "form": FORM, **parameters}

        def of_part(log: Log) -> Any:
            return make(computing.whole(log, self.scope, MEASURES[self.name]), log)

        found: dict[str, Any] = self.keep(self.data_set, what, told, of_part)
        return found

    def answer(self, split: str) -> dict[str, Any]:
        """What it says, with a row for each value of `split`."""
        return self._kept(
            "measure", {"split": split}, lambda part, _all: computing.answer_of(part, self.hours, self.name, split)
        )

    def series(self, every: str) -> dict[str, Any]:
        """How it went by week or month."""
        return self._kept(
            "series", {"every": every}, lambda part, all_: computing.series_of(part, all_, self.hours, self.name, every)
        )

    def comparison(self, a: Any, b: Any) -> dict[str, Any]:
        """The second period against the first."""
        return self._kept(
            "compare",
            {"a": a, "b": b},
            lambda part, all_: computing.comparison_of(part, all_, self.hours, self.name, (a, b)),
        )
