"""What the same files give for the same question is computed once by each worker, whichever data set holds them.

Most tests of pages and packs bring in the same few small histories; counting them took more than half of their time.
A result depends on its version's files and its parameters alone, and so is found again by both.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
import pytest

_made: dict[tuple[str, str, bytes], Any] = {}


@pytest.fixture(scope="session", autouse=True)
def _each_figure_is_computed_once(request: pytest.FixtureRequest) -> Iterator[None]:
    if not request.config.pluginmanager.hasplugin("django"):
        yield
        return
    from hansei.rooms.mining import results

    with pytest.MonkeyPatch.context() as patch:
        for name in ("kept", "soon"):
            patch.setattr(results, name, _remembering(getattr(results, name)))
        yield


def _remembering(real: Callable[..., Any]) -> Callable[..., Any]:
    from django.conf import settings

    from hansei.rooms.mining import feed, results

    def asked(source: int, version: int, name: str, parameters: Any, make: Callable[[], Any]) -> Any:
        if not settings.RESULT_WAIT_SECONDS:  # a test of what is shown until it is computed
            return real(source, version, name, parameters, make)

        def made() -> Any:
            files = _files(feed.version_folder(source, version))
            if not files:
                return make()
            key = files, name, orjson.dumps(dict(parameters), option=results.OPTIONS, default=str)
            if key not in _made:
                _made[key] = orjson.dumps(make(), option=results.OPTIONS, default=str)
            return orjson.loads(_made[key])

        return real(source, version, name, parameters, made)

    return asked


def _files(folder: Path) -> str:
    """What the version's tables hold, as one digest; nothing where it has none."""
    return " ".join(_digest(str(each), each.stat().st_mtime_ns) for each in sorted(folder.glob("*.parquet")))


@lru_cache(maxsize=256)
def _digest(path: str, _written: int) -> str:
    return Path(path).name + hashlib.sha256(Path(path).read_bytes()).hexdigest()
