"""What stands on the record pages of this room and above its lists."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from hansei.blocks.lifecycle import LIFECYCLES
from hansei.blocks.register.declaration import REGISTERS
from hansei.blocks.register.values import label_of, title_of, value_of
from hansei.kernel import rights
from hansei.kernel.models import Account
from hansei.kernel.records import Record
from hansei.rooms.feedback import queries
from hansei.rooms.feedback.kinds import SEE_VOICE
from hansei.rooms.feedback.models import Complaint, Feedback
from hansei.ui.pages import reader

# What of a CAPA record is its report, where it has such fields.
REPORT = ("cause", "corrective", "preventive", "effect", "customer_words")


def item(request: HttpRequest, found: Feedback) -> SafeString:
    """What was said, whether the giver can be reached, and the reply."""
    return render_to_string("feedback/item.html", {"found": found, "follow_up": queries.follow_up(found)}, request)


def items_lead(request: HttpRequest) -> SafeString:
    """How many wait, and the ways to the wall and the figures."""
    context = {"waiting": queries.waiting_drops(), "may_see": rights.holds(reader(request), SEE_VOICE)}
    return render_to_string("feedback/items_lead.html", context, request)


def complaint(request: HttpRequest, found: Complaint) -> SafeString | str:
    """Earlier complaints like this one with their reports, and what is late."""
    account = reader(request)
    earlier = [(each, [_report(account, capa) for capa in capas]) for each, capas in queries.reports_of(account, found)]
    is_late = found.state != "closed" and found.due_on is not None and found.due_on < timezone.localdate()
    if not earlier and not is_late:
        return ""
    return render_to_string(
        "feedback/complaint.html", {"found": found, "earlier": earlier, "is_late": is_late}, request
    )


def _report(account: Account, capa: Record) -> dict[str, object]:
    """A CAPA record as its report reads, whatever room it belongs to."""
    register = REGISTERS.get(capa.record_kind)
    assert register is not None, "a kind with links has pages"
    names = [name for name in REPORT if name in register.kind.tracked and getattr(capa, name)]
    return {
        "key": capa.identity.key,
        "title": title_of(account, capa),
        "state": LIFECYCLES[capa.record_kind].state(capa.state),
        "url": reverse(f"{register.namespace}:record", args=[capa.pk]),
        "lines": [(label_of(register.kind, name), value_of(capa, name, account)) for name in names],
    }


def complaints_lead(request: HttpRequest) -> SafeString:
    context = {"may_see": rights.holds(reader(request), SEE_VOICE)}
    return render_to_string("feedback/complaints_lead.html", context, request)
