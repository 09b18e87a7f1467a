"""What happens to checklists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from hansei.kernel.events import Event, Touches


@dataclass(frozen=True)
class WordingWritten(Event, kind="checklist.wording_written"):
    """The text of a shipped checklist was changed; lists started from now on go by it."""

    checklist: str
    number: int
    tasks: int


@dataclass(frozen=True)
class ChecklistStarted(Event, kind="checklist.started"):
    """A checklist was started on a record; number 0 is the text as shipped."""

    record: Annotated[int, Touches("record")]
    checklist: str
    number: int
    tasks: int


@dataclass(frozen=True)
class TaskAdded(Event, kind="checklist.task_added"):
    """A task was added to a record's list by hand; its words are a revision."""

    record: Annotated[int, Touches("record")]
    checklist: str
    task: int
    words: int


@dataclass(frozen=True)
class TaskGiven(Event, kind="checklist.task_given"):
    """A task got a person or a date."""

    record: Annotated[int, Touches("record")]
    checklist: str
    task: int
    person: int | None
    due_on: str | None


@dataclass(frozen=True)
class TaskSettled(Event, kind="checklist.task_settled"):
    """A task was settled, or opened again; what was written with it is a revision."""

    record: Annotated[int, Touches("record")]
    checklist: str
    task: int
    was: str
    now: str
    note: int | None
