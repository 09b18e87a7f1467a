"""A page never waits for what takes long: it says so, and what was asked for is computed once."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from django.conf import LazySettings

from hansei.kernel.errors import NotYet
from hansei.rooms.mining import feed, results


@pytest.fixture(autouse=True)
def version(settings: LazySettings, tmp_path: Path) -> None:
    settings.PARQUET_ROOT, settings.RESULT_WAIT_SECONDS = tmp_path, 0
    feed.version_folder(7, 1).mkdir(parents=True)


def ask(make: object, name: str = "flow") -> object:
    return results.soon(7, 1, name, {"label": "state"}, make)  # type: ignore[arg-type]


def test_what_takes_long_goes_on_and_is_there_when_asked_again(settings: LazySettings):
    begun, go_on, computed = threading.Event(), threading.Event(), []

    def slow() -> list[int]:
        begun.set()
        go_on.wait(20)
        computed.append(1)
        return [1, 2]

    for _ in range(3):
        with pytest.raises(NotYet):
            ask(slow)
    assert begun.wait(20)
    go_on.set()
    settings.RESULT_WAIT_SECONDS = 20
    assert ask(slow) == [1, 2]
    assert ask(slow) == [1, 2]
    assert computed == [1]


def test_what_goes_wrong_beside_goes_wrong_for_who_asked_and_is_tried_again(settings: LazySettings):
    settings.RESULT_WAIT_SECONDS = 20

    def broken() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask(broken, "broken")
    assert ask(lambda: "mended", "broken") == "mended"
