"""The calendar, the matrix and the timeline of a register: what is shown where, and what is left out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hansei.blocks.register import calendar, shapes
from hansei.blocks.register.models import Shape
from hansei.blocks.register.tests.any_kind import KINDS, a_record, address, register_of
from hansei.blocks.register.views import pictures
from hansei.kernel.models import Account
from hansei.ui.marks import GradeAxis, Graded, Node, Span, Way, grade_matrix, state_diagram, timeline

pytestmark = pytest.mark.django_db


def seen_as(web: Client, shape: str, kind: str = "improvement", **asked: str) -> Any:
    page = web.get(address(register_of(kind)), {"shape": shape, **asked})
    assert page.status_code == 200
    return page


@pytest.mark.parametrize("kind", KINDS)
def test_every_shape_that_a_kind_offers_is_drawn_empty_and_with_a_record(web: Client, manager: Account, kind: str):
    register = register_of(kind)
    offered = shapes.offered(register)
    assert offered[:2] == [Shape.LIST, Shape.BOARD]
    for each in offered:
        seen_as(web, each, kind)
    a_record(register, manager)
    for each in offered:
        seen_as(web, each, kind)


def test_a_kind_with_a_dated_field_and_its_index_has_a_calendar():
    with_calendar = {kind for kind in KINDS if Shape.CALENDAR in shapes.offered(register_of(kind))}
    assert {
        "improvement",
        "capa",
        "violation",
        "complaint",
        "risk",
        "decision",
        "goal",
        "control_item",
    } <= with_calendar
    assert Shape.CALENDAR not in shapes.offered(register_of("lesson"))


def test_a_shape_that_the_kind_has_not_is_the_list(web: Client):
    for shape in ("matrix", "timeline", "nothing"):
        assert "rows" in seen_as(web, shape, "lesson").context


def test_the_calendar_shows_a_month_and_the_days_of_its_first_and_last_week(web: Client, manager: Account):
    """March 2026 begins on a Sunday; weeks begin on Sunday in English, so the grid runs from 1 March to 4 April."""
    register = register_of("improvement")
    days = (date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 4), date(2026, 4, 5), None)
    made = [a_record(register, manager, str(day), intervention_on=day).pk for day in days]
    month = seen_as(web, "calendar", month="2026-03").context["month"]
    assert (month.weeks[0][0].day, month.weeks[-1][-1].day) == (date(2026, 3, 1), date(2026, 4, 4))
    assert [entry.pk for week in month.weeks for day in week for entry in day.entries] == made[1:4]
    assert (month.before, month.after, month.shown, month.total) == ("2026-02", "2026-04", 3, 3)
    assert [day.is_out for day in month.weeks[-1]] == [False, False, False, True, True, True, True]


@pytest.mark.parametrize("wrong", ["", "2026-13", "x", "0001-01", "9999-12", "2026-3-1"])
def test_a_month_that_is_none_is_this_month(wrong: str):
    assert calendar.month_of(wrong) == timezone.localdate().replace(day=1)


def test_the_calendar_keeps_the_filters_and_goes_by_the_date_asked_for(web: Client, manager: Account):
    register = register_of("control_item")
    found = a_record(register, manager, check_on=date(2026, 3, 10))
    page = seen_as(web, "calendar", "control_item", month="2026-03", state=found.state)
    assert page.context["month"].total == 1
    assert f"state={found.state}" in page.context["after_url"]
    others = [each.code for each in shapes_states("control_item") if each.code != found.state]
    assert seen_as(web, "calendar", "control_item", month="2026-03", state=others[0]).context["month"].total == 0


def shapes_states(kind: str) -> Any:
    from hansei.blocks.lifecycle import LIFECYCLES

    return LIFECYCLES[kind].states


def test_a_full_month_says_of_how_many_it_shows_the_first(
    web: Client, manager: Account, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(calendar, "SHOWN", 4)
    for n in range(6):
        a_record(register_of("improvement"), manager, f"{n}", intervention_on=date(2026, 3, 10))
    page = seen_as(web, "calendar", month="2026-03")
    assert (page.context["month"].shown, page.context["month"].total) == (4, 6)
    assert "The first 4 of 6 of these weeks are shown" in page.content.decode()


def test_the_matrix_places_open_records_by_both_grades_and_counts_those_without(web: Client, manager: Account):
    register = register_of("improvement")
    both = a_record(register, manager, "Both", value=3, effort=1)
    a_record(register, manager, "One", value=3)
    page = seen_as(web, "matrix")
    picture = page.context["picture"]
    assert [tuple(str(cell) for cell in row) for row in picture.rows] == [(f"{both.identity.key} Both", "low", "high")]
    assert page.context["notes"] == ["Open, and not judged in both yet: 1."]
    assert f'href="/improvements/{both.pk}/"' in page.content.decode()
    drawn = web.get("/improvements/", {"shape": "matrix", "format": "svg", "picture": "grades"})
    assert drawn.headers["Content-Type"].startswith("image/svg+xml")


def test_a_cell_names_as_many_as_have_room_and_the_table_names_all():
    grades = GradeAxis("Effort", ["low", "high"])
    things = [Graded("Ω", 0, 1, f"X-{n}", url=f"/{n}/") for n in range(25)]
    picture = grade_matrix(things, "T", grades, GradeAxis("Value", ["low", "high"]), ("a", "b", "c", "d"))
    assert (str(picture).count("<a "), len(picture.rows)) == (18, 25)
    assert "and 7 more" in str(picture)
    assert picture.role == "group"


def test_the_timeline_says_what_is_late_and_what_has_ended():
    today = date(2026, 3, 10)
    late = Span("Α", "X-1", date(2026, 1, 1), date(2026, 3, 9), said="Planned")
    ended = Span("Β", "X-2", date(2026, 1, 1), date(2026, 2, 1), date(2026, 2, 3), said="Closed")
    begun = Span("Δ", "X-4", date(2026, 1, 1), date(2026, 3, 9), said="In work", is_met=True)
    assert not begun.is_late(today)
    coming = Span("Γ", "X-3", date(2026, 3, 1), date(2026, 5, 1), url="/3/", said="Planned")
    assert [each.is_late(today) for each in (late, ended, coming)] == [True, False, False]
    picture = timeline([late, ended, coming], "T", today, "Due")
    assert [row[-1] for row in picture.rows] == ["Planned, late", "Closed", "Planned"]
    drawn = str(picture)
    assert (drawn.count("h-fill-bad"), drawn.count("h-hollow-point"), drawn.count("<circle")) == (1, 2, 1)
    assert "Today" in drawn


def test_the_timeline_pages_by_the_day_promised(web: Client, manager: Account, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pictures, "LINES", 2)
    first = date(2026, 3, 1)
    for n in (2, 0, 1):
        a_record(register_of("improvement"), manager, f"{n}", intervention_on=first + timedelta(days=n))
    a_record(register_of("improvement"), manager, "none")
    page = seen_as(web, "timeline")
    assert [row[0][-1] for row in page.context["picture"].rows] == ["0", "1"]
    again = seen_as(web, "timeline", after=page.context["page"].after)
    assert [row[0].partition(" ")[2] for row in again.context["picture"].rows] == ["2", "none"]


def test_a_diagram_of_states_draws_each_way_once_and_names_it():
    nodes = [Node("a", "Α"), Node("b", "Β"), Node("c", "Γ", is_end=True)]
    ways = [Way("a", "b", "on"), Way("b", "c", "on"), Way("a", "c", "away"), Way("b", "a", "back", is_apart=True)]
    picture = state_diagram(nodes, ways, "T")
    assert list(picture.rows) == [("on", "Α", "Β"), ("on", "Β", "Γ"), ("away", "Α", "Γ"), ("back", "Β", "Α")]
    assert str(picture).count("h-canvas-tip") == 4
    assert str(picture).count("h-canvas-assumed") == 1


def test_ways_of_one_name_to_one_state_run_together():
    nodes = [Node(code, code) for code in "abcd"]
    ways = [Way(start, "d", "Close") for start in "abc"]
    assert str(state_diagram(nodes, ways, "T")).count("h-canvas-tip") == 2  # one past the others, one straight down
