"""What a metric stands on: other metrics, measures of the library, events and columns of the log, people's entries."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.analytics import composing
from hansei.analytics.composing.parts import parts_of
from hansei.analytics.measures import MEASURES
from hansei.kernel import seeing
from hansei.kernel.models import Account
from hansei.kernel.records import may_see
from hansei.rooms.measures import wording
from hansei.rooms.measures.models import Metric, Origin
from hansei.ui.words import measures as measure_words

DEEPEST = 5
TABLES = {"cases": gettext_lazy("Case"), "steps": gettext_lazy("Step of a case")}


@dataclass(frozen=True)
class Node:
    """One input, with what it stands on itself."""

    label: str
    note: str = ""
    url: str = ""
    is_data: bool = False
    inputs: tuple[Node, ...] = ()


def tree(account: Account, found: Metric, depth: int = 0) -> Node:
    """The metric and everything below it, down to the events, as far as this reader may see it."""
    if depth and not may_see(account, found.identity):
        return Node(str(seeing.UNSEEN))
    label = f"{found.identity.key} {found.said('title')}"
    url = reverse("metric:record", args=[found.pk]) if depth else ""
    return Node(label, str(Origin(found.origin).label), url, True, _inputs(account, found, depth))


def _inputs(account: Account, found: Metric, depth: int) -> tuple[Node, ...]:
    if found.origin == Origin.RATIO and depth < DEEPEST:
        sides = (found.above, found.below)
        return tuple(tree(account, each, depth + 1) for each in sides if each is not None)
    if found.origin == Origin.LIBRARY and found.measure in MEASURES:
        return (_of_library(found.measure),)
    if found.origin == Origin.COMPOSED and found.definition:
        return _of_definition(composing.read(found.definition))
    if found.origin == Origin.ENTERED:
        sources = found.entered.order_by("source").values_list("source", flat=True).distinct()[:10]
        return tuple(Node(each, _("entered"), is_data=True) for each in sources)
    return ()


def _of_library(name: str) -> Node:
    measure = MEASURES[name]
    needs = dict.fromkeys((*measure.needs, *measure.needs_any, f"cases.{measure.anchor}"))
    columns = tuple(_column(*each.split(".")) for each in needs)
    url = reverse("measures:measure", args=[name])
    return Node(measure_words.name(name), _("measure of the library"), url, False, columns)


def _column(table: str, column: str) -> Node:
    return Node(measure_words.column(column), str(TABLES.get(table, table)))


def _of_definition(definition: composing.Definition) -> tuple[Node, ...]:
    """Each instant, field and kind of step that it names, once."""
    found: dict[str, Node] = {}
    for part in parts_of(definition):
        if isinstance(part, composing.End):
            node = Node(wording.instant(part), _("instant of a case"))
        elif isinstance(part, composing.StepMatch):
            node = Node(wording.step(part), _("events of a kind"), is_data=True)
        elif isinstance(part, composing.Is | composing.Between | composing.Amount):
            node = Node(wording.field(part.field), _("field of a case"))
        else:
            continue
        found.setdefault(node.label, node)
    return tuple(found.values())
