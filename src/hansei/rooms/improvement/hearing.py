"""What the product hears by itself: for each source that it holds data of, what may be worth an improvement now."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from hansei.analytics.finder import Finding
from hansei.blocks.meeting.models import Agreed
from hansei.kernel import demonstration
from hansei.kernel.models import OWN, Identity, ObjectLink
from hansei.kernel.records import Record
from hansei.rooms.feedback import queries as feedback
from hansei.rooms.goals import queries as goals
from hansei.rooms.governance import queries as governance
from hansei.rooms.improvement.kinds import STARTS_IMPROVEMENT
from hansei.rooms.improvement.models import Capa, Improvement, Input, Violation
from hansei.rooms.improvement.models import Source as From
from hansei.rooms.measures import queries as measures
from hansei.rooms.mining import queries as mining
from hansei.rooms.reviews import queries as reviews

RECORD, AGREED, FINDING = "record", "agreed", "finding"
LED: Final = ("came_from", STARTS_IMPROVEMENT)  # links that say that an improvement came of something


@dataclass(frozen=True)
class Heard:
    """Something heard of: how it is named, and which record it is or stands in.

    `source` owns what is made of it.
    """

    heard_of: str
    record: int | None = None
    source: int = OWN


@dataclass(frozen=True)
class Feeder:
    """What feeds a source by itself, and what it listens to, in words."""

    listens_to: str | Promise
    hear: Callable[[], Iterator[Heard]]


def _records(rows: Iterable[Record]) -> Iterator[Heard]:
    for each in rows:
        yield Heard(f"{RECORD}:{each.pk}", each.pk, each.identity.source_id or OWN)


def _agreed(*kinds: str) -> Iterator[Heard]:
    for agreed, review in reviews.open_actions(kinds):
        yield Heard(f"{AGREED}:{agreed.pk}", review.pk, review.identity.source_id or OWN)


def _complaints() -> Iterator[Heard]:
    """Complaints, and cases that began with something else: one that answers something else is heard of by that."""
    yield from _records(feedback.open_complaints(None))
    cases = list(Capa.objects.exclude(state="closed").select_related("identity").order_by("pk"))
    known = Identity.objects.filter(
        kind__in=("complaint", "violation", "audit_finding"),
        key__in=[each.trigger_key.strip().upper() for each in cases],
    )
    told = set(known.values_list("key", flat=True))
    yield from _records(each for each in cases if each.trigger_key.strip().upper() not in told)


def _violations() -> Iterator[Heard]:
    return _records(Violation.objects.exclude(state="closed").select_related("identity").order_by("pk"))


def _findings() -> Iterator[Heard]:
    """What the scans found and nobody dismissed."""
    for data_set in mining.ready_data_sets():
        source = demonstration.records_source().pk if demonstration.is_made_up(data_set.source) else OWN
        for each in mining.standing_findings(data_set) or []:
            yield Heard(finding_of(data_set.pk, each.key), None, source)


def title_of(found: Finding) -> str:
    """A finding in the words of its data, the same in every language."""
    return found.title or " · ".join(found.shared.values()) or found.key


FEEDERS: Final[dict[str, Feeder]] = {
    From.REVIEW: Feeder(gettext_lazy("open actions of management reviews"), lambda: _agreed("management")),
    From.CUSTOMER: Feeder(
        gettext_lazy("outcomes measured below what was planned with the stakeholder"),
        lambda: _records(goals.missed(None)),
    ),
    From.MANAGEMENT: Feeder(gettext_lazy("open actions of partnership reviews"), lambda: _agreed("partnership")),
    From.GOALS: Feeder(
        gettext_lazy("agreed goals that miss their target"), lambda: _records(goals.off_track(measures.kept))
    ),
    From.AUDIT: Feeder(
        gettext_lazy("open findings of internal audits"), lambda: _records(reviews.open_audit_findings(None))
    ),
    From.TREND: Feeder(
        gettext_lazy("open signals of the trend watch"),
        lambda: _records(measures.signals_seen(None).filter(state="open").select_related("identity").order_by("pk")),
    ),
    From.PROCESS: Feeder(gettext_lazy("open actions of team reviews"), lambda: _agreed("team")),
    From.ASSESSMENT: Feeder(gettext_lazy("open violations"), _violations),
    From.OPERATIONS: Feeder(
        gettext_lazy("open actions of event, customer and performance reviews and of forums"),
        lambda: _agreed("event", "customer", "performance", "forum"),
    ),
    From.COMPLAINTS: Feeder(gettext_lazy("open complaints and CAPA"), _complaints),
    From.SATISFACTION: Feeder(gettext_lazy("feedback that is not closed"), lambda: _records(feedback.not_closed(None))),
    From.FINDINGS: Feeder(gettext_lazy("findings that nobody dismissed"), _findings),
    From.RISKS: Feeder(gettext_lazy("open risks"), lambda: _records(governance.open_risks(None))),
}


def finding_of(data_set: int, key: str) -> str:
    """How a finding is named as evidence."""
    return f"{FINDING}:{data_set}:{key}"


NAME: Final = re.compile(r"(record|agreed):[0-9]{1,18}|finding:[0-9]{1,18}:.+")


def is_name(heard_of: str) -> bool:
    """Whether this names something that can be heard of."""
    return NAME.fullmatch(heard_of) is not None


def parts(heard_of: str) -> tuple[str, str, str]:
    """Return what kind of evidence it is, its number (a finding's data set), and a finding's key."""
    kind, _colon, rest = heard_of.partition(":")
    number, _colon, key = rest.partition(":")
    return kind, number, key


def review_of(agreed: int) -> int | None:
    """The review in which an action was agreed."""
    return Agreed.objects.filter(pk=agreed).values_list("meeting", flat=True).first()


def not_taken(origin: str) -> Iterator[Heard]:
    """What a source's feeder hears that was not taken in before."""
    known = set(Input.objects.filter(origin=origin).exclude(heard_of="").values_list("heard_of", flat=True))
    return (each for each in FEEDERS[origin].hear() if each.heard_of not in known)


def is_tied(improvement: int, record: int) -> bool:
    """Whether a link says already that an improvement came of a record."""
    ends = Q(object=improvement, target=record) | Q(object=record, target=improvement)
    return ObjectLink.objects.filter(ends, role__in=LED).exists()


def led_to(inputs: Iterable[Input]) -> dict[int, int]:
    """Return, for inputs whose evidence led to an improvement beside them, the number of that improvement."""
    by_record = {int(parts(each.heard_of)[1]): each.pk for each in inputs if parts(each.heard_of)[0] == RECORD}
    found = {by_record[record]: pk for record, pk in _of_records(by_record).items()}
    for each in inputs:
        kind, number, key = parts(each.heard_of)
        made = Improvement.objects.filter(data_set=int(number), finding=key) if kind == FINDING else None
        if made is not None and (pk := made.order_by("pk").values_list("pk", flat=True).first()):
            found[each.pk] = pk
    return found


def _of_records(records: Iterable[int]) -> dict[int, int]:
    """Improvements tied to these records as having come of them, and those that signals of the watch name."""
    wanted = list(records)
    found: dict[int, int] = {}
    ties: Any = ObjectLink.objects.filter(role__in=LED)
    for here, there in (("target", "object"), ("object", "target")):
        rows = ties.filter(**{f"{here}__in": wanted, f"{there}__kind": "improvement"})
        found |= dict(rows.order_by("-pk").values_list(f"{here}_id", f"{there}_id"))
    named = dict(measures.signals_seen(None).filter(pk__in=wanted).exclude(improvement="").values_list(
        "improvement", "pk"
    ))  # fmt: skip
    made = Improvement.objects.filter(identity__key__in=named).values_list("identity__key", "pk")
    return found | {named[key]: pk for key, pk in made}
