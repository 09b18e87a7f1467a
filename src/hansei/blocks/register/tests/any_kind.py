"""Records of any declared kind: made by its own action, from what its own form asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django import forms

from hansei.blocks.register.declaration import REGISTERS, Register
from hansei.blocks.register.forms import form_for
from hansei.kernel.actions import ACTIONS, Act
from hansei.kernel.models import Account, Source
from hansei.kernel.records import Record
from hansei.rooms.mining.models import DataSet

# Not made from a form alone: a report from its template, a signal on a series, plan and report of one improvement, a
# finding of an audit that runs.
# Their rooms try them.
MADE_OTHERWISE = {"report", "signal", "improvement_plan", "improvement_report", "audit_finding"}
KINDS = sorted(set(REGISTERS) - MADE_OTHERWISE)
# For tests that each kind must pass: all of them in the long run, in the quick one those with the most to them.
TRIED_FIRST = {"improvement", "risk"}
EACH_KIND = [pytest.param(kind, marks=() if kind in TRIED_FIRST else pytest.mark.slow) for kind in KINDS]
# What a kind's own action asks for besides what its form demands.
BESIDES: dict[str, dict[str, Any]] = {"review": {"planned_on": date(2026, 3, 2)}}


def register_of(kind: str) -> Register:
    return REGISTERS[kind]


def a_record(register: Register, account: Account, title: str = "Ωμέγα", **more: Any) -> Record:
    """Return a new record with this title; what else its form demands is filled with the first thing that fits."""
    fields = (
        dict(_demanded(register, account)) | BESIDES.get(register.kind.kind, {}) | {register.kind.title: title} | more
    )
    made: Record = ACTIONS[register.create].run(Act(by=account, via="test"), fields=fields)
    return register.kind.model._default_manager.select_related("identity").get(pk=made.pk)


def _demanded(register: Register, account: Account) -> Iterator[tuple[str, Any]]:
    for name, field in form_for(register, account)().fields.items():
        if not field.required or name == "version":
            continue
        if name in FITTING:
            yield name, FITTING[name]()
        elif isinstance(field, forms.ModelChoiceField):
            yield name, _other(field.queryset.model, account)  # type: ignore[union-attr]
        elif isinstance(field, forms.TypedChoiceField):
            first = next(key for key, _label in field.choices if key not in ("", None))  # type: ignore[misc, union-attr]
            yield name, field.coerce(first)
        elif isinstance(field, forms.DateField):
            yield name, date(2026, 3, 2)
        elif isinstance(field, forms.IntegerField | forms.FloatField | forms.DecimalField):
            yield name, field.initial or field.min_value or 1
        else:
            yield name, "Ω"


def _other(model: Any, account: Account) -> int:
    """Return somebody, or a record of the kind that is asked for."""
    if model is Account:
        return account.pk
    there = model._default_manager.first()
    return int(there.pk if there is not None else a_record(REGISTERS[model.record_kind], account).pk)


def a_data_set() -> int:
    """Return an imported history that holds nothing; who asks for one only names it."""
    source, _new = Source.objects.get_or_create(key="export", name="Ω", kind="import", state=Source.State.READY)
    return int(DataSet.objects.get_or_create(source=source, version=1)[0].pk)


# By the field's name, where its form takes any text or number and its action only what means something.
FITTING: dict[str, Callable[[], Any]] = {
    "zone": lambda: "Europe/Berlin",
    "country": lambda: "DE",
    "at_time": lambda: "10:00",
    "data_set": a_data_set,
}


def address(register: Register, name: str = "list", *arguments: Any) -> str:
    from django.urls import reverse

    return reverse(f"{register.namespace}:{name}", args=list(arguments))
