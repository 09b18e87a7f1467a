"""What calendars and mail say of a review."""

from __future__ import annotations

from django.urls import reverse

from hansei.blocks.meeting.described import Described, Told
from hansei.blocks.meeting.models import Meeting
from hansei.rooms.reviews import agenda, forum, kinds, minutes
from hansei.rooms.reviews.models import Review


def _review(met: Meeting) -> Review:
    return Review.objects.select_related("identity", "plan", "manager").get(pk=met.pk)


def _described(met: Meeting) -> Described:
    found = _review(met)
    return Described(
        found.title,
        str(found.get_kind_display()),
        reverse("reviews:meeting", args=[found.pk]),
        organiser=found.manager,
        agenda=agenda.titles_of(found),
    )


def _uninvited(met: Meeting, side: str) -> str | None:
    return kinds.why_not_asked(side, [met.track])


REVIEW = Told(
    describe=_described,
    keep=minutes.kept,
    minutes=minutes.as_signed,
    refused=forum.refused,
    uninvited=_uninvited,
    receipt=lambda token: reverse("reviews:receipt", args=[token]),
)
