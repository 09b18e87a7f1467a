"""The recurrence finder over generated tickets: processor seconds, peak memory, and how both grow to a million tickets.

    python -m benchmarks.finding

A provider's log: customers of 33,000 tickets each, who share services, symptoms and ways of saying things, and have
their own CIs, teams and people. Each has its own hidden recurrences, ping-pong and regularities.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Final

from benchmarks.processes import took

SIZES: Final = (300_000, 1_000_000)
CUSTOMER: Final = 20_000
OWN: Final = ("ci", "team", "person", "requester")
LOG: Final = ("events", "event_values", "event_objects", "objects", "object_values", "links")


def main() -> None:
    """Print a row a size, then what is taken for one ticket at the largest size over that at the smallest."""
    if len(sys.argv) > 1:
        call, folder, *asked = sys.argv[1:]
        write(Path(folder), int(asked[0])) if call == "write" else scan(Path(folder))
        return
    print("| tickets | findings | known kinds | tested | seconds | processor seconds with start | peak MB |")
    print("|---|---|---|---|---|---|---|")
    runs = []
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            took([sys.executable, "-m", "benchmarks.finding", "write", folder, str(size)])
            run = took([sys.executable, "-m", "benchmarks.finding", "scan", folder])
            tickets, seconds, findings, known, tested = run.said.split()
            cells = f"{findings} | {known} | {tested} | {seconds} | {run.processor:.1f} | {run.megabytes:.0f}"
            print(f"| {int(tickets):,} | {cells} |", flush=True)
            runs.append((int(tickets), run.processor))
    (few, less), (many, more) = runs[0], runs[-1]
    print(f"× {many / few:.1f} tickets, × {more / less:.1f} processor seconds")


def write(folder: Path, tickets: int) -> None:
    """Add customers to the log in `folder` until it holds `tickets`; what is there stays."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from hansei.analytics.demonstration import generate
    from hansei.analytics.demonstration.generator import STARTS_ON

    held = sum(pq.read_metadata(path).num_rows for path in folder.glob("cases-*.parquet"))
    number = len(list(folder.glob("cases-*.parquet")))
    while held < tickets:
        # Not all on the same days: no two providers' customers are.
        made = generate(number + 1, CUSTOMER, starts_on=STARTS_ON + timedelta(days=number * 5))
        for name, table in (("cases", made.cases), ("steps", made.steps)):
            columns = {each: table[each] for each in table.column_names}
            columns["case"] = pa.compute.add(columns["case"], number * 10 * CUSTOMER)
            for each in set(OWN) & set(columns):
                prefix = pa.scalar(f"K{number:02d}")
                columns[each] = pa.compute.binary_join_element_wise(prefix, columns[each], " ")
            pq.write_table(pa.table(columns), folder / f"{name}-{number:03d}.parquet")
        held += len(made.cases)
        number += 1


def scan(folder: Path) -> None:
    """Print tickets, seconds, findings, known kinds and groups tested."""
    from hansei.analytics.engine import connect
    from hansei.analytics.finder import FinderSettings, OfficeHours, find_recurrences
    from hansei.analytics.log import Log

    con = connect(spill=folder)
    tables = {name: con.read_parquet(folder / f"{name}-*.parquet") for name in ("cases", "steps")}
    # The finder asks for cases and steps only.
    log = Log(**tables, **dict.fromkeys(LOG, tables["steps"]))
    settings = FinderSettings(office=OfficeHours(zone="Europe/Berlin"), minimum_billed_hours=1.0)
    start = time.perf_counter()
    found = find_recurrences(log, settings)
    seconds = time.perf_counter() - start
    print(found.tickets, f"{seconds:.1f}", len(found.findings), len(found.known), found.groups)


if __name__ == "__main__":
    main()
