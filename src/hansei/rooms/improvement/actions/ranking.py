"""Putting improvements into an order: what counts how much, a place by hand, and freezing the order."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.kernel import records, rights
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import Outdated, Refusal
from hansei.rooms.improvement import ranking
from hansei.rooms.improvement.actions.pages import kept_text
from hansei.rooms.improvement.events import ImprovementsRanked, PlacedByHand, RankRuleSet
from hansei.rooms.improvement.kinds import RANK, WORK
from hansei.rooms.improvement.models import HandPlace, Improvement, Ranking, RankRule


@action("improvement.weigh", label=gettext_lazy("Set what counts how much"), right=RANK)
def weigh(act: Act, *, seen: int, value: Decimal, risk: Decimal, effort: Decimal, every_days: int) -> int:
    """Set the weights of the order and how old a ranking may grow; `seen` is the rule as it stood."""
    now = ranking.rule_now()
    if (now.pk or 0) != seen:
        raise Outdated("ranking.rule_outdated", _("Somebody set the weights meanwhile. Look at them, then set yours."))
    made = RankRule(value=value, risk=risk, effort=effort, every_days=every_days, by=act.by, at=act.at)
    try:
        made.full_clean(exclude=["by"])
    except ValidationError as wrong:
        said = {name: [str(each) for each in texts] for name, texts in wrong.message_dict.items()}
        raise Refusal("ranking.rule", next(iter(said.values()))[0], fields=said) from None
    made.save()
    act.record(RankRuleSet(rule=made.pk, value=str(value), risk=str(risk), effort=str(effort), every_days=every_days))
    return made.pk


@action("improvement.place", label=gettext_lazy("Place by hand"), on="improvement", right=RANK)
def place(act: Act, *, pk: int, place: int | None, reason: str = "") -> None:
    """Put an improvement at a place against the computed order, with the reason; None gives it back to the order."""
    found = act.claim(Improvement, pk, WORK)
    if found.state not in ranking.RANKED:
        raise Refusal("ranking.begun", _("Only what has not begun is ranked."))
    there = HandPlace.objects.filter(pk=pk).first()
    if place is None:
        if there is None:
            return
        there.delete()
        act.record(PlacedByHand(record=pk, place=None, reason=None), source=records.source_of(found))
        return
    if not 1 <= place <= ranking.MOST:
        raise Refusal("ranking.place", _("A place is a number from 1 to %(n)s.") % {"n": ranking.MOST})
    said = kept_text(act, pk, "rank.reason", reason)
    HandPlace.objects.update_or_create(pk=pk, defaults={"place": place, "reason": said, "by": act.by, "at": act.at})
    act.record(PlacedByHand(record=pk, place=place, reason=said.pk), source=records.source_of(found))


@action("improvement.rank", label=gettext_lazy("Freeze the ranking"), right=RANK)
def rank(act: Act, *, seen: list[int]) -> Ranking:
    """Freeze the order as it is computed now; `seen` is the order as it stood on the page.

    Each improvement gets its place as its rank; who has begun or ended since the last time keeps the rank of then.
    """
    rows = Improvement.objects.select_for_update(of=("self", "identity"), no_key=True).select_related("identity")
    found = {each.pk: each for each in rows.filter(pk__in=seen[: ranking.MOST])}  # nobody judges them meanwhile
    mine = Improvement.objects.filter(rights.predicate(act.by, WORK, prefix="identity__"))
    order = ranking.order_of(mine)[: ranking.MOST]
    if [each.pk for each in order] != seen:
        raise Outdated(
            "record.outdated",
            _("Somebody proposed, judged, closed or placed one meanwhile. Look at the new order, then freeze it."),
        )
    if not order:
        raise Refusal("ranking.nothing", _("There is nothing to rank: no improvement waits to begin."))
    moved = sum(bool(records.change(act, found[each.pk], rank=each.place)) for each in order)
    rule = ranking.rule_now()
    lines: list[Any] = [[each.pk, each.score, each.is_by_hand] for each in order]
    made = Ranking.objects.create(at=act.at, by=act.by, rule=rule if rule.pk else None, lines=lines)
    act.record(ImprovementsRanked(ranked=len(order), moved=moved, ranking=made.pk))
    return made
