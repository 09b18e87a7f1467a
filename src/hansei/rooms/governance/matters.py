"""What somebody may do for somebody else: rooms declare it, and each kind of decision belongs to one of these."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DECISIONS: Final = "decisions"
MATTERS: Final[dict[str, str | Promise]] = {DECISIONS: _("Decisions and answers to escalated risks")}
# Kinds of decisions that belong to another matter than decisions.
_OF_KIND: Final[dict[str, str]] = {}


def declare(code: str, label: str | Promise) -> str:
    """Register what a room lets a deputy do, when the program starts."""
    MATTERS[code] = label
    return code


def put(kind: str, matter: str) -> None:
    """Say that decisions of a kind belong to a matter of their own."""
    _OF_KIND[kind] = matter


def of_kind(kind: str) -> str:
    return _OF_KIND.get(kind, DECISIONS)
