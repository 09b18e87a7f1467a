"""Lessons and transfers of knowledge: written down, published, used again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import TypedDict

from hansei.blocks import lifecycle
from hansei.kernel import records, seeing
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Refusal
from hansei.rooms.improvement.actions.pages import kept_text
from hansei.rooms.improvement.events import KnowledgeTransferred, LessonUsed
from hansei.rooms.improvement.kinds import SEE, WORK
from hansei.rooms.improvement.models import Improvement, Lesson, LessonUse, Transfer


class LessonFields(TypedDict, total=False):
    """What a person writes of a lesson. `improvement` is the number of the record it was learned in."""

    title: str
    context: str
    learned: str
    advice: str
    service: str
    improvement: int | None


@action("lesson.write", label=gettext_lazy("Write a lesson"), right=WORK)
def write_lesson(act: Act, *, fields: LessonFields) -> Lesson:
    """Write down what was learned; others find it once it is published."""
    return records.create(act, Lesson, state="draft", **_values(act, fields))


@action("lesson.edit", label=gettext_lazy("Edit"), on="lesson", right=WORK)
def edit_lesson(act: Act, *, pk: int, version: int, fields: LessonFields) -> list[str]:
    """Change a lesson; refuses when somebody else did meanwhile."""
    found = act.claim(Lesson, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    return records.change(act, found, **_values(act, fields))


@action("lesson.move", label=gettext_lazy("Move on"), on="lesson", right=WORK)
def move_lesson(act: Act, *, pk: int, version: int, to: str) -> None:
    """Publish a lesson, take it back, or withdraw it."""
    lifecycle.move(act, act.claim(Lesson, pk, WORK, version=version), to)


@action("lesson.use", label=gettext_lazy("Use this lesson"), on="lesson", right=WORK)
def use_lesson(act: Act, *, pk: int, improvement: Annotated[int, seeing.record("improvement")], how: str) -> None:
    """Say in which improvement a published lesson was used again, and how. Counted once an improvement."""
    found = act.claim(Lesson, pk, SEE)
    if found.state != "published":
        raise Refusal("lesson.not_published", _("Publish the lesson first; a draft may still change."))
    where = act.claim(Improvement, improvement, WORK)
    if found.improvement_id == where.pk:
        raise Refusal("lesson.its_own", _("The lesson was learned there; used again means in another improvement."))
    if LessonUse.objects.filter(lesson=found, improvement=where).exists():
        raise Refusal("lesson.used_already", _("Its use in this improvement is counted already."))
    kept = kept_text(act, pk, "use", how)
    LessonUse.objects.create(lesson=found, improvement=where, how=kept, by=act.by, at=act.at)
    act.record(LessonUsed(record=pk, improvement=where.pk, how=kept.pk), source=records.source_of(found))


@action("improvement.transfer", label=gettext_lazy("Record a transfer of knowledge"), on="improvement", right=WORK)
def transfer(act: Act, *, pk: int, on: date, people: int, told: str) -> Transfer:
    """Say on which day how many people were told what this improvement taught. It closes only after that."""
    found = act.claim(Improvement, pk, WORK)
    lifecycle.refuse_unless_open(found)
    if people < 1:
        raise Refusal("transfer.nobody", _("At least one other person must have been told."))
    if on > act.at.date():
        raise Refusal("transfer.not_yet", _("This day is still to come; record the transfer when it was held."))
    kept = kept_text(act, pk, "transfer", told)
    made = Transfer.objects.create(improvement=found, on=on, people=people, told=kept, by=act.by, at=act.at)
    act.record(
        KnowledgeTransferred(record=pk, transfer=made.pk, on=on.isoformat(), people=people, told=kept.pk),
        source=records.source_of(found),
    )
    return made


def _values(act: Act, fields: Mapping[str, Any]) -> dict[str, Any]:
    values = dict(fields)
    if "improvement" in values and values["improvement"] is not None:
        pk = int(values["improvement"])
        if not Improvement.objects.filter(pk=pk).exists():
            raise NotFound("record.not_found", _("There is no such record, or you may not see it."), record=pk)
        values["improvement"] = act.claim(Improvement, pk, SEE)
    return values
