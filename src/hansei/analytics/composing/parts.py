"""Walk through a definition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel


def parts_of(part: Any) -> Iterator[Any]:
    """A part and every part within it."""
    if isinstance(part, tuple):
        for each in part:
            yield from parts_of(each)
    elif isinstance(part, BaseModel):
        yield part
        for name in type(part).model_fields:
            yield from parts_of(getattr(part, name))
