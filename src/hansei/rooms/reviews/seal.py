"""The seal of a frozen pack: a digest over everything that may not change."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from hansei.rooms.reviews.models import Pack


def seal_of(pack: Pack) -> str:
    """Return the SHA-256 over what was frozen, of which data, by which template, when and by whom."""
    return _digest([*_figures(pack), pack.review_id, pack.scope, pack.level_version, pack.came_again])


def is_intact(pack: Pack) -> bool:
    """Whether a pack is what was frozen. An older seal is over the figures, without scope and template."""
    return pack.seal in (seal_of(pack), _digest(_figures(pack)))


def _figures(pack: Pack) -> list[Any]:
    frozen_at = pack.frozen_at.isoformat() if pack.frozen_at else ""
    what = [pack.source_id, pack.kind, str(pack.first), str(pack.last), pack.zone, pack.version]
    return [*what, frozen_at, pack.frozen_by_id, pack.content]


def _digest(said: list[Any]) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
