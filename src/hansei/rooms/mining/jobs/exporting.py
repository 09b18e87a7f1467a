"""Writing a data set out for somebody to take away."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from ibis.backends.duckdb import Backend

from hansei.analytics.log import BASE, DERIVED, Log
from hansei.analytics.sql import text
from hansei.analytics.writing import (
    UnwritableLog,
    Written,
    write_csv,
    write_ocel_json,
    write_ocel_sqlite,
    write_parquet,
    write_xes,
)
from hansei.kernel.errors import Refusal
from hansei.kernel.jobs import Running, job
from hansei.rooms.mining import feed
from hansei.rooms.mining.actions.exports import exports_of
from hansei.rooms.mining.models import DataSet

WRITERS: Final[dict[str, Callable[[Log, Path], Written]]] = {
    "ocel_json": write_ocel_json,
    "ocel_sqlite": write_ocel_sqlite,
    "xes": write_xes,
    "csv": write_csv,
    "parquet": write_parquet,
}
KEPT: Final = 5  # the newest few of a data set; the rest go


@job("mining.export")
def export(running: Running) -> dict[str, Any]:
    """Write the version that is shown now, beside the data set; the file's name is the job's number."""
    source, form = running.inputs["source"], running.inputs["form"]
    data_set = DataSet.objects.get(pk=source)
    folder = exports_of(source)
    folder.mkdir(parents=True, exist_ok=True)
    running.report(step="exporting")
    log = _opened(feed.connect(source), feed.version_folder(source, data_set.version))
    path = folder / str(running.job.pk)
    try:
        written = WRITERS[form](log, path)
    except UnwritableLog as no:
        raise Refusal(no.code, no.message) from None
    if path.is_dir():
        _zip(path)
    _drop_older(folder)
    return {"events": written.events, "left_out": written.left_out, "size": path.stat().st_size}


def _opened(con: Backend, folder: Path) -> Log:
    """As `engine.load`, with views that cursors of the connection see too: writers read several tables side by side."""
    for name in (*BASE, *DERIVED):
        path = text(str(folder / f"{name}.parquet"))
        con.raw_sql(f"CREATE VIEW {name} AS SELECT * FROM read_parquet({path})")
    return Log(**{name: con.table(name) for name in (*BASE, *DERIVED)})


def _zip(folder: Path) -> None:
    """Turn a folder of Parquet files, compressed already, into one file of the same name."""
    draft = folder.with_suffix(".zip.unfinished")
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_STORED) as packed:
        for file in sorted(folder.iterdir()):
            packed.write(file, file.name)
    shutil.rmtree(folder)
    draft.rename(folder)


def _drop_older(folder: Path) -> None:
    written = sorted((file for file in folder.iterdir() if file.name.isdigit()), key=lambda file: int(file.name))
    for old in written[:-KEPT]:
        old.unlink(missing_ok=True)
