"""What happened, one row each, from every role a source table can have; before events get their numbers."""

from __future__ import annotations

from collections.abc import Sequence

from ibis.backends.duckdb import Backend

from hansei.analytics.mapping.model import Mapping
from hansei.analytics.mapping.targets import DATE_PHASES, DATES
from hansei.analytics.shaping.cells import Typed
from hansei.analytics.sql import text

COLUMNS = (
    "src, _row, part, _key, event_key, kind, activity, at, recorded_at, person, team, state, substate, line, "
    "dated, number"
)


def gather(
    con: Backend,
    tables: Sequence[Typed],
    mapping: Mapping,
    tag: str,
    backwards: Sequence[int],
    numbered: Sequence[int],
) -> str:
    """Create the temporary table of all moments with their phase; return its name.

    `backwards` are the tables whose files tell the newest first, `numbered` those that count each case's updates.

    `part` orders the moments that one source row gives; `dated` marks those made from a date, which lack a state of
    the source's own.
    """
    rowed = [at for at, table in enumerate(tables) if table.role in ("updates", "events", "changes")]
    parts = [
        _changes(tables[at], at) if tables[at].role == "changes" else _rows(tables[at], at, at in numbered)
        for at in rowed
    ]
    for at, table in enumerate(tables):
        if table.role == "tickets":
            parts += _dates(table, at, [tables[other] for other in rowed])
        elif table.role == "changes":
            parts += _dates(table, at, [table])
    name = f"moments_{tag}"
    union = " UNION ALL ".join(f"({part})" for part in parts) or f"SELECT {_nothing()} WHERE false"
    _phases(con, mapping, tag)
    con.raw_sql(f"""
        CREATE TEMP TABLE {name} AS SELECT m.* EXCLUDE (phase) REPLACE ({_line(mapping)} AS line),
               coalesce(m.phase, fine.phase, whole.phase) AS phase,
               CASE WHEN m.src IN ({", ".join(map(str, backwards)) or -1}) THEN -_row ELSE _row END AS told
        FROM ({union}) m
        LEFT JOIN phases_{tag} fine ON fine.state = m.state || ' / ' || m.substate
        LEFT JOIN phases_{tag} whole ON whole.state = m.state
    """)
    con.raw_sql(f"DROP TABLE phases_{tag}")
    return name


def _nothing() -> str:
    types = {
        "src": "INTEGER", "_row": "BIGINT", "part": "INTEGER", "at": "TIMESTAMP", "recorded_at": "TIMESTAMP",
        "line": "BIGINT", "dated": "BOOLEAN", "number": "BIGINT",
    }  # fmt: skip
    names = [*COLUMNS.split(", "), "phase"]
    return ", ".join(f"CAST(NULL AS {types.get(name, 'VARCHAR')}) AS {name}" for name in names)


def _phases(con: Backend, mapping: Mapping, tag: str) -> None:
    con.raw_sql(f"CREATE TEMP TABLE phases_{tag} (state VARCHAR, phase VARCHAR)")
    if mapping.phases:
        con.con.executemany(f"INSERT INTO phases_{tag} VALUES (?, ?)", list(mapping.phases.items()))


def _line(mapping: Mapping) -> str:
    """The support line where no column says it: a word in the team's name does, unless two lines stand there."""
    if not mapping.lines:
        return "line"
    words = sorted((word for word in mapping.lines if word), key=len, reverse=True)
    found = [f"WHEN contains(lower(m.team), {text(word.lower())}) THEN {mapping.lines[word]}" for word in words]
    if len(words) > 1:
        how_many = " + ".join(f"contains(lower(m.team), {text(word.lower())})::INTEGER" for word in words)
        found.insert(0, f"WHEN {how_many} > 1 THEN NULL")
    rest = f"WHEN m.team IS NOT NULL THEN {mapping.lines['']}" if "" in mapping.lines else ""
    return f"coalesce(m.line, CASE {' '.join(found)} {rest} END)"


def _select(src: int, values: dict[str, str], source: str, where: str) -> str:
    defaults = {
        "src": str(src), "_row": "_row", "part": "0", "_key": "_key", "event_key": "CAST(NULL AS VARCHAR)",
        "recorded_at": "CAST(NULL AS TIMESTAMP)", "person": "CAST(NULL AS VARCHAR)", "team": "CAST(NULL AS VARCHAR)",
        "state": "CAST(NULL AS VARCHAR)", "substate": "CAST(NULL AS VARCHAR)", "line": "CAST(NULL AS BIGINT)",
        "dated": "false", "number": "CAST(NULL AS BIGINT)", "phase": "CAST(NULL AS VARCHAR)",
    }  # fmt: skip
    chosen = {**defaults, **values}
    columns = ", ".join(f"{chosen[name]} AS {name}" for name in [*COLUMNS.split(", "), "phase"])
    return f"SELECT {columns} FROM {source} WHERE _bad IS NULL AND {where}"


def _rows(table: Typed, src: int, numbered: bool) -> str:
    """One row per update, or one row per event: each row is a moment."""
    state = table.sql("state", table.sql("activity", "CAST(NULL AS VARCHAR)"))
    return _select(
        src,
        {
            "kind": text("case.activity" if table.role == "events" else "case.updated"),
            "activity": f"coalesce({table.sql('activity', state)}, 'updated')",
            "state": state,
            "at": table.sql("at"),
            **({"number": table.sql("update_number")} if numbered else {}),
            **_same(table, "event_key", "recorded_at", "person", "team", "substate", "line"),
        },
        table.table,
        "true",
    )


def _changes(table: Typed, src: int) -> str:
    """One row per changed field: a change of state is named after the new state, any other after its field."""
    field, now = table.sql("field"), table.sql("now")
    team = table.sql("team", "CAST(NULL AS VARCHAR)")
    state = _is(table, field, "state")
    return _select(
        src,
        {
            "kind": "'case.updated'",
            "activity": f"CASE WHEN {state} THEN coalesce({now}, {field}) ELSE coalesce({field}, 'updated') END",
            "state": f"CASE WHEN {state} THEN {now} END",
            "team": f"CASE WHEN {_is(table, field, 'team')} THEN {now} ELSE {team} END",
            "at": table.sql("at"),
            **_same(table, "event_key", "recorded_at", "person"),
        },
        table.table,
        "true",
    )


def _is(table: Typed, field: str, target: str) -> str:
    names = [text(name) for name, meaning in table.fields.items() if meaning == target]
    return f"coalesce({field} IN ({', '.join(names)}), false)" if names else "false"


def _same(table: Typed, *targets: str) -> dict[str, str]:
    return {target: table.sql(target) for target in targets if table.cell(target)}


def _dates(table: Typed, src: int, rowed: Sequence[Typed]) -> list[str]:
    """Moments made from a case's own dates. Where rows tell the story, only the opening is added, to a change log."""
    told = " UNION ".join(f"SELECT _key FROM {other.table} WHERE _bad IS NULL" for other in rowed)
    parts = []
    for order, (target, activity) in enumerate(DATES.items()):
        cell = table.cell(target)
        if cell is None or not activity:
            continue
        opens_log = target == "reported_at" and all(other.role == "changes" for other in rowed)
        source, where = table.table, f"{cell.alias} IS NOT NULL"
        if table.role == "changes":
            if not opens_log:
                continue
            source = f"(SELECT DISTINCT ON (_key) * FROM {table.table} WHERE _bad IS NULL ORDER BY _key, _row)"
        elif rowed and not opens_log:
            where += f" AND _key NOT IN ({told})"
        parts.append(_select(src, _dated(table, target, activity, order - len(DATES)), source, where))
    return parts


def _dated(table: Typed, target: str, activity: str, part: int) -> dict[str, str]:
    # Only the last team and the last person are known: they are said of the end, not of the beginning.
    ends = target in ("restored_at", "resolved_at", "closed_at")
    person = table.sql("resolver", table.sql("assignee", table.sql("person", "CAST(NULL AS VARCHAR)")))
    values = {
        "part": str(part), "kind": "'case.activity'", "activity": text(activity), "at": table.sql(target),
        "state": text(activity), "phase": text(DATE_PHASES[target]), "dated": "true",
    }  # fmt: skip
    if ends and table.role == "tickets":
        values |= {"team": table.sql("team", "CAST(NULL AS VARCHAR)"), "person": person}
    return values
