"""Fill the sections of a review from the measures: codes and figures only; the reader's language comes later.

A section is {"figures": [{"code", "form", "value", "n"}], "tables": [{"code", "columns", "rows"}]}. What the history
cannot tell stays out, and a section with neither reads "no data". No figure is of one person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, cast

from hansei.analytics.log import Log
from hansei.analytics.measures import MEASURES, Answer, compute, filtered, series
from hansei.analytics.measures.instants import last_event
from hansei.rooms.reviews.kinds import SECTIONS
from hansei.worktime.periods import Period, months_before

Section = dict[str, list[dict[str, Any]]]
Content = dict[str, Section]
MONTHS, MOST_ROWS, FEWEST_PEOPLE = 12, 10, 3
FORMS = {"duration": "hours", "share": "share", "count": "number"}
SHARED_BY = ("service", "category", "kind", "organisation", "product", "priority")


def fill(log: Log, kind: str, period: Period, where: Mapping[str, str] | None = None) -> Content:
    """Return every section of this kind of review; those nobody measures yet are empty. `where` chooses the cases."""
    chosen = filtered(log, where=dict(where)) if where else log
    make = _FILLED.get(kind)
    parts = make(chosen, period) if make else {}
    return {code: parts.get(code, _section()) for code in SECTIONS[kind]}


def _customer(log: Log, period: Period) -> Content:
    return {
        "performance": _performance(log, period),
        "scope": _scope(log, period),
        "problems": _problems(_reported(log, period)),
    }


def _team(log: Log, period: Period) -> Content:
    return {
        "special": _section(tables=[_special(_reported(log, period))]),
        "unsolved": _unsolved(log, period),
        "sub_teams": _section(tables=[_sub_teams(_resolved(log, period))]),
        "team_problems": _problems(_reported(log, period)),
        "key_figures": _key_figures(log, period),
    }


def _performance_review(log: Log, period: Period) -> Content:
    return {"performance": _performance(log, period), "trends": _scope(log, period)}


def _partnership(log: Log, period: Period) -> Content:
    return {"scope": _scope(log, period)}


def _management(log: Log, period: Period) -> Content:
    return {"conformity": _performance(log, period), "incidents_problems": _problems(_reported(log, period))}


def _forum(log: Log, period: Period) -> Content:
    """What teams can only solve together: cases that wander between them."""
    wandered = compute(_reported(log, period), ["reassigned_share", "ping_pong_share"], now=period.end)
    return {"blocks": _section(_figures([*wandered.values()]), [_between_teams(_reported(log, period))])}


def back_and_forth(log: Log) -> list[list[Any]]:
    """Pairs of teams that hand work to each other and back: the teams, and how often it came back; ten pairs.

    What goes one way only, as from a desk to the team that does it, is no block.
    """
    rows = compute(log, ["hand_off_matrix"])["hand_off_matrix"].rows
    n = {(row["from_team"], row["team"]): row["n"] for row in rows if row["from_team"] and row["team"]}
    pairs = [(min(count, n[taker, giver]), giver, taker) for (giver, taker), count in n.items()
             if giver < taker and (taker, giver) in n]  # fmt: skip
    return [[giver, taker, count] for count, giver, taker in sorted(pairs, reverse=True)[:MOST_ROWS]]


def _between_teams(log: Log) -> dict[str, Any]:
    """Which team hands most to which; ten pairs."""
    rows = compute(log, ["hand_off_matrix"])["hand_off_matrix"].rows
    pairs = sorted(rows, key=lambda row: (-row["n"], str(row["from_team"]), str(row["team"])))
    listed = [[row["from_team"], row["team"], row["n"]] for row in pairs[:MOST_ROWS]]
    return {"code": "between_teams", "columns": ["from_team", "team", "n"], "rows": listed}


def _reported(log: Log, period: Period) -> Log:
    return filtered(log, since=period.since, before=period.before)


def _resolved(log: Log, period: Period) -> Log:
    return filtered(log, since=period.since, before=period.before, anchor="resolved_at")


def _performance(log: Log, period: Period) -> Section:
    names = ["service_level_attainment", "service_level_flag_share", "time_to_answer", "reopened_share"]
    return _section(_figures(_measured(log, period, [*names, "time_to_resolve"])), [_months(log, period)])


def _measured(log: Log, period: Period, names: list[str]) -> list[Answer]:
    """Measures of the period as goals count them: by each measure's own instant, judged by all that the data tell."""
    found: dict[str, Answer] = {}
    end = last_event(log)
    for anchor in dict.fromkeys(MEASURES[name].anchor for name in names):
        part = filtered(log, since=period.since, before=period.before, anchor=cast(Any, anchor))
        found |= compute(part, [name for name in names if MEASURES[name].anchor == anchor], now=end)
    return [found[name] for name in names]


def _months(log: Log, period: Period) -> dict[str, Any]:
    """Promises kept by month over a year, as computed from due times, else as the source flags them."""
    first = months_before(period.last, MONTHS - 1)
    year = filtered(log, since=Period(first, period.last, period.zone).since, before=period.before)
    for name in ("service_level_attainment", "service_level_flag_share"):
        more = {"now": last_event(log)} if name == "service_level_attainment" else {}
        if compute(year, {name: more})[name].value is None:
            continue
        table = series(year, name, by="month", zone=period.zone, anchor="reported_at", **more)
        known = {row["period"].date().isoformat(): row for row in table.to_pyarrow().to_pylist()}
        months = [months_before(period.last, back).isoformat() for back in reversed(range(MONTHS))]
        rows = [
            [month, _plain(known.get(month, {}).get("value")), known.get(month, {}).get("n", 0)] for month in months
        ]
        return {"code": name, "columns": ["month", "share", "n"], "rows": rows}
    return {"code": "service_level_attainment", "columns": [], "rows": []}


def _scope(log: Log, period: Period) -> Section:
    reported, before = _reported(log, period), _reported(log, period.previous())
    if not _count(log, period.since, period.before):
        return _section()
    open_cases = compute(log, ["open_age"], now=period.end)["open_age"]
    figures = [
        _figure("reported", "number", _cases(reported)),
        _figure("reported_before", "number", _cases(before) or None),
        _figure("resolved", "number", _cases(_resolved(log, period)) or None),
        _figure("open_at_end", "number", open_cases.n),
        *_figures([open_cases]),
    ]
    return _section([each for each in figures if each["value"] is not None], [_shared_by(reported)])


def _count(log: Log, since: datetime, before: datetime) -> int:
    """How many cases came or went in the period: none at all is no data, not a quiet month."""
    return sum(
        _cases(filtered(log, since=since, before=before, anchor=anchor)) for anchor in ("reported_at", "resolved_at")
    )


def _cases(log: Log) -> int:
    return int(compute(log, ["cases"])["cases"].value or 0)


def _shared_by(log: Log) -> dict[str, Any]:
    for column in SHARED_BY:
        rows = compute(log, ["cases"], by=(column,))["cases"].rows
        if any(row[column] is not None for row in rows) and len(rows) > 1:
            listed = [[row[column], row["n"]] for row in rows[:MOST_ROWS]]
            rest = sum(row["n"] for row in rows[MOST_ROWS:])
            return {"code": "shared_by", "columns": [column, "n"], "rows": listed, "rest": rest}
    return {"code": "shared_by", "columns": [], "rows": []}


def _problems(log: Log) -> Section:
    groups = compute(log, ["recurring_groups"])["recurring_groups"].rows
    rows = [[" · ".join(row["key"]), row["n"]] for row in groups[:MOST_ROWS]]
    return _section(tables=[{"code": "recurring_groups", "columns": ["cause", "n"], "rows": rows}])


def _special(log: Log) -> dict[str, Any]:
    """The cases that travelled, came back or took most steps; their keys, without the words of people."""
    columns = ["key", "team", "priority", "reassigned", "reopened", "events"]
    cases = log.cases
    hard = cases.filter(
        (cases.reassigned >= 2).fill_null(False) | (cases.reopened >= 1).fill_null(False) | (cases.events >= 5)
    )
    effort = [hard[name].fill_null(0).desc() for name in ("reopened", "reassigned", "events")]
    found = hard.order_by([*effort, hard.key]).limit(MOST_ROWS).select(*columns)
    return _table("special", columns, found.to_pyarrow().to_pylist())


def _unsolved(log: Log, period: Period) -> Section:
    answers = compute(log, ["open_age", "ageing"], now=period.end)
    figures = [_figure("open_at_end", "number", answers["open_age"].n), *_figures([answers["open_age"]])]
    ages = [[row["from_days"], row["to_days"], row["n"]] for row in answers["ageing"].rows]
    by = ("key", "team", "priority", "state")
    single = compute(log, ["open_age"], now=period.end, by=by)["open_age"].rows
    oldest = sorted(single, key=lambda row: (-(row["median"] or 0), str(row["key"])))[:MOST_ROWS]
    rows = [[*(row[name] for name in by), _plain(row["median"])] for row in oldest]
    tables = [
        {"code": "ageing", "columns": ["from_days", "to_days", "n"], "rows": ages},
        {"code": "oldest", "columns": [*by, "age"], "rows": rows},
    ]
    return _section([each for each in figures if each["value"] is not None], tables)


def _sub_teams(log: Log) -> dict[str, Any]:
    """Each team's resolved cases; where fewer than three people worked, no times, as they would be personal."""
    times = compute(log, ["time_to_resolve"], by=("team",))["time_to_resolve"].rows
    people = {
        row["team"]: row["people"]
        for row in log.cases.group_by("team").aggregate(people=log.cases.person.nunique()).to_pyarrow().to_pylist()
    }
    rows = []
    for row in [row for row in times if row["team"] is not None][:MOST_ROWS]:
        is_personal = 0 < people.get(row["team"], 0) < FEWEST_PEOPLE
        spread = [None, None] if is_personal else [_plain(row["median"]), _plain(row["p90"])]
        rows.append([row["team"], row["n"], *spread])
    return {"code": "sub_teams", "columns": ["team", "n", "median", "p90"], "rows": rows}


def _key_figures(log: Log, period: Period) -> Section:
    shares = ["service_level_attainment", "reassigned_share", "ping_pong_share", "reopened_share"]
    return _section(_figures(_measured(log, period, [*shares, "time_to_resolve", "flow_efficiency"])))


def _figures(answers: Iterable[Answer]) -> list[dict[str, Any]]:
    return [
        _figure(each.name, FORMS[each.kind], each.value, each.n)
        for each in answers
        if each.value is not None and each.kind in FORMS
    ]


def _figure(code: str, form: str, value: float | None, n: int | None = None) -> dict[str, Any]:
    return {"code": code, "form": form, "value": _plain(value), "n": n}


def _table(code: str, columns: list[str], rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"code": code, "columns": columns, "rows": [[_plain(row[name]) for name in columns] for row in rows]}


def _section(figures: list[dict[str, Any]] | None = None, tables: list[dict[str, Any]] | None = None) -> Section:
    return {"figures": figures or [], "tables": [each for each in tables or [] if each["rows"]]}


def _plain(value: Any) -> Any:
    """As JSON keeps it. Rounded far below what anybody reads, so that the same history gives the same seal."""
    if isinstance(value, float):
        return round(value, 6)
    return value.isoformat() if isinstance(value, date | datetime) else value


_FILLED: dict[str, Callable[[Log, Period], Content]] = {
    "customer": _customer,
    "team": _team,
    "performance": _performance_review,
    "partnership": _partnership,
    "management": _management,
    "forum": _forum,
}
