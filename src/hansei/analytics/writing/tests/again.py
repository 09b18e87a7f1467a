"""A log written out and read again, and all that the library says of it, to be compared."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from hansei.analytics.log import Log
from hansei.analytics.mapping import infer
from hansei.analytics.measures import compute
from hansei.analytics.reading import open_raw
from hansei.analytics.shaping import shape
from hansei.analytics.shaping.tests.exports import rows
from hansei.analytics.writing import Written, write_csv, write_ocel_json, write_ocel_sqlite, write_xes

FORMS: Final[dict[str, Callable[[Log, Path], Written]]] = {
    "csv": write_csv,
    "xes": write_xes,
    "json": write_ocel_json,
    "sqlite": write_ocel_sqlite,
}


def again(log: Log, form: str, folder: Path, zone: str = "UTC") -> tuple[Written, Log]:
    """What the writer of a form says, and the log that its file is read as, with nothing changed by hand."""
    path = folder / f"log.{form}"
    written = FORMS[form](log, path)
    raw = open_raw([path], folder=folder, con=log.cases.get_backend())
    return written, shape(raw.con, raw, infer(raw, zone=zone))


def told(log: Log, *measures: str) -> dict[str, Any]:
    """Every case and every step by the case's key, and measures (all that there are) with their rows and reasons."""
    steps = ", ".join(f's."{name}"' for name in log.steps.columns if name not in ("case", "event"))
    return {
        "cases": rows(log, 'SELECT * EXCLUDE ("case") FROM {cases} ORDER BY key'),
        "steps": rows(
            log, f'SELECT c.key, {steps} FROM {{steps}} s JOIN {{cases}} c ON c."case" = s."case" ORDER BY 1, 2'
        ),
        "measures": {name: asdict(answer) for name, answer in compute(log, measures or None).items()},
    }


def differing(was: Any, now: Any, place: str = "") -> list[str]:
    """The places at which two tellings differ; the last digits of a sum depend on the order of adding."""
    if isinstance(was, float) and isinstance(now, float):
        return [] if math.isclose(was, now, rel_tol=1e-9, abs_tol=1e-9) else [f"{place}: {was} {now}"]
    if isinstance(was, dict) and isinstance(now, dict) and was.keys() == now.keys():
        # The number of a case is the engine's own, so is which of several cases is shown as the example.
        return [
            each for name in was if name != "example" for each in differing(was[name], now[name], f"{place}.{name}")
        ]
    if isinstance(was, list | tuple) and isinstance(now, list | tuple) and len(was) == len(now):
        pairs = (
            zip(sorted(was, key=_plainly), sorted(now, key=_plainly), strict=True)
            if isinstance(was, list)
            else zip(was, now, strict=True)
        )
        return [each for at, pair in enumerate(pairs) for each in differing(*pair, f"{place}[{at}]")]
    return [] if was == now else [f"{place}: {was} {now}"]


def _plainly(value: Any) -> str:
    """An order of rows that depends neither on the last digits nor on an example: equal ones are told in any order."""
    if isinstance(value, dict):
        return str([(name, _plainly(each)) for name, each in value.items() if name != "example"])
    if isinstance(value, list | tuple):
        return str([_plainly(each) for each in value])
    return f"{value:.6g}" if isinstance(value, float) else repr(value)
