"""The readers of feedback: the wall, the reply by its token, the measures, the barriers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from statistics import median

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from hansei.blocks.ballot import queries as waiting
from hansei.kernel import rights
from hansei.kernel.models import Account, ObjectLink
from hansei.kernel.queries import query
from hansei.rooms.feedback.guards import IMPROVEMENT
from hansei.rooms.feedback.models import Barrier, BarrierCount, Feedback, UserCount

SEE, BOX = "feedback.see", "feedback"
ON_THE_WALL = 60


def visible(account: Account | None) -> QuerySet[Feedback]:
    return Feedback.objects.filter(rights.predicate(account, SEE, prefix="identity__")).select_related("identity")


def open_items(account: Account) -> QuerySet[Feedback]:
    """Return what nobody has answered yet, the oldest first."""
    return visible(account).filter(state__in=["received", "read"]).order_by("pk")


def not_closed(account: Account | None) -> QuerySet[Feedback]:
    """Return what was said and is not closed yet, the oldest first."""
    return visible(account).exclude(state="closed").order_by("pk")


def waiting_drops() -> int:
    """Return how many anonymous opinions wait to be handed over; nothing more is known of them."""
    return waiting.waiting(BOX)


def by_token(token: str) -> Feedback | None:
    """Return the feedback that was given with this return token."""
    return Feedback.objects.filter(secret=_secret_of(token)).first()


def waits(token: str) -> bool:
    """Whether what was given with this return token still waits with others."""
    secret = _secret_of(token)
    return waiting.holds(BOX, lambda said: bool(said["secret"] == secret))


def _secret_of(token: str) -> str:
    return sha256(token.strip().encode()).hexdigest()


def follow_up(found: Feedback) -> str:
    """Say whether the giver can be asked back."""
    if found.is_anonymous:
        return _("No follow-up possible: nobody knows who said it. The giver reads your reply only with the token.")
    if found.giver_id or found.contact:
        return ""
    return _("No way to reach the giver was noted.")


@dataclass(frozen=True)
class Shown:
    """One line of the wall: what was said, what came of it, in which month; `is_coming` while work still goes on."""

    said: str
    did: str
    service: str
    month: date
    is_coming: bool


def on_the_wall(account: Account | None) -> QuerySet[Feedback]:
    """Return what everybody may read: the giver agreed, a person has read it, and something came of it."""
    improved = ObjectLink.objects.filter(target__kind=IMPROVEMENT).values("object")
    improving = ObjectLink.objects.filter(object__kind=IMPROVEMENT).values("target")
    came = ~Q(outcome="") | Q(pk__in=improved) | Q(pk__in=improving)
    return visible(account).filter(came, may_be_shown=True, is_hidden=False).exclude(state="received")


def wall() -> list[Shown]:
    """Return the wall “you said, we did”, for anybody, the newest batch first. Months only: no day tells when."""
    found = on_the_wall(None).order_by("-pk")[:ON_THE_WALL]
    return [
        Shown(
            each.public_words or each.text,
            each.outcome,
            each.service,
            timezone.localdate(each.created_at).replace(day=1),
            not each.outcome,
        )
        for each in found
    ]


@dataclass(frozen=True)
class Voice:
    """How feedback goes in a period: every share with its count and its n."""

    n: int
    answered: int
    handled: int
    shown: int
    anonymous: int
    givers: int
    users: int | None
    days: list[int]

    @property
    def response(self) -> float | None:
        return self.answered / self.n if self.n else None

    @property
    def by_person(self) -> float | None:
        """Read and replied to by a person; an automatic answer counts nowhere."""
        return self.handled / self.n if self.n else None

    @property
    def closure(self) -> float | None:
        """Those whose outcome was shown to users: on the wall, or told to the giver with what was done."""
        return self.shown / self.n if self.n else None

    @property
    def anonymous_share(self) -> float | None:
        return self.anonymous / self.n if self.n else None

    @property
    def participation(self) -> float | None:
        """Known givers among all users; anonymous givers cannot be counted, so it is at least this."""
        return self.givers / self.users if self.users else None

    @property
    def median_days(self) -> float | None:
        return median(self.days) if self.days else None


@query("feedback.voice")
def voice(account: Account, *, since: datetime) -> Voice:
    """Return how feedback that came since an instant was dealt with."""
    came = list(visible(account).filter(created_at__gte=since))
    walled = set(on_the_wall(account).filter(created_at__gte=since).values_list("pk", flat=True))
    replied = [each for each in came if each.reply]
    counted = UserCount.objects.filter(service="", since__lte=timezone.localdate()).last()
    return Voice(
        n=len(came),
        answered=len(replied),
        handled=sum(bool(each.reply and each.handler_id) for each in came),
        shown=sum(each.pk in walled or bool(each.reply and each.outcome) for each in came),
        anonymous=sum(each.is_anonymous for each in came),
        givers=len({each.giver_id or each.giver_name for each in came if each.giver_id or each.giver_name}),
        users=counted.users if counted else None,
        days=[
            max(0, (each.replied_on - timezone.localdate(each.created_at)).days)
            for each in replied
            if each.replied_on is not None
        ],
    )


def barriers(since: date) -> list[tuple[str, int]]:
    """Return why people say nothing: each reason with how often it was given since a month."""
    counted = BarrierCount.objects.filter(month__gte=since.replace(day=1)).values("barrier")
    found = {each["barrier"]: each["n"] for each in counted.annotate(n=Sum("count"))}
    return [(str(each.label), found.get(each.value, 0)) for each in Barrier]
