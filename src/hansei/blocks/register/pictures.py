"""Pictures of a kind's records: two judgements against each other, and the line of time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from hansei.blocks.lifecycle import LIFECYCLES
from hansei.blocks.register import shapes
from hansei.blocks.register.declaration import Register
from hansei.blocks.register.shapes import Matrix, Timeline
from hansei.blocks.register.values import label_of, titles_of
from hansei.kernel.models import Account
from hansei.ui import marks

MOST_PLACED = 300

Address = Callable[[Any], str]


def placed(found: QuerySet[Any], wanted: Matrix) -> QuerySet[Any]:
    """Return the records that were judged in both."""
    return found.filter(**{f"{wanted.along}__isnull": False, f"{wanted.up}__isnull": False})


def unplaced(found: QuerySet[Any], wanted: Matrix) -> QuerySet[Any]:
    """Return the records that lack a judgement."""
    return found.filter(Q(**{f"{wanted.along}__isnull": True}) | Q(**{f"{wanted.up}__isnull": True}))


def open_of(register: Register, found: QuerySet[Any]) -> QuerySet[Any]:
    """Return the records whose life goes on."""
    ends = [each.code for each in LIFECYCLES[register.kind.kind].states if each.is_end]
    return found.exclude(state__in=ends)


def matrix(
    register: Register, account: Account | None, wanted: Matrix, rows: Sequence[Any], address: Address
) -> marks.Picture:
    """Draw records by their two judgements; the shape tells those nobody has begun from those in work."""
    along, up = (_axis(register, name) for name in (wanted.along, wanted.up))
    first = LIFECYCLES[register.kind.kind].first
    titles = titles_of(account, rows)
    things = [
        marks.Graded(
            name=titles[each.pk],
            along=_place(register, wanted.along, getattr(each, wanted.along)),
            up=_place(register, wanted.up, getattr(each, wanted.up)),
            short=each.identity.key,
            url=address(each),
            shape=8 if each.state == first else 1,
        )
        for each in rows
    ]
    names = {"along": along.name, "up": up.name}
    title = _("%(up)s against %(along)s") % names
    said = _("○ is in its first state, ● has gone on. Each leads to its record.")
    corners = [str(each) for each in wanted.quadrants]
    return marks.grade_matrix(things, title, along, up, corners, said)


def _choices(register: Register, name: str) -> list[tuple[Any, Any]]:
    field: Any = register.kind.model._meta.get_field(name)
    return list(field.flatchoices)


def _axis(register: Register, name: str) -> marks.GradeAxis:
    return marks.GradeAxis(label_of(register.kind, name), [str(label) for _value, label in _choices(register, name)])


def _place(register: Register, name: str, value: Any) -> int:
    values = [each for each, _label in _choices(register, name)]
    return values.index(value) if value in values else 0


def timeline(
    register: Register, account: Account | None, wanted: Timeline, rows: Sequence[Any], address: Address
) -> marks.Picture:
    """Draw records from their beginning to the day promised, and to their end."""
    life = LIFECYCLES[register.kind.kind]
    titles = titles_of(account, rows)
    spans = [
        marks.Span(
            name=titles[each.pk],
            short=each.identity.key,
            since=_day(getattr(each, wanted.start)) or timezone.localdate(each.created_at),
            due=_day(getattr(each, wanted.due)),
            ended=_ended(each, wanted, is_end=life.state(each.state).is_end),
            url=address(each),
            said=str(life.state(each.state).label),
            is_met=shapes.is_met(register.kind, register.seen, each.state),
        )
        for each in rows
    ]
    said = _(
        "A full bar is time gone by, a hollow one time to come; ◇ is the day promised, ◆ one that passed, ● the end."
    )
    title = _("Timeline of “%(kind)s”") % {"kind": register.kind.plural}
    return marks.timeline(spans, title, timezone.localdate(), label_of(register.kind, wanted.due), said)


def _ended(found: Any, wanted: Timeline, *, is_end: bool) -> date | None:
    ended = _day(getattr(found, wanted.end)) if wanted.end else None
    return ended or (timezone.localdate(found.changed_at) if is_end else None)


def _day(value: Any) -> date | None:
    return timezone.localdate(value) if isinstance(value, datetime) else value
