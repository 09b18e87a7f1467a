"""`python -m hansei.config.reference FOLDER`: write every page of the reference into the folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main(folder: Path) -> None:
    """Write the pages as the code stands now; what is asked for is only read, never run."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hansei.config.settings")
    os.environ.setdefault("HANSEI_SECRET_KEY", "writing the reference needs none")
    import django

    django.setup()
    from hansei.config.reference.pages import PAGES

    for name, page in PAGES.items():
        (folder / f"{name}.md").write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
