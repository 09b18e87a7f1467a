"""From a frozen baseline to an answer: later data change the answer, nothing changes the baseline."""

from __future__ import annotations

import inspect
import json
import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, connection, transaction
from django.test import Client

from hansei.analytics.statistics.effect import answer as statistics_answer
from hansei.analytics.statistics.effect import guards as statistics_guards
from hansei.kernel import check, jobs
from hansei.kernel.actions import Act
from hansei.kernel.errors import NotYet, Refusal
from hansei.kernel.models import Account
from hansei.rooms.improvement import actions, measuring, wording
from hansei.rooms.improvement.models import Baseline, GivenAnswer, Improvement
from hansei.rooms.improvement.tests.conftest import FIRST_MONDAY, Bring
from hansei.rooms.improvement.tests.filled import filled, handed_on
from hansei.rooms.improvement.tests.histories import a_data_set
from tests.accounts import make_account
from tests.kept import once

BEFORE = [6, 5, 7, 6, 8, 5, 6, 7, 6, 5] * 11  # 110 weeks, so that a season has its partners
KNOWN_UNTIL = FIRST_MONDAY + timedelta(days=7 * 110)  # the Monday on which the data end
CHANGED_ON = FIRST_MONDAY + timedelta(days=7 * 111)
AFTER = [6, 1, 2, 1, 0, 1, 2, 1, 1, 0, 2, 1, 1, 0, 1, 2]  # the first week lies before the change


def act(account: Account) -> Act:
    return Act(by=account, via="web")


def improvement_of(account: Account, source: int, **more: object) -> Improvement:
    given: dict[str, Any] = {
        "target_percent": 50,
        "intervention_on": CHANGED_ON,
        "owner": account.pk,
        "fields": {"risk": "They leave."},
    }
    given |= more
    return actions.from_finding(
        act(account),
        title="Fewer payroll calls",
        source=source,
        finding="f1",
        where={"category": ["payroll"]},
        chosen_first=FIRST_MONDAY + timedelta(days=7 * 100),
        chosen_last=FIRST_MONDAY + timedelta(days=7 * 110 - 1),
        **given,
    )


def version(found: Improvement) -> int:
    return Improvement.objects.select_related("identity").get(pk=found.pk).identity.version


def go(account: Account, found: Improvement, *states: str) -> None:
    filled(act(account), found)
    for state in states:
        actions.move(act(account), pk=found.pk, version=version(found), to=state)


@pytest.fixture
def source(bring: Bring) -> int:
    """The 110 weeks, brought in: asked for before any account is made, each worker brings them in once."""
    return once("what was before the change", lambda: bring(BEFORE))


@pytest.fixture
def manager(committed: None) -> Account:
    return make_account("manager")


def test_the_next_import_turns_cannot_tell_yet_into_better(source: int, bring: Bring, manager: Account, client: Client):
    found = improvement_of(manager, source)
    frozen = Baseline.objects.values().get()
    assert len(frozen["weeks"]) == 110
    assert [week[1] for week in frozen["weeks"]] == [float(n) for n in BEFORE]
    go(manager, found, "triage", "analysed", "planned", "approved", "in_work")
    client.force_login(manager)
    first = client.get(f"/improvements/{found.pk}/").content.decode()
    assert "Cannot tell yet" in first
    assert "Fewer than 6 whole weeks since the intervention." in first
    bring(AFTER[:5], 110, source)
    early = client.get(f"/improvements/{found.pk}/").content.decode()
    assert "Cannot tell yet" in early
    assert "Target reached: cannot be said yet" in early  # though four weeks lie far below it
    bring(AFTER, 110, source)
    second = client.get(f"/improvements/{found.pk}/").content.decode()
    assert "<b>Better: −8" in second
    in_chinese = client.get(f"/improvements/{found.pk}/", headers={"accept-language": "zh-hans"}).content.decode()
    assert "<b>变好：−8" in in_chinese
    assert "Target reached: yes" in second
    plain = re.search(r"From ([\d.]+) a week in the frozen baseline to ([\d.]+) a week: (−[\d.]+)", unescape(second))
    assert plain is not None  # the levels, and how far they lie apart, whatever the answer compares with
    assert float(plain[2]) / float(plain[1]) - 1 == pytest.approx(-float(plain[3][1:]) / 100, abs=0.02)
    actions.verify(act(manager), pk=found.pk, version=version(found))
    given = GivenAnswer.objects.get()
    assert (given.verdict, given.target_reached, given.weeks_after) == ("better", True, 15)
    with pytest.raises(Refusal, match="target missed"):
        actions.close(act(manager), pk=found.pk, version=version(found), end="target_missed")
    with pytest.raises(Refusal, match="There is an answer"):
        actions.close(act(manager), pk=found.pk, version=version(found), end="without_proof", reason="no time")
    handed_on(act(manager), found)
    actions.close(act(manager), pk=found.pk, version=version(found), end="effective")
    assert Baseline.objects.values().get() == frozen
    assert list(check.check()) == []
    page = client.get("/improvements/").content.decode()
    assert "100" in page
    assert client.get(f"/improvements/{found.pk}/").status_code == 200


@pytest.mark.slow
def test_the_history_says_which_cases_count_in_words(source: int, manager: Account, client: Client):
    found = improvement_of(manager, source)
    where = {"category": ["mail"], "priority": ["2", "3"]}
    seen = version(found)
    actions.choose_measure(act(manager), pk=found.pk, version=seen, source=source, where=where, hours=(22, 12))
    client.force_login(manager)
    page = client.get(f"/improvements/{found.pk}/").content.decode()
    lines = page[page.index('id="history"') :]
    assert "category: payroll" in lines
    assert "category: mail; priority: 2 / 3; reported from 22 to 12 o’clock" in lines
    assert "&quot;where&quot;" not in lines


def test_proved_is_refused_before_there_is_an_answer(source: int, manager: Account):
    found = improvement_of(manager, source)
    go(manager, found, "triage", "analysed", "planned", "approved", "in_work")
    with pytest.raises(Refusal, match="verify first"):
        actions.close(act(manager), pk=found.pk, version=version(found), end="effective")
    with pytest.raises(Refusal, match="reason"):
        actions.close(act(manager), pk=found.pk, version=version(found), end="without_proof")
    assert Improvement.objects.get().end == ""
    handed_on(act(manager), found)
    actions.close(act(manager), pk=found.pk, version=version(found), end="without_proof", reason="The team moved on.")
    assert Improvement.objects.get().state == "closed"


@pytest.mark.slow
def test_a_baseline_frozen_from_data_after_the_change_does_not_start_work(source: int, manager: Account):
    found = improvement_of(manager, source)
    go(manager, found, "triage", "analysed", "planned", "approved")
    Improvement.objects.update(intervention_on=KNOWN_UNTIL)  # as it could be set before the forms refused it
    with pytest.raises(Refusal, match="Set a day after 9 Feb 2026"):
        go(manager, found, "in_work")


@pytest.mark.slow
def test_an_intervention_that_does_not_come_after_the_baseline_is_refused_at_once(
    source: int, bring: Bring, manager: Account, client: Client
):
    with pytest.raises(Refusal) as refused:
        improvement_of(manager, source, intervention_on=KNOWN_UNTIL)
    assert refused.value.code == "improvement.too_early_day"
    assert not Improvement.objects.exists()
    found = improvement_of(manager, source, intervention_on=None)
    client.force_login(manager)
    fields = dict.fromkeys(("idea", "service", "risk", "intervention", "currency"), "")
    sent = {**fields, "title": "Fewer calls", "element": "process", "margin_percent": 10, "version": version(found)}
    page = client.post(f"/improvements/{found.pk}/edit/", {**sent, "intervention_on": str(KNOWN_UNTIL)})
    assert page.status_code == 422
    assert "Set a day after 9 Feb 2026." in page.content.decode()
    assert Improvement.objects.get().intervention_on is None
    after = KNOWN_UNTIL + timedelta(days=1)
    assert client.post(f"/improvements/{found.pk}/edit/", {**sent, "intervention_on": str(after)}).status_code == 302
    assert Improvement.objects.get().intervention_on == after
    bring(AFTER, 110, source)
    with pytest.raises(Refusal) as later:
        actions.freeze_baseline(act(manager), pk=found.pk, version=version(found))
    assert later.value.code == "improvement.too_early_day"
    assert Baseline.objects.count() == 1


def test_a_baseline_counts_only_the_weeks_that_have_data(manager: Account, client: Client):
    """Nine weeks of six cases, two of none while others came, three holes: eleven of fourteen have data."""
    source = a_data_set([6, 6, 6, 6, 6, 6, 6, 0, None, None, None, 0, 6, 6], others=8)
    found = improvement_of(manager, source, intervention_on=None)
    frozen = Baseline.objects.get()
    assert measuring.baseline_weeks(frozen) == (11, 14)
    assert measuring.baseline_level(frozen) == 54 / 11
    client.force_login(manager)
    page = client.get(f"/improvements/{found.pk}/").content.decode()
    assert "11 weeks with data of 14" in page
    since = FIRST_MONDAY + timedelta(days=7 * 4)
    with pytest.raises(Refusal, match="from this day on there are 7"):
        actions.freeze_baseline(act(manager), pk=found.pk, version=version(found), since=since)
    since = FIRST_MONDAY + timedelta(days=7 * 3)
    made = actions.freeze_baseline(act(manager), pk=found.pk, version=version(found), since=since)
    assert measuring.baseline_weeks(made) == (8, 11)


def test_before_a_week_came_after_the_guards_claim_nothing(manager: Account, client: Client):
    """Eight weeks before, none after, and data that end on the Monday after the eighth."""
    found = improvement_of(manager, a_data_set([6] * 8), intervention_on=FIRST_MONDAY + timedelta(days=57))
    client.force_login(manager)
    page = client.get(f"/improvements/{found.pk}/").content.decode()
    for said in ("Season: cannot be checked yet", "Volume and mix: cannot be checked yet", "8 whole weeks known"):
        assert said in page
    assert "Season not comparable" not in page
    left_out = "The week from 26 Feb 2024 is not counted: only data of the week after it show that it is whole."
    assert left_out in " ".join(page.split())


def test_a_value_that_no_case_has_is_refused_and_named(manager: Account, client: Client):
    source = a_data_set([6] * 9)
    found = actions.propose(act(manager), fields={"title": "Fewer payroll calls", "owner": manager.pk})
    client.force_login(manager)
    sent = {"version": version(found), "source": source, "unit": "cases", "column1": "category", "values1": "payrol"}
    page = client.post(f"/improvements/{found.pk}/measure/", sent)
    said = "No case of this data set has “payrol” (category). Choose another value, or check the spelling."
    assert said in page.content.decode()
    assert "payrol</textarea>" in page.content.decode()
    assert Improvement.objects.get().measure == ""
    at_night = {**sent, "values1": "payroll", "from_hour": 1, "to_hour": 2}
    page = client.post(f"/improvements/{found.pk}/measure/", at_night)
    assert "has all of this together: category: payroll; reported from 1 to 2 o’clock." in page.content.decode()
    with pytest.raises(Refusal) as refused:
        actions.from_finding(
            act(manager), title="Fewer", source=source, finding="f2", where={"category": ["payrol"]}, owner=manager.pk
        )
    assert (refused.value.code, Improvement.objects.count()) == ("measure.never_counted", 1)


def test_a_baseline_of_what_never_was_is_not_sealed(manager: Account):
    """A rule that was written down before its spelling was looked at."""
    source = a_data_set([6] * 9)
    found = actions.propose(act(manager), fields={"title": "Fewer payroll calls", "owner": manager.pk})
    Improvement.objects.update(data_set=source, measure=measuring.written({"category": ["payrol"]}, None))
    with pytest.raises(Refusal, match="“payrol”") as refused:
        actions.freeze_baseline(act(manager), pk=found.pk, version=version(found))
    assert (refused.value.code, Baseline.objects.count()) == ("measure.never_counted", 0)


def test_what_was_counted_earlier_may_have_a_baseline_of_nothing(manager: Account):
    source = a_data_set([6, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    found = actions.propose(act(manager), fields={"title": "Fewer payroll calls", "owner": manager.pk})
    where = {"category": ["payroll"]}
    actions.choose_measure(act(manager), pk=found.pk, version=version(found), source=source, where=where)
    since = FIRST_MONDAY + timedelta(days=7)
    made = actions.freeze_baseline(act(manager), pk=found.pk, version=version(found), since=since)
    assert measuring.baseline_level(made) == 0


@pytest.mark.slow
def test_the_goal_is_not_moved_once_it_was_approved(source: int, manager: Account):
    found = improvement_of(manager, source)
    go(manager, found, "triage", "analysed", "planned", "approved")
    tries: list[actions.Fields] = [
        {"target_percent": 1}, {"margin_percent": 40}, {"intervention_on": date(2024, 1, 1)},
    ]  # fmt: skip
    for fields in tries:
        with pytest.raises(Refusal) as refused:
            actions.edit(act(manager), pk=found.pk, version=version(found), fields=fields)
        assert refused.value.code == "improvement.settled"
    with pytest.raises(Refusal):
        actions.freeze_baseline(act(manager), pk=found.pk, version=version(found))
    with pytest.raises(Refusal):
        actions.choose_measure(
            act(manager), pk=found.pk, version=version(found), source=source, where={"category": ["mail"]}
        )


@pytest.mark.slow
@pytest.mark.parametrize("sql", ["UPDATE {} SET version = 9", "DELETE FROM {}"])
def test_the_database_keeps_baselines_and_answers(source: int, manager: Account, sql: str):
    found = improvement_of(manager, source)
    go(manager, found, "triage", "analysed", "planned", "approved", "in_work")
    actions.verify(act(manager), pk=found.pk, version=version(found))
    for table in ("improvement_givenanswer", "improvement_baseline"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(sql.format(table))
    assert Baseline.objects.get().is_intact


def test_a_second_baseline_stands_beside_the_first(source: int, manager: Account):
    found = improvement_of(manager, source)
    first = Baseline.objects.values().get()
    actions.freeze_baseline(act(manager), pk=found.pk, version=version(found))
    assert Baseline.objects.count() == 2
    assert Baseline.objects.values().get(pk=first["id"]) == first


@pytest.mark.slow
def test_the_address_of_a_finding_fills_the_form_and_freezes_when_saved(source: int, manager: Account, client: Client):
    client.force_login(manager)
    query: dict[str, str | int] = {
        "source": source,
        "finding": "f1",
        "title": "Fewer calls",
        "where": '{"category": "payroll"}',
    }
    page = client.get("/improvements/new/", query)
    assert page.status_code == 200
    assert "Fewer calls" in page.content.decode()
    sent = query | {"element": "process", "margin_percent": 10, "owner": manager.pk, "target_percent": 30}
    response = client.post("/improvements/new/", sent, follow=True)
    assert response.status_code == 200
    assert Improvement.objects.get().baselines.count() == 1
    assert client.get("/improvements/new/", query | {"where": "nonsense"}).status_code == 409
    unknown = client.post("/improvements/new/", sent | {"where": '{"person": "Ana"}'})
    assert unknown.status_code == 422


@pytest.mark.slow
def test_who_may_not_see_data_sets_sees_the_frozen_baseline_only(source: int, manager: Account, client: Client):
    from django.utils import timezone

    from hansei.kernel.models import Grant, Role

    found = improvement_of(manager, source)
    reader = Account.objects.create_user("reader@test.example", "x", name="Reader")
    role = Role.objects.create(key="improvement-reader", rights=["improvement.see"])
    Grant.objects.create(account=reader, role=role, scope="everything", since=timezone.now())
    client.force_login(reader)
    page = client.get(f"/improvements/{found.pk}/")
    assert page.status_code == 200
    assert "There is no such data set, or you may not see it." in page.content.decode()


@pytest.mark.beside_database
@pytest.mark.slow
@pytest.mark.parametrize(
    "where", ['{"service": "\\ud800"}', "[" * 5000, '{"service": ' + "1" * 5000 + "}"], ids=["half", "deep", "long"]
)
def test_an_address_that_cannot_be_read_is_refused(source: int, manager: Account, client: Client, where: str):
    client.force_login(manager)
    sent = {"source": source, "finding": "f1", "title": "Fewer calls", "where": where}
    assert client.post("/improvements/new/", sent).status_code == 409


@pytest.mark.slow
def test_the_weeks_are_counted_beside_the_page_and_the_answer_comes_by_itself(
    source: int, bring: Bring, manager: Account, client: Client, settings: LazySettings
):
    found = improvement_of(manager, source)
    bring(AFTER, 110, source)
    client.force_login(manager)
    settings.RESULT_WAIT_SECONDS = 0
    page = client.get(f"/improvements/{found.pk}/").content.decode()
    assert "Being counted" in page
    assert 'hx-select="#evidence"' in page
    assert "Baseline, frozen" in page  # what was frozen does not wait
    settings.RESULT_WAIT_SECONDS = 60
    assert "<b>Better: −8" in client.get(f"/improvements/{found.pk}/").content.decode()


@pytest.mark.slow
def test_a_job_counts_the_weeks_of_a_new_version_before_anybody_opens_it(
    source: int, bring: Bring, manager: Account, client: Client, monkeypatch: pytest.MonkeyPatch
):
    found = improvement_of(manager, source)
    bring(AFTER, 110, source)
    job = jobs.enqueue("improvement.prepare", by=None)
    while jobs.work_once():
        pass
    job.refresh_from_db()
    assert (job.state, job.result) == ("done", {"improvements": 1})
    monkeypatch.setattr(measuring, "weekly", None)  # nothing is left to count
    monkeypatch.setattr(measuring, "mix_of_others", None)
    client.force_login(manager)
    assert "<b>Better: −8" in client.get(f"/improvements/{found.pk}/").content.decode()


@pytest.mark.slow
def test_an_act_by_the_web_waits_and_writes_nothing_while_the_weeks_are_counted(
    source: int, manager: Account, settings: LazySettings
):
    found = improvement_of(manager, source)
    settings.RESULT_WAIT_SECONDS = 0
    other = {"category": ["mail"]}
    with pytest.raises(NotYet):
        actions.choose_measure(act(manager), pk=found.pk, version=version(found), source=source, where=other)
    assert Improvement.objects.get(pk=found.pk).rule["where"] == {"category": ["payroll"]}
    plain = Act(by=manager, via="cli")
    actions.choose_measure(plain, pk=found.pk, version=version(found), source=source, where=other)
    assert Improvement.objects.get(pk=found.pk).rule["where"] == other


def test_an_improvement_of_a_finding_sent_while_its_weeks_are_counted_finishes_by_itself(
    source: int, manager: Account, client: Client, settings: LazySettings
):
    client.force_login(manager)
    sent = {
        "source": source,
        "finding": "f1",
        "title": "Weniger Anrufe",
        "idea": "Erste\nZweite",
        "element": "process",
    }
    sent |= {"where": json.dumps({"category": ["payroll"]}), "margin_percent": 10}
    settings.RESULT_WAIT_SECONDS = 0
    waiting = client.post("/improvements/new/", sent)
    assert (waiting.status_code, Improvement.objects.count()) == (202, 0)
    page = waiting.content.decode()
    assert "data-again" in page
    kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    kept = {name: unescape(value) for name, value in kept.items() if name != "csrfmiddlewaretoken"}
    assert kept == {name: str(value) for name, value in sent.items()}
    settings.RESULT_WAIT_SECONDS = 60
    assert client.post("/improvements/new/", kept).status_code == 302
    made = Improvement.objects.get()
    assert (made.title, made.baseline is not None) == ("Weniger Anrufe", True)
    assert made.idea.split() == ["Erste", "Zweite"]


@pytest.mark.slow
def test_who_closes_over_a_colleagues_change_keeps_the_reason_and_sees_what_stands(
    source: int, manager: Account, client: Client
):
    """Two people opened the page of closing; the second one's reason is not lost, and nothing is overwritten."""
    found = improvement_of(manager, source)
    client.force_login(manager)
    seen = version(found)
    go(manager, found, "triage")
    given = {"version": seen, "end": "withdrawn", "reason": "The team moved on."}
    answer = client.post(f"/improvements/{found.pk}/close/", given)
    assert answer.status_code == 412
    page = answer.content.decode()
    assert "Somebody changed this after you opened it" in page
    assert "The team moved on.</textarea>" in page
    assert Improvement.objects.get(pk=found.pk).end == ""
    again = client.post(f"/improvements/{found.pk}/close/", {**given, "version": version(found)})
    assert again.status_code == 302
    assert Improvement.objects.get(pk=found.pk).end_reason == "The team moved on."


def test_every_code_of_an_answer_has_words():
    """What the statistics find is said in words, never by its code."""
    codes = {
        code
        for module in (statistics_answer, statistics_guards)
        for code in re.findall(r'"((?:[a-z]+_){2,}[a-z]+)"', inspect.getsource(module))
    }
    named = {code for code in codes if code in wording.FOUND}
    assert named >= {
        "not_frozen_before_intervention", "baseline_runs_into_intervention", "vanishes_against_earlier",
        "no_weeks_outside_finding", "season_not_comparable", "surge_not_due_yet", "measure_version_changed",
        "too_few_before", "too_few_after", "interval_holds_no_change", "trend_explains_it",
    }  # fmt: skip
    assert set(wording.FOUND) <= codes | {"volume_changed", "mix_changed"}
