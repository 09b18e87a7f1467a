"""What people found out about the quality of a data set where its log cannot tell."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hansei.kernel.models import Account, Source


class InformationCheck(models.Model):
    """So many of so many were found as they should be, by one criterion, in one data set. The latest one holds."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="+")
    criterion = models.CharField(max_length=20)
    good = models.PositiveIntegerField(_("as it should be"))
    n = models.PositiveIntegerField(_("asked or checked"))
    basis = models.CharField(_("how it was found out"), max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("pk",)
        indexes = [models.Index(fields=["source", "criterion"], name="measures_information_of")]
        constraints = [
            models.CheckConstraint(condition=Q(good__lte=F("n")) & Q(n__gt=0), name="measures_information_share")
        ]
