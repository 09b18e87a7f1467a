"""What a report must have before it goes on. A guard says what is missing, or nothing."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.lifecycle import Guard
from hansei.rooms.reports import figures, wording
from hansei.rooms.reports.models import Report
from hansei.ui import words


def _figures(found: Report) -> str | None:
    if figures.at_hand(found) is None:
        return _("The figures are still being counted, or their data set is gone. Open the report, then try again.")
    return None


def _findings(found: Report) -> str | None:
    if found.findings.strip():
        return None
    return _("Write the findings: what you saw in the figures. A report without them is not issued.")


def _missing(found: Report) -> str | None:
    content = figures.at_hand(found)
    if content is None:
        return _figures(found)
    said = set(found.reasons.values_list("figure", flat=True))
    left = [code for code in figures.missing(content) if code not in said]
    if not left:
        return None
    return _("Say why these figures are missing: %(figures)s.") % {"figures": words.listed(map(wording.figure, left))}


# Fixed, all of them: what is issued is frozen as it was counted, and a report without findings is no report.
FIGURES = Guard("figures", gettext_lazy("Figures are counted"), _figures, fixed=True)
FINDINGS = Guard("findings", gettext_lazy("Findings are written"), _findings, fixed=True)
MISSING = Guard("missing", gettext_lazy("What is missing has its reason"), _missing, fixed=True)
