"""Ask DuckDB and Spark the same questions about the same log and write both answers as JSON."""

from __future__ import annotations

import json
import math
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import ibis
from ibis.expr.types import Table

from benchmarks.events import write_events
from hansei.analytics.engine import connect, connect_spark, load
from hansei.analytics.log import Log
from hansei.analytics.measures import MEASURES, filtered, series, working_days
from hansei.worktime.calendar import Calendar

EVENTS = 12_000
SHIFTS = Calendar(ZoneInfo("Europe/Berlin"), {day: [(time(8), time(12)), (time(13), time(17))] for day in range(5)})
SINCE, UNTIL = datetime(2022, 12, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
MARCH = datetime(2023, 3, 1, tzinfo=UTC)
ZONE = "Europe/Berlin"
DESK = ("Team 00", "Team 01", "Team 02")

Question = Callable[[Log], Table]


def questions() -> dict[str, Question]:
    """Each measure as it stands, and with the parameters that change its expression."""
    asked: dict[str, Question] = {name: measure for name, measure in MEASURES.items() if "working" not in _needs(name)}
    asked["time_to_resolve_service_hours"] = lambda log: MEASURES["time_to_resolve_service_hours"](
        log, working=working_days(SHIFTS, SINCE, UNTIL)
    )
    asked["directly_follows_service_hours"] = lambda log: MEASURES["directly_follows_service_hours"](
        log, working=working_days(SHIFTS, SINCE, UNTIL)
    )
    asked |= {
        f"{name} by team": _split(name, "team")
        for name in ("time_to_resolve", "reopened_share", "ping_pong_share", "directly_follows", "variants")
    }
    asked |= {f"{name} by week": _followed(name) for name in ("time_to_resolve", "hand_offs", "waiting_user_share")}
    asked |= {
        "variants collapsed": lambda log: MEASURES["variants"](log, repeats="collapsed"),
        "variants kept": lambda log: MEASURES["variants"](log, repeats="kept", label="phase"),
        "arrivals by day in Berlin": lambda log: MEASURES["arrivals"](log, period="day", zone=ZONE),
        "cumulative_flow by month": lambda log: MEASURES["cumulative_flow"](log, period="month", zone=ZONE),
        "arrivals_by_hour in Berlin": lambda log: MEASURES["arrivals_by_hour"](log, zone=ZONE, fewest=3, fewest_days=2),
        "service_level_attainment by targets": _by_targets,
        "open_age at a moment": lambda log: MEASURES["open_age"](log, now=MARCH),
        "ageing at a moment": lambda log: MEASURES["ageing"](log, now=MARCH),
        "dispatch_accuracy of a desk": lambda log: MEASURES["dispatch_accuracy"](log, desk=DESK, by=("priority",)),
        "first_contact_resolution of a desk": lambda log: MEASURES["first_contact_resolution"](
            _part(log), desk=DESK, minutes=600, beyond=(("priority", "1 - Critical"),)
        ),
        "repeat_contact_share filtered": lambda log: MEASURES["repeat_contact_share"](_part(log), by=("priority",)),
        "auto_close_share in Berlin": lambda log: MEASURES["auto_close_share"](log, zone=ZONE),
        "cases filtered": lambda log: MEASURES["cases"](_part(log)),
        "hand_off_matrix filtered": lambda log: MEASURES["hand_off_matrix"](_part(log)),
    }
    return asked


def _needs(name: str) -> tuple[str, ...]:
    return MEASURES[name].parameters


def _split(name: str, dimension: str) -> Question:
    return lambda log: MEASURES[name](log, by=(dimension,))


def _followed(name: str) -> Question:
    return lambda log: series(log, name, by="week", zone=ZONE)


def _by_targets(log: Log) -> Table:
    targets = [{"priority": "1 - Critical", "hours": 4}, {"hours": 48.5}]
    return MEASURES["service_level_attainment"](log, targets=targets, now=MARCH, by=("priority",))


def _part(log: Log) -> Log:
    return filtered(log, since=MARCH, where={"priority": ["1 - Critical", None]}, phase="waiting_user")


def rows(table: Table) -> list[list[Any]]:
    """The rows in an order of their own, as plain values."""
    found = table.to_pyarrow().to_pylist()
    plain = [[_plain(row[name]) for name in table.columns] for row in found]
    return sorted(plain, key=_coarse)


def _coarse(row: list[Any]) -> str:
    """An order that the last digits of a float cannot change."""
    return json.dumps([f"{value:.6g}" if isinstance(value, float) else value for value in row])


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return None if math.isnan(value) else value
    return value.isoformat() if isinstance(value, datetime) else value


def main(told: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_events(Path(folder), EVENTS, seed=7)
        # Small tables in 200 parts, as Spark has it by default, take minutes of nothing but planning.
        spark = connect_spark(settings={"spark.sql.shuffle.partitions": "2"})
        logs = {"duckdb": load(connect(), Path(folder)), "spark": load(spark, Path(folder))}
        answers: dict[str, dict[str, Any]] = {}
        for question, ask in questions().items():
            answers[question] = {}
            for engine, log in logs.items():
                try:
                    answers[question][engine] = rows(ask(log))
                except Exception as failure:  # noqa: BLE001 - every difference is told, not only the first
                    answers[question][engine] = [f"{type(failure).__name__}: {failure}"[:600]]
        told.write_text(json.dumps(answers))
        print(ibis.__version__)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
