"""A page never waits for what takes long: it says so, and what was asked for is computed once."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

import hansei
from hansei.kernel.errors import NotYet
from hansei.rooms.mining import feed, results


@pytest.fixture(autouse=True)
def version(settings: LazySettings, tmp_path: Path) -> None:
    settings.PARQUET_ROOT, settings.RESULT_WAIT_SECONDS = tmp_path, 0
    feed.version_folder(7, 1).mkdir(parents=True)


def ask(make: Any, name: str = "flow") -> Any:
    return results.soon(7, 1, name, {"label": "state"}, make)


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


def in_folder(name: str = "") -> list[str]:
    folder = results.folder_of(7, 1) / name
    return sorted(each.name.partition("-")[0] for each in folder.glob("*.json"))


def test_of_a_thousand_filters_only_those_used_last_are_kept(settings: LazySettings, monkeypatch: pytest.MonkeyPatch):
    settings.RESULT_WAIT_SECONDS = 20
    monkeypatch.setattr(results, "MOST_ASKED", 3)
    results.kept(7, 1, "ahead", {"label": "state"}, lambda: 0)
    for name in ("a", "b", "c"):
        ask(lambda: 1, name)
    ask(lambda: 2, "a")  # used again, so not the one to go
    ask(lambda: 1, "d")
    assert (in_folder("asked"), in_folder()) == (["a", "c", "d"], ["ahead"])
    anew: list[str] = []
    for name in ("ahead", "d", "b"):
        ask(lambda name=name: anew.append(name), name)
    assert anew == ["b"]


def test_what_is_kept_is_bounded_in_size_too(settings: LazySettings, monkeypatch: pytest.MonkeyPatch):
    settings.RESULT_WAIT_SECONDS = 20
    monkeypatch.setattr(results, "MOST_BYTES", 1000)
    for name in ("a", "b", "c"):
        ask(lambda: "x" * 450, name)
    assert in_folder("asked") == ["b", "c"]
    assert ask(lambda: "x" * 5000, "large") == "x" * 5000
    assert in_folder("asked") == ["large"]


def test_what_a_page_computed_stays_once_a_job_asks_for_it(settings: LazySettings):
    settings.RESULT_WAIT_SECONDS = 20
    ask(lambda: 1)
    assert results.kept(7, 1, "flow", {"label": "state"}, lambda: 2) == 1
    assert (in_folder("asked"), in_folder()) == ([], ["flow"])


def test_another_release_counts_anew_and_lets_go_of_what_the_last_one_kept(monkeypatch: pytest.MonkeyPatch):
    results.kept(7, 1, "flow", {}, lambda: 1)
    older = results.folder_of(7, 1)
    monkeypatch.setattr(hansei, "__version__", "9.9")
    assert results.found(7, 1, "flow", {}) is None
    assert results.kept(7, 1, "flow", {}, lambda: 2) == 2
    assert not older.exists()


def test_only_so_much_waits_at_a_time(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(results, "MOST_WAITING", 2)
    begun, go_on, computed = threading.Event(), threading.Event(), []

    def slow() -> None:
        begun.set()
        go_on.wait(20)

    for name in ("first", "second", "third"):
        with pytest.raises(NotYet):
            ask(slow if name == "first" else lambda name=name: computed.append(name), name)
    assert begun.wait(20)
    go_on.set()
    results._working.submit(lambda: None).result(20)  # one after the other: what waited is done
    assert computed == ["second"]
    with pytest.raises(NotYet):  # those two are done, though nobody came back for them
        ask(lambda: computed.append("third"), "third")
    results._working.submit(lambda: None).result(20)
    assert computed == ["second", "third"]
