"""What a review and its plan need before they move on; each refusal says what is missing."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.lifecycle import Guard
from hansei.blocks.meeting import queries as meetings
from hansei.blocks.meeting.models import Participant
from hansei.rooms.reviews.models import Form, Kind, Plan, Review


def _no_minutes(found: Review) -> str | None:
    if meetings.paragraphs_of(found.pk):
        return None
    return _("Write the minutes first: without minutes a review was not held.")


def _no_customer(found: Review) -> str | None:
    if found.kind not in (Kind.CUSTOMER, Kind.PERFORMANCE, Kind.PARTNERSHIP) or _was_there(found, "customer"):
        return None
    return _("Note who was there for the customer: without the customer this review was not held.")


def _no_third(found: Review) -> str | None:
    if found.form != Form.THIRD_PARTY or _was_there(found, "third"):
        return None
    return _("Note who gave the third party's opinion.")


def _was_there(found: Review, side: str) -> bool:
    present = Participant.Presence.PRESENT
    return Participant.objects.filter(meeting=found.pk, side=side, presence=present).exists()


def _no_reason(found: Review) -> str | None:
    return None if found.reason else _("Say why the review was not held.")


def _no_frequency(found: Plan) -> str | None:
    return None if found.frequencies else _("Say of at least one review how often it is held.")


MINUTES = Guard("review.minutes", gettext_lazy("Minutes are written"), _no_minutes)
CUSTOMER = Guard("review.customer", gettext_lazy("The customer was there"), _no_customer)
THIRD = Guard("review.third", gettext_lazy("The third party was heard"), _no_third)
REASON = Guard("review.reason", gettext_lazy("The reason is given"), _no_reason)
FREQUENCY = Guard("plan.frequency", gettext_lazy("A frequency is set"), _no_frequency)
