"""The readers of packs: which there are, their figures now or as frozen, and what was agreed before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from hansei.kernel import rights
from hansei.kernel.errors import NotFound
from hansei.kernel.models import Account
from hansei.kernel.queries import query
from hansei.rooms.mining import queries as mining
from hansei.rooms.reviews import kinds
from hansei.rooms.reviews.causes import with_causes
from hansei.rooms.reviews.filling import Content, fill
from hansei.rooms.reviews.models import EmptySection, Pack, PackAction
from hansei.rooms.reviews.periods import Period


@dataclass(frozen=True)
class PackRow:
    """A pack as lists show it."""

    id: int
    source: int
    kind: str
    first: str
    last: str
    is_frozen: bool


@query("reviews.packs")
def packs(account: Account) -> list[PackRow]:
    """Return the packs this person may see, latest period first."""
    return [
        PackRow(each.pk, each.source_id, each.kind, str(each.first), str(each.last), each.frozen_at is not None)
        for each in visible(account)
    ]


def visible(account: Account) -> QuerySet[Pack]:
    """The packs of data sets this person may see."""
    if not rights.holds(account, kinds.SEE):
        return Pack.objects.none()
    return Pack.objects.filter(source__in=[each.id for each in mining.data_sets(account)]).select_related(
        "source", "drafted_by", "frozen_by"
    )


def pack_of(account: Account, pk: int) -> Pack:
    """Return one pack this person may see, or refuse."""
    found = visible(account).filter(pk=pk).first()
    if found is None:
        raise NotFound("pack.not_found", _("There is no such review pack, or you may not see it."))
    return found


def period_of(pack: Pack) -> Period:
    return Period(pack.first, pack.last, pack.zone)


def figures_now(account: Account, pack: Pack) -> Content:
    """What the sections say by the data set as it is now. Rises NotYet while that is being counted."""
    data_set = mining.data_set(account, pack.source_id)
    return with_causes(counted(mining.soon, data_set, pack), pack.kind, data_set, period_of(pack))


def counted(keep: mining.Keep, data_set: Any, pack: Pack) -> Content:
    """The figures of a pack, counted once for each version of its data set."""
    period = period_of(pack)
    parameters = {"kind": pack.kind, "first": period.first, "last": period.last, "zone": period.zone}
    found: Content = keep(data_set, "review", parameters, lambda log: fill(log, pack.kind, period))
    return found


def version_now(account: Account, pack: Pack) -> int:
    """The version of the data set that is shown now."""
    return mining.data_set(account, pack.source_id).version


def earlier_packs(pack: Pack) -> QuerySet[Pack]:
    """The packs of the same review whose period ended before this one begins, the latest first."""
    same = Pack.objects.filter(source=pack.source_id, kind=pack.kind, last__lt=pack.first)
    return same.order_by("-last", "-pk")


def unexplained(pack: Pack, content: Content) -> list[str]:
    """The sections with nothing in them at all and no reason why: neither figures, nor actions, nor a comment."""
    said = {*pack.comments.values_list("section", flat=True), *pack.empty_sections.values_list("section", flat=True)}
    said |= {code for code, part in content.items() if part.get("figures") or part.get("tables")}
    if last_actions(pack):
        said.add(kinds.LAST_ACTIONS[pack.kind])
    if pack.actions.exists():
        said.add(kinds.NEW_ACTIONS[pack.kind])
    return [code for _number, code in kinds.agenda(pack.kind) if code not in said]


def empty_before(pack: Pack) -> dict[str, EmptySection]:
    """The sections that were empty in the review before this one, each with the reason given then."""
    previous = earlier_packs(pack).first()
    if previous is None:
        return {}
    return {each.section: each for each in previous.empty_sections.select_related("reason")}


def last_actions(pack: Pack) -> list[PackAction]:
    """What this review opens with: the actions of the one before it, and any older one not done by its first day."""
    earlier = earlier_packs(pack)
    previous = earlier.first()
    if previous is None:
        return []
    still_open = Q(done_at=None) | Q(done_at__gte=previous.drafted_at)
    agreed = PackAction.objects.filter(Q(pack=previous) | (Q(pack__in=earlier) & still_open))
    return list(agreed.select_related("text", "owner", "done_by").order_by("due", "pk"))


def promised_by(account: Account) -> QuerySet[PackAction]:
    """The open actions this person promised, in packs they may see; first what is due first."""
    mine = PackAction.objects.filter(owner=account, done_at=None, pack__in=visible(account).values("pk"))
    return mine.select_related("text", "pack__source").order_by("due", "pk")


def owners() -> QuerySet[Account]:
    """Who may be given an action."""
    return Account.objects.filter(is_active=True).order_by("name", "pk")
