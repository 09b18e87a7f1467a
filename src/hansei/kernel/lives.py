"""The newest version of each kind's life, asked for once while a page or a job is made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from hansei.kernel.models import LifeVersion, NumberSequence

Newest = dict[str, LifeVersion]
_kept: ContextVar[dict[str, Newest] | None] = ContextVar("newest_lives", default=None)


@contextmanager
def remembered() -> Iterator[None]:
    """Ask for the versions once at most inside: every label of a page is of the same version."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def newest() -> Newest:
    """Return kind → the version on which new records begin; a kind nobody changed is not there."""
    kept = _kept.get()
    if kept is None:
        return _read()
    if "newest" not in kept:
        kept["newest"] = _read()
    return kept["newest"]


def forget() -> None:
    """Ask again: a version was saved."""
    kept = _kept.get()
    if kept is not None:
        kept.clear()


def _read() -> Newest:
    found = LifeVersion.objects.filter(pk__in=NumberSequence.objects.filter(life__isnull=False).values("life"))
    return {each.kind: each for each in found.select_related("by")}
