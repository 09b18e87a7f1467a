"""What a cross-team forum is prepared from and measured by: topics, commitments, assumptions, who helps whom."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from hansei.analytics.log import Log
from hansei.analytics.measures import filtered
from hansei.blocks.canvas import Arrow, Canvas, Column, Node
from hansei.blocks.meeting import queries as meetings
from hansei.blocks.meeting.models import Agreed, Meeting, Point
from hansei.blocks.meeting.queries import Share
from hansei.kernel import rights, seeing
from hansei.kernel.errors import NotYet
from hansei.kernel.models import Account
from hansei.kernel.records import Record, may_see
from hansei.rooms.goals import queries as goals
from hansei.rooms.mining import queries as mining
from hansei.rooms.reviews import queries
from hansei.rooms.reviews.filling import back_and_forth
from hansei.rooms.reviews.models import Assumption, CameFrom, Help, Kind, Review
from hansei.ui import words
from hansei.ui.words import findings

QUARTER: Final = timedelta(days=92)
YEAR: Final = timedelta(days=365)
MOST_OF_A_KIND, STRONG, STRONGER = 5, 2, 4


@dataclass(frozen=True)
class Proposal:
    """Something that data or goals put before the forum; `goal`: the customer goal it leads up to, if known."""

    came_from: str
    title: str
    about: str
    note: str = ""
    goal: int | None = None

    @property
    def label(self) -> str:
        return str(CameFrom(self.came_from).label)


@dataclass(frozen=True)
class Topic:
    """A point of the agenda with the goal that it serves, as it is called now."""

    point: Point
    label: str
    goal: Record | None
    is_unseen: bool  # it serves a goal that the reader may not see


def refused(met: Meeting, facts: dict[str, Any]) -> str | None:
    """Why a point may not stand on the agenda of this review; None where it may. A forum's serves a customer goal."""
    if not Review.objects.filter(pk=met.pk, kind=Kind.FORUM).exists():
        return None
    if facts.get("goal") not in {each.id for each in goals.customer_goals(None)}:
        return _("Name the customer goal that this serves.")
    about = facts.get("about")
    standing = [each.facts.get("about") for each in meetings.points_of(met.pk)]
    return _("This is on the agenda already.") if about and about in standing else None


def topics(account: Account, found: Review) -> list[Topic]:
    """The points of the agenda, each with its goal as this reader may see it."""
    points = meetings.points_of(found.pk)
    served = [point.facts.get("goal") for point in points]
    seen = seeing.among(account, {each for each in served if each})
    made = []
    for point, goal in zip(points, served, strict=True):
        came_from = point.facts.get("came_from", "own")
        label = CameFrom(came_from).label if came_from in CameFrom.values else ""
        made.append(Topic(point, str(label), seen.get(goal), bool(goal) and goal not in seen))
    return made


def proposals(account: Account, found: Review) -> tuple[list[Proposal], bool]:
    """What nobody put on the agenda yet, and whether some of it is still being counted."""
    standing = {point.facts.get("about") for point in meetings.points_of(found.pk)}
    ready = mining.ready_data_sets() if rights.holds(account, "mining.see") else []
    data_set = next((each for each in ready if each.pk == found.data_set), None) or next(iter(ready), None)
    made: list[Proposal] = []
    is_counting = False
    for part in (_patterns, _blocks, _off_track):
        try:
            made += part(account, data_set) if data_set is not None else []
        except NotYet:
            is_counting = True
    return [each for each in made if each.about not in standing], is_counting


def _patterns(account: Account, data_set: Any) -> list[Proposal]:
    since = (data_set.last_at or timezone.now()) - QUARTER
    made: Counter[str] = Counter()
    rows = []
    for each in mining.standing_findings(data_set) or []:
        facts = each.facts
        is_new = facts.trend == "growing" or facts.first_at.replace(tzinfo=since.tzinfo) >= since
        came_from = CameFrom.SUSPECTED if is_new else CameFrom.PATTERN
        if facts.trend == "died" or made[came_from] >= MOST_OF_A_KIND:
            continue
        made[came_from] += 1
        note = _("Cases: %(n)s") % {"n": words.number(facts.calls)}
        rows.append(Proposal(str(came_from), findings.title(each)[:200], f"finding:{data_set.pk}:{each.key}", note))
    return rows


def _blocks(account: Account, data_set: Any) -> list[Proposal]:
    last = data_set.last_at or timezone.now()

    def make(log: Log) -> Any:
        return back_and_forth(filtered(log, since=last - QUARTER, before=last))

    made = []
    for one, other, n in mining.soon(data_set, "back_and_forth", {}, make)[:MOST_OF_A_KIND]:
        title = _("%(one)s and %(other)s hand work back and forth") % {"one": one, "other": other}
        note = _("Came back in 92 days: %(n)s") % {"n": words.number(n)}
        made.append(Proposal("block", title[:200], f"block:{one}<>{other}"[:300], note))
    return made


def _off_track(account: Account, data_set: Any) -> list[Proposal]:
    customer = {each.id for each in goals.customer_goals(account)}
    made = []
    seen = [each for each in goals.off_track(mining.soon) if may_see(account, each.identity)]
    for each in goals.rows(seen[:MOST_OF_A_KIND]):
        way = [step.id for step in goals.path_up(account, goal=each.id) if step.id in customer]
        made.append(Proposal("off_track", each.title[:200], f"goal:{each.id}", each.key, way[0] if way else None))
    return made


def _forums(account: Account, since: date) -> list[int]:
    rows = queries.reviews(account).filter(kind=Kind.FORUM)
    return [each.pk for each in rows if each.planned_on is None or each.planned_on >= since]


def kept(account: Account, today: date) -> Share:
    """Share of the commitments between teams that were due in a year's forums and done by their day."""
    taken = Help.objects.filter(review__in=_forums(account, today - YEAR)).exclude(agreed=None)
    agreed = Agreed.objects.filter(pk__in=taken.values("agreed"))
    return meetings.done_on_time(list(agreed), timezone.now())


def confirmed(account: Account, today: date) -> Share:
    """Share of the assumptions checked with customers that they confirmed, in a year's forums."""
    checked = Assumption.objects.filter(review__in=_forums(account, today - YEAR)).exclude(state="open")
    return Share(checked.filter(state="confirmed").count(), checked.count())


def graph(account: Account, today: date) -> Canvas:
    """Who helps whom: an arrow for what teams committed to, drawn thin while it is only asked for or offered."""
    rows = Help.objects.filter(review__in=_forums(account, today - YEAR)).exclude(helper="").exclude(helped="")
    taken: Counter[tuple[str, str]] = Counter()
    said: Counter[tuple[str, str]] = Counter()
    for each in rows:
        pair = (each.helper, each.helped)
        (taken if each.agreed_id else said)[pair] += 1
    pairs = sorted({*taken, *said})
    helpers, helped = sorted({pair[0] for pair in pairs}), sorted({pair[1] for pair in pairs})
    nodes = [Node(f"helper:{name}", name, "helps", place=at) for at, name in enumerate(helpers)]
    nodes += [Node(f"helped:{name}", name, "helped", place=at) for at, name in enumerate(helped)]
    return Canvas(
        _("Who helps whom"),
        (Column("helps", _("Who helps")), Column("helped", _("Who is helped"))),
        tuple(nodes),
        tuple(_arrow(pair, taken[pair], said[pair]) for pair in pairs),
        name="who-helps-whom",
        leads_to=_("Who is helped"),
        description=_("Solid: committed. Dashed: asked for or offered, nobody has committed yet."),
    )


def _arrow(pair: tuple[str, str], taken: int, said: int) -> Arrow:
    n = taken or said
    weight = 3 if n >= STRONGER else 2 if n >= STRONG else 1
    return Arrow(f"helper:{pair[0]}", f"helped:{pair[1]}", weight=weight, label=words.number(n), is_assumed=not taken)
