"""The kind lesson: written, published, taken back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hansei.blocks import lifecycle
from hansei.blocks.lifecycle import Lifecycle, State, Transition
from hansei.kernel import records
from hansei.rooms.improvement.models import Lesson

LESSON = records.declare(
    records.RecordKind(
        kind="lesson",
        prefix="LSN",
        room="improvement",
        model=Lesson,
        name=_("lesson"),
        plural=_("Lessons learned"),
        tracked=("title", "context", "learned", "advice", "service", "improvement"),
        texts=("title", "context", "learned", "advice", "service"),
    )
)

LESSON_LIFE = lifecycle.declare(
    Lifecycle(
        "lesson",
        states=(
            State("draft", _("Draft"), "new"),
            State("published", _("Published"), "good"),
            State("withdrawn", _("Withdrawn"), "running", is_end=True),
        ),
        transitions=(
            Transition("draft", "published", _("Publish")),
            Transition("draft", "withdrawn", _("Withdraw"), is_back=True),
            Transition("published", "draft", _("Take back to draft"), is_back=True),
            Transition("published", "withdrawn", _("Withdraw"), is_back=True),
        ),
    )
)
