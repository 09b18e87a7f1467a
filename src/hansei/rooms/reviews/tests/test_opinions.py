"""What surveys of the period say stands in the pack, with its interval; not where too few or others answered."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from hansei.blocks.survey.models import Response, Survey
from hansei.kernel.models import Account
from hansei.rooms.mining.models import DataSet
from hansei.rooms.reviews import queries
from hansei.rooms.reviews.models import Pack
from hansei.rooms.reviews.tests.arranged import draft, freeze

pytestmark = pytest.mark.django_db


def a_survey(service: str, values: list[int], week: date = date(2025, 3, 10)) -> Survey:
    found = Survey.objects.create(
        title="Ω", service=service, trigger="contact", questions=["met"], opened_at=datetime(2025, 2, 1, tzinfo=UTC)
    )
    for value in values:
        Response.objects.create(survey=found, week=week, answers={"met": value})
    return found


def said(manager: Account, pack: Pack) -> list[dict[str, Any]]:
    return queries.figures_now(manager, pack)["satisfaction"]["figures"]


def test_each_service_is_said_with_n_and_interval_and_stays_once_frozen(
    manager: Account, march: DataSet, client: Client
):
    a_survey("Ψηφία", [5, 5, 4, 4, 4, 3, 2, 5, 4, 1])
    a_survey("Σιωπή", [5, 5, 5, 5])  # four: they might tell who gave them
    a_survey("Παλιά", [1] * 9, week=date(2025, 1, 6))
    pack = draft(manager, march)
    (figure,) = said(manager, pack)
    assert (figure["value"], figure["n"]) == (0.7, 10)
    assert figure["low"] < 0.7 < figure["high"]
    frozen = freeze(manager, pack)
    a_survey("Ψηφία", [1] * 5)
    assert frozen.content["satisfaction"]["figures"] == [figure]
    client.force_login(manager)
    page = client.get(f"/reviews/{pack.pk}/").content.decode()
    assert "How well did it meet what you needed and expected? · Ψηφία" in page
    assert "[40" in page or "[39" in page


@pytest.mark.parametrize(("scope", "n"), [("service=ψηφία", 1), ("service=Άλλο", 0), ("organisation=Ω", 0)])
def test_a_pack_of_some_cases_shows_opinions_on_its_service_only(manager: Account, march: DataSet, scope: str, n: int):
    a_survey("Ψηφία", [4] * 6)
    pack = draft(manager, march)
    pack.scope = scope
    pack.save()
    assert len(said(manager, pack)) == n
