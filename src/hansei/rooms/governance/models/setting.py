"""What governance sets, version by version: the appetite for risk and the matrix of decision rights."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hansei.kernel.models import Account, Revision


class Setting(models.Model):
    """One version of a setting. Never changed: a later one, or an undo, is a new version."""

    class Name(models.TextChoices):
        APPETITE = "appetite", _("Risk appetite")
        MATRIX = "matrix", _("Decision rights matrix")

    name = models.CharField(max_length=10, choices=Name)
    number = models.PositiveIntegerField()
    content = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    why = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "number"], name="setting_version_once")]


class Seat(models.Model):
    """Somebody holds a decider's role between two instants, for everything or for one service."""

    role = models.CharField(max_length=20)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    service = models.CharField(max_length=200, blank=True)  # empty: for everything
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    given_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("role", "service", "pk")
        indexes = [models.Index(fields=["role", "until"], name="seat_role")]
        constraints = [
            models.CheckConstraint(
                name="seat_ends_after_it_began",
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
            )
        ]
