"""People and a way to name deputies, for the tests of both sides of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from hansei.kernel.actions import Act
from hansei.kernel.models import Account
from hansei.rooms.governance import actions
from hansei.rooms.governance.models import Deputy

WEEK: Final = timedelta(days=7)
ALL: Final = ["decisions", "papers", "checks"]


def by(account: Account | None) -> Act:
    return Act(by=account, via="web")


def name(principal: Account, account: Account, *, after: int = 0, days: int = 7, **more: Any) -> Deputy:
    """Let one act for the other, beginning so many days from now."""
    act = by(principal)
    since = act.at + timedelta(days=after)
    given = {"matters": ALL, "reason": "Отпуск", "since": since, "until": since + timedelta(days=days), **more}
    return actions.name_deputy(act, account=account.pk, **given)
