"""Refuse a wheel whose pages would come without styles or in English only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompleteWheel(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        package = Path(self.root, "src/hansei")
        missing = [] if (package / "ui/static/vendor/built").exists() else ["web assets"]
        if any(not path.with_suffix(".mo").exists() for path in package.rglob("LC_MESSAGES/*.po")):
            missing.append("compiled languages")
        if missing:
            raise SystemExit(f"The wheel would lack {' and '.join(missing)}: run `make wheel`.")
