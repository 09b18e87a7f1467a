"""What was computed from one version of a data set, kept beside it: a version never changes, so neither do they, until
another release counts them anew.

A page asks by `soon`: what takes longer than a moment goes on in a thread of its own, and the page comes back for it.
What a page asked for may be any of a million filters, so of these only the latest used are kept; what a job computed
ahead (`kept`) stays as long as its version.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import orjson
from django.conf import settings

import hansei
from hansei.kernel.errors import NotYet
from hansei.rooms.mining import feed

Parameters = Mapping[str, Any]
OPTIONS = orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS  # in their order: it is that of a table's columns
ASKED: Final = "asked"  # the folder of what pages asked for
MOST_ASKED: Final = 500
MOST_BYTES: Final = 64 * 1024**2
MOST_WAITING: Final = 50
MISSING: Final = object()


def kept(source: int, version: int, name: str, parameters: Parameters, make: Callable[[], Any]) -> Any:
    """Return the plain values that `make` computes for these parameters, computed once per version.

    What comes back is shared between requests: read it, never change it.
    """
    path = path_of(source, version, name, parameters)
    with contextlib.suppress(FileNotFoundError):
        os.replace(_asked(path), path)  # a page was quicker; from now on it stays
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
    if (known := _known(path)) is not MISSING:
        _under_way.pop(str(path), None)
        return known
    work = _begun(path, make)
    if work is None:
        raise NotYet
    wait([work], timeout=settings.RESULT_WAIT_SECONDS)
    if not work.done():
        raise NotYet
    with _guard:
        _under_way.pop(str(path), None)
    work.result()  # what went wrong there goes wrong here
    if (known := _known(path)) is MISSING:  # so many ask that it was dropped again
        raise NotYet
    return known


def _begun(path: Path, make: Callable[[], Any]) -> Future[None] | None:
    """The work under way, begun where nobody had asked yet; None while too much waits: the page asks again."""
    with _guard:
        work = _under_way.get(str(path))
        if work is None:
            if len(_under_way) >= MOST_WAITING:
                for gone in [each for each, done in _under_way.items() if done.done()]:
                    del _under_way[gone]  # nobody came back for it
            if len(_under_way) >= MOST_WAITING:
                return None
            work = _under_way[str(path)] = _working.submit(lambda: _keep_asked(path, make()))
        return work


def found(source: int, version: int, name: str, parameters: Parameters) -> Any | None:
    """Return what was kept, or None where it was not computed yet."""
    known = _known(path_of(source, version, name, parameters))
    return None if known is MISSING else known


def _known(path: Path) -> Any:
    if path.exists():
        return _read(str(path))
    asked = _asked(path)
    try:
        os.utime(asked)  # used last
        return _read(str(asked))
    except FileNotFoundError:
        return MISSING


def path_of(source: int, version: int, name: str, parameters: Parameters) -> Path:
    digest = hashlib.sha256(
        orjson.dumps(dict(parameters), option=OPTIONS | orjson.OPT_SORT_KEYS, default=str)
    ).hexdigest()[:20]
    return folder_of(source, version) / f"{name}-{digest}.json"


def folder_of(source: int, version: int) -> Path:
    """Where results of a version lie, apart for each release: another one may count otherwise."""
    return feed.version_folder(source, version) / f"results-{hansei.__version__}"


def _asked(path: Path) -> Path:
    return path.parent / ASKED / path.name


def keep(path: Path, value: Any) -> None:
    """Write a result whole or not at all. A version that is gone meanwhile is not brought back by it."""
    with contextlib.suppress(FileExistsError):
        path.parent.mkdir()
        _drop_older(path.parent)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".unfinished")
    with os.fdopen(handle, "wb") as file:
        file.write(orjson.dumps(value, option=OPTIONS, default=str))
    os.replace(draft, path)


def _drop_older(folder: Path) -> None:
    """Let go of what another release counted from the same version."""
    for each in folder.parent.glob("results*"):
        if each != folder:
            shutil.rmtree(each, ignore_errors=True)


def _keep_asked(path: Path, value: Any) -> None:
    path.parent.mkdir(exist_ok=True)
    keep(_asked(path), value)
    _drop_unused(path.parent / ASKED)


def _drop_unused(folder: Path) -> None:
    """Leave the results used last, up to a number and a size; another process may be dropping the same."""
    told = []
    with os.scandir(folder) as files:
        for each in files:
            with contextlib.suppress(FileNotFoundError):
                told.append((each.stat().st_mtime_ns, each.stat().st_size, each.path))
    size = 0
    for number, (_used, bytes_, path) in enumerate(sorted(told, reverse=True), 1):
        size += bytes_
        if number > 1 and (number > MOST_ASKED or size > MOST_BYTES):
            Path(path).unlink(missing_ok=True)


@lru_cache(maxsize=128)
def _read(path: str) -> Any:
    # A data set's version is numbered upwards and written once, so a path always means the same result.
    return orjson.loads(Path(path).read_bytes())
