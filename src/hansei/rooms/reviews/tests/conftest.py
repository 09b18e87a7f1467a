"""A manager and a small tool's history."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings

from hansei.kernel.models import Account
from hansei.rooms.mining.models import DataSet
from hansei.rooms.reviews.tests.arranged import MARCH, data_set
from tests.accounts import make_account


@pytest.fixture
def manager(settings: LazySettings, tmp_path: Path) -> Account:
    settings.PARQUET_ROOT = tmp_path / "parquet"
    return make_account("manager")


@pytest.fixture
def march(manager: Account) -> DataSet:
    return data_set(MARCH)
