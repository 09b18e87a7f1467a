"""The posts that rooms and blocks declare: a table, how a row becomes a message, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db.models import Q, QuerySet
from django.utils import timezone

from hansei.blocks.mail.models import Outgoing
from hansei.kernel.actions import Act
from hansei.kernel.events import Event
from hansei.kernel.models import Account

Drawn = dict[Any, Any]  # what was drawn for one reader and serves the next: files by their own key
LONGEST_TOKEN: Final = 200


class Ready(Enum):
    """Whether a mail whose time has come may go."""

    GO = "go"
    LATER = "later"  # it stays as it is
    DROP = "drop"  # nobody needs it any more


@dataclass(frozen=True)
class Link:
    """The mail that a link is of. One that `has_ended` opens nothing any more; its page says whom to ask."""

    row: Any
    has_ended: bool


@dataclass(frozen=True)
class Post:
    """One kind of mail. `message` may rise Refusal: the sentence is kept as the fault."""

    name: str  # report-receipt: also in the mail's own number
    model: type[Outgoing]
    message: Callable[[Any, Drawn], EmailMessage]
    tried: Callable[[Any], Event]  # the fact of a try, read off the row
    source: Callable[[Any], int]  # whose history the fact belongs to
    related: tuple[str, ...] = ()
    standing: Callable[[Any, datetime], Any] = lambda rows, _now: rows  # leaves out the rows that must wait now
    ready: Callable[[Any, datetime], Ready] = lambda _row, _now: Ready.GO
    arrived: Callable[[Act, Any], None] | None = None  # inside the act that notes what became of it
    salt: str = ""

    @property
    def rows(self) -> Any:
        return self.model._default_manager.select_related(*self.related)

    def due(self, now: datetime) -> Any:
        """The rows whose time has come and that need not wait."""
        return self.standing(self.rows.filter(state=Outgoing.State.WAITING, due_at__lte=now), now)

    def token(self, row: Outgoing) -> str:
        """What stands in the link of one mail that is sent now: nobody else can make it. It bears the time."""
        return signing.dumps(row.pk, salt=self.salt)

    def of_token(self, token: str) -> Link | None:
        """The mail that a link is of, also after its end; None for anything we did not sign."""
        if len(token) > LONGEST_TOKEN:
            return None
        try:
            pk = signing.loads(token, salt=self.salt)
        except signing.BadSignature:
            return None
        row = self.rows.filter(pk=pk, email__gt="").first()
        return None if row is None else Link(row, self._has_ended(token, row) or is_shut_out(row))

    def _has_ended(self, token: str, row: Outgoing) -> bool:
        """Whether its time is over, or somebody's account was closed and opened again since."""
        now = timezone.now()
        opened = [each for each in _accounts_of(row).values_list("reopened_at", flat=True) if each is not None]
        try:
            signing.loads(token, salt=self.salt, max_age=now - max([now - timedelta(settings.LINK_DAYS), *opened]))
        except signing.SignatureExpired:
            return True
        return False


def is_shut_out(row: Outgoing) -> bool:
    """Whether the mail went to somebody whose account was closed since, or to the address of one that is closed."""
    return _accounts_of(row).filter(is_active=False).exists()


def _accounts_of(row: Outgoing) -> QuerySet[Account]:
    """Whoever a mail went to: by account or by address."""
    return Account.objects.filter(Q(pk=row.account_id) | Q(email=row.email.lower()))


def last_day() -> date:
    """The last whole day on which the link of a mail that is sent now opens what it brings."""
    return timezone.localdate() + timedelta(days=settings.LINK_DAYS - 1)


POSTS: Final[dict[str, Post]] = {}


def declare(post: Post) -> Post:
    """Register a post. Raises ValueError for a name that is taken."""
    if post.name in POSTS:
        raise ValueError(f"post {post.name} is declared twice")
    POSTS[post.name] = post
    return post
