"""What somebody wrote into a draft stays on the page, also while its figures are still being counted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from hansei.kernel.actions import Act
from hansei.kernel.models import Account
from hansei.rooms.reviews import actions
from hansei.rooms.reviews.tests.arranged import MARCH, data_set
from tests.accounts import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(settings: LazySettings, tmp_path: Path) -> Account:
    settings.PARQUET_ROOT = tmp_path / "parquet"
    return make_account("manager")


@pytest.fixture
def pack(manager: Account, settings: LazySettings) -> int:
    settings.RESULT_WAIT_SECONDS = 0
    act, source = Act(by=manager, via="web"), data_set(MARCH).pk
    first, last = date(2025, 3, 1), date(2025, 3, 31)
    return actions.draft_pack(act, source=source, kind="customer", first=first, last=last)


def test_a_reason_written_over_anothers_is_shown_beside_it(manager: Account, pack: int, client: Client):
    act = Act(by=manager, via="web")
    actions.explain_empty(act, pack=pack, section="needs", reason="Nobody asked", initials="AB")
    client.force_login(manager)
    given = {"section": "needs", "reason": "The meeting fell out", "initials": "CD", "seen": "0"}
    page = client.post(f"/reviews/{pack}/empty/", given)
    assert page.status_code == 412
    assert "Refresh" not in page
    assert "Nobody asked" in page.content.decode()
    assert 'value="The meeting fell out"' in page.content.decode()
    assert "Being computed" in page.content.decode()


def test_an_action_without_a_day_keeps_its_words(manager: Account, pack: int, client: Client):
    client.force_login(manager)
    page = client.post(f"/reviews/{pack}/agree/", {"text": "Name a deputy", "owner": manager.pk, "due": "soon"})
    assert page.status_code == 422
    assert 'value="Name a deputy"' in page.content.decode()
