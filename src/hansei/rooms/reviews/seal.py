"""The seal of a frozen pack: a digest over everything that may not change."""

from __future__ import annotations

import hashlib
import json

from hansei.rooms.reviews.models import Pack


def seal_of(pack: Pack) -> str:
    """Return the SHA-256 over what was frozen, of which data, when and by whom, in hexadecimal."""
    frozen_at = pack.frozen_at.isoformat() if pack.frozen_at else ""
    what = [pack.source_id, pack.kind, str(pack.first), str(pack.last), pack.zone, pack.version]
    kept = json.dumps([*what, frozen_at, pack.frozen_by_id, pack.content], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(kept.encode()).hexdigest()


def is_intact(pack: Pack) -> bool:
    return pack.seal == seal_of(pack)
