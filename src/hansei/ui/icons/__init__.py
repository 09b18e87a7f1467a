"""Line icons drawn into the page: no request of their own, printable, coloured by their text.

The drawings are a selection from Tabler Icons (MIT licence, © Paweł Kuna), kept in `drawings.json`. To add one:
`python -m hansei.ui.icons node_modules/@tabler/icons/icons/outline NAME…`.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

DRAWINGS = Path(__file__).with_name("drawings.json")


@cache
def drawings() -> dict[str, str]:
    """Return the inner SVG of every icon by its name."""
    found: dict[str, str] = json.loads(DRAWINGS.read_text(encoding="utf-8"))
    return found
