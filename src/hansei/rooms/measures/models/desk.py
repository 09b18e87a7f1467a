"""What is known of the service desk behind a data set."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hansei.kernel.models import Account, Source


class DeskSetting(models.Model):
    """Which teams of a data set are the service desk, what it cannot resolve, and which metrics hold its calls.

    `beyond` holds pairs of a dimension and a value; `counts` gives a count's code the id of the metric that holds it,
    where it is not the one that comes with the product.
    """

    source = models.OneToOneField(Source, models.CASCADE, related_name="+")
    teams = models.JSONField(_("teams of the service desk"), default=list)
    beyond = models.JSONField(_("beyond what it is able to resolve"), default=list)
    minutes = models.PositiveSmallIntegerField(_("minutes that count as the first contact"), default=60)
    counts = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=1440), name="measures_desk_minutes")
        ]
