"""The control sheet: three persons, unmet items that stay open, and checks 30 and 90 days after closing."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import docx
import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from django.test import Client
from django.utils import timezone

from hansei.blocks.checklist import queries as tasks
from hansei.blocks.checklist.actions import settle
from hansei.blocks.checklist.models import Task
from hansei.kernel import check
from hansei.kernel.actions import Act
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account, EventRow, Identity
from hansei.rooms.improvement import actions
from hansei.rooms.improvement.actions import control, rechecks
from hansei.rooms.improvement.models import ControlItem, End, GivenAnswer, Improvement, Recheck, Supervision
from hansei.rooms.improvement.queries import checking, rechecks_for, to_check
from hansei.rooms.improvement.tests.filled import handed_on
from hansei.rooms.improvement.tests.test_life import answered
from tests.accounts import make_account

pytestmark = pytest.mark.django_db
CLOSED_ON = date(2025, 9, 1)


@pytest.fixture
def anna() -> Account:
    return make_account("manager")


@pytest.fixture
def boris() -> Account:
    return make_account("manager", "boris@test.example")


@pytest.fixture
def chen() -> Account:
    return make_account("manager", "chen@test.example")


def act(by: Account | None, day: date = CLOSED_ON) -> Act:
    return Act(by=by, via="cli", at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC), told_at=timezone.now())


def an_item(anna: Account, boris: Account, **more: Any) -> ControlItem:
    """An improvement with one item: Anna does it, Boris checks it."""
    found = actions.propose(act(anna), fields={"title": "Ω", "owner": anna.pk})
    fields: Any = {"improvement": found.pk, "title": "Порядок", "check_on": CLOSED_ON}
    fields |= {"implementer": anna.pk, "checker": boris.pk, **more}
    return control.plan_item(act(anna), fields=fields)


def version(found: Any) -> int:
    return int(Identity.objects.get(pk=found.pk).version)


def refused(code: str, run: Any) -> None:
    """It is refused with this code, and nothing changed."""
    before = EventRow.objects.count()
    with pytest.raises(Refusal) as said, transaction.atomic():
        run()
    assert said.value.code == code
    assert EventRow.objects.count() == before


def test_who_does_the_work_is_not_named_its_checker(anna: Account):
    with pytest.raises(Refusal, match="does not check it"):
        an_item(anna, anna)
    assert ControlItem.objects.count() == 0


def test_who_handed_the_work_over_does_not_check_it_either(anna: Account, boris: Account, chen: Account):
    item = an_item(anna, boris)
    control.hand_over(act(anna), pk=item.pk, version=1, duty="implementer", to=chen.pk)
    v = version(item)
    refused(
        "control.same_person", lambda: control.hand_over(act(chen), pk=item.pk, version=v, duty="checker", to=anna.pk)
    )
    item.refresh_from_db()
    assert (item.implementer, item.checker) == (chen, boris)
    refused(
        "control.hand_over", lambda: control.edit_item(act(chen), pk=item.pk, version=v, fields={"checker": chen.pk})
    )


def test_the_supervisor_is_a_third_person(anna: Account, boris: Account, chen: Account):
    item = an_item(anna, boris)
    sheet = item.improvement_id
    for involved in (anna, boris):
        refused(
            "control.supervisor_involved",
            lambda who=involved: control.name_supervisor(act(anna), pk=sheet, version=1, supervisor=who.pk),
        )
    control.name_supervisor(act(anna), pk=sheet, version=1, supervisor=chen.pk)
    refused(
        "control.supervisor_involved",
        lambda: control.hand_over(act(anna), pk=item.pk, version=1, duty="checker", to=chen.pk),
    )


def test_only_the_checker_checks(anna: Account, boris: Account, chen: Account):
    item = an_item(anna, boris)
    for who, code in ((anna, "control.same_person"), (chen, "control.not_checker"), (None, "control.nobody")):
        refused(code, lambda by=who: control.check_item(act(by), pk=item.pk, version=1, result="met"))
    control.check_item(act(boris), pk=item.pk, version=1, result="met")
    item.refresh_from_db()
    assert (item.state, item.first_result, item.closed_on) == ("closed", "met", CLOSED_ON)


def test_the_database_closes_no_item_that_is_not_met(anna: Account, boris: Account):
    item = an_item(anna, boris)
    with pytest.raises(IntegrityError), transaction.atomic():
        ControlItem.objects.filter(pk=item.pk).update(state="closed")
    with pytest.raises(IntegrityError), transaction.atomic():
        ControlItem.objects.filter(pk=item.pk).update(checker=anna)


def test_an_unmet_item_opens_its_analysis_and_is_checked_again(anna: Account, boris: Account):
    item = an_item(anna, boris)
    refused("control.no_words", lambda: control.check_item(act(boris), pk=item.pk, version=1, result="not_met"))
    control.check_item(act(boris), pk=item.pk, version=1, result="not_met", observed="Только на узле A.")
    open_tasks = tasks.missing(item.pk, "improvement.cause")
    assert [(each.code, each.person) for each in open_tasks] == [
        (code, anna) for code in ("departments", "system", "evidence", "elsewhere")
    ]
    later = CLOSED_ON + timedelta(days=20)
    refused("control.not_due", lambda: control.check_item(act(boris), pk=item.pk, version=version(item), result="met"))
    for cause, measure, day in (("", "x", later), ("x", " ", later), ("x", "y", CLOSED_ON - timedelta(days=1))):
        refused(
            "lifecycle.guarded",
            lambda c=cause, m=measure, d=day: control.analyse_item(
                act(anna), pk=item.pk, version=version(item), cause=c, measure=m, check_on=d
            ),
        )
    control.analyse_item(act(anna), pk=item.pk, version=version(item), cause="Порог", measure="Шаблон", check_on=later)
    control.check_item(act(boris, later), pk=item.pk, version=version(item), result="met")
    item.refresh_from_db()
    assert (item.first_result, item.result, item.closed_on) == ("not_met", "met", later)
    assert (checking(anna).first.part, checking(anna).first.whole) == (0, 1)


def test_an_improvement_does_not_close_over_an_open_item(anna: Account, boris: Account):
    item = an_item(anna, boris)
    found = item.improvement
    answered(found, "better", reached=True)
    Improvement.objects.filter(pk=found.pk).update(state="verified")
    handed_on(act(anna), found)
    with pytest.raises(Refusal, match=f"{item.identity.key} is not closed"):
        actions.close(act(anna), pk=found.pk, version=1, end="effective")
    control.check_item(act(boris), pk=item.pk, version=1, result="met")
    actions.close(act(anna), pk=found.pk, version=1, end="effective")
    assert Improvement.objects.get().state == "closed"


def test_the_customers_representative_checks_where_a_team_is_too_small(anna: Account, boris: Account, client: Client):
    item = an_item(anna, boris, checker=None, customer_checker="Рунe Дал")
    refused(
        "control.same_person", lambda: control.check_item(act(anna), pk=item.pk, version=1, result="met", observed="x")
    )
    refused("control.no_words", lambda: control.check_item(act(boris), pk=item.pk, version=1, result="met"))
    control.check_item(act(boris), pk=item.pk, version=1, result="met", observed="Видел сам.")
    client.force_login(anna)
    page = client.get(f"/improvements/{item.improvement_id}/control/").content.decode()
    file = client.get(f"/improvements/{item.improvement_id}/control/?document=docx&language=ru")
    tables = docx.Document(io.BytesIO(file.content)).tables
    assert any(item.title in cell.text for table in tables for row in table.rows for cell in row.cells)
    assert "Рунe Дал" in page
    assert "customer" in page


def closed(anna: Account, boris: Account, end: str = End.WITHOUT_PROOF) -> ControlItem:
    """An improvement closed on the first of September, its item met."""
    item = an_item(anna, boris)
    control.check_item(act(boris), pk=item.pk, version=1, result="met")
    found = item.improvement
    handed_on(act(anna), found)
    if end == End.WITHOUT_PROOF:
        Improvement.objects.filter(pk=found.pk).update(state="in_work")
        actions.close(act(anna), pk=found.pk, version=1, end=end, reason="Не измерялось.")
    else:
        answered(found, "better", reached=True)
        Improvement.objects.filter(pk=found.pk).update(state="verified")
        actions.close(act(anna), pk=found.pk, version=1, end=end)
    rechecks.plan_rechecks(act(None), pk=found.pk, closed_on=CLOSED_ON)
    return item


def test_checks_come_due_thirty_and_ninety_days_after_closing(anna: Account, boris: Account):
    item = closed(anna, boris)
    assert rechecks.plan_rechecks(act(None), pk=item.improvement_id, closed_on=CLOSED_ON) == 0
    first, last = Recheck.objects.order_by("days")
    assert (first.due_on, last.due_on) == (date(2025, 10, 1), date(2025, 11, 30))
    assert not rechecks.come_due(act(None, date(2025, 9, 30)), recheck=first.pk)
    assert rechecks.come_due(act(None, date(2025, 10, 1)), recheck=first.pk)
    assert not rechecks.come_due(act(None, date(2025, 10, 2)), recheck=first.pk)
    assert list(rechecks_for(boris)) == [first]
    refused(
        "control.same_person",
        lambda: rechecks.recheck(act(anna), pk=item.improvement_id, recheck=first.pk, unmet=[]),
    )
    assert rechecks.recheck(act(boris), pk=item.improvement_id, recheck=first.pk, unmet=[]) == "passed"
    found = checking(anna)
    assert (found.rechecks.share, found.sustained.share, found.by_words) == (None, None, 1)


def test_a_failed_check_reopens_the_improvement_and_the_item(anna: Account, boris: Account):
    item = closed(anna, boris)
    first = Recheck.objects.get(days=30)
    rechecks.come_due(act(None, date(2025, 10, 1)), recheck=first.pk)
    sheet = item.improvement_id
    refused("control.no_words", lambda: rechecks.recheck(act(boris), pk=sheet, recheck=first.pk, unmet=[item.pk]))
    result = rechecks.recheck(
        act(boris, date(2025, 10, 2)), pk=sheet, recheck=first.pk, unmet=[item.pk], text="Снова ночью."
    )
    assert result == "failed"
    found = Improvement.objects.get()
    item.refresh_from_db()
    assert (found.state, found.end) == ("in_work", "")
    assert (item.state, item.result, item.first_result) == ("not_met", "not_met", "met")
    assert list(Recheck.objects.order_by("days").values_list("state", flat=True)) == ["failed", "dropped"]
    assert len(tasks.missing(item.pk, "improvement.cause")) == 4
    assert list(check.check()) == []


@pytest.mark.parametrize(
    ("verdict", "state"), [("no_material_change", "failed"), ("worse", "failed"), ("better", "due")]
)
def test_the_same_measure_gives_the_verdict(anna: Account, boris: Account, verdict: str, state: str, monkeypatch: Any):
    """The verdict itself is tested with the evidence; here it is one that a later version of the data gave."""
    item = closed(anna, boris, End.EFFECTIVE)
    given = answered(item.improvement, verdict, reached=verdict == "better")
    monkeypatch.setattr(rechecks, "_answer_now", lambda act, it: given)
    first = Recheck.objects.get(days=30)
    rechecks.come_due(act(None, date(2025, 10, 1)), recheck=first.pk)
    first.refresh_from_db()
    assert (first.state, first.answer) == (state, given)
    assert Improvement.objects.get().state == ("closed" if state == "due" else "in_work")


def test_what_the_measure_proved_is_held(anna: Account):
    found = actions.propose(act(anna), fields={"title": "Ω"})
    given = answered(found, "better", reached=True)
    Recheck.objects.create(improvement=found, closing=1, days=90, due_on=CLOSED_ON, state="passed", answer=given)
    told = checking(anna)
    assert (told.sustained.part, told.sustained.whole, told.by_words) == (1, 1, 0)


def test_the_supervisor_assesses_after_the_questions(anna: Account, boris: Account, chen: Account):
    item = an_item(anna, boris)
    sheet = item.improvement_id
    control.name_supervisor(act(anna), pk=sheet, version=1, supervisor=chen.pk)
    refused("control.questions", lambda: control.assess(act(chen), pk=sheet, text="Хорошо."))
    for each in tasks.missing(sheet, "improvement.supervision"):
        state = "failed" if each.code == "dates" else "done"
        settle(act(chen), record=sheet, task=each.pk, version=1, state=state, note="Посмотрел.")
    refused("control.not_supervisor", lambda: control.assess(act(anna), pk=sheet, text="Хорошо."))
    assert control.assess(act(chen), pk=sheet, text="Одна проверка опоздала.") is False
    assert Supervision.objects.get().is_kept is False
    refused("control.assessed", lambda: control.assess(act(chen), pk=sheet, text="Иначе."))


def answer_all(who: Account, sheet: int, state: str = "done") -> None:
    for each in tasks.tasks_of(sheet, "improvement.supervision"):
        settle(act(who), record=sheet, task=each.pk, version=each.version, state=state, note="Посмотрел.")


def test_only_the_supervisor_answers_and_nobody_afterwards(anna: Account, boris: Account, chen: Account):
    sheet = an_item(anna, boris).improvement_id
    control.name_supervisor(act(anna), pk=sheet, version=1, supervisor=chen.pk)
    refused("checklist.others_decide", lambda: answer_all(anna, sheet))
    answer_all(chen, sheet, "failed")
    refused("checklist.others_decide", lambda: answer_all(anna, sheet))
    assert control.assess(act(chen), pk=sheet, text="Хорошо.") is False
    refused("checklist.others_decide", lambda: answer_all(chen, sheet))
    assert {each.state for each in tasks.tasks_of(sheet, "improvement.supervision")} == {"failed"}


def test_another_supervisor_is_asked_anew(anna: Account, boris: Account, chen: Account):
    sheet, other = an_item(anna, boris).improvement_id, make_account("agent", "other@test.example")
    control.name_supervisor(act(anna), pk=sheet, version=1, supervisor=chen.pk)
    answer_all(chen, sheet)
    version = Improvement.objects.select_related("identity").get().identity.version
    control.name_supervisor(act(anna), pk=sheet, version=version, supervisor=other.pk)
    asked = tasks.missing(sheet, "improvement.supervision")
    assert (len(asked), {each.person for each in asked}) == (5, {other})
    refused("control.questions", lambda: control.assess(act(other), pk=sheet, text="Хорошо."))
    refused("checklist.others_decide", lambda: answer_all(chen, sheet))
    answer_all(other, sheet)
    assert control.assess(act(other), pk=sheet, text="Хорошо.") is True


def test_an_answer_that_somebody_else_gave_before_is_not_the_supervisors(anna: Account, boris: Account, chen: Account):
    """As older versions let it be: the supervisor opens it again and answers."""
    sheet = an_item(anna, boris).improvement_id
    control.name_supervisor(act(anna), pk=sheet, version=1, supervisor=chen.pk)
    answer_all(chen, sheet)
    Task.objects.filter(code="dates").update(settled_by=anna)
    refused("control.questions", lambda: control.assess(act(chen), pk=sheet, text="Хорошо."))
    assert Supervision.objects.get().is_kept is None


def test_the_sheet_speaks_and_works_on_its_pages(anna: Account, boris: Account, client: Client):
    item = an_item(anna, boris)
    client.force_login(boris)
    assert list(to_check(boris)) == [item]
    assert f"/control/{item.pk}/check/" in client.get("/").content.decode()
    page = client.get(f"/improvements/{item.improvement_id}/").content.decode()
    assert f"/control/{item.pk}/check/" in page
    assert client.get(f"/control/{item.pk}/check/").status_code == 200
    assert (
        client.post(f"/control/{item.pk}/check/", {"version": 1, "result": "not_met", "observed": ""}).status_code
        == 422
    )
    done = client.post(f"/control/{item.pk}/check/", {"version": 1, "result": "not_met", "observed": "Нет."})
    assert done.headers["Location"] == f"/control/{item.pk}/"
    outdated = client.post(
        f"/control/{item.pk}/analyse/", {"version": 1, "cause": "Порог", "measure": "Ш", "check_on": "2025-10-01"}
    )
    assert outdated.status_code == 412
    assert "Порог" in outdated.content.decode()
    assert client.get(f"/control/{item.pk}/").status_code == 200
    client.force_login(anna)
    assert client.get(f"/control/{item.pk}/analyse/").status_code == 200
    assert client.get("/control/").status_code == 200
    assert client.get(f"/control/new/?improvement={item.improvement_id}").status_code == 200
    assert GivenAnswer.objects.count() == 0
