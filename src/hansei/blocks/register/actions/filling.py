"""Fill custom fields of a record, and decide which fields a kind has."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks import lifecycle
from hansei.blocks.register import custom
from hansei.blocks.register.declaration import REGISTERS
from hansei.blocks.register.events import FieldSetChanged
from hansei.blocks.register.models import CustomField, CustomValue, FieldSetVersion, FieldType
from hansei.kernel import records, rights
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Outdated, Refusal
from hansei.kernel.events import RecordChanged, RecordCreated
from hansei.kernel.models import Identity, Revision
from hansei.kernel.people import ADMINISTER

MOST_FIELDS, MOST_CHOICES = 50, 100


@action("record.fill", label=gettext_lazy("Fill custom fields"))
def fill(act: Act, *, record: int, version: int, values: dict[str, Any]) -> list[str]:
    """Set custom fields (`custom.<number>` → value); refuses when somebody changed the record meanwhile.

    Returns the fields that changed. Who may only propose fills what they propose in the same act.
    """
    kind = Identity.objects.filter(pk=record, kind__in=REGISTERS).values_list("kind", flat=True).first()
    if kind is None:
        raise NotFound("record.not_found", _("There is no such record, or you may not see it."), record=record)
    register = REGISTERS[kind]
    is_new = any(isinstance(each, RecordCreated) and each.record == record for each in act.recorded)
    found = act.claim(register.kind.model, record, register.see if is_new else register.work, version=version)
    lifecycle.refuse_settled(found)
    fields = {custom.key_of(each): each for each in custom.fields_of(kind)}
    if unknown := sorted(set(values) - set(fields)):
        raise Refusal("field.unknown", _("There is no field “%(name)s” any more.") % {"name": unknown[0]})
    wanted = {name: custom.taken(fields[name], given) for name, given in values.items()}
    has = custom.values_of([record], [fields[name] for name in wanted])
    changed = []
    for name, now in wanted.items():
        field = fields[name]
        was = custom.plain(field, has.get((record, field.pk)))
        if was == now:
            continue
        if field.type == FieldType.PERSON and now is not None and not rights.known_people(act.by, [now]):
            raise custom.cannot_hold(field)
        if now is None and found.state in field.required_in:
            said = _("“%(field)s” is needed in this state.") % {"field": custom.name_of(field)}
            raise Refusal("field.required", said, fields={name: [said]})
        _set(act, found, field, was, now)
        changed.append(name)
    if changed:
        records.touch(act, found)
    return changed


def _set(act: Act, found: records.Record, field: CustomField, was: Any, now: Any) -> None:
    before = _known(found, field, was)
    columns = dict.fromkeys(("number", "day", "person_id")) | {"text": "", "code": ""}
    if now is not None:
        columns[custom.COLUMNS[FieldType(field.type)]] = now
    CustomValue.objects.update_or_create(object_id=found.pk, field=field, defaults=columns)
    after = custom.fact_of(field, found, now, act.by, act.at)
    said = RecordChanged(record=found.pk, field=custom.key_of(field), was=before, now=after)
    act.record(said, source=records.source_of(found))


def _known(found: records.Record, field: CustomField, was: Any) -> Any:
    if was is None or field.type != FieldType.TEXT:
        return None if was is None else custom.fact_of_plain(was)
    latest = Revision.objects.filter(object_id=found.pk, field=custom.key_of(field)).order_by("-pk").first()
    return latest.pk if latest else None


@action("field.add", label=gettext_lazy("Add a field"), right=ADMINISTER)
def add_field(
    act: Act, *, kind: str, names: dict[str, str], type: str, choices: list[str] | None = None,
    required_in: list[str] | None = None, order: int = 0,
) -> int:  # fmt: skip
    """Give a kind a field more. Its type stays for ever. Returns the field's number."""
    if kind not in REGISTERS:
        raise NotFound("register.not_found", _("There is no such register."))
    if type not in FieldType.values:
        raise Refusal("field.type", _("Choose what the field holds."))
    if len(custom.fields_of(kind)) >= MOST_FIELDS:
        raise Refusal("field.too_many", _("A kind has at most %(n)s fields; retire one first.") % {"n": MOST_FIELDS})
    field = CustomField(kind=kind, type=type)
    _describe(field, names, choices or [], required_in or [], order)
    field.save()
    _keep_version(act, field)
    return field.pk


@action("field.change", label=gettext_lazy("Change a field"), right=ADMINISTER)
def change_field(
    act: Act, *, field: int, version: int, names: dict[str, str], choices: list[str] | None = None,
    required_in: list[str] | None = None, order: int = 0, is_retired: bool = False,
) -> None:  # fmt: skip
    """Call a field otherwise, offer more choices, need it elsewhere, move, retire it or take it up again."""
    found = CustomField.objects.select_for_update().filter(pk=field).first()
    if found is None:
        raise NotFound("field.not_found", _("There is no such field."))
    if found.version != version:
        raise Outdated("field.outdated", _("Somebody changed this field meanwhile. Open it again, then save."))
    was = _snapshot(found)
    _describe(found, names, choices or [], required_in or [], order)
    found.is_retired = is_retired
    if _snapshot(found) == was:
        return
    found.version += 1
    found.save()
    _keep_version(act, found)


def _describe(field: CustomField, names: dict[str, str], choices: list[str], states: list[str], order: int) -> None:
    known = {code for code, _name in settings.LANGUAGES}
    field.names = {
        code: said[:80] for code, name in names.items() if code in known and (said := " ".join(name.split()))
    }
    if not field.names:
        said = _("Give the field a name in one language at least.")
        raise Refusal("field.name", said)
    if field.type == FieldType.CHOICE:
        field.choices = _choices(field, choices)
    life = lifecycle.lifecycle_of(field.kind)
    field.required_in = [each.code for each in life.states if each.code in states]
    field.order = max(0, min(order, 32_000))


def _choices(field: CustomField, choices: list[str]) -> list[list[str]]:
    """Keep the code of every choice that stays; one that is left out stays known to records that hold it."""
    said = list(dict.fromkeys(word for each in choices if (word := " ".join(each.split())[:80])))
    codes = {word: code for code, word in field.choices}
    if not said or len(said) > MOST_CHOICES:
        raise Refusal("field.choices", _("Write 1 to %(n)s choices, one a line.") % {"n": MOST_CHOICES})
    next_code = max((int(code) for code, _word in field.choices), default=0) + 1
    made = []
    for word in said:
        if word not in codes:
            codes[word], next_code = str(next_code), next_code + 1
        made.append([codes[word], word])
    held = CustomValue.objects.filter(field=field).values_list("code", flat=True).distinct() if field.pk else []
    lost = [word for code, word in field.choices if word not in said and code in set(held)]
    if lost:
        raise Refusal(
            "field.choice_held", _("Records hold “%(word)s”; change them before you take it out.") % {"word": lost[0]}
        )
    return made


def _snapshot(field: CustomField) -> dict[str, Any]:
    names = ("names", "type", "choices", "required_in", "order", "is_retired")
    return {"field": field.pk, **{name: getattr(field, name) for name in names}}


def _keep_version(act: Act, field: CustomField) -> None:
    """Keep the whole set of the kind's fields as this change leaves it."""
    last = FieldSetVersion.objects.filter(kind=field.kind).aggregate(last=Max("number"))["last"] or 0
    fields = [_snapshot(each) for each in custom.fields_of(field.kind, with_retired=True)]
    FieldSetVersion.objects.create(kind=field.kind, number=last + 1, at=act.at, by=act.by, field=field, fields=fields)
    act.record(FieldSetChanged(record_kind=field.kind, field=field.pk, version=last + 1, is_retired=field.is_retired))
