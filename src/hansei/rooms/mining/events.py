"""The facts this room records."""

from __future__ import annotations

from dataclasses import dataclass

from hansei.kernel.events import Event


@dataclass(frozen=True)
class ExtractUploaded(Event, kind="extract.uploaded"):
    """Files of another tool arrived; nothing of them is in the log yet."""

    extract: int
    bytes: int


@dataclass(frozen=True)
class ExtractDiscarded(Event, kind="extract.discarded"):
    """An extract was thrown away before it was imported."""

    extract: int


@dataclass(frozen=True)
class ImportAsked(Event, kind="import.asked"):
    """Somebody asked for an extract to be taken into a data set."""

    extract: int
    into: int  # source id


@dataclass(frozen=True)
class ImportCancelled(Event, kind="import.cancelled"):
    """Somebody stopped the work on an extract (`asked`), and what an import had written went (`taken_back`)."""

    extract: int
    step: str


@dataclass(frozen=True)
class ExtractExamined(Event, kind="extract.examined"):
    """An extract was looked at or simulated; `step` says how far it came."""

    extract: int
    step: str


@dataclass(frozen=True)
class ExtractMapped(Event, kind="extract.mapped"):
    """The meaning of an extract's columns was proposed or changed."""

    extract: int


@dataclass(frozen=True)
class DataSetExported(Event, kind="data_set.exported"):
    """A data set was written out for somebody to take away."""

    exported: int  # source id
    form: str


@dataclass(frozen=True)
class RemovalAsked(Event, kind="removal.asked"):
    """Somebody asked for a data set to be removed with all it holds."""

    removed: int  # source id


@dataclass(frozen=True)
class FindingDecided(Event, kind="finding.decided"):
    """A finding was confirmed or dismissed, with a reason."""

    source: int
    finding: str
    decision: str
    cases: int


@dataclass(frozen=True)
class ScanSettingsChanged(Event, kind="scan_settings.changed"):
    """What the finder is told about a data set changed, or what an hour costs."""

    source: int
    zone: str
    opens: float
    closes: float
    minimum_billed_hours: float | None
    rate: float | None
    currency: str
    assumed_hours: float = 1.0
