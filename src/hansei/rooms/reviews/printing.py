"""A pack on paper: the same sections through a template and a style sheet of their own."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from hansei.kernel.errors import Refusal

STYLES = Path(__file__).parent / "static/reviews/print.css"


def as_pdf(context: Mapping[str, Any], *, base: str) -> bytes:
    """Return the pack as a PDF whose links lead to `base`, or refuse in one sentence where no text can be drawn."""
    try:
        # Only whoever prints needs it: it takes half a second to import, and Pango from outside Python.
        import weasyprint
    except (ImportError, OSError):
        raise Refusal(
            "pdf.no_pango",
            _("The PDF needs the library Pango, which is not installed on the server; print the page instead."),
        ) from None
    drawn = render_to_string("reviews/print.html", dict(context))
    # WeasyPrint declares no types.
    page = weasyprint.HTML(string=drawn, base_url=base, url_fetcher=_refuse)  # type: ignore[no-untyped-call]
    styles = weasyprint.CSS(filename=str(STYLES), url_fetcher=_refuse)  # type: ignore[no-untyped-call]
    written: bytes = page.write_pdf(stylesheets=[styles])  # type: ignore[no-untyped-call]
    return written


def _refuse(url: str, *_rest: Any, **_more: Any) -> Any:
    """A document made of people's own words fetches nothing from anywhere."""
    raise ValueError(f"a review pack fetches nothing: {url}")


@cache
def lacks_font(language: str) -> bool:
    """Whether the server is known to have no font for this language, so that a PDF would show boxes."""
    if (fc_list := shutil.which("fc-list")) is None:
        return False
    asked = subprocess.run([fc_list, f":lang={language[:2]}", "family"], capture_output=True, check=False, timeout=20)
    return asked.returncode == 0 and not asked.stdout.strip()
