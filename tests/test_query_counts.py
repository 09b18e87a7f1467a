"""How often each page asks the database: stored in `query_counts.json`, and it may only fall.

Every listed page is opened without any data where it can be, then with all that the lists of pages make at once, so
that a page that asks once a row stands out. What is computed and kept has been computed before.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hansei.kernel import triggers
from tests.accounts import make_account
from tests.site import SitePage, site_pages

STORED = Path(__file__).with_name("query_counts.json")
LOWER = "`.venv/bin/python -m pytest tests/test_query_counts.py --lower-query-counts`"
Counts = dict[str, int]


@pytest.fixture
def empty(transactional_db: None, settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    settings.UPLOAD_ROOT, settings.PARQUET_ROOT = tmp_path / "uploads", tmp_path / "parquet"
    yield
    triggers.lift()


@pytest.mark.slow
@pytest.mark.beside_database  # one number is stored for both databases
@pytest.mark.usefixtures("empty")
def test_no_page_asks_the_database_more_often_than_before(request: pytest.FixtureRequest) -> None:
    pages = site_pages()
    counted = {"without data": {each.name: asked(each, each.path) for each in pages if isinstance(each.path, str)}}
    addresses = {each.name: made(each) for each in pages}
    counted["with data"] = {each.name: asked(each, addresses[each.name]) for each in pages}
    stored: dict[str, Counts] = json.loads(STORED.read_text())
    if request.config.getoption("--lower-query-counts"):
        STORED.write_text(json.dumps(lowered(stored, counted), indent=2) + "\n")
        stored = json.loads(STORED.read_text())
    for state, counts in counted.items():
        assert differences(stored[state], counts) == [], state


def made(shown: SitePage) -> str:
    return shown.address(None if shown.is_public else make_account(shown.role))


def asked(shown: SitePage, address: str) -> int:
    """How many questions the page asks the second time it is opened; at a new address, where what it shows is gone."""
    client = reader_of(shown)
    if client.get(address).status_code != 200:
        address = made(shown)
        assert client.get(address).status_code == 200, f"{shown.name} {address}"
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def reader_of(shown: SitePage) -> Client:
    client = Client()
    if not shown.is_public:
        client.force_login(make_account(shown.role))
    return client


def lowered(stored: dict[str, Counts], counted: dict[str, Counts]) -> dict[str, Counts]:
    """What is to be stored: pages that are new, and of the others the lesser number."""
    return {
        state: {name: min(n, stored.get(state, {}).get(name, n)) for name, n in sorted(counts.items())}
        for state, counts in counted.items()
    }


def differences(stored: Counts, counted: Counts) -> list[str]:
    """What does not agree, each with what to do about it."""
    found = []
    for name, n in counted.items():
        if name not in stored:
            found.append(f"{name} is new and asks {n} times: store it by {LOWER}")
        elif n > stored[name]:
            found.append(f"{name} asks {n} times, {stored[name]} before: find what asks more, it may only fall")
        elif n < stored[name]:
            found.append(f"{name} asks {n} times only, {stored[name]} before: lower the stored number by {LOWER}")
    return found + [
        f"{name} is no page any more: take it out by {LOWER}" for name in sorted(set(stored) - set(counted))
    ]


def test_a_page_that_asks_more_often_is_named_and_never_stored() -> None:
    before: dict[str, Any] = {"with data": {"flow": 7, "home": 9, "gone": 3}}
    now = {"with data": {"flow": 8, "home": 5, "new": 4}}
    said = differences(before["with data"], now["with data"])
    assert [each.partition(":")[0] for each in said] == [
        "flow asks 8 times, 7 before",
        "home asks 5 times only, 9 before",
        "new is new and asks 4 times",
        "gone is no page any more",
    ]
    assert lowered(before, now) == {"with data": {"flow": 7, "home": 5, "new": 4}}
