"""Facts about custom fields back into words, read once for a page of history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hansei.blocks.register import custom
from hansei.blocks.register.models import FieldType
from hansei.kernel.models import Account, Revision


class CustomFacts:
    """What the changes of custom fields say; nothing is asked where there are none."""

    def __init__(self, kind: str, named: Sequence[tuple[str, Any]]) -> None:
        ours = [(name, fact) for name, fact in named if name.startswith(custom.PREFIX) and fact is not None]
        has_any = any(name.startswith(custom.PREFIX) for name, _fact in named)
        fields = custom.fields_of(kind, with_retired=True) if has_any else []
        self.fields = {custom.key_of(each): each for each in fields}
        of = {type: [fact for name, fact in ours if self._type(name) == type] for type in FieldType}
        texts, people = of[FieldType.TEXT], of[FieldType.PERSON]
        self.texts = dict(Revision.objects.filter(pk__in=texts).values_list("pk", "text")) if texts else {}
        self.people = dict(Account.objects.filter(pk__in=people).values_list("pk", "name")) if people else {}

    def say(self, name: str, was: Any, now: Any) -> tuple[str, str, str]:
        """Return the field's name, what stood in it and what stands in it now."""
        field = self.fields.get(name)
        if field is None:
            return name, "", ""
        return custom.name_of(field), self._one(name, was), self._one(name, now)

    def _one(self, name: str, fact: Any) -> str:
        if fact is None:
            return ""
        if self._type(name) == FieldType.TEXT:
            return str(self.texts.get(fact, ""))
        return custom.say(self.fields[name], fact, self.people)

    def _type(self, name: str) -> str:
        return str(self.fields[name].type) if name in self.fields else ""
