"""Two people bring an extract of the same name in at the same moment."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from hansei.kernel import triggers
from hansei.kernel.models import Source
from hansei.rooms.mining.actions.imports import _new_data_set


@pytest.mark.django_db(transaction=True)
def test_each_gets_a_data_set_of_their_own() -> None:
    both = threading.Barrier(2)

    def make(_at: int) -> str:
        try:
            both.wait(20)
            with transaction.atomic():
                return _new_data_set("incidents.csv", "import").source.key
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        keys = sorted(people.map(make, range(2)))
    assert keys == ["incidentscsv", "incidentscsv-2"]
    assert Source.objects.filter(key__in=keys).count() == 2
    triggers.lift()
