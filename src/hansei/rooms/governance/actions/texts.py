"""Words that belong to no record's field: kept as revisions, so that erasure reaches them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from hansei.kernel.actions import Act
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account, Revision

LONGEST = 5000


def kept(act: Act, field: str, text: str, *, of: int | None = None) -> Revision:
    """Keep what somebody wrote; refuse where nothing was written."""
    said = text.strip()
    if not said or len(said) > LONGEST:
        raise Refusal("text.length", _("Write one to 5000 characters."))
    return Revision.objects.create(object_id=of, field=field, text=said, author=act.by, at=act.at)


def kept_if_any(act: Act, field: str, text: str, *, of: int | None = None) -> Revision | None:
    return kept(act, field, text, of=of) if text.strip() else None


def with_accounts(fields: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return the fields with these named accounts instead of their ids."""
    values = dict(fields)
    for name in names:
        if name not in values:
            continue
        wanted = values[name]
        values[name] = Account.objects.filter(pk=wanted, is_active=True).first() if wanted else None
        if wanted and values[name] is None:
            raise Refusal("account.not_there", _("There is no such account, or it may not sign in any more."))
    return values
