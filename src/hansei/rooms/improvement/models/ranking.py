"""In which order improvements are taken up: what counts how much, places by hand, and orders as they were frozen."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from hansei.kernel.models import Account, Revision
from hansei.rooms.improvement.models.improvement import Improvement

WEIGHT = (MinValueValidator(0), MaxValueValidator(9))


class RankRule(models.Model):
    """What counts how much, and how old a ranking may grow. A change is a new row; the newest one holds."""

    value = models.DecimalField(_("weight of the value"), max_digits=3, decimal_places=1, default=1, validators=WEIGHT)
    risk = models.DecimalField(
        _("weight of a risk of doing nothing"), max_digits=3, decimal_places=1, default=0.5, validators=WEIGHT
    )
    effort = models.DecimalField(
        _("weight of the effort"), max_digits=3, decimal_places=1, default=1, validators=WEIGHT
    )
    every_days = models.PositiveSmallIntegerField(
        _("rank again after so many days"), default=90, validators=[MinValueValidator(7), MaxValueValidator(730)]
    )
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.value} + {self.risk} / {self.effort}"


class HandPlace(models.Model):
    """Where somebody put an improvement against the computed order, and why."""

    improvement = models.OneToOneField(Improvement, models.PROTECT, related_name="hand_place", primary_key=True)
    place = models.PositiveSmallIntegerField()
    reason = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.improvement_id} at {self.place}"


class Ranking(models.Model):
    """An order as it was frozen; `lines`: [improvement, score, whether by hand], the first one first."""

    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    rule = models.ForeignKey(RankRule, models.PROTECT, null=True, related_name="+")  # None: as the product comes
    lines = models.JSONField()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
