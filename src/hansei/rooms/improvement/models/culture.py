"""What keeps people improving: thanks that were said, and hours that were set aside."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

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
