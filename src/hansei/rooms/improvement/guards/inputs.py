"""What an input needs before it is decided."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.lifecycle import Guard
from hansei.rooms.improvement.models import Input


def _improvement(found: Input) -> str | None:
    return None if found.improvement_id else _("Name the improvement that came of it.")


def _reason(found: Input) -> str | None:
    return None if found.reason.strip() else _("Say why nothing comes of it; whoever brought it wants to know.")


def _same(found: Input) -> str | None:
    return None if found.same_as_id else _("Name the input that says the same.")


# Fixed: an input ends only with what came of it, or with why nothing did.
IMPROVEMENT = Guard("input.improvement", gettext_lazy("names its improvement"), _improvement, fixed=True)
REASON = Guard("input.reason", gettext_lazy("has a reason"), _reason, fixed=True)
SAME = Guard("input.same", gettext_lazy("names what it repeats"), _same, fixed=True)
