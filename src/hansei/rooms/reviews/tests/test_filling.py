"""What the sections of a pack are filled with, and how their figures are counted."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from hansei.kernel.actions import Act
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account
from hansei.rooms.mining.models import DataSet
from hansei.rooms.reviews import actions, chart, kinds, queries, shown
from hansei.rooms.reviews.models import Pack
from hansei.rooms.reviews.tests.arranged import FIRST, LAST, MARCH, case, data_set, draft, figures
from hansei.worktime.periods import Period, last_whole_month

pytestmark = pytest.mark.django_db


def test_a_customer_review_has_its_eight_sections_with_last_actions_first(manager: Account, march: DataSet):
    pack = draft(manager, march)
    found = shown.sections(pack, queries.figures_now(manager, pack), None)
    assert [each.number for each in found] == [8, 1, 2, 3, 4, 5, 6, 7]
    assert found[0].title == "Progress of last meeting's actions"
    assert {each.code for each in found if not each.has_data} == {
        "last_actions", "contract", "goals", "satisfaction", "needs",
    }  # fmt: skip


def test_a_team_review_has_its_seven_sections(manager: Account, march: DataSet):
    pack = draft(manager, march, "team")
    found = shown.sections(pack, queries.figures_now(manager, pack), None)
    assert [each.number for each in found] == [1, 2, 3, 4, 5, 6, 7]
    assert [each.code for each in found if not each.has_data] == ["last_plan", "special", "next_plan"]


def test_the_figures_of_a_month_are_of_its_cases(manager: Account, march: DataSet):
    content = queries.figures_now(manager, draft(manager, march))
    assert figures(content, "scope")["reported"] == (4, None)
    assert figures(content, "scope")["reported_before"] == (1, None)
    assert figures(content, "scope")["resolved"] == (3, None)
    assert figures(content, "scope")["open_at_end"] == (1, None)
    assert figures(content, "scope")["open_age"] == (4.0, 1)
    assert figures(content, "performance")["time_to_resolve"] == (4.0, 3)
    assert content["problems"]["tables"][0]["rows"][0] == ["1 · 2", 4]


def test_what_comes_at_the_midnight_after_a_period_is_not_of_it(manager: Account, march: DataSet):
    """Neither is it open at its end; what ends at that midnight is."""
    late = case("7", "2025-04-01 00:00") + case("8", "2025-03-30 10:00", "2025-04-01 00:00")
    data_set(MARCH + late, march)
    content = queries.figures_now(manager, draft(manager, march))
    assert figures(content, "scope")["open_at_end"] == (2, None)  # 5 and 8


def test_a_period_without_cases_is_no_data_and_not_zero(manager: Account, march: DataSet):
    pack = draft(manager, march, first=date(2024, 3, 1), last=date(2024, 3, 31))
    content = queries.figures_now(manager, pack)
    problems = content.pop("problems")
    assert problems == {"figures": [], "tables": [], "notes": [{"code": "not_looked"}]}
    assert all(part == {"figures": [], "tables": []} for part in content.values())


def test_a_day_begins_where_the_reviewer_is(manager: Account, march: DataSet):
    """The case of 31 March 20:00 in UTC is of April in Shanghai."""
    pk = actions.draft_pack(
        Act(by=manager, via="web"), source=march.pk, kind="customer", first=FIRST, last=LAST, zone="Asia/Shanghai"
    )
    content = queries.figures_now(manager, Pack.objects.get(pk=pk))
    assert figures(content, "scope")["reported"] == (3, None)


def test_a_team_of_two_shows_no_times_and_no_review_names_a_person(manager: Account, march: DataSet):
    more = MARCH + case("7", "2025-03-06 08:00", "2025-03-06 09:00", person="Di")
    pack = draft(manager, data_set(more, march), "team")
    content = queries.figures_now(manager, pack)
    (table,) = content["sub_teams"]["tables"]
    assert table["rows"] == [["Δέλτα", 3, 2.0, 3.6], ["Σίγμα", 1, None, None]]
    assert not any(name in str(content) for name in ("Ana", "Bo", "Cy", "Di"))


def test_twelve_months_are_drawn_by_name_with_gaps_as_gaps():
    drawn = chart.months(
        [(date(2025, 3, 1), 0.5, 4), (date(2025, 4, 1), None, 0)], "Service level met, as the source flagged it"
    ).svg()
    assert drawn.count("<rect") == 1
    assert "as the source flagged it" in drawn
    assert "50" in drawn
    assert "–" in drawn


def test_every_section_has_words(manager: Account):
    from hansei.rooms.reviews import wording

    with translation.override("en"):
        assert (len(kinds.SECTIONS["customer"]), len(kinds.SECTIONS["team"]), len(kinds.SECTIONS["management"])) == (
            8,
            7,
            8,
        )
        assert all(wording.section(code) for codes in kinds.SECTIONS.values() for code in codes)


def test_the_period_before_whole_months_is_whole_months():
    assert Period(date(2025, 1, 1), date(2025, 3, 31), "UTC").previous() == Period(
        date(2024, 10, 1), date(2024, 12, 31), "UTC"
    )
    assert Period(date(2025, 3, 10), date(2025, 3, 16), "UTC").previous() == Period(
        date(2025, 3, 3), date(2025, 3, 9), "UTC"
    )
    assert last_whole_month(date(2025, 4, 2)) == (FIRST, LAST)
    assert last_whole_month(LAST) == (FIRST, LAST)


@pytest.mark.parametrize("year", [1, 9999])
def test_a_period_at_the_end_of_the_calendar_is_refused(manager: Account, march: DataSet, year: int):
    with pytest.raises(Refusal, match="a year at most"):
        draft(manager, march, first=date(year, 1, 1), last=date(year, 12, 31))
    assert Pack.objects.count() == 0
