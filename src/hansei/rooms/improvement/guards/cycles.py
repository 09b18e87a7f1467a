"""What a cycle needs before it is complete."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.lifecycle import Guard
from hansei.rooms.improvement.models import Cycle
from hansei.ui import words

STEPS = 7


def _signed(found: Cycle) -> str | None:
    signed = set(found.signatures.values_list("step", flat=True))
    open_steps = [words.number(each) for each in range(1, STEPS + 1) if each not in signed]
    return _("Sign these steps first: %(steps)s.") % {"steps": words.listed(open_steps)} if open_steps else None


# Fixed: seven signatures are what a cycle is.
SIGNED = Guard("cycle.signed", gettext_lazy("all seven steps are signed"), _signed, fixed=True)
