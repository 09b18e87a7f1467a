"""Records and people named by id, as the fields of a form send them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from hansei.kernel import seeing
from hansei.kernel.actions import Act
from hansei.kernel.errors import Refusal
from hansei.kernel.models import OWN, Account
from hansei.kernel.records import Record, other_history, source_of


def values_of(
    act: Act, model: type[Record], fields: Mapping[str, Any], source: int, kept: Record | None = None
) -> dict[str, Any]:
    """Return the fields with what they name in place of its id.

    Refuse what is not there, what the actor may not see, or what is of another history. `kept`: the record that is
    changed; what it names already it may go on naming.
    """
    found: dict[str, Any] = dict(fields)
    for name, value in fields.items():
        field = model._meta.get_field(name)
        if isinstance(field, models.ForeignKey) and value is not None:
            is_kept = kept is not None and getattr(kept, field.attname) == int(value)
            found[name] = _named(None if is_kept else act.by, field, int(value), source)
    return found


def _named(account: Account | None, field: Any, pk: int, source: int) -> models.Model:
    related = field.related_model
    rows = seeing.people(account) if related is Account else seeing.seen(account, related)
    named: models.Model | None = rows.filter(pk=pk).first()
    if named is None:
        raise Refusal("goal.no_such", _("Choose one of the list."), fields={field.name: [_("Choose one of the list.")]})
    # What outlives the removal of its source may not point at what goes with it. The catalogue is our own.
    if isinstance(named, Record) and source_of(named) not in (source, OWN):
        said = other_history(source, named)
        raise Refusal("goal.other_history", said, fields={field.name: [said]})
    return named
