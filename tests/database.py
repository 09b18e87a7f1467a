"""The database in tests: empty again after each that commits, and which tests PostgreSQL repeats."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

TOUCHES = {"db", "transactional_db", "django_db_setup", "live_server", "live_site", "admin_client", "client_as"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database-only", action="store_true", help="only tests that touch the database")
    parser.addoption("--lower-query-counts", action="store_true", help="store how often pages ask, where it fell")


@pytest.hookimpl(tryfirst=True)  # before marks are chosen by
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "/rooms/" in item.nodeid:
            item.add_marker(pytest.mark.room)
    if not config.getoption("--database-only"):
        return
    kept = [item for item in items if touches_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def touches_database(item: pytest.Item) -> bool:
    """Say whether the test asks for the database by marker, by fixture or by its class."""
    from django.test import TransactionTestCase

    if item.get_closest_marker("django_db") or TOUCHES & set(getattr(item, "fixturenames", ())):
        return True
    owner = getattr(item, "cls", None)
    return isinstance(owner, type) and issubclass(owner, TransactionTestCase)


@pytest.fixture(scope="session", autouse=True)
def _emptied_without_a_flush(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests that really commit leave the database as they found it: put back whole, append-only triggers or not."""
    if not request.config.pluginmanager.hasplugin("django"):
        yield
        return
    from django.test import TransactionTestCase

    from tests import kept

    def before(case: type[TransactionTestCase]) -> None:
        kept.keep_empty()

    def after(case: TransactionTestCase) -> None:
        kept.empty_again()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_setup", classmethod(before))
        patch.setattr(TransactionTestCase, "_fixture_teardown", after)
        yield
