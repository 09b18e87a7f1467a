"""What a report says, when it may be issued, and that issued figures stay."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from hansei.kernel import check
from hansei.kernel.actions import Act
from hansei.kernel.errors import Outdated, Refusal
from hansei.kernel.models import OWN, Account, EventRow, Identity, Source
from hansei.rooms.mining.models import DataSet
from hansei.rooms.reports import actions, describing, figures, queries
from hansei.rooms.reports.filling import Content
from hansei.rooms.reports.models import Report, Snapshot
from hansei.rooms.reports.tests.arranged import HEAD, LATER, case, count, data_set, draft, issue, now, ready
from hansei.ui import words
from tests.accounts import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Account:
    return make_account("manager")


@pytest.fixture
def act(manager: Account) -> Act:
    return Act(by=manager, via="test")


def told(content: Content, section: str) -> dict[str, object]:
    return {each["code"]: each["value"] for each in content[section]["figures"]}


def test_the_summary_counts_the_month(manager: Account):
    """Five came in March, four went; one is open. Their times were 1, 2, 4 and 12 hours: the median is 3."""
    said = told(count(draft(manager)), "summary")
    assert said["reported"] == 5 and said["resolved"] == 4 and said["open_at_end"] == 1
    assert said["time_to_resolve"] == 3.0
    assert said["reopened_share"] == 0.2


def weeks_of_ten(silent: set[int]) -> str:
    """Thirteen weeks from 30 December 2024 with ten cases each, none in the silent ones; one more case in April."""
    days = [date(2024, 12, 30) + timedelta(weeks=week) for week in range(13) if week not in silent]
    keys = [(f"{day:%m%d}{n}", day) for day in days for n in range(10)]
    cases = [case(key, f"{day} 0{key[-1]}:00", f"{day} 12:00") for key, day in keys]
    return HEAD + "".join([*cases, case("9", "2025-04-02 08:00", "2025-04-02 09:00")])


def test_weeks_in_which_the_source_delivered_nothing_are_a_gap_and_no_fall(manager: Account):
    """Nothing came in the weeks of 10 and 17 March: no zero on the chart, and no change against February."""
    found = draft(manager, text=weeks_of_ten({10, 11}))
    content = count(found)
    (weekly,) = [each for each in content["incidents"]["charts"] if each["code"] == "weekly"]
    assert [value for _day, value in weekly["rows"][-4:]] == [10.0, None, None, 10.0]
    assert weekly["signals"] == []
    assert told(content, "problems")["incident_change"] is None
    said = describing.described(now(found), content)
    assert "delivered nothing" in str(said)
    whole = told(count(draft(manager, text=weeks_of_ten(set()))), "problems")
    assert whole["incident_change"] == pytest.approx((40 / 31) / (40 / 28) - 1, abs=1e-6)


def test_a_silent_week_that_lies_in_both_periods_is_no_fall_either(manager: Account):
    """Nothing came from 24 February to 2 March."""
    content = count(draft(manager, text=weeks_of_ten({8})))
    (change,) = [each for each in content["problems"]["figures"] if each["code"] == "incident_change"]
    assert (change["value"], change["reason"]) == (None, "no_data: weeks")


def test_a_history_that_begins_with_the_month_is_told_as_such_and_not_as_silence(manager: Account):
    content = count(draft(manager, text=weeks_of_ten(set(range(9)))))
    (change,) = [each for each in content["problems"]["figures"] if each["code"] == "incident_change"]
    assert (change["value"], change["reason"]) == (None, "no_data: before")


def test_a_report_is_for_the_customer_of_our_own_history_not_for_another_sources_of_the_same_name(manager: Account):
    other = Source.objects.create(key="other", name="Other", kind=Source.Kind.DEMONSTRATION, state="ready")
    Identity.objects.create(source=other, kind="organisation", key="Ωμέγα")
    assert draft(manager, organisation="Ωμέγα").identity.organisation is None
    ours = Identity.objects.create(source_id=OWN, kind="organisation", key="Ωμέγα")
    assert draft(manager, organisation="Ωμέγα").identity.organisation == ours


def test_item_and_target_attainment_stand_apart(manager: Account, act: Act):
    """Due in March: four; two met, one late, one open past its time. One of two targets is met."""
    ours = actions.open_engagement(
        act,
        fields={
            "title": "Έργο", "data_set": data_set().pk, "kind": "project",
            "targets": "item_attainment >= 90%\ntime_to_resolve <= 8",
            "stage_plan": "2025-03-10 Εγχειρίδιο; done 2025-03-12\n2025-03-20 Δοκιμή\n2025-06-30 Λειτουργία",
        },
    )  # fmt: skip
    content = count(draft(manager, "project", engagement=ours.pk))
    by_code = {each["code"]: each for each in content["attainment"]["figures"]}
    assert (by_code["item_attainment"]["value"], by_code["item_attainment"]["n"]) == (0.5, 4)
    assert (by_code["target_attainment"]["value"], by_code["target_attainment"]["n"]) == (0.5, 2)
    rows = [row for each in content["attainment"]["tables"] if each["code"] == "targets" for row in each["rows"]]
    assert [(row[0], row[3], row[5]) for row in rows] == [
        ("item_attainment", 0.5, False),
        ("time_to_resolve", 3.0, True),
    ]
    assert told(content, "major")["major"] == 1


def test_the_stage_plan_tells_how_late_each_stage_is(manager: Account, act: Act):
    plan = "2025-03-10 Εγχειρίδιο; done 2025-03-12\n2025-03-20 Δοκιμή\n2025-06-30 Λειτουργία"
    fields: actions.EngagementFields = {"title": "Έργο", "data_set": data_set().pk, "stage_plan": plan}
    found = draft(manager, "project", engagement=actions.open_engagement(act, fields=fields).pk)
    section = next(each for each in describing.described(found, count(found)).sections if each.code == "stages")
    stages: Any = section.parts[-1]
    assert [row[3].text for row in stages.rows] == ["+2", "+11", ""]


def test_every_figure_has_as_many_cases_behind_it_as_it_counts(manager: Account):
    found = draft(manager)
    content = count(found)
    rows = queries.cases_of(found)["rows"]
    said = {each["code"]: each for part in content.values() for each in part["figures"]}
    behind = {code: sum(code in row["of"] for row in rows) for code in ("reported", "resolved", "open_at_end", "major")}
    assert behind == {code: said[code]["value"] for code in behind}
    assert sum("item_attainment" in row["of"] for row in rows) == said["item_attainment"]["n"] == 4
    assert sum("missed" in row["of"] for row in rows) == 2
    assert sum("reopened_share" in row["of"] for row in rows) == 1


def test_teams_of_fewer_than_five_are_not_shown(manager: Account):
    """Delta has three people who resolved, Sigma one: neither is shown, and that is said."""
    people = count(draft(manager))["people"]
    assert people["tables"] == [] and people["notes"] == [{"code": "small_teams", "n": 2}]


def test_a_period_outside_the_data_is_no_quiet_month(manager: Account, act: Act):
    from datetime import date

    found = actions.draft_report(
        act, kind="service", source=data_set().pk, first=date(2023, 1, 1), last=date(2023, 1, 31), is_outside_known=True
    )
    content = count(found)
    assert told(content, "summary")["reported"] is None
    assert "reported" in figures.missing(content)


def test_a_month_outside_the_data_is_refused_in_the_form_until_somebody_wants_it_all_the_same(
    manager: Account, client: Client
):
    client.force_login(manager)
    kept, day = data_set(), datetime(2025, 2, 27, 8, tzinfo=UTC)
    DataSet.objects.filter(pk=kept.pk).update(first_at=day, last_at=day + timedelta(days=34))
    asked = {"kind": "service", "source": kept.pk, "first": "2011-05-01", "last": "2011-05-31"}
    answer = client.post("/reports/new/", asked)
    page = answer.content.decode()
    assert answer.status_code == 422 and not Report.objects.exists()
    assert "the period lies partly or wholly outside" in page and 'name="is_outside_known"' in page
    assert 'value="2011-05-01"' in page  # what was typed stays
    assert client.post("/reports/new/", {**asked, "is_outside_known": "yes"}).status_code == 302
    assert Report.objects.get().first == date(2011, 5, 1)


def test_the_reason_of_a_missing_figure_is_read_by_who_comments_and_approves(
    manager: Account, act: Act, client: Client
):
    """In a draft, out for comment and approved, on the page and in files, as it will be issued."""
    found = draft(manager)
    for code in figures.missing(count(found)):
        actions.explain_figure(act, pk=found.pk, figure=code, text="Δεν μετράται")
    client.force_login(manager)
    actions.edit_report(act, pk=found.pk, version=now(found).identity.version, fields={"findings": "Η μία ήρθε αργά."})
    said = {}
    for to in ("commented", "approved", ""):
        assert "Δεν μετράται</p>" in client.get(f"/reports/{found.pk}/report/").content.decode()
        said[now(found).state] = client.get(f"/reports/{found.pk}/report/?document=html").content.decode()
        if to:
            actions.move_report(act, pk=found.pk, version=now(found).identity.version, to=to)
    actions.issue_report(act, pk=found.pk, version=now(found).identity.version)
    issued = client.get(f"/reports/{found.pk}/report/?document=html").content.decode()
    assert {state: text.count("Δεν μετράται") for state, text in said.items()} == dict.fromkeys(
        ("draft", "commented", "approved"), issued.count("Δεν μετράται")
    )
    assert issued.count("Δεν μετράται") > 0


def test_an_issued_report_is_not_offered_to_be_issued_again(manager: Account, client: Client):
    found = ready(manager, draft(manager))
    client.force_login(manager)
    assert client.get(f"/reports/{found.pk}/issue/").status_code == 200
    issue_page = f"/reports/{found.pk}/issue/"
    actions.issue_report(Act(by=manager, via="test"), pk=found.pk, version=found.identity.version)
    assert client.get(issue_page).headers["Location"] == f"/reports/{found.pk}/report/"


def test_a_report_without_findings_is_not_issued(manager: Account, act: Act):
    found = draft(manager)
    count(found)
    actions.move_report(act, pk=found.pk, version=now(found).identity.version, to="commented")
    with pytest.raises(Refusal) as no:
        actions.move_report(act, pk=found.pk, version=now(found).identity.version, to="approved")
    assert "findings" in no.value.message
    assert now(found).state == "commented" and not Snapshot.objects.exists()


@pytest.mark.slow
def test_a_missing_figure_needs_its_reason(manager: Account, act: Act):
    """The data hold no restore times: the figure is missing until somebody says why."""
    found = draft(manager)
    assert "time_to_restore" in figures.missing(count(found))
    version = now(found).identity.version
    actions.edit_report(act, pk=found.pk, version=version, fields={"findings": "Η μία ήρθε αργά."})
    actions.move_report(act, pk=found.pk, version=now(found).identity.version, to="commented")
    with pytest.raises(Refusal, match="Time to restore"):
        actions.move_report(act, pk=found.pk, version=now(found).identity.version, to="approved")
    with pytest.raises(Refusal) as no:
        actions.explain_figure(act, pk=found.pk, figure="reported", text="no")
    assert no.value.code == "report.not_missing"


def test_issued_figures_stay_and_corrections_stand_beside_them(manager: Account, act: Act, client: Client):
    found = issue(manager, draft(manager))
    snapshot = found.snapshot
    assert snapshot is not None and snapshot.is_intact
    assert told(snapshot.content, "summary")["reported"] == 5
    data_set(LATER)
    later = count_later(found)
    assert told(figures.frozen(found) or {}, "summary")["reported"] == 5
    changed = {was["code"]: (was["value"], new["value"]) for was, new in figures.corrections(snapshot.content, later)}
    assert changed["reported"] == (5, 6) and changed["item_attainment"] == (0.5, 0.6)
    assert len([row for row in queries.cases_of(found)["rows"] if "reported" in row["of"]]) == 5
    client.force_login(manager)
    page = client.get(f"/reports/{found.pk}/report/").content.decode()
    assert "Corrected since" in page
    drilled = client.get(f"/reports/{found.pk}/cases/?figure=reported").content.decode()
    assert "As issued:" in drilled and ">8<" not in drilled
    assert list(check.check()) == []


def count_later(found: Report) -> Content:
    from hansei.kernel.errors import NotYet

    while True:
        try:
            return figures.now(found)
        except NotYet:
            continue


def test_an_issued_report_is_edited_by_nobody_not_even_in_the_database(manager: Account, act: Act):
    found = issue(manager, draft(manager))
    with pytest.raises(Refusal) as no:
        actions.edit_report(act, pk=found.pk, version=found.identity.version, fields={"findings": "nicer"})
    assert no.value.code == "lifecycle.ended"
    with pytest.raises(DatabaseError), transaction.atomic():
        Snapshot.objects.update(content={})
    assert found.snapshot is not None
    assert [each.facts["snapshot"] for each in EventRow.objects.filter(kind="report.issued")] == [found.snapshot.pk]


def test_two_people_issue_at_once_one_is_told(manager: Account, act: Act):
    found = ready(manager, draft(manager))
    actions.issue_report(act, pk=found.pk, version=found.identity.version)
    with pytest.raises(Outdated):
        actions.issue_report(act, pk=found.pk, version=found.identity.version)
    assert Snapshot.objects.count() == 1


def test_a_changed_snapshot_breaks_the_seal(manager: Account):
    from hansei.kernel import triggers

    found = issue(manager, draft(manager))
    with triggers.lifted():
        snapshot = found.snapshot
        assert snapshot is not None
        snapshot.content = json.loads(json.dumps(snapshot.content).replace('"value": 5', '"value": 4'))
        snapshot.save()
    assert not Snapshot.objects.get().is_intact


def test_a_report_on_problems_waits_for_the_scan_or_says_why_not(manager: Account, act: Act):
    """Nobody has looked for hidden causes yet: that is missing as a figure would be."""
    found = draft(manager, "problems")
    assert "patterns" in figures.missing(count(found))
    issued = issue(manager, found)
    said = next(each for each in describing.described(issued).sections if each.code == "problems")
    assert any(getattr(each, "text", "").endswith("Δεν μετράται") for each in said.parts)


def test_a_decision_is_noted_also_after_issue(manager: Account, act: Act):
    found = issue(manager, draft(manager))
    actions.note_decision(act, pk=found.pk, text="Δεύτερη πύλη")
    decided: Any = describing.described(now(found)).sections[-1].parts[0]
    assert decided.text == "Δεύτερη πύλη"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("targets", "item_attainment about 95%"),
        ("targets", "everything >= 1"),
        ("stage_plan", "soon: handbook"),
        ("stage_plan", "2025-02-30 Handbook"),
        ("recipients", "nobody"),
        ("recipients", "a@b.example tlh"),
        ("zone", "Mars/Olympus"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(act: Act, field: str, text: str):
    with pytest.raises(Refusal) as no:
        actions.open_engagement(act, fields={"title": "Έργο", "data_set": data_set().pk, field: text})  # type: ignore[misc]
    assert list(no.value.details["fields"]) == [field]  # type: ignore[call-overload]


@pytest.mark.parametrize("form", ["html", "docx", "xlsx"])
def test_a_report_is_taken_along_in_another_language(manager: Account, client: Client, form: str):
    found = issue(manager, draft(manager))
    client.force_login(manager)
    answer = client.get(f"/reports/{found.pk}/report/?document={form}&language=ru")
    assert answer.status_code == 200 and answer.headers["Content-Disposition"].endswith(f'.{form}"')
    if form == "html":
        assert "Сводка" in answer.content.decode() and "No outcome shown" not in answer.content.decode()


def test_a_report_prints_the_six_figures_of_its_data_and_keeps_them(manager: Account, client: Client):
    """Of the five of March nothing is impossible and four ended with their time: what no log tells is said to be so."""
    from hansei.rooms.measures import actions as measures

    found = draft(manager)
    told = {"good": 9, "n": 10, "basis": "Ρωτήσαμε"}
    measures.check_information(Act(by=manager, via="test"), source=found.data_set, criterion="accessibility", **told)  # type: ignore[arg-type]
    found = issue(manager, found)
    section = next(each for each in describing.described(found).sections if each.code == "data")
    (table,) = section.parts
    assert [[cell.text for cell in row[:4]] for row in table.rows][:3] == [  # type: ignore[union-attr]
        ["Availability", words.share(1), "5", "5"],
        ["Reliability", words.share(1), "5", "5"],
        ["Accessibility", words.share(0.9), "9", "10"],
    ]
    assert [row[0].text for row in table.rows][3:] == ["Timeliness", "Accuracy", "Relevance"]  # type: ignore[union-attr]
    told["good"] = 1
    measures.check_information(Act(by=manager, via="test"), source=found.data_set, criterion="accessibility", **told)  # type: ignore[arg-type]
    later = next(each for each in describing.described(now(found)).sections if each.code == "data")
    assert later.parts[0].rows[2][1].text == words.share(0.9)  # type: ignore[union-attr]
    client.force_login(manager)
    assert "never averaged" in client.get(reverse("reports:paper", args=[found.pk])).content.decode()


def test_majors_beyond_those_shown_are_counted_with_the_way_to_all(act: Act):
    """Of 128 major incidents 50 stand in the table; its last row says so and leads to the list of all."""
    from hansei.blocks.document.description import Cell
    from hansei.rooms.reports.describing import table_of
    from hansei.rooms.reports.filling import MOST_MAJORS
    from hansei.rooms.reports.models import Report

    row = [1, "INC1", "网络", "2025-03-03T09:00", 2.0]
    columns = ["case", "key", "service", "reported_at", "hours"]
    kept = {"code": "major", "columns": columns, "rows": [row] * MOST_MAJORS, "of": 128}
    shown = table_of(kept, Report(pk=7)).rows
    assert len(shown) == 51
    assert shown[-1][0] == Cell("50 of 128 are shown; to all of them", url="/reports/7/cases/?figure=major")
    assert {len(each) for each in shown} == {4}
    assert len(table_of(kept | {"of": 50}, Report(pk=7)).rows) == 50
