"""Every way to change a checklist. A room starts one inside an action of its own; the rest happens on its record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.checklist.declaration import OURS, SHIPPED, THEIRS
from hansei.blocks.checklist.events import ChecklistStarted, TaskAdded, TaskGiven, TaskSettled, WordingWritten
from hansei.blocks.checklist.kinds import DECIDE
from hansei.blocks.checklist.models import Checklist, Task, TaskState, Wording
from hansei.kernel import rights
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotAllowed, NotFound, Outdated, Refusal
from hansei.kernel.models import Account, Revision
from hansei.kernel.records import KINDS, Record, claim_any, source_of

MOST: Final = 100  # tasks of one list
LONGEST: Final = 20_000


def start(
    act: Act, record: Record, code: str, *, persons: Mapping[str, Account | None] | None = None,
    due: Mapping[str, date] | None = None,
) -> Checklist:  # fmt: skip
    """Start a shipped list on a claimed record, in the text that holds now; a list that was started goes on."""
    found = Checklist.objects.filter(record=record.pk, code=code).first()
    if found is not None:
        return found
    wording = Wording.objects.filter(code=code).order_by("-number").first()
    made = Checklist.objects.create(record_id=record.pk, code=code, wording=wording, started_at=act.at)
    items = wording.items if wording is not None else [_plain(each) for each in SHIPPED[code].items]
    for place, each in enumerate(items):
        days = each.get("days")
        Task.objects.create(
            checklist=made,
            place=place,
            code=each["code"],
            side=each["side"],
            person=(persons or {}).get(each["code"]),
            due_on=(due or {}).get(each["code"])
            or (act.at.date() + timedelta(days=days) if days is not None else None),
        )
    number = wording.number if wording is not None else 0
    said = ChecklistStarted(record=record.pk, checklist=code, number=number, tasks=len(items))
    act.record(said, source=source_of(record))
    return made


def settle_task(act: Act, record: Record, task: Task, state: str, note: str = "") -> bool:
    """Settle or open again a task of a claimed record. Returns whether anything changed."""
    words = note.strip()
    if len(words) > LONGEST:
        raise Refusal("checklist.too_long", _("An answer holds %(n)s characters; shorten it.") % {"n": LONGEST})
    _refuse_unless_answered(task, state, words)
    was, kept = task.state, task.note.text if task.note is not None else ""
    if (was, kept) == (state, words):
        return False
    is_open = state == TaskState.OPEN
    field = f"task.{task.pk}"
    kept_note = Revision.objects.create(object_id=record.pk, field=field, text=words, author=act.by, at=act.at)
    task.state, task.note, task.version = state, kept_note if words else None, task.version + 1
    task.settled_at, task.settled_by = (None, None) if is_open else (act.at, act.by)
    task.save(update_fields=["state", "note", "version", "settled_at", "settled_by"])
    code, said = task.checklist.code, kept_note.pk if words else None
    act.record(
        TaskSettled(record=record.pk, checklist=code, task=task.pk, was=was, now=state, note=said),
        source=source_of(record),
    )
    return True


def _refuse_unless_answered(task: Task, state: str, words: str) -> None:
    shipped = SHIPPED.get(task.checklist.code)
    item = shipped.item(task.code) if shipped is not None else None
    needs = task.kept.get("needs_words", item.needs_words if item is not None else False)
    if state == TaskState.DONE and needs and not words:
        raise Refusal("checklist.no_answer", _("Answer in words; a tick says nothing here."))
    if state in (TaskState.FAILED, TaskState.NOT_NEEDED) and not words:
        raise Refusal("checklist.no_reason", _("Write the reason; whoever reads this later needs it."))
    if state == TaskState.FAILED and (shipped is None or not shipped.failed):
        raise Refusal("checklist.no_outcome", _("This list does not know that outcome."))


@action("checklist.settle", label=gettext_lazy("Settle a task"))
def settle(act: Act, *, record: int, task: int, version: int, state: str, note: str = "") -> bool:
    """Say that a task is done, not met or not needed, or open it again. Its person may, and who works on the record."""
    found = _task(task, record)
    if state not in TaskState.values:
        raise NotFound("checklist.no_state", _("There is no such outcome."))
    on = _claimed(act, found, record)
    _refuse_others(act, on, found.checklist.code)
    _refuse_outdated(found, version)
    return settle_task(act, on, found, state, note)


@action("checklist.add", label=gettext_lazy("Add a task"))
def add(
    act: Act, *, record: int, checklist: str, text: str, person: int | None = None, due_on: date | None = None,
    side: str = OURS,
) -> int:  # fmt: skip
    """Add a task to a list that was started on this record. Returns its number."""
    on = claim_any(act, record)
    found = Checklist.objects.filter(record=record, code=checklist).first()
    if found is None:
        raise NotFound("checklist.not_found", _("There is no such list on this record."))
    _refuse_others(act, on, checklist)
    words = text.strip()
    if not words or len(words) > LONGEST:
        raise Refusal("checklist.no_text", _("Say in one line what is to be done."))
    if (place := found.tasks.count()) >= MOST:
        raise Refusal(
            "checklist.full", _("A list holds %(n)s tasks; start a record of its own for more.") % {"n": MOST}
        )
    kept = Revision.objects.create(object_id=record, field="task", text=words, author=act.by, at=act.at)
    made = Task.objects.create(
        checklist=found, place=place, code=f"own-{kept.pk}", words=kept, side=_side(side),
        person=account_of(act, person), due_on=due_on,
    )  # fmt: skip
    act.record(TaskAdded(record=record, checklist=checklist, task=made.pk, words=kept.pk), source=source_of(on))
    return made.pk


@action("checklist.give", label=gettext_lazy("Give a task to somebody"))
def give(act: Act, *, record: int, task: int, version: int, person: int | None, due_on: date | None = None) -> None:
    """Name who does an open task and until when."""
    on = claim_any(act, record)
    found = _task(task, record)
    _refuse_others(act, on, found.checklist.code)
    _refuse_outdated(found, version)
    if found.state != TaskState.OPEN:
        raise Refusal("checklist.settled", _("This task is settled; open it again first."))
    give_task(act, on, found, account_of(act, person, found.person_id), due_on)


def give_task(act: Act, record: Record, task: Task, person: Account | None, due_on: date | None) -> None:
    """Name who does a task of a claimed record and until when."""
    if (task.person, task.due_on) == (person, due_on):
        return
    task.person, task.due_on, task.version = person, due_on, task.version + 1
    task.save(update_fields=["person", "due_on", "version"])
    day, whom = due_on.isoformat() if due_on else None, person.pk if person is not None else None
    said = TaskGiven(record=record.pk, checklist=task.checklist.code, task=task.pk, person=whom, due_on=day)
    act.record(said, source=source_of(record))


@action("checklist.write", label=gettext_lazy("Change a checklist"), right=DECIDE)
def write(act: Act, *, checklist: str, number: int, items: list[dict[str, Any]]) -> int:
    """Save the text of a shipped checklist as a new version over version `number`; returns the new one's number."""
    shipped = SHIPPED.get(checklist)
    if shipped is None:
        raise NotFound("checklist.not_found", _("There is no such checklist."))
    newest = Wording.objects.select_for_update().filter(code=checklist).order_by("-number").first()
    stands = newest.number if newest is not None else 0
    if stands != number:
        raise Outdated(
            "record.outdated", _("Somebody saved version %(n)s meanwhile; look at it first.") % {"n": stands}
        )
    cleaned = [_cleaned(each, place, shipped.item(str(each.get("code", "")))) for place, each in enumerate(items)]
    if not cleaned:
        raise Refusal("checklist.empty", _("Leave at least one task."))
    if len(cleaned) > MOST or len({each["code"] for each in cleaned}) != len(cleaned):
        raise Refusal("checklist.full", _("A list holds %(n)s tasks, each once.") % {"n": MOST})
    made = Wording.objects.create(code=checklist, number=stands + 1, at=act.at, by=act.by, items=cleaned)
    act.record(WordingWritten(checklist=checklist, number=made.number, tasks=len(cleaned)))
    return made.number


def _cleaned(given: Mapping[str, Any], place: int, shipped: Any) -> dict[str, Any]:
    text, days = str(given.get("text", "")).strip(), given.get("days")
    if not text and shipped is None:
        raise Refusal("checklist.no_text", _("Say in one line what is to be done."))
    if days is not None and not 0 <= int(days) <= 3660:
        raise Refusal("checklist.days", _("Write the days as a number from 0 to 3660."))
    return {
        "code": shipped.code if shipped is not None else str(given.get("code") or f"own-{place}")[:60],
        "text": text[:1000],
        "role": str(given.get("role", "")).strip()[:200],
        "side": _side(str(given.get("side", OURS))),
        "days": int(days) if days is not None else None,
        "needs_words": bool(given.get("needs_words")),
    }


def _plain(item: Any) -> dict[str, Any]:
    """A shipped item as a version keeps it; empty words stand for the shipped ones."""
    return {"code": item.code, "text": "", "role": "", "side": item.side, "days": item.days}


def _side(given: str) -> str:
    return THEIRS if given == THEIRS else OURS


def account_of(act: Act, pk: int | None, kept: int | None = None) -> Account | None:
    """Return an active account that the actor may name, by its number, None for none. `kept`: who has it already."""
    if pk is None:
        return None
    known = Account.objects.all() if pk == kept else rights.colleagues(act.by)
    found = known.filter(pk=pk, is_active=True).first()
    if found is None:
        raise Refusal("checklist.no_account", _("There is no such account, or it may not sign in any more."))
    return found


def _task(task: int, record: int) -> Task:
    rows = Task.objects.select_for_update(of=("self",)).select_related("checklist__wording", "note", "person")
    found = rows.filter(pk=task, checklist__record=record).first()
    if found is None:
        raise NotFound("checklist.no_task", _("There is no such task, or you may not see it."))
    return found


def _claimed(act: Act, task: Task, record: int) -> Record:
    """The record, claimed by who works on it, or by the task's own person where they may see it."""
    try:
        return claim_any(act, record)
    except NotAllowed:
        if act.by is None or task.person_id != act.by.pk:
            raise
    kind = KINDS[task.checklist.record.kind]
    found = kind.model._default_manager.select_related("identity").get(pk=record)
    assert rights.allowed(act.by, f"{kind.room}.see", found.identity), "claiming said so already"
    return found


def _refuse_others(act: Act, on: Record, code: str) -> None:
    """The list itself may say who works on it."""
    shipped = SHIPPED.get(code)
    if shipped is not None and shipped.decides is not None and (said := shipped.decides(on, act.by)):
        raise NotAllowed("checklist.others_decide", said)


def _refuse_outdated(task: Task, version: int) -> None:
    if task.version != version:
        raise Outdated("record.outdated", _("Somebody settled or changed this task meanwhile; look at it first."))
