"""Ask PM4Py, in its own process, for the directly-follows graph and the variants of the steps in a Parquet file."""

from __future__ import annotations

import json
import sys

import pandas as pd
import pm4py

steps = pd.read_parquet(sys.argv[1], columns=["case", "position", "state", "at"]).sort_values(["case", "position"])
log = pd.DataFrame(
    {
        "case:concept:name": steps["case"].astype(str),
        "concept:name": steps["state"],
        # PM4Py orders by instant; a microsecond a place keeps the order of equal instants.
        "time:timestamp": steps["at"].dt.tz_localize("UTC") + pd.to_timedelta(steps["position"], unit="us"),
    }
)
edges, starts, ends = pm4py.discover_dfg(log)
variants = pm4py.get_variants(log)
print(
    json.dumps(
        {
            "edges": [[first, second, int(n)] for (first, second), n in edges.items()],
            "starts": {state: int(n) for state, n in starts.items()},
            "ends": {state: int(n) for state, n in ends.items()},
            "variants": [[list(path), n if isinstance(n, int) else len(n)] for path, n in variants.items()],
        }
    )
)
