"""Pictures stand where the measure says."""

from __future__ import annotations

from django.utils import translation

from hansei.analytics.measures import MEASURES
from hansei.rooms.measures.charts import chart_of, line_of
from hansei.rooms.measures.views.measures import table_of


def test_a_monday_stands_on_monday_and_a_sunday_is_drawn():
    """The measure counts Monday as 1 and Sunday as 7; the table beside the picture has Monday first."""
    monday = {"weekday": 1, "hour": 9, "n": 5, "batch": 0}
    sunday = {"weekday": 7, "hour": 23, "n": 2, "batch": 0}
    picture = chart_of("arrivals_by_hour", {"kind": "rows", "rows": [monday, sunday]})
    assert picture is not None
    assert len(picture.rows) == 7
    assert (picture.rows[0][1 + 9], picture.rows[6][1 + 23]) == ("5", "2")


def test_the_table_beside_the_picture_names_the_same_days():
    """Sunday ended the page of a small data set in a fault, and every other day was called by the next one's name."""
    one = MEASURES["arrivals_by_hour"]
    rows = [{"weekday": day, "hour": 9, "n": 5, "batch": 0} for day in range(1, 8)]
    table = table_of(one, {"kind": "rows", "rows": rows}, "", {})
    said = [row["cells"][0] for row in table["rows"]]
    assert [str(cell["said"]) for cell in (said[0], said[6])] == ["Monday", "Sunday"]


def test_the_hour_beside_a_limit_is_written_as_the_reader_writes_it():
    followed = {"signals": [], "limits": (9.5, 6.0, 13.0), "points": [("2026-01-05", 9.0, 3), ("2026-01-12", 10.0, 4)]}
    with translation.override("ru"):
        picture = line_of(MEASURES["time_to_resolve"], followed)
    assert picture is not None
    assert "9,5\u202fч" in picture.body
