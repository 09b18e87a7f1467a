"""Pictures stand where the measure says."""

from __future__ import annotations

from hansei.rooms.measures.charts import chart_of


def test_a_monday_stands_on_monday_and_a_sunday_is_drawn():
    """The measure counts Monday as 1 and Sunday as 7; the table beside the picture has Monday first."""
    monday = {"weekday": 1, "hour": 9, "n": 5, "batch": 0}
    sunday = {"weekday": 7, "hour": 23, "n": 2, "batch": 0}
    picture = chart_of("arrivals_by_hour", {"kind": "rows", "rows": [monday, sunday]})
    assert picture is not None
    assert len(picture.rows) == 7
    assert (picture.rows[0][1 + 9], picture.rows[6][1 + 23]) == ("5", "2")
