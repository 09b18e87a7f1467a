"""The tile: a number with n, its target in words, gaps that stay gaps, and a sentence where there is nothing."""

from __future__ import annotations

from datetime import date

import pytest
from django.template import Context, Template

from hansei.blocks.tile import Tile, TilePoint
from hansei.ui.components import Figure


def months(*values: float | None) -> list[TilePoint]:
    return [TilePoint(date(2025, at, 1), value, 0 if value is None else 40) for at, value in enumerate(values, 1)]


def shown(tile: Tile) -> str:
    return Template("{% load tile %}{% tile one %}").render(Context({"one": tile}))


@pytest.mark.parametrize(
    ("figure", "target", "better", "said"),
    [
        (Figure(0.93, form="share"), 0.95, "higher", "at least 95 %"),
        (Figure(14_400, form="span"), 7_200, "lower", "at most 2 h"),
        (Figure(12, unit="cases"), 10, "", "10 cases"),
        (Figure(12), None, "lower", ""),
    ],
    ids=["share", "span", "without direction", "without target"],
)
def test_a_target_reads_in_the_unit_of_its_figure(figure: Figure, target: float | None, better: str, said: str):
    tile = Tile("x", figure, target=target, better=better)
    assert tile.target_said.replace("\u202f", " ").replace("\xa0", " ") == said


def test_a_gap_is_counted_and_never_drawn_as_zero():
    tile = Tile("Promises kept", Figure(0.9, form="share", n=40), months(0.8, None, 0.9))
    assert tile.gaps == 1
    assert tile.bars is not None
    assert str(tile.bars).count("<rect") == 2
    assert "no data" in tile.rows[1][1]
    assert "1 period without data" in shown(tile)


def test_one_period_is_no_trend():
    tile = Tile("Promises kept", Figure(0.9, form="share"), months(0.8))
    assert tile.bars is None
    assert tile.chart is None


def test_without_a_source_the_tile_says_so_and_shows_no_figure():
    page = shown(Tile("Training applied", Figure(None), missing="no source yet"))
    assert "no source yet" in page
    assert "h-figure-value" not in page


def test_the_chart_shows_hours_and_percent_and_where_the_formula_changed():
    points = [*months(3600.0, 7200.0), TilePoint(date(2025, 3, 1), 10_800.0, 12, is_break=True)]
    chart = Tile("Time", Figure(7200, form="span"), points, target=7200, limits=(7200, 0, 14_400)).chart
    assert chart is not None
    assert "new version" in str(chart)
    assert [row[1] for row in chart.rows] == ["1", "2", "3"]
