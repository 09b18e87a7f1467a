"""What this room does by the clock: hand anonymous feedback over once a day, escalate complaints that are late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hansei.blocks.survey import answering
from hansei.kernel.actions import Act
from hansei.kernel.timers import timer
from hansei.rooms.feedback import actions


@timer("feedback.hand_over", every=timedelta(minutes=30))
def hand_over() -> None:
    """Look at what was said before today, UTC; what comes today waits for another day."""
    actions.hand_over(Act(by=None, via="timer"), day=datetime.now(UTC).date())


@timer("feedback.count_answers", every=timedelta(minutes=30))
def count_answers() -> None:
    """Count the answers to surveys of weeks that are over, UTC: what came since waits."""
    answering.count_answers(Act(by=None, via="timer"), day=datetime.now(UTC).date())


@timer("feedback.escalate", every=timedelta(hours=1))
def escalate() -> None:
    """Escalate complaints that were to be closed before today."""
    actions.escalate_overdue(Act(by=None, via="timer"), day=datetime.now(UTC).date())


@timer("feedback.forget_addresses", every=timedelta(hours=6))
def forget_addresses() -> None:
    """Forget whom surveys were mailed to once their links are over."""
    actions.forget_addresses(Act(by=None, via="timer"))
