"""A day and a clock in two columns are one instant, where both names and values say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from hansei.analytics.engine import connect
from hansei.analytics.mapping import infer
from hansei.analytics.reading import open_raw
from hansei.analytics.shaping import shape_and_count


def cells(folder: Path, text: str) -> list[tuple[str, ...]]:
    path = folder / "tickets.csv"
    path.write_text(text, encoding="utf-8")
    raw = open_raw([path], folder=folder, con=connect(spill=folder))
    (table,) = raw.tables.values()
    rows: list[tuple[str, ...]] = raw.con.raw_sql(
        f"SELECT * EXCLUDE (_row) FROM {table.get_name()} ORDER BY _row"
    ).fetchall()
    return rows


@pytest.mark.parametrize(
    ("day", "clock"),
    [
        ("Opened Date", "Opened Time"),
        ("opened_date", "opened_time"),
        ("OpenedDate", "OpenedTime"),
        ("Date", "Time"),
        ("Date Opened", "Time Opened"),
        ("Datum", "Uhrzeit"),
        ("Дата создания", "Время создания"),
        ("创建日期", "创建时间"),
        ("建立日期", "建立時間"),
        ("Fecha", "Hora"),
    ],
)
def test_the_clock_of_the_same_name_is_put_to_its_day(tmp_path: Path, day: str, clock: str) -> None:
    rows = cells(tmp_path, f"id,{day},{clock},title\n1,2025-03-03,9:05,a\n2,2025-03-04,17:30:10,b\n3,2025-03-05,,c\n")
    assert [row[1] for row in rows] == ["2025-03-03 9:05", "2025-03-04 17:30:10", "2025-03-05"]
    assert [row[2] for row in rows] == ["9:05", "17:30:10", None]


@pytest.mark.parametrize(
    ("head", "one"),
    [
        ("Opened Date,Resolution Time", "2025-03-03,4:30"),  # of something else
        ("Resolved Date,Resolved Time", "2025-03-03 10:00,4:30"),  # the day has a clock already
        ("Resolved Date,Resolved Time", "2025-03-03,30:15"),  # no clock: how long it took
        ("Opened Date,Opened Date 2,Opened Time", "2025-03-03,2025-03-03,4:30"),
    ],
)
def test_anything_else_stays_as_it_is(tmp_path: Path, head: str, one: str) -> None:
    rows = cells(tmp_path, f"id,{head}\n" + "".join(f"{number},{one}\n" for number in range(5)))
    if head.count(",") == 1:
        assert {row[1:] for row in rows} == {tuple(one.split(","))}


def test_two_days_of_one_name_are_not_guessed_between(tmp_path: Path) -> None:
    rows = cells(tmp_path, "id,Opened Date,opened_date,Opened Time\n1,2025-03-03,2025-03-04,4:30\n")
    assert rows == [("1", "2025-03-03", "2025-03-04", "4:30")]


def test_such_an_export_has_instants(tmp_path: Path) -> None:
    path = tmp_path / "tickets.csv"
    head = "Number,Opened Date,Opened Time,Resolved Date,Resolved Time\n"
    path.write_text(head + "".join(f"INC{day},{day}/03/2025,10:00 AM,{day}/03/2025,3:30 PM\n" for day in range(1, 29)))
    raw = open_raw([path], folder=tmp_path, con=connect(spill=tmp_path))
    log, found = shape_and_count(raw.con, raw, infer(raw))
    assert found.rejected == 0
    taken = log.cases.mutate(taken=log.cases.resolved_at.epoch_seconds() - log.cases.reported_at.epoch_seconds())
    assert set(taken.taken.to_pyarrow().to_pylist()) == {5.5 * 3600}
