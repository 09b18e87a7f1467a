"""What a writer reports, and how a file comes to be whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4


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


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A path to write to, which takes the place of `path` only when everything went well."""
    draft = path.with_name(f".{path.name}.{uuid4().hex[:8]}")
    try:
        yield draft
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
