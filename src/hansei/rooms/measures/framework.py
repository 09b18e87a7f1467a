"""The measurement framework: stakeholders' concerns against metrics, and how well the catalogue serves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db.models import Q
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from hansei.kernel import links, rights
from hansei.kernel.models import Account, EventObject, ObjectLink
from hansei.kernel.queries import query
from hansei.rooms.measures import collecting, queries
from hansei.rooms.measures.models import Concern
from hansei.rooms.measures.queries import MetricRow
from hansei.ui.components import Figure
from hansei.ui.pages import reader

INFORMED: Final = links.declare("informed", pgettext_lazy("link", "informed"), pgettext_lazy("link", "was informed by"))
YEAR: Final = timedelta(days=365)


@dataclass(frozen=True)
class Row:
    """One concern with, for each metric of the columns, whether it answers it."""

    concern: Concern
    stakeholder: str
    said: str
    answers: tuple[bool, ...]
    metrics: tuple[MetricRow, ...]


@dataclass(frozen=True)
class Matrix:
    """Concerns against metrics; `uncovered` concerns have no metric, `orphans` answer no open concern."""

    rows: tuple[Row, ...]
    columns: tuple[MetricRow, ...]
    orphans: tuple[MetricRow, ...]

    @property
    def uncovered(self) -> tuple[Row, ...]:
        return tuple(each for each in self.rows if not each.metrics)


def matrix(account: Account | None) -> Matrix:
    """The published metrics against the open concerns this person may see."""
    opened = rights.predicate(account, "measures.see", prefix="identity__")
    concerns = list(
        Concern.objects.filter(opened, state="open").select_related("identity").order_by("stakeholder", "pk")
    )
    metrics = queries.published(account)
    known = {each.pk for each in concerns}
    columns = tuple(each for each in metrics if known & set(each.concerns))
    rows = []
    for each in concerns:
        answers = tuple(each.pk in metric.concerns for metric in columns)
        answering = tuple(metric for metric in columns if each.pk in metric.concerns)
        rows.append(Row(each, each.said("stakeholder"), each.said("title"), answers, answering))
    return Matrix(tuple(rows), columns, tuple(each for each in metrics if not known & set(each.concerns)))


@query("measures.coverage")
def coverage(account: Account | None) -> dict[str, tuple[int, int]]:
    """Return (so many, of how many): concerns covered, used in a decision in 12 months, automatic sources."""
    found = matrix(account)
    metrics = [each.id for each in queries.published(account)]
    covered = sum(bool(each.metrics) for each in found.rows)
    return {
        "concerns_covered": (covered, len(found.rows)),
        "used_in_decision": (len(_used(metrics)), len(metrics)),
        "automatic": collecting.automation_share(account),
    }


def _used(metrics: list[int]) -> set[int]:
    """Those linked within a year to what they informed, as long as the link stands."""
    since = timezone.now() - YEAR
    standing = ObjectLink.objects.filter(role=INFORMED.code).filter(Q(object_id__in=metrics) | Q(target_id__in=metrics))
    linked = {end for pair in standing.values_list("object_id", "target_id") for end in pair}
    told = EventObject.objects.filter(
        object_id__in=linked & set(metrics), event__kind="record.linked", event__occurred_at__gte=since
    )
    return set(told.values_list("object_id", flat=True))


def lead(request: HttpRequest) -> SafeString | str:
    """How well the catalogue serves, above its list."""
    account = reader(request)
    found = coverage(account)
    labels = {
        "concerns_covered": _("Concerns covered"),
        "used_in_decision": _("Used in a decision in 12 months"),
        "automatic": _("Automatic source"),
    }
    figures: list[Any] = [
        Figure(part / whole if whole else None, labels[name], form="share", n=whole)
        for name, (part, whole) in found.items()
    ]
    return SafeString(render_to_string("measures/lead.html", {"figures": figures}, request))
