"""Write down what stakeholders are concerned about."""

from __future__ import annotations

from django.utils.translation import gettext_lazy
from typing_extensions import TypedDict  # comes with pydantic, which needs it below Python 3.12

from hansei.blocks import lifecycle
from hansei.kernel import records
from hansei.kernel.actions import Act, action
from hansei.rooms.measures.kinds import SEE, WORK
from hansei.rooms.measures.models import Concern


class ConcernFields(TypedDict, total=False):
    """What a person writes of a concern."""

    stakeholder: str
    title: str


@action("concern.note", label=gettext_lazy("Note a concern"), right=WORK)
def note(act: Act, *, fields: ConcernFields) -> Concern:
    """Write down what a stakeholder worries about or wants to know."""
    return records.create(act, Concern, state="open", **fields)


@action("concern.edit", label=gettext_lazy("Edit"), on="concern", right=WORK)
def edit(act: Act, *, pk: int, version: int, fields: ConcernFields) -> list[str]:
    """Change its words; refuses when somebody else did meanwhile."""
    found = act.claim(Concern, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    return records.change(act, found, **fields)


@action("concern.move", label=gettext_lazy("Move on"), on="concern")
def move(act: Act, *, pk: int, version: int, to: str) -> None:
    """Drop a concern that nobody has any more; metrics that answer only it show as orphans."""
    lifecycle.move(act, act.claim(Concern, pk, SEE, version=version), to)
