"""What a control item needs before it goes on, and an improvement before it closes."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hansei.blocks.lifecycle import Guard
from hansei.rooms.improvement.models import ControlItem, End, Improvement, Result
from hansei.ui import words

UNMET = ("planned", "not_met", "again")


def _met(item: ControlItem) -> str | None:
    if item.result != Result.MET:
        return _("An item closes only when its checker finds it met.")
    return None


def _cause(item: ControlItem) -> str | None:
    if not item.cause.strip():
        return _("Name the cause; ask the departments concerned.")
    if not item.measure.strip():
        return _("Name the measure against the cause.")
    if item.check_on is None or (item.checked_on is not None and item.check_on < item.checked_on):
        return _("Set the day on which it is checked again.")
    return None


def _all_closed(found: Improvement) -> str | None:
    """Every item is met or withdrawn; an improvement that is given up needs none of them."""
    if found.end == End.WITHDRAWN:
        return None
    unmet = list(found.control_items.filter(state__in=UNMET).select_related("identity").order_by("pk")[:5])
    if not unmet:
        return None
    said = ngettext(
        "Control item %(keys)s is not closed; it closes when its checker finds it met.",
        "Control items %(keys)s are not closed; they close when their checkers find them met.",
        len(unmet),
    )
    return said % {"keys": words.listed(each.identity.key for each in unmet)}


# Fixed: an item ends by its check, and one that was not met by its cause and the day of the next check.
ITEM_MET = Guard("control.met", gettext_lazy("was found met"), _met, fixed=True)
ITEM_CAUSE = Guard("control.cause", gettext_lazy("has a cause, a measure and a day"), _cause, fixed=True)
ITEMS_CLOSED = Guard("improvement.items_closed", gettext_lazy("its control items are closed"), _all_closed, fixed=True)
