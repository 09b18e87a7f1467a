"""Print one HTML file as PDF: `python -P press.py BASE`, HTML comes in, the PDF goes out.

A process of its own: thirty pages take 300 MB, which a process that serves pages would never give back, and a fault of
Pango, which is no part of Python, ends only this one. It imports nothing of ours, so that it starts at once.
"""

from __future__ import annotations

import gc
import sys
from typing import Any, Final

NO_PANGO: Final = 3


def main(base: str) -> int:
    """Print standard input to standard output; `NO_PANGO` where no text can be drawn."""
    gc.disable()  # the process ends with its one document: looking for garbage is a tenth of the work, and finds 4 MB
    try:
        import weasyprint
    except (ImportError, OSError):
        return NO_PANGO
    drawn = sys.stdin.buffer.read().decode("utf-8")
    # WeasyPrint declares no types.
    page = weasyprint.HTML(string=drawn, base_url=base, url_fetcher=_refuse)  # type: ignore[no-untyped-call]  # WeasyPrint has no types
    page.write_pdf(sys.stdout.buffer)  # type: ignore[no-untyped-call]  # WeasyPrint has no types
    return 0


def _refuse(url: str, *_rest: Any, **_more: Any) -> Any:
    """A document made of people's own words fetches nothing from anywhere."""
    raise ValueError(f"a document fetches nothing: {url}")


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
