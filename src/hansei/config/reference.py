"""The reference of settings, made from `environment.SETTINGS`: `make settings-reference` writes the page."""

from __future__ import annotations

import sys
from pathlib import Path

from hansei.config.environment import SETTINGS

HEAD = """# Settings
Everything an installation may change is an environment variable. A value that cannot be used stops the start with one
sentence. This page is made from the code by `make settings-reference`.

| name | default | meaning |
|---|---|---|
"""


def page() -> str:
    """Return the reference as Markdown."""
    rows = (
        f"| `{each.name}` | {f'`{each.default}`' if each.default else ''} | {each.says} |\n"
        for each in SETTINGS.values()
    )
    return HEAD + "".join(rows)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
