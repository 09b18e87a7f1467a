"""Bring a source's numbered events to Parquet: append-only segments with label ids, and from them a version to read.

A version is a folder with every table of a log, words in place of label ids. It is written whole, beside the one
that is read; a reader never sees half of one. Erasure rewrites labels and then the version.
"""

from __future__ import annotations

import shutil
from datetime import UTC
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from ibis.backends.duckdb import Backend

from hansei.analytics import engine
from hansei.analytics.log import Log
from hansei.analytics.shaping import derive
from hansei.analytics.sql import text
from hansei.kernel import bulk
from hansei.rooms.mining.models import DataSet


def folder_of(source: int) -> Path:
    return Path(settings.PARQUET_ROOT) / f"source-{source}"


def version_folder(source: int, version: int) -> Path:
    return folder_of(source) / f"v{version}"


def connect(source: int) -> Backend:
    """Open DuckDB for one data set: no other file of this machine is open to it."""
    return _connect(folder_of(source) / "spill", folder_of(source))


def connect_for(files: Path, source: int | None, scratch: Path) -> Backend:
    """Open DuckDB for the files of one delivery and the data set it belongs to, with `scratch` to work in."""
    known = [] if source is None else [folder_of(source)]
    return _connect(scratch / "spill", files, scratch, *known)


def _connect(spill: Path, *only: Path) -> Backend:
    # With the memory and threads an administrator allows.
    return engine.connect(memory=settings.ENGINE_MEMORY, threads=settings.ENGINE_THREADS, spill=spill, only=only)


def feed(data_set: DataSet) -> int:
    """Append what is numbered and not yet fed as a segment; return the last place fed."""
    source = data_set.source_id
    con = connect(source)
    _read(con, "events", _EVENTS, source, data_set.fed_seq)
    last = con.raw_sql("SELECT max(seq) FROM events").fetchall()[0][0]
    if last is None:
        return data_set.fed_seq
    _read(con, "event_objects", _EVENT_OBJECTS, source, data_set.fed_seq)
    segment = folder_of(source) / "segments" / f"{data_set.fed_seq + 1:012d}-{last:012d}"
    for name, sql in _SEGMENT.items():
        _write(con, sql, segment / f"{name}.parquet")
    return int(last)


def make_version(data_set: DataSet, version: int) -> dict[str, Any]:
    """Write version `version` from all segments and the present labels; return its cases, events and period."""
    source = data_set.source_id
    con = connect(source)
    _segments(con, folder_of(source) / "segments")
    for name, sql in _WHOLE.items():
        _read(con, name, sql, source)
    for name, sql in _BASE.items():
        con.raw_sql(f"CREATE TABLE base_{name} AS {sql}")
    base = {name: con.table(f"base_{name}") for name in _BASE}
    cases, steps = derive(con, base, case_kinds=data_set.case_kinds or None)
    log = Log(**base, cases=cases, steps=steps)
    unfinished = folder_of(source) / f"v{version}.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    engine.save(log, unfinished)
    finished = version_folder(source, version)
    shutil.rmtree(finished, ignore_errors=True)
    unfinished.rename(finished)
    _drop_older(source, version)
    return _figures(con, finished)


def _segments(con: Backend, folder: Path) -> None:
    """The rows of all segments; of none where cases came in that no event tells of, as from a list without dates."""
    is_fed = any(folder.glob("*"))
    for name, columns in _SEGMENT_COLUMNS.items():
        typed = ", ".join(f'CAST(NULL AS {kind}) AS "{column}"' for column, kind in columns.items())
        rows = f"SELECT * FROM read_parquet({text(f'{folder}/*/{name}.parquet')})"
        con.raw_sql(f"CREATE VIEW segment_{name} AS {rows if is_fed else f'SELECT {typed} WHERE false'}")


def _figures(con: Backend, folder: Path) -> dict[str, Any]:
    of_cases, of_events = (text(str(folder / name)) for name in ("cases.parquet", "events.parquet"))
    row = con.raw_sql(
        f'SELECT (SELECT count(*) FROM {of_cases}), count(*), min("at"), max("at") FROM {of_events} '
        "WHERE kind <> 'case.corrected'"  # what we noted about a later extract did not happen there
    ).fetchall()[0]
    cases, events, first_at, last_at = row
    first_at, last_at = (at and at.replace(tzinfo=UTC) for at in (first_at, last_at))
    return {"cases": cases, "events": events, "first_at": first_at, "last_at": last_at}


def _drop_older(source: int, version: int) -> None:
    """Keep the version before: a request may be reading it. What was written out shows an older one and goes."""
    shutil.rmtree(folder_of(source) / "exports", ignore_errors=True)
    for old in folder_of(source).glob("v*"):
        number = old.name.removeprefix("v").partition(".")[0]
        if number.isdigit() and int(number) < version - 1:
            shutil.rmtree(old, ignore_errors=True)


def drop_other(source: int, version: int) -> None:
    """Leave no other version on the disk, for each may hold what was erased; a request reading one fails once."""
    for other in folder_of(source).glob("v*"):
        if other.name != f"v{version}":
            shutil.rmtree(other, ignore_errors=True)


def _write(con: Backend, sql: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".unfinished")
    con.raw_sql(f"COPY ({sql}) TO {text(str(beside))} (FORMAT parquet)")
    beside.rename(path)


def _read(con: Backend, name: str, sql: str, *values: int) -> None:
    """Run a query on the operational database into a DuckDB table, in batches.

    Over Django's own connection: a driver that brings its own SQLite into the process would drop the file locks of
    this one when it closes (docs/decisions/0003-feed-reads-over-the-own-connection.md).
    """
    columns = _COLUMNS[name]
    typed = ", ".join(f'"{column}" {type}' for column, type in columns.items())
    con.raw_sql(f"CREATE OR REPLACE TABLE {name} ({typed})")
    with transaction.atomic():
        for arriving in bulk.select(sql.format(*values, **_JSON[connection.vendor]), list(columns)):
            con.con.register("arriving", arriving)
            con.con.execute(f"INSERT INTO {name} SELECT * FROM arriving").fetchall()
            con.con.unregister("arriving")


_COLUMNS: Final[dict[str, dict[str, str]]] = {
    "events": {
        "seq": "BIGINT",
        "kind": "VARCHAR",
        "occurred_at": "TIMESTAMP",
        "recorded_at": "TIMESTAMP",
        "facts": "VARCHAR",
    },
    "event_objects": {"seq": "BIGINT", "object_id": "BIGINT", "role": "VARCHAR"},
    "labels": {"id": "BIGINT", "text": "VARCHAR"},
    "things": {"id": "BIGINT", "kind": "VARCHAR", "key": "VARCHAR"},
    "thing_values": {"object_id": "BIGINT", "at": "TIMESTAMP", "said": "VARCHAR"},
    "thing_links": {"object_id": "BIGINT", "target_id": "BIGINT", "role": "VARCHAR"},
}
_JSON: Final = {
    "sqlite": {"facts": "e.facts", "said": "v.said"},
    "postgresql": {"facts": "e.facts::text AS facts", "said": "v.said::text AS said"},
}

# Integers only are put into these, so format() is safe.
_EVENTS: Final = (
    "SELECT s.seq, e.kind, e.occurred_at, e.recorded_at, {facts} FROM kernel_sequenced s"
    " JOIN kernel_event e ON e.id = s.event_id WHERE s.source_id = {0} AND s.seq > {1} ORDER BY s.seq"
)
_EVENT_OBJECTS: Final = (
    "SELECT s.seq, o.object_id, o.role FROM kernel_sequenced s JOIN kernel_event_object o ON o.event_id = s.event_id"
    " WHERE s.source_id = {0} AND s.seq > {1} ORDER BY s.seq"
)
_SAID: Final = "(said->>0)::BIGINT AS name, said->>1 AS type, (said->>2)::BIGINT AS value"
_SEGMENT: Final = {
    "events": """
        SELECT seq AS event, kind, occurred_at::TIMESTAMP AS at, recorded_at::TIMESTAMP AS recorded_at,
            (facts->>'$.activity')::BIGINT AS activity, (facts->>'$.person')::BIGINT AS person,
            (facts->>'$.team')::BIGINT AS team, (facts->>'$.key')::BIGINT AS key FROM events
    """,
    "event_values": f"""
        SELECT event, {_SAID} FROM (SELECT seq AS event, unnest(CAST(facts->'$.values' AS JSON[])) AS said
        FROM events WHERE (facts->'$.values') IS NOT NULL)
    """,
    "event_objects": "SELECT seq AS event, object_id AS object, role FROM event_objects",
}
_SEGMENT_COLUMNS: Final = {
    "events": {
        "event": "BIGINT", "kind": "VARCHAR", "at": "TIMESTAMP", "recorded_at": "TIMESTAMP", "activity": "BIGINT",
        "person": "BIGINT", "team": "BIGINT", "key": "BIGINT",
    },
    "event_values": {"event": "BIGINT", "name": "BIGINT", "type": "VARCHAR", "value": "BIGINT"},
    "event_objects": {"event": "BIGINT", "object": "BIGINT", "role": "VARCHAR"},
}  # fmt: skip
_WHOLE: Final = {
    "labels": "SELECT id, text FROM kernel_label WHERE source_id = {0}",
    "things": "SELECT id, kind, key FROM kernel_identity WHERE source_id = {0}",
    "thing_values": (
        "SELECT v.object_id, v.at, {said} FROM kernel_object_value v"
        " JOIN kernel_identity i ON i.id = v.object_id WHERE i.source_id = {0}"
    ),
    "thing_links": (
        "SELECT l.object_id, l.target_id, l.role FROM kernel_object_link l"
        " JOIN kernel_identity i ON i.id = l.object_id WHERE i.source_id = {0}"
    ),
}
_BASE: Final = {
    "events": """
        SELECT e.event, k.text AS key, e.kind, a.text AS activity, e.at, e.recorded_at, p.text AS person,
            t.text AS team FROM segment_events e LEFT JOIN labels a ON a.id = e.activity
            LEFT JOIN labels p ON p.id = e.person LEFT JOIN labels t ON t.id = e.team LEFT JOIN labels k ON k.id = e.key
    """,
    "event_values": """
        SELECT v.event, n.text AS name, v.type, w.text AS value FROM segment_event_values v
            JOIN labels n ON n.id = v.name JOIN labels w ON w.id = v.value
    """,
    "event_objects": "SELECT event, object, role FROM segment_event_objects",
    "objects": "SELECT id AS object, kind, key FROM things WHERE kind <> ''",
    "object_values": f"""
        SELECT v.object, v."at", n.text AS name, v.type, w.text AS value FROM (
            SELECT object, "at", {_SAID} FROM (SELECT object_id AS object, "at"::TIMESTAMP AS "at",
                unnest(CAST(said AS JSON[])) AS said FROM thing_values)
        ) v JOIN labels n ON n.id = v.name JOIN labels w ON w.id = v.value
    """,
    "links": "SELECT object_id AS object, target_id AS target, role FROM thing_links",
}
