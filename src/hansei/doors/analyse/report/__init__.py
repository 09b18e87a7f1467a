"""The HTML report: one file that opens offline, prints, and reads with keyboard and screen reader."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import hansei
from hansei.doors.analyse.language import PACKAGE
from hansei.doors.analyse.report import everything, flow, found, method, overview, quality, rhythm
from hansei.doors.analyse.study import Study

TEMPLATES: Final = PACKAGE / "doors" / "templates"
STYLES: Final = (
    PACKAGE / "ui" / "static" / "ui" / "tokens.css",
    PACKAGE / "ui" / "static" / "ui" / "marks.css",
    TEMPLATES / "analyse" / "report.css",
)


def render(study: Study) -> str:
    """Return the report as HTML in the active language."""
    from django.template import Context, Engine
    from django.utils import timezone
    from django.utils.safestring import mark_safe

    engine = Engine(dirs=[str(TEMPLATES)], libraries={"i18n": "django.templatetags.i18n"})
    with timezone.override(study.zone):
        parts = [
            quality.part(study),
            overview.part(study),
            found.part(study),
            *flow.parts(study),
            *rhythm.parts(study),
            *everything.parts(study),
            *method.parts(study),
        ]
        context = {
            "language": study.options.language,
            "version": hansei.__version__,
            "title": overview.title(study),
            "eyebrow": overview.eyebrow(study),
            "voice": overview.voice(study),
            "dataset": overview.dataset(study),
            "parts": [part for part in parts if part is not None],
            "footer": method.footer(study),
            "style": mark_safe(_style()),  # our own files, nothing of the data
        }
        return engine.get_template("analyse/report.html").render(Context(context))


def _style() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in STYLES if path.exists())


def write_report(study: Study, path: Path) -> None:
    """Write the report to a file."""
    path.write_text(render(study), encoding="utf-8")
