"""The seven steps of a cycle: what each asks, what must prove it, and which things there are to tie to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.analytics.measures import MEASURES
from hansei.kernel import rights
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.models import Account, Identity
from hansei.kernel.records import KINDS
from hansei.rooms.improvement.models import Cycle
from hansei.rooms.mining import queries as mining
from hansei.rooms.reviews import queries as reviews
from hansei.ui import words
from hansei.ui.words import measures as measure_words


@dataclass(frozen=True)
class Named:
    """A thing that proves a step, as one reader sees it."""

    kind: str
    key: str
    title: str
    url: str = ""


@dataclass(frozen=True)
class Step:
    """One of the seven: its name, its part, and the kinds of things of which one must prove it."""

    number: int
    name: str | Promise
    part: str
    needs: tuple[str, ...]
    lacks: str | Promise


MEASURE, REVIEW, IMPROVE = "measure", "review", "improve"
PARTS: Final = {
    MEASURE: gettext_lazy("Measure"),
    REVIEW: gettext_lazy("Review"),
    IMPROVE: gettext_lazy("Improve"),
}
STEPS: Final = (
    Step(
        1, gettext_lazy("Know the strategy for improving"), MEASURE, ("goal", "goal_node", "cycle", "review", "record"),
        gettext_lazy("Link the goal, the review or the cycle before that says what matters."),
    ),
    Step(
        2, gettext_lazy("Define what is measured"), MEASURE, ("measure", "metric"),
        gettext_lazy("Link the metrics that are measured."),
    ),
    Step(
        3, gettext_lazy("Gather the data"), MEASURE, ("collection",),
        gettext_lazy("Link the collections of data that were gathered."),
    ),
    Step(
        4, gettext_lazy("Process the data"), REVIEW, ("collection",),
        gettext_lazy("Link the collections of data that were processed."),
    ),
    Step(
        5, gettext_lazy("Analyse"), REVIEW, ("finding", "report", "service_report", "improvement", "input", "problem"),
        gettext_lazy("Link the findings or the report of the analysis."),
    ),
    Step(
        6, gettext_lazy("Present and use"), REVIEW, ("review", "report", "service_report"),
        gettext_lazy("Link the review or report in which it was presented."),
    ),
    Step(
        7, gettext_lazy("Implement"), IMPROVE, ("improvement",),
        gettext_lazy("Link the improvements that were planned of it."),
    ),
)  # fmt: skip


def step_of(number: int) -> Step:
    """One of the seven steps by its number."""
    return STEPS[number - 1]


def missing(found: Cycle, number: int) -> str | None:
    """What a step still lacks before somebody may answer for it; None where nothing."""
    step = step_of(number)
    kinds = set(found.evidence.filter(step=number).values_list("kind", flat=True))
    needed = {*step.needs, *(KINDS if "record" in step.needs else ())}
    return None if kinds & needed else str(step.lacks)


def _measure(account: Account | None, key: str) -> Named | None:
    if key not in MEASURES:
        return None
    return Named("measure", key, measure_words.name(key), _address("measures:measure", key))


def _collection(account: Account | None, key: str) -> Named | None:
    return next((each for each in _collections(account) if each.key == key), None)


def _collections(account: Account | None) -> list[Named]:
    url = _address("mining:data_sets")
    return [
        Named("collection", str(each.id), each.name, _address("mining:data_set", each.id) or url)
        for each in mining.data_sets(account)
    ]


def _finding(account: Account | None, key: str) -> Named | None:
    source, _colon, name = key.partition(":")
    if account is None or not source.isdecimal() or not rights.holds(account, "mining.see"):
        return None
    data_set = mining.data_set(account, int(source))
    standing = mining.standing_findings(data_set) or []
    if name not in {each.key for each in standing}:
        return None
    url = _address("mining:finding", int(source), name)
    return Named("finding", key, _("Finding in %(name)s") % {"name": data_set.source.name}, url)


def _review(account: Account | None, key: str) -> Named | None:
    return next((each for each in _reviews(account) if each.key == key), None)


def _reviews(account: Account | None) -> list[Named]:
    if account is None:
        return []
    return [
        Named("review", str(each.id), _pack_name(each), _address("reviews:pack", each.id))
        for each in reviews.packs(account)[:50]
    ]


def _pack_name(each: reviews.PackRow) -> str:
    return _("Review of %(first)s to %(last)s") % {"first": each.first, "last": each.last}


def _record(account: Account | None, key: str) -> Named | None:
    """Any record of ours by its number; what it proves follows from its kind."""
    wanted = key.strip().upper()
    identity = Identity.objects.filter(kind__in=KINDS, key=wanted).first()
    if identity is None:
        return None
    kind = KINDS[identity.kind]
    rows = kind.model._default_manager.filter(rights.predicate(account, f"{kind.room}.see", prefix="identity__"))
    found = rows.filter(pk=identity.pk).first()
    if found is None:
        return None
    title = f"{wanted} {getattr(found, kind.title)}"
    return Named(identity.kind, wanted, title, _record_address(identity.kind, identity.pk))


def _record_address(kind: str, pk: int) -> str:
    from hansei.blocks.register.declaration import REGISTERS

    return _address(f"{REGISTERS[kind].namespace}:record", pk) if kind in REGISTERS else ""


def _address(name: str, *arguments: object) -> str:
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:  # a part that is switched off
        return ""


FINDERS: Final[dict[str, Callable[[Account | None, str], Named | None]]] = {
    "measure": _measure,
    "collection": _collection,
    "finding": _finding,
    "review": _review,
    "record": _record,
}
NAMES: Final = {
    "measure": gettext_lazy("Measure"),
    "collection": gettext_lazy("Data set"),
    "finding": gettext_lazy("Finding"),
    "review": gettext_lazy("Review pack"),
    "record": gettext_lazy("Record by its number"),
}


def named(account: Account | None, kind: str, key: str) -> Named:
    """The thing somebody means, or a refusal where there is none they may see."""
    if kind not in FINDERS:
        raise NotFound("cycle.no_such_kind", _("There is no such kind of evidence."))
    found = FINDERS[kind](account, key.strip())
    if found is None:
        raise NotFound("link.no_target", _("There is no record “%(key)s”, or you may not see it.") % {"key": key})
    return found


def shown(account: Account | None, kind: str, key: str) -> Named:
    """A thing that was tied, as this reader sees it; by its kind alone where it is gone or hidden from them."""
    try:
        found = FINDERS.get(kind, _record)(account, key)
    except Refusal:
        found = None
    return found or Named(kind, key, _("not there any more, or hidden from you"))


def kind_name(kind: str) -> str:
    """A kind of evidence in words."""
    if kind in NAMES:
        return str(NAMES[kind])
    return str(KINDS[kind].name) if kind in KINDS else kind


def choices(account: Account | None, number: int) -> dict[str, list[Named]]:
    """What may be tied to a step, by kind, so that a person chooses and does not type."""
    needs = step_of(number).needs
    offered: dict[str, list[Named]] = {}
    if "measure" in needs:
        names = ((key, measure_words.name(key)) for key in sorted(MEASURES))
        offered["measure"] = [Named("measure", key, name) for key, name in names]
    if "collection" in needs:
        offered["collection"] = _collections(account)
    if "finding" in needs:
        offered["finding"] = _findings(account)
    if "review" in needs:
        offered["review"] = _reviews(account)
    return offered


def _findings(account: Account | None) -> list[Named]:
    data_set = mining.newest(account) if account is not None else None
    if data_set is None:
        return []
    standing = mining.standing_findings(data_set) or []
    return [
        Named(
            "finding",
            f"{data_set.pk}:{each.key}",
            _("%(n)s cases of %(name)s, first on %(day)s")
            % {
                "n": words.number(each.facts.calls),
                "name": data_set.source.name,
                "day": words.of_day(each.facts.first_at.date()),
            },
        )
        for each in standing[:50]
    ]
