"""What every test may use. The parts are in tests/: the database, the browser, the shared real data."""

from __future__ import annotations

import os
from pathlib import Path

import hypothesis
import pytest

pytest_plugins = [
    "tests.database",
    "tests.migrated",
    "tests.figures",
    "tests.served",
    "tests.browser",
    "tests.spread",
    "tests.words",
    "tests.mail_server",
]

ROOT = Path(__file__).parent
# Scripts that tests run in other environments: PM4Py and Spark are not in this one.
collect_ignore_glob = ["tests/peer/*", "**/peer_reads.py"]

# A busy machine is slow, not wrong: no example fails for the time it took.
hypothesis.settings.register_profile("hansei", deadline=None)
hypothesis.settings.load_profile("hansei")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the real exports: HANSEI_SHARED, or `shared` beside the repository."""
    folder = Path(os.environ.get("HANSEI_SHARED") or ROOT.parent / "shared")
    if not (folder / "data").is_dir():
        pytest.skip(f"no real exports here: {folder / 'data'} is missing (set HANSEI_SHARED)")
    return folder
