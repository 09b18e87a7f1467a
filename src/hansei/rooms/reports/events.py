"""The facts this room records beside those of its records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from hansei.kernel.events import Event, Touches


@dataclass(frozen=True)
class ReportIssued(Event, kind="report.issued"):
    """The figures of a report stand from now on; the seal is over all of them and the cases behind."""

    report: Annotated[int, Touches("record")]
    snapshot: int
    version: int
    template: int
    seal: str


@dataclass(frozen=True)
class FigureExplained(Event, kind="report.figure_explained"):
    """Somebody said why a figure cannot be told."""

    report: Annotated[int, Touches("record")]
    figure: str
    text: int  # revision id


@dataclass(frozen=True)
class DecisionTaken(Event, kind="report.decision_taken"):
    """Something was decided because of a report."""

    report: Annotated[int, Touches("record")]
    text: int  # revision id


@dataclass(frozen=True)
class ReportPublished(Event, kind="report.published"):
    """A report was put before everybody of the delivery teams; their reading is asked for."""

    report: Annotated[int, Touches("record")]
    readers: int


@dataclass(frozen=True)
class MailAddressed(Event, kind="report.mail_addressed"):
    """A mail with the report is to be sent."""

    report: Annotated[int, Touches("record")]
    receipt: int


@dataclass(frozen=True)
class MailTried(Event, kind="report.mail_tried"):
    """A worker took the mail to send it, or what became of it: `sending`, `sent`, `waiting`, `failed`, `doubtful`."""

    report: Annotated[int, Touches("record")]
    receipt: int
    state: str
    attempts: int


@dataclass(frozen=True)
class ReportOpened(Event, kind="report.opened"):
    """A reader opened the report by the link of the mail, or in Hansei."""

    report: Annotated[int, Touches("record")]
    receipt: int


@dataclass(frozen=True)
class ReportRead(Event, kind="report.read"):
    """A reader said that they have read the report."""

    report: Annotated[int, Touches("record")]
    receipt: int
