"""Lay out what an extract adds, with the ids it will have, as Parquet files that a killed import goes on from.

Names, words and keys become labels of the source; facts hold label ids only.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
from django.db import connection, transaction
from ibis.backends.duckdb import Backend
from ibis.expr.types import Table

from hansei.analytics.sql import text
from hansei.kernel.models import Identity, Label

# Staged tables in the order in which they are written; events carry their objects with them.
ORDER: Final = ("labels", "objects", "object_values", "links", "events")


def stage(con: Backend, base: dict[str, Table], source: int, folder: Path) -> dict[str, int]:
    """Write every staged table for the additions in `base` into `folder`; return the rows of each.

    `base` has the tables of `hansei.analytics.log.BASE`; objects already known to the source keep their ids.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in base.items():
        con.create_table(f"new_{name}", obj=table, overwrite=True)
    con.raw_sql(_UNDECLARED)
    _known(con, source)
    _labels(con)
    _objects(con)
    # Instants and digests in the form this database takes: a hundred thousand conversions in Python cost seconds.
    mark = "+00" if connection.vendor == "postgresql" else ""
    for name, sql in _STAGED.items():
        sql = sql.replace("{mark}", mark).replace("{digest}", _DIGEST[connection.vendor])
        con.raw_sql(f"COPY ({sql}) TO {text(f'{folder / name}.parquet')} (FORMAT parquet)")
    return {name: _count(con, text(f"{folder / name}.parquet")) for name in _STAGED}


def _count(con: Backend, relation: str) -> int:
    return int(con.raw_sql(f"SELECT count(*) FROM {relation}").fetchall()[0][0])


def _known(con: Backend, source: int) -> None:
    """Bring the labels and objects that the source has already."""
    con.raw_sql("CREATE OR REPLACE TABLE known_labels (id BIGINT, text VARCHAR)")
    con.raw_sql("CREATE OR REPLACE TABLE known_objects (id BIGINT, kind VARCHAR, key VARCHAR)")
    _fill(con, "known_labels", Label.objects.filter(source=source).values_list("pk", "text").iterator(20000))
    _fill(con, "known_objects", Identity.objects.filter(source=source).values_list("pk", "kind", "key").iterator(20000))


def _fill(con: Backend, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    names = [row[0] for row in con.raw_sql(f"SELECT name FROM pragma_table_info('{table}')").fetchall()]
    iterator = iter(rows)
    while batch := list(itertools.islice(iterator, 50000)):
        arrow = pa.table(dict(zip(names, map(list, zip(*batch, strict=True)), strict=True)))
        con.con.register("batch", arrow)
        con.raw_sql(f"INSERT INTO {table} SELECT * FROM batch")
        con.con.unregister("batch")


# A log may relate objects that it never declares. They get identities without a kind, and go out undeclared again.
_UNDECLARED: Final = """
    INSERT INTO new_objects BY NAME
    SELECT r.object, '' AS kind, COALESCE(any_value(v.value), r.object::VARCHAR) AS key FROM (
        SELECT object FROM new_event_objects UNION SELECT object FROM new_links UNION SELECT target FROM new_links
    ) r LEFT JOIN new_object_values v ON v.object = r.object AND v.name = 'undeclared_id'
    WHERE r.object NOT IN (SELECT object FROM new_objects) GROUP BY r.object
"""


def _give_ids(con: Backend, fresh: str, table: str) -> None:
    con.raw_sql("CREATE OR REPLACE TABLE ids (place BIGINT, id BIGINT)")
    _fill(con, "ids", enumerate(take_ids(table, _count(con, fresh)), start=1))


_WORDS: Final = """
    SELECT activity AS text FROM new_events UNION SELECT person FROM new_events UNION SELECT team FROM new_events
    UNION SELECT key FROM new_events
    UNION SELECT name FROM new_event_values UNION SELECT value FROM new_event_values
    UNION SELECT name FROM new_object_values UNION SELECT value FROM new_object_values
"""


def _labels(con: Backend) -> None:
    con.raw_sql(
        "CREATE OR REPLACE TABLE fresh_labels AS SELECT row_number() OVER (ORDER BY text) AS place, text"
        f" FROM ({_WORDS}) WHERE text IS NOT NULL AND text NOT IN (SELECT text FROM known_labels)"
    )
    _give_ids(con, "fresh_labels", "kernel_label")
    con.raw_sql(
        "CREATE OR REPLACE TABLE words AS SELECT id, text FROM known_labels"
        " UNION ALL SELECT id, text FROM fresh_labels JOIN ids USING (place)"
    )


def _objects(con: Backend) -> None:
    con.raw_sql(
        "CREATE OR REPLACE TABLE fresh_objects AS"
        " SELECT row_number() OVER (ORDER BY object) AS place, object, kind, key FROM new_objects n WHERE NOT EXISTS"
        " (SELECT 1 FROM known_objects k WHERE k.kind = n.kind AND k.key = n.key)"
    )
    _give_ids(con, "fresh_objects", "kernel_identity")
    con.raw_sql(
        "CREATE OR REPLACE TABLE things AS SELECT object, id FROM fresh_objects JOIN ids USING (place)"
        " UNION ALL SELECT n.object, k.id FROM new_objects n JOIN known_objects k USING (kind, key)"
    )


@transaction.atomic
def take_ids(table: str, count: int) -> Sequence[int]:
    """Take `count` ids of a table for ourselves, ascending. Ids never used do no harm."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"SELECT nextval(pg_get_serial_sequence('{table}', 'id')) FROM generate_series(1, %s)", [count]
            )
            return sorted(row[0] for row in cursor.fetchall())
        cursor.execute(f"SELECT COALESCE(max(id), 0) FROM {table}")
        highest = cursor.fetchone()[0]
        cursor.execute("SELECT COALESCE(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
        start = max(highest, cursor.fetchone()[0]) + 1
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, start + count - 1])
    return range(start, start + count)


def _said(values: str) -> str:
    """SQL for what was said of one thing: a JSON list of [name's label, type, value's label]."""
    parts = f"""'[' || n.id || ',"' || {values}.type || '",' || w.id || ']'"""
    return f"'[' || string_agg({parts}, ',' ORDER BY n.id, w.id) || ']'"


_DIGEST: Final = {"postgresql": "'\\x' || md5(text)", "sqlite": "unhex(md5(text))"}
_STAGED: Final = {
    "labels": "SELECT w.id, {digest} AS digest, text FROM words w JOIN fresh_labels USING (text) ORDER BY id",
    "objects": "SELECT t.id, f.kind, f.key FROM fresh_objects f JOIN things t USING (object) ORDER BY t.id",
    "object_values": f"""
        SELECT t.id AS object, v."at"::VARCHAR || '{{mark}}' AS "at", {_said("v")} AS said
        FROM new_object_values v JOIN things t USING (object)
        JOIN words n ON n.text = v.name JOIN words w ON w.text = v.value GROUP BY t.id, v."at" ORDER BY t.id, v."at"
    """,
    "links": """
        SELECT DISTINCT a.id AS object, b.id AS target, l.role FROM new_links l
        JOIN things a ON a.object = l.object JOIN things b ON b.object = l.target ORDER BY 1, 2, 3
    """,
    "events": f"""
        WITH said AS (
            SELECT v.event, {_said("v")} AS said FROM new_event_values v
            JOIN words n ON n.text = v.name JOIN words w ON w.text = v.value GROUP BY v.event
        ), touched AS (
            SELECT o.event, list({{'object': t.id, 'role': o.role}} ORDER BY t.id, o.role) AS touched
            FROM new_event_objects o JOIN things t USING (object) GROUP BY o.event
        )
        SELECT row_number() OVER (ORDER BY e."at", e.event) AS place, e.kind, e."at"::VARCHAR || '{{mark}}' AS "at",
            COALESCE(e.recorded_at, e."at")::VARCHAR || '{{mark}}' AS recorded_at,
            '{{"activity":' || COALESCE(a.id::VARCHAR, 'null') || ',"person":' || COALESCE(p.id::VARCHAR, 'null')
            || ',"team":' || COALESCE(t.id::VARCHAR, 'null') || ',"key":' || COALESCE(k.id::VARCHAR, 'null')
            || CASE WHEN said.said IS NULL THEN '' ELSE ',"values":' || said.said END || '}}' AS facts,
            touched.touched
        FROM new_events e
        LEFT JOIN words a ON a.text = e.activity LEFT JOIN words p ON p.text = e.person
        LEFT JOIN words t ON t.text = e.team LEFT JOIN words k ON k.text = e.key
        LEFT JOIN said ON said.event = e.event LEFT JOIN touched ON touched.event = e.event
        ORDER BY place
    """,
}
