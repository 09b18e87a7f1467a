"""A list as a section of its record's page, the tasks of a reader on the first page, and what the history says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.checklist import erasure as erasure  # registers what an erased person takes along
from hansei.blocks.checklist import queries
from hansei.blocks.checklist.declaration import SHIPPED
from hansei.blocks.checklist.kinds import DECIDE
from hansei.blocks.checklist.models import Task, TaskState
from hansei.blocks.register.declaration import REGISTERS
from hansei.kernel import rights, seeing
from hansei.kernel.models import Account, Identity
from hansei.kernel.records import KINDS, Record
from hansei.ui import front, menu
from hansei.ui.pages import reader

MEANINGS: Final = {"open": "new", "done": "good", "failed": "bad", "not_needed": "paused"}
MOST: Final = 10


def section(request: HttpRequest, found: Record, code: str, *, locked: bool = False, note: str = "") -> str:
    """Draw a record's list for one reader; "" where it was not started. `locked`: it is read only."""
    tasks = queries.tasks_of(found.pk, code)
    if not tasks:
        return ""
    account, shipped = reader(request), SHIPPED[code]
    room = KINDS[found.record_kind].room
    locked = locked or (shipped.decides is not None and shipped.decides(found, account) is not None)
    may_work = not locked and rights.allowed(account, f"{room}.work", found.identity)
    wording = tasks[0].checklist.wording
    context = {
        "shipped": shipped,
        "record": found,
        "code": code,
        "anchor": code.replace(".", "-"),
        "note": note,
        "number": wording.number if wording is not None else 0,
        "progress": queries.progress(tasks, timezone.localdate()),
        "tasks": [_line(each, account, may_work=may_work, locked=locked) for each in tasks],
        "may_work": may_work,
        "people": _people(account, tasks) if may_work else [],
    }
    return render_to_string("checklist/section.html", context, request)


def _people(account: Account, tasks: list[Task]) -> QuerySet[Account]:
    """Whom a reader may give a task, and who has one already."""
    return seeing.people(account) | Account.objects.filter(pk__in={each.person_id for each in tasks}, is_active=True)


def state_of(task: Task) -> str:
    """How a task stands, in the words of its list."""
    return _outcome(task.checklist.code, task.state)


def _outcome(code: str, state: str) -> str:
    shipped = SHIPPED.get(code)
    named = {"done": shipped.done, "failed": shipped.failed} if shipped is not None else {}
    return str(named.get(state) or TaskState(state).label)


def _line(task: Task, account: Account, *, may_work: bool, locked: bool) -> dict[str, Any]:
    is_open = task.state == TaskState.OPEN
    return {
        "task": task,
        "text": queries.text_of(task),
        "role": queries.role_of(task),
        "state": state_of(task),
        "meaning": MEANINGS[task.state],
        "is_late": is_open and task.due_on is not None and task.due_on < timezone.localdate(),
        "may_settle": may_work or (not locked and task.person_id == account.pk),
        "is_open": is_open,
    }


def waiting(request: HttpRequest) -> str:
    """The tasks of this reader, the most pressing first."""
    account = reader(request)
    rows = [each for each in queries.open_tasks(account)[: MOST * 3] if _may_see(account, each.checklist.record)]
    if not rows:
        return ""
    today = timezone.localdate()
    lines = [
        {
            "text": queries.text_of(each),
            "key": each.checklist.record.key,
            "url": address_of(each.checklist.record),
            "list": SHIPPED[each.checklist.code].name if each.checklist.code in SHIPPED else "",
            "due_on": each.due_on,
            "is_late": each.due_on is not None and each.due_on < today,
        }
        for each in rows[:MOST]
    ]
    return render_to_string("checklist/front.html", {"lines": lines}, request)


def _may_see(account: Account, record: Identity) -> bool:
    kind = KINDS.get(record.kind)
    return kind is not None and rights.allowed(account, f"{kind.room}.see", record)


def address_of(record: Identity) -> str:
    """The page of a record of any kind; "" where the kind has none."""
    register = REGISTERS.get(record.kind)
    return reverse(f"{register.namespace}:record", args=[record.pk]) if register is not None else ""


def _name(facts: Mapping[str, Any]) -> str:
    shipped = SHIPPED.get(str(facts["checklist"]))
    return str(shipped.name) if shipped is not None else str(facts["checklist"])


def _started(facts: Mapping[str, Any]) -> str:
    return _("checklist started: %(name)s") % {"name": _name(facts)}


def _settled(facts: Mapping[str, Any]) -> str:
    said = {"name": _name(facts), "state": _outcome(str(facts["checklist"]), str(facts["now"]))}
    return _("task of the checklist “%(name)s”: %(state)s") % said


def _given(facts: Mapping[str, Any]) -> str:
    return _("task of the checklist “%(name)s” given to somebody") % {"name": _name(facts)}


def _added(facts: Mapping[str, Any]) -> str:
    return _("task added to the checklist “%(name)s”") % {"name": _name(facts)}


EVENT_LINES: Final = {
    "checklist.started": _started,
    "checklist.task_settled": _settled,
    "checklist.task_given": _given,
    "checklist.task_added": _added,
}


def declare() -> None:
    """Tell the frame about this block; called once, when the apps are ready."""
    front.add("checklist.tasks", 15, waiting)
    menu.add(
        menu.Entry(menu.Group.SET_UP, gettext_lazy("Checklists"), "check", "checklist:list", right=DECIDE, order=40)
    )
