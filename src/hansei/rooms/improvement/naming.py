"""Things named by kind and key, as one reader sees them: records by their numbers, data sets, findings.

What proves a step of a cycle and what an input was taken from are kept so, because a data set and its findings come
and go with their source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.register.declaration import REGISTERS
from hansei.blocks.register.values import titles_of
from hansei.kernel import rights
from hansei.kernel.models import Account, Identity
from hansei.kernel.records import KINDS, Record
from hansei.rooms.improvement import hearing
from hansei.rooms.mining import queries as mining
from hansei.rooms.mining.queries import DataSetRow

COLLECTION, FINDING = "collection", "finding"
MOST: Final = 100  # of each kind that is offered to choose from; the others are named by their number


@dataclass(frozen=True)
class Named:
    """A thing, as one reader sees it."""

    kind: str
    key: str
    title: str
    url: str = ""

    @property
    def value(self) -> str:
        """Kind and key in one, as a form sends them."""
        return f"{self.kind}:{self.key}"


def _collection(account: Account | None, key: str) -> Named | None:
    return next((each for each in collections(account) if each.key == key), None)


def collections(account: Account | None) -> list[Named]:
    """The data sets this person may see."""
    return [
        Named(COLLECTION, str(each.id), each.name, reverse("mining:data_set", args=[each.id]))
        for each in mining.data_sets(account)
    ]


def _finding(account: Account | None, key: str) -> Named | None:
    source, _colon, name = key.partition(":")
    return next((each for each in _findings(account, source) if each.key == key), None) if name else None


def findings(account: Account | None) -> list[Named]:
    """What the scan of the newest data set found and nobody dismissed, the costliest first."""
    newest = next(iter(mining.data_sets(account)), None)
    return [] if newest is None else _findings(account, str(newest.id))[:MOST]


def _findings(account: Account | None, source: str) -> list[Named]:
    seen: dict[str, DataSetRow] = {str(each.id): each for each in mining.data_sets(account)}
    data_set = next((each for each in mining.ready_data_sets() if str(each.pk) == source and source in seen), None)
    if data_set is None:
        return []
    return [
        Named(
            FINDING,
            f"{source}:{each.key}",
            hearing.title_of(each),
            reverse("mining:finding", args=[source, each.key]),
        )
        for each in mining.standing_findings(data_set) or []
    ]


def _record(account: Account | None, key: str) -> Named | None:
    """Any record by its number; its kind says what it is."""
    wanted = key.strip().upper()
    identity = Identity.objects.filter(kind__in=KINDS, key=wanted).first()
    return None if identity is None else _of_identity(account, identity)


def _of_identity(account: Account | None, identity: Identity) -> Named | None:
    found = _seen(account, str(identity.kind)).filter(pk=identity.pk)
    return next(iter(_of_records(account, found)), None)


def _seen(account: Account | None, kind: str) -> Any:
    opened = rights.predicate(account, f"{KINDS[kind].room}.see", prefix="identity__")
    return KINDS[kind].model._default_manager.filter(opened).select_related("identity")


def _of_records(account: Account | None, rows: Iterable[Record]) -> list[Named]:
    found = list(rows)
    titles = titles_of(account, found)
    return [_of_record(each, titles[each.pk]) for each in found]


def _of_record(found: Record, title: str) -> Named:
    kind, key = found.record_kind, str(found.identity.key)
    return Named(kind, key, f"{key} {title}", _address(kind, found.pk))


def _address(kind: str, pk: int) -> str:
    return reverse(f"{REGISTERS[kind].namespace}:record", args=[pk]) if kind in REGISTERS else ""


def records(account: Account | None, kind: str) -> list[Named]:
    """The newest records of a kind that this person may see."""
    return _of_records(account, _seen(account, kind).order_by("-pk")[:MOST])


FINDERS: Final[dict[str, Callable[[Account | None, str], Named | None]]] = {
    COLLECTION: _collection,
    FINDING: _finding,
}
NAMES: Final = {COLLECTION: gettext_lazy("Data set"), FINDING: gettext_lazy("Finding")}


def find(account: Account | None, kind: str, key: str) -> Named | None:
    """The thing of this kind, if this person (None: the system) may see it and it is still there."""
    return FINDERS.get(kind, _record)(account, key.strip())


def shown(account: Account | None, kind: str, key: str) -> Named:
    """A thing as this reader sees it; by its kind alone where it is gone or hidden from them."""
    return find(account, kind, key) or Named(kind, key, _("not there any more, or hidden from you"))


def kind_name(kind: str) -> str:
    """A kind of thing in words."""
    if kind in NAMES:
        return str(NAMES[kind])
    return capfirst(str(KINDS[kind].name)) if kind in KINDS else kind


def heard(account: Account | None, heard_of: str) -> Named | None:
    """What an input was taken from, if this person may see it and it is still there."""
    kind, number, key = hearing.parts(heard_of)
    if kind == hearing.FINDING:
        return _finding(account, f"{number}:{key}")
    pk = hearing.review_of(int(number)) if kind == hearing.AGREED else int(number)
    identity = Identity.objects.filter(pk=pk or 0, kind__in=KINDS).first()
    return None if identity is None else _of_identity(account, identity)
