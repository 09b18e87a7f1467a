"""The next review opens with what became of the improvements, by the same measure."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from hansei.kernel.models import OWN, Account, Identity
from hansei.rooms.improvement.models import Improvement
from hansei.rooms.improvement.tests.conftest import Bring
from hansei.rooms.improvement.tests.test_evidence import AFTER, go, improvement_of, manager, source
from hansei.rooms.mining.models import DataSet
from hansei.rooms.reviews import kinds, queries
from hansei.rooms.reviews.models import Pack
from hansei.rooms.reviews.tests.arranged import draft, freeze

__all__ = ["manager", "source"]
FIRST, LAST = date(2026, 2, 1), date(2026, 2, 28)


def told(account: Account, pack: Pack) -> list[list[Any]]:
    """The rows on improvements, in the section where this kind of pack has them."""
    content = queries.figures_now(account, pack)
    found = [table for part in content.values() for table in part["tables"] if table["code"] == "improvements"]
    assert len(found) <= 1
    return found[0]["rows"] if found else []


def a_pack(account: Account, source: int, kind: str = "team") -> Pack:
    return draft(account, DataSet.objects.get(pk=source), kind, FIRST, LAST)


def test_a_pack_opens_with_the_verdict_as_the_data_give_it(source: int, bring: Bring, manager: Account, client: Client):
    found = improvement_of(manager, source)
    go(manager, found, "triage", "analysed", "planned", "approved", "in_work")
    pack = a_pack(manager, source)
    ((key, title, state, _on, verdict, change, weeks),) = told(manager, pack)
    assert (key, title, state) == (found.identity.key, "Fewer payroll calls", "in_work")
    assert (verdict, change, weeks) == ("cannot_tell_yet", None, 0)
    bring(AFTER, 110, source)
    ((*_said, verdict, change, weeks),) = told(manager, pack)
    assert verdict == "better" and weeks == 15
    assert change[0] < -0.5 and change[1] < change[0] < change[2]
    client.force_login(manager)
    page = client.get(f"/reviews/{pack.pk}/").content.decode()
    assert "Improvements, and what the data say of them" in page
    assert "Better" in page and "In work" in page
    frozen = freeze(manager, pack)
    assert "improvements" in [table["code"] for table in frozen.content["last_plan"]["tables"]]


@pytest.mark.parametrize("kind", ["customer", "team", "performance", "management", "forum"])
def test_each_kind_of_pack_says_it_once(source: int, manager: Account, kind: str):
    improvement_of(manager, source)
    assert len(told(manager, a_pack(manager, source, kind))) == 1


def test_what_is_confidential_or_another_customers_is_in_no_customers_pack(source: int, manager: Account):
    found = improvement_of(manager, source)
    pack = a_pack(manager, source, "customer")
    customer = Identity.objects.create(source_id=OWN, kind="organisation", key="omega")
    Identity.objects.filter(pk=pack.review_id).update(organisation=customer)
    again = Pack.objects.get(pk=pack.pk)
    assert told(manager, again) == []  # our own
    Improvement.objects.filter(pk=found.pk).update(is_visible_to_users=True)
    assert len(told(manager, again)) == 1
    Identity.objects.filter(pk=found.pk).update(is_confidential=True, organisation=customer)
    assert told(manager, again) == []


def test_what_ended_before_the_packs_days_is_history(source: int, manager: Account):
    found = improvement_of(manager, source)
    pack = a_pack(manager, source)
    Improvement.objects.filter(pk=found.pk).update(state="closed", ended_at=queries.period_of(pack).since)
    assert len(told(manager, pack)) == 1
    Improvement.objects.filter(pk=found.pk).update(ended_at=queries.period_of(pack).since.replace(year=2025))
    assert told(manager, pack) == []
    assert kinds.LAST_ACTIONS["team"] == "last_plan"
