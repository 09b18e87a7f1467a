"""Say what a goal node is for: draw and take away contributions. A tree has no circle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks import lifecycle
from hansei.kernel import seeing
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import Refusal
from hansei.kernel.models import NumberSequence, Revision
from hansei.kernel.records import other_history, source_of
from hansei.rooms.goals.events import ContributionRemoved, ContributionSet
from hansei.rooms.goals.kinds import SEE, WORK
from hansei.rooms.goals.models import Contribution, Effect, Goal, Strength, Timing

MOST = 200  # of one node; more are a list, not a tree


@action("goal.contribute", label=gettext_lazy("Say what it is for"), on="goal", right=WORK)
def contribute(
    act: Act,
    *,
    pk: int,
    parent: Annotated[int, seeing.record("goal")],
    effect: str = "helps",
    strength: int = 2,
    timing: str = "",
    evidence: str = "",
) -> bool:
    """Say that a node contributes to another one, or say it otherwise. Returns whether anything changed."""
    lock_tree()  # two people who draw two halves of a circle wait for each other
    child = act.claim(Goal, pk, WORK)
    above = act.claim(Goal, parent, SEE)
    for end in (child, above):
        lifecycle.refuse_unless_open(end)
    _refuse_unfit(child, above)
    said = {
        "effect": _one_of(effect, Effect.values),
        "strength": _one_of(strength, Strength.values),
        "timing": _one_of(timing, ["", *Timing.values]),
        "evidence": evidence.strip()[:2000],
    }
    found = Contribution.objects.filter(child=child, parent=above).first()
    if found is not None and all(getattr(found, name) == value for name, value in said.items()):
        return False
    Contribution.objects.update_or_create(child=child, parent=above, defaults={**said, "at": act.at})
    act.record(
        ContributionSet(
            record=child.pk,
            parent=above.pk,
            effect=said["effect"],
            strength=said["strength"],
            timing=said["timing"],
            evidence=_revision(act, child, said["evidence"]),
            below=child.pk,
            above=above.pk,
        ),
        source=source_of(child),
    )
    return True


@action("goal.remove_contribution", label=gettext_lazy("Take the contribution away"), on="goal", right=WORK)
def remove(act: Act, *, pk: int, parent: Annotated[int, seeing.record("goal")]) -> bool:
    """Say that a node is not for that other one any more. Returns whether it was."""
    child = act.claim(Goal, pk, WORK)
    act.claim(Goal, parent, SEE)
    found = Contribution.objects.select_for_update().filter(child=child, parent=parent).first()
    if found is None:
        return False
    found.delete()
    act.record(
        ContributionRemoved(record=child.pk, parent=parent, below=child.pk, above=parent), source=source_of(child)
    )
    return True


def lock_tree() -> None:
    """Let one person at a time change what is tied to what."""
    NumberSequence.objects.get_or_create(kind="goal")
    NumberSequence.objects.select_for_update().get(kind="goal")


def fits(child: Goal, parent: Goal) -> bool:
    """Whether, in one of its roles, the parent stands as high as the child or higher."""
    return min(parent.ranks) <= max(child.ranks)


def _refuse_unfit(child: Goal, parent: Goal) -> None:
    names = {"child": child.title, "parent": parent.title}
    if child.pk == parent.pk:
        raise Refusal("goal.itself", _("A goal does not contribute to itself; choose another one."))
    if source_of(child) != source_of(parent):
        raise Refusal("goal.other_history", other_history(source_of(child), parent))
    if not fits(child, parent):
        raise Refusal(
            "goal.upside_down",
            _("“%(child)s” stands higher than “%(parent)s”: turn the arrow round.") % names,
        )
    if child.pk in _above(parent.pk):
        raise Refusal(
            "goal.circle",
            _("“%(parent)s” is for “%(child)s” already: tied both ways, neither would be for anything.") % names,
        )
    if child.above.count() >= MOST or parent.below.count() >= MOST:
        raise Refusal("goal.too_many", _("Too many contributions; take one away first."))


def _above(pk: int) -> set[int]:
    """Everything that a node contributes to, however far up."""
    found: set[int] = set()
    next_up = {pk}
    while next_up:
        parents = set(Contribution.objects.filter(child__in=next_up).values_list("parent", flat=True))
        next_up = parents - found
        found |= parents
    return found


def _one_of(value: Any, known: Sequence[Any]) -> Any:
    if value not in known:
        raise Refusal("goal.unknown_value", _("Choose one of the list."))
    return value


def _revision(act: Act, child: Goal, text: str) -> int | None:
    if not text:
        return None
    return Revision.objects.create(object_id=child.pk, field="evidence", text=text, author=act.by, at=act.at).pk
