"""Records are held against the log, whatever their numbers say that they are."""

from __future__ import annotations

import pytest

from hansei.blocks.register.tests.any_kind import a_record, register_of
from hansei.kernel import check
from hansei.kernel.models import Identity
from tests.accounts import make_account

pytestmark = pytest.mark.django_db


def test_records_are_checked_though_their_identities_say_another_kind():
    found = a_record(register_of("improvement"), make_account("manager"))
    assert list(check.check()) == []
    Identity.objects.filter(pk=found.pk).update(kind="case")
    assert "record.without_events" in {each.code for each in check.check()}
