"""Four people of one company, for tests of who decides and acts for whom."""

from __future__ import annotations

import pytest

from hansei.kernel.models import Account
from tests.accounts import make_account


@pytest.fixture
def admin() -> Account:
    return make_account("administrator")


@pytest.fixture
def anna() -> Account:
    return make_account("agent", "anna@test.example")


@pytest.fixture
def boris() -> Account:
    return make_account("agent", "boris@test.example")


@pytest.fixture
def chen() -> Account:
    return make_account("agent", "chen@test.example")
