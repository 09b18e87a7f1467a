"""A measure of one's own: kept, shown before it is kept, refused with its place, a ratio of two, entered values."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hansei.kernel import check
from hansei.kernel.actions import Act
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account, EventRow
from hansei.rooms.measures import actions, collecting, entered, framework, points, queries
from hansei.rooms.measures.models import Collector, EnteredValue, Metric
from hansei.rooms.measures.tests.histories import a_data_set
from hansei.rooms.mining.models import DataSet
from tests.accounts import make_account

pytestmark = pytest.mark.django_db

MONDAY = datetime.fromisoformat("2024-01-01 10:00")
DEFINITION = json.dumps(
    {
        "figure": {"what": "share", "hit": [{"what": "within", "end": {"what": "end", "end": "resolved"}, "hours": 2}]},
        "where": [{"what": "is", "field": "service", "values": ["Pay"]}],
    }
)


@pytest.fixture
def manager() -> Account:
    return make_account("manager")


def act(by: Account) -> Act:
    return Act(by=by, via="web")


def three_weeks() -> DataSet:
    """Each week ten cases of Pay resolved after 1 to 10 hours, and one of Mail."""
    cases = []
    for week in range(3):
        at = MONDAY + timedelta(weeks=week)
        cases += [
            {"reported_at": at, "resolved_at": at + timedelta(hours=hours + 1), "service": "Pay"} for hours in range(10)
        ]
        cases.append({"reported_at": at, "resolved_at": at, "service": "Mail", "last_at": at + timedelta(days=6.5)})
    return a_data_set(cases)


def a_metric(manager: Account, title: str = "In time", **formula: object) -> Metric:
    fields: actions.metrics.MetricFields = {"title": title, "decision": "Who helps whom."}
    return actions.draft_metric(act(manager), fields=fields, formula=formula)  # type: ignore[arg-type]


def test_a_definition_is_measured_in_the_data(manager: Account):
    found = a_metric(manager, origin="composed", definition=DEFINITION, form="number")
    assert found.form == "share"  # as the figure is, whatever was chosen
    data_set = three_weeks()
    value = queries.value_of(found.pk, data_set, keep=queries.kept)
    assert (value.value, value.count, value.n) == (0.2, 6, 30)
    assert queries.series_of(found.pk, data_set, keep=queries.kept) == [
        (date(2024, 1, 1) + timedelta(weeks=week), 0.2, 10) for week in range(3)
    ]
    assert list(check.check()) == []


def test_a_broken_definition_is_refused_with_place_and_reason_and_nothing_changes(manager: Account):
    found = a_metric(manager, origin="composed", definition=DEFINITION)
    broken = DEFINITION.replace('"service"', '"servant"')
    events = EventRow.objects.count()
    with pytest.raises(Refusal, match=r"where\.1\.field.*not known here.*service") as refused:
        actions.set_formula(act(manager), pk=found.pk, version=1, formula={"origin": "composed", "definition": broken})
    assert refused.value.code == "metric.wrong_definition"
    assert Metric.objects.get(pk=found.pk).definition == found.definition
    assert EventRow.objects.count() == events


def test_a_ratio_divides_two_metrics_and_never_by_nought(manager: Account):
    data_set = three_weeks()
    count = {"figure": {"what": "count"}}
    pay = count | {"where": [{"what": "is", "field": "service", "values": ["Pay"]}]}
    none = count | {"where": [{"what": "is", "field": "service", "values": ["Nobody"]}]}
    every, some, never = (
        a_metric(manager, str(at), origin="composed", definition=json.dumps(each))
        for at, each in enumerate((count, pay, none))
    )
    ratio = a_metric(manager, "r", origin="ratio", above=some.pk, below=every.pk, form="share")
    value = queries.value_of(ratio.pk, data_set, keep=queries.kept)
    assert (value.value, value.n) == (30 / 33, 33)
    assert queries.series_of(ratio.pk, data_set, keep=queries.kept)[0] == (date(2024, 1, 1), 10 / 11, 11)
    hollow = a_metric(manager, "h", origin="ratio", above=some.pk, below=never.pk, form="share")
    assert queries.value_of(hollow.pk, data_set, keep=queries.kept).value is None
    with pytest.raises(Refusal, match="stand on itself"):
        actions.set_formula(
            act(manager), pk=ratio.pk, version=1, formula={"origin": "ratio", "above": ratio.pk, "below": every.pk}
        )


def test_the_form_shows_a_preview_and_keeps_what_it_built(manager: Account, client: Client):
    found, data_set = a_metric(manager), three_weeks()
    client.force_login(manager)
    asked = {
        "origin": "composed", "source": str(data_set.pk), "figure": "interval", "start": "end:reported",
        "end": "end:resolved", "aggregate": "p90", "hours": "elapsed", "step": "week", "by": "service",
        "where_field_1": "service", "where_test_1": "is", "where_values_1": "Pay\nMail",
    }  # fmt: skip
    page = client.get(f"/metrics/{found.pk}/formula/", asked)
    said = page.content.decode()
    assert "p90 of the elapsed hours from reported to resolved; only cases where Service is" in said
    assert "Pay" in said and 'id="preview"' in said
    assert not Metric.objects.get(pk=found.pk).definition  # a preview keeps nothing
    text = page.context["text"]
    kept = client.post(
        f"/metrics/{found.pk}/formula/?origin=composed", {"definition": text, "form": "hours", "version": 1}
    )
    assert kept.status_code == 302
    assert Metric.objects.get(pk=found.pk).composed is not None
    again = client.get(f"/metrics/{found.pk}/formula/")
    assert again.context["composing"]["where_values_1"].value() == "Pay\nMail"


def test_a_form_that_does_not_fit_says_where(manager: Account, client: Client):
    found = a_metric(manager)
    three_weeks()
    client.force_login(manager)
    asked = {"origin": "composed", "figure": "share", "hours": "elapsed", "step": "week"}
    said = client.get(f"/metrics/{found.pk}/formula/", asked).content.decode()
    assert "figure.hit: At least one is needed here." in said
    wrong = asked | {"where_field_1": "service", "where_test_1": "at_least", "where_values_1": "3"}
    said = client.get(f"/metrics/{found.pk}/formula/", wrong).content.decode()
    assert "This field does not go with this condition." in said


def enter(manager: Account, found: Metric, first: date, last: date, value: float, **more: object) -> int:
    given: actions.values.Given = {"first": first, "last": last, "value": value, "n": 100}
    said = {"source": "Telephone system", "method": "monitoring", **more}
    return actions.enter_values(act(manager), pk=found.pk, values=[given], **said)  # type: ignore[arg-type]


def test_entered_values_are_summed_or_weighted_and_a_missing_month_is_a_gap(manager: Account):
    calls = a_metric(manager, "Calls offered", origin="entered", form="number", formula="Calls offered.")
    enter(manager, calls, date(2025, 1, 1), date(2025, 1, 31), 900)
    enter(manager, calls, date(2025, 3, 1), date(2025, 3, 31), 1100)
    assert queries.series_of(calls.pk, None, step="month") == [
        (date(2025, 1, 1), 900.0, 100), (date(2025, 2, 1), None, 0), (date(2025, 3, 1), 1100.0, 100)
    ]  # fmt: skip
    assert queries.value_of(calls.pk, None, (date(2025, 1, 1), date(2025, 3, 31))).value == 2000.0
    assert queries.value_of(calls.pk, None, (date(2025, 2, 1), date(2025, 2, 28))).reason == "not_entered"
    share = a_metric(manager, "Answered", origin="entered", form="share", formula="x")
    values: list[actions.values.Given] = [
        {"first": date(2025, 1, 1), "last": date(2025, 1, 1), "value": 0.5, "n": 10},
        {"first": date(2025, 1, 2), "last": date(2025, 1, 2), "value": 1.0, "n": 30},
    ]
    actions.enter_values(act(manager), pk=share.pk, values=values, source="s", method="survey")
    assert queries.value_of(share.pk, None).value == 0.875


def test_a_correction_needs_its_reason_and_stands_beside(manager: Account):
    found = a_metric(manager, "Parts", origin="entered", form="number", formula="x")
    day = date(2025, 1, 1)
    assert enter(manager, found, day, day, 5) == 1
    assert enter(manager, found, day, day, 5) == 0  # the same again is nothing new
    with pytest.raises(Refusal, match="Say why"):
        enter(manager, found, day, day, 6)
    assert enter(manager, found, day, day, 6, reason="Counted twice.") == 1
    assert [each.value for each in EnteredValue.objects.order_by("pk")] == [5.0, 6.0]
    assert [each.value for each in entered.in_force(found)] == [6.0]


@pytest.mark.parametrize(("value", "code"), [(1.2, "metric.share"), (float("nan"), "metric.not_a_number")])
def test_a_value_that_cannot_be_one_is_refused(manager: Account, value: float, code: str):
    found = a_metric(manager, "Share", origin="entered", form="share", formula="x")
    with pytest.raises(Refusal) as refused:
        enter(manager, found, date(2025, 1, 1), date(2025, 1, 1), value)
    assert refused.value.code == code
    assert not EnteredValue.objects.exists()


def test_nobody_enters_what_is_computed(manager: Account):
    found = a_metric(manager, origin="composed", definition=DEFINITION)
    with pytest.raises(Refusal, match="computed"):
        enter(manager, found, date(2025, 1, 1), date(2025, 1, 1), 1)


def test_a_file_is_looked_at_first_and_taken_in_once(manager: Account, client: Client):
    found = a_metric(manager, "Calls", origin="entered", form="number", formula="x")
    enter(manager, found, date(2025, 1, 1), date(2025, 1, 31), 900)
    client.force_login(manager)
    text = "Period;Value;n\n2025-01;900;100\n2025-02;1 050,5;120\n2025-03;much;\n31.12.2024;3;\n2025-02;7;\n"
    file = SimpleUploadedFile("calls.csv", text.encode())
    page = client.post(f"/metrics/{found.pk}/import/", {"file": file})
    looked = page.context["looked"]
    assert (len(looked.new), looked.known, [line for line, _why in looked.rejected]) == (1, 1, [4, 5, 6])
    assert EnteredValue.objects.count() == 1  # looking keeps nothing
    taken = {"rows": page.context["form"]["rows"].value(), "source": "calls.csv", "method": "monitoring"}
    for _again in range(2):
        answer = client.post(f"/metrics/{found.pk}/import/", taken)
        assert answer.status_code == 302
    assert [(each.value, each.n, each.is_imported) for each in EnteredValue.objects.order_by("pk")][1:] == [
        (1050.5, 120, True)
    ]


@pytest.mark.parametrize("rows", ["[[1]]", '"x"', '[["2025-01-01", "2025-01-01", "1e999", null]]'])
def test_rows_that_somebody_made_up_are_refused(manager: Account, client: Client, rows: str):
    found = a_metric(manager, "Calls", origin="entered", form="number", formula="x")
    client.force_login(manager)
    client.post(f"/metrics/{found.pk}/import/", {"rows": rows, "source": "s", "method": "survey"})
    assert not EnteredValue.objects.exists()


def test_a_missed_collection_is_a_gap_and_lowers_completeness(manager: Account):
    found = a_metric(manager, "Calls", origin="entered", form="number", formula="x")
    for month in (1, 3):
        enter(manager, found, date(2025, month, 1), date(2025, month, 28), 900)
    plan = actions.plan_collection(
        act(manager),
        fields={
            "title": "Calls",
            "metric": found.pk,
            "starts_on": date(2025, 1, 1),
            "frequency": "month",
            "method": "sampling",
        },
    )
    assert plan.seed is not None  # the same sample can be drawn again
    line = collecting.line_of(plan, date(2025, 5, 5))
    assert [each.standing for each in line.cells] == ["came", "gap", "came", "due", "waits"]
    assert (line.came, line.due, line.completeness) == (2, 3, 2 / 3)
    actions.note_failure(act(manager), pk=plan.pk, step=date(2025, 2, 14), error="The system was replaced.")
    assert collecting.line_of(plan, date(2025, 5, 5)).gaps[0].error == "The system was replaced."


def test_a_source_that_stops_delivering_is_a_gap_and_never_nought(manager: Account):
    data_set = three_weeks()  # until Sunday, 21 January 2024
    found = a_metric(manager, origin="composed", definition='{"figure": {"what": "count"}}')
    plan = Collector(metric=found, frequency="week", starts_on=date(2024, 1, 8), data_set=data_set.pk)
    plan.pk = 0
    line = collecting.line_of(plan, date(2024, 2, 10), keep=queries.kept)
    assert [each.standing for each in line.cells] == ["came", "came", "gap", "gap", "waits"]
    assert [value for _day, value, _n in queries.series_of(found.pk, data_set, keep=queries.kept)] == [11.0, 11.0, 11.0]


def test_a_hole_within_the_data_is_a_gap_where_weeks_are_busy(manager: Account):
    at = [MONDAY + timedelta(weeks=week) for week in (0, 1, 3, 4)]
    data_set = a_data_set([{"reported_at": each} for each in at for _case in range(12)])
    found = a_metric(manager, origin="composed", definition='{"figure": {"what": "count"}}')
    values = [value for _day, value, _n in queries.series_of(found.pk, data_set, keep=queries.kept)]
    assert values == [12.0, 12.0, None, 12.0]


def test_an_orphan_shows_and_open_points_stand_on_the_card(manager: Account, client: Client):
    found = a_metric(manager, "Calls", origin="entered", form="number", formula="Calls offered.")
    client.force_login(manager)
    said = client.get(f"/metrics/{found.pk}/").content.decode()
    assert "orphan" in said and "7 points open" in said and "A sponsor is named" in said
    actions.tick_points(act(manager), pk=found.pk, version=1, done=["sponsor", "cost", "nonsense"])
    assert Metric.objects.get(pk=found.pk).points == ["cost", "sponsor"]
    concern = actions.note_concern(act(manager), fields={"stakeholder": "Sponsor", "title": "What does it cost?"})
    assert [each.said for each in framework.matrix(manager).uncovered] == ["What does it cost?"]
    actions.edit_metric(act(manager), pk=found.pk, version=2, fields={"concerns": [concern.pk]})
    said = client.get(f"/metrics/{found.pk}/").content.decode()
    assert "orphan" not in said and "5 points open" in said


def test_the_list_of_points_is_the_organisation_s_own(manager: Account):
    given = [{"code": code, "text": said} for code, said in points.points()]
    given[0]["text"], given[1]["text"] = "Asked everybody", ""
    actions.change_points(act(manager), points=[*given, {"code": "", "text": "The union agrees"}])
    now = dict(points.points())
    assert (now["concerns"], "automatic" in now, len(now)) == ("Asked everybody", False, 7)
    assert "The union agrees" in now.values()
