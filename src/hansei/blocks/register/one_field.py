"""One field of a record by itself, declared or custom: what quick edit and bulk edit offer, ask, do and say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hansei.blocks.register import custom, sub_states
from hansei.blocks.register.custom_form import CustomForm
from hansei.blocks.register.declaration import Register
from hansei.blocks.register.forms import RecordForm, form_for
from hansei.blocks.register.models import CustomField
from hansei.blocks.register.sub_states import SubStateForm
from hansei.blocks.register.values import label_of, value_of
from hansei.kernel.actions import ACTIONS, Act
from hansei.kernel.models import Account
from hansei.kernel.records import SUB_STATE, Record

Form = RecordForm | CustomForm | SubStateForm


@dataclass(frozen=True)
class OneField:
    """A field that may be changed by itself; `own` is what an administrator added, None for a declared one."""

    register: Register
    name: str
    own: CustomField | None = None

    @property
    def label(self) -> str:
        return label_of(self.register.kind, self.name) if self.own is None else custom.name_of(self.own)

    def say(self, found: Record, account: Account | None) -> str:
        """Return what stands in the field of a record, in this reader's words."""
        if self.own is None:
            return value_of(found, self.name, account)
        return custom.in_words(self.own, custom.values_of([found.pk], [self.own]).get((found.pk, self.own.pk)))

    def form(self, account: Account | None, given: Any, found: Record | None = None) -> Form:
        """Return the form that asks for it, of one record or (for many) of none."""
        if self.own is not None:
            state = found.state if found is not None else ""
            return CustomForm(self.register, account, found, state, given, only=[self.own])
        if self.name == SUB_STATE and found is not None:
            return SubStateForm(sub_states.choices_for(found), given, found.identity.sub_state)
        if self.name == SUB_STATE:
            return SubStateForm(sub_states.choices_of(self.register.kind.kind), given)
        return form_for(self.register, account, [self.name])(given, instance=found)

    def change(self, act: Act, pk: int, version: int, value: Any) -> None:
        """Set it in one record, in the version that was seen."""
        if self.own is not None:
            ACTIONS["record.fill"].run(act, record=pk, version=version, values={self.name: value})
        elif self.name == SUB_STATE:
            ACTIONS["record.set_sub_state"].run(act, record=pk, version=version, sub_state=value)
        else:
            ACTIONS[self.register.edit].run(act, pk=pk, version=version, fields={self.name: value})


def offered(register: Register, fields: list[CustomField] | None = None) -> dict[str, OneField]:
    """Return the fields that may be changed by themselves; `fields`: the kind's custom ones where known already."""
    more = custom.fields_of(register.kind.kind) if fields is None else fields
    names = (SUB_STATE, *register.editable) if sub_states.choices_of(register.kind.kind) else register.editable
    declared = {name: OneField(register, name) for name in names}
    return declared | {custom.key_of(each): OneField(register, custom.key_of(each), each) for each in more}
