"""The canvas: where nodes lie, how they move, what is drawn, and what a reader without the picture is told."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.template import Context, Template

from hansei.blocks.canvas import Arrow, Canvas, Column, Editing, Lane, Node, asked_move, drawn, moved
from hansei.blocks.canvas.layout import apart, lay_out, wrapped
from hansei.kernel.errors import Refusal
from hansei.ui import marks

COLUMNS = (Column("a", "Ends"), Column("b", "Means"))


def tree(**more: Any) -> Canvas:
    nodes = (
        Node("1", "The end", "a", place=1, says="off track", meaning="bad", url="/x/1/", version=4),
        Node("2", "First means", "b", place=1, lines=("4.2 h",), url="/x/2/"),
        Node("3", "Second means", "b", place=2),
        Node("4", "Third means", "b", place=3),
    )
    arrows = (Arrow("2", "1", "9", weight=3), Arrow("3", "1", label="hurts", meaning="bad"), Arrow("4", "77"))
    return Canvas("A tree", COLUMNS, nodes, arrows, leads_to="contributes to", **more)


def test_no_box_lies_upon_another_and_a_parent_stands_at_the_middle_of_its_children():
    layout = lay_out(tree())
    first, second, third = (layout.boxes[key] for key in "234")
    assert first.y + first.height < second.y
    assert second.y + second.height < third.y
    # The end is tied to the first two; the third, whose arrow leads nowhere, pulls nothing.
    assert layout.boxes["1"].middle == pytest.approx((first.middle + second.middle) / 2, abs=0.5)


def test_what_cannot_stand_where_it_wants_gives_way_by_the_least():
    """Both want 0 and take 10 with 2 between: 6 up and 6 down; who stands free stays."""
    assert apart([0, 0, 100], [10, 10, 10], 2) == [-6, 6, 100]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("员工能够完成工作", ["员工能够", "完成工作"]),
        ("Donaudampfschiff", ["Donaudam", "pfschiff"]),
        ("one two three four five", ["one two", "three f…"]),
    ],
    ids=["without spaces", "longer than a line", "too much"],
)
def test_a_title_is_broken_where_its_language_breaks(text: str, lines: list[str]):
    assert wrapped(text, 8, 2) == lines


def test_a_node_changes_places_with_its_neighbour_and_only_itself_is_changed():
    spot = moved(tree(), "4", "up")
    assert spot is not None
    assert (spot.lane, spot.column, spot.place, spot.others) == ("", "b", 1.5, ())
    first = moved(tree(), "2", "up")
    assert first is None  # it is the first already


def test_across_a_node_goes_to_the_end_of_the_next_column_and_stops_at_the_last():
    spot = moved(tree(), "3", "left")
    assert spot is not None
    assert (spot.column, spot.place) == ("a", 2)
    assert moved(tree(), "3", "right") is None
    assert moved(tree(), "no such", "up") is None


def test_places_that_lie_too_near_are_numbered_anew():
    nodes = (Node("1", "x", place=1), Node("2", "y", place=1), Node("3", "z", place=1))
    spot = moved(Canvas("Crowded", (Column("", ""),), nodes), "3", "up")
    assert spot is not None
    assert spot.place == 1
    assert spot.others == (("1", 0.0), ("2", 2.0))


def test_in_lanes_a_node_at_the_end_of_its_lane_goes_on_to_the_next():
    nodes = (Node("1", "x", lane="up", place=1), Node("2", "y", lane="low", place=5))
    canvas = Canvas("Lanes", (Column("", ""),), nodes, lanes=(Lane("up", "Upper"), Lane("low", "Lower")))
    spot = moved(canvas, "1", "down")
    assert spot is not None
    assert (spot.lane, spot.place) == ("low", 4)


def test_the_table_tells_all_that_is_drawn_and_an_arrow_to_nowhere_is_left_out():
    picture = drawn(tree())
    assert picture.rows == [
        ("The end", "Ends", "off track", "–", "–"),
        ("First means", "Means", "–", "4.2 h", "The end"),
        ("Second means", "Means", "–", "–", "The end (hurts)"),
        ("Third means", "Means", "–", "–", "–"),
    ]
    assert str(picture).count("h-canvas-arrow") == 2


def test_a_title_is_text_and_never_markup():
    canvas = Canvas("X", COLUMNS, (Node("1", "<script>alert(1)</script>", "a"),))
    assert "<script>" not in str(drawn(canvas))


def test_in_a_file_of_its_own_nothing_leads_anywhere():
    """On the page nodes are links with names; in the file they would lead to a folder of the reader's disk."""
    assert 'href="/x/1/"' in str(drawn(tree()))
    file = marks.standalone(drawn(tree(), linked=False))
    assert "href" not in file
    assert 'role="img"' in file


def test_who_may_change_nothing_is_offered_no_form(rf):
    page = Template("{% load canvas %}{% canvas drawn %}")
    request = rf.get("/")
    bare = page.render(Context({"drawn": tree(), "request": request}))
    assert "<form" not in bare
    changing = tree(editing=Editing("/move/", "/arrow/", ways=("up", "down")))
    full = page.render(Context({"drawn": changing, "request": request}))
    assert re.findall(r'name="way" value="(\w+)"', full) == ["up", "down"]
    assert 'value="1:4"' in full  # the version that the reader saw goes with it
    assert "style=" not in full


@pytest.mark.parametrize("posted", [{"node": "x", "way": "up"}, {"node": "1:2", "way": "aside"}, {}])
def test_what_no_form_sends_is_refused(posted: dict[str, str]):
    with pytest.raises(Refusal):
        asked_move(posted)
