"""A log's instants are UTC without a zone attached; words want them aware."""

from __future__ import annotations

from datetime import UTC, datetime


def aware(at: datetime) -> datetime:
    """Return the instant with its zone, UTC, attached."""
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
