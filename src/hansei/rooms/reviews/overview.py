"""What the room's first page says: reviews that come and that were missed, how well they are kept, what to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hansei.blocks.meeting import queries as meetings
from hansei.blocks.meeting.models import Acknowledgement
from hansei.kernel.models import Account
from hansei.rooms.reviews import queries
from hansei.rooms.reviews.models import Kind, Review
from hansei.ui import words
from hansei.ui.components import Figure

YEAR: Final = timedelta(days=365)
SOON, MOST = 12, 10


@dataclass(frozen=True)
class Task:
    """Something that the reader is asked to acknowledge."""

    pk: int
    text: str
    url: str


def of(account: Account) -> dict[str, Any]:
    """The first page's parts for one reader. Rates are one's own and of all together: no person is ranked."""
    found = queries.reviews(account)
    today = timezone.localdate()
    mine = found.filter(manager=account)
    return {
        "coming": queries.coming(found)[:SOON],
        "missed": queries.missed(found)[:MOST],
        "figures": figures(found, today),
        "own": figures(mine, today)[:1] if mine.exclude(planned_on=None).exists() else [],
        "tasks": tasks(account),
    }


def figures(found: QuerySet[Review], today: date) -> list[Figure]:
    """The last twelve months of the calendar as figures."""
    kept = queries.kept(found, today - YEAR, today)
    return [
        Figure(kept.on_time.value, label=_("Held on time"), form="share", n=kept.on_time.n, small=True),
        Figure(kept.postponed, label=_("Postponed at short notice"), form="number", small=True),
        Figure(kept.climbed, label=_("Raised one level"), form="number", small=True),
        Figure(kept.minutes.value, label=_("Minutes in time"), form="share", n=kept.minutes.n, small=True),
        Figure(kept.acknowledged.value, label=_("Acknowledged"), form="share", n=kept.acknowledged.n, small=True),
        Figure(kept.actions.value, label=_("Actions done on time"), form="share", n=kept.actions.n, small=True),
    ]


def tasks(account: Account) -> list[Task]:
    """What this reader is still to acknowledge."""
    return [_task(each) for each in meetings.waiting_for(account)]


def _task(each: Acknowledgement) -> Task:
    subject, _colon, named = each.subject.partition(":")
    if subject == "level" and named in Kind.values:
        said = _("The template of “%(review)s” has changed (version %(version)s).") % {
            "review": Kind(named).label,
            "version": words.number(each.version),
        }
        return Task(each.pk, said, reverse("reviews:level", args=[named]))
    key = each.record.key if each.record else ""
    said = _("The minutes of %(key)s are out (issue %(issue)s).") % {"key": key, "issue": words.number(each.version)}
    return Task(each.pk, said, reverse("reviews:meeting", args=[each.record_id]) if each.record_id else "")
