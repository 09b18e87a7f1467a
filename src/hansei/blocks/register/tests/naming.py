"""Records of every declared kind, each naming others by its fields, made from the model alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone

from hansei.blocks.lifecycle import LIFECYCLES
from hansei.kernel import records
from hansei.kernel.actions import Act
from hansei.kernel.models import Account
from hansei.kernel.records import KINDS, Record, names_record

# Where a kind's constraints ask for more than its fields say.
MORE: dict[str, dict[str, Any]] = {"metric": {"origin": "ratio"}}
LONGEST_OF_ZONE = "Europe/Berlin"


def naming_fields() -> list[tuple[str, str]]:
    """Return (kind, field) of every field of every kind that names another record."""
    return [
        (kind.kind, field.name)
        for kind in KINDS.values()
        for field in kind.model._meta.concrete_fields
        if field.name != "identity" and names_record(field)
    ]


def bare(kind: str, title: str = "Ω", **more: Any) -> Record:
    """Return a record of a kind with no more than its model demands; what it must name is made too."""
    declared = KINDS[kind]
    values = dict(_demanded(declared.model)) | MORE.get(kind, {}) | {declared.title: title} | more
    return records.create(Act(by=None, via="test"), declared.model, state=LIFECYCLES[kind].first, **values)


def change(act: Act, *, kind: str, pk: int, values: dict[str, Any]) -> list[str]:
    """Change a record of any kind, as an action would."""
    found = KINDS[kind].model._default_manager.select_related("identity").get(pk=pk)
    return records.change(act, found, **values)


def _demanded(model: type[Record]) -> Iterator[tuple[str, Any]]:
    for field in model._meta.concrete_fields:
        if (
            field.name in ("identity", "state", "created_at", "changed_at")
            or field.has_default()
            or field.null
            or field.blank
        ):
            continue
        if isinstance(field, models.ForeignKey):
            yield field.name, _named(field.related_model)
        elif field.flatchoices:
            yield field.name, field.flatchoices[0][0]
        elif isinstance(field, models.DateTimeField):
            yield field.name, timezone.now()
        elif isinstance(field, models.DateField):
            yield field.name, date(2026, 3, 2)
        elif isinstance(field, models.TimeField):
            yield field.name, timezone.now().time()
        elif isinstance(field, models.IntegerField | models.DecimalField | models.FloatField):
            yield field.name, 1
        elif isinstance(field, models.CharField | models.TextField):
            yield field.name, LONGEST_OF_ZONE if field.name == "zone" else "Ω"


def _named(model: Any) -> Any:
    if model is Account:
        return Account.objects.order_by("pk")[0]
    return bare(model.record_kind)
