"""From the card of a hidden recurrence to an improvement with a frozen baseline, by the links a person follows."""

from __future__ import annotations

import html
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.db import connection
from django.test import Client

from hansei.kernel import check
from hansei.kernel.actions import Act
from hansei.kernel.models import Account
from hansei.rooms.improvement import actions
from hansei.rooms.improvement.models import Improvement
from hansei.rooms.mining.models import DataSet
from hansei.rooms.mining.queries import findings_of
from tests.accounts import make_account
from tests.imported import story_imported


@pytest.fixture
def source(transactional_db: None, settings: LazySettings, tmp_path: Path) -> int:
    settings.UPLOAD_ROOT, settings.PARQUET_ROOT = tmp_path / "uploads", tmp_path / "parquet"
    cache.clear()
    return story_imported()


def test_the_button_on_the_card_leads_to_a_frozen_baseline(source: int, client: Client):
    manager = make_account("manager")
    client.force_login(manager)
    finding = findings_of(DataSet.objects.get(pk=source)).findings[0]
    card = client.get(f"/findings/{source}/{finding.key}/").content.decode()
    (address,) = re.findall(r'href="(/improvements/new/[^"]+)"', card)
    page = client.get(html.unescape(address))
    form = page.content.decode()
    assert page.status_code == 200
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    sent = {name: html.unescape(value) for name, value in hidden.items() if name != "csrfmiddlewaretoken"}
    changed_on = DataSet.objects.get(pk=source).last_at
    assert changed_on is not None
    sent |= {
        "title": "Nobody restarts it by hand",
        "element": "technology",
        "margin_percent": "10",
        "target_percent": "80",
        "owner": str(manager.pk),
        "intervention_on": (changed_on.date() + timedelta(days=3)).isoformat(),
    }
    done = sent_from_both_tabs(client, manager, sent)
    assert done.status_code == 200, done.content.decode()[-2000:]
    made = Improvement.objects.get()
    baseline = made.baseline
    assert baseline is not None
    assert baseline.is_intact
    counted = sum(week[1] or 0 for week in baseline.weeks)
    # Weeks cut by the ends of the extract hold some of the 60.
    assert 0.85 * finding.facts.calls <= counted <= 1.1 * finding.facts.calls
    assert "Cannot tell yet" in done.content.decode()
    assert list(check.check()) == []

    made.identity.refresh_from_db()
    actions.close(by(manager), pk=made.pk, version=made.identity.version, end="withdrawn", reason="Ω")
    client.post("/improvements/new/", sent)
    assert Improvement.objects.count() == 2


def sent_from_both_tabs(client: Client, manager: Account, sent: dict[str, str]) -> Any:
    """Send the form twice at the same moment; return the page of the one that was made."""

    def send(one: Client) -> Any:
        try:
            return one.post("/improvements/new/", sent, follow=True)
        finally:
            connection.close()

    other = Client()
    other.force_login(manager)
    with ThreadPoolExecutor(2) as both:
        done, refused = sorted(both.map(send, (client, other)), key=lambda answer: not answer.redirect_chain)
    assert "IMP-1 was made of this finding and is open" in refused.content.decode()
    return done


def by(account: Account) -> Act:
    return Act(by=account, via="web")
