"""Records: how something is now. Created, changed and moved here only, each with its event.

A room declares a kind next to its model; the register block makes its pages and doors from the declaration,
and `hansei check` rebuilds every tracked field from the events.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, ClassVar, TypeVar, cast

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.kernel import rights
from hansei.kernel.actions import Act
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.events import Fact, RecordChanged, RecordCreated, RecordMoved
from hansei.kernel.models import OWN, Account, Identity, LifeVersion, NumberSequence, Revision, Source


class Record(models.Model):
    """Base of every record: one identity row, a state, and the fields its kind tracks."""

    identity = models.OneToOneField(
        Identity, models.PROTECT, primary_key=True, related_name="+", verbose_name=gettext_lazy("number")
    )
    state = models.CharField(gettext_lazy("state"), max_length=40)
    created_at = models.DateTimeField(gettext_lazy("created"))
    changed_at = models.DateTimeField(gettext_lazy("last change"))
    record_kind: ClassVar[str]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.identity.key)


R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class RecordKind:
    """A kind of record: its code, the letters before its number, its model and the fields that events track."""

    kind: str  # improvement
    prefix: str  # IMP
    room: str  # rights are <room>.see, <room>.work …
    model: type[Record]
    name: str | Promise
    plural: str | Promise
    tracked: tuple[str, ...]
    title: str = "title"
    texts: tuple[str, ...] = field(default=())  # tracked fields whose words live in revisions
    readers: tuple[str, ...] = ()  # fields that name somebody who must be able to see the record


KINDS: dict[str, RecordKind] = {}
SUB_STATE = "sub_state"
BESIDE = (SUB_STATE, "life")  # what every record has besides the fields of its kind


LONGEST_KEY = 200  # a customer of a longer name is known by its beginning


def declare(kind: RecordKind) -> RecordKind:
    """Register a record kind."""
    if kind.kind in KINDS or any(each.prefix == kind.prefix for each in KINDS.values()):
        raise ValueError(f"record kind {kind.kind} ({kind.prefix}) is declared twice")
    kind.model.record_kind = kind.kind
    KINDS[kind.kind] = kind
    return kind


def kind_of(model: type[Record]) -> RecordKind:
    return KINDS[model.record_kind]


def may_see(account: Account | None, identity: Identity) -> bool:
    """Return whether this person may see one record, whatever its kind; its identity is read already."""
    if account is None:
        return True
    kind = KINDS.get(str(identity.kind))
    return kind is not None and rights.allowed(account, f"{kind.room}.see", identity)


def names_record(field: Any) -> bool:
    """Return whether a model's field names another record."""
    return isinstance(field, models.ForeignKey) and issubclass(field.related_model, Record | Identity)


def claim_any(act: Act, pk: int) -> Record:
    """Return a record to work on, whatever its kind; refuse as `act.claim` does."""
    kind = Identity.objects.filter(pk=pk, kind__in=KINDS).values_list("kind", flat=True).first()
    if kind is None:
        raise NotFound("record.not_found", _("There is no such record, or you may not see it."), record=pk)
    return act.claim(KINDS[kind].model, pk, f"{KINDS[kind].room}.work")


def begin(kind: str) -> tuple[int, LifeVersion | None]:
    """Return the next number of a kind, and the version of its life that a new record begins on."""
    NumberSequence.objects.get_or_create(kind=kind)
    taken = "UPDATE kernel_numbersequence SET last = last + 1 WHERE kind = %s RETURNING last, life_id"
    with connection.cursor() as cursor:
        cursor.execute(taken, [kind])
        number, life = cursor.fetchone()
    return int(number), LifeVersion.objects.get(pk=life) if life is not None else None


def create(
    act: Act,
    model: type[R],
    *,
    state: str,
    source: int | None = None,
    where: Mapping[str, Any] | None = None,
    **values: Any,
) -> R:
    """Make a record with its number, and record that it came to be.

    It belongs to the act's source unless another is given. `where` sets the identity's organisation, service, team,
    requester and is_confidential.
    """
    kind, source = kind_of(model), act.source if source is None else source
    number, life = begin(kind.kind)
    begun = {"life": life, "sub_state": life.default_of(state)} if life else {}
    identity = Identity.objects.create(
        source_id=source, kind=kind.kind, key=f"{kind.prefix}-{number}", number=number, **begun, **(where or {})
    )
    found = model(identity=identity, state=state, created_at=act.at, changed_at=act.at, **values)
    _refuse_unseen(act, found, [*values])
    _refuse_strangers(found, [name for name, value in values.items() if value != act.by])
    _refuse_invalid(found)
    found.save(force_insert=True)
    facts = {name: _fact(act, found, kind, name) for name in kind.tracked} | {"state": state}
    if life is not None:
        facts |= {name: beside(found, name) for name in BESIDE}
    act.record(RecordCreated(record=identity.pk, record_kind=kind.kind, values=facts), source=source)
    return found


def change(act: Act, found: Record, **values: Any) -> list[str]:
    """Set fields that differ, one event each; return their names. The caller has claimed the record."""
    kind = KINDS[found.record_kind]
    differing = [name for name, value in values.items() if getattr(found, name) != value]
    if unknown := [name for name in differing if name not in kind.tracked]:
        raise ValueError(f"{kind.kind} does not track {unknown}")
    was = {name: _known(found, kind, name) for name in differing}
    for name in differing:
        setattr(found, name, values[name])
    if not differing:
        return []
    _refuse_unseen(act, found, differing)
    _refuse_strangers(found, differing)
    _refuse_invalid(found)
    _save(act, found, [*differing])
    for name in differing:
        now = _fact(act, found, kind, name)
        act.record(RecordChanged(record=found.pk, field=name, was=was[name], now=now), source=source_of(found))
    return differing


def move(act: Act, found: Record, state: str, *, reason: str | None = None) -> None:
    """Set the state and record it. Guards have been asked: the lifecycle block calls this, nothing else."""
    was, found.state = found.state, state
    _save(act, found, ["state"])
    act.record(RecordMoved(record=found.pk, was=was, now=state, reason=reason), source=source_of(found))
    life = found.identity.life
    _enter(act, found, life.default_of(state) if life else None)


def set_sub_state(act: Act, found: Record, code: str | None) -> bool:
    """Set where in its state a claimed record stands, None for nowhere; the block has asked whether it may be there."""
    is_new = _enter(act, found, code)
    if is_new:
        touch(act, found)
    return is_new


def _enter(act: Act, found: Record, code: str | None) -> bool:
    was = found.identity.sub_state
    if was == code:
        return False
    Identity.objects.filter(pk=found.pk).update(sub_state=code)
    found.identity.sub_state = code
    act.record(RecordChanged(record=found.pk, field=SUB_STATE, was=was, now=code), source=source_of(found))
    return True


def touch(act: Act, found: Record) -> None:
    """Make a version of a claimed record in which something changed that its own fields do not show."""
    _save(act, found, [])


def source_of(found: Record) -> int:
    """Return the source that owns a record; what happens to the record belongs to it too."""
    return int(found.identity.source_id or OWN)  # never null in the table


def other_history(source: int, other: Record) -> str:
    """Say whose a record is that something of this source is not tied to, and what to choose in its place."""
    if source == OWN:
        said = _(
            "%(key)s belongs to “%(source)s”, which can be removed with all that is in it. Choose one of your own."
        )
        return said % {"key": other.identity.key, "source": other.identity.source.name}
    said = _("%(key)s does not belong to “%(source)s”, as this does. Choose one that does.")
    return said % {"key": other.identity.key, "source": Source.objects.get(pk=source).name}


def organisation_named(name: str, source: int) -> Identity | None:
    """Return the row that stands for a customer in this source, else in our own one; never in another."""
    rows = Identity.objects.filter(kind="organisation", key=name[:LONGEST_KEY], source_id__in=(source, OWN))
    return rows.order_by("-source_id").first() if name else None


def _save(act: Act, found: Record, names: list[str]) -> None:
    found.changed_at = act.at
    found.save(update_fields=[*names, "changed_at"])
    Identity.objects.filter(pk=found.pk).update(version=F("version") + 1)
    found.identity.version += 1


def _refuse_unseen(act: Act, found: Record, names: list[str]) -> None:
    """Refuse to tie a record to what the actor may not see: another record, or somebody of another organisation."""
    fields: list[Any] = [found._meta.get_field(name) for name in names]
    given = {each.name: pk for each in fields if each.is_relation and (pk := getattr(found, each.attname)) is not None}
    records = [each.name for each in fields if each.name in given and names_record(each)]
    people = [each.name for each in fields if each.name in given and each.related_model is Account]
    there: set[int] = set()
    if records:
        identities = Identity.objects.filter(pk__in=[given[name] for name in records])
        there = {each.pk for each in identities if may_see(act.by, each)}
    known = rights.known_people(act.by, [given[name] for name in people])
    unseen = [name for name in records if given[name] not in there]
    if unseen := [*unseen, *(name for name in people if given[name] not in known)]:
        said = _("Choose one of the list.")
        raise Refusal("record.unseen", said, fields={name: [said] for name in unseen})


def _refuse_strangers(found: Record, names: list[str]) -> None:
    """Refuse to make somebody answer for a record that they may not see."""
    for name in KINDS[found.record_kind].readers:
        if name in names and (person := getattr(found, name)) is not None:
            refuse_unless_reader(found.identity, person, field=name)


def refuse_unless_reader(identity: Identity, account: Account, *, field: str = "", said: str = "") -> None:
    """Refuse to bring somebody into what they may not see. That who acts may name them was asked before.

    `said`: a sentence of one's own, of the person's `name` and the record's `key`.
    """
    if may_see(account, identity):
        return
    said = said or _("%(name)s may not see %(key)s. Give them the right first, or choose somebody else.")
    said %= {"name": account.name, "key": identity.key}
    raise Refusal("account.may_not_see", said, **({"fields": {field: [said]}} if field else {}))


def _refuse_invalid(found: Record) -> None:
    try:
        found.full_clean(exclude=["identity"], validate_unique=False, validate_constraints=False)
        found.validate_constraints()
    except ValidationError as wrong:
        raise Refusal("record.invalid", _first_sentence(wrong), fields=_sentences(wrong)) from None


def _sentences(wrong: ValidationError) -> dict[str, list[str]]:
    return {name: [str(each) for each in texts] for name, texts in wrong.message_dict.items()}


def _first_sentence(wrong: ValidationError) -> str:
    name, texts = next(iter(wrong.message_dict.items()))
    return texts[0] if name == "__all__" else _("%(field)s: %(problem)s") % {"field": name, "problem": texts[0]}


def _fact(act: Act, found: Record, kind: RecordKind, name: str) -> Fact:
    """Return the field's value as a fact; a text becomes a revision, its id the fact."""
    if name not in kind.texts:
        return plain(found, name)
    text = getattr(found, name)
    if not text:
        return None
    return Revision.objects.create(object_id=found.pk, field=name, text=text, author=act.by, at=act.at).pk


def _known(found: Record, kind: RecordKind, name: str) -> Fact:
    """Return the fact that stands for the field's value before a change."""
    if name not in kind.texts:
        return plain(found, name)
    latest = Revision.objects.filter(object_id=found.pk, field=name).order_by("-pk").first()
    return latest.pk if latest and getattr(found, name) else None


def beside(found: Record, name: str) -> Fact:
    """Return what the identity keeps: the sub-state, or the number of the version that the record lives by."""
    if name == SUB_STATE:
        return found.identity.sub_state
    return found.identity.life.number if found.identity.life else None


def plain(found: Record, name: str) -> Fact:
    """Return a field's value as JSON can hold it: ids, codes, numbers, ISO instants."""
    tracked = cast("models.Field[Any, Any]", found._meta.get_field(name))  # never a relation that leads here
    value = getattr(found, tracked.attname)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    result: Fact = value
    return result
