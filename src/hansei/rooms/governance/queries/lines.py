"""What a record's history says of decisions about it: also for the records of upper rooms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from hansei.rooms.governance import roles
from hansei.rooms.governance.levels import LEVEL_LABELS


def _decided(facts: Mapping[str, Any]) -> str:
    said = {"role": roles.label(facts["by_role"] or facts["role"]), "level": LEVEL_LABELS[facts["level"]]}
    return _("decided as %(role)s, by the row of risk “%(level)s”") % said


def _reversed(_facts: Mapping[str, Any]) -> str:
    return _("decision reversed")


DECISION_LINES: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "decision.taken": _decided,
    "decision.reversed": _reversed,
}
