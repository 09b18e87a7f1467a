"""Typed links between records: said once, read from both ends, taken back by an event and never in silence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from hansei.kernel import seeing
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.events import RecordLinked, RecordUnlinked
from hansei.kernel.models import Account, EventObject, EventRow, Identity, ObjectLink
from hansei.kernel.records import KINDS, Record, claim_any, other_history, source_of

MOST = 200  # of one record; more are a list, not links
EVENTS = ("record.linked", "record.unlinked")


@dataclass(frozen=True)
class LinkRole:
    """What a link means, read from the record that was linked and from the one it points at."""

    code: str
    forward: str | Promise
    backward: str | Promise
    is_mutual: bool = False  # means the same from both ends


ROLES: dict[str, LinkRole] = {}


def declare(code: str, forward: str | Promise, backward: str | Promise, *, is_mutual: bool = False) -> LinkRole:
    """Register a meaning of links; codes are public for ever."""
    if code in ROLES:
        raise ValueError(f"link role {code} is declared twice")
    return ROLES.setdefault(code, LinkRole(code, forward, backward, is_mutual))


declare("relates_to", pgettext_lazy("link", "relates to"), pgettext_lazy("link", "relates to"), is_mutual=True)
declare("came_from", pgettext_lazy("link", "came from"), pgettext_lazy("link", "led to"))
declare("duplicates", pgettext_lazy("link", "duplicates"), pgettext_lazy("link", "is duplicated by"))
declare("depends_on", pgettext_lazy("link", "waits for"), pgettext_lazy("link", "holds up"))


# What rooms say against taking a link away now: a sentence, or None.
Kept = Callable[[Record, Record], str | None]
_KEPT: list[Kept] = []


def keep(why: Kept) -> Kept:
    """Register what may keep a link, asked of both ends in both orders."""
    _KEPT.append(why)
    return why


@dataclass(frozen=True)
class Linked:
    """The other end of a link, as the reader of one end sees it."""

    link: int
    says: str | Promise
    other: Record
    is_forward: bool


@action("record.link", label=gettext_lazy("Link"))
def link(act: Act, *, record: int, role: str, target: str) -> bool:
    """Tie a record to another one, named by its number (RSK-4). Returns whether the link is new."""
    if role not in ROLES:
        raise NotFound("link.no_role", _("There is no such kind of link."))
    other = _named(act, target)
    if other.pk == record:
        raise Refusal("link.itself", _("A record is not linked to itself; write another number."))
    # Both ends at once and in one order: neither says the same, or the contrary, meanwhile.
    list(Identity.objects.select_for_update(no_key=True).filter(pk__in=[record, other.pk]).order_by("pk"))
    found = claim_any(act, record)
    if source_of(found) != source_of(other):
        # A link would outlive the end that goes with its removable source.
        raise Refusal("link.other_history", other_history(source_of(found), other))
    if _said_already(found, other, role):
        return False
    for end in (found, other):
        if ObjectLink.objects.filter(_either(end.pk)).count() >= MOST:
            names = {"key": end.identity.key, "n": MOST}
            raise Refusal("link.too_many", _("%(key)s has %(n)s links already; take one away first.") % names)
    ObjectLink.objects.create(object_id=found.pk, target_id=other.pk, role=role)
    act.record(RecordLinked(record=found.pk, target=other.pk, role=role), source=source_of(found))
    return True


def _said_already(found: Record, other: Record, role: str) -> bool:
    """Whether the link is there; the contrary one is refused: two records do not wait for each other."""
    if ObjectLink.objects.filter(object_id=found.pk, target_id=other.pk, role=role).exists():
        return True
    if not ObjectLink.objects.filter(object_id=other.pk, target_id=found.pk, role=role).exists():
        return False
    if ROLES[role].is_mutual:
        return True
    names = {"key": other.identity.key, "how": ROLES[role].backward}
    raise Refusal("link.contrary", _("This “%(how)s” %(key)s already; take that link away first.") % names)


@action("record.unlink", label=gettext_lazy("Take the link away"))
def unlink(act: Act, *, record: int, link: int) -> bool:
    """Take a link away, from either of its ends. Returns whether it was still there."""
    found = claim_any(act, record)
    tie = ObjectLink.objects.select_for_update().filter(_either(found.pk), pk=link, role__in=ROLES).first()
    other = tie and (tie.target_id if tie.object_id == found.pk else tie.object_id)
    seen = seeing.among(act.by, {other} if other else set())
    if tie is None or other not in seen:
        return False  # gone already, or a link that this person does not know of
    for why in _KEPT:
        if said_against := why(found, seen[other]) or why(seen[other], found):
            raise Refusal("link.kept", said_against)
    said = RecordUnlinked(record=tie.object_id, target=tie.target_id, role=str(tie.role))
    tie.delete()
    act.record(said, source=source_of(found))
    return True


def links_of(account: Account | None, record: int) -> list[Linked]:
    """Return what a record is linked with, as far as this person may see the other ends."""
    ties = list(ObjectLink.objects.filter(_either(record), role__in=ROLES).order_by("pk")[:MOST])
    others = seeing.among(account, {each.target_id if each.object_id == record else each.object_id for each in ties})
    found = []
    for each in ties:
        is_forward = each.object_id == record
        other = others.get(each.target_id if is_forward else each.object_id)
        if other is not None:
            role = ROLES[str(each.role)]
            found.append(Linked(each.pk, role.forward if is_forward else role.backward, other, is_forward))
    return found


def _either(record: int) -> Q:
    return Q(object_id=record) | Q(target_id=record)


def _named(act: Act, key: str) -> Record:
    """Return the record with this number, if the actor may see it; a merged number leads to where it went."""
    wanted = Identity.objects.filter(kind__in=KINDS, key=key.strip().upper()).select_related("merged_into").first()
    wanted = wanted and (wanted.merged_into or wanted)
    seen = seeing.among(act.by, {wanted.pk}) if wanted else {}
    if wanted is None or wanted.pk not in seen:
        raise NotFound("link.no_target", _("There is no record “%(key)s”, or you may not see it.") % {"key": key})
    return seen[wanted.pk]


def said_of(account: Account | None, record: int, events: Iterable[int]) -> dict[int, str]:
    """Return what EVENTS say of this record's end: “led to IMP-4”.

    The number of an end that this person may not see is left out.
    """
    ends: dict[int, dict[str, int]] = {}
    touched = EventObject.objects.filter(event__in=events)
    for event, role, end_of in touched.values_list("event_id", "role", "object_id"):
        ends.setdefault(event, {})[str(role)] = end_of
    roles = dict(EventRow.objects.filter(pk__in=ends).values_list("pk", "facts__role"))
    seen = seeing.among(account, {pk for end in ends.values() for pk in end.values()})
    said = {}
    for event, end in ends.items():
        is_forward = end["record"] == record
        other = seen.get(end["target" if is_forward else "record"])
        said[event] = f"{_meaning(roles[event], is_forward=is_forward)} {other.identity.key if other else '…'}"
    return said


def _meaning(code: str, *, is_forward: bool) -> str | Promise:
    role = ROLES.get(code)
    if role is None:
        return code  # of a module that is switched off
    return role.forward if is_forward else role.backward
