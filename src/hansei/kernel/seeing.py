"""What one reader sees of the records that others name: their fields, links, actions and histories ask here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.kernel import rights
from hansei.kernel.actions import Act, Checked
from hansei.kernel.errors import NotFound
from hansei.kernel.models import Account, Identity
from hansei.kernel.records import KINDS, Record, may_see

UNSEEN: str | Promise = gettext_lazy("a record you may not see")


def seen(account: Account | None, model: type[Record]) -> QuerySet[Any]:
    """Return the records of a kind that this person may see, each with its identity."""
    return model._default_manager.filter(opened(account, model)).select_related("identity")


def opened(account: Account | None, model: type[Record], prefix: str = "identity__") -> Q:
    """Return the condition that the kind's own right puts on its records."""
    return rights.predicate(account, f"{KINDS[model.record_kind].room}.see", prefix=prefix)


def anything(account: Account | None, prefix: str = "") -> Q:
    """Return the condition on identities (reached through `prefix`) of whatever records this person may see."""
    kinds: dict[str, list[str]] = {}
    for each in KINDS.values():
        kinds.setdefault(each.room, []).append(each.kind)
    found = Q(pk__in=[])
    for room, names in kinds.items():
        found |= Q(**{f"{prefix}kind__in": names}) & rights.predicate(account, f"{room}.see", prefix=prefix)
    return found


def among(account: Account | None, identities: Iterable[int]) -> dict[int, Record]:
    """Return those of the records that this person may see: a query a kind that occurs."""
    by_kind: dict[str, list[int]] = {}
    for pk, kind in Identity.objects.filter(pk__in=identities, kind__in=KINDS).values_list("pk", "kind"):
        by_kind.setdefault(kind, []).append(pk)
    found: dict[int, Record] = {}
    for kind, keys in by_kind.items():
        found |= {each.pk: each for each in seen(account, KINDS[kind].model).filter(pk__in=keys)}
    return found


def people(account: Account | None, beside: Identity | None = None) -> QuerySet[Account]:
    """Return whom this person may choose, by name; `beside` a record only those who may see it."""
    found = rights.colleagues(account).filter(is_active=True).order_by("name", "pk")
    return found if beside is None else found.filter(pk__in=readers(beside).values("pk"))


def readers(identity: Identity) -> QuerySet[Account]:
    """Return who may see a record."""
    return rights.holders(f"{KINDS[identity.kind].room}.see", identity)


def nameable(account: Account | None, field: Any) -> QuerySet[Account]:
    """Return whom this person may choose for a field of a record that is still to be made."""
    kind = KINDS.get(getattr(field.model, "record_kind", ""))
    found = people(account)
    is_told = kind is not None and field.name in kind.readers
    return found.filter(pk__in=rights.holders(f"{kind.room}.see").values("pk")) if kind and is_told else found


def among_readers(identity: Identity, wanted: Iterable[int]) -> set[int]:
    """Return those of these accounts that may see a record."""
    keys = set(wanted)
    return set(readers(identity).filter(pk__in=keys).values_list("pk", flat=True)) if keys else keys


def named(account: Account | None, found: Record | None) -> str:
    """Return what a record is called; of one that this person may not see only that there is one."""
    if found is None:
        return ""
    return str(found) if may_see(account, found.identity) else str(UNSEEN)


def record(kind: str = "") -> Checked:
    """Goes with the type of an action's input that names a record (of one kind): who acts must be able to see it.

    `Annotated[int, seeing.record("goal")]`, also `Annotated[list[int] | None, …]`.
    """

    def check(act: Act, given: Any) -> None:
        wanted = {given} if isinstance(given, int) else set(given or ())
        there = {pk: each for pk, each in among(act.by, wanted).items() if kind in ("", each.record_kind)}
        if missing := sorted(wanted - set(there)):
            said = _("There is no such record, or you may not see it.")
            raise NotFound("record.not_found", said, record=missing[0])

    return Checked(check)


def person() -> Checked:
    """Goes with the type of an action's input that names somebody: it is one whom the actor may name."""

    def check(act: Act, given: Any) -> None:
        wanted = {given} if isinstance(given, int) else set(given or ())
        if missing := sorted(wanted - rights.known_people(act.by, wanted)):
            raise NotFound("account.not_found", _("There is no such account."), account=missing[0])

    return Checked(check)
