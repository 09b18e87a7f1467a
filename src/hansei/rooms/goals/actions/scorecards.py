"""Open a scorecard and change it; its objectives are goal nodes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy
from typing_extensions import TypedDict  # comes with pydantic, which needs it below Python 3.12

from hansei.blocks import lifecycle
from hansei.kernel import records
from hansei.kernel.actions import Act, action
from hansei.rooms.goals.actions.related import values_of
from hansei.rooms.goals.kinds import SEE, WORK
from hansei.rooms.goals.models import Scorecard


class ScorecardFields(TypedDict, total=False):
    """What a person writes of a scorecard. `owner` is an account's id."""

    title: str
    unit: str
    owner: int | None
    about: str


@action("scorecard.open", label=gettext_lazy("Open a scorecard"), right=WORK)
def open_scorecard(act: Act, *, fields: ScorecardFields) -> Scorecard:
    """Begin the scorecard of a unit."""
    return records.create(act, Scorecard, state="draft", **values_of(act, Scorecard, fields, act.source))


@action("scorecard.edit", label=gettext_lazy("Edit"), on="scorecard", right=WORK)
def edit(act: Act, *, pk: int, version: int, fields: ScorecardFields) -> list[str]:
    """Change its words; refuses when somebody else did meanwhile."""
    found = act.claim(Scorecard, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    return records.change(act, found, **values_of(act, Scorecard, fields, records.source_of(found), found))


@action("scorecard.move", label=gettext_lazy("Move on"), on="scorecard")
def move(act: Act, *, pk: int, version: int, to: str) -> None:
    """Agree on a scorecard, take it back, or retire it."""
    lifecycle.move(act, act.claim(Scorecard, pk, SEE, version=version), to)
