"""What to know before believing a figure: what the data bend, first what bends most."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hansei.doors.analyse.report.parts import Note, Part
from hansei.doors.analyse.study import Study
from hansei.ui.words import measures as measure_words
from hansei.ui.words import quality as quality_words


def part(study: Study) -> Part | None:
    """All notes on the data: those that distort most lead."""
    notes = [
        Note(quality_words.sentence(note), [measure_words.name(name) for name in note.distorts]) for note in study.notes
    ]
    if not notes:
        return None
    lead = _("What these data bend, and which figures with it.")
    return Part(id="quality", title=_("Read this first"), lead=lead, notes=notes)
