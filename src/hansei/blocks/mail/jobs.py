"""What the clock asks of this block: mail that is due is sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hansei.blocks.mail import sending
from hansei.kernel import jobs
from hansei.kernel.jobs import Lane, Running, job
from hansei.kernel.timers import timer


@timer("mail.send", every=timedelta(minutes=1))
def look_for_mail() -> None:
    """Ask for mail to be sent where some is due, or where its sending was cut off."""
    if sending.is_set_up() and sending.is_due():
        jobs.enqueue_once("mail.send", by=None)


@job("mail.send", Lane.BACKGROUND)
def send(running: Running) -> dict[str, Any]:
    """Send the mails that are due."""
    return _sent(running)


@job("reports.send", Lane.BACKGROUND)
def send_as_before(running: Running) -> dict[str, Any]:
    """The same under the name it had when only reports were mailed: an upgrade may find one that waits."""
    return _sent(running)


def _sent(running: Running) -> dict[str, Any]:
    running.report(step="mail")
    return {"sent": sending.send_due()}
