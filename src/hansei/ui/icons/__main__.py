"""Take icons over from a folder of Tabler Icons into `drawings.json`."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from hansei.ui.icons import DRAWINGS


def inner(drawing: str) -> str:
    """Return what stands inside the outer `<svg>`, without the invisible bounding path, on one line."""
    body = drawing[drawing.index(">", drawing.index("<svg")) + 1 : drawing.rindex("</svg>")]
    body = re.sub(r'<path stroke="none"[^>]*/>', "", body)
    return re.sub(r"\s+", " ", body).replace("> <", "><").replace(" />", "/>").strip()


def main(folder: str, *names: str) -> None:
    kept = json.loads(DRAWINGS.read_text(encoding="utf-8")) if DRAWINGS.exists() else {}
    kept |= {name: inner((Path(folder) / f"{name}.svg").read_text(encoding="utf-8")) for name in names}
    DRAWINGS.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
