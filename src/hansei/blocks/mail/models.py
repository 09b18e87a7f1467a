"""One piece of mail, or one reader: the fields that every table of them has."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hansei.kernel.models import Account


class Outgoing(models.Model):
    """How something reaches one reader, and whether they opened and read it.

    A mail goes `waiting` → `sending` → `sent`, or back to `waiting` after a fault, or `failed` after the last one. Work
    that was killed while sending leaves `doubtful`: it may have gone, so nobody sends it again unasked. What nobody
    needs any more before it is sent is `dropped`.
    """

    class State(models.TextChoices):
        ON_PAGE = "on_page", _("in Hansei")
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        DOUBTFUL = "doubtful", _("perhaps sent")
        DROPPED = "dropped", _("no longer needed")

    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    email = models.EmailField(max_length=254, blank=True)
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=State)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
