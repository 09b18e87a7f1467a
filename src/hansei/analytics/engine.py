"""Choose the engine at the edge: DuckDB here; measures only see Ibis tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
from ibis.backends.duckdb import Backend
from ibis.formats.pyarrow import PyArrowData

from hansei.analytics.compiled import sql_of
from hansei.analytics.log import BASE, DERIVED, Log
from hansei.analytics.sql import text


class _Duck(Backend):  # type: ignore[misc]  # Ibis has no types
    """DuckDB through Ibis, whose answers come out as Arrow without pandas.

    Ibis imports pandas for the class that converts Arrow to Arrow: a second on a busy machine, and 43 MB, in a
    process that only wants a few rows.
    """

    def to_pyarrow(self, expr: Any, /, *, params: Any = None, limit: Any = None, **options: Any) -> Any:
        """Execute an expression; a table, column or scalar of Arrow in the expression's own types."""
        found = self._to_duckdb_relation(expr, params=params, limit=limit, **options)
        return expr.__pyarrow_result__(found.to_arrow_table(), data_mapper=_Plain)

    def compile(self, expr: Any, /, **options: Any) -> str:
        """Return the SQL of an expression, made once for each form."""

        def make() -> str:
            return str(super(_Duck, self).compile(expr, **options))

        plain = all(value is None for value in options.values())
        return sql_of(expr.op(), make) if plain else make()


class _Plain(PyArrowData):  # type: ignore[misc]  # Ibis has no types
    """Arrow to Arrow; a column that is NULL and nothing else has no type to cast to."""

    @classmethod
    def convert_scalar(cls, scalar: Any, dtype: Any) -> Any:
        return pa.scalar(None) if dtype.is_null() else super().convert_scalar(scalar, dtype)

    @classmethod
    def convert_column(cls, column: Any, dtype: Any) -> Any:
        return pa.nulls(len(column)) if dtype.is_null() else super().convert_column(column, dtype)


def connect(
    *, memory: str = "1GB", threads: int = 2, spill: Path | None = None, only: Iterable[Path] | None = None
) -> Backend:
    """Open an in-memory DuckDB that keeps UTC, stays within `memory` and spills to `spill`.

    `only`: the folders and files it may read and write for as long as it lives, whatever it is told later; spilling
    goes on. Without it every file is open to it that is open to the process.
    """
    con: Backend = _Duck().connect()
    con.raw_sql(f"SET memory_limit = '{memory}'")
    con.raw_sql(f"SET threads = {threads}")
    con.raw_sql("SET GLOBAL TimeZone = 'UTC'")  # of cursors too
    # DuckDB 2.0 hands Arrow batches out in any order, ORDER BY or not, when this is off.
    con.raw_sql("SET preserve_insertion_order = true")
    # DuckDB 2.0 reads `x -> …` as JSON access unless told otherwise; Ibis 12 writes it for arrays.
    con.raw_sql("SET lambda_syntax = 'ENABLE_SINGLE_ARROW'")
    con.raw_sql("SET autoinstall_known_extensions = false")
    con.raw_sql("SET autoload_known_extensions = false")
    if spill is not None:
        con.raw_sql(f"SET temp_directory = {text(str(spill))}")
    if only is not None:
        _confine(con, [Path(each).resolve() for each in only])
    return con


def _confine(con: Backend, places: list[Path]) -> None:
    """Shut the rest of the disk and the network out, and keep every setting as it is now."""
    folders, files = ([text(str(each)) for each in places if each.is_file() is is_file] for is_file in (False, True))
    con.raw_sql(f"SET allowed_directories = [{', '.join(folders)}]")
    con.raw_sql(f"SET allowed_paths = [{', '.join(files)}]")
    con.raw_sql("SET enable_external_access = false")
    con.raw_sql("SET lock_configuration = true")


def connect_spark(*, master: str = "local[2]", memory: str = "2g", settings: Mapping[str, str] | None = None) -> Any:
    """Open a Spark session that reads instants as we store them; needs the extra `spark` and Java 17.

    `master` may be a cluster ("spark://…", "yarn"); `settings` are handed to Spark unchanged.
    """
    # Spark is an extra: without it nothing here may fail.
    from pyspark.sql import SparkSession

    ours = {
        # Instants carry no zone: every session must read and show them in UTC, wherever it runs.
        "spark.sql.session.timeZone": "UTC",
        "spark.driver.extraJavaOptions": "-Duser.timezone=UTC",
        "spark.executor.extraJavaOptions": "-Duser.timezone=UTC",
        "spark.driver.memory": memory,
        "spark.ui.enabled": "false",
    }
    builder = SparkSession.builder.master(master).appName("hansei")
    for name, value in (ours | dict(settings or {})).items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return ibis.pyspark.connect(session)


def save(log: Log, folder: Path) -> None:
    """Write every table of a log as Parquet into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (*BASE, *DERIVED):
        getattr(log, name).to_parquet(folder / f"{name}.parquet")


def load(con: Any, folder: Path) -> Log:
    """Open a log written by `save`; nothing is read until a measure asks."""
    return Log(**{name: con.read_parquet(folder / f"{name}.parquet") for name in (*BASE, *DERIVED)})
