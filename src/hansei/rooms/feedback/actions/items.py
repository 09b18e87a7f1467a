"""Every way to give feedback and to do something with it.

An anonymous opinion is no action: it leaves no event, no instant and no account when it comes. It waits in a ballot
box, among others in no order, until the batch of a later day makes feedback items of all that wait.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from hashlib import sha256
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import TypedDict  # comes with pydantic, which needs it below Python 3.12

from hansei.blocks import lifecycle
from hansei.blocks.ballot import actions as ballots
from hansei.blocks.ballot import queries as waiting
from hansei.kernel import past, records
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account
from hansei.rooms.feedback.events import BatchHandedOver
from hansei.rooms.feedback.kinds import WORK
from hansei.rooms.feedback.models import Barrier, BarrierCount, Feedback

MOST_WAITING: Final = 500
BOX: Final = "feedback"
LINE, LONGEST = 200, 5000  # characters
SIZE: Final = 6 * (2 * LINE + LONGEST) + 512  # the longest way to write a character in JSON has six bytes
FEWEST_TOGETHER: Final = 3  # fewer wait until Monday, so that one alone is seldom the only one of its batch
MONDAY: Final = 0


class FeedbackFields(TypedDict, total=False):
    """What is written about feedback. `giver` and `handler` are accounts' ids."""

    title: str
    text: str
    channel: str
    service: str
    giver: int | None
    giver_name: str
    contact: str
    may_be_shown: bool
    public_words: str
    is_hidden: bool
    thanks: str


def secret_of(token: str) -> str:
    """Return what is kept of a return token: its hash."""
    return sha256(token.strip().encode()).hexdigest()


def drop(*, title: str, text: str, day: date, service: str = "", may_be_shown: bool = False) -> str:
    """Take an anonymous opinion; return the token that shows its reply. Nothing says who or when."""
    if not title.strip() or not text.strip() or len(title) > LINE or len(text) > LONGEST or len(service) > LINE:
        raise Refusal("feedback.length", _("Write a topic of one line, and one to 5000 characters."))
    if waiting.waiting(BOX) >= MOST_WAITING:
        raise Refusal("feedback.full", _("Very many opinions wait to be handed over; come back tomorrow."))
    token = secrets.token_urlsafe(16)
    said = {"title": title.strip(), "text": text.strip(), "service": service.strip(), "may_be_shown": may_be_shown}
    ballots.put(BOX, {**said, "secret": secret_of(token)}, size=SIZE, day=day)
    return token


@transaction.atomic
def hand_over(act: Act, *, day: date) -> int:
    """Make feedback of the anonymous opinions of the days before, together: three or more, any number on Monday.

    Its instants are the beginning of the day: they tell of the batch, not of anybody in it. No action and at no door.
    """
    taken = ballots.take(BOX, before=day, at_least=1 if day.weekday() == MONDAY else FEWEST_TOGETHER)
    if not taken:
        return 0
    at = datetime.combine(day, time(), UTC)
    batch = Act(by=None, via=act.via, at=at, trace=act.trace, recorded=act.recorded)
    for each in taken:
        records.create(batch, Feedback, state="received", is_anonymous=True, **each)
    batch.record(BatchHandedOver(count=len(taken)))
    return len(taken)


@action("feedback.give", label=gettext_lazy("Give feedback"))
def give(act: Act, *, fields: FeedbackFields) -> Feedback:
    """Give feedback by name: with an account, or with a name and a way to be reached."""
    known: dict[str, Any] = {
        name: fields.get(name, "") for name in ("title", "text", "service", "giver_name", "contact")
    }
    if act.by is not None:
        known["giver_name"] = ""
    elif not str(known["giver_name"]).strip():
        raise Refusal("feedback.no_name", _("Give your name, or give your opinion without any name."))
    return records.create(
        act,
        Feedback,
        state="received",
        where={"requester_id": act.by.person_id if act.by else None},
        giver=act.by,
        may_be_shown=bool(fields.get("may_be_shown")),
        **known,
    )


@action("feedback.note", label=gettext_lazy("Note feedback"), right=WORK)
def note_feedback(act: Act, *, fields: FeedbackFields) -> Feedback:
    """Note what somebody said on another channel: at the desk, in a meeting, in a community."""
    return records.create(act, Feedback, state="received", **_values(fields))


@action("feedback.edit", label=gettext_lazy("Edit"), on="feedback", right=WORK)
def edit_feedback(act: Act, *, pk: int, version: int, fields: FeedbackFields) -> list[str]:
    """Change what is written about it; what a giver said and agreed to stays as it was said."""
    found = act.claim(Feedback, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    values = _values(fields)
    if found.is_anonymous and any(values.get(name) for name in ("giver", "giver_name", "contact")):
        raise Refusal("feedback.anonymous", _("This was given anonymously; nobody is named for it."))
    _refuse_others_words(found, {name: value for name, value in values.items() if value != getattr(found, name)})
    return records.change(act, found, **values)


def _refuse_others_words(found: Feedback, changed: Mapping[str, Any]) -> None:
    """Refuse to change what somebody said themselves, who they are, or to agree for them."""
    is_theirs = _came_from_giver(found)
    if ("text" in changed and (is_theirs or found.giver_id)) or ("title" in changed and is_theirs):
        raise Refusal("feedback.said", _("What a giver said stays; write the wording for the wall beside it."))
    if "giver" in changed and is_theirs and found.giver_id:
        raise Refusal("feedback.giver", _("Who gave this stays as it was given."))
    if changed.get("may_be_shown") and is_theirs:
        said = _("Only the giver agrees that this is shown, when giving it.")
        raise Refusal("feedback.not_agreed", said, fields={"may_be_shown": [said]})


def _came_from_giver(found: Feedback) -> bool:
    """Whether the giver gave it themselves, rather than that somebody noted what they were told."""
    begun = past.creation(found.pk)
    return begun.actor_id is None or begun.actor_id == begun.facts["values"]["giver"]


@action("feedback.move", label=gettext_lazy("Move on"), on="feedback", right=WORK)
def move_feedback(act: Act, *, pk: int, version: int, to: str) -> None:
    """Go one way of the lifecycle that needs no words."""
    found = act.claim(Feedback, pk, WORK, version=version)
    lifecycle.move(act, found, to)


@action("feedback.read", label=gettext_lazy("I have read it"), on="feedback", right=WORK)
def read_feedback(act: Act, *, pk: int, version: int) -> None:
    """A person has read it and handles it from now on."""
    found = act.claim(Feedback, pk, WORK, version=version)
    records.change(act, found, handler=act.by)
    lifecycle.move(act, found, "read")


@action("feedback.reply", label=gettext_lazy("Reply"), on="feedback", right=WORK)
def reply_feedback(act: Act, *, pk: int, version: int, reply: str) -> None:
    """Answer what was said, by a person; an anonymous giver reads it by the token."""
    found = act.claim(Feedback, pk, WORK, version=version)
    if act.by is None:
        raise Refusal("feedback.person", _("A reply is written by a person."))
    lifecycle.refuse_unless_open(found)
    records.change(act, found, reply=reply.strip(), replied_on=timezone.localdate(act.at))
    if found.state == "read":
        lifecycle.move(act, found, "answered")


@action("feedback.close", label=gettext_lazy("Close"), on="feedback", right=WORK)
def close_feedback(act: Act, *, pk: int, version: int, outcome: str, public_words: str = "") -> None:
    """Say what came of it, and close it. With the giver's consent the wall shows it."""
    found = act.claim(Feedback, pk, WORK, version=version)
    records.change(act, found, outcome=outcome.strip(), public_words=public_words.strip())
    lifecycle.move(act, found, "closed")


def say_why_not(barrier: str, day: date) -> None:
    """Count why somebody says nothing. A number goes up by one; there is nothing else to keep, and no event."""
    if barrier not in Barrier.values:
        raise Refusal("feedback.barrier", _("Choose one of the reasons."))
    with transaction.atomic():
        BarrierCount.objects.get_or_create(month=day.replace(day=1), barrier=barrier)
        BarrierCount.objects.filter(month=day.replace(day=1), barrier=barrier).update(count=F("count") + 1)


def _values(fields: FeedbackFields) -> dict[str, Any]:
    values: dict[str, Any] = dict(fields)
    if values.get("giver"):
        values["giver"] = Account.objects.filter(pk=values["giver"]).first()
    return values
