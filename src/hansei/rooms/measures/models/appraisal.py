"""Who asked to appraise people by a metric, and who agreed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hansei.kernel.models import Account
from hansei.rooms.measures.models.catalogue import Metric


class Appraisal(models.Model):
    """The wish to appraise people by a metric. It holds once two people agreed, none of them the one who asked.

    `answers` are those of the choice test: `link`, `near`, `controlled`, `skilled`.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Waits for approval")
        GRANTED = "granted", _("Approved by two")
        REFUSED = "refused", _("Refused")
        ENDED = "ended", _("Ended")

    metric = models.ForeignKey(Metric, models.PROTECT, related_name="appraisals")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    purpose = models.CharField(_("what people are appraised for"), max_length=500)
    answers = models.JSONField(default=list)
    asked_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)  # why it was refused

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["metric"], condition=Q(state__in=["open", "granted"]), name="measures_appraisal_one_a_metric"
            )
        ]


class AppraisalApproval(models.Model):
    """One person agreed that people are appraised by a metric."""

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="approvals")
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["appraisal", "by"], name="measures_appraisal_one_a_person")]
