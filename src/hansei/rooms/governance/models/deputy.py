"""Somebody acts for somebody else while they are away."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models

from hansei.kernel.models import Account, Revision


class Deputy(models.Model):
    """`account` acts for `principal` from one instant until another, in these matters. An ended row stays."""

    principal = models.ForeignKey(Account, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    matters = models.JSONField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    reason = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    named_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    @property
    def last_instant(self) -> datetime:
        """On the last day of it; `until` is the first instant after."""
        return self.until - timedelta(microseconds=1)

    class Meta:
        ordering = ("-since", "-pk")
        indexes = [
            models.Index(fields=["account", "until"], name="deputy_account"),
            models.Index(fields=["principal", "until"], name="deputy_principal"),
        ]
        constraints = [
            models.CheckConstraint(name="deputy_ends_after_it_began", condition=models.Q(until__gte=models.F("since"))),
            models.CheckConstraint(name="deputy_is_another", condition=~models.Q(principal=models.F("account"))),
        ]
