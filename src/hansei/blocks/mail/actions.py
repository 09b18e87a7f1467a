"""The only writers of what became of a mail.

A mail is taken under a lock before it is sent, so of two workers one gets it; the other goes on to the next.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.mail.models import Outgoing
from hansei.blocks.mail.posts import POSTS, Post, Ready, is_shut_out
from hansei.kernel import rights
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Refusal

MOST_ATTEMPTS: Final = 6
WAITS: Final = tuple(timedelta(minutes=each) for each in (2, 10, 30, 120, 360))
ABANDONED: Final = timedelta(minutes=15)  # a worker that has said nothing for so long was killed


@action("mail.take", label=gettext_lazy("Take a mail to send it"))
def take(act: Act, *, post: str, mail: int) -> bool:
    """Take one waiting mail for sending; False where it must not go now, or another worker has it. System alone."""
    here = _post(act, post)
    waiting = here.rows.select_for_update(skip_locked=True, of=("self",))
    found = waiting.filter(pk=mail, state=Outgoing.State.WAITING, due_at__lte=act.at).first()
    if found is None:
        return False
    verdict = Ready.DROP if is_shut_out(found) else here.ready(found, act.at)
    if verdict is Ready.LATER:
        return False
    if verdict is Ready.DROP:
        drop(act, here, found)
        return False
    found.state, found.claimed_at = Outgoing.State.SENDING, act.at
    found.save(update_fields=["state", "claimed_at"])
    _tell(act, here, found)
    return True


@action("mail.sent", label=gettext_lazy("Note that a mail was sent"))
def sent(act: Act, *, post: str, mail: int) -> None:
    """Note that the mail server took the mail. For the system alone."""
    here = _post(act, post)
    found = locked(here, mail)
    found.state, found.sent_at, found.error, found.attempts = Outgoing.State.SENT, act.at, "", found.attempts + 1
    found.save(update_fields=["state", "sent_at", "error", "attempts"])
    _ended(act, here, found)


@action("mail.not_sent", label=gettext_lazy("Note that a mail could not be sent"))
def not_sent(act: Act, *, post: str, mail: int, error: str, is_final: bool = False) -> None:
    """Note why the server did not take the mail; it is tried again later, six times in all. For the system alone."""
    here = _post(act, post)
    found = locked(here, mail)
    found.attempts, found.error = found.attempts + 1, error[:200]
    if is_final or found.attempts >= MOST_ATTEMPTS:
        found.state = Outgoing.State.FAILED
    else:
        found.state, found.due_at = Outgoing.State.WAITING, act.at + WAITS[found.attempts - 1]
    found.save(update_fields=["state", "due_at", "error", "attempts"])
    _ended(act, here, found)


@action("mail.doubt", label=gettext_lazy("Note mails whose sending was cut off"))
def doubt(act: Act, *, post: str) -> int:
    """Note the mails whose worker was killed while it sent: they may have gone. For the system alone."""
    here = _post(act, post)
    cut_off = here.rows.select_for_update(of=("self",))
    found = list(cut_off.filter(state=Outgoing.State.SENDING, claimed_at__lt=act.at - ABANDONED))
    for each in found:
        each.state = Outgoing.State.DOUBTFUL
        each.save(update_fields=["state"])
        _tell(act, here, each)
    return len(found)


def again(act: Act, post: Post, found: Any) -> None:
    """Part of an action that has checked the right: send again what failed or perhaps was not sent, at once."""
    if found.state not in (Outgoing.State.FAILED, Outgoing.State.DOUBTFUL):
        raise Refusal("mail.not_failed", _("Only a mail that failed, or perhaps was not sent, is sent again."))
    found.state, found.due_at, found.attempts, found.error = Outgoing.State.WAITING, act.at, 0, ""
    found.save(update_fields=["state", "due_at", "attempts", "error"])
    _tell(act, post, found)


def drop(act: Act, post: Post, found: Any) -> None:
    """Part of an action: a mail that waits is not needed any more."""
    found.state = Outgoing.State.DROPPED
    found.save(update_fields=["state"])
    _ended(act, post, found)


def locked(post: Post, mail: int) -> Any:
    """One row of a post, locked for the act."""
    found = post.rows.select_for_update(of=("self",)).filter(pk=mail).first()
    if found is None:
        raise _no_mail()
    return found


def _post(act: Act, name: str) -> Post:
    is_system = act.by is None or rights.holds(act.by, "account.administer")
    if not is_system or name not in POSTS:
        raise _no_mail()
    return POSTS[name]


def _no_mail() -> NotFound:
    return NotFound("mail.not_found", _("There is no such mail."))


def _ended(act: Act, post: Post, found: Any) -> None:
    _tell(act, post, found)
    if post.arrived is not None:
        post.arrived(act, found)


def _tell(act: Act, post: Post, found: Any) -> None:
    act.record(post.tried(found), source=post.source(found))
