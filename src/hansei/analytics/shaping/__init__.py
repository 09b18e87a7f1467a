"""From a mapped source to a log: typed rows, base tables, cases and steps.

raw = open_raw([Path("incidents.csv")], folder=scratch)
mapping = infer(raw)
log, simulation = shape_and_count(raw.con, raw, mapping)
"""

from __future__ import annotations

from pathlib import Path

from ibis.backends.duckdb import Backend

from hansei.analytics.log import Log
from hansei.analytics.mapping.model import Mapping, refuse_unfit
from hansei.analytics.reading.case_types import by_case_type
from hansei.analytics.reading.raw import Raw
from hansei.analytics.shaping.base import base_tables
from hansei.analytics.shaping.cells import typed
from hansei.analytics.shaping.derived import derive
from hansei.analytics.shaping.difference import Difference, difference
from hansei.analytics.shaping.given import given_tables
from hansei.analytics.shaping.order import order_of
from hansei.analytics.shaping.refused import write_refused
from hansei.analytics.shaping.repairs import Repair, repaired, repairs
from hansei.analytics.shaping.simulation import ColumnFacts, Reason, Simulation, simulation_of

__all__ = [
    "ColumnFacts",
    "Difference",
    "Reason",
    "Repair",
    "Simulation",
    "derive",
    "difference",
    "repaired",
    "repairs",
    "shape",
    "shape_and_count",
    "simulate",
]


def shape(con: Backend, raw: Raw, mapping: Mapping) -> Log:
    """Turn a source into a log, as `mapping` says. Rows that cannot be placed are left out; `simulate` counts them.

    `con` is the connection that `raw` was read with.
    """
    return shape_and_count(con, raw, mapping)[0]


def simulate(raw: Raw, mapping: Mapping) -> Simulation:
    """Say what an import of `raw` with `mapping` would do; nothing of it is kept."""
    log, simulation = shape_and_count(raw.con, raw, mapping)
    for table in log.tables.values():
        raw.con.raw_sql(f"DROP TABLE IF EXISTS {table.get_name()}")
    return simulation


def shape_and_count(con: Backend, raw: Raw, mapping: Mapping, *, refused: Path | None = None) -> tuple[Log, Simulation]:
    """Both at the cost of one: the log, and the figures about how it came to be.

    `refused`: write the rows that are left out to this file, as Parquet. Raises MappingError where the mapping is not
    of these files.
    """
    kinds: list[str] | None = None
    if mapping.case_type is not None:
        raw = by_case_type(raw, mapping.case_type)
    refuse_unfit(mapping, {name: table.columns for name, table in raw.tables.items()})
    tables = [typed(con, raw, mapping, entry) for entry in mapping.tables if entry.role != "ignored"]
    orders = {table.name: order_of(con, table) for table in tables}
    if raw.base is None:
        backwards = [at for at, table in enumerate(tables) if orders[table.name].newest_first]
        numbered = [at for at, table in enumerate(tables) if orders[table.name].numbered]
        base = base_tables(con, tables, mapping, backwards=backwards, numbered=numbered)
    else:
        base, kinds = given_tables(con, raw, mapping, tables)
    cases, steps = derive(con, base, case_kinds=kinds)
    log = Log(**base, cases=cases, steps=steps)
    simulation = simulation_of(con, raw, mapping, tables, orders, log)
    if refused is not None:
        write_refused(con, raw, tables, refused)
    for table in tables:
        con.raw_sql(f"DROP TABLE {table.table}")
    return log, simulation
