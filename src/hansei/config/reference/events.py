"""The reference of event kinds: what happened, and what each field of the fact holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, fields
from typing import get_type_hints

from hansei.config.reference.meanings import of_field
from hansei.config.reference.text import MADE, kind_of, said, table
from hansei.kernel.events import KINDS, Event, Touches

HEAD = f"""# Events
Everything that happened is a fact in one log that only grows; the database refuses to change or delete one. Each row
also holds when it happened (`occurred_at`), when it became known (`recorded_at`), who did it, through which door
(`via`: web, cli, job, import) and the act it belongs to (`trace`). Facts hold codes, numbers and ids, never names or
sentences; a text is the number of its revision. Kinds stay for ever: fields may be added, none is renamed. *Touches*
means that the value is the object whose history shows the event, in that role.
{MADE}
"""


def page() -> str:
    """Return the page as Markdown."""
    return HEAD + "".join(_section(KINDS[name]) for name in sorted(KINDS) if _is_ours(KINDS[name]))


def _is_ours(kind: type[Event]) -> bool:
    """Tests declare kinds of their own."""
    return ".tests." not in kind.__module__


def _section(kind: type[Event]) -> str:
    head = f"\n## {kind.kind}\n{said(kind, kind.kind)}\n\n"
    return head + table(["field", "holds", "means"], _rows(kind))


def _rows(kind: type[Event]) -> Iterator[list[str]]:
    plain, marked = get_type_hints(kind), get_type_hints(kind, include_extras=True)
    for each in fields(kind):  # type: ignore[arg-type]  # every kind is a dataclass; the base has no fields
        roles = [mark.role for mark in getattr(marked[each.name], "__metadata__", ()) if isinstance(mark, Touches)]
        touches = "".join(f"; touches as *{role}*" for role in roles)
        optional = "" if each.default is MISSING else "; may be absent"
        meaning = of_field(kind.kind, each.name)
        yield [f"`{each.name}`", f"{kind_of(plain[each.name])}{optional}{touches}", meaning]
