"""The register of lessons learned: found again, used again, counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.register import declaration as register
from hansei.blocks.register.declaration import Filter
from hansei.kernel import rights
from hansei.rooms.improvement import queries
from hansei.rooms.improvement.kinds import LESSON, LESSON_LIFE, SEE, WORK
from hansei.rooms.improvement.models import Lesson
from hansei.ui import menu
from hansei.ui.components import Figure
from hansei.ui.pages import reader


def _used(_facts: Mapping[str, Any]) -> str:
    return _("used again in another improvement")


def lead(request: HttpRequest) -> SafeString | str:
    """How many of the published lessons were used again."""
    reuse = queries.reuse(reader(request))
    figures = [
        Figure(reuse.share, _("Lessons used again"), form="share", places=1, n=reuse.published),
        Figure(reuse.uses, _("Uses in other improvements")),
    ]
    return SafeString(render_to_string("improvement/lead.html", {"figures": figures}, request))


def section(request: HttpRequest, found: Any) -> SafeString | str:
    """Where the lesson was used again."""
    assert isinstance(found, Lesson)
    account = reader(request)
    seen = rights.predicate(account, SEE, prefix="improvement__identity__")
    context = {
        "record": found,
        "uses": found.uses.filter(seen).select_related("improvement__identity", "how", "by"),
        "may_use": found.state == "published" and rights.holds(account, WORK),
    }
    return SafeString(render_to_string("improvement/lesson_uses.html", context, request))


LESSONS = register.Register(
    kind=LESSON,
    namespace="lessons",
    columns=("service", "improvement"),
    shown=("context", "learned", "advice", "service", "improvement"),
    editable=("title", "context", "learned", "advice", "service"),
    create="lesson.write",
    edit="lesson.edit",
    move="lesson.move",
    new_label=gettext_lazy("Write a lesson"),
    empty_title=gettext_lazy("No lessons yet"),
    empty_text=gettext_lazy("Write down what an improvement taught, so that the next one begins further on."),
    hints={
        "title": gettext_lazy("The lesson in one line."),
        "advice": gettext_lazy("What should others do next time?"),
    },
    filters=(Filter("state", gettext_lazy("State"), lambda: [(each.code, each.label) for each in LESSON_LIFE.states]),),
    lead=lead,
    event_lines={"lesson.used": _used},
)


def declare() -> None:
    """The register of lessons and its menu entry."""
    register.declare(LESSONS)
    register.add_section("lesson", 10, section)
    menu.add(
        menu.Entry(
            menu.Group.LOOK_BACK, gettext_lazy("Lessons learned"), "bookmark", "lessons:list", right=SEE, order=66
        )
    )
