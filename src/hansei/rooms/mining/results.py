"""What was computed from one version of a data set, kept beside it: a version never changes, so neither do they.

A page asks by `soon`: what takes longer than a moment goes on in a thread of its own, and the page comes back for it.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings

from hansei.kernel.errors import NotYet
from hansei.rooms.mining import feed

Parameters = Mapping[str, Any]
OPTIONS = orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS  # in their order: it is that of a table's columns


def kept(source: int, version: int, name: str, parameters: Parameters, make: Callable[[], Any]) -> Any:
    """Return the plain values that `make` computes for these parameters, computed once per version.

    What comes back is shared between requests: read it, never change it.
    """
    path = path_of(source, version, name, parameters)
    if not path.exists():
        keep(path, make())
    return _read(str(path))


# One at a time in each process of the web: a heavy filter must not take the processor from every page.
_working = ThreadPoolExecutor(1, "results")
_under_way: dict[str, Future[None]] = {}
_guard = threading.Lock()


def soon(source: int, version: int, name: str, parameters: Parameters, make: Callable[[], Any]) -> Any:
    """The same without holding up who asks: rises NotYet where it takes longer than a moment, and goes on with it.

    `make` runs in another thread: it reads the version's files, not the database.
    """
    path = path_of(source, version, name, parameters)
    if path.exists():
        _under_way.pop(str(path), None)
        return _read(str(path))
    with _guard:
        work = _under_way.get(str(path)) or _working.submit(lambda: keep(path, make()))
        _under_way[str(path)] = work
    wait([work], timeout=settings.RESULT_WAIT_SECONDS)
    if not work.done():
        raise NotYet
    with _guard:
        _under_way.pop(str(path), None)
    work.result()  # what went wrong there goes wrong here
    return _read(str(path))


def found(source: int, version: int, name: str, parameters: Parameters) -> Any | None:
    """Return what was kept, or None where it was not computed yet."""
    path = path_of(source, version, name, parameters)
    return _read(str(path)) if path.exists() else None


def path_of(source: int, version: int, name: str, parameters: Parameters) -> Path:
    digest = hashlib.sha256(
        orjson.dumps(dict(parameters), option=OPTIONS | orjson.OPT_SORT_KEYS, default=str)
    ).hexdigest()[:20]
    return feed.version_folder(source, version) / "results" / f"{name}-{digest}.json"


def keep(path: Path, value: Any) -> None:
    """Write a result whole or not at all. A version that is gone meanwhile is not brought back by it."""
    path.parent.mkdir(exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".unfinished")
    with os.fdopen(handle, "wb") as file:
        file.write(orjson.dumps(value, option=OPTIONS, default=str))
    os.replace(draft, path)


@lru_cache(maxsize=128)
def _read(path: str) -> Any:
    # A data set's version is numbered upwards and written once, so a path always means the same result.
    return orjson.loads(Path(path).read_bytes())
