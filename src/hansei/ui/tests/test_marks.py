"""Pictures: right places, escaped words, a table beside each, and nothing the page's policy forbids."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from lxml import etree

from hansei.ui import marks
from hansei.ui.marks.scale import Days, Scale, round_ticks
from hansei.ui.marks.svg import tag
from hansei.ui.views.gallery import sample_pictures

MONDAY = date(2025, 1, 6)
SVG = "{http://www.w3.org/2000/svg}"


def elements(picture: marks.Picture, name: str, class_: str = "") -> list[etree._Element]:
    found = etree.fromstring(marks.standalone(picture).encode()).iter(SVG + name)
    return [each for each in found if class_ in each.get("class", "").split() or not class_]


def places(picture: marks.Picture, class_: str) -> list[tuple[float, float]]:
    return [(float(each.attrib["cx"]), float(each.attrib["cy"])) for each in elements(picture, "circle", class_)]


@pytest.mark.parametrize("name", sample_pictures())
def test_every_picture_has_a_title_a_table_and_no_style_attribute(name: str) -> None:
    picture = sample_pictures()[name]
    svg = str(picture.svg())
    assert svg.startswith("<svg ")
    assert "<title>" in svg
    assert " style=" not in svg
    assert "<script" not in svg
    assert picture.rows
    assert {len(row) for row in picture.rows} == {len(picture.head)}


@pytest.mark.parametrize("name", sample_pictures())
def test_a_picture_taken_along_has_its_colours_and_needs_nothing_else(name: str) -> None:
    document = marks.standalone(sample_pictures()[name])
    root = etree.fromstring(document.encode())
    assert root.tag == SVG + "svg"
    assert "var(" not in document
    assert "http://www.w3.org/2000/svg" in document
    assert not re.search(r"(href|src|url\()", document)


def test_words_in_a_picture_are_escaped() -> None:
    evil = "</title><script>x</script>"
    picture = marks.bar_list([(evil, 1.0, evil)], evil)
    assert "<script" not in str(picture)
    rendered = Template("{% load hansei %}{% picture p %}").render(Context({"p": picture}))
    assert "<script" not in rendered


def test_round_ticks_hold_all_figures_between_them() -> None:
    assert round_ticks(0, 7.9) == [0, 2, 4, 6, 8]
    assert round_ticks(0, 0.35, 4) == [0, 0.1, 0.2, 0.3, 0.4]
    assert round_ticks(5, 5) == pytest.approx([5, 5], abs=1e-6)


def test_a_scale_puts_figures_in_their_place() -> None:
    assert Scale(0, 8, 232, 30)(4) == 131
    assert Scale(3, 3, 0, 10)(3) == 5


def test_months_thin_out_and_a_january_names_its_year() -> None:
    year = Days(date(2024, 11, 13), date(2025, 11, 12), 0, 760)
    assert [name for _place, name in year.named_months()][:4] == ["Dec", "2025", "Feb", "Mar"]
    five = Days(date(2020, 1, 1), date(2025, 1, 1), 0, 300)
    assert [name for _place, name in five.named_months()] == ["2020", "2021", "2022", "2023", "2024", "2025"]


def test_a_gap_stays_a_gap_in_the_control_chart() -> None:
    values = [5.0, 6.0, None, 4.0, 5.0]
    points = [marks.Point(MONDAY + timedelta(weeks=at), value) for at, value in enumerate(values)]
    chart = marks.control_chart(points, [], "Hours")
    assert len(elements(chart, "path", "h-line")) == 2
    assert len(elements(chart, "circle", "h-point")) == 4
    assert [row[1] for row in chart.rows] == ["5", "6", "no data", "4", "5"]


def test_thin_limits_are_dashed_and_have_no_area() -> None:
    points = [marks.Point(MONDAY + timedelta(weeks=at), 5.0) for at in range(4)]
    chart = marks.control_chart(points, [marks.Limits(0, 3, 5, 3, 7, is_thin=True)], "Hours")
    assert elements(chart, "rect", "h-limit-area") == []
    assert len(elements(chart, "path", "h-thin")) == 3


def test_a_signal_is_a_diamond_and_says_its_rule() -> None:
    points = [marks.Point(MONDAY, 5.0), marks.Point(MONDAY + timedelta(weeks=1), 9.0, 12, "beyond the limit")]
    [signal] = elements(marks.control_chart(points, [], "Hours"), "path", "h-signal")
    assert signal.findtext(SVG + "title") == "13 Jan 2025: 9, n 12. beyond the limit"


def test_an_intervention_outside_the_period_is_not_drawn() -> None:
    points = [marks.Point(MONDAY + timedelta(weeks=at), 5.0) for at in range(4)]
    chart = marks.control_chart(points, [], "Hours", interventions=[(date(2024, 1, 1), "early"), (MONDAY, "now")])
    assert len(elements(chart, "path", "h-intervention")) == 1


def test_each_call_is_a_mark_in_its_week_with_its_persons_shape() -> None:
    dots = [marks.Dot(MONDAY, 2), marks.Dot(MONDAY + timedelta(days=6), 8), marks.Dot(MONDAY + timedelta(weeks=3), 1)]
    strip = marks.calendar_strip(dots, MONDAY, MONDAY + timedelta(weeks=12), "Calls")
    assert [len(elements(strip, "path", f"h-c{each}")) for each in (1, 2, 8, 3)] == [1, 1, 1, 0]
    assert [tuple(row) for row in strip.rows] == [("6 Jan 2025", "2"), ("27 Jan 2025", "1")]


def test_over_300_marks_a_week_is_one_cell_darker_with_more() -> None:
    dots = [marks.Dot(MONDAY + timedelta(weeks=at % 50), 1) for at in range(301)]
    strip = marks.calendar_strip(dots, MONDAY, MONDAY + timedelta(weeks=50), "Calls")
    assert elements(strip, "path", "h-c1") == []
    assert len(elements(strip, "rect", "h-ramp5")) == 50


def test_quarter_ends_are_shaded() -> None:
    strip = marks.calendar_strip([marks.Dot(MONDAY, 1)], MONDAY, date(2025, 12, 29), "Calls")
    assert len(elements(strip, "rect", "h-shade")) == 4


def test_the_longest_hour_reaches_the_dial() -> None:
    hours = [0] * 24
    hours[6], hours[18] = 4, 2
    clock = marks.clock_rose(hours, "Day", office=(8, 17))
    wedges = elements(clock, "path", "h-fill-ink")
    assert [each.findtext(SVG + "title") for each in wedges] == ["06:00–07:00: 4", "18:00–19:00: 2"]
    assert "A92.0 92.0" in wedges[0].attrib["d"]
    assert "A59.0 59.0" in wedges[1].attrib["d"]
    assert len(elements(clock, "path", "h-rim")) == 1
    with pytest.raises(ValueError, match="24"):
        marks.clock_rose([1] * 12, "Day")


def test_an_effect_lies_between_the_ends_of_its_interval() -> None:
    bar = marks.interval_bar(-0.41, -0.52, -0.28, "Change", goal=-0.35)
    [(effect, _y)] = places(bar, "h-point")
    # −60 % to +20 % over 24 to 296: one per cent is 3.4 wide.
    assert effect == pytest.approx(24 + 19 * 3.4, abs=0.01)
    assert len(elements(bar, "path", "h-goal")) == 1


@pytest.mark.parametrize("effect", [0.3, 4503599627370495.0])
def test_an_interval_without_an_upper_end_stays_within_the_picture(effect: float) -> None:
    bar = marks.interval_bar(effect, -0.2, 4503599627370495.5, "Change")
    assert all(24 <= x <= 296 for x, _y in places(bar, "h-point"))
    axis = [each.text or "" for each in elements(bar, "text", "h-axis")]
    assert max(map(len, axis)) <= len("no material change")
    assert axis[-1] == "+1\u202f000\u202f%"
    assert bar.rows[1] == ("Interval", "[−20\u202f%, over +1\u202f000\u202f%]")


def test_the_words_of_goal_and_margin_never_share_a_row() -> None:
    """A goal of −30 % lies a few pixels beside the margin of ±10 %; letters are 11 px high."""
    bar = marks.interval_bar(-0.6, -0.7, -0.5, "Change", goal=-0.3)
    [goal] = elements(bar, "text", "h-goal-text")
    [margin] = [each for each in elements(bar, "text", "h-axis") if (each.text or "").startswith("±")]
    assert float(margin.attrib["y"]) - float(goal.attrib["y"]) >= 14
    [(_x, whisker)] = places(bar, "h-point")
    assert whisker - float(margin.attrib["y"]) >= 6 + 5  # the ends of the interval reach 6 up


def test_without_an_interval_only_the_margin_is_drawn() -> None:
    bar = marks.interval_bar(None, None, None, "Change")
    assert places(bar, "h-point") == []
    assert len(elements(bar, "rect", "h-margin")) == 1
    assert bar.rows[0] == ("Change", "no data")


def test_few_cases_make_hollow_points_and_none_makes_words() -> None:
    picture = marks.boxes(
        [marks.Box("few", 1, 3, 6, 19), marks.Box("enough", 1, 3, 6, 20), marks.Box("none", None, None, None, 0)],
        "By group",
    )
    assert len(elements(picture, "circle", "h-hollow-point")) == 1
    assert len(elements(picture, "circle", "h-point")) == 2
    assert any(each.text == "no data" for each in elements(picture, "text"))


def test_a_batch_job_is_crossed_out_in_the_week_map() -> None:
    counts = [[0] * 24 for _day in range(7)]
    counts[0][6] = 9
    picture = marks.week_map(counts, "Week", batches={(0, 6)})
    assert len(elements(picture, "path", "h-crossed")) == 1
    assert len(elements(picture, "rect", "h-cell-none")) == 7 * 24 - 1


def test_layers_stand_upon_each_other() -> None:
    days = [MONDAY, MONDAY + timedelta(days=1)]
    picture = marks.cumulative_flow(days, [("done", [0, 10]), ("open", [5, 5])], "Flow")
    tops = [each.get("d") for each in elements(picture, "path", "h-fine")]
    # 0 to 15 over 232 to 12.
    assert tops == ["M44 232L790 85.33", "M44 158.67L790 12"]


@pytest.mark.parametrize(
    "picture",
    [
        marks.control_chart([], [], "none"),
        marks.histogram([], "none"),
        marks.cumulative_flow([], [], "none"),
        marks.bar_list([], "none"),
        marks.boxes([], "none"),
        marks.sparkline([], "none"),
        marks.band([], "none"),
        marks.calendar_strip([], MONDAY, MONDAY, "none"),
        marks.clock_rose([0] * 24, "none"),
        marks.week_map([[0] * 24] * 7, "none"),
    ],
    ids=lambda picture: picture.name,
)
def test_a_picture_of_nothing_is_still_a_picture(picture: marks.Picture) -> None:
    assert etree.fromstring(marks.standalone(picture).encode()) is not None


def test_a_picture_can_be_asked_for_by_name() -> None:
    first, second = (marks.sparkline([1, 2], "one"), marks.bar_list([("a", 1, "1")], "two"))
    assert marks.asked_for(RequestFactory().get("/"), first) is None
    response = marks.asked_for(RequestFactory().get("/?format=svg&picture=bars"), first, second)
    assert response is not None
    assert response.headers["Content-Disposition"] == 'attachment; filename="bars.svg"'
    assert b"two" in response.content


def test_a_float_is_written_short() -> None:
    assert tag("rect", x=1.0, y=2.50, width=3.333) == '<rect x="1" y="2.5" width="3.33"/>'
