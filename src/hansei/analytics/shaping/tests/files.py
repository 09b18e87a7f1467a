"""Small sources written by hand, for tests that know every answer."""

from __future__ import annotations

from pathlib import Path

from hansei.analytics.log import Log
from hansei.analytics.mapping import Mapping, infer
from hansei.analytics.reading import Raw, open_raw
from hansei.analytics.shaping import Simulation, shape_and_count


def opened_text(folder: Path, text: str | bytes, name: str = "export.csv") -> Raw:
    """A text (UTF-8) or bytes as a file, opened."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    scratch = folder / "scratch"
    scratch.mkdir(exist_ok=True)
    return open_raw([path], folder=scratch)


def shaped_text(
    folder: Path, text: str | bytes, name: str = "export.csv", **how: str
) -> tuple[Mapping, Log, Simulation]:
    """The same, mapped as inferred and shaped."""
    raw = opened_text(folder, text, name)
    mapping = infer(raw, **how)
    log, simulation = shape_and_count(raw.con, raw, mapping)
    return mapping, log, simulation
