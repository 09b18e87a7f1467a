"""Declare queries: reads that every door may offer, filtered by what the person may see."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Query:
    """A registered read: `run(account, **inputs)` gives plain data."""

    name: str
    run: Callable[..., Any]
    says: str


QUERIES: dict[str, Query] = {}


def query(name: str) -> Callable[[F], F]:
    """Register a function `(account, *, …) -> plain data` under a stable name."""

    def declare(fn: F) -> F:
        if name in QUERIES:
            raise ValueError(f"query {name} is declared twice")
        QUERIES[name] = Query(name, fn, inspect.getdoc(fn) or "")
        return fn

    return declare
