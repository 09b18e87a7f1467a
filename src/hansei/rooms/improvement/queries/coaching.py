"""How coaching goes: who coaches whom, how often, whether the rhythm is kept, and for which improvements."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from hansei.kernel.models import Account, ObjectLink
from hansei.kernel.queries import query
from hansei.kernel.seeing import seen
from hansei.rooms.improvement.models import Improvement, Kata
from hansei.rooms.improvement.queries.control import Share
from hansei.rooms.improvement.queries.improvement import visible
from hansei.rooms.improvement.queries.kata import planned_days

YEAR = timedelta(days=365)
MOST = 50


@dataclass(frozen=True)
class Coached:
    """A coach and a learner at one storyboard: sessions of the last 365 days, planned days that were kept, the next.

    `next_on` is the first planned day after the last session; in the past it is late. None where none is planned.
    """

    board: Kata
    sessions: int
    rhythm: Share
    last_on: date | None
    next_on: date | None
    is_late: bool
    improvements: tuple[Improvement, ...]


@query("improvement.coached")
def coached(account: Account, *, today: date | None = None) -> list[Coached]:
    """Return who coaches whom at the storyboards this person may see, what is late first."""
    day = today or timezone.localdate()
    rows = seen(account, Kata).exclude(coach=None).exclude(learner=None).select_related("coach", "learner")
    boards = list(rows.prefetch_related("sessions").order_by("-pk")[:MOST])
    ties = _ties(account, boards)
    found = [_row(each, day, ties.get(each.pk, ())) for each in boards]
    kept = [each for each in found if each.sessions or each.next_on is not None]
    return sorted(kept, key=lambda each: (not each.is_late, each.next_on or date.max, each.board.pk))


def _row(board: Kata, today: date, improvements: tuple[Improvement, ...]) -> Coached:
    held = sorted({timezone.localdate(each.at) for each in board.sessions.all()})
    lately = [timezone.localdate(each.at) for each in board.sessions.all()]
    planned = planned_days(board, today)
    last = held[-1] if held else None
    # Two more rhythms and a weekend: the first planned day to come is among them.
    coming = planned_days(board, today + timedelta(days=2 * board.every_days + 2)) if board.state == "running" else []
    next_on = next((each for each in coming if last is None or each > last), None)
    return Coached(
        board=board,
        sessions=sum(each > today - YEAR for each in lately),
        rhythm=Share(sum(each in held for each in planned), len(planned)),
        last_on=last,
        next_on=next_on,
        is_late=next_on is not None and next_on < today,
        improvements=improvements,
    )


def _ties(account: Account, boards: list[Kata]) -> dict[int, tuple[Improvement, ...]]:
    """The improvements linked with each storyboard, in whichever direction."""
    keys = {each.pk for each in boards}
    ends = ObjectLink.objects.filter(Q(object__in=keys) | Q(target__in=keys)).values_list("object_id", "target_id")
    pairs = {(one, other) for pair in ends for one, other in (pair, pair[::-1]) if one in keys}
    known = {each.pk: each for each in visible(account).filter(pk__in={other for _board, other in pairs})}
    tied: dict[int, tuple[Improvement, ...]] = defaultdict(tuple)
    for board, other in sorted(pairs):
        if other in known:
            tied[board] = (*tied[board], known[other])
    return tied
