"""Fill the sections of a report from the measures: codes and figures only; the reader's language comes later.

A section is {"figures": [...], "tables": [...], "charts": [...]}. A figure is {"code", "form", "value", "n", "low",
"high", "before", "reason"}: where the history cannot tell it, `value` is None and `reason` says which column is empty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any, Final

from hansei.analytics.log import Log
from hansei.analytics.measures import Answer, compute, filtered, series
from hansei.analytics.measures.holes import Delivered, delivered, touched_by_hole
from hansei.analytics.quality.criteria import criteria
from hansei.analytics.statistics import control_chart, share_interval
from hansei.rooms.reports.plans import Target
from hansei.worktime.periods import Period, months_before

MONTHS, WEEKS, MOST_ROWS, MOST_MAJORS, FEWEST_PEOPLE = 12, 26, 10, 50, 5
INFORMATION: Final = ["criterion", "share", "good", "n", "basis"]
FORMS: Final = {"duration": "hours", "share": "share", "count": "number"}
SECTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "service": ("summary", "attainment", "major", "incidents", "problems", "people", "findings", "data"),
    "incidents": ("summary", "major", "incidents", "findings", "data"),
    "problems": ("summary", "problems", "findings", "data"),
    "project": ("summary", "stages", "attainment", "major", "incidents", "people", "findings", "data"),
}
Section = dict[str, list[dict[str, Any]]]
Content = dict[str, Section]


def fill(log: Log, of_all: Log, kind: str, period: Period, targets: list[Target], used: Sequence[str] = ()) -> Content:
    """Return the sections of this kind of report that measures fill. `used` are the fields that metrics read.

    `of_all`: all the data, of which `log` may be a part: they show when the source delivered nothing.
    """
    filling = Filling(log, of_all, period, targets, used)
    makers: dict[str, Callable[[], Section]] = {
        "summary": filling.summary,
        "attainment": filling.attainment,
        "major": filling.major,
        "incidents": filling.incidents,
        "problems": filling.problems,
        "people": filling.people,
        "data": filling.data,
    }
    return {code: makers[code]() for code in SECTIONS[kind] if code in makers}


@dataclass
class Filling:
    """One period of one history, its measures computed once for all sections."""

    log: Log
    of_all: Log
    period: Period
    targets: list[Target]
    used: Sequence[str] = ()

    @cached_property
    def came(self) -> Delivered:
        """What came by the week in all the data."""
        return delivered(self.of_all, "week", self.period.zone)

    @cached_property
    def now(self) -> dict[str, dict[str, Any]]:
        return self._figures(self.period)

    @cached_property
    def earlier(self) -> dict[str, dict[str, Any]]:
        return self._figures(self.period.previous())

    @cached_property
    def reported(self) -> Log:
        return filtered(self.log, since=self.period.since, before=self.period.before)

    @cached_property
    def resolved(self) -> Log:
        return filtered(self.log, since=self.period.since, before=self.period.before, anchor="resolved_at")

    def _figures(self, period: Period) -> dict[str, dict[str, Any]]:
        span = {"since": period.since, "before": period.before}
        reported = filtered(self.log, **span)  # type: ignore[arg-type]  # the span as since and before
        resolved = filtered(self.log, **span, anchor="resolved_at")  # type: ignore[arg-type]  # the span as since and before
        due = filtered(self.log, **span, anchor="due_at")  # type: ignore[arg-type]  # the span as since and before
        of_reported = ["cases", "reopened_share", "service_level_flag_share", "time_to_answer", "time_to_restore"]
        came = compute(reported, of_reported)
        went = compute(resolved, ["time_to_resolve"])
        open_now = compute(self.log, ["open_age"], now=period.end)["open_age"]
        kept = compute(due, ["service_level_attainment"], now=period.end)["service_level_attainment"]
        is_covered = self._is_covered(period)
        return {
            "reported": _count("reported", came["cases"].value or 0, is_covered),
            "resolved": _count("resolved", went["time_to_resolve"].n or 0, is_covered),
            "open_at_end": _count("open_at_end", open_now.n or 0, is_covered),
            "open_age": _figure("open_age", open_now),
            "time_to_resolve": _figure("time_to_resolve", went["time_to_resolve"]),
            "time_to_restore": _figure("time_to_restore", came["time_to_restore"]),
            "time_to_answer": _figure("time_to_answer", came["time_to_answer"]),
            "reopened_share": _figure("reopened_share", came["reopened_share"]),
            "item_attainment": _figure("item_attainment", kept, reason="no_data: cases.due_at"),
            "service_level_flag_share": _figure("service_level_flag_share", came["service_level_flag_share"]),
            "major": self._majors(reported, is_covered),
        }

    @cached_property
    def _reach(self) -> tuple[datetime | None, datetime | None]:
        cases = self.log.cases
        ((first, last),) = [tuple(row.values()) for row in cases.aggregate(
            first=cases.first_at.min(), last=cases.last_at.max()).to_pyarrow().to_pylist()]  # fmt: skip
        return first, last

    def _is_covered(self, period: Period) -> bool:
        """Whether the history reaches into the period at all: outside of it there is no data, not a quiet month."""
        first, last = self._reach
        since, before = (each.astimezone(UTC).replace(tzinfo=None) for each in (period.since, period.before))
        return first is not None and last is not None and first < before and last >= since

    def _majors(self, reported: Log, is_covered: bool) -> dict[str, Any]:
        cases = reported.cases
        known = int(self.log.cases.priority_rank.count().to_pyarrow().as_py())
        if not known:
            return {"code": "major", "form": "number", "value": None, "n": None, "reason": "no_data: cases.priority"}
        return _count("major", int(cases.filter(cases.priority_rank == 1).count().to_pyarrow().as_py()), is_covered)

    def figure(self, code: str) -> dict[str, Any]:
        """A figure with how it was in the period before."""
        return {**self.now[code], "before": self.earlier[code]["value"]}

    def summary(self) -> Section:
        wanted = ("reported", "resolved", "open_at_end", "time_to_resolve", "item_attainment", "reopened_share")
        return section([self.figure(code) for code in wanted] + ([self._target_attainment()] if self.targets else []))

    def _judged(self) -> list[tuple[Target, dict[str, Any]]]:
        return [(each, self.now[each.figure]) for each in self.targets]

    def _target_attainment(self) -> dict[str, Any]:
        known = [(each, measured) for each, measured in self._judged() if measured["value"] is not None]
        met = sum(each.is_met(measured["value"]) for each, measured in known)
        value = met / len(known) if known else None
        figure = {"code": "target_attainment", "form": "share", "value": value, "n": len(known), "count": met}
        return figure if known else {**figure, "reason": "no_data: targets"}

    def attainment(self) -> Section:
        """Items and targets, each under its own name, never averaged; what a source flags is told apart from both."""
        figures = [self.figure("item_attainment")]
        figures += [self._target_attainment()] if self.targets else []
        flagged = self.figure("service_level_flag_share")
        figures += [flagged] if flagged["value"] is not None else []
        rows = [
            [each.figure, ">=" if each.at_least else "<=", each.value, measured["value"], measured["n"],
             None if measured["value"] is None else each.is_met(measured["value"])]
            for each, measured in self._judged()
        ]  # fmt: skip
        tables = [{"code": "targets", "columns": ["figure", "sign", "target", "value", "n", "is_met"], "rows": rows}]
        left_out = self.now["item_attainment"].get("left_out") or {}
        tables.append({"code": "left_out", "columns": ["why", "n"], "rows": sorted(left_out.items())})
        return section(figures, tables, [self._attained_by_month()])

    def _attained_by_month(self) -> dict[str, Any]:
        first = months_before(self.period.last.replace(day=1), MONTHS - 1)
        span = Period(first, self.period.last, self.period.zone)
        year = filtered(self.log, since=span.since, before=span.before, anchor="due_at")  # type: ignore[arg-type]  # a column of cases
        rows = []
        if self.now["item_attainment"]["value"] is not None:
            table = series(year, "service_level_attainment", by="month", zone=span.zone, anchor="due_at", now=span.end)
            known = {row["period"].date(): row for row in table.to_pyarrow().to_pylist()}
            for back in reversed(range(MONTHS)):
                month = months_before(self.period.last.replace(day=1), back)
                row = known.get(month, {})
                rows.append([month.isoformat(), plain(row.get("value")), row.get("n", 0)])
        return {"code": "attained_by_month", "rows": rows}

    def major(self) -> Section:
        cases = self.reported.cases
        found = cases.filter(cases.priority_rank == 1).order_by([cases.reported_at, cases.key]).limit(MOST_MAJORS)
        rows = [
            [row["case"], row["key"], row["service"], row["reported_at"].isoformat(timespec="minutes"), _hours(row)]
            for row in found.select("case", "key", "service", "reported_at", "resolved_at").to_pyarrow().to_pylist()
        ]
        columns = ["case", "key", "service", "reported_at", "hours"]
        table = {"code": "major", "columns": columns, "rows": rows, "of": self.now["major"]["value"] or 0}
        return section([self.figure("major")], [table])

    def incidents(self) -> Section:
        wanted = ("reported", "time_to_resolve", "time_to_restore", "reopened_share", "open_age")
        told = compute(self.reported, ["recurring_groups", "arrivals_by_hour"], zone=self.period.zone)
        tables = [table for name in ("service", "category", "priority") if (table := self._counted(name))]
        groups = [[" · ".join(row["key"]), row["n"]] for row in told["recurring_groups"].rows[:MOST_ROWS]]
        tables.append({"code": "recurring_groups", "columns": ["cause", "n"], "rows": groups})
        charts = [self._pareto(), self._weekly(), _week(told["arrivals_by_hour"])]
        return section([self.figure(code) for code in wanted], tables, charts)

    def _counted(self, column: str) -> dict[str, Any] | None:
        rows = [row for row in compute(self.reported, ["cases"], by=(column,))["cases"].rows if row[column] is not None]
        if not rows:
            return None
        listed = [[row[column], row["n"]] for row in rows[:MOST_ROWS]]
        rest = sum(row["n"] for row in rows[MOST_ROWS:])
        return {"code": f"by_{column}", "columns": [column, "n"], "rows": listed, "rest": rest}

    def _pareto(self) -> dict[str, Any]:
        for column in ("category", "service", "kind", "team"):
            table = self._counted(column)
            if table and len(table["rows"]) > 1:
                return {"code": "pareto", "by": column, "rows": table["rows"], "rest": table["rest"]}
        return {"code": "pareto", "by": "category", "rows": []}

    def _weekly(self) -> dict[str, Any]:
        """Cases a week over half a year, up to the last whole week of the period; a hole in the data is a gap."""
        end = self.period.last + timedelta(days=1)
        monday = end - timedelta(days=end.weekday())
        first = max(monday - timedelta(weeks=WEEKS), date(1970, 1, 5))
        span = Period(first, monday - timedelta(days=1), self.period.zone)
        part = filtered(self.log, since=span.since, before=span.before)
        counted = {row["period"].date(): row["n"] for row in series(
            part, "cases", by="week", zone=span.zone, anchor="reported_at").to_pyarrow().to_pylist()}  # fmt: skip
        reach = self._reach[0]
        days = [first + timedelta(weeks=at) for at in range(WEEKS)]
        days = [day for day in days if reach is not None and day >= reach.date() and day < monday]
        values = [None if self.came.is_hole(day) else float(counted.get(day, 0)) for day in days]
        chart = control_chart(values, floor=0.0) if values else None
        limits = [chart.centre, chart.lower, chart.upper] if chart and chart.state == "ok" else None
        signals = sorted({at for each in chart.signals for at in range(each.start, each.end + 1)}) if chart else []
        points = [[day.isoformat(), value] for day, value in zip(days, values, strict=True)]
        return {"code": "weekly", "rows": points, "limits": limits, "signals": signals}

    def problems(self) -> Section:
        """How often and how long, against the period before; what the scan found is added from the findings."""
        return section([self._change("reported", "incident_change"), self._change("time_to_resolve", "time_change")])

    def _change(self, code: str, name: str) -> dict[str, Any]:
        now, before = self.now[code]["value"], self.earlier[code]["value"]
        if code == "reported" and now is not None and before:
            now, before = now / self.period.days, before / self.period.previous().days
        value = now / before - 1 if now is not None and before else None
        reason = {} if value is not None else {"reason": "no_data: before"}
        if value is not None and code == "reported" and self._has_holes():
            value, reason = None, {"reason": "no_data: weeks"}
        return {"code": name, "form": "change", "value": plain(value), "n": self.now[code]["n"], **reason}

    def _has_holes(self) -> bool:
        """Whether any day of the period or of the one before lies in a week in which the source delivered nothing."""
        return touched_by_hole(self.came, self.period.previous().first, self.period.last)

    def people(self) -> Section:
        """Teams of five and more; of smaller ones not even times are told, as they would be personal."""
        times = compute(self.resolved, ["time_to_resolve"], by=("team",))["time_to_resolve"].rows
        cases = self.resolved.cases
        counted = cases.group_by("team").aggregate(people=cases.person.nunique()).to_pyarrow().to_pylist()
        people = {row["team"]: row["people"] for row in counted}
        known = [row for row in times if row["team"] is not None]
        shown = [row for row in known if people.get(row["team"], 0) >= FEWEST_PEOPLE]
        rows = [[row["team"], people[row["team"]], row["n"], plain(row["median"]), plain(row["p90"])] for row in shown]
        table = {"code": "teams", "columns": ["team", "people", "n", "median", "p90"], "rows": rows[:MOST_ROWS]}
        made = section([], [table])
        made["notes"] = [{"code": "small_teams", "n": len(known) - len(shown)}] if len(known) > len(shown) else []
        return made

    def data(self) -> Section:
        """The six criteria of information quality, of the cases reported in the period."""
        rows = [[each.code, each.good, each.n, each.reason, ""] for each in criteria(self.reported, self.used)]
        return section([], [{"code": "information", "columns": INFORMATION, "rows": rows}])


def section(
    figures: list[dict[str, Any]] | None = None,
    tables: list[dict[str, Any]] | None = None,
    charts: list[dict[str, Any]] | None = None,
) -> Section:
    kept = {
        "tables": [each for each in tables or [] if each["rows"]],
        "charts": [each for each in charts or [] if each["rows"]],
    }
    return {"figures": figures or [], **kept}


def _count(code: str, value: float, is_covered: bool) -> dict[str, Any]:
    figure = {"code": code, "form": "number", "value": int(value) if is_covered else None, "n": None}
    return figure if is_covered else {**figure, "reason": "no_data: period"}


def _figure(code: str, answer: Answer, reason: str = "") -> dict[str, Any]:
    made = {"code": code, "form": FORMS[answer.kind], "value": plain(answer.value), "n": answer.n}
    if answer.kind == "share" and answer.n:
        between = share_interval(answer.count or 0, answer.n)
        made |= {"low": plain(between.low), "high": plain(between.high), "count": answer.count}
    if answer.kind == "duration" and answer.value is not None:
        made["p90"] = plain(answer.rows[0].get("p90"))
    if answer.left_out:
        made["left_out"] = dict(answer.left_out)
    if answer.value is None:
        made["reason"] = reason or answer.reason or "no_data"
    return made


def _week(answer: Answer) -> dict[str, Any]:
    counts = [[0] * 24 for _day in range(7)]
    for row in answer.rows:
        counts[row["weekday"] - 1][row["hour"]] = row["n"]
    return {"code": "hours", "rows": counts if answer.rows else []}


def _hours(row: dict[str, Any]) -> float | None:
    if row["resolved_at"] is None:
        return None
    return plain((row["resolved_at"] - row["reported_at"]).total_seconds() / 3600)  # type: ignore[no-any-return]  # a row of DuckDB is untyped


def plain(value: Any) -> Any:
    """As JSON keeps it. Rounded far below what anybody reads, so that the same history gives the same seal."""
    if isinstance(value, float):
        return round(value, 6)
    return value.isoformat() if isinstance(value, date | datetime) else value
