"""What storyboards, SWOT analyses and investigations need, and the risk note of an improvement."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.lifecycle import Guard
from hansei.rooms.improvement.models import Improvement, Investigation, Kata, Quadrant, Swot


def _learned(found: Kata) -> str | None:
    if found.steps.filter(result=None).exists():
        return _("An experiment still waits for its result.")
    return None


def _filled(found: Swot) -> str | None:
    there = set(found.entries.values_list("quadrant", flat=True))
    missing = [each.label for each in Quadrant if each not in there]
    return _("Nothing stands under “%(list)s” yet.") % {"list": missing[0]} if missing else None


def _concluded(found: Swot) -> str | None:
    return None if found.strategies.exists() else _("Derive at least one strategy.")


def _root(found: Investigation) -> str | None:
    if not found.cause.strip():
        return _("Name the root cause.")
    return None if found.evidence.strip() else _("Put the evidence.")


def _risk_note(found: Improvement) -> str | None:
    if found.risk.strip():
        return None
    return _("Write what may happen if nothing is done; approving needs a view of the risk.")


# Fixed, as the root cause is: what was learned, with its evidence, is the end.
KATA_LEARNED = Guard("kata.learned", gettext_lazy("every experiment has its result"), _learned, fixed=True)
SWOT_FILLED = Guard("swot.filled", gettext_lazy("all four lists have entries"), _filled)
SWOT_CONCLUDED = Guard("swot.concluded", gettext_lazy("has a strategy"), _concluded)
ROOT_FOUND = Guard("investigation.root", gettext_lazy("has a root cause with evidence"), _root, fixed=True)
RISK_NOTE = Guard("improvement.risk_note", gettext_lazy("says what happens if nothing is done"), _risk_note)
