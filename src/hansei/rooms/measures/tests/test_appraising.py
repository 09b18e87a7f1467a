"""People are appraised by a metric only where two others agreed; time of people is for improving at first."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from hansei.kernel import check
from hansei.kernel.actions import Act
from hansei.kernel.errors import NotAllowed, Refusal
from hansei.kernel.models import Account, EventRow
from hansei.rooms.measures import actions, guarding
from hansei.rooms.measures.models import Appraisal, AppraisalApproval, Metric
from hansei.rooms.measures.tests.histories import a_data_set
from tests.accounts import make_account
from tests.words import bare_words

pytestmark = pytest.mark.django_db
ALL = ["link", "near", "controlled", "skilled"]


@pytest.fixture
def three() -> list[Account]:
    """Three people who may approve metrics."""
    return [make_account("manager", f"{name}@example.org") for name in ("one", "two", "three")]


def act(by: Account | None) -> Act:
    return Act(by=by, via="web")


def of_hours(by: Account) -> Metric:
    """A metric of the hours that people entered."""
    amount = {"figure": {"what": "amount", "field": "worked_hours"}}
    return actions.draft_metric(
        act(by), fields={"title": "Часы"}, formula={"origin": "composed", "definition": json.dumps(amount)}
    )


def asked(by: Account, found: Metric, answers: list[str] = ALL) -> int:
    return actions.ask_appraisal(act(by), pk=found.pk, purpose="Премия за год", answers=answers)


def agree(by: Account, found: Metric, wish: int) -> str:
    return actions.approve_appraisal(act(by), pk=found.pk, appraisal=wish)


def test_time_of_people_is_for_improving_only_and_never_appraises_without_two(three: list[Account]):
    found = of_hours(three[0])
    assert found.uses == ["improve"]
    with pytest.raises(Refusal, match="agreement of two"):
        actions.edit_metric(act(three[0]), pk=found.pk, version=1, fields={"uses": ["improve", "appraise"]})
    wish = asked(three[0], found)
    assert asked(three[1], found) == wish  # it stands already
    with pytest.raises(Refusal, match="two other people"):
        agree(three[0], found, wish)
    assert agree(three[1], found, wish) == "open"
    found.refresh_from_db()
    assert found.uses == ["improve"]
    events = EventRow.objects.count()
    assert agree(three[1], found, wish) == "open"  # the same person twice is one
    assert EventRow.objects.count() == events
    assert agree(three[2], found, wish) == "granted"
    found.refresh_from_db()
    assert found.uses == ["improve", "appraise"]
    assert AppraisalApproval.objects.count() == 2
    assert list(check.check()) == []


def test_two_clients_at_once_make_one_approval(three: list[Account]):
    found = of_hours(three[0])
    wish = Appraisal.objects.get(pk=asked(three[0], found))
    agree(three[1], found, wish.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        AppraisalApproval.objects.create(appraisal=wish, by=three[1], at=wish.asked_at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appraisal.objects.create(metric=found, purpose="x", asked_at=wish.asked_at)


def test_taking_the_use_away_ends_what_was_granted(three: list[Account]):
    found = of_hours(three[0])
    wish = asked(three[0], found)
    for each in three[1:]:
        agree(each, found, wish)
    found.identity.refresh_from_db()
    version = found.identity.version
    actions.edit_metric(act(three[0]), pk=found.pk, version=version, fields={"uses": ["improve"]})
    assert Appraisal.objects.get().state == "ended"
    with pytest.raises(Refusal, match="agreement of two"):
        actions.edit_metric(act(three[0]), pk=found.pk, version=version + 1, fields={"uses": ["appraise"]})
    with pytest.raises(Refusal, match="decided already"):
        actions.refuse_appraisal(act(three[1]), pk=found.pk, appraisal=wish, reason="x")


COUNTED = json.dumps({"figure": {"what": "count", "of": "cases"}})
MOVED = json.dumps({"figure": {"what": "amount", "field": "reassigned"}, "by": "team"})


def of_cases(by: Account, **formula: Any) -> Metric:
    made: Any = {"origin": "composed", "definition": COUNTED, **formula}
    return actions.draft_metric(act(by), fields={"title": "Заявки", "uses": ["improve"]}, formula=made)


def formula_of(by: Account, found: Metric, **formula: Any) -> None:
    found.identity.refresh_from_db()
    made: Any = formula
    actions.set_formula(act(by), pk=found.pk, version=found.identity.version, formula=made)


def granted(three: list[Account], found: Metric) -> None:
    wish = asked(three[0], found)
    for each in three[1:]:
        agree(each, found, wish)


@pytest.mark.parametrize("how", ["composed", "ratio", "by a part of it"])
def test_who_agreed_to_one_figure_did_not_agree_to_another(three: list[Account], how: str):
    hours, below = of_hours(three[0]), of_cases(three[0])
    above = of_cases(three[0])
    found = of_cases(three[0])
    if how == "by a part of it":
        formula_of(three[0], found, origin="ratio", above=above.pk, below=below.pk)
    granted(three, found)
    assert Metric.objects.get(pk=found.pk).uses == ["improve", "appraise"]
    if how == "composed":
        formula_of(three[0], found, origin="composed", definition=MOVED)
    elif how == "ratio":
        formula_of(three[0], found, origin="ratio", above=hours.pk, below=below.pk)
    else:
        formula_of(three[0], above, origin="composed", definition=MOVED)
    assert (Metric.objects.get(pk=found.pk).uses, Appraisal.objects.get().state) == (["improve"], "ended")
    assert list(check.check()) == []


def test_a_first_agreement_does_not_count_for_another_figure(three: list[Account]):
    found = of_cases(three[0])
    wish = asked(three[0], found)
    agree(three[1], found, wish)
    formula_of(three[0], found, origin="composed", definition=MOVED)
    with pytest.raises(Refusal, match="decided already"):
        agree(three[2], found, wish)


def test_what_stays_the_same_figure_stays_agreed(three: list[Account]):
    found = of_cases(three[0])
    granted(three, found)
    formula_of(three[0], found, origin="composed", definition=COUNTED)
    assert Metric.objects.get(pk=found.pk).uses == ["improve", "appraise"]


def test_a_ratio_of_the_hours_of_people_is_for_improving_too(three: list[Account]):
    parts: Any = {"origin": "ratio", "above": of_hours(three[0]).pk, "below": of_cases(three[0]).pk}
    assert actions.draft_metric(act(three[0]), fields={"title": "Доля"}, formula=parts).uses == ["improve"]


def test_refusing_says_why_and_a_new_wish_may_follow(three: list[Account]):
    found = of_hours(three[0])
    wish = asked(three[0], found)
    with pytest.raises(Refusal, match="Say why"):
        actions.refuse_appraisal(act(three[1]), pk=found.pk, appraisal=wish, reason=" ")
    actions.refuse_appraisal(act(three[1]), pk=found.pk, appraisal=wish, reason="Нет связи")
    assert asked(three[0], found) != wish
    with pytest.raises(Refusal, match="what people are appraised for"):
        actions.ask_appraisal(act(three[0]), pk=found.pk, purpose="", answers=[])


def test_who_may_not_approve_neither_agrees_nor_refuses(three: list[Account], client: Client):
    found = of_hours(three[0])
    wish = asked(three[0], found)
    stranger = Account.objects.create_user("s@example.org", "x", name="S")
    with pytest.raises((NotAllowed, Refusal)):
        agree(stranger, found, wish)
    client.force_login(stranger)
    for path in ("guard/", f"{found.pk}/appraisal/", f"{found.pk}/appraisal/{wish}/refuse/"):
        assert client.get(f"/metrics/{path}").status_code in (403, 404)
    assert AppraisalApproval.objects.count() == 0


def test_the_page_warns_and_the_second_person_agrees_there(three: list[Account], client: Client):
    found = of_hours(three[0])
    client.force_login(three[0])
    answer = client.post(f"/metrics/{found.pk}/appraisal/", {"purpose": "Премия", "answers": ["link", "near"]})
    assert answer.status_code == 302
    wish = Appraisal.objects.get()
    said = client.get(f"/metrics/{found.pk}/").content.decode()
    assert "worked on instead of the work" in said
    assert "Train first" in said
    assert 'appraisal/agree/"' not in said
    for each in three[1:]:
        client.force_login(each)
        assert 'appraisal/agree/"' in client.get(f"/metrics/{found.pk}/").content.decode()
        assert client.post(f"/metrics/{found.pk}/appraisal/agree/", {"appraisal": wish.pk}).status_code == 302
    wish.refresh_from_db()
    assert wish.state == "granted"


def promised(n: int, hours: float) -> list[dict[str, Any]]:
    start = datetime.fromisoformat("2025-03-03 09:00")
    due, end = start + timedelta(hours=100), start + timedelta(hours=hours)
    return [{"reported_at": start, "due_at": due, "resolved_at": end} for _each in range(n)]


def test_the_guard_page_shows_every_sign_and_who_lacks_a_counter_measure(
    three: list[Account], client: Client, pseudo: None
):
    actions.ship(act(None), names=["service_level_attainment", "reopened_share", "time_to_resolve", "time_to_detect"])
    data_set = a_data_set([*promised(80, 97), *promised(40, 92), *promised(9, 103)])
    three[0].name = "Ωμέγα"
    three[0].save()
    client.force_login(three[0])
    said = client.get(f"/metrics/guard/?source={data_set.pk}").content.decode()
    assert bare_words(said.replace("MET-", "")) == []
    rows = {each["code"]: each for each in guarding.of(data_set)}
    assert (rows["bunching"]["state"], rows["bunching"]["value"]) == ("alarm", 2.0)
    assert (rows["break_at_limit"]["count"], rows["break_at_limit"]["state"]) == (80, "alarm")
    assert guarding.alerts(list(rows.values())) == 2
    assert [each.measure for each in guarding.with_counter(None)[1]] == ["time_to_detect"]
    assert said.count("⟦not in this data⟧") == 4
