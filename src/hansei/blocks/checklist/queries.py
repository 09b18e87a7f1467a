"""What a list says now: for guards of rooms, for pages, for whoever has tasks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from hansei.blocks.checklist.declaration import SHIPPED, Item
from hansei.blocks.checklist.models import Checklist, Side, Task, TaskState, Wording
from hansei.blocks.lifecycle.declaration import LIFECYCLES
from hansei.kernel.models import Account
from hansei.kernel.records import KINDS


@dataclass(frozen=True)
class Progress:
    """How far one side is: settled tasks of all, and those whose day has passed."""

    side: str
    settled: int
    total: int
    late: int

    @property
    def says(self) -> str:
        return str(Side(self.side).label)


def tasks_of(record: int, code: str) -> list[Task]:
    """Return the tasks of a record's list in their order; none where it was not started."""
    rows = Task.objects.filter(checklist__record=record, checklist__code=code)
    return list(rows.select_related("checklist__wording", "words", "note", "person", "settled_by"))


def task_of(record: int, task: int) -> Task:
    """Return one task of a record, with what was answered."""
    rows = Task.objects.filter(pk=task, checklist__record=record)
    return rows.select_related("checklist__wording", "words", "note", "person", "settled_by").get()


def missing(record: int, code: str) -> list[Task]:
    """Return the tasks that are still open. A list that was never started misses nothing: ask `is_started` too."""
    return [each for each in tasks_of(record, code) if each.state == TaskState.OPEN]


def is_started(record: int, code: str) -> bool:
    return Checklist.objects.filter(record=record, code=code).exists()


def progress(tasks: Iterable[Task], today: date) -> list[Progress]:
    """Return how far each side is that has tasks at all."""
    found = []
    for side in Side.values:
        mine = [each for each in tasks if each.side == side]
        if mine:
            late = [each for each in mine if each.state == TaskState.OPEN and each.due_on and each.due_on < today]
            done = sum(each.state != TaskState.OPEN for each in mine)
            found.append(Progress(side, done, len(mine), len(late)))
    return found


def open_tasks(account: Account) -> QuerySet[Task]:
    """Return what this person has still to do, the most pressing first; undated ones come last.

    What is left open on a record that reached its end is not to be done any more.
    """
    mine = Task.objects.filter(person=account, state=TaskState.OPEN).exclude(_of_the_ended())
    return mine.select_related("checklist__wording", "checklist__record", "words").order_by(
        F("due_on").asc(nulls_last=True), "pk"
    )


def _of_the_ended() -> Q:
    ended = Q(pk__in=())
    for kind, lifecycle in LIFECYCLES.items():
        ends = [each.code for each in lifecycle.states if each.is_end]
        if ends:
            ended |= Q(checklist__record__in=KINDS[kind].model._default_manager.filter(state__in=ends).values("pk"))
    return ended


def text_of(task: Task) -> str:
    """Return what is to be done: as added by hand, as edited, or as shipped, in the reader's language."""
    if task.words is not None:
        return task.words.text
    item = _shipped(task)
    return str(task.kept.get("text") or (item.text if item is not None else task.code))


def role_of(task: Task) -> str:
    item = _shipped(task)
    return str(task.kept.get("role") or (item.role if item is not None else ""))


def _shipped(task: Task) -> Item | None:
    shipped = SHIPPED.get(task.checklist.code)
    return shipped.item(task.code) if shipped is not None else None


def newest(code: str) -> Wording | None:
    """Return the newest saved text of a shipped list; None where it was never edited."""
    return Wording.objects.filter(code=code).order_by("-number").first()


def newest_of_all() -> dict[str, Wording]:
    """Return the newest saved text of every shipped list that was ever edited."""
    found: dict[str, Wording] = {}
    for each in Wording.objects.select_related("by").order_by("number"):
        found[each.code] = each
    return found
