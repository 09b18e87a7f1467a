"""Send what is due, each piece once, through the site's mail server."""

from __future__ import annotations

import logging
import smtplib
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone

from hansei.blocks.mail import actions
from hansei.blocks.mail.models import Outgoing
from hansei.blocks.mail.posts import POSTS, Drawn, Post
from hansei.kernel.actions import Act
from hansei.kernel.errors import Refusal

MOST_AT_ONCE = 500
log = logging.getLogger(__name__)


def is_set_up() -> bool:
    """Whether the site knows a mail server and its own address."""
    return bool(settings.EMAIL_HOST and settings.SITE_ADDRESS)


def is_due() -> bool:
    """Whether some mail waits and its time has come, or its sending was cut off."""
    now = timezone.now()
    for post in POSTS.values():
        if post.due(now).exists() or post.rows.filter(state=Outgoing.State.SENDING).exists():
            return True
    return False


def send_due() -> int:
    """Send every mail that is due, each once; return how many the server took."""
    if not is_set_up():
        return 0
    taken = 0
    for post in POSTS.values():
        actions.doubt(_act(), post=post.name)
        drawn: Drawn = {}
        rows = list(post.due(timezone.now()).order_by("due_at", "pk").values_list("pk", flat=True)[:MOST_AT_ONCE])
        taken += sum(_send(post, pk, drawn) for pk in rows)
    return taken


def message(post: Post, found: Outgoing, subject: str, words: str, **headers: str) -> EmailMessage:
    """A mail to the reader of one row, in the site's name."""
    made = {
        # The same for every try: a server or a reader that got it twice can tell.
        "Message-ID": f"<{post.name}-{found.pk}@{settings.SITE_HOST}>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": found.language,
    }
    return EmailMessage(
        " ".join(subject.split()), words, settings.DEFAULT_FROM_EMAIL, [found.email], headers=made | headers,
        connection=get_connection(timeout=30),
    )  # fmt: skip


def _act() -> Act:
    return Act(by=None, via="job")


def _send(post: Post, pk: int, drawn: Drawn) -> bool:
    if not actions.take(_act(), post=post.name, mail=pk):
        return False
    found: Any = post.rows.get(pk=pk)
    tell = partial(actions.not_sent, post=post.name, mail=pk)
    try:
        post.message(found, drawn).send()
    except smtplib.SMTPRecipientsRefused as no:
        code, said = next(iter(no.recipients.values()))
        # A number in the five hundreds: the address will not take it later either.
        tell(_act(), error=f"{code} {_readable(said)}", is_final=code >= 500)
    except (smtplib.SMTPException, OSError) as no:
        tell(_act(), error=_readable(str(no)) or type(no).__name__)
    except Refusal as no:
        tell(_act(), error=str(no))
    except Exception as no:  # the outer edge of one mail: whatever is wrong with it, those behind it go
        log.exception("mail %s-%s could not be made or sent", post.name, pk)
        tell(_act(), error=type(no).__name__)
    else:
        actions.sent(_act(), post=post.name, mail=pk)
        return True
    return False


def _readable(said: bytes | str) -> str:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return " ".join(text.split())[:150]
