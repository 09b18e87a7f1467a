"""A folder of Parquet files, one per table of the log: the form in which nothing at all is lost."""

from __future__ import annotations

import shutil
from pathlib import Path
from uuid import uuid4

from hansei.analytics.engine import save
from hansei.analytics.log import Log
from hansei.analytics.writing.written import Written


def write_parquet(log: Log, path: Path) -> Written:
    """Write every table, the derived ones too, into the folder `path`; `engine.load` opens it again."""
    draft = path.with_name(f".{path.name}.{uuid4().hex[:8]}")
    try:
        save(log, draft)
        if path.exists():
            shutil.rmtree(path)
        draft.rename(path)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Written(int(log.events.count().execute()))
