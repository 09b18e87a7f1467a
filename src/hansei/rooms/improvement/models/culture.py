"""What keeps people improving: thanks that were said, and hours that were set aside."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hansei.kernel.models import Account, Revision
from hansei.rooms.improvement.models.improvement import Improvement


class Celebration(models.Model):
    """Thanks for an improvement, said where everybody in the register reads it."""

    improvement = models.ForeignKey(Improvement, models.PROTECT, related_name="celebrations")
    text = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.improvement_id} {self.at}"


class Nomination(models.Model):
    """Somebody should be celebrated, for an improvement or on their own. The person agrees before others read it."""

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("nomination", "waits for an answer")
        SHOWN = "shown", pgettext_lazy("nomination", "on the wall")
        DECLINED = "declined", pgettext_lazy("nomination", "not on the wall")

    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    improvement = models.ForeignKey(Improvement, models.PROTECT, null=True, related_name="nominations")
    text = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        indexes = [models.Index(fields=["account", "state"], name="nomination_account")]
        constraints = [
            models.CheckConstraint(
                name="nomination_of_another",
                condition=models.Q(by__isnull=True) | ~models.Q(by=models.F("account")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.at}"


class RoleDuty(models.Model):
    """A role's description says what its holder does for improving. A sentence that holds no longer stays, ended."""

    role = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    duty = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.role_id} {self.since}"


class ReservedTime(models.Model):
    """Hours a team set aside for improving in a month, and how many of them it used."""

    month = models.DateField(_("month"))  # its first day
    team = models.CharField(_("team"), max_length=200)
    reserved = models.DecimalField(
        _("hours reserved"), max_digits=8, decimal_places=1, validators=[MinValueValidator(0)]
    )
    used = models.DecimalField(_("hours used"), max_digits=8, decimal_places=1, validators=[MinValueValidator(0)])

    class Meta:
        ordering = ("-month", "team")
        constraints = [models.UniqueConstraint(fields=["month", "team"], name="reserved_once_a_month")]

    def __str__(self) -> str:
        return f"{self.month} {self.team}"
