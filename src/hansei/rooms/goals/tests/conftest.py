from __future__ import annotations

import pytest
from django.test import Client

from hansei.kernel.models import Account
from tests.accounts import make_account


@pytest.fixture
def manager(db: None) -> Account:
    return make_account("manager")


@pytest.fixture
def web(client: Client, manager: Account) -> Client:
    client.force_login(manager)
    return client
