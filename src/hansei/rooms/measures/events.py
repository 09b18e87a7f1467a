"""What happens to a metric besides changes of its fields and states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from hansei.kernel.events import Event, Touches


@dataclass(frozen=True)
class FormulaSet(Event, kind="metric.formula_set"):
    """A formula holds for the steps from a day on (empty: from the beginning); earlier steps keep the one before."""

    record: Annotated[int, Touches("record")]
    number: int
    since: str


@dataclass(frozen=True)
class ValuesEntered(Event, kind="metric.values_entered"):
    """Values of so many periods were entered or imported; `corrected` of them stand beside an earlier value."""

    record: Annotated[int, Touches("record")]
    values: int
    corrected: int
    first: str
    last: str
    is_imported: bool


@dataclass(frozen=True)
class CollectionFailed(Event, kind="collector.failed"):
    """Somebody noted why a step brought no value."""

    record: Annotated[int, Touches("record")]
    run: int
    step: str


@dataclass(frozen=True)
class PointsChanged(Event, kind="measures.points_changed"):
    """The list of points before anything is measured was changed."""

    points: int


@dataclass(frozen=True)
class InformationChecked(Event, kind="measures.information_checked"):
    """People found `good` of `n` as they should be, by one criterion of information quality, in a data set."""

    data_set: int
    criterion: str
    good: int
    n: int


@dataclass(frozen=True)
class DeskSet(Event, kind="measures.desk_set"):
    """Somebody said which teams of a data set are the service desk, and what is beyond it."""

    data_set: int
    teams: int
    beyond: int
    minutes: int


@dataclass(frozen=True)
class AppraisalAsked(Event, kind="metric.appraisal_asked"):
    """Somebody wants to appraise people by a metric; `verdict` is that of the choice test."""

    record: Annotated[int, Touches("record")]
    appraisal: int
    verdict: str


@dataclass(frozen=True)
class AppraisalApproved(Event, kind="metric.appraisal_approved"):
    """Another person agreed; with the second one it holds."""

    record: Annotated[int, Touches("record")]
    appraisal: int
    approvals: int


@dataclass(frozen=True)
class AppraisalEnded(Event, kind="metric.appraisal_ended"):
    """It was refused, or what two had agreed to was taken back."""

    record: Annotated[int, Touches("record")]
    appraisal: int
    state: str


@dataclass(frozen=True)
class DashboardShared(Event, kind="dashboard.shared"):
    """A dashboard got an address under which anybody reads it without signing in; why stands with the address."""

    record: Annotated[int, Touches("record")]
    share: int


@dataclass(frozen=True)
class DashboardShareEnded(Event, kind="dashboard.share_ended"):
    """The address of a dashboard answers no more."""

    record: Annotated[int, Touches("record")]
    share: int
