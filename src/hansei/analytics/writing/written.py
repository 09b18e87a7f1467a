"""What a writer reports, and what no writer of a format can hold."""

from __future__ import annotations

from dataclasses import dataclass, field


class UnwritableLog(Exception):
    """A log that a format cannot hold at all. `code` is stable, `message` an English sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Written:
    """How many events (or rows) were written, and by code how much the format has no place for."""

    events: int
    left_out: dict[str, int] = field(default_factory=dict)
