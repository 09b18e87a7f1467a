"""The readers of goals: the tree, the way up from anything to its end, scorecards, outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from hansei.kernel import demonstration, links, rights
from hansei.kernel.models import Account, ObjectLink, Revision, Source
from hansei.kernel.queries import query
from hansei.rooms.goals.models import RANKS, About, Better, Contribution, Effect, Goal, Outcome
from hansei.rooms.goals.reading import Reading, read, read_days, said_in, step_named
from hansei.rooms.goals.standing import SAID, Tree, own_standing
from hansei.rooms.measures import queries as measures
from hansei.rooms.mining import queries as mining

SERVES: Final = "serves"
BRINGS_ABOUT: Final = "brings_about"


@dataclass(frozen=True)
class GoalRow:
    """A goal node as other rooms show it."""

    id: int
    key: str
    title: str
    level: str
    state: str
    about: str
    metric: int | None
    target: float | None
    better: str

    @property
    def is_agreed(self) -> bool:
        return self.state == "agreed"


def _row(each: Goal) -> GoalRow:
    return GoalRow(
        each.pk,
        str(each.identity.key),
        each.title,
        each.level,
        each.state,
        each.about,
        each.metric_id,
        each.target,
        each.better,
    )


def seen(account: Account | None) -> QuerySet[Goal]:
    """Goals that this person (None: the system) may see, retired ones left out."""
    opened = rights.predicate(account, "goals.see", prefix="identity__")
    return Goal.objects.filter(opened).exclude(state="retired").select_related("identity__source", "owner")


def tree_of(account: Account | None) -> Tree:
    """The whole tree, as far as this person may see it."""
    goals = list(seen(account).order_by("place", "pk"))
    return Tree.of(goals, Contribution.objects.filter(child__in=[each.pk for each in goals]))


@query("goals.goals")
def goals(account: Account | None, *, level: str = "") -> list[GoalRow]:
    """Return the goal nodes this person may see, those of one level where it is named."""
    found = seen(account).order_by("place", "pk")
    return [_row(each) for each in (found.filter(level=level) if level else found)]


@query("goals.customer_goals")
def customer_goals(account: Account | None) -> list[GoalRow]:
    """Return what is wanted for customers: purposes, and what stands on the customer's side of a scorecard."""
    wanted = Q(level="purpose") | Q(also="purpose") | Q(perspective="customer")
    return [_row(each) for each in seen(account).filter(wanted).order_by("place", "pk")]


def rows(goals: Iterable[Goal]) -> list[GoalRow]:
    """Goal nodes as other rooms show them."""
    return [_row(each) for each in goals]


@query("goals.path_up")
def path_up(account: Account | None, *, goal: int) -> list[GoalRow]:
    """Return the way from a goal up to its end, itself first: at each step along the strongest contribution."""
    tree = tree_of(account)
    return [_row(each) for each in way_up(tree, goal)] if goal in tree.goals else []


def way_up(tree: Tree, pk: int) -> list[Goal]:
    """The way up by the strongest contributions that help; those that reach an end go before those that do not."""
    linked, found = tree.linked, [tree.goals[pk]]
    seen_here = {pk}
    while True:
        ties = [each for each in tree.above[pk] if each.effect == Effect.HELPS and each.parent_id not in seen_here]
        if not ties:
            return found
        best = max(ties, key=lambda each: (each.parent_id in linked, each.strength, -each.parent_id))
        pk = best.parent_id
        seen_here.add(pk)
        found.append(tree.goals[pk])


@query("goals.served_by")
def served_by(account: Account | None, *, record: int) -> list[GoalRow]:
    """Return the goals that a record of any kind (an improvement, say) is linked to as serving them."""
    targets = ObjectLink.objects.filter(object_id=record, role=SERVES).values_list("target_id", flat=True)
    return [_row(each) for each in seen(account).filter(pk__in=list(targets)).order_by("place", "pk")]


def off_track(keep: measures.Keep) -> list[Goal]:
    """The agreed goals whose own metric misses its target in the last whole step of its data set; for a job."""
    sets = {each.pk: each for each in mining.ready_data_sets()}
    newest = {demonstration.is_made_up(each.source): each for each in reversed(sets.values())}
    metrics = {each.id: each for each in measures.published(None)}
    found = []
    for each in seen(None).filter(state="agreed", metric__in=metrics).order_by("pk"):
        made_up = demonstration.is_made_up(each.identity.source)
        data_set = newest.get(made_up) if each.data_set is None else sets.get(each.data_set)
        standing = own_standing(each, read(metrics[each.metric_id or 0], data_set, keep))
        if standing is not None and standing.code == "bad":
            found.append(each)
    return found


@dataclass(frozen=True)
class InPeriod:
    """How a period stands against a goal: `standing` is good, soon (not sure), bad, or none where there are no data."""

    goal: Goal
    reading: Reading
    standing: str

    @property
    def is_of_all(self) -> bool:
        """Whether it is the whole organisation's goal, of no customer and no service."""
        return self.goal.identity.organisation_id is None and not self.goal.service


def in_period(
    data_set: Any,
    days: tuple[date, date],
    *,
    keep: measures.Keep,
    organisation: int | None,
    service: str | None,
    is_whole: bool,
) -> list[InPeriod]:
    """Return how these days stand against the agreed goals with metric and target, as anybody may be told them.

    Left out: confidential goals, goals of another organisation or of another service (`service` None: every one is
    looked at), goals of the demonstration for other data and others for its data, goals about the people who do the
    work, and, where only some cases are looked at (not `is_whole`), what people entered, for that is of all cases.
    """
    metrics = {each.id: each for each in measures.published(None) if is_whole or each.origin in ("library", "composed")}
    told = seen(None).filter(state="agreed", metric__in=metrics, target__isnull=False, identity__is_confidential=False)
    told = told.filter(demonstration.beside(data_set.source))
    own = Q(identity__organisation=None) | Q(identity__organisation=organisation)
    own &= Q() if service is None else Q(service__in=("", service))
    found = []
    for each in told.filter(own).exclude(better="").exclude(about=About.PEOPLE).order_by("place", "pk"):
        reading = read_days(metrics[each.metric_id or 0], data_set, days, keep)
        standing = own_standing(each, reading)
        if standing is not None:
            found.append(InPeriod(each, reading, standing.code))
    return found


def against_target(title: str, *, standing: str, better: str, form: str, target: float, step: str) -> str:
    """A goal with its target and how it stands ("": left out), in words; `step`: of a count, `week 2026-10-19`."""
    said = {"target": said_in(form, target)}
    wanted = _("at most %(target)s") % said if better == Better.LOWER else _("at least %(target)s") % said
    name, _space, first = step.partition(" ")
    when = [step_named(name, date.fromisoformat(first))] if first else []
    return " · ".join([title, wanted, *when, *([standing_said(standing)] if standing else [])])


def standing_said(standing: str) -> str:
    """How a goal stands, in words."""
    return str(SAID[standing])


def missed(account: Account | None) -> QuerySet[Outcome]:
    """The outcomes measured with their stakeholder that stay behind what was planned."""
    behind = Q(better=Better.HIGHER, current__lt=F("planned")) | Q(better=Better.LOWER, current__gt=F("planned"))
    return seen_outcomes(account).filter(behind, state="measured").order_by("pk")


def serving(account: Account | None, goal: int) -> list[Any]:
    """The records of any kind that serve a goal, as far as this person may see them."""
    ties = set(ObjectLink.objects.filter(target_id=goal, role=SERVES).values_list("pk", flat=True))
    return [each.other for each in links.links_of(account, goal) if each.link in ties] if ties else []


@dataclass(frozen=True)
class Why:
    """Why something is done: the way up from a goal it touches, and what ties it to that goal."""

    because: str
    path: tuple[GoalRow, ...]


def why(
    account: Account | None,
    *,
    about: Sequence[tuple[str, str]],
    history: Source,
    service: str = "",
    metrics: Iterable[int] = (),
) -> list[Why]:
    """Return the ways up from what something of a history touches, and from the metrics it counts in.

    `about`: (About code, reason in words) in order. Left out: goals of another service, a way that ends at no purpose,
    goals of the demonstration for other histories and others for its own: nothing of one can be tied to the other.
    """
    tree = tree_of(account)
    linked, found, taken = tree.linked, [], set()
    reasons = dict(about)
    order = {code: at for at, (code, _said) in enumerate(about)}
    made_up = demonstration.is_made_up(history)
    fitting = (each for each in tree.goals.values() if demonstration.is_made_up(each.identity.source) == made_up)
    here = [each for each in fitting if each.pk in linked and each.service in ("", service)]
    touched = sorted(
        (each for each in here if each.about in reasons),
        key=lambda each: (order[each.about], -RANKS[each.level], each.pk),
    )
    for each in touched:
        way = way_up(tree, each.pk)
        if each.about not in taken:
            taken.add(each.about)
            found.append(Why(reasons[each.about], tuple(map(_row, way))))
    if not found:
        counted = [each for each in here if each.metric_id in set(metrics)]
        for each in counted[:1]:
            said = _("It counts in the metric of “%(title)s”.") % {"title": each.title}
            found.append(Why(said, tuple(map(_row, way_up(tree, each.pk)))))
    return found


@dataclass(frozen=True)
class OutcomeRow:
    """An outcome as a report shows it."""

    id: int
    key: str
    title: str
    stakeholder: str
    baseline: float | None
    current: float | None
    planned: float | None
    unit: str
    realised: float | None
    is_measured: bool
    goal: int | None


def _outcome(each: Outcome) -> OutcomeRow:
    return OutcomeRow(
        each.pk,
        str(each.identity.key),
        each.title,
        each.stakeholder,
        each.baseline,
        each.current,
        each.planned,
        each.unit,
        each.realised,
        each.is_measured,
        each.goal_id,
    )


def seen_outcomes(account: Account | None) -> QuerySet[Outcome]:
    opened = rights.predicate(account, "goals.see", prefix="identity__")
    return Outcome.objects.filter(opened).exclude(state="dropped").select_related("identity__source", "goal__identity")


@query("goals.outcomes")
def outcomes(account: Account | None) -> list[OutcomeRow]:
    """Return the outcomes this person may see, dropped ones left out."""
    return [_outcome(each) for each in seen_outcomes(account).order_by("pk")]


def bringing(account: Account | None, outcome: int) -> list[Any]:
    """The records of any kind that brought an outcome about, as far as this person may see them."""
    ties = set(ObjectLink.objects.filter(target_id=outcome, role=BRINGS_ABOUT).values_list("pk", flat=True))
    return [each.other for each in links.links_of(account, outcome) if each.link in ties] if ties else []


WORDS: Final = ("title", "stakeholder", "unit")


def outcome_revisions(shown: Iterable[OutcomeRow]) -> dict[int, list[int | None]]:
    """Return by number which texts say title, stakeholder and unit of these outcomes now, None for an empty one."""
    rows = list(shown)
    found = Revision.objects.filter(object_id__in=[each.id for each in rows], field__in=WORDS)
    latest = {(outcome, name): pk for outcome, name, pk in found.order_by("pk").values_list("object_id", "field", "pk")}
    return {each.id: [latest.get((each.id, name)) if getattr(each, name) else None for name in WORDS] for each in rows}


def outcomes_named(numbers: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Return title and stakeholder, as they are now, of outcomes of reports that kept no texts of their own."""
    found = Outcome.objects.filter(pk__in=list(numbers)).values_list("pk", "title", "stakeholder")
    return {pk: (title, stakeholder) for pk, title, stakeholder in found}


def outcome_words(revisions: Iterable[int]) -> dict[int, str]:
    """Return texts of outcomes as they were given out in a report, whoever reads it and whatever they say since.

    Read from the texts themselves, so that who is erased is erased here too.
    """
    return dict(Revision.objects.filter(pk__in=list(revisions), field__in=WORDS).values_list("pk", "text"))


@dataclass(frozen=True)
class ShownOutcomes:
    """What a report's outputs came to: `mark` is the sentence it must carry where it lists outputs and no outcome."""

    outputs: int
    outcomes: tuple[OutcomeRow, ...]
    mark: str


@query("goals.outcomes_shown")
def outcomes_shown(account: Account | None, *, outputs: list[int], named: int = 0) -> ShownOutcomes:
    """Return the outcomes that these records (and `named` outputs that are no records) brought about.

    A report that lists outputs only is marked “no outcome shown”. An outcome that nobody measured shows nothing.
    """
    ties = ObjectLink.objects.filter(object_id__in=outputs, role=BRINGS_ABOUT).values_list("target_id", flat=True)
    found = {each.pk: _outcome(each) for each in seen_outcomes(account).filter(pk__in=list(ties)).order_by("pk")}
    n = len(outputs) + named
    is_shown = any(each.is_measured for each in found.values())
    return ShownOutcomes(n, tuple(found.values()), "" if is_shown or not n else _("no outcome shown"))
